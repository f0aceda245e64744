"""Two annotators of a project side by side: pairs for the agreement, and what an adjudication leads to. Qt-free."""

from typing import Any

from engine.evaluation.agreement import (
    STATED,
    WITH_FILES,
    Agreement,
    AnnotatorMark,
    MarkedEvent,
    VideoPair,
    agreement,
    match_events,
)
from engine.types import OriginKind
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Decision, Video
from metst_gui.language import mark

CHOICES: tuple[tuple[str, str], ...] = (
    ("first", mark("Take the first")),
    ("second", mark("Take the second")),
    ("both", mark("Two expressions")),
    ("neither", mark("Neither")),
)


def video_pair(document: AnnotationDocument, video: Video, first: str, second: str) -> VideoPair:
    """Marks of two annotators on one video.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    marks = [tuple(_mark(one) for one in document.view.annotations_of(layer, video.id)) for layer in (first, second)]
    return VideoPair(video.name or video.ref.path.name, document.videos.clock_of(video), *marks)


def compare_annotators(document: AnnotationDocument, first: str, second: str, *, files: bool = False) -> Agreement:
    """Agreement of two annotators over the videos at least one of them marked anything in.

    Args:
        document: with its project.
        first: id of a layer.
        second: id of another.
        files: whether values that came from a label file count as the annotator's own.

    Raises:
        ValueError: their marks are hidden from the annotator in use.
    """
    pairs = [video_pair(document, video, first, second) for video in document.videos]
    counted = WITH_FILES if files else STATED
    return agreement([pair for pair in pairs if pair.first or pair.second], counted=counted)


def events_here(document: AnnotationDocument, first: str, second: str) -> list[MarkedEvent]:
    """Matched and unmatched events of the current video.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    video = document.video
    return [] if video is None else match_events(video_pair(document, video, first, second))


def decision_on(document: AnnotationDocument, event: MarkedEvent) -> Decision | None:
    """The adjudication of an event."""
    first, second = event.first and event.first.id, event.second and event.second.id
    return next((one for one in document.adjudications.here if (one.first, one.second) == (first, second)), None)


def adjudicated(document: AnnotationDocument, first: str, second: str) -> tuple[Annotation, ...]:
    """What the adjudications of the current video leave, in order of onset; undecided events are left out."""
    known = {one.id: one for layer in (first, second) for one in document.view.annotations_of(layer)}
    kept: list[Annotation] = []
    for event in events_here(document, first, second):
        decision = decision_on(document, event)
        choice = decision.choice if decision is not None else "neither"
        kept += [known[one.id] for side, one in (("first", event.first), ("second", event.second))
                 if one is not None and choice in (side, "both")]  # fmt: skip
    return tuple(sorted(kept, key=lambda one: (one.onset, one.offset, one.id)))


def undecided(document: AnnotationDocument, first: str, second: str) -> tuple[int, int]:
    """Events of the current video, and of the other videos, that nobody adjudicated.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    decided = {(one.video, one.first, one.second) for one in document.adjudications.all}
    here = elsewhere = 0
    for video in document.videos:
        for event in match_events(video_pair(document, video, first, second)):
            key = (video.id, event.first and event.first.id, event.second and event.second.id)
            if key not in decided:
                here, elsewhere = (here + 1, elsewhere) if video == document.video else (here, elsewhere + 1)
    return here, elsewhere


def full_form(document: AnnotationDocument, first: str, second: str, *, files: bool = False) -> dict[str, Any]:
    """Everything about two annotators as JSON-able form: agreement, every event of every video, adjudications.

    Every value of an event has its origin beside it; an emotion that nobody stated is left out, its origin stays.
    """
    names = {one.id: one.name for one in document.annotators}
    events = [
        (video, event)
        for video in document.videos
        for event in match_events(video_pair(document, video, first, second))
    ]
    return {
        "first": names[first],
        "second": names[second],
        "frame_base": "0-based, inclusive",
        "agreement": compare_annotators(document, first, second, files=files).to_dict(),
        "events": [
            {
                "video": event.video,
                "video_id": video.id,
                "first": _form(event.first),
                "second": _form(event.second),
            }
            for video, event in events
        ],
        "videos": [{"id": one.id, "name": one.name, "subject": one.subject} for one in document.videos],
        "decisions": [
            {name: getattr(one, name) for name in Decision.__dataclass_fields__} for one in document.adjudications.all
        ],
        "head": document.ledger.head,
    }


def _mark(one: Annotation) -> AnnotatorMark:
    return AnnotatorMark(one.id, one.onset, one.apex, one.offset, one.emotion, one.action_units, one.origins)


def _form(mark: AnnotatorMark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    form = {name: getattr(mark, name) for name in AnnotatorMark.__dataclass_fields__}
    if mark.origins.emotion.kind is OriginKind.MODEL:
        form["emotion"] = None
    return {**form, "origins": mark.origins.form()}
