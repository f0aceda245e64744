"""CPU cost of `metst analyze` from file to proposals, against decoding alone, by stage.

Run from the project's root: ``python -m benchmarks.end_to_end [VIDEO ...]``; without a video two clips are rendered
(640 x 360 and 1920 x 1080, textured moving background). The machine may be busy, so the CPU time of each stage is
measured, and the frames a second of two idle cores follow from it: the sum of all stages shared by two cores, but
never faster than the slowest sequential stage (decoding, tracking). Wall time is printed as seen.
"""

import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceTracker, TrackedFace
from engine.flow import window_features
from engine.pipeline import analyze
from engine.pipeline.threads import available_threads
from engine.spotters import load_spotter
from engine.types import AnalysisRun, UInt8
from engine.video import open_source
from engine.windows import window_starts
from tests.engine import portrait_clip

FRAMES = 300
SIZES = ((640, 360), (1920, 1080))
CORES = 2


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


class Clock:
    """CPU seconds of named stages, from one lap to the next."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(("decode", "gray", "track", "features", "network"), 0.0)
        self._mark = time.process_time()

    def lap(self, stage: str) -> None:
        """What went by since the last lap was this stage."""
        now = time.process_time()
        self.seconds[stage] += now - self._mark
        self._mark = now


def stages(path: Path, config: AnalysisConfig) -> tuple[dict[str, float], int]:
    """CPU seconds of each stage by itself, one thread, and the number of frames.

    As in the pipeline only k pictures are in memory: more would make every new one cost fresh pages of memory.
    """
    spotter = load_spotter(config.weights, device="cpu")
    grays: deque[UInt8] = deque(maxlen=config.k)
    faces: deque[TrackedFace] = deque(maxlen=config.k)
    tracker, done = FaceTracker(), 0
    with open_source(path) as source:
        due = deque(window_starts(source.info.n_frames, config.k))
        iterator = source.frames()
        clock = Clock()
        while (frame := next(iterator, None)) is not None:
            clock.lap("decode")
            grays.append(frame.gray())
            clock.lap("gray")
            faces.append(tracker.track(grays[-1]))
            clock.lap("track")
            done += 1
            while due and done == due[0] + config.k:
                due.popleft()
                window = window_features(list(grays), list(faces), config=config)
                clock.lap("features")
                spotter.windows(window.features[np.newaxis])
                clock.lap("network")
    return clock.seconds, done


def decode_only(path: Path) -> None:
    """Every frame decoded, nothing else."""
    with open_source(path) as source:
        for _ in source.frames():
            pass


def run(path: Path, config: AnalysisConfig) -> AnalysisRun:
    """What `metst analyze` does but for writing the tables."""
    *_, finished = analyze(path, config)
    assert isinstance(finished, AnalysisRun)
    return finished


def report(path: Path, config: AnalysisConfig) -> None:
    """Measure one video and print."""
    run(path, config)  # compiles and loads
    floor = min(measured(lambda: decode_only(path)) for _ in range(3))
    whole = min(measured(lambda: run(path, config)) for _ in range(2))
    parts, frames = stages(path, config)
    name = f"{path.name}, {frames} frames"
    print(f"{name}, model {config.weights}, {available_threads()} threads for windows")
    for stage, seconds in parts.items():
        print(f"  {stage:9s} {1e3 * seconds / frames:6.2f} ms CPU a frame")
    cpu, wall = whole
    print(f"  whole run {1e3 * cpu / frames:6.2f} ms CPU a frame; as seen {frames / wall:.0f} frames/s")
    slowest = max(parts["decode"], parts["gray"] + parts["track"])
    rate = frames / max(cpu / CORES, slowest)
    print(f"  from CPU time on {CORES} idle cores {rate:.0f} frames/s")
    print(
        f"  decode-only floor {1e3 * floor[0] / frames:.2f} ms CPU a frame; it is {floor[0] / cpu:.0%} of the whole run"
    )
    print(f"  rate reached of the decode-only rate on one core {rate * floor[0] / frames:.0%}")


def main() -> None:
    """Measure the given videos, or two rendered ones."""
    cv2.setNumThreads(1)
    config = AnalysisConfig()
    given = [Path(name) for name in sys.argv[1:]]
    for path in given:
        report(path, config)
    if given:
        return
    with tempfile.TemporaryDirectory() as folder:
        for width, height in SIZES:
            path = Path(folder) / f"portrait_{width}x{height}.mp4"
            render(path, width, height)
            report(path, config)


if __name__ == "__main__":
    main()
