"""The first free interval around a point is the one that looking through all of them finds."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.timelines.free_intervals import FreeIntervals
from engine.datasets.timelines.timed import parse_seconds

TIMES = st.one_of(st.integers(-5, 12), st.fractions(-5, 12, max_denominator=4))


@given(st.lists(st.tuples(TIMES, TIMES), max_size=30), st.lists(TIMES, min_size=1, max_size=30))
def test_takes_what_a_search_through_all_takes(intervals, points) -> None:
    free = FreeIntervals(points)
    for number, (start, end) in enumerate(intervals):
        free.add(number, start, end)
    left = dict(enumerate(intervals))
    for point in points:
        expected = next((number for number, (start, end) in left.items() if start <= point <= end), None)
        left.pop(expected, None)
        assert free.take(point) == expected


def test_a_time_with_a_huge_power_of_ten_is_none_at_once() -> None:
    assert parse_seconds("1e-99999999") is None
    assert parse_seconds("1e99999999") is None
    assert parse_seconds("1e-05") == Fraction(1, 100_000)
