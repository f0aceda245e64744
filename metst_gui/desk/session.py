"""One sitting: what is open, and what everything that works on it shares."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.clock import scene_clock
from engine.types import VideoInfo
from metst_gui.desk.attempt import attempt
from metst_gui.desk.selection import SelectionModel
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.face_choice import Place
from metst_gui.document.file.autosave import Autosaver
from metst_gui.document.project import VideoRef
from metst_gui.language import tr
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService, PlaybackController
from metst_gui.settings import SettingsStore


class Session(QObject):
    """What is open: the document, the selection, the clock, the frames.

    Attributes:
        info: the open video; None: none is.

    Signals, in the order in which they come when another video is opened:
        leaving: whatever works on the video that was open must stop.
        arrived: the document is at another video; nothing shows it yet.
        opened: a video is open (the document is at it). arg: VideoInfo.
        settled: everything shows the video. arg: VideoInfo.
        retimed: after `leaving` and `opened`: the open video has another frame rate.
    """

    leaving = Signal()
    arrived = Signal()
    opened = Signal(object)
    settled = Signal(object)
    retimed = Signal()

    def __init__(
        self, *, settings: SettingsStore, notifier: Notifier, frames: FrameService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notifier = notifier
        self.frames = frames
        self.document = AnnotationDocument(self)
        self.selection = SelectionModel(self)
        self.playback = PlaybackController(self)
        self.autosaver = Autosaver(self.document, self)
        self.info: VideoInfo | None = None
        self.document.ledger.refused.connect(notifier.error)
        self.document.ledger.rescued.connect(notifier.error)
        self._unsaved: list[str] = []
        self.document.ledger.unsaved.connect(self._on_unsaved)
        self.document.ledger.saved.connect(self._on_saved)
        self.playback.frame_changed.connect(frames.request)
        self.document.changed.connect(self._on_document)

    @property
    def project_path(self) -> Path | None:
        """File the open project is saved to."""
        store = self.document.ledger.store
        return store.path if store is not None else None

    @property
    def kept_model(self) -> str:
        """Model the user keeps for the open video, whatever the movement would choose; empty: none."""
        video = self.document.video
        return "" if video is None else self.document.statements.kept_model(video.id)

    @property
    def is_kept(self) -> bool:
        """Whether the movement would choose the model of the open video, had the user not kept one for it."""
        return self.restless_weights != self.settings.value.restless_weights

    @property
    def restless_weights(self) -> str:
        """Model that may take over from the chosen one in the open video; empty: none may."""
        return self.settings.value.restless_beside(self.kept_model)

    @property
    def face_at(self) -> Place | None:
        """Where the face chosen for the open video is, as in `AnalysisConfig`; None: the largest is analysed."""
        video = self.document.video
        return None if video is None else self.document.statements.face(video.id)

    @property
    def image_rate(self) -> float | None:
        """Frames a second that were given for an image folder or a video file; None: as the file itself tells."""
        info = self.info
        return info.fps if info is not None and (info.kind == "images" or info.rate_given) else None

    def say(self, sentence: str) -> None:
        """Tell the user something worth knowing."""
        self.notifier.info(sentence)

    def notice(self, sentence: str) -> None:
        """Tell the user something that has to be read, whatever else is said meanwhile."""
        self.notifier.notice(sentence)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether an edit was made; where it was refused, that is said and nothing has changed."""
        return attempt(act, self.notifier)

    def set_image_rate(self, fps: float | None) -> None:
        """Set the frame rate of the open folder or video file; a finished analysis is made again, verdicts stay.

        Args:
            fps: frames a second at which it was recorded; None: as the file itself tells.
        """
        info = self.info
        if info is None or fps == self.image_rate:
            return
        self.leaving.emit()
        changed = info.at_own_rate() if fps is None else info.at_rate(fps)
        self.info = changed
        if self.document.video is not None:
            id_, ref = self.document.video.id, VideoRef.of(changed)
            self.document.videos.clocks[id_] = scene_clock(changed)
            self.attempt(lambda: self.document.videos.relink(id_, ref))
        self.playback.set_info(changed)
        self.opened.emit(changed)
        self.say(tr("The frames are now {fps:g} a second.", fps=changed.fps))
        self.retimed.emit()

    def show(self, info: VideoInfo) -> None:
        """Show the video the document is at; `settled` is emitted by whoever opened it."""
        self.selection.clear()
        self.info = info
        self.arrived.emit()
        self.playback.set_info(info)
        self.opened.emit(info)

    def shutdown(self) -> None:
        """Stop looking after the file, the clock and the frames, and close the file; may be called more than once."""
        self.autosaver.flush()
        self.autosaver.stop()
        self.playback.pause()
        self.frames.shutdown()
        if self.document.ledger.store is not None:
            self.document.ledger.store.close()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            # Another annotator works, who has selected nothing yet.
            self.selection.clear()

    @Slot(object)
    def _on_unsaved(self, sentence: str) -> None:
        self._unsaved.append(sentence)

    @Slot(str)
    def _on_saved(self, _time: str) -> None:
        """What could not be stored before is no longer so."""
        told, self._unsaved = self._unsaved, []
        for sentence in told:
            self.notifier.settle(sentence)
