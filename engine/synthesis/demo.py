"""The demo clip on disk: rendered once per machine, with its ground truth beside it."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import platformdirs

from engine.datasets import Record, write_records
from engine.errors import SourceError
from engine.messages import Said
from engine.synthesis.render import HEIGHT, WIDTH, Renderer
from engine.synthesis.script import DEMO, Script

VERSION = "1"  # raise it when the pictures or the script change: the cache folder is named after it
VIDEO, TRUTH, MANIFEST = "demo.mp4", "demo.truth.csv", "complete.json"
SUBJECT, CLIP = "demo", "demo"
CRF = "17"
STALE_SECONDS = 86_400.0  # a temporary folder this old belongs to a render that was killed

ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the demo lies.

    Attributes:
        video: H.264 in MP4, 456 x 466, 30 fps.
        truth: METST CSV of its events, with the further column ``kind`` (micro, macro or blink).
    """

    video: Path
    truth: Path


def truth_records(script: Script = DEMO) -> list[Record]:
    """Events of a script as records; frames 0-based inclusive, emotion None unless it is a micro-expression."""
    return [
        Record(
            subject=SUBJECT,
            video=CLIP,
            onset=event.onset,
            apex=event.apex,
            offset=event.offset,
            emotion=str(event.emotion) if event.emotion else None,
            action_units=event.action_units,
            extra={"kind": event.kind},
        )
        for event in script.events
    ]


def write_demo(folder: Path, *, script: Script = DEMO, progress: ProgressCallback | None = None) -> DemoFiles:
    """Render a clip and its truth into a folder (about 16 s of one core for the whole demo).

    Args:
        folder: created where missing; files of the same names are replaced.
        script: what to render.
        progress: called after every frame with frames done and frames in all; an exception from it stops the render.

    Raises:
        SourceError: the files cannot be written.
    """
    files = DemoFiles(folder / VIDEO, folder / TRUTH)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _encode(files.video, script, progress)
        write_records(files.truth, truth_records(script), format="csv")
    except OSError as error:
        raise SourceError(
            Said(
                "The demo clip cannot be written to “{name}” ({why}); free some space.", name=folder, why=error.strerror
            )
        ) from error
    return files


def demo_files(*, progress: ProgressCallback | None = None) -> DemoFiles:
    """The demo in the user's cache folder, rendered if it is not there yet or was left half-written.

    Several processes may call this at once: each renders into a folder of its own, the first to finish moves it into
    place, and the others use that one.

    Raises:
        SourceError: the cache folder cannot be written.
    """
    return cached_demo(platformdirs.user_cache_path("metst") / f"demo-{VERSION}", progress=progress)


def cached_demo(target: Path, *, script: Script = DEMO, progress: ProgressCallback | None = None) -> DemoFiles:
    """`demo_files` for a given folder and script."""
    if not is_complete(target):
        try:
            _render_into(target, script, progress)
        except OSError as error:
            raise SourceError(
                Said(
                    "The demo clip cannot be stored in “{parent}” ({why}); make that folder writable.",
                    parent=target.parent,
                    why=error.strerror,
                )
            ) from error
    return DemoFiles(target / VIDEO, target / TRUTH)


def is_complete(folder: Path) -> bool:
    """True where a folder holds a finished demo: every file has the size noted when it was written."""
    try:
        sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == sizes[name] for name in (VIDEO, TRUTH))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _render_into(target: Path, script: Script, progress: ProgressCallback | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_stale(target)
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        files = write_demo(temporary, script=script, progress=progress)
        sizes = {path.name: path.stat().st_size for path in (files.video, files.truth)}
        (temporary / MANIFEST).write_text(json.dumps(sizes), encoding="utf-8")
        _move_into_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move_into_place(temporary: Path, target: Path) -> None:
    """Rename a finished folder to its final name unless another process was faster; replace a half-written one."""
    for attempt in range(10):
        try:
            temporary.replace(target)
        except OSError:  # not empty: POSIX renames a folder over an empty one only, Windows over none
            if is_complete(target):
                return
            if attempt == 9:
                raise
        else:
            return
        _set_aside(target)


def _set_aside(target: Path) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        target.replace(aside / "old")
    except FileNotFoundError:
        pass
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _remove_stale(target: Path) -> None:
    for folder in target.parent.glob(f".{target.name}-*"):
        try:
            if time.time() - folder.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue


def _encode(path: Path, script: Script, progress: ProgressCallback | None) -> None:
    renderer = Renderer(script)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(script.fps))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        # x264's macroblock tree makes different bytes from run to run, and so do several threads.
        exact = "threads=1:mbtree=0"
        stream.options = {"crf": CRF, "preset": "medium", "g": str(script.fps), "x264-params": exact}
        for index in range(script.n_frames):
            frame = av.VideoFrame.from_ndarray(renderer.picture(index), format="bgr24")
            container.mux(stream.encode(frame))
            if progress is not None:
                progress(index + 1, script.n_frames)
        container.mux(stream.encode())
