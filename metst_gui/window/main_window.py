"""The one window: lays out the views and connects them to the session and the review; holds no review state."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from engine.types import Proposal, ScoreChunk, VideoInfo
from metst_gui.card.card_panel import CardPanel
from metst_gui.commands.book import CommandBook
from metst_gui.commands.keys import Overrides, apply_keys, first_keys, usable_overrides, with_overrides
from metst_gui.commands.menus import build_menus
from metst_gui.commands.refusals import Refusals
from metst_gui.commands.toolbar import CommandBar
from metst_gui.desk.command_rules import add_rules
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.review import ReviewController
from metst_gui.desk.session import Session
from metst_gui.desk.threshold import LiveDecoder
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.explain.why import Why
from metst_gui.explain.why_panel import WhyPanel
from metst_gui.language import mark, told, tr
from metst_gui.model.learning import LearnDesk
from metst_gui.model.model_choice import ModelDesk
from metst_gui.picture.compare_view import CompareView
from metst_gui.picture.playing import Player
from metst_gui.picture.transport import Transport
from metst_gui.picture.video_view import VideoView
from metst_gui.project.videos_and_annotators import ProjectMenu
from metst_gui.queue.contact_sheet_controller import ContactDesk
from metst_gui.queue.queue_controller import QueueDesk
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.queue.suggested_next import ReviewDesk
from metst_gui.timeline.lanes import TimelineDesk
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.widgets import look
from metst_gui.widgets import theme as themes
from metst_gui.widgets.held_key import HeldKey
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.typing_guard import TextFieldGuard
from metst_gui.window import close_question
from metst_gui.window.analysis_commands import bind_analysis
from metst_gui.window.file_commands import FileCommands
from metst_gui.window.help_commands import HelpCommands
from metst_gui.window.play_commands import PlayCommands
from metst_gui.window.review_commands import ReviewCommands
from metst_gui.window.status_line import StatusLine
from metst_gui.window.view_commands import ViewCommands

TITLE = "METST"
EMPTY_TITLE = mark("Open or drop a face video")
EMPTY_DETAIL = mark(
    "Click here or press Ctrl+O. Folders of images and METST projects can be dropped too. No video "
    "at hand? File, Open demo clip."
)
NOTHING_SELECTED = mark(
    "Nothing selected.\n\n↓ goes to the next proposal,\nEnter accepts, Backspace rejects, S puts "
    "off.\n\nTo mark your own: Shift+drag on the curves,\nor I (onset), P (apex), O (offset)."
)
# Of the free screen, and no larger than this in px: a first window that shows picture, curves and card unclipped.
FIRST_SHARE, FIRST_SIZE = 0.92, (1600, 1000)


class MainWindow(QMainWindow):
    """Video, timeline, card and queue of one session.

    Attributes:
        session: what is open.
        review: what the keys act on.

    Signals:
        closing: the window is about to close.
        demo_requested: the demo clip is to be opened, and rendered first where it is missing.
    """

    closing = Signal()
    demo_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.review = ReviewController(session)
        self.theme = themes.system_theme()
        self.video = VideoView(theme=self.theme)
        self.timeline = TimelineView(theme=self.theme)
        self.compare = CompareView()
        self.why_panel = WhyPanel()
        self.transport = Transport(theme=self.theme)
        self.card = CardPanel()
        self.queue = QueuePanel()
        self.live = LiveDecoder(session)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.messages, self.model_label, self.saved_label = self.status.messages, self.status.model, self.status.saved
        self._warned = False
        self._analysed = 0  # percent of a running analysis; 0: none runs, or nothing was computed yet
        self.setWindowTitle(TITLE)
        self._lay_out()
        self.player = Player(self)
        self.why = Why(self)
        self.contact_desk = ContactDesk(self)
        self.queue_desk = QueueDesk(self)
        self.timeline_desk = TimelineDesk(self)
        self.project_menu = ProjectMenu(self)
        self.model_desk = ModelDesk(self)
        self.desk = ReviewDesk(self)
        self.learn_desk = LearnDesk(self)
        self.book = self._bind_commands()
        build_menus(self.menuBar(), self.book)
        self.toolbar = self._add_toolbar()
        overrides, complaint = usable_overrides(session.settings.value.keys)
        self.use_keys(overrides)
        self.stop_key = HeldKey(self.actions_by_id["stop"])
        self._guard = TextFieldGuard(self)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._guard)
            application.installEventFilter(self.stop_key)
        self.review.order, self.review.whole_order = self.queue.visible_items, self.queue.all_items
        self._connect_session()
        self._connect_views()
        self.apply_theme(session.settings.value.theme)
        self.setAcceptDrops(True)
        self.show_empty()
        self._restore_geometry()
        if complaint:
            session.notifier.error(complaint)

    @property
    def actions_by_id(self) -> Mapping[str, QAction]:
        """Every action of the window, by the id of its command."""
        return self.book.actions

    def _bind_commands(self) -> CommandBook:
        state = CommandState(self)
        add_rules(state, self.session, self.review, self.live)
        book = CommandBook(state, self)
        self.file_commands = FileCommands(self, book)
        self.view_commands = ViewCommands(self, book)
        self.play_commands = PlayCommands(self, book)
        self.review_commands = ReviewCommands(self, book)
        self.help_commands = HelpCommands(self, book)
        bind_analysis(self, book)
        for feature in (
            *(self.player, self.why, self.contact_desk, self.queue_desk, self.timeline_desk),
            *(self.project_menu, self.model_desk, self.desk, self.learn_desk),
        ):
            feature.bind(book)
        book.finish()
        book.refused.connect(self.session.notifier.info)
        Refusals(book, self).install()
        return book

    def _add_toolbar(self) -> CommandBar:
        bar = CommandBar(self.actions_by_id, self.theme, self)
        self.addToolBar(bar)
        return bar

    def use_keys(self, overrides: Overrides) -> None:
        """Give the actions the reviewer's own keys, which must not conflict."""
        self.specs = with_overrides(overrides)
        apply_keys(self.actions_by_id, self.specs)
        keys = first_keys(self.specs)
        self.card.set_keys(keys)
        self.transport.set_keys(keys)

    def _lay_out(self) -> None:
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        pictures = QHBoxLayout()
        pictures.setSpacing(2)
        pictures.addWidget(self.video, 1)
        pictures.addWidget(self.compare, 1)
        pictures.addWidget(self.why_panel)
        self.compare.hide()
        column.addLayout(pictures, 1)
        column.addWidget(self.transport)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.card)
        side.addWidget(self.queue)
        side.setStretchFactor(1, 1)
        side.setSizes([400, 320])
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(picture)
        left.addWidget(self.timeline)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 2)
        left.setSizes([500, 300])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(left)
        whole.addWidget(side)
        whole.setStretchFactor(0, 1)
        whole.setSizes([960, 340])
        for splitter in (side, left, whole):
            splitter.setChildrenCollapsible(False)
        central = QWidget()
        outer = QVBoxLayout(central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(whole, 1)
        self.setCentralWidget(central)
        self.video.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect_session(self) -> None:
        session, document = self.session, self.session.document
        session.notifier.message.connect(self.messages.show_message)
        session.settings.changed.connect(self._on_settings)
        session.opened.connect(self._on_opened)
        session.chunk_ready.connect(self._on_chunk)
        session.progress_changed.connect(self._on_progress)
        session.analysis_ended.connect(self._on_ended)
        session.frames.frame_ready.connect(self.video.show_frame)
        session.playback.frame_changed.connect(self._on_frame)
        session.playback.playing_changed.connect(self.transport.set_playing)
        session.playback.playing_changed.connect(self.video.set_playing)
        session.playback.rate_changed.connect(self.transport.set_rate)
        session.selection.changed.connect(self._on_selection)
        session.autosaver.saved.connect(self._on_saved)
        session.autosaver.failed.connect(self._on_save_failed)
        document.ledger.unsaved.connect(self._on_save_failed)
        document.layer_changed.connect(self._on_layer)
        document.run_changed.connect(self._on_run)
        document.proposals_changed.connect(self.refresh_items)
        document.verdicts_changed.connect(self.refresh_items)
        document.annotations_changed.connect(self.refresh_items)
        document.stated.connect(self.refresh_card)
        self.review.draft_changed.connect(self.refresh_card)
        self.review.accepted_by_edit_changed.connect(self.refresh_card)
        self.review.sees = self.timeline.sees
        self.review.handle_changed.connect(self.card.set_handle)
        self.review.loop_mode_changed.connect(self.transport.set_loop)
        self.live.threshold_changed.connect(self.timeline.set_threshold)

    def _connect_views(self) -> None:
        playback, review = self.session.playback, self.review
        self.transport.toggle_requested.connect(playback.toggle)
        self.transport.step_requested.connect(playback.step)
        self.transport.sound_requested.connect(self.actions_by_id["sound"].trigger)
        self.transport.rate_chosen.connect(playback.set_rate)
        self.transport.loop_requested.connect(review.cycle_loop)
        self.timeline.seek_requested.connect(playback.seek)
        self.timeline.interval_created.connect(review.create)
        self.timeline.annotation_dragged.connect(self._on_dragged)
        self.timeline.selected.connect(review.select)
        self.timeline.left.connect(self._on_left)
        self.timeline.activated.connect(self._on_activated)
        self.timeline.threshold_dragged.connect(self.live.on_threshold)
        self.queue.chosen.connect(review.select)
        self.card.emotion_chosen.connect(review.set_emotion)
        self.card.delete_requested.connect(review.delete)
        self.card.handle_chosen.connect(review.go_to_handle)
        self.card.why_requested.connect(self.actions_by_id["why_panel"].trigger)
        self.card.focus_released.connect(self.video.setFocus)
        self.video.open_requested.connect(self.file_commands.open_video)
        self._guard.released.connect(self.video.setFocus)
        self.messages.cancel_requested.connect(self.session.cancel_analysis)

    # What the session says.

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self.messages.clear()
        self.video.clear()
        self.video.set_message("")
        self.timeline.set_video(info)
        self.transport.set_info(info)
        self.live.reset()
        self._on_run()
        self.refresh_items()
        self.session.frames.request(0)
        self.setWindowTitle(f"{info.path.name} - {TITLE}")
        self._show_file()
        self._show_layer()
        self.video.setFocus()

    @Slot(object)
    def _on_chunk(self, chunk: ScoreChunk) -> None:
        self.timeline.append_chunk(chunk)

    @Slot(str, int, int)
    def _on_progress(self, text: str, done: int, total: int) -> None:
        self._analysed = 100 * done // total if total > 1 else 0
        if done == 0 and total > 0:
            self.timeline.set_curves(None, provisional=True)
        self.messages.progress(tr("Analysing · {text}", text=told(text)) if text else "", done, total)

    @Slot()
    def _on_ended(self) -> None:
        if self.session.info is not None and self.session.document.view.run is None:
            self.timeline.set_incomplete()

    @Slot()
    def _on_run(self) -> None:
        run = self.session.document.view.run
        self.timeline.hidden = self.session.document.view.hides
        self.timeline.set_curves(run.curves if run is not None else None, provisional=False)
        self.live.refresh()

    @Slot()
    def _on_layer(self) -> None:
        """Another annotator works: what was said to the one before is not theirs to read."""
        self.session.selection.clear()
        self.messages.forget()
        self.card.forget()
        self.queue_desk.forget()
        self._on_run()
        self.refresh_items()
        self._show_layer()

    def _show_layer(self) -> None:
        document = self.session.document
        layer, videos = document.layer, document.videos
        parts = [tr("Annotator: {name}", name=layer.name)] if layer.name else []
        parts += [tr("works blind")] if layer.blind else []
        if len(videos) > 1 and document.video is not None:
            number = [one.id for one in videos].index(document.video.id) + 1
            parts.append(tr("video {number} of {n}", number=number, n=len(videos)))
        self.status.annotator.setText(" · ".join(parts))

    @Slot(int)
    def _on_frame(self, frame: int) -> None:
        self.timeline.set_playhead(frame)
        self.transport.set_frame(frame)

    @Slot(str)
    def _on_saved(self, time: str) -> None:
        self.status.saved.setText(tr("● saved {time}", time=time))
        self.status.saved.setToolTip(str(self.session.project_path or ""))

    def _show_file(self) -> None:
        """Say in the foot whether edits go to a file; its place is the tool tip."""
        document = self.session.document
        ledger = document.ledger
        text = tr("✗ not saved") if ledger.store is None else tr("read-only") if ledger.read_only else ""
        self.status.saved.setText(text)
        self.status.saved.setToolTip(str(self.session.project_path or ""))

    @Slot(str)
    def _on_save_failed(self, _sentence: str) -> None:
        self.status.saved.setText(tr("✗ not saved"))

    @Slot()
    def _on_selection(self) -> None:
        item = self.session.selection.item
        annotation = self.review.annotation
        # The interval that can be dragged: an accepted proposal stands in the lane of the reviewer's own.
        self.timeline.set_selection(("annotation", annotation.id) if annotation is not None else item)
        self.queue.set_current(*(self.review.place or ("", "")))
        self.refresh_card()

    @Slot()
    def refresh_items(self) -> None:
        """Show proposals, verdicts and annotations as the document has them now."""
        document = self.session.document
        proposals = document.view.proposals
        known = document.view.verdicts
        verdicts = [known[one.id].verdict if one.id in known else Verdict.PENDING for one in proposals]
        self.timeline.set_proposals(list(zip(proposals, verdicts, strict=True)), document.view.near_misses)
        self.timeline.set_annotations(document.view.shown_annotations)
        self.timeline.set_artefacts(document.view.artefacts)
        self.queue_desk.refresh()
        self.live.count()
        self._on_selection()

    def refresh_card(self) -> None:
        """Show the selected item as the document has it now."""
        info, document = self.session.info, self.session.document
        annotation, proposal = self.review.annotation, self.review.proposal
        if info is None:
            self.card.show_nothing(tr("No video is open."))
        elif annotation is not None:
            shown = annotation.without_model() if document.view.hides else annotation
            self.card.show_annotation(shown, info.fps, info.n_frames, times=info.times)
            self.card.show_accepted(by_change=self.review.accepted_by_edit and not document.view.hides)
        elif proposal is not None:
            verdict, place = document.view.verdict(proposal.id), self._place_of(proposal)
            self.card.show_proposal(proposal, verdict, info, place=place)
            remark = self.why.remark(proposal.onset, proposal.offset)
            self.card.show_remark(remark, self.review.suggest(proposal))
            chosen, label = self.review.emotion_draft(proposal.id)
            if chosen:
                self.card.set_emotion(label)
        else:
            self.card.show_nothing(self.review.draft_text or tr(NOTHING_SELECTED))

    def _place_of(self, proposal: Proposal) -> tuple[int, int] | None:
        """Which one of how many a proposal is, in the order of time."""
        ordered = sorted(self.session.document.view.proposals, key=lambda one: one.onset)
        numbers = [number for number, one in enumerate(ordered, start=1) if one.id == proposal.id]
        return (numbers[0], len(ordered)) if numbers else None

    @Slot(object)
    def _on_settings(self, _settings: object) -> None:
        self.transport.set_sound(on=self.session.settings.value.sound)

    # What the views say.

    @Slot(int, bool)
    def _on_left(self, frame: int, among_lanes: bool) -> None:
        """A click on an empty place selects nothing; on the curves, one on the item's own frames only looks there."""
        item = self.review.annotation or self.review.proposal
        if item is not None and (among_lanes or not item.onset <= frame <= item.offset):
            self.session.selection.clear()

    @Slot(str, int, object, int, object, bool)
    def _on_dragged(self, id_: str, onset: int, apex: object, offset: int, token: object, finished: bool) -> None:
        before, proposal = self.session.document.view.annotation(id_), self.session.document.view.proposal(id_)
        apex_frame = apex if isinstance(apex, int) else None
        if before is None and proposal is not None:
            # Nothing is decided before the edge is let go.
            if finished:
                self.review.accept_moved(proposal, (onset, apex_frame, offset))
            return
        self.review.set_bounds(id_, onset, apex_frame, offset, drag=token)
        if finished:
            self.review.finish_drag()
        # The last event of a drag repeats the bounds: the frame under the handle stays in sight.
        if before is not None and (before.onset, before.apex, before.offset) != (onset, apex_frame, offset):
            self.session.playback.seek(_moved_frame(before, onset, apex_frame, offset))

    @Slot(str, str)
    def _on_activated(self, kind: str, id_: str) -> None:
        self.review.select(kind, id_)
        self.view_commands.zoom_item()

    def show_empty(self) -> None:
        """Invite to open a video."""
        self.video.clear()
        self.video.set_message(tr(EMPTY_TITLE), tr(EMPTY_DETAIL))
        self.transport.set_info(None)
        self.model_desk.refresh()
        self.refresh_card()

    def apply_theme(self, name: str) -> None:
        """Use theme ``"light"``, ``"dark"`` or ``"system"``."""
        known = {"light": themes.LIGHT, "dark": themes.DARK}
        self.theme = known.get(name) or themes.system_theme()
        look.use(self.theme)
        self.video.set_theme(self.theme)
        self.timeline.set_theme(self.theme)
        self.why_panel.set_theme(self.theme)
        self.transport.set_theme(self.theme)
        self.toolbar.set_theme(self.theme)

    def _restore_geometry(self) -> None:
        state = QSettings().value("window/geometry")
        if not (isinstance(state, QByteArray) and self.restoreGeometry(state)):
            free = self.screen().availableSize() * FIRST_SHARE
            self.resize(free.boundedTo(QSize(*FIRST_SIZE)))

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
            self.session.notifier.error(tr("Only files and folders of this machine can be opened."))
            return
        self.session.open_path(Path(files[0]))
        if len(files) > 1:
            self.session.notifier.info(tr("Opened “{name}”; one video at a time.", name=Path(files[0]).name))

    @override
    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.video.setFocus()  # commits a text field that is being edited
        if not self.session.autosaver.flush() and self.session.info is not None and not self._warned:
            self._warned = True
            self.session.notifier.error(
                tr(
                    "The last edits cannot be saved: use File, Save project as… to keep them. Closing again "
                    "discards them."
                )
            )
            event.ignore()
            return
        if self._analysed and not close_question.may_close(self, self._analysed):
            event.ignore()
            return
        # Ending the analysis process may take a moment; a window that hangs meanwhile would look broken.
        self.hide()
        self.closing.emit()
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.session.shutdown()
        event.accept()


def _moved_frame(before: Annotation, onset: int, apex: int | None, offset: int) -> int:
    """The frame under the handle that is being dragged."""
    if onset != before.onset:
        return onset
    if offset != before.offset:
        return offset
    return apex if apex is not None else onset
