"""Two annotators of a project file side by side; see `engine.evaluation.agreement`."""

from collections.abc import Sequence

from engine.clock import Clock
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
from engine.project.labels import StoredLabel, labels_of
from engine.project.media import find_media
from engine.project.records import video_names
from engine.project.stored import StoredProject


def stored_pairs(project: StoredProject, first: str, second: str) -> list[VideoPair]:
    """The marks of two annotators on each video that at least one of them marked anything in.

    Args:
        project: where.
        first: id of the layer of one.
        second: of the other.

    Raises:
        ValueError, KeyError, TypeError: an entry is none of METST's.
        SourceError: a video that is there cannot be read.
    """
    clocks = {id_: one.scene for id_, one in find_media(project, proved=False).items()}
    labels = list(labels_of(project))
    names = {one["id"]: video_names(one)[1] for one in project.videos}
    pairs = [_pair(names[id_], clocks[id_], labels, (id_, first, second)) for id_ in names]
    return [one for one in pairs if one.first or one.second]


def _pair(name: str, clock: Clock, labels: Sequence[StoredLabel], where: tuple[str, str, str]) -> VideoPair:
    video, *layers = where
    first, second = (
        tuple(mark_of(one) for one in labels if (one.video, one.layer) == (video, layer)) for layer in layers
    )
    return VideoPair(name, clock, first, second)


def mark_of(label: StoredLabel) -> AnnotatorMark:
    """An annotation as agreement looks at it."""
    return AnnotatorMark(label.id, *label.bounds, label.emotion, label.action_units, label.origins, label.point)


def stored_agreement(project: StoredProject, first: str, second: str, *, files: bool) -> Agreement:
    """Agreement over all videos; with `files` values out of label files count as the annotator's own."""
    return agreement(stored_pairs(project, first, second), counted=WITH_FILES if files else STATED)


def stored_events(project: StoredProject, first: str, second: str) -> list[MarkedEvent]:
    """Events that both marked, or one of them, video by video in order of onset."""
    return [event for pair in stored_pairs(project, first, second) for event in match_events(pair)]
