"""Which decoded proposals are decided ones again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metst_gui.document.matching import SAME_IOU, overlap, without_decided
from tests.document.factory import make_proposal


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [((0, 9), (0, 9), 1.0), ((0, 9), (10, 19), 0.0), ((0, 9), (9, 18), 1 / 19), ((0, 9), (0, 19), 0.5)],
)
def test_overlap_counts_both_ends(first, second, share) -> None:
    one, other = (replace(make_proposal(5), onset=onset, offset=offset) for onset, offset in (first, second))
    assert overlap(one, other) == overlap(other, one) == share


def test_half_an_overlap_is_the_same_and_less_is_not() -> None:
    decided = replace(make_proposal(5), onset=0, offset=9)
    same = replace(make_proposal(6), onset=0, offset=19)
    other = replace(make_proposal(7), onset=0, offset=20)
    assert without_decided([same, other], [decided]) == (other,)


INTERVALS = st.lists(
    st.builds(
        lambda apex, before, after: make_proposal(apex + before, before=before, after=after),
        st.integers(0, 60),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=12,
)


@given(decoded=INTERVALS, decided=INTERVALS)
def test_nothing_is_missed_by_the_search(decoded, decided) -> None:
    ids = {one.id for one in decided}
    expected = [
        one for one in decoded if one.id not in ids and all(overlap(one, other) < SAME_IOU for other in decided)
    ]
    assert list(without_decided(decoded, decided)) == expected
