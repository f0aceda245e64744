"""Between annotations and the records of label files."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.clock import steady
from engine.coding_scheme import CodingScheme, modifiers_from
from engine.datasets.hints import is_none_inferred, plain_emotion, record_origins
from engine.datasets.records import Record, is_point
from engine.definitions import CONFIDENCES, OPEN_KIND
from engine.messages import Said, template
from engine.project.records import label_record, mark_record
from engine.types import UNKNOWN, Origin, OriginKind
from metst_gui.document.annotation import Annotation
from metst_gui.document.own_marks import TierMark
from metst_gui.document.project import Project, Video

if TYPE_CHECKING:
    from metst_gui.document.document import AnnotationDocument

OTHER_KIND = template(
    "Events of kind “{kind}” are no annotations here: call them micro or macro in the file, or give this project a "
    "tier of that name (Review, Own tiers, Coding scheme…), and import it again."
)
WORDS = {word: level for level, word in CONFIDENCES.items()}


def to_records(project: Project) -> list[Record]:
    """Annotations as records (0-based inclusive frames), in order of onset, with the origin of every value.

    The kind is the override, else the computed one, or `OPEN_KIND` where it hangs on an apex that is only assumed.
    """
    clock = project.clock or steady(project.video.fps if project.video is not None else 30.0)
    return [
        label_record(
            one,
            one.told_kind(clock, project.definition),
            names=(project.subject, project.video_name),
            annotator=one.annotator or project.annotator,
        )
        for one in sorted(project.annotations, key=lambda one: (one.onset, one.offset, one.id))
    ]


def mark_records(document: "AnnotationDocument", video: Video, *, names: tuple[str, str] | None = None) -> list[Record]:
    """The own marks in a video on the project's own tiers, in order of time: the tier is their kind.

    Args:
        document: the project.
        video: one of its videos.
        names: subject and name to write; None: the video's own, or its file's.
    """
    subject, title = names or (video.subject, video.name or video.ref.path.stem)
    records = []
    for one in document.coding.marks_of(video.id, document.layer.id).values():
        tier = document.coding.scheme.tier(one.tier)
        name = (one.tier, "interval") if tier is None else (tier.name, tier.kind)
        form = {"first": one.first, "last": one.last, "code": one.code, "note": one.note}
        records.append(mark_record(form, name, one.by, names=(subject, title)))
    return records


def marks_from(
    records: Iterable[Record], scheme: CodingScheme, *, file_name: str, n_frames: int | None
) -> tuple[list[TierMark], list[Record]]:
    """Marks on tiers that the scheme has, and the records that are none.

    Args:
        records: records of one video.
        scheme: what the project codes.
        file_name: for the marks' origin.
        n_frames: frames of the open video; None where unknown.
    """
    tiers = {one.name.casefold(): one for one in scheme.tiers}
    marks, others = [], []
    for record in records:
        tier = tiers.get(record.extra.get("kind", "").casefold())
        inside = n_frames is None or record.offset < n_frames
        if tier is None or not inside or not 0 <= record.onset <= record.offset:
            others.append(record)
            continue
        told = Origin.of(record.extra.get("onset_origin", ""))
        by = Origin(OriginKind.FILE, file_name) if told == UNKNOWN else told
        note, code = record.extra.get("note", ""), record.emotion or ""
        marks.append(TierMark(tier.id, record.onset, record.offset, code, note, by))
    return marks, others


def records_of(document: "AnnotationDocument", video: Video) -> list[Record]:
    """The own annotations of any video of a project as records; a video without names goes by its file's."""
    project = replace(
        document.project,
        annotations=document.view.annotations_of(document.layer.id, video.id),
        video=video.ref,
        subject=video.subject,
        video_name=video.name or video.ref.path.stem,
        clock=document.videos.clock_of(video),
    )
    return to_records(project)


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
        origins = record_origins(record, file=file_name)
        # A computed kind is computed anew: it is nobody's choice.
        computed = kind.replace("_", " ") == OPEN_KIND or origins.kind.kind in (OriginKind.RULE, OriginKind.ASSUMED)
        kind = "" if computed else kind
        try:
            if kind not in ("", "micro", "macro"):
                raise ValueError(Said(OTHER_KIND, kind=kind))
            if n_frames is not None and record.offset >= n_frames:
                raise ValueError(Said("The offset lies behind the last frame."))
            found.append(
                Annotation(
                    onset=record.onset,
                    apex=record.onset if is_point(record) else record.apex,
                    offset=record.offset,
                    emotion=plain_emotion(record),
                    action_units=record.action_units,
                    objective_class=record.objective_class,
                    kind="macro" if kind == "macro" else "micro" if kind == "micro" else None,
                    modifiers=modifiers_from(record.extra.get("modifiers", "")),
                    confidence=WORDS.get(record.extra.get("confidence", "").strip().lower()),
                    note=record.extra.get("note", ""),
                    origin=record.extra.get("origin") or f"import:{file_name}",
                    no_emotion=is_none_inferred(record),
                    origins=origins,
                    annotator=record.extra.get("annotator", ""),
                    point=is_point(record),
                )
            )
        except ValueError as error:
            refused.append(
                Said(
                    "Frames {onset} to {offset} were left out: {why}",
                    onset=record.onset,
                    offset=record.offset,
                    why=error,
                )
            )
    return found, refused


@dataclass(frozen=True, slots=True)
class Meant:
    """Which records of a label file are of a video.

    Attributes:
        records: those that are; with `other_name` those that are if the user says so.
        others: number of records of other videos, by their subject and name.
        other_name: subject and name of the file's only video where they are not this video's; empty where they are.
    """

    records: tuple[Record, ...]
    others: Mapping[str, int]
    other_name: str = ""


def meant_for(records: Sequence[Record], *, subject: str, video: str) -> Meant:
    """Tell the records of a video: by subject and name, else by name alone, else all of a file that names none.

    A file whose only video has another name may be meant: that is the user's to say.
    """
    keys = dict.fromkeys((one.subject, one.video) for one in records)
    named = [key for key in keys if key[1] == video]
    if (subject, video) in keys:
        own = [(subject, video)]
    elif len(named) == 1 and not (subject and named[0][0] and subject != named[0][0]):
        own = named
    else:
        own = [key for key in keys if key == ("", "")]
    found = tuple(one for one in records if (one.subject, one.video) in own)
    counts = Counter(told_name(one.subject, one.video) for one in records if (one.subject, one.video) not in own)
    if not found and len(keys) == 1:
        return Meant(tuple(records), {}, told_name(*next(iter(keys))))
    return Meant(found, dict(counts))


def told_name(subject: str, video: str) -> str:
    """Subject and name of a video as one text."""
    return "/".join(part for part in (subject, video) if part)
