from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.origins import Origins
from engine.types import Origin, OriginKind
from metst_gui.desk.queue_order import FIRST_PACE, SORTS, FrozenOrder, Pace, within_budget
from metst_gui.desk.queue_rows import QueueItem
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.regroup import merge, split


@dataclass(frozen=True)
class Row:
    id: str
    onset: int = 0
    score: float | None = 0.5
    margin: float | None = 0.1
    doubt: float = 0.0
    agreed: bool | None = None
    verdict: Verdict | None = Verdict.PENDING
    kind: str = "proposal"
    near: bool = False
    chance: None = None
    look_again: None = None
    is_aside: bool = False
    offset: int = 9
    length_s: float | None = None
    emotion: str | None = None
    hint: str = ""

    @property
    def item(self) -> Item:
        return Item(self.kind, self.id)


ROWS = [
    Row("a", 10, 0.9, 0.4),
    Row("b", 20, 0.55, 0.05, agreed=False),
    Row("c", 30, 0.8, 0.3, doubt=0.9),
    Row("d", 40, 0.7, 0.2, agreed=True),
    Row("mine", 25, None, None, kind="annotation", verdict=None),
]


def ids(rows):
    return [row.id for row in rows]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("time", ["a", "b", "mine", "c", "d"]),
        ("rank", ["a", "d", "b", "c", "mine"]),  # c is doubtful
        ("uncertainty", ["b", "d", "c", "a", "mine"]),
        ("disagreement", ["b", "a", "d", "c", "mine"]),
    ],
)
def test_orders(sort, expected):
    order = FrozenOrder()
    order.resort(sort)
    assert ids(order.arrange(ROWS)) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("score", ["a", "c", "b", "mine"]),
        ("length", ["c", "mine", "a", "b"]),
        ("verdict", ["b", "a", "c", "mine"]),
        ("emotion", ["mine", "a", "c", "b"]),
    ],
)
def test_orders_by_what_a_row_says(sort, expected) -> None:
    rows = [
        QueueItem("proposal", "a", 10, 19, 0.3, 0.9, Verdict.ACCEPTED, "fear", length_s=0.3),
        QueueItem("proposal", "b", 20, 59, 0.6, 0.5, Verdict.PENDING, None, length_s=0.4),
        QueueItem("proposal", "c", 30, 32, 0.9, 0.8, Verdict.REJECTED, "fear", hint="model", length_s=0.1),
        QueueItem("annotation", "mine", 25, 30, 0.8, None, None, "happy", length_s=0.2),
    ]
    order = FrozenOrder()
    order.resort(sort)
    assert ids(order.arrange(rows)) == expected
    order.is_reversed = True
    assert ids(order.arrange(rows)) == expected[::-1]
    order.is_reversed = False
    decided = [replace(row, verdict=Verdict.REJECTED, emotion="sad", score=0.1, length_s=9.0) for row in rows]
    assert ids(order.arrange(decided)) == expected, "no row jumps by itself"


def test_what_is_put_off_stays_last_in_an_order_turned_round() -> None:
    order = FrozenOrder()
    order.is_reversed = True
    order.arrange(ROWS)
    late = [replace(row, verdict=Verdict.UNSURE) if row.id == "d" else row for row in ROWS]
    assert ids(order.arrange(late)) == ["c", "mine", "b", "a", "d"]


def test_the_audit_is_a_shuffle_that_can_be_repeated():
    rows = [Row(f"p{number}", number) for number in range(200)]
    one, other = FrozenOrder(), FrozenOrder()
    one.resort("audit")
    other.resort("audit")
    shuffled = ids(one.arrange(rows))
    assert shuffled == ids(other.arrange(rows[::-1])) != ids(rows)


def test_the_order_is_kept_until_it_is_asked_for():
    order = FrozenOrder()
    order.resort("rank")
    order.arrange(ROWS)
    changed = [replace(row, margin=-1.0, score=0.0) if row.id == "a" else row for row in ROWS]
    assert ids(order.arrange(changed))[0] == "a"
    assert ids(order.arrange([*changed, Row("new", 5, 0.8, 0.25)]))[:3] == ["a", "new", "d"]
    order.resort("rank")
    assert ids(order.arrange(changed))[0] == "d"


def test_what_is_put_off_goes_to_the_end_and_comes_back():
    order = FrozenOrder()
    order.arrange(ROWS)
    first = [replace(row, verdict=Verdict.UNSURE) if row.id == "b" else row for row in ROWS]
    assert ids(order.arrange(first)) == ["a", "mine", "c", "d", "b"]
    second = [replace(row, verdict=Verdict.UNSURE) if row.id in "ab" and row.id != "mine" else row for row in ROWS]
    assert ids(order.arrange(second)) == ["mine", "c", "d", "b", "a"]
    assert ids(order.arrange(ROWS)) == ["a", "b", "mine", "c", "d"]


@settings(deadline=None, max_examples=50)
@given(st.permutations(ROWS), st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(list(Verdict)))))
def test_the_order_depends_on_no_order_of_arrival(rows, verdicts):
    for sort in SORTS:
        order, again = FrozenOrder(), FrozenOrder()
        order.resort(sort)
        again.resort(sort)
        assert ids(order.arrange(rows)) == ids(again.arrange(ROWS))
        before = ids(order.arrange(ROWS))
        now = list(ROWS)
        for name, verdict in verdicts:
            now = [replace(row, verdict=verdict) if row.id == name else row for row in now]
            order.arrange(now)
        late = {row.id for row in now if row.verdict is Verdict.UNSURE}
        assert [name for name in ids(order.arrange(now)) if name not in late] == [n for n in before if n not in late]
        assert set(ids(order.arrange(now))[len(now) - len(late) :]) == late


def test_pace_and_budget():
    pace = Pace([])
    assert pace.seconds == FIRST_PACE
    for now in (0, 4, 8, 500, 503, 509):  # the break does not count
        pace.decided(now)
    assert (pace.is_own, pace.seconds) == (False, FIRST_PACE)
    pace.decided(513)
    assert (pace.is_own, pace.seconds) == (True, 4.0)
    rows = [Row(str(number), number) for number in range(30)]
    rows[0] = replace(rows[0], verdict=Verdict.ACCEPTED)
    assert within_budget(rows, 1, 4.0) == {("proposal", str(number)) for number in range(1, 16)}
    assert len(within_budget(rows, 0.001, 4.0)) == 1


def test_split_and_merge():
    whole = Annotation(
        10,
        14,
        30,
        "fear",
        "4+7",
        origin="proposal:p14",
        note="n",
        origins=Origins.all(Origin(OriginKind.MODEL)),
    )
    first, second = split(whole, 20)
    assert (first.onset, first.apex, first.offset, first.id, first.origin) == (10, 14, 19, whole.id, "proposal:p14")
    assert (second.onset, second.apex, second.offset, second.origin) == (20, None, 30, "manual")
    assert second.id != whole.id
    assert not first.default_bounds
    assert split(whole, 14)[1].apex == 14
    joined = merge(first, second)
    assert (joined.onset, joined.apex, joined.offset, joined.action_units, joined.note) == (10, 14, 30, "4+7", "n")
    assert merge(first, replace(second, action_units="12")).action_units == "4+7 12"
    for frame in (10, 31, 5):
        with pytest.raises(ValueError, match="inside the interval"):
            split(whole, frame)
