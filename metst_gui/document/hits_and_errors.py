"""What a comparison with labels finds: every hit and error with its place. Light to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.datasets.records import Record
    from engine.evaluation.rates import Report

# "open": proposed where nothing of one's own is, and not yet decided. It is neither hit nor error.
Result = Literal["TP", "FP", "FN", "open"]
ERRORS: tuple[Result, ...] = ("FP", "FN")
# What is compared with the labels where it is no layer: the proposals of the runs.
RUNS = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit or error.

    Attributes:
        result: ``"TP"``, ``"FP"``, ``"FN"`` or ``"open"``.
        video: id of the video.
        video_name: subject and name of it, for people.
        onset, offset: of the proposal; of the event where it was missed.
        text: what was predicted, and what is labelled there.
        prediction, truth: ids of the proposal (or annotation) and of the label; empty where there is none.
    """

    result: Result
    video: str
    video_name: str
    onset: int
    offset: int
    text: str
    prediction: str = ""
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs against labels.

    Attributes:
        truth, predictions: what was compared; the video of a record is its id.
        report: of the compared videos.
        findings: in order of video and onset.
        left_out: names of videos that were not analysed; they are not part of the report.
        minutes: length by (subject, video id).
        apart: id -> kind of the annotations that are no micro-expressions: they take no part.
    """

    truth: "tuple[Record, ...]"
    predictions: "tuple[Record, ...]"
    report: "Report"
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    minutes: dict[tuple[str, str], float]
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_open(self) -> int:
        """Number of proposals that are not yet decided; they are not part of the report."""
        return sum(one.result == "open" for one in self.findings)


def marks_of(found: Comparison, video: str) -> dict[str, Result | Literal["macro"]]:
    """What a comparison says of the intervals of one video, by id of proposal or annotation."""
    marks: dict[str, Result | Literal["macro"]] = dict.fromkeys(found.apart, "macro")
    for one in found.findings:
        if one.video == video:
            marks |= {id_: one.result for id_ in (one.prediction, one.truth) if id_}
    return marks
