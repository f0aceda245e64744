"""Where the window is too narrow for video, face and reasons side by side, only one of the two stands by the video."""

from PySide6.QtCore import QObject, Slot

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.explain.why_panel import WhyPanel
from metst_gui.picture.compare_view import CompareView
from metst_gui.window.panes import Panes


class NarrowWindow(QObject):
    """Closes what stands by the video before another is opened there, where the window would have to grow for both.

    Args:
        desk: whose settings say that the face opens by itself: not beside the reasons that somebody opened.
        book: its command closes the reasons.
        panes: how much room there is.
        face, reasons: what stands by the video.
    """

    def __init__(self, desk: Desk, book: CommandBook, panes: Panes, face: CompareView, reasons: WhyPanel) -> None:
        super().__init__(panes)
        self._desk = desk
        self._book = book
        self._panes = panes
        self._face, self._reasons = face, reasons
        face.opening.connect(self._on_face)
        reasons.opening.connect(self._on_reasons)

    @Slot()
    def _on_face(self) -> None:
        if not self._reasons.isHidden() and not self._panes.has_room_for_pictures:
            self._book.actions["why_panel"].trigger()

    @Slot()
    def _on_reasons(self) -> None:
        if self._panes.has_room_for_pictures:
            return
        if not self._face.isHidden():
            self._face.closed.emit()
        self._desk.settings.update(face_pane=False)
