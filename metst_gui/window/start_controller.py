"""Which page the window shows: the start page while no video is open, the desk, or the case board."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QStackedWidget

from engine.types import VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.recent_files import RecentFiles
from metst_gui.widgets import theme as themes
from metst_gui.window.start_page import StartPage

# Places in the stack.
DESK, BOARD = 1, 2
# How long after a change the list is written: a dragged threshold changes much at once.
NOTE_MS = 2000


class StartController(QObject):
    """Connects the start page of one window.

    Args:
        desk: what is open.
        book: the commands that the buttons ask for.
        page: the start page.
        stack: holds the page, the desk, and the case board, in that order.
        recent: the list of files.
    """

    def __init__(
        self, desk: Desk, book: CommandBook, page: StartPage, stack: QStackedWidget, recent: RecentFiles
    ) -> None:
        super().__init__(page)
        self._desk, self._page, self._stack, self._recent = desk, page, stack, recent
        page.open_requested.connect(book.actions["open_video"].trigger)
        page.project_requested.connect(book.actions["open_project"].trigger)
        page.folder_requested.connect(book.actions["open_dataset"].trigger)
        page.demo_requested.connect(book.actions["open_demo"].trigger)
        page.recent_chosen.connect(self._open)
        page.forget_requested.connect(self._forget)
        self._later = QTimer(self, singleShot=True)
        self._later.setInterval(NOTE_MS)
        self._later.timeout.connect(self._note)
        session = desk.session
        desk.document.changed.connect(self._on_document)
        session.opened.connect(self._on_opened)
        desk.board.shown_changed.connect(self._on_board)
        session.leaving.connect(self._note)
        desk.analysis.ended.connect(self._note)
        session.frames.opening.connect(self.show_desk)
        session.frames.failed.connect(self._on_failed)
        desk.closing.connect(self._note)
        desk.theme.changed.connect(self._on_theme)
        self._show_page()

    @Slot()
    def _forget(self) -> None:
        self._recent.forget()
        self._page.set_recent(self._recent.files)

    @Slot(str)
    def _open(self, path: str) -> None:
        self._desk.opener.open_path(Path(path))

    @Slot(object)
    def _on_opened(self, _info: VideoInfo) -> None:
        self.show_desk()
        self._note()

    @Slot()
    def show_desk(self) -> None:
        """Show the desk; the hidden page keeps nothing."""
        self._desk.board.hide()
        self._stack.setCurrentIndex(DESK)
        self._page.set_recent(())

    @Slot()
    def _on_board(self) -> None:
        if self._desk.board.is_shown:
            self._stack.setCurrentIndex(BOARD)
            self._page.set_recent(())
        elif self._desk.session.info is None:
            self._show_page()
        else:
            self._stack.setCurrentIndex(DESK)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        # A window that is killed tells nothing any more.
        if changes.run or changes.verdicts or changes.proposals:
            self._later.start()

    @Slot(object)
    def _on_failed(self, _sentence: str) -> None:
        if self._desk.session.info is None:
            self._show_page()

    @Slot()
    def _on_theme(self) -> None:
        self._page.set_theme(themes.named(self._desk.theme.name))

    def _show_page(self) -> None:
        """The list is made when it is looked at: a hidden one tells nobody what a model did."""
        self._page.set_recent(self._recent.files)
        self._stack.setCurrentWidget(self._page)

    @Slot()
    def _note(self) -> None:
        """Remember what is open, and how far it is; nothing of a model is told where it is hidden."""
        session, view = self._desk.session, self._desk.document.view
        if session.info is None:
            return
        path = session.info.path
        if session.project_path is not None and session.project_path.exists():
            path = session.project_path  # before the first edit nothing is written
        if view.run is None or view.hides:
            self._recent.note(path, session.info.path.name)
            return
        decided = sum(view.verdict(one.id) in (Verdict.ACCEPTED, Verdict.REJECTED) for one in view.proposals)
        self._recent.note(path, session.info.path.name, decided=decided, proposals=len(view.proposals))
