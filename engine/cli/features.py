"""`metst features`: the ROI flow features of every window."""

import argparse
import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.cli import options
from engine.cli.batch import TaskBatch, batch_options
from engine.cli.finished import former_record, is_done, output_digests, task_key
from engine.cli.progress import own_lock
from engine.cli.tables import write_json
from engine.cli.terminal import line_text, name_text, say
from engine.config import AnalysisConfig
from engine.content import content_digest, source_name
from engine.errors import AnalysisError
from engine.executors import Done, Named
from engine.face import LICENCE_NOTICE
from engine.files import keep_apart, replace_file
from engine.pipeline import Window, resolve_features, sample_frames, stream_windows
from engine.pipeline.threads import available_threads
from engine.video import open_source

HELP = "Write the ROI optical-flow features of every window to an npz file; of several videos, to a folder."
EXAMPLE = "metst features interview.mp4 --out features.npz"
# Of several videos; the record beside them says what they were made of.
OUTPUT, RECORD = "features.npz", "features.json"


@dataclass(frozen=True, slots=True)
class FeatureTask:
    """A video whose features are written.

    Attributes:
        source: video or folder of images.
        out: npz file.
        config: features, landmarks and rate.
        channels: 10 or 36.
        fps: frame rate, or None: the source's own.
        record: whether a record beside the file says what it was made of, and a file that is there already is kept.
        resume: whether it is.
        shows: whether a progress bar is drawn.
    """

    source: Path
    out: Path
    config: AnalysisConfig
    channels: int
    fps: float | None
    record: bool
    resume: bool
    shows: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=Path, help="video file or folder of images")
    parser.add_argument(
        "--out", type=Path, required=True, help="npz file to write; of several sources, a folder for NAME.features.npz"
    )
    parser.add_argument(
        "--fps", type=float, default=None, help="frame rate of an image folder, or of a video file in place of its own"
    )
    parser.add_argument("--channels", type=int, choices=(10, 36), default=10, help="36: the regions of BoostingVRME")
    options.add_batch_options(parser)
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write the features of each source; one that cannot be read does not stop the others."""
    config = resolve_features(options.feature_config(arguments), "robust")
    several = len(arguments.sources) > 1 or arguments.out.suffix.lower() != ".npz"
    options.refuse_clashing_names(arguments.sources)
    keep_apart(arguments.out, *arguments.sources)
    folder: Path = arguments.out if several else arguments.out.parent
    batch = TaskBatch(
        batch_options(arguments, threads=available_threads()), folder, unit="video", undone="was not measured"
    )
    folder.mkdir(parents=True, exist_ok=True)
    shared = FeatureTask(
        source=Path(),
        out=batch.reached(arguments.out),
        config=config,
        channels=arguments.channels,
        fps=arguments.fps,
        record=several,
        resume=arguments.resume,
        shows=batch.shows_one or len(arguments.sources) == 1,
    )
    tasks = [Named(name_text(one), replace(shared, source=batch.reached(one))) for one in arguments.sources]
    failures = []
    for name, outcome in batch.outcomes(write_features, batch.own(tasks)):
        if isinstance(outcome, str):
            failures.append(outcome)
        else:
            told = f"{name}: " if several else ""
            say(
                f"{told}{'done before, ' if outcome.before else ''}{outcome.result} windows of {config.k} samples -> "
                f"{arguments.out}"
            )
    if config.landmarks == "dlib":
        say(f"note: {LICENCE_NOTICE}")
    if failures:
        raise AnalysisError(" ".join(failures))


def write_features(task: FeatureTask) -> Done[int]:
    """Write `features` float64 [windows, channels, k], `mask` uint8 [windows, k] and `frames` int64 [windows, k].

    Returns:
        number of windows.

    Raises:
        EngineError: the source cannot be read, or is too short.
    """
    import cv2

    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    stem = source_name(task.source.resolve())
    key = ""
    if task.record:
        settings = {"config": task.config.to_dict(), "channels": task.channels, "fps": task.fps, "kind": "features"}
        key, before = task_key(content_digest(task.source), settings), former_record(task.out, stem, RECORD)
        if task.resume and is_done(before, key, task.out, stem, (OUTPUT,)):
            return Done(int(before["windows"]), before=True)
    content, n = _content(task)
    replace_file(task.out / f"{stem}.{OUTPUT}" if task.record else task.out, content)
    if task.record:
        # The record comes last: where it is, the file is whole.
        record = {"source": name_text(task.source), "windows": n, "task": key}
        write_json(
            task.out / f"{stem}.{RECORD}", record | {"outputs_sha256": output_digests(task.out, stem, (OUTPUT,))}
        )
    return Done(n)


def _content(task: FeatureTask) -> tuple[bytes, int]:
    """The bytes of the npz file, and the number of windows."""
    from tqdm import tqdm

    own_lock()
    config = task.config
    with open_source(task.source, fps=task.fps) as source:
        frames, _ = sample_frames(source.info, config.rate)
        windows: list[Window] = []
        quiet = None if task.shows else True
        with tqdm(total=len(frames), disable=quiet, unit="frame", desc=line_text(name_text(task.source))) as bar:
            for step in stream_windows(source, frames, config, channels=task.channels):
                if isinstance(step, Window):
                    windows.append(step)
                else:
                    bar.update(step.done - bar.n)
    if not windows:
        raise AnalysisError(f"“{task.source.name}” is shorter than one window of {config.k} samples.")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        features=np.stack([window.features.features for window in windows]),
        mask=np.stack([window.features.mask for window in windows]),
        frames=np.stack([frames[window.start : window.start + config.k] for window in windows]),
    )
    return buffer.getvalue(), len(windows)
