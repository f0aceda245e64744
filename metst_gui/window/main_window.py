"""The one window: lays out the widgets, gives each feature its own, opens what is dropped, and closes in order."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget
from typing_extensions import override

from engine.types import VideoInfo
from metst_gui.board.board_page import BoardPage
from metst_gui.card.card_panel import CardPanel
from metst_gui.commands.book import CommandBook
from metst_gui.commands.digit_row import DigitRow
from metst_gui.commands.keys import usable_overrides
from metst_gui.commands.menus import build_menus
from metst_gui.commands.refusals import Refusals
from metst_gui.commands.toolbar import CommandBar
from metst_gui.desk.command_rules import add_rules
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.desk import Desk
from metst_gui.desk.queue_text import queue_text
from metst_gui.document.changes import Changes
from metst_gui.explain.why_panel import WhyPanel
from metst_gui.language import tr
from metst_gui.picture.compare_view import CompareView
from metst_gui.picture.playing import PlayerStage
from metst_gui.picture.transport import Transport
from metst_gui.picture.video_view import VideoView
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.queue.row_faces import RowFaces
from metst_gui.recent_files import RecentFiles
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.widgets import look
from metst_gui.widgets import theme as themes
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.typing_guard import TextFieldGuard
from metst_gui.window import close_question
from metst_gui.window.adding_videos import AddingVideos
from metst_gui.window.analysis_commands import bind_analysis
from metst_gui.window.case_button import CaseButton
from metst_gui.window.features import Features, Widgets
from metst_gui.window.file_commands import FileCommands
from metst_gui.window.help_commands import HelpCommands
from metst_gui.window.introduction import Introduction
from metst_gui.window.keys_in_use import KeysInUse
from metst_gui.window.narrow_window import NarrowWindow
from metst_gui.window.panes import Panes
from metst_gui.window.play_commands import PlayCommands
from metst_gui.window.progress_controller import ProgressController
from metst_gui.window.queue_line import QueueLine
from metst_gui.window.review_commands import ReviewCommands
from metst_gui.window.screens import Screens
from metst_gui.window.start_controller import StartController
from metst_gui.window.start_page import StartPage
from metst_gui.window.status_controller import StatusController
from metst_gui.window.status_line import StatusLine
from metst_gui.window.tab_walk import TabWalk
from metst_gui.window.view_commands import ViewCommands

# Of the free screen, and no larger than this in px: a first window that shows picture, curves and card unclipped.
FIRST_SHARE, FIRST_SIZE = 0.92, (1600, 1000)


class MainWindow(QMainWindow):
    """Video, timeline, card and queue of one desk.

    Attributes:
        desk: what is open and under review.
        book: the commands.
        features: what connects widgets and desk.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._use_theme()
        theme = themes.named(desk.theme.name)
        explanation = desk.explanation
        self.video = VideoView(theme=theme)
        self.timeline = TimelineView(theme=theme, explain=explanation.hint, remark=explanation.remark)
        self.compare = CompareView()
        self.why_panel = WhyPanel()
        self.transport = Transport(theme=theme)
        self.card = CardPanel()
        self.queue = QueuePanel(desk.queue, RowFaces(lambda: desk.face.at))
        self.board_page = BoardPage()
        self.start_page, self._stack = StartPage(theme), QStackedWidget()
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.messages, self.model_label, self.saved_label = self.status.messages, self.status.model, self.status.saved
        self._warned = False
        self._lay_out()
        # The palette first: what a feature paints follows it.
        desk.theme.changed.connect(self._use_theme)
        self._listen()
        self._state = CommandState(self)
        self.book = CommandBook(self._state, self)
        self.book.refused.connect(desk.say)
        self._attach()
        self._guard = TextFieldGuard(self)
        self._guard.released.connect(self._give_keyboard)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._guard)
            application.installEventFilter(self._stop_key)
        self.setAcceptDrops(True)
        self._restore_geometry()

    def _attach(self) -> None:
        """Make the features and the commands, which need them all."""
        desk, book = self.desk, self.book
        overrides, complaint = usable_overrides(desk.settings.value.keys)
        stage = PlayerStage(self.video, self.transport, self.messages)
        panels = (self.timeline, self.compare, self.why_panel, self.card, self.queue)
        widgets = Widgets(stage, *panels, self.board_page, self.status.model)
        StatusController(desk, self.status)
        self.queue_line = QueueLine(desk)
        self.status.insertPermanentWidget(2, self.queue_line)
        self.features = Features(desk, book, widgets, self)
        features = self.features
        self.status.insertPermanentWidget(2, features.face_choice.label)
        for label in (features.finalise.label, features.blind_look.label):
            self.status.addPermanentWidget(label)
        self.keys = KeysInUse(book, overrides, self.card, self.transport)
        self.adding = AddingVideos(desk, book, self)
        self.file_commands = FileCommands(desk, book, self, self.adding)
        self.video.open_requested.connect(self.file_commands.open_video)
        self._stop_key = PlayCommands(desk, book, self).stop_key
        ViewCommands(desk, book, self.timeline)
        self.screens = Screens(desk, book, self.panes, self)
        ReviewCommands(desk, book, widgets, self.screens)
        self.help = HelpCommands(desk, book, self.keys, self.messages, self)
        self.introduction = Introduction(desk, book, widgets, self.keys, self.file_commands, self)
        bind_analysis(desk, book)
        # The last to hear of a signal: what is possible is read from the features too.
        add_rules(self._state, desk)
        book.finish()
        Refusals(book, self, digits=DigitRow(book)).install()
        build_menus(self.menuBar(), book)
        self.case = CaseButton(desk, self, self.menuBar())
        self.start = StartController(desk, book, self.start_page, self._stack, RecentFiles(parent=self))
        self.toolbar = CommandBar(book.actions, themes.named(desk.theme.name), self)
        self.addToolBar(self.toolbar)
        NarrowWindow(desk, book, self.panes, self.compare, self.why_panel)
        parts = (self.video, self.compare, self.why_panel, self.transport, self.timeline, self.card, self.queue)
        self._tabs = TabWalk(self, (self.toolbar, self.start_page, self.board_page, *parts, self.status))
        self._tabs.left.connect(self._give_keyboard)
        self._on_theme()
        desk.theme.changed.connect(self._on_theme)
        if complaint:
            desk.notifier.error(complaint)

    def _lay_out(self) -> None:
        self.compare.hide()
        self.setCentralWidget(self._stack)
        self._stack.addWidget(self.start_page)
        pictures, side = (self.video, self.compare, self.why_panel), (self.card, self.queue)
        self.panes = Panes(pictures, self.transport, self.timeline, side, parent=self._stack)
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.board_page)
        self.video.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _listen(self) -> None:
        desk = self.desk
        desk.notifier.message.connect(self.messages.show_message)
        desk.notifier.settled.connect(self.messages.settle)
        desk.session.opened.connect(self._on_opened)
        desk.board.shown_changed.connect(self._give_keyboard)
        desk.document.changed.connect(self._on_document)
        self.card.focus_released.connect(self.video.setFocus)
        ProgressController(desk.jobs, self.messages)

    @Slot()
    def _give_keyboard(self) -> None:
        """Keys belong to the review, or to the board while that is shown."""
        if self.desk.board.is_shown:
            self.board_page.take_keyboard()
        else:
            self.video.setFocus()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            # Another annotator works: what was said to the one before is not theirs to read.
            self.messages.forget()

    @Slot(object)
    def _on_opened(self, _info: VideoInfo) -> None:
        self.messages.clear()

    @Slot()
    def _on_theme(self) -> None:
        self.toolbar.set_theme(themes.named(self.desk.theme.name))
        self.status.set_theme(themes.named(self.desk.theme.name))

    @Slot()
    def _use_theme(self) -> None:
        look.use(themes.named(self.desk.theme.name))

    def _restore_geometry(self) -> None:
        state = QSettings().value("window/geometry")
        if not (isinstance(state, QByteArray) and self.restoreGeometry(state)):
            free = self.screen().availableSize() * FIRST_SHARE
            self.resize(free.boundedTo(QSize(*FIRST_SIZE)))
        self.screens.restore()

    @override
    @safe_override(default=False)
    def focusNextPrevChild(self, next: bool) -> bool:
        return self._tabs.step(forward=next)

    @override
    @safe_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    @safe_override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            self.desk.notifier.error(tr("Only files and folders on this computer can be opened."))
            return
        if len(files) == 1 and self.features.labels.take_dropped(Path(files[0])):
            return
        self.adding.open_paths([Path(one) for one in files])

    @override
    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.video.setFocus()  # commits a text field that is being edited
        if not self.desk.session.autosaver.flush() and self.desk.session.info is not None and not self._warned:
            self._warned = True
            self.desk.notifier.error(
                tr(
                    "The last edits cannot be saved: use File, Save project as… to keep them. Closing again "
                    "discards them."
                )
            )
            event.ignore()
            return
        losses = self.desk.jobs.losses
        if losses and not close_question.may_close(self, losses):
            event.ignore()
            return
        queue = self.desk.background
        if queue.active and not queue.paused:
            answer = close_question.what_of_queue(self, queue_text(queue))
            if answer == close_question.STAY:
                event.ignore()
                return
            if answer == close_question.EMPTY:
                queue.take_out()
        # Ending the analysis process may take a moment; a window that hangs meanwhile would look broken.
        self.hide()
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.screens.close()
        self.desk.close()
        event.accept()
