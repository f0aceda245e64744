"""Which project file belongs to a video, and where the video of a project is now."""

import glob
import json
from pathlib import Path

import platformdirs

from engine.content import Content, stem_with_digest
from engine.errors import ProjectError
from engine.journal.reader import BROKEN, connect_readonly, places
from engine.types import VideoInfo
from metst_gui.desk.identify import has_content
from metst_gui.desk.same_video import another_file
from metst_gui.document.file.errors import DamagedProjectError, ProjectFileError
from metst_gui.document.file.forms import entry_from
from metst_gui.document.file.leftover import is_left
from metst_gui.document.file.legacy import read_json
from metst_gui.document.file.opening import Opened, new_project, open_project
from metst_gui.document.file.place import real
from metst_gui.document.project import Video, VideoRef
from metst_gui.language import told, tr

PROJECT_SUFFIX = ".metst"


def autosave_path(info: VideoInfo) -> Path:
    """Project file of a video nobody has named a project for; found again by the video's content."""
    return autosave_folder() / f"{stem_with_digest(info.path.stem, info.fast_digest)}{PROJECT_SUFFIX}"


def autosave_folder() -> Path:
    """Folder of the projects nobody has named."""
    return platformdirs.user_data_path("metst") / "projects"


def stored_project(info: VideoInfo, content: Content | None = None) -> Opened:
    """The autosaved project of a video, or a new one; an unreadable file is passed over, never overwritten.

    What can be read of a damaged one is opened under the next free name.

    Args:
        info: the video.
        content: its identity; None: as far as `info` tells it.

    Raises:
        ProjectFileError: no project can be made there.
    """
    content = content or Content(info.size_bytes, info.fast_digest)
    complaint, damaged = _of_another_file(info, content), None
    for path in _candidates(info):
        refs = stored_videos(path)
        if refs is not None and not any(_is_of(ref, info, content) for ref in refs):
            continue
        try:
            return _with(open_project(path, recover=False), complaint)
        except DamagedProjectError as error:
            complaint = tr("{error} A new project is kept beside it.", error=told(str(error)))
            damaged = damaged or path
        except ProjectFileError as error:
            complaint = tr("{error} A new project is kept beside it.", error=told(str(error)))
    target = _free(autosave_path(info))
    if damaged is not None:
        try:
            return open_project(damaged, recover_to=target)
        except DamagedProjectError:
            pass  # nothing can be read of it
    return _with(new_project(target), complaint)


def _candidates(info: VideoInfo) -> list[Path]:
    """Projects that may be the video's: of its content first, whatever its name was, then of its frame table.

    Older versions named them by the frame table, which other clips of that length share.
    """
    exact = autosave_path(info)
    names = [f"*-{info.fast_digest[:12]}*{PROJECT_SUFFIX}", f"*-{info.table_digest[:12]}*{PROJECT_SUFFIX}"]
    found = [path for name in names for path in sorted(exact.parent.glob(name), key=lambda one: (len(one.name), one))]
    return list(dict.fromkeys([*([exact] if exact.exists() or is_left(real(exact)) else []), *found]))


def stored_videos(path: Path) -> list[VideoRef] | None:
    """References a project file holds, without opening it for work; None: it cannot be read."""
    entries = stored_entries(path)
    return None if entries is None else [one.ref for one in entries]


def stored_entries(path: Path) -> list[Video] | None:
    """Videos a project file holds, without opening it for work; None: it cannot be read.

    Those of projects in the old JSON form have no id.
    """
    try:
        with path.open("rb") as file:
            is_json = file.read(1) == b"{"
        if is_json:
            video = read_json(path).video
            return [Video("", video)] if video is not None else []
        with connect_readonly(path) as connection:
            texts = [text for (text,) in connection.execute("SELECT data FROM videos")]
        return [entry_from(json.loads(text)) for text in texts]
    except (*BROKEN, OSError, ProjectError, ProjectFileError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_of(ref: VideoRef, info: VideoInfo, content: Content) -> bool:
    """Whether a project's video is the opened one; one without digests is where path or name agree as well."""
    same = has_content(ref, content, info.path)
    if same is not None or ref.fast:
        return same is not False
    if ref.sha256:  # of an older version, and too large to be sure at once
        return ref.table_digest == info.table_digest
    is_there = ref.path != info.path.resolve() and ref.path.exists()
    named = ref.path == info.path.resolve() or ref.path.name == info.path.name
    return ref.table_digest == info.table_digest and named and not is_there


def _of_another_file(info: VideoInfo, content: Content) -> str:
    """One sentence where another file lay in this place when it was opened last; else empty."""
    here = info.path.resolve()
    for path in sorted(autosave_folder().glob(f"{glob.escape(info.path.stem[:60])}-*{PROJECT_SUFFIX}")):
        refs = stored_videos(path) or []
        if any(_is_of(ref, info, content) for ref in refs):
            continue
        before = next((ref for ref in refs if ref.path == here and has_content(ref, content, here) is False), None)
        if before is not None:
            return another_file(info.path, content, before) + tr(
                " What was annotated then stays in the project “{project}”.", project=path.name
            )
    return ""


def video_places(video: Video, project: Path) -> list[Path]:
    """Where a video of a project may be now: where it was, beside the project, or a file of the same size beside it."""
    named = places({"path": str(video.ref.path), "relative": video.ref.relative}, project)
    try:
        beside = sorted(project.absolute().parent.iterdir())
        alike = [one for one in beside if _has_size(one, video.ref.size_bytes)]
    except OSError:
        alike = []
    return list(dict.fromkeys([*(one for one in named if one.exists()), *alike]))


def _has_size(path: Path, size: int) -> bool:
    return path.suffix != PROJECT_SUFFIX and path.is_file() and path.stat().st_size == size


def _free(path: Path) -> Path:
    """The path, or the first numbered one beside it that is free."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _with(opened: Opened, complaint: str) -> Opened:
    return Opened(opened.store, opened.state, (*((complaint,) if complaint else ()), *opened.remarks))
