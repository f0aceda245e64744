"""Which videos there are in what was dropped, chosen or named. No Qt."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.content import Stop, is_image, natural_key
from engine.project.written_run import is_results
from metst_gui.desk.project_files import PROJECT_SUFFIX

# Files of a folder that are taken for videos; one that is named itself is tried whatever it is called.
VIDEO_SUFFIXES = frozenset(
    {".mp4", ".mov", ".avi", ".mkv", ".m4v", ".mpg", ".mpeg", ".ts", ".mts", ".webm", ".wmv", ".flv", ".3gp", ".vob"}
)


def is_many(paths: Sequence[Path]) -> bool:
    """Whether these are not one video, project or result: several, or a folder that holds no images itself."""
    if len(paths) != 1:
        return len(paths) > 1
    return paths[0].is_dir() and not has_images(paths[0]) and not is_results(paths[0])


def has_images(folder: Path) -> bool:
    """Whether a folder is a video itself: images lie in it."""
    try:
        with os.scandir(folder) as entries:
            return any(is_image(one.name) for one in entries)
    except OSError:
        return False


def is_project(path: Path) -> bool:
    """Whether a path is named as a project file."""
    return path.suffix.lower() == PROJECT_SUFFIX and not path.is_dir()


def videos_in(paths: Sequence[Path], stop: Stop) -> Iterator[Path]:
    """Every video file and folder of images, in natural order; folders are searched to their depths.

    Args:
        paths: files, which are videos whatever they are called, and folders.
        stop: asked for every folder; True ends the search.
    """
    for path in paths:
        if path.is_dir():
            yield from _videos_of(path, stop)
        else:
            yield path


def _videos_of(folder: Path, stop: Stop) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        if stop():
            return
        folders[:] = sorted((one for one in folders if not one.startswith(".")), key=natural_key)
        if any(is_image(name) for name in files):
            folders.clear()
            yield Path(here)
            continue
        for name in sorted(files, key=natural_key):
            if Path(name).suffix.lower() in VIDEO_SUFFIXES and not name.startswith("."):
                yield Path(here, name)
