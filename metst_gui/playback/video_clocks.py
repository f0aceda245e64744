"""Exact times of videos that are not open, for label files of a whole project."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.clock import medium_clock
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError, EngineError
from engine.messages import Said
from engine.video import open_source


@dataclass(frozen=True, slots=True)
class ClosedVideo:
    """A video that is not open.

    Attributes:
        key: subject and name in label files.
        path: where it was last seen.
        rate: frame rate in Hz that the user gave; None: its own times.
        fast: fast digest that its content must have; empty: not known.
    """

    key: tuple[str, str]
    path: Path
    rate: float | None
    fast: str


def media_of(videos: Iterable[ClosedVideo]) -> dict[tuple[str, str], Medium]:
    """Open videos one after the other and ask for their times, by subject and name.

    Raises:
        DatasetError: one of them is not there, or is another file by now.
    """
    found: dict[tuple[str, str], Medium] = {}
    for video in videos:
        name = "/".join(part for part in video.key if part)
        try:
            with open_source(video.path, fps=video.rate) as source:
                info = source.info
        except EngineError as error:
            raise DatasetError(Said("The times of “{name}” are not known. {why}", name=name, why=error)) from error
        if video.fast and info.fast_digest != video.fast:
            raise DatasetError(
                Said("The times of “{name}” are not known: another file lies at its place by now.", name=name)
            )
        found[video.key] = Medium(medium_clock(info), info.path if info.kind == "video" else None)
    return found
