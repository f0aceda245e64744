"""A video that was taken out of one of two projects comes back with what the other holds: nothing of either is lost."""

from typing import Any

from engine.journal.items import Forms
from engine.journal.topics import parts_of


def with_removed(base: Forms, state: Forms, other: Forms) -> dict[str, dict[str, Any]]:
    """A state with the videos that only it lacks, as they were in what both are made from.

    Args:
        base: what both had, in parts (`engine.journal.flat`).
        state: one side, in parts.
        other: the other side, in parts.
    """
    there = {_video_of("videos", id_, form) for id_, form in state["videos"].items()}
    had = {_video_of("videos", id_, form) for id_, form in base["videos"].items()}
    elsewhere = {_video_of("videos", id_, form) for id_, form in other["videos"].items()}
    back = (had & elsewhere) - there
    return {
        kind: dict(rows) | {id_: form for id_, form in base[kind].items() if _video_of(kind, id_, form) in back}
        for kind, rows in state.items()
    }


def without_lost(base: Forms, one: Forms, other: Forms) -> dict[str, dict[str, Any]]:
    """What both had, without the videos that both removed: nothing is asked of those."""
    there = {_video_of("videos", id_, form) for state in (one, other) for id_, form in state["videos"].items()}
    lost = {_video_of("videos", id_, form) for id_, form in base["videos"].items()} - there
    return {
        kind: {id_: form for id_, form in rows.items() if _video_of(kind, id_, form) not in lost}
        for kind, rows in base.items()
    }


def _video_of(kind: str, id_: str, form: Any) -> str:
    """Id of the video that an object is about; empty: it is the project's."""
    if kind == "videos":
        return id_.rpartition("/")[0]
    if kind == "settings":
        about = parts_of(id_)[1]
        return about[0] if about else ""
    return str(form.get("video", "")) if isinstance(form, dict) else ""
