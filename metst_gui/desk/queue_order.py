"""Order of the review queue: computed once, then kept until the reviewer asks for another. Qt-free."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from metst_gui.desk.queue_rows import FILTERS, QueueItem, filter_of
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import EMOTION_LABELS, Verdict

Key = tuple[float, float, str]
SORTS: tuple[str, ...] = (
    *("time", "score", "length", "verdict", "emotion"),
    *("chance", "rank", "uncertainty", "disagreement", "audit", "check"),
)
# Seconds an item takes before the reviewer's own pace is known: between a reject (3.5 s) and a correction (25 s).
FIRST_PACE = 9.0
# A longer rest than this was none of the item's.
LONGEST_REST = 120.0
_SAMPLE = 30


def _time(item: QueueItem) -> Key:
    return 0.0, item.onset, item.id


def _score(item: QueueItem) -> Key:
    # Own annotations have no score; they follow the proposals.
    return (2.0 if item.score is None else -item.score), item.onset, item.id


def _length(item: QueueItem) -> Key:
    frames = float(item.offset - item.onset + 1)
    return (frames if item.length_s is None else item.length_s), item.onset, item.id


def _verdict(item: QueueItem) -> Key:
    return float(FILTERS.index(filter_of(item))), item.onset, item.id


def _emotion(item: QueueItem) -> Key:
    known = item.emotion in EMOTION_LABELS
    # What somebody said comes before a hint of the same emotion; what is called otherwise, or not at all, last.
    named = EMOTION_LABELS.index(item.emotion) if known and item.emotion else len(EMOTION_LABELS)
    return named + (0.5 if item.hint else 0.0), item.onset, item.id


def _strength(item: QueueItem) -> float:
    margin = item.margin if item.margin is not None else item.score
    if margin is None:
        return 0.0
    # Below the threshold doubt must not raise the rank.
    return margin * (1 - item.doubt) if margin > 0 else margin


def _rank(item: QueueItem) -> Key:
    # Own annotations have no score; they follow the ranked proposals.
    return (2.0 if item.score is None else -_strength(item)), item.onset, item.id


def _chance(item: QueueItem) -> Key:
    # Until enough is decided the rank stands for it; it lies between -1 and 1, below and above every chance.
    if item.chance is None:
        return _rank(item)
    return -item.chance.value, item.onset, item.id


def _uncertainty(item: QueueItem) -> Key:
    if item.score is None:
        return 2.0, item.onset, item.id
    return (0.0 if item.margin is None else abs(item.margin)), item.onset, item.id


def _disagreement(item: QueueItem) -> Key:
    return (0.0 if item.agreed is False else 1.0 if item.score is not None else 2.0), *_rank(item)[::2]


def _audit(item: QueueItem) -> Key:
    # The same shuffle every time, so that it can be repeated; own annotations are not audited.
    drawn = int.from_bytes(hashlib.sha256(item.id.encode()).digest()[:6], "big")
    return (1.0 if item.score is None else 0.0), drawn, item.id


def _check(item: QueueItem) -> Key:
    return (0.0 if item.look_again is None else -item.look_again.weight), item.onset, item.id


KEYS: Mapping[str, Callable[[QueueItem], Key]] = {
    "time": _time,
    "score": _score,
    "length": _length,
    "verdict": _verdict,
    "emotion": _emotion,
    "chance": _chance,
    "rank": _rank,
    "uncertainty": _uncertainty,
    "disagreement": _disagreement,
    "audit": _audit,
    "check": _check,
}


class FrozenOrder:
    """Keeps the place of every item it has seen; new ones are put where they belong among them.

    An item put off (unsure) goes to the end, in the order they were put off, until it gets another verdict.

    Attributes:
        sort: one of `SORTS`.
        is_reversed: whether the order is turned round.
    """

    def __init__(self) -> None:
        self.sort = "time"
        self.is_reversed = False
        self._places: dict[Item, Key] = {}
        self._late: dict[Item, int] = {}
        self._put_off = 0

    def resort(self, sort: str) -> None:
        """Forget the places; the next `arrange` computes them by `sort`."""
        if sort not in KEYS:
            raise ValueError(f"There is no order “{sort}”.")
        self.sort = sort
        self._places.clear()

    def forget(self) -> None:
        """Another video: no item is known any more."""
        self._places.clear()
        self._late.clear()

    def arrange(self, items: Sequence[QueueItem]) -> list[QueueItem]:
        """The items in order."""
        key, names = KEYS[self.sort], [item.item for item in items]
        for name, item in zip(names, items, strict=True):
            if name not in self._places:
                self._places[name] = key(item)
            if item.verdict is not Verdict.UNSURE:
                self._late.pop(name, None)
            elif name not in self._late:
                self._put_off += 1
                self._late[name] = self._put_off
        places = [self._places[name] for name in names]
        order = sorted(range(len(items)), key=places.__getitem__, reverse=self.is_reversed)
        if self._late:
            order.sort(key=lambda number: self._late.get(names[number], 0))
        return [items[number] for number in order]


@dataclass(slots=True)
class Pace:
    """How long the reviewer takes for an item.

    Attributes:
        gaps: seconds between verdicts, the latest last.
        last: time of the last verdict, in seconds of any clock; None: none yet.
    """

    gaps: list[float]
    last: float | None = None

    def decided(self, now: float) -> None:
        """A verdict was given."""
        if self.last is not None and 0 < now - self.last <= LONGEST_REST:
            self.gaps = [*self.gaps, now - self.last][-_SAMPLE:]
        self.last = now

    @property
    def is_own(self) -> bool:
        """Whether it was measured (from five items on)."""
        return len(self.gaps) >= 5

    @property
    def seconds(self) -> float:
        """Seconds an item takes: the median of the last 30, before five are known 9 s."""
        return float(median(self.gaps)) if self.is_own else FIRST_PACE


def within_budget(items: Sequence[QueueItem], minutes: float, pace: float) -> frozenset[Item]:
    """The undecided items a reviewer gets through in some minutes: the first of them in their order."""
    room = max(1, int(minutes * 60 / pace))
    open_ = [one.item for one in items if one.verdict is Verdict.PENDING and not one.is_aside]
    return frozenset(open_[:room])
