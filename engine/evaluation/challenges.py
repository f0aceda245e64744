"""Reports under the rules of challenge evaluators: STRS-Metric (MEGC 2024, 2025) and the MEGC 2020 baseline."""

from collections.abc import Mapping, Sequence

from engine.datasets import Record
from engine.evaluation.grouping import VideoKey, by_video, kind_of, left_out
from engine.evaluation.megc2020 import megc2020_counts
from engine.evaluation.rates import Report
from engine.evaluation.recognition_metrics import CLASSES_3, CLASSES_4, Recognition, recognition
from engine.evaluation.strs_metric import StrsCounts, strs_counts, strs_published, strs_recognition, words_of
from engine.messages import Said

Videos = Mapping[VideoKey, Sequence[Record]]


def strs_report(events: Videos, guesses: Videos, *, iou_threshold: float, other: Mapping[str, int]) -> Report:
    """Report of STRS-Metric: emotion words as written, classes are the words of the truth.

    `Report.recognition_without_others` holds the evaluator's result for the list of words negative, positive, surprise.

    Args:
        events: micro-expressions by video.
        guesses: predictions by video.
        iou_threshold: least overlap of a match.
        other: numbers of records of other kinds, for the report.
    """
    counts = strs_counts(events, guesses, iou_threshold=iou_threshold)
    every = strs_recognition(counts.pairs, classes=words_of(events))
    three = strs_recognition(counts.pairs, classes=CLASSES_3)
    published = strs_published(counts, every)
    f1 = published["F1-score spotting"]
    return Report(
        protocol="strs_metric_2024",
        iou_threshold=iou_threshold,
        drop_neutral=False,
        n_subjects=len({video.subject for video in counts.videos}),
        n_videos=len(counts.videos),
        n_truth=counts.tp + counts.fn,
        n_predictions=sum(len(video.match) for video in counts.videos),
        n_dummies=0,
        tp=counts.tp,
        fp=counts.fp,
        fn=counts.fn,
        precision=published["Precision spotting"],
        recall=published["Recall spotting"],
        f1=f1,
        recognition=every,
        recognition_without_others=three,
        strs=f1 * every.f1,
        strs_without_others=f1 * three.f1,
        videos=counts.videos,
        left_out=other,
        notes=tuple(_strs_notes(events, guesses, counts, every)),
        published=published,
    )


def _strs_notes(events: Videos, guesses: Videos, counts: StrsCounts, every: Recognition) -> list[str]:
    notes = [
        f"Emotion words are compared as they are written; classes: {', '.join(every.classes) or 'none'}.",
        "UAR is the mean precision here, as the published evaluator computes it; the mean recall is "
        f"{every.recall:.4f}.",
    ]
    if every.undefined:
        notes.append(
            Said(
                "STRS and the rates of the analysis are undefined: {undefined}; 0 is shown.", undefined=every.undefined
            )
        )
    unnamed = sum(event.emotion is None for records in events.values() for event in records)
    if unnamed:
        notes.append(
            Said(
                "{unnamed} events have no emotion word: the published evaluator's analysis is undefined "
                "for them, and they count for spotting only.",
                unnamed=unnamed,
            )
        )
    lost = sum(len(records) for records in events.values()) - counts.tp - counts.fn
    if lost:
        notes.append(
            Said(
                "{lost} events of subjects without any prediction are not counted as missed by this protocol.",
                lost=lost,
            )
        )
    stray = sum(len(records) for key, records in guesses.items() if key not in events)
    if stray:
        notes.append(
            Said("{stray} predictions in videos without events are not counted as false by this protocol.", stray=stray)
        )
    return notes


def megc2020_report(
    truth: Sequence[Record], predictions: Sequence[Record], keys: Sequence[VideoKey], *, iou_threshold: float
) -> Report:
    """Report of the MEGC 2020 baseline: rates of the micro-expressions; macro and overall in `Report.published`.

    Args:
        truth: events of any kind.
        predictions: of any kind.
        keys: further videos that were analysed.
        iou_threshold: least overlap of a hit, by the baseline's own overlap.
    """
    kinds = {"": ("micro",), "macro ": ("macro",), "overall ": ("micro", "macro")}
    if not any(kind_of(record) == "macro" for record in (*truth, *predictions)):
        kinds = {"": ("micro",)}
    every = tuple(dict.fromkeys((*keys, *by_video((*truth, *predictions), ("micro", "macro")))))
    counts = {
        name: megc2020_counts(
            every, by_video(truth, wanted), by_video(predictions, wanted), iou_threshold=iou_threshold
        )
        for name, wanted in kinds.items()
    }
    published = {f"{name}{key}": value for name, found in counts.items() for key, value in found.published().items()}
    micro, nothing = counts[""], recognition([], classes=CLASSES_4)
    return Report(
        protocol="megc2020",
        iou_threshold=iou_threshold,
        drop_neutral=False,
        n_subjects=len({subject for subject, _ in every}),
        n_videos=len(every),
        n_truth=micro.n_labels,
        n_predictions=micro.n_clips,
        n_dummies=0,
        tp=micro.n_find_labels,
        fp=micro.n_clips - micro.n_find_labels,
        fn=micro.n_labels - micro.n_find_labels,
        precision=published["precision_small"],
        recall=published["recall"],
        f1=published["F1_small"],
        recognition=nothing,
        recognition_without_others=nothing,
        strs=0.0,
        strs_without_others=0.0,
        videos=micro.videos,
        left_out=left_out([*truth, *predictions]),
        notes=(
            "TP are the events that some prediction hits, FP the predictions beyond that number (the published “small” "
            "counts); this protocol has no recognition.",
        ),
        published=published,
    )
