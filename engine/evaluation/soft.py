"""Two counts that published code prints beside its F1: SFAMNet's soft matches and MEAN's COCO-style average precision.

Both are kept to reproduce published numbers (evaluation spec 2.2); neither ranks detections, because all scores are
equal there and list order decides.
"""

from collections.abc import Sequence

import numpy as np

from engine.evaluation.matching import Interval, iou

COCO_THRESHOLDS = np.round(np.arange(0.5, 1.0, 0.05), 2)

Video = tuple[Sequence[Interval], Sequence[Interval]]  # events, predictions


def sfamnet_soft(videos: Sequence[Video], *, iou_threshold: float = 0.5) -> tuple[int, int]:
    """TP and FP where every event a prediction overlaps enough counts, however often it was found before.

    TP can exceed the number of events, so that FN = events - TP can be negative.
    """
    hits = [
        sum(iou(prediction, event) >= iou_threshold for event in truth)
        for truth, predictions in videos
        for prediction in predictions
    ]
    return sum(hits), hits.count(0)


def coco_ap(videos: Sequence[Video]) -> float:
    """Average precision (all points) over IoU 0.5, 0.55, ..., 0.95, in list order, events in order of overlap.

    Single precision as in the published code, so that its digits come out.
    """
    values = np.array([_average_precision(videos, threshold) for threshold in COCO_THRESHOLDS], np.float32)
    return float(values.mean())


def _average_precision(videos: Sequence[Video], threshold: float) -> float:
    hits = np.array([hit for video in videos for hit in _hits(*video, threshold=threshold)], np.float64)
    n_truth = sum(len(truth) for truth, _ in videos)
    if not len(hits):
        return 0.0
    found = np.cumsum(hits)
    recall = np.concatenate(([0.0], found / max(n_truth, 1), [1.0]))
    precision = np.concatenate(([0.0], found / np.arange(1, len(hits) + 1), [0.0]))
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.flatnonzero(recall[1:] != recall[:-1])
    return float(np.sum((recall[steps + 1] - recall[steps]) * envelope[steps + 1]))


def _hits(truth: Sequence[Interval], predictions: Sequence[Interval], *, threshold: float) -> list[bool]:
    taken: set[int] = set()
    hits: list[bool] = []
    for prediction in predictions:
        overlaps = np.array([iou(prediction, event) for event in truth])
        order = np.argsort(overlaps, kind="stable")[::-1]
        free = [int(at) for at in order if overlaps[at] >= threshold and int(at) not in taken]
        taken.update(free[:1])
        hits.append(bool(free))
    return hits
