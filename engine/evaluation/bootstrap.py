"""Confidence intervals by resampling subjects: events of one face are not independent of each other."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.rates import Report
from engine.evaluation.recognition_metrics import CLASSES_4

RESAMPLES = 2000
LEVEL = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval95:
    """A percentile interval.

    Attributes:
        low, high: 2.5 % and 97.5 % of the resampled values.
        undefined: share of resamples without any value behind the rate (they count as 0).
    """

    low: float
    high: float
    undefined: float = 0.0


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Intervals of a report's rates.

    Attributes:
        n_subjects: subjects that were resampled.
        resamples: how often.
        seed: of the generator, so that the figures come out again.
        intervals: rate -> interval; empty with fewer than two subjects.
    """

    n_subjects: int
    resamples: int
    seed: int
    intervals: Mapping[str, Interval95]


def bootstrap(report: Report, *, resamples: int = RESAMPLES, seed: int = 0) -> Bootstrap:
    """Resample the subjects of a report with replacement and recompute every rate from the pooled counts.

    Args:
        report: of any protocol.
        resamples: at least 1.
        seed: of the generator.
    """
    subjects = sorted({video.subject for video in report.videos})
    if len(subjects) < 2:
        return Bootstrap(len(subjects), 0, seed, {})
    place = {subject: number for number, subject in enumerate(subjects)}
    counts = np.zeros((len(subjects), 3))
    names = report.recognition.classes if report.protocol == "strs_metric_2024" else CLASSES_4
    column = {name: number for number, name in enumerate(names)}
    tables = np.zeros((len(subjects), len(names), len(names) + 1))  # the last answer: another word, or none
    for video in report.videos:
        row = place[video.subject]
        counts[row] += video.tp, video.fp, video.n_truth
        for expected, predicted in video.pairs:
            if expected in column:
                answer = column.get(predicted, len(names)) if predicted else len(names)
                tables[row, column[expected], answer] += 1
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(subjects), np.full(len(subjects), 1 / len(subjects)), size=resamples)
    rates = _spotting(weights @ counts) | _recognition(np.tensordot(weights, tables, axes=1), report)
    rates["strs"] = (rates["f1"][0] * rates["recognition_f1"][0], rates["recognition_f1"][1])
    if report.protocol == "megc2020":
        rates = {name: rates[name] for name in ("precision", "recall", "f1")}
    tail = (1 - LEVEL) / 2
    intervals = {
        name: Interval95(
            float(np.quantile(values, tail)), float(np.quantile(values, 1 - tail)), float(np.mean(~defined))
        )
        for name, (values, defined) in rates.items()
    }
    return Bootstrap(len(subjects), resamples, seed, intervals)


Rates = dict[str, tuple[Floats, NDArray[np.bool_]]]  # values and where they are defined


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _spotting(pooled: Floats) -> Rates:
    tp, fp, n_truth = pooled.T
    precision, recall = _ratio(tp, tp + fp), _ratio(tp, n_truth)
    f1 = _ratio(2 * precision * recall, precision + recall)
    return {
        "precision": (precision, tp + fp > 0),
        "recall": (recall, n_truth > 0),
        "f1": (f1, tp + fp + n_truth > 0),
    }


def _recognition(pooled: Floats, report: Report) -> Rates:
    """Rates of the report's own protocol over its classes, from tables [resample, class, answer]."""
    total = pooled.sum(axis=(1, 2))
    n_classes = pooled.shape[1]
    tp = np.diagonal(pooled, axis1=1, axis2=2)
    fn = pooled.sum(axis=2) - tp
    fp = pooled[:, :, :n_classes].sum(axis=1) - tp
    whole = total[:, np.newaxis]
    says = (tp != whole) & (tp + fp + fn > 0)  # a class that no pair names, or that every pair is, says nothing
    strs = report.protocol == "strs_metric_2024"
    counted = np.ones_like(says) if strs else says
    tp, fp, fn = (np.where(says, one, 0.0) for one in (tp, fp, fn))

    def mean(values: Floats, over: NDArray[np.bool_]) -> Floats:
        return _ratio(np.where(over, values, 0.0).sum(axis=1), over.sum(axis=1).astype(np.float64))

    precisions, recalls = _ratio(tp, tp + fp), _ratio(tp, tp + fn)
    precision, recall = mean(precisions, counted), mean(recalls, counted)
    defined = counted.any(axis=1) & (total > 0)
    f1 = _ratio(2 * precision * recall, precision + recall)
    uar = precision if strs else mean(recalls, counted & (tp + fn > 0))
    return {
        "recognition_f1": (f1, defined),
        "uf1": (mean(_ratio(2 * tp, 2 * tp + fp + fn), counted), defined),
        "uar": (uar, defined),
    }
