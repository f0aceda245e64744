"""The pyramid against brute force, and the store of growing curves."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.types import Curves
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.curves_item import curve_path
from metst_gui.timeline.lod import MinMaxPyramid
from tests.gui.timeline_data import make_curves


def noisy(n: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(channels, n)).astype(np.float32)
    values[rng.random((channels, n)) < 0.2] = np.nan
    values[:, n // 3 : n // 2] = np.nan
    return values


def assert_envelope_is_right(pyramid: MinMaxPyramid, values: np.ndarray, lo: int, hi: int, width: int) -> None:
    envelope = pyramid.envelope(lo, hi, width)
    assert envelope.width >= width
    assert envelope.width < 2 * width or width == 1
    assert envelope.starts[0] <= max(0, lo)
    assert envelope.starts[-1] + envelope.width >= min(hi, values.shape[1])
    assert (envelope.starts % envelope.width == 0).all()
    pieces = [values[:, start : start + envelope.width] for start in envelope.starts]
    np.testing.assert_array_equal(envelope.low, np.stack([np.fmin.reduce(piece, axis=1) for piece in pieces], axis=1))
    np.testing.assert_array_equal(envelope.high, np.stack([np.fmax.reduce(piece, axis=1) for piece in pieces], axis=1))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9000), st.integers(1, 700), st.data())
def test_every_column_holds_the_smallest_and_the_largest_sample(n: int, width: int, data: st.DataObject) -> None:
    lo = data.draw(st.integers(0, n - 1))
    hi = data.draw(st.integers(lo + 1, n))
    values = noisy(n, channels=2, seed=n)
    pyramid = MinMaxPyramid(2)
    pyramid.write(0, values)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_envelope_is_right(pyramid, values, lo, hi, width)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12_000), st.integers(1, 900)), min_size=1, max_size=12))
def test_pieces_in_any_order_give_what_one_write_gives(pieces: list[tuple[int, int]]) -> None:
    end = max(start + length for start, length in pieces)
    expected = np.full((1, end), np.nan, np.float32)
    pyramid = MinMaxPyramid()
    for number, (start, length) in enumerate(pieces):
        piece = noisy(length, seed=number)
        expected[:, start : start + length] = piece
        pyramid.write(start, piece)
    assert len(pyramid) == end
    np.testing.assert_array_equal(pyramid.values, expected)
    for width in (1, 3, 4, 17, 300):
        assert_envelope_is_right(pyramid, expected, 0, end, width)


def test_a_peak_of_one_sample_stays_visible_at_every_zoom() -> None:
    values = np.zeros((1, 100_000), np.float32)
    values[0, 54_321] = 1.0
    pyramid = MinMaxPyramid()
    pyramid.write(0, values)
    for width in (1, 2, 5, 33, 100, 999, 5000):
        envelope = pyramid.envelope(0, 100_000, width)
        hot = np.flatnonzero(envelope.high[0] == 1.0)
        assert len(hot) == 1
        assert envelope.starts[hot[0]] <= 54_321 < envelope.starts[hot[0]] + envelope.width


def test_infinity_counts_as_nan_and_wrong_shapes_are_refused() -> None:
    pyramid = MinMaxPyramid()
    pyramid.write(0, np.array([[0.5, np.inf, -np.inf]], np.float32))
    assert np.isnan(pyramid.values[0, 1:]).all()
    with pytest.raises(ValueError, match="expected"):
        pyramid.write(0, np.zeros((2, 3), np.float32))
    with pytest.raises(ValueError, match="expected"):
        pyramid.write(-1, np.zeros((1, 3), np.float32))
    assert pyramid.envelope(5, 9, 2).starts.size == 0


def test_chunks_overwrite_and_missing_ones_are_unscored() -> None:
    whole = make_curves(500)
    store = CurveStore()
    store.write(200, piece_of(whole, 200, 300))
    assert np.isnan(store.score.values[0, :200]).all()
    assert (np.diff(store.frames) > 0).all()
    store.write(0, piece_of(whole, 0, 250))
    np.testing.assert_array_equal(store.frames, np.arange(300))
    np.testing.assert_array_equal(store.score.values[0], whole.score[:300])
    assert store.probabilities is not None
    np.testing.assert_array_equal(store.probabilities.values.T, whole.probabilities[:300])
    changed = make_curves(500, seed=9)
    store.write(100, piece_of(changed, 100, 150))
    np.testing.assert_array_equal(store.score.values[0, 100:150], changed.score[100:150])
    np.testing.assert_array_equal(store.score.values[0, 150:300], whole.score[150:300])


def piece_of(curves: Curves, begin: int, end: int) -> Curves:
    part = slice(begin, end)
    probabilities = None if curves.probabilities is None else curves.probabilities[part]
    return Curves(curves.frames[part], curves.score[part], probabilities, curves.mask[part], curves.rate)


def test_resampled_curves_are_found_by_frame() -> None:
    frames = np.arange(0, 700, 7)
    score = np.linspace(0, 1, len(frames)).astype(np.float32)
    store = CurveStore()
    store.write(0, Curves(frames, score, None, np.zeros(len(frames), np.uint8), 200 / 7))
    assert store.density() == pytest.approx(1 / 7)
    found = store.at(71)
    assert found is not None
    assert found[0] == pytest.approx(score[10])
    assert found[1] is None
    assert store.at(760) is None
    assert CurveStore().at(0) is None
    columns = store.envelope(store.score, first=100, last=200, columns_a_frame=10)
    assert columns.width == 1
    positions = store.positions(columns)
    assert positions[0] < 100
    assert positions[-1] > 200


def test_paths_break_at_gaps_and_show_lonely_samples() -> None:
    nan = np.nan
    x = np.arange(8.0)
    y = np.array([1, 2, nan, 5, nan, nan, 3, 4])
    path = curve_path(x, y, y, paired=False)
    starts = [path.elementAt(i) for i in range(path.elementCount()) if path.elementAt(i).isMoveTo()]
    lines = [path.elementAt(i) for i in range(path.elementCount()) if path.elementAt(i).isLineTo()]
    reached = {(element.x, element.y) for element in starts + lines}
    assert {(0, 1), (1, 2), (3, 5), (6, 3), (7, 4)} <= reached
    assert (4, 5) in {(element.x, element.y) for element in lines}
    assert not any(np.isnan(element.y) for element in starts + lines)
    assert (2, 5) not in reached
