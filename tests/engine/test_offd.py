"""OF-FD (He 2021): every step against the released code's numbers, and on a movement whose place is known."""

from pathlib import Path

import numpy as np
import pytest

from engine.decoding.empirical_modes import detrended, empirical_modes, extrema, spline, zero_crossings
from engine.decoding.offd import (
    PRESETS,
    OffdWindow,
    divided,
    extended,
    low_passed,
    merged,
    offd_windows,
    picked,
    video_intervals,
)
from engine.flow.parity import offd_trace

Golden = dict[str, np.ndarray]
RULES = PRESETS["sammlv"]
# Which of the five motions of a golden clip (left brow, right brow, mouth, nose, lids) each of the 18 series follows.
REGION = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 4]


def rows(values: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(row) for row in values.astype(int).tolist()]


def cases(golden: Golden, ending: str) -> list[str]:
    return [name.removesuffix(ending) for name in golden if name.endswith(ending)]


@pytest.fixture
def channels(shared: Path) -> Golden:
    with np.load(shared / "golden" / "baselines" / "offd_channels_a.npz") as stored:
        return dict(stored)


@pytest.fixture
def clips(shared: Path) -> Golden:
    with np.load(shared / "golden" / "baselines" / "offd_video_a.npz") as stored:
        return dict(stored)


