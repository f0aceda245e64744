"""Writes what an annotator of a project stands for as label files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.datasets.challenges.me_vqa import answer_questions
from engine.datasets.door import write_records
from engine.datasets.hints import Hints, carried, with_hints
from engine.datasets.numbering import image_numbers, to_numbers
from engine.datasets.plugin_formats import format_row
from engine.datasets.records import MissingEmotion, Record
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError
from engine.files import keep_apart
from engine.messages import Said
from engine.project.media import StoredMedium, find_media
from engine.project.records import project_records, video_names
from engine.project.stored import StoredProject, telling


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        files: one, or one a video where the format holds no more.
        written: number of annotations and marks, or of questions that were answered.
        dropped: sentences about what the format could not carry.
    """

    files: tuple[Path, ...]
    written: int
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What is left to whoever exports.

    Attributes:
        annotator: name or layer id; None: the only one who annotated.
        hints: what to do with emotions of a model that nobody set or confirmed.
        missing_emotion: what to do with emotions the format has no word for.
        fps: frame rate of videos that are not at hand, for formats in time.
        questions: file of questions to fill in, for ME-VQA; None: METST asks its own.
    """

    annotator: str | None = None
    hints: Hints = "refuse"
    missing_emotion: MissingEmotion = "refuse"
    fps: float | str | None = None
    questions: Path | None = None


def export_project(
    project: StoredProject, path: Path, format_: str, choices: ExportChoices = ExportChoices()
) -> Exported:
    """Write the annotations and own marks of one annotator on all videos; the project stays as it is.

    Args:
        project: the project.
        path: file to write; of several files the name of the video is put behind its stem.
        format_: one of `engine.datasets.format_names()`.
        choices: see there.

    Raises:
        DatasetError: an annotation would be misread, nobody or more than one annotated, or times are not known.
        OutputError: `path` is that of a project.
        ProjectError: damaged, or other content lies in the place of a video.
    """
    format_row(format_)  # refuses one that is not there
    keep_apart(path, project.path)
    with telling(project.path):
        media = find_media(project, proved=True)
        layer = _layer(project, choices.annotator)
        found = project_records(project, layer, {id_: one.scene for id_, one in media.items()})
        parts, told = _written(found, media, format_, choices.hints)
        names = {one["id"]: video_names(one) for one in project.videos}
    known = {names[id_]: Medium(one.medium, _file(one)) for id_, one in media.items() if one.path and id_ in parts}
    files: list[Path] = []
    n = 0
    if choices.questions is not None and format_ == "me_vqa":
        whole = [one for records in parts.values() for one in records]
        kept, lost = carried(whole, format=format_)
        filled = answer_questions(choices.questions, kept, path)
        return Exported((path,), filled.written, tuple(dict.fromkeys((*told, *lost, *filled.dropped))))
    for target, records in files_of(path, parts, format_).items():
        report = write_records(
            target,
            records,
            format=format_,
            missing_emotion=choices.missing_emotion,
            fps=choices.fps,
            media=known or None,
        )
        files.append(target)
        told += report.dropped
        n += report.written
    return Exported(tuple(files), n, tuple(dict.fromkeys(told)))


def _file(medium: StoredMedium) -> Path | None:
    return None if medium.path is None or medium.path.is_dir() else medium.path


def _names(project: StoredProject) -> dict[str, str]:
    return {id_: str(one["name"]) or "(no name)" for id_, one in project.layers.items()}


def layer_named(project: StoredProject, annotator: str) -> str:
    """Id of the layer of an annotator, by name or id.

    Raises:
        DatasetError: there is not one of that name.
    """
    layers = _names(project)
    named = [id_ for id_, name in layers.items() if annotator in (id_, name)]
    if len(named) == 1:
        return named[0]
    raise DatasetError(
        Said(
            "There is not one annotator “{name}”; give one of {names}, or the id of a layer.",
            name=annotator,
            names=tuple(layers.values()),
        )
    )


def _layer(project: StoredProject, annotator: str | None) -> str:
    """Id of the layer to write.

    Raises:
        DatasetError: there is none of that name, or it must be said which.
    """
    if annotator is not None:
        return layer_named(project, annotator)
    layers = _names(project)
    said: list[Mapping[str, Any]] = list(project.tables["annotations"].values())
    marked = {key.split("/")[2] for key in project.tables["settings"] if key.startswith("mark/") and key.count("/") > 2}
    used = [id_ for id_ in layers if id_ in marked or any(one["layer"] == id_ for one in said)]
    if len(used) == 1:
        return used[0]
    if not used:
        raise DatasetError(Said("There is nothing to export yet: accept a proposal or mark an interval first."))
    raise DatasetError(
        Said("{names} annotated: say whose annotations to export.", names=tuple(layers[one] for one in used))
    )


def _written(
    found: Mapping[str, list[Record]], media: Mapping[str, StoredMedium], format_: str, hints: Hints
) -> tuple[dict[str, list[Record]], list[str]]:
    """The records of each video as the format may hold them, and what is to be said of it."""
    parts: dict[str, list[Record]] = {}
    told: list[str] = []
    for id_, records in found.items():
        if records:
            kept, remark = with_hints(records, hints, format=format_)
            path = media[id_].path
            numbers = image_numbers(path) if path is not None and path.is_dir() else None
            parts[id_] = to_numbers(kept, numbers, format=format_)
            told += [remark] if remark else []
    return parts, told


def files_of(path: Path, parts: Mapping[str, list[Record]], format_: str) -> dict[Path, list[Record]]:
    """Which records go into which file: one, or one a video, whose name is put before the ending.

    Args:
        path: file to write.
        parts: records of each video, none empty.
        format_: name of the format.
    """
    if not format_row(format_).one_video or len(parts) == 1:
        return {path: [one for records in parts.values() for one in records]}
    suffix = format_row(format_).suffix if path.name.endswith(format_row(format_).suffix) else path.suffix
    stem = path.name.removesuffix(suffix)
    files: dict[Path, list[Record]] = {}
    taken: set[str] = set()  # on macOS and Windows names that differ in capitals only are one file
    for records in parts.values():
        told = "/".join(part for part in (records[0].subject, records[0].video) if part)
        name = re.sub(r"[^\w.-]+", "_", told) or "video"
        while name.casefold() in taken:
            name = f"{name}_"
        taken.add(name.casefold())
        files[path.with_name(f"{stem}-{name}{suffix}")] = records
    return files
