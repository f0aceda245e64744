"""Finds the videos of a project in a folder, by what they hold; runs in the digest thread. No widgets."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.content import Content, Stop, content_of, is_image
from engine.errors import SourceError
from metst_gui.desk.identify import has_content
from metst_gui.document.project import VideoRef


@dataclass(frozen=True, slots=True)
class FoundVideos:
    """What was found.

    Attributes:
        project: the project file the videos belong to.
        folder: where they were looked for.
        places: id of a video -> where it lies now, and its content.
        missing: ids of those that are not there.
    """

    project: Path
    folder: Path
    places: Mapping[str, tuple[Path, Content]]
    missing: tuple[str, ...]


def find_videos(project: Path, refs: Mapping[str, VideoRef], folder: Path, *, stop: Stop) -> FoundVideos:
    """Look through a folder and all folders in it.

    A file is a video where size and fast digest agree, which is certain once it was opened and read to its end; of
    several copies the one that is called as the video was is taken.

    Args:
        project: the project file.
        refs: the videos by id.
        folder: where they may be.
        stop: asked often; True gives up.
    """
    wanted: dict[int, list[str]] = defaultdict(list)
    for id_, ref in refs.items():
        wanted[ref.size_bytes].append(id_)
    found: dict[str, tuple[Path, Content]] = {}
    for path, size in _sources(folder):
        if stop():
            break
        open_ids = [
            id_ for id_ in wanted.get(size, ()) if id_ not in found or _is_better(path, found[id_][0], refs[id_])
        ]
        content = _content(path, stop) if open_ids else None
        for id_ in open_ids:
            if content is not None and _is(refs[id_], content, path):
                found[id_] = path, content
    return FoundVideos(project, folder, found, tuple(id_ for id_ in refs if id_ not in found))


def _is_better(path: Path, known: Path, ref: VideoRef) -> bool:
    return path.name == ref.path.name != known.name


def _content(path: Path, stop: Stop) -> Content | None:
    try:
        return content_of(path, full=False, stop=stop)
    except SourceError:
        return None


def _is(ref: VideoRef, content: Content, path: Path) -> bool:
    """Whether it is the video, as far as the fast digest tells; the full one where there is no fast one."""
    if ref.fast:
        return ref.fast == content.fast
    try:
        return bool(has_content(ref, content_of(path, full=True), path))
    except SourceError:
        return False


def _sources(folder: Path) -> Iterator[tuple[Path, int]]:
    """Every file, and every folder that holds images, with the size it has as a video; in order of names."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        images = 0
        for name in sorted(names):
            path = Path(where, name)
            try:
                size = path.stat().st_size if path.is_file() else 0
            except OSError:
                continue
            images += size if is_image(name) else 0
            if size:
                yield path, size
        if images:
            yield Path(where), images
