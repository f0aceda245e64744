"""The STRS-Metric evaluator of MEGC 2024 task 2 and MEGC 2025, with its peculiarities (evaluation spec 2.4).

Predictions are taken in file order, and each takes *every* free event it overlaps enough. Subjects come from the
predictions and videos from the truth: events of a subject without predictions are not missed, and predictions in a
video without events are not false positives. Emotions are compared as they are written, without any grouping; the
classes are the words of the truth. What the evaluator prints as UAR is the mean precision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.datasets import Record
from engine.evaluation.grouping import VideoKey
from engine.evaluation.matching import UNMATCHED, VideoMatches, iou, span_of
from engine.evaluation.recognition_metrics import ClassCounts, Pair, Recognition, mean, ratio


@dataclass(frozen=True, slots=True)
class StrsCounts:
    """What STRS-Metric counts.

    Attributes:
        tp, fp, fn: spotting.
        pairs: emotion word of each matched event, as written (empty: none), with that of its prediction (None: none).
        videos: matches of the videos that were looked at; the first event of a prediction that took several.
    """

    tp: int
    fp: int
    fn: int
    pairs: tuple[Pair, ...]
    videos: tuple[VideoMatches, ...]


def strs_counts(
    events: Mapping[VideoKey, Sequence[Record]], guesses: Mapping[VideoKey, Sequence[Record]], *, iou_threshold: float
) -> StrsCounts:
    """Counts over the subjects that have a prediction and the videos that have an event."""
    subjects = {subject for subject, _ in guesses}
    tp = fp = fn = 0
    pairs: list[Pair] = []
    videos: list[VideoMatches] = []
    for key in events:
        if key[0] not in subjects:
            continue
        matches, found = _video(events[key], guesses.get(key, ()), iou_threshold)
        taken = sum(len(row) for row in matches)
        false = sum(not row for row in matches)
        tp, fp, fn = tp + taken, fp + false, fn + len(events[key]) - taken
        pairs += found
        first = tuple(row[0] if row else UNMATCHED for row in matches)
        positions = [position for row in matches for position in row]
        hits = tuple((at, bool(a) and a == b) for at, (a, b) in zip(positions, found, strict=True))
        videos.append(VideoMatches(*key, len(events[key]), first, tp=taken, fp=false, hits=hits, pairs=tuple(found)))
    return StrsCounts(tp, fp, fn, tuple(pairs), tuple(videos))


def _video(events: Sequence[Record], guesses: Sequence[Record], threshold: float) -> tuple[list[list[int]], list[Pair]]:
    taken: set[int] = set()
    matches: list[list[int]] = []
    pairs: list[Pair] = []
    for guess in guesses:
        row = [
            position
            for position, event in enumerate(events)
            if position not in taken and iou(span_of(guess), span_of(event)) >= threshold
        ]
        taken.update(row)
        matches.append(row)
        pairs += [(events[position].emotion or "", guess.emotion) for position in row]
    return matches, pairs


def words_of(events: Mapping[VideoKey, Sequence[Record]]) -> tuple[str, ...]:
    """The emotion words of the truth as written, sorted: the evaluator's classes where none are given."""
    return tuple(sorted({event.emotion for records in events.values() for event in records if event.emotion}))


def strs_recognition(pairs: Sequence[Pair], *, classes: Sequence[str]) -> Recognition:
    """Rates as STRS-Metric prints them: a class that says nothing scores 0, and ``uar`` is the mean precision.

    Args:
        pairs: emotion words as written.
        classes: words that count; pairs whose event has another one are dropped.
    """
    kept = [pair for pair in pairs if pair[0] in classes]
    counts = tuple(_count(name, kept) for name in classes)
    precision, recall = mean([count.precision for count in counts]), mean([count.recall for count in counts])
    return Recognition(
        classes=tuple(classes),
        n_pairs=len(kept),
        n_right=sum(truth == predicted for truth, predicted in kept),
        n_unnamed=sum(predicted is None for _, predicted in kept),
        counts=counts,
        precision=precision,
        recall=recall,
        f1=ratio(2 * precision * recall, precision + recall),
        uf1=mean([count.f1 for count in counts]),
        uar=precision,
        undefined=_undefined(pairs, kept, precision + recall),
    )


def _undefined(pairs: Sequence[Pair], kept: Sequence[Pair], rates: float) -> str:
    if not pairs:
        return "no prediction matches an event (the published evaluator stops with an error here)"
    if not kept:
        return "no matched event has one of the words (the published evaluator prints NaN here)"
    return "" if rates else "no matched event is named right: 0 / 0 (the published evaluator prints NaN here)"


def _count(name: str, pairs: Sequence[Pair]) -> ClassCounts:
    tp = sum(truth == name == predicted for truth, predicted in pairs)
    fn = sum(truth == name for truth, _ in pairs) - tp
    fp = sum(predicted == name for _, predicted in pairs) - tp
    if len(pairs) in (tp, len(pairs) - tp - fp - fn):  # the published confusion matrix is 1 x 1 there: scores 0
        return ClassCounts(name, 0, 0, 0, 0)
    return ClassCounts(name, tp, fp, fn, len(pairs) - tp - fp - fn)


def strs_published(counts: StrsCounts, recognition: Recognition) -> dict[str, float]:
    """The evaluator's own table, under its own names; 0 where it divides by 0 (`Recognition.undefined` says where)."""
    precision, recall = ratio(counts.tp, counts.tp + counts.fp), ratio(counts.tp, counts.tp + counts.fn)
    f1 = ratio(2 * precision * recall, precision + recall)
    named = [pair for pair in counts.pairs if pair[0] in recognition.classes and pair[1] in recognition.classes]
    right = sum(truth == predicted for truth, predicted in named)
    return {
        "STRS": f1 * recognition.f1,
        "TP spotting": counts.tp,
        "FP spotting": counts.fp,
        "FN spotting": counts.fn,
        "Precision spotting": precision,
        "Recall spotting": recall,
        "F1-score spotting": f1,
        "TP analysis": right,
        "FP analysis": len(named) - right,
        "FN analysis": len(named) - right,  # the evaluator counts the same rows again
        "Precision analysis": recognition.precision,
        "Recall analysis": recognition.recall,
        "F1-score analysis": recognition.f1,
        "UF1 analysis": recognition.uf1,
        "UAR analysis": recognition.uar,
    }
