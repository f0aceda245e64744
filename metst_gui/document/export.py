"""Between annotations and the records of label files."""

from collections.abc import Iterable, Sequence

from engine.clock import steady
from engine.datasets.hints import HINT, KEY, NONE_INFERRED, is_hint, is_none_inferred, plain_emotion
from engine.datasets.records import Record
from metst_gui.document.annotation import CONFIDENCES, Annotation, computed_kind
from metst_gui.document.project import Project

WORDS = {word: level for level, word in CONFIDENCES.items()}


def to_records(project: Project) -> list[Record]:
    """Annotations as records (0-based inclusive frames), in order of onset; kind is the override, else computed."""
    clock = project.clock or steady(project.video.fps if project.video is not None else 30.0)
    return [
        Record(
            subject=project.subject,
            video=project.video_name,
            onset=one.onset,
            apex=one.apex,
            offset=one.offset,
            emotion=one.emotion,
            action_units=one.action_units,
            objective_class=one.objective_class,
            extra={
                "kind": one.kind or computed_kind(one, clock, project.definition),
                "origin": one.origin,
                "default_bounds": "1" if one.default_bounds else "",
                KEY: _emotion_origin(one),
                "annotator": one.annotator or project.annotator,
                "note": one.note,
                **({"confidence": CONFIDENCES[one.confidence]} if one.confidence else {}),
            },
        )
        for one in sorted(project.annotations, key=lambda one: (one.onset, one.offset, one.id))
    ]


def _emotion_origin(annotation: Annotation) -> str:
    """Whose the emotion is where a human gave no label; empty: a label of a human, or nobody said anything."""
    if annotation.default_emotion and annotation.emotion:
        return HINT
    return NONE_INFERRED if annotation.no_emotion else ""


def from_records(
    records: Iterable[Record], *, file_name: str, n_frames: int | None
) -> tuple[list[Annotation], list[str]]:
    """Annotations from records.

    Args:
        records: records of one video.
        file_name: for the annotations' origin.
        n_frames: frames of the open video; None where unknown.

    Returns:
        annotations, and one sentence for each record that cannot become one.
    """
    found: list[Annotation] = []
    refused: list[str] = []
    for record in records:
        kind = record.extra.get("kind", "")
        try:
            if kind not in ("", "micro", "macro"):
                raise ValueError(f"Events of kind {kind} are no annotations here.")
            if n_frames is not None and record.offset >= n_frames:
                raise ValueError("The offset lies behind the last frame.")
            found.append(
                Annotation(
                    onset=record.onset,
                    apex=record.apex,
                    offset=record.offset,
                    emotion=plain_emotion(record),
                    action_units=record.action_units,
                    objective_class=record.objective_class,
                    kind="macro" if kind == "macro" else "micro" if kind == "micro" else None,
                    confidence=WORDS.get(record.extra.get("confidence", "").strip().lower()),
                    note=record.extra.get("note", ""),
                    origin=record.extra.get("origin") or f"import:{file_name}",
                    default_bounds=bool(record.extra.get("default_bounds")),
                    default_emotion=is_hint(record),
                    no_emotion=is_none_inferred(record),
                    annotator=record.extra.get("annotator", ""),
                )
            )
        except ValueError as error:
            refused.append(f"Frames {record.onset} to {record.offset} were left out: {error}")
    return found, refused


def records_of_video(records: Sequence[Record], *, subject: str, video: str) -> list[Record]:
    """Records that belong to a video: by subject and name, else by name alone, else all of a file with one video."""
    both = [one for one in records if (one.subject, one.video) == (subject, video)]
    if both:
        return both
    named = [one for one in records if one.video == video]
    if len({one.subject for one in named}) == 1:
        return named
    if len({(one.subject, one.video) for one in records}) == 1:
        return list(records)
    return []
