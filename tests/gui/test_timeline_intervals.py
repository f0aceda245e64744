"""Lanes: sub-lanes, visible rows and hit-testing against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metst_gui.timeline.intervals import IntervalRow, Lane, build_lane, sub_lane

intervals = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=40)


def lane_of(items: list[tuple[int, int]]) -> Lane:
    return build_lane(
        IntervalRow(str(n), onset, None, onset + length, "human") for n, (onset, length) in enumerate(items)
    )


@settings(max_examples=80, deadline=None)
@given(intervals)
def test_overlapping_rows_never_share_a_sub_lane(items: list[tuple[int, int]]) -> None:
    lane = lane_of(items)
    assert len(lane) == len(items)
    rows = list(zip(lane.onset, lane.offset, lane.part, lane.parts, strict=True))
    for number, (onset, offset, part, parts) in enumerate(rows):
        assert 0 <= part < parts
        for other_onset, other_offset, other_part, other_parts in rows[number + 1 :]:
            if other_onset <= offset and onset <= other_offset:
                assert part != other_part
                assert parts == other_parts
    lonely = [n for n, row in enumerate(rows) if sum(r[0] <= row[1] and row[0] <= r[1] for r in rows) == 1]
    assert all(rows[n][3] == 1 for n in lonely)


@settings(max_examples=80, deadline=None)
@given(intervals, st.floats(-20, 480), st.floats(0, 200))
def test_visible_rows_are_those_that_touch_the_range(items: list[tuple[int, int]], first: float, width: float) -> None:
    lane = lane_of(items)
    seen = set(lane.visible(first, first + width).tolist())
    must = {n for n in range(len(lane)) if lane.onset[n] - 0.5 <= first + width and lane.offset[n] + 0.5 >= first}
    assert must <= seen
    assert all(lane.onset[n] <= first + width + 1 and lane.offset[n] >= first - 1 for n in seen)


@settings(max_examples=120, deadline=None)
@given(intervals, st.floats(-5, 470), st.floats(0, 1))
def test_hit_is_the_row_drawn_under_the_point(items: list[tuple[int, int]], position: float, height: float) -> None:
    lane = lane_of(items)
    inside = []
    for n in range(len(lane)):
        top, bottom = sub_lane(0, int(lane.part[n]), int(lane.parts[n]))
        if lane.onset[n] - 0.5 < position < lane.offset[n] + 0.5 and top + 1e-6 < height < bottom - 1e-6:
            inside.append(n)
    assert len(inside) <= 1
    if inside:
        assert lane.hit(position, height, slack=0.0) == inside[0]


def test_a_short_interval_stays_clickable_when_zoomed_out() -> None:
    lane = build_lane([IntervalRow("a", 100, None, 101, "pending"), IntervalRow("b", 400, 405, 420, "pending")])
    assert lane.hit(130, 0.5, slack=40) == 0
    assert lane.hit(130, 0.5, slack=0.5) is None
    assert lane.hit(300, 0.5, slack=40) is None
    assert lane.hit(410, 0.5, slack=0.5) == 1
    assert build_lane([]).hit(3, 0.5, slack=10) is None


def test_rows_are_sorted_and_found_by_id() -> None:
    lane = build_lane([IntervalRow("late", 50, 55, 60, "accepted"), IntervalRow("early", 3, None, 9, "default_bounds")])
    assert [lane.row(number).id for number in range(2)] == ["early", "late"]
    assert (lane.find("late"), lane.find("gone")) == (1, None)
    assert lane.longest == 10
    np.testing.assert_array_equal(lane.apex, [-1, 55])
    with pytest.raises(ValueError, match="not in tuple"):
        build_lane([IntervalRow("x", 0, None, 1, "nonsense")])


def test_hit_testing_is_fast_with_many_rows() -> None:
    rng = np.random.default_rng(3)
    lane = lane_of([(int(onset), 22) for onset in rng.integers(0, 2_000_000, 50_000)])
    for position in rng.integers(0, 2_000_000, 50):
        assert len(lane.visible(position, position)) < 50
