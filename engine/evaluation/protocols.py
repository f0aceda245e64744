"""Evaluation of predicted intervals against the truth under a named protocol (evaluation spec 2.2 to 2.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.datasets import Record
from engine.datasets.records import is_point
from engine.errors import DatasetError
from engine.evaluation.challenges import megc2020_report, strs_report
from engine.evaluation.grouping import VideoKey, by_video, left_out
from engine.evaluation.matching import DUMMY, UNMATCHED, VideoMatches, match, span_of
from engine.evaluation.rates import Report
from engine.evaluation.recognition_metrics import CLASSES_3, CLASSES_4, Pair, ratio, recognition
from engine.messages import Said

PROTOCOLS = ("metst_no_dummy", "metst", "strs_metric_2024", "megc2020")


@dataclass(frozen=True, slots=True)
class _Rules:
    iou_threshold: float
    dummy: bool
    drop_neutral: bool


@dataclass(slots=True)
class _Tally:
    """Counts while the videos are gone through."""

    tp: int = 0
    fp: int = 0
    n_truth: int = 0
    n_predictions: int = 0
    unclassed: int = 0  # matched events whose emotion belongs to no class
    pairs: list[Pair] = field(default_factory=list)
    videos: list[VideoMatches] = field(default_factory=list)


def evaluate(
    truth: Sequence[Record],
    predictions: Sequence[Record],
    *,
    protocol: str = "metst_no_dummy",
    iou_threshold: float = 0.5,
    drop_neutral: bool = False,
    videos: Sequence[VideoKey] = (),
) -> Report:
    """Compare predictions with the truth.

    Videos are told apart by (subject, video). Predictions in a video without events are false positives, except under
    ``strs_metric_2024``. Records whose ``kind`` is not ``micro`` are left out and counted; ``megc2020`` counts macro
    and overall too, in `Report.published`.

    Args:
        truth: events.
        predictions: in the order in which they may take events.
        protocol: one of `PROTOCOLS`.
        iou_threshold: least overlap of a match, in (0, 1].
        drop_neutral: remove neutral predictions after matching; the event of a matched one counts as missed. Only
            the two ``metst`` protocols know that.
        videos: (subject, video) of further videos that were analysed and have neither events nor predictions.

    Raises:
        DatasetError: unknown protocol, or a threshold out of range.
    """
    if protocol not in PROTOCOLS:
        raise DatasetError(
            Said(
                "There is no protocol “{protocol}”; use one of {protocols}.",
                protocol=protocol,
                protocols=tuple(PROTOCOLS),
            )
        )
    if not 0.0 < iou_threshold <= 1.0:
        raise DatasetError(
            Said("The IoU threshold is {iou_threshold:g}; give one above 0 and up to 1.", iou_threshold=iou_threshold)
        )
    if drop_neutral and protocol not in ("metst", "metst_no_dummy"):
        raise DatasetError(
            Said(
                "The protocol “{protocol}” knows no removal of neutral predictions; leave that out.", protocol=protocol
            )
        )
    rules = _Rules(iou_threshold, protocol == "metst", drop_neutral)
    events, guesses = by_video(truth), by_video(predictions)
    keys = tuple(dict.fromkeys([*events, *guesses, *videos]))
    other = left_out([*truth, *predictions])
    if protocol == "strs_metric_2024":
        return _with_undefined(strs_report(events, guesses, iou_threshold=iou_threshold, other=other))
    if protocol == "megc2020":
        return _with_undefined(megc2020_report(truth, predictions, keys, iou_threshold=iou_threshold))
    tally = _Tally()
    for key in keys:
        _add_video(tally, key, events.get(key, []), guesses.get(key, []), rules=rules)
    notes = (*_points(truth), *_stray_predictions(events, guesses), *_unclassed(tally))
    return _with_undefined(_report(tally, protocol, rules, other=other, notes=notes))


def _points(truth: Sequence[Record]) -> tuple[str, ...]:
    n = sum(is_point(one) for one in truth)
    return (Said("{n} events are point labels: found where their moment lies inside a prediction.", n=n),) if n else ()


def _with_undefined(report: Report) -> Report:
    """The report, with a note where a rate of the spotting is 0 / 0."""
    no_predictions, no_events = not report.tp + report.fp, not report.tp + report.fn
    if no_predictions and no_events:
        note = Said("Precision, recall and F1 are undefined (0 / 0): no event and no prediction counts; 0 is shown.")
    elif no_predictions:
        note = Said("Precision is undefined (0 / 0): no prediction counts; 0 is shown.")
    elif no_events:
        note = Said("Recall is undefined (0 / 0): no event counts; 0 is shown.")
    else:
        return report
    return replace(report, notes=(*report.notes, note))


def _add_video(
    tally: _Tally, key: VideoKey, events: Sequence[Record], guesses: Sequence[Record], *, rules: _Rules
) -> None:
    dummy = rules.dummy and not guesses
    intervals = [DUMMY] if dummy else [span_of(guess) for guess in guesses]
    classes = [None] if dummy else [guess.group for guess in guesses]
    matches = match([span_of(event) for event in events], intervals, iou_threshold=rules.iou_threshold)
    tally.n_truth += len(events)
    tally.n_predictions += len(matches)
    tp, fp, n_pairs = tally.tp, tally.fp, len(tally.pairs)
    hits: list[tuple[int, bool]] = []
    for position, predicted in zip(matches, classes, strict=True):
        if rules.drop_neutral and predicted == "neutral":
            continue
        if position == UNMATCHED:
            tally.fp += 1
            continue
        tally.tp += 1
        expected = events[position].group
        hits.append((position, expected is not None and expected == predicted))
        if expected in CLASSES_4:
            tally.pairs.append((str(expected), predicted))
        else:
            tally.unclassed += 1
    pairs = tuple(tally.pairs[n_pairs:])
    found = VideoMatches(*key, len(events), matches, dummy, tally.tp - tp, tally.fp - fp, tuple(hits), pairs)
    tally.videos.append(found)


def _report(tally: _Tally, protocol: str, rules: _Rules, *, other: dict[str, int], notes: tuple[str, ...]) -> Report:
    tp, fp, fn = tally.tp, tally.fp, tally.n_truth - tally.tp
    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    f1 = ratio(2 * precision * recall, precision + recall)
    four, three = recognition(tally.pairs, classes=CLASSES_4), recognition(tally.pairs, classes=CLASSES_3)
    return Report(
        protocol=protocol,
        iou_threshold=rules.iou_threshold,
        drop_neutral=rules.drop_neutral,
        n_subjects=len({video.subject for video in tally.videos}),
        n_videos=len(tally.videos),
        n_truth=tally.n_truth,
        n_predictions=tally.n_predictions,
        n_dummies=sum(video.dummy for video in tally.videos),
        tp=tp,
        fp=fp,
        fn=fn,
        precision=precision,
        recall=recall,
        f1=f1,
        recognition=four,
        recognition_without_others=three,
        strs=f1 * four.f1,
        strs_without_others=f1 * three.f1,
        videos=tuple(tally.videos),
        left_out=other,
        notes=notes,
    )


def _stray_predictions(events: dict[VideoKey, list[Record]], guesses: dict[VideoKey, list[Record]]) -> list[str]:
    strays = [key for key in guesses if key not in events]
    if not strays:
        return []
    count = sum(len(guesses[key]) for key in strays)
    name = "/".join(part for part in strays[0] if part)
    return [
        f"{count} predictions lie in {len(strays)} videos for which the truth names no event (first: {name}); they "
        "count as false positives, so check the names if that is a surprise."
    ]


def _unclassed(tally: _Tally) -> list[str]:
    if not tally.unclassed:
        return []
    return [f"{tally.unclassed} matched events have no emotion of the four classes and are not part of recognition."]
