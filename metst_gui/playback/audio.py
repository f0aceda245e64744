"""Sound at 1/4 to 2 times, where there is a sound device and sound in the file; never needed, nor is PyAV before."""

import logging
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.types import VideoInfo
from metst_gui.playback.controller import PlaybackController

if TYPE_CHECKING:
    from engine.video.sound import Int16
    from metst_gui.playback.sound_track import SoundTrack

# The device asks for so much at a time (ms), and has two such pieces queued when it does: what is pulled is heard when
# those have been played, so it is taken from further on (as ffplay does with its two hardware buffers).
PERIOD_MS, QUEUED = 40, 2
# Parts of the video whose loudness is shown.
BINS = 2000
# Sound that never gets louder than -60 dB is silence.
SILENT = 0.001
_log = logging.getLogger(__name__)


class AudioPlayer(QObject):
    """Plays the sound of the open file along the clock, and measures its loudness.

    Attributes:
        has_sound: whether the open file has sound that can be played.
        missing: why no sound device can be used: ``"device"`` (there is none, or it is not let in), ``"package"``
            (miniaudio has no wheel for this machine); empty: one is open, or none was needed yet.

    Signals:
        loudness_ready(object): float32 [BINS] in [0, 1], or None where nothing is to be heard.
        changed(): `has_sound` or `missing` changed.
    """

    loudness_ready = Signal(object)
    changed = Signal()

    def __init__(
        self, playback: PlaybackController, parent: QObject | None = None, *, backends: list[Any] | None = None
    ) -> None:
        super().__init__(parent)
        self._playback = playback
        self._backends = backends
        self._enabled = True
        self._gain = 1.0
        self.has_sound = False
        self.missing = ""
        self._device: Any = None
        self._track: SoundTrack | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        playback.playing_changed.connect(self._on_playing)

    @property
    def heard(self) -> bool:
        """Whether a sound card is open."""
        return self._device is not None

    def set_source(self, info: VideoInfo | None) -> None:
        """Follow another source; None ends the sound."""
        self._end()
        self.missing = ""
        self.loudness_ready.emit(None)
        # Sound cannot follow frames that were given another rate than the file's.
        own_times = info is not None and info.kind == "video" and not info.rate_given
        self.has_sound = info is not None and own_times and _has_sound(info)
        if info is not None and self.has_sound:
            from metst_gui.playback.sound_track import SoundTrack

            self._track = SoundTrack(info, self._now)
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._measure, args=(info, self._stop), name="loudness", daemon=True)
            self._thread.start()
        self.changed.emit()

    def set_enabled(self, enabled: bool) -> None:
        """Whether sound is heard at all; switched on, it looks for a sound device again."""
        if enabled == self._enabled:
            return
        self._enabled = enabled
        self.missing = ""
        if enabled:
            self._on_playing(self._playback.playing)
        else:
            self._close_device()

    def set_volume(self, percent: int) -> None:
        """How loud it is, 0..100; the ear hears half of it as about half as loud (amplitude by the square)."""
        self._gain = (percent / 100) ** 2

    def shutdown(self) -> None:
        """End the sound and every thread of it; may be called more than once."""
        self._end()

    def _now(self) -> tuple[float, float] | None:
        now = self._playback.heard if self._enabled else None
        return None if now is None else (now[0] + QUEUED * PERIOD_MS / 1000 * now[1], now[1])

    def _on_playing(self, playing: bool) -> None:
        if playing and self._enabled and self._track is not None and self._device is None and not self.missing:
            self._open_device()

    def _open_device(self) -> None:
        """Open the sound device; without one (or without the package) the video plays silently."""
        from engine.video.sound import RATE

        try:
            import miniaudio
        except ImportError:
            self._miss("package")
            return
        # The last of all would be a device that swallows everything, which nobody could tell from a muted one.
        real = [one for one in miniaudio.Backend if one.name not in ("NULL", "CUSTOM")]
        try:
            device = miniaudio.PlaybackDevice(
                nchannels=2,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                backends=self._backends or real,
                app_name="METST",
            )
            source = self._pulled()
            next(source)
            device.start(source)
        except miniaudio.MiniaudioError as error:
            _log.info("no sound: %s", error)
            self._miss("device")
            return
        self._device = device

    def _miss(self, what: str) -> None:
        self.missing = what
        self.changed.emit()

    def _pulled(self) -> Generator[bytes, int, None]:
        """What the sound device's thread reads."""
        count = yield b""
        while True:
            track = self._track
            count = yield b"" if track is None else self._loud(track.pull(count)).tobytes()

    def _loud(self, samples: "Int16") -> "Int16":
        """Samples at the volume; it is never above what the file has, so nothing is clipped."""
        return samples if self._gain == 1.0 else (samples * self._gain).astype(np.int16)

    def _measure(self, info: VideoInfo, stop: threading.Event) -> None:
        from engine.video.sound import loudness

        levels = loudness(info, BINS, stopped=stop.is_set)
        # A silent track, as cameras without a microphone write it, takes no room in the window.
        if levels is not None and levels.max() > SILENT and not stop.is_set():
            self.loudness_ready.emit(levels)

    def _close_device(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None

    def _end(self) -> None:
        self._close_device()
        self._stop.set()
        if self._track is not None:
            self._track.close()
            self._track = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None


def _has_sound(info: VideoInfo) -> bool:
    from engine.video.sound import has_sound

    return has_sound(info.path)
