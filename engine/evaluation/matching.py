"""Which prediction finds which event: the one-to-one greedy rule of ME-TST, MEAN and BoostingVRME.

Evaluation spec 2.2: per video, predictions in list order; each looks only at the event it overlaps best (on a tie the
last one); it is a true positive where that overlap reaches the threshold and the event is still free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.datasets.records import Record, is_point

Interval = tuple[int, int]


class Moment(NamedTuple):
    """A point label among intervals: one frame, as the first and the last of it."""

    first: int
    last: int


DUMMY: Interval = (0, 0)  # what ME-TST predicts for a video in which it finds no peak
UNMATCHED = -1


@dataclass(frozen=True, slots=True)
class VideoMatches:
    """Predictions and events of one video.

    Attributes:
        subject, video: which one.
        n_truth: number of events.
        match: per prediction, in list order, the position of its event among the video's events, or -1.
        dummy: True where the only prediction is the protocol's own dummy.
        tp, fp: what the protocol counts in this video; FN is ``n_truth - tp``.
        hits: per found event its position, and whether its class was named right.
        pairs: for recognition, class of each matched event that has one of the four, and of its prediction (or None).
    """

    subject: str
    video: str
    n_truth: int
    match: tuple[int, ...]
    dummy: bool = False
    tp: int = 0
    fp: int = 0
    hits: tuple[tuple[int, bool], ...] = ()
    pairs: tuple[tuple[str, str | None], ...] = ()


def span_of(record: Record) -> Interval:
    """Onset and offset of a record, as `iou` takes them."""
    bounds = (record.onset, record.offset)
    return Moment(*bounds) if is_point(record) else bounds


def iou(first: Interval, second: Interval) -> float:
    """Shared frames over frames in either of two intervals that include both ends; 0 for a reversed interval.

    Of a point label nobody knows how long it lasted: 1 where its moment lies inside the other interval, else 0, as
    single-frame supervision counts hits (Ma et al. 2020, SF-Net; Yu et al. 2024, arXiv:2403.14240).
    """
    shared = min(first[1], second[1]) - max(first[0], second[0]) + 1
    lengths = (first[1] - first[0] + 1, second[1] - second[0] + 1)
    if shared <= 0 or min(lengths) <= 0:
        return 0.0
    if isinstance(first, Moment) or isinstance(second, Moment):
        return 1.0
    return shared / (sum(lengths) - shared)


def match(truth: Sequence[Interval], predictions: Sequence[Interval], *, iou_threshold: float) -> tuple[int, ...]:
    """Event of each prediction (its position in `truth`), or -1 where it is a false positive.

    Args:
        truth: events, onset and offset inclusive, in file order.
        predictions: in list order, which decides who takes an event first.
        iou_threshold: least overlap, itself included.
    """
    taken: set[int] = set()
    matches = []
    for prediction in predictions:
        best, best_overlap = UNMATCHED, 0.0
        for position, event in enumerate(truth):
            overlap = iou(prediction, event)
            if overlap >= best_overlap:
                best, best_overlap = position, overlap
        if best == UNMATCHED or best_overlap < iou_threshold or best_overlap == 0.0 or best in taken:
            matches.append(UNMATCHED)
        else:
            taken.add(best)
            matches.append(best)
    return tuple(matches)
