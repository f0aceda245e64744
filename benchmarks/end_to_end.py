"""CPU cost of `metst analyze` of one video, from file to written tables, and the share of each stage in it.

Run from the project's root: ``python -m benchmarks.end_to_end [--against FOLDER] [VIDEO ...]``; without a video two
clips are rendered (640 x 360 and 1920 x 1080, textured moving background). The machine may be busy, so CPU time is
measured, of all threads, while the run goes on as always. Frames a second are printed as seen, and as two idle cores
would give them: the CPU time shared by two, but never faster than the slowest sequential stage (decoding, tracking).
What the bundled models and both together cost follows, measured in turn.
``--against`` names a checkout of another commit: both analyse in turn, in processes of their own, and the ratio of
their CPU times is printed; times alone mean little on a busy machine.
"""

import argparse
import contextlib
import io
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import av
import cv2
import numpy as np

from benchmarks.stage_clock import Place, StageClock
from engine.cli import analyze as analyze_command
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS, AnalysisConfig
from engine.face import FaceDetector, FaceMesh, FaceTracker, JumpWatch
from engine.face.measures import FaceMeasures
from engine.flow import kernels
from engine.flow.expansion import expand, level_image
from engine.pipeline import run as pipeline_run
from engine.pipeline import stream, threads
from engine.pipeline.window_scores import WindowScores
from engine.spotters.joining import JoinedScores
from engine.video import open_source
from engine.video.video_file import VideoFile, VideoPicture
from engine.warp.kernels import cubic
from tests.engine import portrait_clip

FRAMES = 300
SIZES = ((640, 360), (1920, 1080))
CORES = 2
PAIRS = 3


