"""A report with what is computed beside it: intervals, false alarms, reviewed candidates, breakdowns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.datasets import Record
from engine.evaluation.bootstrap import Bootstrap, bootstrap
from engine.evaluation.breakdown import (
    FalseAlarms,
    Share,
    SweepPoint,
    by_class,
    by_length,
    by_word,
    false_alarms,
    iou_sweep,
    review_curve,
)
from engine.evaluation.grouping import VideoKey
from engine.evaluation.rates import Report
from engine.evaluation.tables import PaperTable


@dataclass(frozen=True, slots=True)
class ReportAnalysis:
    """A report with everything that is computed beside it.

    Attributes:
        report: counts and rates.
        bootstrap: their intervals over subjects.
        alarms: false alarms per minute, or None: no length of any video is known.
        review: (candidates reviewed, events found).
        sweep: counts by IoU threshold.
        lengths, classes, words: events by duration, class and emotion word.
        parameters: what was compared with what, for the page's head.
        tables: the paper's layouts, for leave-one-subject-out runs.
        problems: sentences about the runs.
    """

    report: Report
    bootstrap: Bootstrap
    alarms: FalseAlarms | None
    review: tuple[tuple[int, int], ...]
    sweep: tuple[SweepPoint, ...]
    lengths: tuple[Share, ...]
    classes: tuple[Share, ...]
    words: tuple[Share, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[PaperTable, ...] = ()
    problems: tuple[str, ...] = ()


def analyse(
    report: Report,
    truth: Sequence[Record],
    predictions: Sequence[Record],
    *,
    minutes: Mapping[VideoKey, float],
    parameters: Mapping[str, str],
) -> ReportAnalysis:
    """Everything that belongs to a report.

    Args:
        report: of these records.
        truth: events.
        predictions: candidates, with a ``score`` column where there is one.
        minutes: lengths of videos, by (subject, video); may be empty.
        parameters: for the page's head.
    """
    alarms = false_alarms(report, minutes) if minutes else None
    return ReportAnalysis(
        report=report,
        bootstrap=bootstrap(report),
        alarms=alarms,
        review=review_curve(truth, predictions, iou_threshold=report.iou_threshold),
        sweep=iou_sweep(report, truth, predictions),
        lengths=by_length(report, truth),
        classes=by_class(report, truth),
        words=by_word(report, truth),
        parameters=parameters,
    )


def values_of(report: Report) -> dict[str, float]:
    """The rates of a report by name, those its protocol has."""
    values = {"precision": report.precision, "recall": report.recall, "f1": report.f1}
    if report.protocol == "megc2020":
        return values
    recognised = report.recognition
    values |= {"recognition_f1": recognised.f1, "uf1": recognised.uf1, "uar": recognised.uar, "strs": report.strs}
    return values
