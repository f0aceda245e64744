"""The player's side of the window: what is decoded ahead, what happens on arriving at an item, how opening shows."""

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from engine.types import UInt8, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, tr
from metst_gui.picture.face_choice import FaceDesk
from metst_gui.picture.overlays import Evidence
from metst_gui.picture.picture_export import Cuts
from metst_gui.playback.audio import AudioPlayer
from metst_gui.widgets.decimal_field import ask_number

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

# Items decoded ahead: the current one, the next two that are still to be decided, and the previous one.
NEXT = 2
ARRIVALS = {
    "stay": mark("stay on the onset"),
    "slow": mark("loop in slow motion"),
    "once": mark("play once at 1×, then loop in slow motion"),
}


class Player(QObject):
    """Connects clock, decoder and picture of one window to the item under review."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._review = window.review
        self._playback = window.session.playback
        self._slow_next = False
        self.audio = AudioPlayer(self._playback, self)
        self.evidence = Evidence(window)
        self.faces = FaceDesk(window, self.evidence)
        self.cuts = Cuts(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.plan)
        session = self._session
        session.selection.changed.connect(self._on_selection)
        session.document.proposals_changed.connect(self._timer.start)
        session.document.verdicts_changed.connect(self._timer.start)
        session.document.annotations_changed.connect(self._timer.start)
        session.document.run_changed.connect(self._on_run)
        session.opened.connect(self._on_opened)
        session.frames.opening.connect(self._on_opening)
        session.frames.previewed.connect(self._on_previewed)
        session.frames.failed.connect(self._on_failed)
        self._playback.looped.connect(self._on_looped)
        self.audio.set_enabled(session.settings.value.sound)
        self.audio.loudness_ready.connect(window.timeline.loudness.set_levels)
        window.closing.connect(self.audio.shutdown)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.audio.shutdown)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands, and those of its parts, do."""
        for part in (self.evidence, self.faces, self.cuts):
            part.bind(book)
        arrivals = {f"arrival_{choice}": partial(self.choose_arrival, choice) for choice in ARRIVALS}
        book.bind({"image_rate": self.ask_image_rate, "sound": self.toggle_sound, **arrivals})

    def choose_arrival(self, choice: str) -> None:
        """What happens on arriving at a proposal from now on."""
        self._session.settings.update(arrival=choice)
        self._session.notifier.info(tr("On arriving at a proposal: {choice}.", choice=tr(ARRIVALS[choice])))

    def toggle_sound(self) -> None:
        """Hear the sound at 1x, or not."""
        sound = not self._session.settings.value.sound
        self._session.settings.update(sound=sound)
        self.audio.set_enabled(sound)
        self._session.notifier.info(tr("Sound is heard at 1×, where there is any.") if sound else tr("Sound is off."))

    def ask_image_rate(self) -> None:
        """Ask how many frames of the open folder or video file were recorded in a second."""
        info = self._session.info
        if info is None:
            self._session.notifier.info(tr("Open a video first."))
            return
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
        rate, chosen = ask_number(self._window, tr("Frame rate"), text, now, between=(least, 10_000), decimals=3)
        if chosen:
            self._session.set_image_rate(rate or None)

    # Decoding ahead.

    @Slot()
    def plan(self) -> None:
        """Have the frames of the items that come next decoded."""
        self._on_run()
        if self._session.info is not None:
            self._session.frames.plan([self._range(kind, id_) for kind, id_ in self._coming()])

    def _coming(self) -> list[tuple[str, str]]:
        """Current item, the next two to decide, the previous one."""
        order, item, row = self._review.order(), self._session.selection.item, self._review.place
        at = order.index(row) if row in order else -1
        after = list(islice((one for one in order[at + 1 :] if self._is_open(*one)), NEXT))
        before = order[at - 1 : at] if at > 0 else []
        return [*([item] if item is not None else []), *after, *before]

    def _is_open(self, kind: str, id_: str) -> bool:
        return kind == "annotation" or self._session.document.view.verdict(id_) is Verdict.PENDING

    def _range(self, kind: str, id_: str) -> range:
        document = self._session.document
        found = document.view.proposal(id_) if kind == "proposal" else document.view.annotation(id_)
        info, context = self._session.info, self._session.settings.value.loop_context
        if found is None or info is None:
            return range(0)
        return range(max(0, found.onset - context), min(info.n_frames, found.offset + context + 1))

    # Arriving.

    @Slot()
    def _on_selection(self) -> None:
        self._timer.start()
        self._slow_next = False
        settings, proposal = self._session.settings.value, self._review.proposal
        if settings.arrival == "stay" or proposal is None or self._playback.loop is None:
            return
        if self._session.document.view.verdict(proposal.id) is Verdict.PENDING:
            self._slow_next = settings.arrival == "once"
            self._playback.set_rate(1.0 if self._slow_next else settings.slow_rate)
            self._playback.play()

    @Slot()
    def _on_looped(self) -> None:
        if self._slow_next:
            self._slow_next = False
            self._playback.set_rate(self._session.settings.value.slow_rate)

    # Opening.

    @Slot(float)
    def _on_opening(self, share: float) -> None:
        self._window.messages.progress(tr("Numbering the frames"), round(1000 * share), 1000)

    @Slot(object)
    def _on_previewed(self, picture: UInt8) -> None:
        """Show frame 0 while the frames are numbered; what is open stays on the screen until then."""
        if self._session.info is None:
            self._window.video.show_frame(0, picture, damaged=False)
            self._window.video.set_message(tr("The frames are being numbered…"))

    @Slot(str)
    def _on_failed(self, _sentence: str) -> None:
        self._window.messages.progress("", 0, 0)
        if self._session.info is None:
            self._window.show_empty()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self.audio.set_source(info)
        self._window.messages.progress("", 0, 0)
        self._timer.start()

    @Slot()
    def _on_run(self) -> None:
        run = self._session.document.view.run
        self._window.transport.set_samples(run.curves.frames if run is not None else None)
