"""The question before a window is closed in the middle of an analysis."""

from PySide6.QtWidgets import QMessageBox, QWidget

from metst_gui.language import tr


def may_close(parent: QWidget, percent: int) -> bool:
    """Ask whether to give up an analysis that has come so far; staying is the default.

    Args:
        parent: the window.
        percent: of the video that was analysed.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("An analysis is running"))
    box.setText(
        tr("{percent} % of the video is analysed. Closing now gives that up; every decision is saved.", percent=percent)
    )
    stay = box.addButton(tr("Keep analysing"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(tr("Give it up and close"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
