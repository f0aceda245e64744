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


LATER, EMPTY, STAY = "later", "empty", "stay"


def what_of_queue(parent: QWidget, text: str) -> str:
    """Ask what is to become of videos that wait for their analysis; that they go on later is the default.

    Args:
        parent: the window.
        text: how far they are, as a sentence without a full stop.

    Returns:
        `LATER`, `EMPTY` or `STAY`.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Not finished yet"))
    box.setText(tr("In the background: {text}.", text=text))
    box.setInformativeText(tr("The other videos are analysed when this project is opened again."))
    later = box.addButton(tr("Close, go on later"), QMessageBox.ButtonRole.AcceptRole)
    empty = box.addButton(tr("Close, do not go on"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(later)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    return LATER if clicked is later else EMPTY if clicked is empty else STAY
