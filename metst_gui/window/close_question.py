"""The question before a window is closed in the middle of something that would be lost."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from metst_gui.desk.jobs import Job
from metst_gui.language import tr


def may_close(parent: QWidget, jobs: Sequence[Job]) -> bool:
    """Ask whether to give up what goes on; staying is the default.

    Args:
        parent: the window.
        jobs: what would be lost, at least one; it goes on while the question stands, so the text follows it.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Not finished yet"))

    def tell() -> None:
        box.setText("\n".join(one.text for one in jobs))

    for one in jobs:
        one.changed.connect(tell)
        one.ended.connect(box.reject)
    tell()
    box.setInformativeText("\n".join(one.kind.loss for one in jobs))
    stay = box.addButton(tr("Go on"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(tr("Give up and close"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
