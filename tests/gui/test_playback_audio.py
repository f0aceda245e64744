"""Sound follows the clock: what is heard at a moment is the sound of that moment, or silence."""

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import miniaudio
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.types import VideoInfo
from engine.video import open_source
from engine.video.sound import RATE, at_speed, has_sound, loudness, sound_from
from metst_gui.playback import PlaybackController
from metst_gui.playback.audio import PERIOD_MS, QUEUED, AudioPlayer
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


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.75, 1.5, 2.0])
def test_another_speed_keeps_pitch_and_place(info: VideoInfo, speed: float) -> None:
    heard = np.concatenate(list(at_speed(sound_from(info, 0), speed)))[:, 0].astype(float)
    assert len(heard) * speed == pytest.approx(SECONDS * RATE, abs=0.06 * RATE)
    loud = np.flatnonzero(np.abs(heard) > 7000) * speed / RATE
    assert (loud.min(), loud.max()) == (pytest.approx(LOUD[0], abs=0.04), pytest.approx(LOUD[1], abs=0.04))
    tone = heard[round(1.6 * RATE / speed) : round(1.9 * RATE / speed)]
    found = np.fft.rfftfreq(len(tone), 1 / RATE)[
        np.abs(np.fft.rfft((tone - tone.mean()) * np.hanning(len(tone)))).argmax()
    ]
    assert found == pytest.approx(440, abs=8)


class Clock:
    now: float | None = 0.0
    speed = 1.0

    def __call__(self) -> tuple[float, float] | None:
        return None if self.now is None else (self.now, self.speed)


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


@pytest.mark.parametrize("speed", [0.25, 0.5, 2.0])
def test_the_track_follows_its_clock_at_another_speed(info: VideoInfo, speed: float) -> None:
    clock = Clock()
    track = SoundTrack(info, clock)
    try:
        until(lambda: bool(track.pull(480).any()))
        # The speed changes while it plays: what is heard next is the loud part at that speed, and ends in its place.
        clock.speed, clock.now = speed, LOUD[0] + 0.1
        until(lambda: bool(np.abs(track.pull(480)).max() > 7000))
        places = []
        for _ in range(round(0.6 / speed * 100)):
            clock.now = track._cursor / RATE
            piece: list[np.ndarray] = []

            def is_heard(piece: list[np.ndarray] = piece) -> bool:
                piece.append(track.pull(480)[:, 0])
                return bool(piece[-1].any())

            until(is_heard)
            places += [clock.now] if np.abs(piece[-1]).max() > 7000 else []
        assert max(places) == pytest.approx(LOUD[1], abs=0.05)
        # It never sounds at the old speed where it is asked for a new one.
        clock.speed = 1.0
        assert not track.pull(480).any()
    finally:
        track.close()


def test_sound_is_heard_from_a_quarter_to_twice_the_speed(qtbot: QtBot, info: VideoInfo) -> None:
    now = [10.0]
    playback = PlaybackController(clock=lambda: now[0])
    playback.set_info(info)
    assert playback.heard is None
    playback.play()
    now[0] += 1.25
    assert playback.heard == (pytest.approx(1.25), 1.0)
    for rate in (0.125, -1.0, 4.0):
        playback.set_rate(rate)
        assert playback.heard is None
    place = playback._media_time(now[0])
    for rate in (0.25, 0.5, 2.0):
        playback.set_rate(rate)
        now[0] += 0.125
        place += 0.125 * rate
        assert playback.heard == (pytest.approx(place), rate)
    playback.set_rate(1.0)
    assert playback.heard is not None
    playback.pause()
    assert playback.heard is None


def test_the_player_opens_a_sound_card_and_ends_it(qtbot: QtBot, info: VideoInfo) -> None:
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
    assert abs(player._track._cursor / RATE - playback.heard[0]) < 0.5
    player.set_enabled(False)
    assert not player.heard
    player.shutdown()
    player.shutdown()
    playback.pause()


def test_the_volume_is_a_gain_that_never_clips(qtbot: QtBot) -> None:
    player = AudioPlayer(PlaybackController())
    loud = np.full((4, 2), 32_000, np.int16)
    assert (player._loud(loud) == loud).all()
    player.set_volume(50)
    assert player._loud(loud).dtype == np.int16
    assert (player._loud(loud) == 8000).all()
    player.set_volume(0)
    assert not player._loud(loud).any()


def test_what_is_pulled_is_what_is_heard_when_the_device_has_played_its_queue(qtbot: QtBot, info: VideoInfo) -> None:
    now = [10.0]
    playback = PlaybackController(clock=lambda: now[0])
    playback.set_info(info)
    player = AudioPlayer(playback)
    assert player._now() is None
    playback.set_rate(0.5)
    playback.play()
    now[0] += 1.0
    queued = QUEUED * PERIOD_MS / 1000
    place, speed = player._now()
    now[0] += queued
    assert (place, speed) == (pytest.approx(playback.heard[0]), 0.5)
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
    assert (player.heard, playback.playing, player.missing) == (False, True, "package")
    playback.pause()
    player.shutdown()


def test_without_a_device_it_says_so_once_and_looks_again_when_asked(
    qtbot: QtBot, info: VideoInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[list[miniaudio.Backend]] = []

    def refuse(*, backends: list[miniaudio.Backend], **_: object) -> None:
        tries.append(backends)
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    playback = PlaybackController()
    playback.set_info(info)
    player = AudioPlayer(playback)
    changes: list[str] = []
    player.set_source(info)
    player.changed.connect(lambda: changes.append(player.missing))
    for _ in range(3):
        playback.play()
        playback.pause()
    assert (player.heard, changes, len(tries)) == (False, ["device"], 1)
    assert miniaudio.Backend.NULL not in tries[0]  # it swallows everything: nobody would learn that there is no device
    playback.play()
    player.set_enabled(False)
    player.set_enabled(True)
    assert len(tries) == 2
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
