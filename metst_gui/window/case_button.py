"""Which case is open, which of its videos is shown, and a menu that goes to another."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton, QWidget

from engine.content import stem_without_digest
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make

TITLE = "METST"


class CaseButton(QToolButton):
    """At the right of the menu bar: “case · video  2 of 6”. With one video it is only a name.

    Args:
        desk: what is open.
        window: its title says the same.
        bar: in whose corner it stands.
    """

    def __init__(self, desk: Desk, window: QWidget, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._desk = desk
        self._window = window
        make(no_focus(self), "plain")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._bar = bar
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._list)
        desk.session.opened.connect(self.refresh)
        desk.document.changed.connect(self._on_document)
        desk.document.ledger.saved.connect(self.refresh)
        self.refresh()

    @property
    def case(self) -> str:
        """Name of the project file, without its ending and digest; empty where nothing is kept yet."""
        path = self._desk.session.project_path
        return "" if path is None else stem_without_digest(path.stem)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.videos or changes.layer:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Name the case and the video, here and in the title of the window."""
        info, document = self._desk.session.info, self._desk.document
        if info is None:
            self._window.setWindowTitle(TITLE)
            self.hide()
            return
        self.show()
        videos, now = document.videos, document.video
        several = len(videos) > 1 and now is not None
        parts = [self.case] if several and self.case else []
        parts.append(info.path.name)
        name = " · ".join(parts)
        if several and now is not None:
            number = [one.id for one in videos].index(now.id) + 1
            name = tr("{name}, {number} of {n}", name=name, number=number, n=len(videos))
        self._window.setWindowTitle(f"{name} - {TITLE}")
        self.setText(f"{name} ▾" if several else name)
        self.setMenu(self._menu if several else None)  # type: ignore[arg-type]
        # A name alone is nothing to press.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not several)
        self.setToolTip(str(info.path))
        self.setAccessibleName(name)
        # A corner has the width of its widget at the time it is put there.
        self._bar.setCornerWidget(self, Qt.Corner.TopRightCorner)

    @Slot()
    def _list(self) -> None:
        document = self._desk.document
        self._menu.clear()
        board = self._menu.addAction(tr("Case board"))
        board.triggered.connect(self._desk.board.show)
        self._menu.addSeparator()
        for video in document.videos:
            action = self._menu.addAction((video.name or video.ref.path.name).replace("&", "&&"))
            action.setToolTip(str(video.ref.path))
            action.setCheckable(True)
            action.setChecked(document.video is not None and video.id == document.video.id)
            action.triggered.connect(partial(self._show, video.id))

    def _show(self, id_: str, _checked: bool = False) -> None:
        now = self._desk.document.video
        if now is None or id_ != now.id:
            self._desk.opener.show_video(id_)
