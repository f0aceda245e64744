"""Several short videos of different content, and a project that holds them."""

from pathlib import Path

from engine.content import content_of
from engine.video import open_source
from metst_gui.desk.desk import Desk
from metst_gui.document.project import VideoRef
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS


def write_videos(folder: Path, names: list[str]) -> list[Path]:
    """A video of each name; each is a frame longer than the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    return [CLIPS["h264-gop15"].write(folder / name, 30 + n) for n, name in enumerate(names)]


def add_to(desk: Desk, path: Path) -> str:
    """Add a video to the open project, without showing it; its id."""
    with open_source(path) as source:
        ref = VideoRef.of(source.info, content_of(path))
    return desk.document.videos.add(ref, name=path.stem)


def open_all(desk: Desk, qtbot, paths: list[Path]) -> list[str]:
    """Open the first of these videos and add the others to its project; ids of all."""
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.open_path(paths[0])
    return [desk.document.video.id, *(add_to(desk, path) for path in paths[1:])]