def render(path: Path, width: int, height: int, frames: int = FRAMES) -> None:
    """The portrait clip, forth and back, before a moving textured background; H.264, 30 frames a second."""
    clip = portrait_clip.frames()
    rng = np.random.default_rng(0)
    noise = rng.normal(110, 60, (height // 4 + 8, width // 4 + 8)).astype(np.float32)
    background = np.clip(cv2.resize(noise, (width + 32, height + 32), interpolation=cv2.INTER_CUBIC), 0, 255)
    order = [*range(len(clip)), *range(len(clip) - 2, 0, -1)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, 30)
        for index in range(frames):
            shift = int(8 + 8 * np.sin(index / 12))
            picture = background[shift : shift + height, shift : shift + width].astype(np.uint8)
            face = cv2.resize(clip[order[index % len(order)]], (height, height), interpolation=cv2.INTER_CUBIC)
            left = (width - height) // 2
            picture[:, left : left + height] = face
            frame = av.VideoFrame.from_ndarray(np.repeat(picture[..., np.newaxis], 3, axis=2), format="bgr24")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """(CPU seconds of all threads, wall seconds) of one call."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


# What is measured: where, and as part of which stage.
STAGES: tuple[Place, ...] = (
    (analyze_command, "open_source", "opening"),
    (analyze_command, "content_of", "digest of the file"),
    (pipeline_run, "load_spotter", "loading the model"),
    (FaceTracker, "__init__", "loading the face networks"),
    (VideoFile, "read", "decode"),
    (VideoPicture, "gray", "convert"),
    (FaceMesh, "fit", "track: mesh"),
    (FaceDetector, "detect_in", "track: detector"),
    (FaceTracker, "track", "track: identity, place, cuts"),
    (JumpWatch, "add", "track: jump cuts"),
    (JumpWatch, "judge", "track: jump cuts"),
    (stream._Follower, "follow", "track: parts that are kept"),  # noqa: SLF001
    (FaceMeasures, "add", "track: eyes and head"),
    (stream, "_begun", "features"),
    (stream, "_window", "features"),
    (JoinedScores, "add", "network"),
    (WindowScores, "add", "network"),
    (pipeline_run, "_chunk", "decoder"),
    (WindowScores, "run", "decoder"),
    (analyze_command, "_write", "writing"),
)
# Every so many calls the features' kernels are recorded, to be run again part by part.
RECORDED = 5


def decode_only(path: Path) -> None:
    """Every frame decoded, nothing else."""
    with open_source(path) as source:
        for _ in source.frames():
            pass


def run(path: Path, config: AnalysisConfig) -> None:
    """What `metst analyze` does with one file."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        analyze_command.analyze_one(analyze_command.AnalysisTask(path, Path(folder), config))


def shares(path: Path, config: AnalysisConfig) -> tuple[dict[str, float], StageClock]:
    """CPU seconds of each stage of one run, and the clock."""
    clock = StageClock()
    with clock.watching(STAGES, (threads, "_produce")):
        run(path, config)
    seconds = dict(clock.seconds)
    seconds["decode"] += clock.native
    return seconds, clock


def kernel_parts(path: Path, config: AnalysisConfig) -> dict[str, float]:
    """Share of each part of the features' kernel: some calls of a run are recorded and run again, part by part."""
    calls: list[tuple[Any, ...]] = []
    plain, count = kernels.region_means, itertools.count()

    def recorded(*arguments: Any) -> int:
        if next(count) % RECORDED == 0:
            calls.append(arguments)
        return plain(*arguments)

    with mock.patch.object(kernels, "region_means", recorded):
        run(path, config)
    spent = dict.fromkeys(("warp", "expansion", "pooling", "flow"), 0.0)
    for _ in range(3):
        for gray, corner, origin, reference, expansion, flows, work, parts, dropped, need, iterations, out in calls:
            patch, scratch = (
                np.empty(reference.shape, np.float32),
                np.empty(5 * kernels.STRIDE * len(reference), np.float32),
            )
            marks = [time.thread_time()]
            cubic(gray, corner[0], corner[1], corner[2], patch, origin)
            marks.append(time.thread_time())
            for level, size in enumerate(expansion[2].tolist()):
                expand(level_image(patch, level, *size), scratch)
            marks.append(time.thread_time())
            for _ in range(2):
                kernels.fastest_means(flows[0], parts, dropped, out)
            marks.append(time.thread_time())
            plain(gray, corner, origin, reference, expansion, flows, work, parts, dropped, need, iterations, out)
            marks.append(time.thread_time())
            for part, seconds in zip(spent, np.diff(marks).tolist(), strict=True):
                spent[part] += seconds
    whole = spent["flow"]
    spent["flow"] = whole - sum(spent[part] for part in ("warp", "expansion", "pooling"))
    return {part: seconds / whole for part, seconds in spent.items()}


def report(path: Path, config: AnalysisConfig) -> None:
    """Measure one video and print."""
    run(path, config)  # compiles and loads
    with open_source(path) as source:
        frames = source.info.n_frames
    floor = min(measured(lambda: decode_only(path))[0] for _ in range(3))
    cpu, wall = min(measured(lambda: run(path, config)) for _ in range(3))
    seconds, clock = min((shares(path, config) for _ in range(2)), key=lambda found: found[1].whole)
    print(f"{path.name}, {frames} frames, model {config.weights}, {threads.available_threads()} threads for windows")
    for stage, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {stage:30s} {1e3 * spent / frames:6.2f} ms CPU a frame {spent / clock.whole:6.1%}")
        if stage == "features":
            told = ", ".join(f"{part} {share:.0%}" for part, share in kernel_parts(path, config).items())
            print(f"    its kernel: {told}")
    print(f"  named {1 - clock.other / clock.whole:.1%}; the rest is queues, waiting and freeing memory")
    print(f"  whole run {1e3 * cpu / frames:.2f} ms CPU a frame; as seen {frames / wall:.0f} frames/s")
    slowest = max(seconds["decode"], seconds["convert"] + sum(seconds[s] for s in seconds if s.startswith("track")))
    print(f"  from CPU time on {CORES} idle cores {frames / max(cpu / CORES, slowest):.0f} frames/s")
    print(f"  decode-only floor {1e3 * floor / frames:.2f} ms CPU a frame; it is {floor / cpu:.0%} of the whole run")


def compare_models(path: Path) -> None:
    """Print what each bundled model costs, and both as where nobody names one, measured in turn."""
    configs = {
        DEFAULT_WEIGHTS: AnalysisConfig(),
        TALKING_WEIGHTS: AnalysisConfig(weights=TALKING_WEIGHTS),
        "both together": AnalysisConfig(restless_weights=TALKING_WEIGHTS),
    }
    with open_source(path) as source:
        frames = source.info.n_frames
    found: dict[str, list[float]] = {name: [] for name in configs}
    for _ in range(PAIRS + 1):
        for name, config in configs.items():
            found[name].append(1e3 * measured(partial(run, path, config))[0] / frames)
    best = {name: min(spent[1:]) for name, spent in found.items()}
    told = ", ".join(f"{name} {spent:.2f} ({spent / best[DEFAULT_WEIGHTS]:.2f})" for name, spent in best.items())
    print(f"  ms CPU a frame (and share of the first): {told}")


# Run in each of two checkouts: CPU ms a frame of the analysis of each video, the best of two after one to warm up.
CHILD = """
import sys, time
from pathlib import Path
import cv2
from engine.config import AnalysisConfig
from engine.pipeline import analyze
cv2.setNumThreads(1)
for name in sys.argv[1:]:
    found = []
    for _ in range(3):
        began = time.process_time()
        *_, run = analyze(Path(name), AnalysisConfig())
        found.append(1e3 * (time.process_time() - began) / len(run.curves.score))
    print(min(found[1:]))
"""


def compare(other: Path, paths: list[Path]) -> None:
    """Print CPU ms a frame of the analysis here and in another checkout, measured in turn."""
    found: dict[str, list[list[float]]] = {"other": [], "here": []}
    for _ in range(PAIRS):
        for name, folder in (("other", other.resolve()), ("here", Path.cwd())):
            command = [sys.executable, "-c", CHILD, *(str(path.resolve()) for path in paths)]
            environment = {**os.environ, "PYTHONPATH": str(folder)}
            told = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            found[name].append([float(value) for value in told.stdout.split()])
    for path, before, after in zip(paths, np.transpose(found["other"]), np.transpose(found["here"]), strict=True):
        ratio = float(np.median(after / before))
        print(
            f"{path.name}: analysis {before.min():.2f} -> {after.min():.2f} ms CPU a frame, "
            f"median ratio of {PAIRS} pairs {ratio:.3f}"
        )


def main() -> None:
    """Measure the given videos, or two rendered ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("videos", type=Path, nargs="*", metavar="VIDEO")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="checkout of the commit to compare with")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = list(arguments.videos)
        if not paths:
            for width, height in SIZES:
                paths.append(Path(folder) / f"portrait_{width}x{height}.mp4")
                render(paths[-1], width, height)
        for path in paths if arguments.against is None else ():
            report(path, AnalysisConfig())
            compare_models(path)
        if arguments.against is not None:
            compare(arguments.against, paths)


if __name__ == "__main__":
    main()
