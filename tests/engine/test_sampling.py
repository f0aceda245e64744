"""Which frames the model sees."""

from pathlib import Path

import numpy as np
import pytest

from engine.pipeline.sampling import nearest_frames, rate_notes, sample_frames
from engine.types import VideoInfo


def make_info(times: np.ndarray, *, constant: bool) -> VideoInfo:
    fps = (len(times) - 1) / (times[-1] - times[0])
    return VideoInfo(
        path=Path("clip.mp4"),
        kind="video",
        n_frames=len(times),
        width=64,
        height=48,
        fps=float(fps),
        times=times.astype(np.float64),
        constant_rate=constant,
        codec="h264",
        size_bytes=1,
        table_digest="0",
    )


@pytest.mark.parametrize(
    ("fps", "rate", "step", "sampled"),
    [(30, 30, 1, 30), (24, 30, 1, 24), (25, 30, 1, 25), (60, 30, 2, 30), (200, 200 / 7, 7, 200 / 7), (120, 30, 4, 30)],
)
def test_constant_rates_keep_every_nth_frame(fps: float, rate: float, step: int, sampled: float) -> None:
    frames, found = sample_frames(make_info(np.arange(700) / fps, constant=True), rate)
    np.testing.assert_array_equal(frames, np.arange(0, 700, step))
    assert found == pytest.approx(sampled)


def test_slow_video_uses_every_frame_and_says_so() -> None:
    info = make_info(np.arange(200) / 12, constant=True)
    frames, rate = sample_frames(info, 30)
    assert len(frames) == 200
    assert any("12.0 frames a second" in note for note in rate_notes(info, frames, rate, 30))


def test_rate_between_multiples_is_resampled_in_time() -> None:
    info = make_info(np.arange(430) / 43, constant=True)
    frames, rate = sample_frames(info, 30)
    assert rate == pytest.approx(30, rel=0.02)
    assert np.all(np.diff(frames) >= 1)
    times = info.times[frames]
    assert np.abs(times - np.arange(len(times)) / 30).max() <= 0.5 / 43 + 1e-9


def test_variable_rate_takes_nearest_frames_once() -> None:
    times = np.concatenate([np.arange(100) / 24, 100 / 24 + np.arange(150) / 60])
    frames, _ = sample_frames(make_info(times, constant=False), 30)
    assert np.all(np.diff(frames) > 0)
    assert set(range(100)) <= set(frames.tolist())
    assert np.median(np.diff(frames[frames > 100])) == 2


def test_nearest_frames_prefers_the_earlier_on_a_tie() -> None:
    np.testing.assert_array_equal(nearest_frames(np.array([0.0, 0.5, 1.5]), 1.0), [0, 1])


def test_a_subsampled_video_is_said_to_be_so() -> None:
    info = make_info(np.arange(700) / 200, constant=True)
    frames, rate = sample_frames(info, 200 / 7)
    assert rate_notes(info, frames, rate, 200 / 7)[0].startswith("100 of 700 frames")
    info = make_info(np.arange(700) / 30, constant=True)
    frames, rate = sample_frames(info, 30)
    assert rate_notes(info, frames, rate, 30) == ()


def test_a_leap_of_years_costs_no_memory() -> None:
    times = np.concatenate([np.arange(90) / 30, 1e12 + np.arange(90) / 30])
    frames = nearest_frames(times, 30.0)
    assert frames[:90].tolist() == list(range(90))
    assert frames[-1] == 179
    assert len(frames) > 150
