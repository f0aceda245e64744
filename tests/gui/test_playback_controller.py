"""The one clock, driven by a fake one."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.types import VideoInfo
from metst_gui.playback import RATES, PlaybackController
from tests.engine.clips import vfr_ticks


def video(times: np.ndarray) -> VideoInfo:
    return VideoInfo(
        path=Path("clip.mp4"),
        kind="video",
        n_frames=len(times),
        width=4,
        height=4,
        fps=(len(times) - 1) / times[-1] if len(times) > 1 else 30.0,
        times=times,
        constant_rate=True,
        codec="h264",
        size_bytes=1,
        table_digest="0",
    )


class Desk:
    """A controller, its fake clock, and everything it said."""

    def __init__(self, times: np.ndarray | None) -> None:
        self.now = 1000.0
        self.controller = PlaybackController(clock=lambda: self.now)
        if times is not None:
            self.controller.set_info(video(times))
        self.frames: list[int] = []
        self.playing: list[bool] = []
        self.loops: list[object] = []
        self.rates: list[float] = []
        self.controller.frame_changed.connect(self.frames.append)
        self.controller.playing_changed.connect(self.playing.append)
        self.controller.loop_changed.connect(self.loops.append)
        self.controller.rate_changed.connect(self.rates.append)

    def run(self, seconds: float, *, tick: float = 0.016) -> None:
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now = min(self.now + tick, until)
            self.controller.tick()


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk(np.arange(300) / 30)


def test_plays_each_frame_once_in_order(desk: Desk) -> None:
    desk.controller.play()
    desk.run(2.0)
    assert desk.frames == list(range(1, 61))
    desk.controller.pause()
    desk.run(1.0)
    assert desk.controller.frame == 60
    assert desk.playing == [True, False]


@pytest.mark.parametrize("rate", [*RATES, *(-rate for rate in RATES)])
def test_time_never_drifts(rate: float, desk: Desk) -> None:
    desk.controller.seek(150)
    desk.controller.set_rate(rate)
    desk.controller.play()
    desk.run(1.0, tick=0.0173)
    assert desk.controller.frame == 150 + int(30 * rate) if rate > 0 else 150 - int(-30 * rate)


def test_slow_ticks_drop_frames_instead_of_lagging(desk: Desk) -> None:
    desk.controller.play()
    desk.run(2.0, tick=0.5)
    assert desk.frames == [15, 30, 45, 60]


def test_variable_rate_follows_the_frame_times(qapp: object) -> None:
    times = np.array([vfr_ticks(number) for number in range(250)]) / 90000
    desk = Desk(times)
    desk.controller.play()
    for _ in range(200):
        desk.run(0.016)
        now = desk.now - 1000.0
        assert desk.controller.frame == int(np.searchsorted(times, now, side="right")) - 1


def test_stops_at_both_ends_and_starts_over(desk: Desk) -> None:
    desk.controller.seek(290)
    desk.controller.play()
    desk.run(5.0)
    assert (desk.controller.frame, desk.controller.playing) == (299, False)
    desk.controller.play()
    assert (desk.controller.frame, desk.controller.playing) == (0, True)
    desk.controller.pause()
    desk.controller.set_rate(-1)
    desk.controller.seek(5)
    desk.controller.toggle()
    desk.run(5.0)
    assert (desk.controller.frame, desk.controller.playing) == (0, False)
    desk.controller.toggle()
    assert desk.controller.frame == 299


def test_loop_wraps_in_both_directions(desk: Desk) -> None:
    desk.controller.set_loop(100, 102)
    desk.controller.play()
    assert desk.controller.frame == 100
    desk.frames.clear()
    desk.run(1 / 60)
    desk.run(0.3, tick=1 / 30)
    assert desk.frames == [101, 102, 100] * 3
    desk.controller.set_rate(-1)
    desk.frames.clear()
    desk.run(1 / 60)
    desk.run(0.3, tick=1 / 30)
    assert desk.frames == [102, 101, 100] * 3
    assert desk.controller.loop == (100, 102)
    desk.controller.set_loop(None)
    desk.run(0.1, tick=1 / 30)
    assert desk.controller.frame == 97
    assert desk.loops == [(100, 102), None]


def test_a_loop_keeps_time_over_many_turns(desk: Desk) -> None:
    desk.controller.set_loop(10, 16)
    desk.controller.play()
    desk.run(7 / 30 * 400 + 2.5 / 30, tick=0.0161)
    assert desk.controller.frame == 12


def test_a_loop_of_one_frame_stays(desk: Desk) -> None:
    desk.controller.set_loop(20, 20)
    desk.controller.play()
    desk.run(0.5)
    assert (desk.controller.frame, desk.controller.playing) == (20, True)


def test_a_loop_is_clamped_and_turned_round(desk: Desk) -> None:
    desk.controller.set_loop(900, -4)
    assert desk.controller.loop == (0, 299)
    desk.controller.play()
    desk.controller.set_loop(50, 60)
    assert desk.controller.frame == 50


def test_seek_and_step_clamp_and_step_pauses(desk: Desk) -> None:
    desk.controller.seek(10_000)
    assert desk.controller.frame == 299
    desk.controller.step(1)
    assert desk.controller.frame == 299
    desk.controller.seek(-3)
    assert desk.controller.frame == 0
    desk.controller.play()
    desk.run(0.5)
    desk.controller.step(-1)
    assert (desk.controller.frame, desk.controller.playing) == (14, False)
    desk.frames.clear()
    desk.controller.seek(14)
    assert desk.frames == []


def test_seek_while_playing_goes_on_from_there(desk: Desk) -> None:
    desk.controller.play()
    desk.run(0.5)
    desk.controller.seek(200)
    desk.run(0.5)
    assert desk.controller.frame == 215


def test_rate_changes_on_the_fly_without_a_jump(desk: Desk) -> None:
    desk.controller.play()
    desk.run(1.0)
    desk.controller.set_rate(0.25)
    desk.run(1.0)
    assert desk.controller.frame == 37
    desk.controller.set_rate(-2)
    desk.run(0.5)
    assert desk.controller.frame == 7
    desk.controller.set_rate(0)
    desk.controller.set_rate(-100)
    desk.controller.set_rate(0.001)
    assert desk.rates == [0.25, -2.0, -4.0, 1 / 16]


def test_without_a_video_nothing_happens(qapp: object) -> None:
    desk = Desk(None)
    for act in (desk.controller.play, desk.controller.toggle, desk.controller.pause, desk.controller.tick):
        act()
    desk.controller.seek(5)
    desk.controller.step(-1)
    desk.controller.set_loop(3, 9)
    assert (desk.controller.frame, desk.controller.playing, desk.controller.loop) == (0, False, None)
    assert (desk.frames, desk.playing, desk.loops) == ([], [], [])


def test_a_new_source_resets_the_clock(desk: Desk) -> None:
    desk.controller.set_loop(5, 9)
    desk.controller.set_rate(0.5)
    desk.controller.play()
    desk.controller.set_info(video(np.arange(3) / 10))
    assert (desk.controller.frame, desk.controller.playing) == (0, False)
    assert (desk.controller.rate, desk.controller.loop) == (1.0, None)
    assert desk.frames[-1] == 0
    desk.controller.set_info(None)
    assert desk.controller.info is None


def test_one_frame_is_enough(qapp: object) -> None:
    desk = Desk(np.zeros(1))
    desk.controller.play()
    desk.run(0.1)
    assert (desk.controller.frame, desk.controller.playing) == (0, False)


def test_the_real_timer_ticks(qtbot: QtBot) -> None:
    controller = PlaybackController()
    controller.set_info(video(np.arange(30) / 200))
    with qtbot.waitSignal(controller.playing_changed, check_params_cb=lambda playing: not playing, timeout=5000):
        controller.play()
    assert controller.frame == 29
    assert controller._timer.timerType() == Qt.TimerType.PreciseTimer
