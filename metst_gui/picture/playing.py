"""Playing: what is decoded ahead, what happens on arriving at an item, how opening shows."""

from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Slot

from engine.types import UInt8, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind, JobLine
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.language import mark, tr
from metst_gui.picture.transport import Transport
from metst_gui.picture.video_view import VideoView
from metst_gui.widgets import theme as themes
from metst_gui.widgets.decimal_field import ask_number
from metst_gui.widgets.message_bar import MessageBar

# Items decoded ahead: the current one, the next two that are still to be decided, and the previous one.
NEXT = 2
EMPTY_TITLE = mark("Open or drop a face video")
EMPTY_DETAIL = mark(
    "Click here or press Ctrl+O. Folders of images and METST projects can be dropped too. No video "
    "at hand? File, Open demo clip."
)
ARRIVALS = {
    "stay": mark("stay on the onset"),
    "slow": mark("loop in slow motion"),
    "once": mark("play once at 1×, then loop in slow motion"),
}


@dataclass(frozen=True, slots=True)
class PlayerStage:
    """The widgets that show the video: the picture, the keys of the player, what is being done."""

    video: VideoView
    transport: Transport
    messages: MessageBar


class Playing(QObject):
    """Connects clock, decoder and picture to the item under review."""

    def __init__(self, desk: Desk, book: CommandBook, stage: PlayerStage) -> None:
        super().__init__(stage.video)
        self._desk = desk
        self._stage = stage
        self._playback = desk.playback
        self._slow_next = False
        self._opening = JobLine(desk.jobs, JobKind(tr("Numbering the frames")), parent=self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.plan)
        session = desk.session
        session.selection.changed.connect(self._on_selection)
        session.document.changed.connect(self._on_document)
        session.opened.connect(self._on_opened)
        session.frames.frame_ready.connect(stage.video.show_frame)
        session.frames.opening.connect(self._on_opening)
        session.frames.previewed.connect(self._on_previewed)
        session.frames.failed.connect(self._on_failed)
        self._playback.looped.connect(self._on_looped)
        desk.theme.changed.connect(self._on_theme)
        self._connect_stage()
        self.show_empty()
        arrivals = {f"arrival_{choice}": partial(self.choose_arrival, choice) for choice in ARRIVALS}
        book.bind({"image_rate": self.ask_image_rate, **arrivals})

    def _connect_stage(self) -> None:
        playback, stage, transport = self._playback, self._stage, self._stage.transport
        playback.frame_changed.connect(transport.set_frame)
        playback.playing_changed.connect(transport.set_playing)
        playback.playing_changed.connect(stage.video.set_playing)
        playback.rate_changed.connect(transport.set_rate)
        self._desk.tour.loop_mode_changed.connect(transport.set_loop)
        transport.toggle_requested.connect(playback.toggle)
        transport.step_requested.connect(playback.step)
        transport.rate_chosen.connect(playback.set_rate)
        transport.loop_requested.connect(self._desk.tour.cycle_loop)

    def choose_arrival(self, choice: str) -> None:
        """What happens on arriving at a proposal from now on."""
        self._desk.settings.update(arrival=choice)
        self._desk.say(tr("On arriving at a proposal: {choice}.", choice=tr(ARRIVALS[choice])))

    def ask_image_rate(self) -> None:
        """Ask how many frames of the open folder or video file were recorded in a second."""
        info = self._desk.session.info
        assert info is not None
        own = info.kind == "video" and not info.assumed_times
        text = tr("Images a second (CAS(ME)^3: 30, SAMM: 200):")
        if info.kind == "video":
            text = tr("Frames a second at which it was recorded:")
        if own:
            text = tr(
                "Frames a second at which it was recorded, if it plays slower; 0: as the file says.\n"
                "Label files in time go on following the file."
            )
        now = 0.0 if own and not info.rate_given else info.fps
        least = 0 if own else 1
        rate, chosen = ask_number(self._stage.video, tr("Frame rate"), text, now, between=(least, 10_000), decimals=3)
        if chosen:
            self._desk.session.set_image_rate(rate or None)

    # Decoding ahead.

    @Slot()
    def plan(self) -> None:
        """Have the frames of the items that come next decoded."""
        if self._desk.session.info is not None:
            self._desk.frames.plan([self._range(one) for one in self._coming()])

    def _coming(self) -> list[Item]:
        """Current item, the next two to decide, the previous one."""
        order, item, row = self._desk.queue.shown_ids(), self._desk.selection.item, self._desk.current.place
        at = order.index(row) if row in order else -1
        after = list(islice((one for one in order[at + 1 :] if self._is_open(one)), NEXT))
        before = order[at - 1 : at] if at > 0 else []
        return [*([item] if item is not None else []), *after, *before]

    def _is_open(self, item: Item) -> bool:
        return item.kind == "annotation" or self._desk.document.view.verdict(item.id) is Verdict.PENDING

    def _range(self, item: Item) -> range:
        document = self._desk.document
        found = document.view.proposal(item.id) if item.kind == "proposal" else document.view.annotation(item.id)
        info, context = self._desk.session.info, self._desk.settings.value.loop_context
        if found is None or info is None:
            return range(0)
        return range(max(0, found.onset - context), min(info.n_frames, found.offset + context + 1))

    # Arriving.

    @Slot()
    def _on_selection(self) -> None:
        self._timer.start()
        self._slow_next = False
        settings, proposal = self._desk.settings.value, self._desk.current.proposal
        if settings.arrival == "stay" or proposal is None or self._playback.loop is None:
            return
        if self._desk.document.view.verdict(proposal.id) is Verdict.PENDING:
            self._slow_next = settings.arrival == "once"
            self._playback.set_rate(1.0 if self._slow_next else settings.slow_rate)
            self._playback.play()

    @Slot()
    def _on_looped(self) -> None:
        if self._slow_next:
            self._slow_next = False
            self._playback.set_rate(self._desk.settings.value.slow_rate)

    # Opening.

    @Slot(float)
    def _on_opening(self, share: float) -> None:
        self._opening.follow("", round(1000 * share), 1000)

    @Slot(object)
    def _on_previewed(self, picture: UInt8) -> None:
        """Show frame 0 while the frames are numbered; what is open stays on the screen until then."""
        if self._desk.session.info is None:
            self._stage.video.show_frame(0, picture, damaged=False)
            self._stage.video.set_message(tr("The frames are being numbered…"))

    @Slot(object)
    def _on_failed(self, _sentence: str) -> None:
        self._opening.follow("", 0, 0)
        if self._desk.session.info is None:
            self.show_empty()

    def show_empty(self) -> None:
        """Invite to open a video."""
        self._stage.video.clear()
        self._stage.video.set_message(tr(EMPTY_TITLE), tr(EMPTY_DETAIL))
        self._stage.transport.set_info(None)

    @Slot()
    def _on_theme(self) -> None:
        theme = themes.named(self._desk.theme.name)
        self._stage.video.set_theme(theme)
        self._stage.transport.set_theme(theme)

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self._stage.video.clear()
        self._stage.video.set_message("")
        self._stage.transport.set_info(info)
        self._on_run()
        self._opening.follow("", 0, 0)
        self._desk.frames.request(0)
        self._stage.video.setFocus()
        self._timer.start()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.items:
            self._timer.start()
        if changes.run:
            self._on_run()

    def _on_run(self) -> None:
        run = self._desk.document.view.run
        self._stage.transport.set_samples(run.curves.frames if run is not None else None)