def test_curves_and_their_modes_are_the_released_ones(channels: Golden) -> None:
    for case in cases(channels, "_low"):
        low = channels[f"{case}_low"]
        if f"{case}_flow" in channels:
            np.testing.assert_allclose(low_passed(channels[f"{case}_flow"]), low, rtol=0, atol=1e-9)
        np.testing.assert_allclose(empirical_modes(low), channels[f"{case}_imfs"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(detrended(low), channels[f"{case}_detrended"], rtol=0, atol=1e-9)


def test_intervals_of_a_series_are_the_released_ones(channels: Golden) -> None:
    found = 0
    for case in cases(channels, "_flow"):
        if not case.isdigit():
            continue
        curve = channels[f"{case}_low"]
        first = picked(curve, float(channels[f"{case}_threshold"]))
        assert first == rows(channels[f"{case}_picked"])
        longer = [extended(curve, one) for one in first]
        assert longer == rows(channels[f"{case}_extended"])
        parts = [part for one in longer for part in divided(curve, one)]
        assert parts == rows(channels[f"{case}_divided"])
        start = int(channels[f"{case}_end"]) - len(channels[f"{case}_flow"])
        assert [(a + start + 1, b + start + 1) for a, b in parts] == rows(channels[f"{case}_frames"])
        found += len(parts)
    assert found > 5


def test_intervals_that_share_much_become_one_as_released(channels: Golden) -> None:
    for case in cases(channels, "_in"):
        once = merged(rows(channels[f"{case}_in"]), RULES.shared)
        assert [(0, 0), *once] == rows(channels[f"{case}_once"])
        twice = [one for one in rows(channels[f"{case}_twice"]) if one[1]]
        assert [one for one in merged(once, RULES.shared) if one[1]] == twice


def test_division_and_extension_alone_are_the_released_ones(clips: Golden) -> None:
    for case in cases(clips, "_curve"):
        curve = clips[f"{case}_curve"]
        parts = [part for one in rows(clips[f"{case}_in"]) for part in divided(curve, one)]
        assert parts == rows(clips[f"{case}_out"])
        number = case.removeprefix("divide")
        longer = [extended(curve, one) for one in rows(clips[f"extend{number}_in"])]
        assert longer == rows(clips[f"extend{number}_out"])


def test_windows_follow_what_was_found_and_the_video_gets_the_released_intervals(clips: Golden) -> None:
    for case in cases(clips, "_motion"):
        motion, gain = clips[f"{case}_motion"], clips[f"{case}_gain"]

        def measure(first: int, last: int, motion: np.ndarray = motion, gain: np.ndarray = gain) -> np.ndarray:
            return np.array(
                [gain[c] * (motion[first : last + 1, REGION[c]] - motion[first, REGION[c]]) for c in range(18)]
            )

        windows = list(offd_windows(len(motion), measure, RULES))
        assert [(one.first, one.last) for one in windows] == rows(clips[f"{case}_windows"])
        expected = [one for one in rows(clips[f"{case}_per_window"]) if one[1]]
        assert [interval for one in windows for interval in one.intervals] == expected
        assert video_intervals(windows, RULES) == rows(clips[f"{case}_final"])


@pytest.mark.parametrize(("flow", "tolerance"), [("opencv", 1e-3), ("own", 2e-3)])
def test_from_frames_to_intervals_as_released(shared: Path, flow: str, tolerance: float) -> None:
    with np.load(shared / "golden" / "baselines" / "offd_frames_a.npz") as stored:
        golden = dict(stored)
    frames = list(golden["frames"])
    series = []

    def measure(first: int, last: int) -> np.ndarray:
        trace = offd_trace(
            frames[first : last + 1],
            landmarks_frame=golden["points_frame"],
            landmarks_crop=golden["points_crop"],
            flow=flow,
        )
        series.append(trace.features.reshape(18, 2, -1).transpose(0, 2, 1))
        return series[-1]

    windows = list(offd_windows(len(frames), measure, RULES))
    np.testing.assert_allclose(series[0], golden["series"], rtol=0, atol=tolerance)
    assert video_intervals(windows, RULES) == rows(golden["intervals"])


def test_one_movement_gives_one_interval_around_it() -> None:
    t = np.arange(260)
    push = 4 * np.exp(-(((t - 130) / 6) ** 2))
    still = 0.05 * np.sin(t / 9)

    def measure(first: int, last: int) -> np.ndarray:
        part = slice(first, last + 1)
        moved = np.stack([still[part] - still[first], push[part] - push[first]], axis=1)
        quiet = np.stack([still[part] - still[first]] * 2, axis=1)
        return np.array([moved] * 4 + [quiet] * 12)

    windows = list(offd_windows(len(t), measure, RULES))
    assert (windows[0].first, windows[0].last) == (0, 199)
    (found,) = video_intervals(windows, RULES)
    assert found[0] == pytest.approx(130 - 11, abs=4)
    assert found[1] == pytest.approx(130 + 11, abs=4)


@pytest.mark.parametrize("samples", [0, 1, 4, 5, 6, 7, 12, 199, 200, 201])
def test_a_short_or_still_video_has_no_interval(samples: int) -> None:
    windows = list(offd_windows(samples, lambda first, last: np.zeros((16, last + 1 - first, 2)), RULES))
    assert all(0 <= one.first <= one.last < samples and not one.intervals for one in windows)
    assert video_intervals(windows, RULES) == []


def test_the_longest_interval_is_a_rule_of_the_data_set() -> None:
    windows = [OffdWindow(0, 400, ((10, 21), (50, 260), (300, 305)))]
    assert video_intervals(windows, PRESETS["casme_sq"]) == []
    assert video_intervals(windows, RULES) == [(10, 21), (50, 260)]


def test_modes_add_up_and_splines_are_exact_on_cubics() -> None:
    rng = np.random.default_rng(5)
    curve = np.cumsum(rng.standard_normal(150))
    np.testing.assert_allclose(empirical_modes(curve).sum(axis=0), curve, atol=1e-10)
    x, places = np.array([-3.0, 0, 1, 4, 9, 11]), np.linspace(-3, 11, 40)
    np.testing.assert_allclose(spline(x, x**3 - 2 * x, places), places**3 - 2 * places, atol=1e-9)
    np.testing.assert_allclose(spline(x[:3], x[:3], places), places, atol=1e-12)
    maxima, minima = extrema(np.array([0.0, 2, 2, 2, 1, 1, 1, 1, 3, 0, 0]))
    assert (maxima.tolist(), minima.tolist()) == ([2, 8], [6])  # 5.5 is rounded to the even 6
    assert zero_crossings(np.array([1.0, -1, 0, 0, 2, 3, 0])) == 3
