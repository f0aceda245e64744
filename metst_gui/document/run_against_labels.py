"""A project's runs, or a layer, against the labels of one layer: the report, every hit and error with its place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.clock import Clock
from engine.datasets.records import Record
from engine.definitions import Definition
from engine.evaluation import Report, evaluate
from engine.evaluation.grouping import by_video, kind_of
from engine.evaluation.matching import UNMATCHED
from metst_gui.document.annotation import Annotation, computed_kind
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Video
from metst_gui.language import tr

# "open": proposed where nothing of one's own is, and not yet decided. It is neither hit nor error.
Result = Literal["TP", "FP", "FN", "open"]
ERRORS: tuple[Result, ...] = ("FP", "FN")
# Annotations of another kind than this take no part.
COMPARED = "micro"
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

    truth: tuple[Record, ...]
    predictions: tuple[Record, ...]
    report: Report
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    minutes: dict[tuple[str, str], float]
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_open(self) -> int:
        """Number of proposals that are not yet decided; they are not part of the report."""
        return sum(one.result == "open" for one in self.findings)


@dataclass(slots=True)
class _Rows:
    """What is compared, video by video."""

    truth: list[Record] = field(default_factory=list)
    predictions: list[Record] = field(default_factory=list)
    minutes: dict[tuple[str, str], float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    undecided: set[str] = field(default_factory=set)


def compare_with_truth(
    document: AnnotationDocument,
    layer: str,
    *,
    protocol: str,
    predictions: str = RUNS,
    videos: Collection[str] | None = None,
) -> Comparison:
    """Compare the proposals of all analysed videos, or the marks of a layer, with a layer.

    Against one's own layer, a proposal nobody decided on is no false alarm where nothing is marked: it is left out.

    Args:
        document: with its project.
        layer: id of the layer whose annotations are the truth.
        protocol: one of `engine.evaluation.PROTOCOLS`.
        predictions: id of the layer that is compared; `RUNS`: the proposals.
        videos: ids of the videos to look at; None: all.

    Raises:
        ValueError: a layer is hidden from the annotator in use.
    """
    rows = _Rows()
    for video in document.videos:
        if videos is None or video.id in videos:
            _add_video(rows, document, video, (layer, predictions))
    report = evaluate(rows.truth, rows.predictions, protocol=protocol, videos=tuple(rows.minutes))
    findings = _findings(report, rows)
    waiting = {one.prediction for one in findings if one.result == "open"}
    if waiting:
        rows.predictions = [one for one in rows.predictions if one.extra["id"] not in waiting]
        report = evaluate(rows.truth, rows.predictions, protocol=protocol, videos=tuple(rows.minutes))
    apart = {one.extra["id"]: kind_of(one) for one in (*rows.truth, *rows.predictions) if kind_of(one) != COMPARED}
    return Comparison(
        tuple(rows.truth), tuple(rows.predictions), report, findings, tuple(rows.left_out), rows.minutes, apart
    )


def marks_of(found: Comparison, video: str) -> dict[str, Result | Literal["macro"]]:
    """What a comparison says of the intervals of one video, by id of proposal or annotation."""
    marks: dict[str, Result | Literal["macro"]] = dict.fromkeys(found.apart, "macro")
    for one in found.findings:
        if one.video == video:
            marks |= {id_: one.result for id_ in (one.prediction, one.truth) if id_}
    return marks


def _add_video(rows: _Rows, document: AnnotationDocument, video: Video, layers: tuple[str, str]) -> None:
    """Take the records of one video; `layers` are the truth and what is compared with it."""
    subject, name = video.subject, f"{video.subject} {video.name}".strip()
    labels, clock = document.view.annotations_of(layers[0], video.id), document.videos.clock_of(video)
    if layers[1] == RUNS:
        proposals = document.view.proposals_of(video.id)
        if proposals is None:
            rows.left_out.append(name)
            return
        if layers[0] == document.layer.id:
            rows.undecided |= {one.id for one in proposals} - document.view.decided_in(video.id)
        rows.predictions += [
            Record(
                subject,
                video.id,
                one.onset,
                one.apex,
                one.offset,
                one.emotion and str(one.emotion),
                extra={"score": repr(one.score), "id": one.id},
            )
            for one in proposals
        ]
    else:
        rows.predictions += [
            _record(one, video, document.statements.definition, clock)
            for one in document.view.annotations_of(layers[1], video.id)
        ]
    rows.truth += [_record(one, video, document.statements.definition, clock) for one in labels]
    rows.names[video.id] = name
    rows.minutes[subject, video.id] = video.ref.n_frames / video.ref.fps / 60


def _record(one: Annotation, video: Video, definition: Definition, clock: Clock) -> Record:
    return Record(
        video.subject,
        video.id,
        one.onset,
        one.apex,
        one.offset,
        one.emotion,
        one.action_units,
        one.objective_class,
        {"kind": one.kind or computed_kind(one, clock, definition), "id": one.id},
    )


def _findings(report: Report, rows: _Rows) -> tuple[Finding, ...]:
    events, guesses = by_video(rows.truth), by_video(rows.predictions)
    found: list[Finding] = []
    for video in report.videos:
        key = (video.subject, video.video)
        known, name = events.get(key, []), rows.names[video.video]
        hits = {position for position, _ in video.hits}
        here = [
            Finding(
                "FN",
                video.video,
                name,
                one.onset,
                one.offset,
                tr("missed {event}", event=_event(one)),
                truth=one.extra["id"],
            )
            for at, one in enumerate(known)
            if at not in hits
        ]
        for guess, position in zip(guesses.get(key, []), video.match, strict=False):
            event = None if position == UNMATCHED else known[position]
            here.append(_finding(guess, event, video.video, name, waiting=guess.extra["id"] in rows.undecided))
        found += sorted(here, key=lambda one: (one.onset, one.offset))
    return tuple(found)


def _finding(guess: Record, event: Record | None, video: str, name: str, *, waiting: bool) -> Finding:
    emotion, id_ = tr(guess.emotion or "no emotion"), guess.extra["id"]
    is_run = "score" in guess.extra
    what = tr("proposed {emotion}", emotion=emotion) if is_run else tr("marked {emotion}", emotion=emotion)
    if event is None and waiting:
        what = tr("{proposed}, not yet decided", proposed=what)
        return Finding("open", video, name, guess.onset, guess.offset, what, id_)
    if event is None:
        return Finding("FP", video, name, guess.onset, guess.offset, what, id_)
    text = tr("{proposed}, labelled {event}", proposed=what, event=_event(event))
    return Finding("TP", video, name, guess.onset, guess.offset, text, id_, event.extra["id"])


def _event(event: Record) -> str:
    emotion = tr(event.emotion or "no emotion")
    return tr("{emotion} at {onset} to {offset}", emotion=emotion, onset=event.onset, offset=event.offset)
