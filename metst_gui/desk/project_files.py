"""Which project file belongs to a video, and where the video of a project is now."""

from pathlib import Path

import platformdirs

from engine.journal.reader import places
from engine.types import VideoInfo
from metst_gui.document.file.errors import DamagedProjectError, ProjectFileError
from metst_gui.document.file.opening import Opened, new_project, open_project
from metst_gui.document.project import Video
from metst_gui.language import told, tr

PROJECT_SUFFIX = ".metst"


def autosave_path(info: VideoInfo) -> Path:
    """Project file of a video nobody has named a project for; found again by the video's frame table."""
    folder = platformdirs.user_data_path("metst") / "projects"
    return folder / f"{info.path.stem[:60]}-{info.table_digest[:12]}{PROJECT_SUFFIX}"


def stored_project(info: VideoInfo) -> Opened:
    """The autosaved project of a video, or a new one; an unreadable file is passed over, never overwritten.

    What can be read of a damaged one is opened under the next free name.

    Raises:
        ProjectFileError: no project can be made there.
    """
    path, complaint, damaged, number = autosave_path(info), "", None, 1
    while True:
        try:
            if path.exists():
                return _with(open_project(path, recover=False), complaint)
            if damaged is not None:
                return open_project(damaged, recover_to=path)
            return _with(new_project(path), complaint)
        except DamagedProjectError as error:
            complaint = tr("{error} A new project is kept beside it.", error=told(str(error)))
            # A file nothing can be read of is not tried again.
            damaged = path if damaged is None and path.exists() else None
        except ProjectFileError as error:
            if not path.exists():
                raise
            complaint = tr("{error} A new project is kept beside it.", error=told(str(error)))
        number += 1
        path = autosave_path(info).with_stem(f"{autosave_path(info).stem}-{number}")


def video_place(video: Video, project: Path) -> Path | None:
    """Where a video of a project is now: where it was, beside the project, or a file of the same size beside it."""
    for path in places({"path": str(video.ref.path), "relative": video.ref.relative}, project):
        if path.exists():
            return path
    try:
        return next(
            (one for one in sorted(project.absolute().parent.iterdir()) if _has_size(one, video.ref.size_bytes)), None
        )
    except OSError:
        return None


def _has_size(path: Path, size: int) -> bool:
    return path.suffix != PROJECT_SUFFIX and path.is_file() and path.stat().st_size == size


def _with(opened: Opened, complaint: str) -> Opened:
    return Opened(opened.store, opened.state, (*((complaint,) if complaint else ()), *opened.remarks))
