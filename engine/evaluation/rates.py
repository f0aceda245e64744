"""The result of an evaluation: every rate with its counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.evaluation.matching import VideoMatches
from engine.evaluation.recognition_metrics import Recognition


@dataclass(frozen=True, slots=True)
class Report:
    """Result of one evaluation; every rate has its counts, and 0 / 0 is 0.

    Attributes:
        protocol: ``"metst_no_dummy"``; ``"metst"``, in which a video without predictions gets the dummy [0, 0];
            ``"strs_metric_2024"`` or ``"megc2020"``, the evaluators of those challenges.
        iou_threshold: least overlap of a match.
        drop_neutral: True where neutral predictions were removed after matching (ME-TST's strategy 1).
        n_subjects, n_videos, n_truth, n_predictions, n_dummies: what was compared (dummies count as predictions).
        tp, fp, fn: counts over all videos.
        precision, recall, f1: from these counts; never means over videos or subjects.
        recognition: on the matched pairs: METST's four classes, or the protocol's own (`Recognition.classes`).
        recognition_without_others: the same without events of class others.
        strs: F1 of spotting times F1 of recognition, four classes.
        strs_without_others: the same with three classes (as published for SAMM-LV).
        videos: matches of every video, in order of first mention.
        left_out: events and predictions that are no micro-expressions, by kind.
        notes: sentences about what may surprise.
        published: the numbers of the protocol's published evaluator under its own names; empty for ``metst``.
    """

    protocol: str
    iou_threshold: float
    drop_neutral: bool
    n_subjects: int
    n_videos: int
    n_truth: int
    n_predictions: int
    n_dummies: int
    tp: int
    fp: int
    fn: int
    precision: float
    recall: float
    f1: float
    recognition: Recognition
    recognition_without_others: Recognition
    strs: float
    strs_without_others: float
    videos: tuple[VideoMatches, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    published: Mapping[str, float] = field(default_factory=dict)

    @property
    def classes_text(self) -> str:
        """How many classes recognition is counted over, and whose they are."""
        words = self.protocol == "strs_metric_2024"
        n = len(self.recognition.classes)
        return f"{n} emotion {'word' if n == 1 else 'words'} of the truth" if words else f"{n} classes"

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form (no NaN)."""
        return asdict(self)

    def to_text(self) -> str:
        """A short text with the counts behind every rate."""
        return "\n".join(self.to_lines())

    def to_lines(self) -> list[str]:
        """The lines of `to_text`; a note may hold a name with a line end in it."""
        predicted, dummies = self.tp + self.fp, f", of them {self.n_dummies} dummies" if self.n_dummies else ""
        lines = [
            f"protocol {self.protocol}, IoU >= {self.iou_threshold:g}"
            + (", neutral predictions removed" if self.drop_neutral else ""),
            f"{self.n_subjects} subjects, {self.n_videos} videos, {self.n_truth} events, "
            f"{self.n_predictions} predictions{dummies}",
            f"events found {self.tp} of {self.n_truth}",
            f"spotting: TP {self.tp}, FP {self.fp}, FN {self.fn}; "
            f"precision {self.precision:.4f} ({self.tp}/{predicted}), "
            f"recall {self.recall:.4f} ({self.tp}/{self.tp + self.fn}), F1 {self.f1:.4f}",
            _recognition_text(f"recognition, {self.classes_text}", self.recognition),
            _recognition_text("recognition without others", self.recognition_without_others),
            f"STRS {self.strs:.4f} ({self.classes_text}), {self.strs_without_others:.4f} (without others)",
        ]
        lines += [f"published {name}: {value:.6g}" for name, value in self.published.items()]
        lines += [f"left out: {count} of kind {kind}" for kind, count in self.left_out.items()]
        return [*lines, *self.notes]


def _recognition_text(title: str, result: Recognition) -> str:
    if result.undefined:
        return f"{title}: {result.n_right} of {result.n_pairs} matched right; rates undefined, {result.undefined}"
    classes = ", ".join(f"{count.name} {count.tp}/{count.tp + count.fn}" for count in result.counts)
    unnamed = f"; {result.n_unnamed} without an emotion" if result.n_unnamed else ""
    return (
        f"{title}: {result.n_right} of {result.n_pairs} matched right ({classes}{unnamed}); "
        f"F1 {result.f1:.4f}, UF1 {result.uf1:.4f}, UAR {result.uar:.4f}"
    )
