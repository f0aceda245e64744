"""Sound follows the clock: what is heard at a moment is the sound of that moment, or silence."""

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.types import VideoInfo
from engine.video import open_source
from engine.video.sound import RATE, has_sound, loudness, sound_from
from metst_gui.playback import PlaybackController
from metst_gui.playback.audio import AudioPlayer
from metst_gui.playback.sound_track import MAX_DRIFT, SoundTrack
from metst_gui.timeline.gestures import Span, whole
from metst_gui.timeline.loudness_strip import LoudnessStrip
from metst_gui.widgets.theme import LIGHT
from tests.engine.clips import picture

SECONDS, LOUD = 4, (1.5, 2.0)


def level(places: np.ndarray) -> np.ndarray:
    """The level tells the place: a slow ramp, and a tone between `LOUD`."""
    seconds = places / RATE
    tone = 12_000 * np.sin(2 * np.pi * 440 * seconds) * ((seconds >= LOUD[0]) & (seconds < LOUD[1]))
    return (1000 * seconds + tone).astype(np.int16)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds with lossless sound; the picture starts half a second after the sound."""
    path = tmp_path_factory.mktemp("sound") / "spoken.mkv"
    with av.open(str(path), "w") as output:
        video = output.add_stream("mjpeg", rate=30)
        video.width, video.height, video.pix_fmt = 240, 96, "yuvj420p"
        audio = output.add_stream("pcm_s16le", rate=RATE, layout="stereo")
        for number in range(30 * SECONDS):
            frame = av.VideoFrame.from_ndarray(picture(number), format="bgr24")
            frame.pts, frame.time_base = number + 15, Fraction(1, 30)
            output.mux(video.encode(frame))
        for start in range(-RATE // 2, SECONDS * RATE, 4800):
            samples = np.repeat(level(np.arange(start, start + 4800)), 2)[np.newaxis]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
            frame.rate, frame.pts, frame.time_base = RATE, start + RATE // 2, Fraction(1, RATE)
            output.mux(audio.encode(frame))
        output.mux(video.encode(None))
        output.mux(audio.encode(None))
    return path


@pytest.fixture(scope="module")
def info(spoken: Path) -> VideoInfo:
    with open_source(spoken) as source:
        return source.info


def test_sound_lies_on_the_clock_of_the_frames(info: VideoInfo) -> None:
    assert info.start_s == pytest.approx(0.5, abs=0.001)
    for start in (0, RATE, 2 * RATE + 123):
        heard = np.concatenate(list(sound_from(info, start)))
        expected = level(np.arange(start, start + len(heard)))
        # Matroska places sound on whole milliseconds.
        assert np.abs(heard[:200, 0].astype(int) - expected[:200]).max() < 1500
        assert np.abs(heard[: RATE // 4].mean() - expected[: RATE // 4].mean()) < 3
    assert len(list(sound_from(info, 100 * RATE))) <= 1


def test_loudness_shows_where_somebody_speaks(info: VideoInfo) -> None:
    found = loudness(info, 80)
    assert found is not None
    loud = np.flatnonzero(found > 0.3) * SECONDS / 80
    assert loud.min() == pytest.approx(LOUD[0], abs=0.06)
    assert loud.max() == pytest.approx(LOUD[1], abs=0.06)
    assert loudness(info, 80, stopped=lambda: True) is None


def test_a_video_without_sound(tmp_path: Path, info: VideoInfo) -> None:
    assert has_sound(info.path)
    assert not has_sound(tmp_path / "gone.mp4")


class Clock:
    now: float | None = 0.0

    def __call__(self) -> float | None:
        return self.now


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_the_track_follows_its_clock(info: VideoInfo) -> None:
    clock = Clock()
    track = SoundTrack(info, clock)
    try:

        def heard_at(seconds: float) -> np.ndarray:
            """The first sound after the clock jumped; it stands still until something is heard."""
            clock.now = seconds
            heard: list[np.ndarray] = []

            def is_heard() -> bool:
                heard.append(track.pull(480)[:, 0])
                return bool(heard[-1].any())

            until(is_heard)
            return heard[-1]

        for seconds in (2.5, 0.75, 3.25):
            expected = level(np.arange(int(seconds * RATE), int(seconds * RATE) + 480))
            assert np.abs(heard_at(seconds).astype(int) - expected).max() <= 3, seconds
        # Small differences are not heard as jumps; large ones are taken out.
        at = track._cursor
        clock.now = (at + MAX_DRIFT // 2) / RATE
        track.pull(480)
        assert track._cursor == at + 480
        clock.now = (at + 480 + 2 * MAX_DRIFT) / RATE
        track.pull(480)
        assert track._cursor == at + 480 + 2 * MAX_DRIFT + 480
        clock.now = None
        assert not track.pull(480).any()
    finally:
        track.close()
    assert not track._thread.is_alive()


def test_sound_is_heard_at_normal_speed_only(qtbot: QtBot, info: VideoInfo) -> None:
    now = [10.0]
    playback = PlaybackController(clock=lambda: now[0])
    playback.set_info(info)
    assert playback.media_time is None
    playback.play()
    now[0] += 1.25
    assert playback.media_time == pytest.approx(1.25)
    for rate in (0.5, -1.0, 2.0):
        playback.set_rate(rate)
        assert playback.media_time is None
    playback.set_rate(1.0)
    assert playback.media_time is not None
    playback.pause()
    assert playback.media_time is None


def test_the_player_opens_a_sound_card_and_ends_it(qtbot: QtBot, info: VideoInfo) -> None:
    miniaudio = pytest.importorskip("miniaudio")
    playback = PlaybackController()
    playback.set_info(info)
    player = AudioPlayer(playback, backends=[miniaudio.Backend.NULL])
    with qtbot.waitSignal(player.loudness_ready, check_params_cb=lambda levels: levels is not None, timeout=10_000):
        player.set_source(info)
    assert not player.heard
    playback.play()
    assert player.heard
    assert player._track is not None
    qtbot.waitUntil(lambda: player._track._cursor > 0.2 * RATE, timeout=10_000)
    assert abs(player._track._cursor / RATE - playback.media_time) < 0.5
    player.set_enabled(False)
    assert not player.heard
    player.shutdown()
    player.shutdown()
    playback.pause()


def test_without_the_package_the_video_plays_silently(
    qtbot: QtBot, info: VideoInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    playback = PlaybackController()
    playback.set_info(info)
    player = AudioPlayer(playback)
    player.set_source(info)
    playback.play()
    assert (player.heard, playback.playing) == (False, True)
    playback.pause()
    player.shutdown()


def test_the_loudness_goes_where_it_is_clicked(qtbot: QtBot, info: VideoInfo) -> None:
    strip = LoudnessStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.resize(400, 26)
    strip.set_info(info)
    strip.set_span(whole(info.n_frames))
    assert not strip.isVisible()
    strip.set_levels(loudness(info, 200))
    strip.set_playhead(60)
    assert strip.isVisible()
    assert not strip.grab().isNull()
    with qtbot.waitSignal(strip.seek_requested) as seek:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    assert seek.args[0] == pytest.approx(60, abs=1)


def test_the_loudness_lies_at_its_frames(qtbot: QtBot, info: VideoInfo) -> None:
    strip = LoudnessStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.resize(400, 26)
    strip.set_info(info)
    levels = np.zeros(100, np.float32)
    levels[50] = 1.0  # the hundredth that begins in the middle
    strip.set_levels(levels)
    n = info.n_frames
    for span in (whole(n), Span(n * 0.4, n * 0.6), Span(n * 0.45, n * 0.9)):
        strip.set_span(span)
        loud = np.flatnonzero(strip.heights() > 0.5)
        wanted = [strip.column(share * (n - 1)) - strip.area.left() for share in (0.50, 0.51)]
        assert loud.min() == pytest.approx(wanted[0], abs=2)
        assert loud.max() == pytest.approx(wanted[1], abs=2)
    strip.set_span(Span(0, n * 0.3))
    assert not strip.heights().any()
