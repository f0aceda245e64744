"""Compares a project's runs, or a layer, with the labels of one layer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from engine.clock import Clock
from engine.datasets.records import EXTENT, POINT, Record
from engine.definitions import Definition
from engine.evaluation import Report, evaluate
from engine.evaluation.grouping import by_video, kind_of
from engine.evaluation.matching import UNMATCHED
from metst_gui.document.annotation import Annotation, computed_kind
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.hits_and_errors import RUNS, Comparison, Finding
from metst_gui.document.project import Video
from metst_gui.language import tr

# Annotations of another kind than this take no part.
COMPARED = "micro"


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
        {
            "kind": one.kind or computed_kind(one, clock, definition),
            "id": one.id,
            **({EXTENT: POINT} if one.point else {}),
        },
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
