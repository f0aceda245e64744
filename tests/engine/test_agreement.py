"""Agreement of two annotators, against numbers worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import FrameClock, steady
from engine.evaluation.agreement import AnnotatorMark, VideoPair, action_units, agreement, cohens_kappa, match_events


def pair(first: list[AnnotatorMark], second: list[AnnotatorMark], fps: float = 25.0) -> VideoPair:
    return VideoPair("v", steady(fps), tuple(first), tuple(second))


def test_by_hand() -> None:
    first = [
        AnnotatorMark("a", 0, 4, 9, "fear", "4 12L"),
        AnnotatorMark("b", 100, 105, 119, "happy", "R12+7B"),
        AnnotatorMark("c", 200, None, 209, "sad"),
        AnnotatorMark("d", 300, 305, 309),
    ]
    second = [
        AnnotatorMark("A", 2, 5, 11, "fear", "4B+1"),  # IoU 8/12
        AnnotatorMark("B", 100, 103, 119, "surprise", "12"),
        AnnotatorMark("C", 205, 206, 214, "sad"),  # IoU 5/15
    ]
    found = agreement([pair(first, second)])
    assert (found.n_first, found.n_second, found.n_matched) == (4, 3, 2)
    assert found.f1 == pytest.approx(4 / 7)
    onset, apex = found.bounds["onset"], found.bounds["apex"]
    assert (onset.n, onset.median_frames, onset.p90_frames) == (2, 1.0, pytest.approx(1.8))
    assert (onset.median_ms, onset.p90_ms) == (40.0, pytest.approx(72.0))
    assert (apex.n, apex.median_frames) == (2, 1.5)
    assert (found.au_agreed, found.au_total, found.au) == (2, 7, pytest.approx(4 / 7))
    # Two items, one equal; chance: fear 1/2 * 1/2.
    assert (found.kappa_n, found.kappa_agreed) == (2, 1)
    assert found.kappa == pytest.approx((0.5 - 0.25) / 0.75)


def test_kappa_of_a_published_table() -> None:
    """Cohen's textbook form: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no gives 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == (pytest.approx(0.4), 50, 35, "")


def test_undefined_is_said_and_never_a_number() -> None:
    nothing = agreement([])
    assert (nothing.f1, nothing.au, nothing.kappa) == (None, None, None)
    assert nothing.bounds["apex"].median_frames is None
    assert cohens_kappa([("fear", "fear")] * 3)[0] is None
    assert "one and the same" in cohens_kappa([("fear", "fear")] * 3)[3]
    assert agreement([pair([AnnotatorMark("a", 0, 1, 2)], [])]).f1 == 0


def test_iou_of_exactly_one_half_is_the_same_event() -> None:
    assert agreement([pair([AnnotatorMark("a", 0, None, 9)], [AnnotatorMark("b", 5, None, 9)])]).n_matched == 1
    assert agreement([pair([AnnotatorMark("a", 0, None, 10)], [AnnotatorMark("b", 6, None, 10)])]).n_matched == 0


def test_the_best_partner_is_taken_first() -> None:
    first = [AnnotatorMark("a", 0, None, 9), AnnotatorMark("b", 2, None, 11)]
    events = match_events(pair(first, [AnnotatorMark("x", 2, None, 11)]))
    assert [(one.first and one.first.id, one.second and one.second.id) for one in events] == [("a", None), ("b", "x")]


def test_milliseconds_are_those_of_each_video() -> None:
    slow, fast = (
        pair([AnnotatorMark("a", 0, 5, 9)], [AnnotatorMark("b", 1, 5, 9)], 25.0),
        pair([AnnotatorMark("a", 0, 5, 9)], [AnnotatorMark("b", 1, 5, 9)], 200.0),
    )
    assert agreement([slow, fast]).bounds["onset"].median_ms == pytest.approx((40 + 5) / 2)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("4 12L 7B", {4, 12, 7}),
        ("R12+4", {12, 4}),
        ("AU4(k)+L7", {4, 7}),
        ("", set()),
        ("B14+14", {14}),
        ("ref(7B)", {7}),
    ],
)
def test_numbers_of_a_facs_line(text, units) -> None:
    assert action_units(text) == units


marks = st.lists(
    st.builds(
        lambda n, onset, length, emotion, au: AnnotatorMark(
            str(n), onset, onset + length // 2, onset + length, emotion, au
        ),
        st.integers(0, 10**9), st.integers(0, 60), st.integers(0, 30), st.sampled_from([None, "fear", "sad"]),
        st.sampled_from(["", "4", "4+12"]),
    ),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip


@given(first=marks, second=marks)
def test_swapping_the_annotators_changes_nothing(first, second) -> None:
    one, other = agreement([pair(first, second)]), agreement([pair(second, first)])
    assert replace(other, n_first=other.n_second, n_second=other.n_first) == one
    assert agreement([pair(first, first)]).f1 in (1.0, None)
    events = match_events(pair(first, second))
    assert sorted(e.first.id for e in events if e.first) == sorted(m.id for m in first)
    assert sorted(e.second.id for e in events if e.second) == sorted(m.id for m in second)


def test_differences_in_milliseconds_go_by_the_times_of_the_frames() -> None:
    # 10 frames a second, then 100: two frames are 200 ms before and 20 ms after.
    clock = FrameClock(np.cumsum([0.0] + [0.1] * 50 + [0.01] * 200))
    early = VideoPair("v", clock, (AnnotatorMark("a", 10, None, 30),), (AnnotatorMark("b", 12, None, 30),))
    late = VideoPair("w", clock, (AnnotatorMark("a", 100, None, 120),), (AnnotatorMark("b", 102, None, 120),))
    assert agreement([early]).bounds["onset"].median_ms == pytest.approx(200)
    assert agreement([late]).bounds["onset"].median_ms == pytest.approx(20)
