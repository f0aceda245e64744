"""Where the videos of a project are, and when their frames are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.clock import Clock, medium_clock, scene_clock, steady
from engine.content import content_of
from engine.errors import ProjectError
from engine.journal import find_video, is_same
from engine.journal.reader import places
from engine.messages import Said
from engine.project.stored import StoredProject


@dataclass(frozen=True, slots=True, eq=False)
class StoredMedium:
    """A video of a project.

    Attributes:
        path: where it is now; None: nowhere that is known.
        medium: times of its frames on its own clock, its start included; those of its mean rate where it was not found.
        scene: as `medium`, but by the rate at which it was recorded where the user gave one.
    """

    path: Path | None
    medium: Clock
    scene: Clock

    @staticmethod
    def unseen(ref: Mapping[str, Any]) -> "StoredMedium":
        """What is known of a video without looking for it: its mean rate."""
        return StoredMedium(None, steady(ref["fps"]), steady(ref["fps"]))


def find_media(project: StoredProject, *, proved: bool) -> dict[str, StoredMedium]:
    """The videos of a project by id, opened where they are.

    Args:
        project: where.
        proved: whether every byte is compared with what the project was made with; else the fast digest decides.

    Raises:
        ProjectError: with `proved`, other content lies in the place of a video.
        SourceError: what lies there cannot be read.
    """
    return {one["id"]: _found(one["ref"], project.path, proved=proved) for one in project.videos}


def _found(ref: Mapping[str, Any], project: Path, *, proved: bool) -> StoredMedium:
    from engine.video import open_source

    if proved:
        found = find_video(ref, project)
        if found.problem(ref):
            raise ProjectError(Said("Nothing is exported. {problem}", problem=found.problem(ref)))
        path = found.path
    else:
        path = next((one for one in places(ref, project) if one.exists() and _may_be(ref, one)), None)
    if path is None:
        return StoredMedium.unseen(ref)
    given = ref["fps"] if path.is_dir() or ref.get("rate_given") else None
    with open_source(path, fps=given) as source:
        return StoredMedium(path, medium_clock(source.info), scene_clock(source.info))


def _may_be(ref: Mapping[str, Any], path: Path) -> bool:
    return is_same(ref, content_of(path, full=False), path) is not False
