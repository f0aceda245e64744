"""Which jump cuts are found, by the size of the jump, and how many are seen where there is none.

Footage is taken out of clips of one face: 2 to 60 frames, at places spread over the clip; once as decoded, once encoded
again (H.264, CRF 23), as an editor would. The size of a jump is the mean way of the 468 mesh points from the last frame
before the cut to the first after it, in px of the features' 320 px crop; in a restless clip the head also moves between
neighbouring frames, so the median of that is printed. The clips as they are must have no cuts.

Run from the project's root: ``python -m benchmarks.jump_cuts [VIDEO or FOLDER ...]``; without one the footage in
``../shared``. The clips that `benchmarks.spotting_bench` leaves in its cache are fit for it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from engine.face import FaceTracker, JumpWatch, TrackedFace
from engine.face.measures import FACE_PX
from engine.synthesis.codec import through_h264
from engine.types import UInt8
from engine.video import open_source

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
REMOVED = (2, 4, 8, 16, 30, 60)
PLACES = 6
AROUND = 8
BINS = (0.5, 1, 1.5, 2, 3, 4, 6, 10, 20, 1e3)


@dataclass(frozen=True)
class Jump:
    """One simulated cut."""

    size: float
    found: bool
    found_encoded: bool


def cuts_of(grays: list[UInt8], keys: list[bool] | None = None) -> tuple[list[int], list[TrackedFace]]:
    """Frames that follow a cut, by the tracker or the watch, and the faces."""
    tracker, watch = FaceTracker(), JumpWatch()
    tracked = []
    for index, gray in enumerate(grays):
        tracked.append(tracker.track(gray))
        watch.add(gray, tracked[-1], key=keys is not None and keys[index])
    jumps = [watch.judge() for _ in grays]
    return [index for index, one in enumerate(tracked) if one.cut or jumps[index]], tracked


def way(one: TrackedFace, other: TrackedFace) -> float:
    """Mean way of the mesh points, px of the crop; NaN where a face is missing."""
    if one.face is None or other.face is None:
        return float("nan")
    return float(np.linalg.norm(other.face.points - one.face.points, axis=1).mean() * FACE_PX / one.face.width)


def jumps_of(grays: list[UInt8], tracked: list[TrackedFace], rng: np.random.Generator) -> Iterator[Jump]:
    """Simulated cuts of one clip."""
    for removed in REMOVED:
        last = len(grays) - removed - AROUND
        if last <= AROUND:
            continue
        for at in np.linspace(AROUND, last, PLACES).astype(int) + rng.integers(-2, 3, PLACES):
            cut = int(np.clip(at, AROUND, last))
            size = way(tracked[cut - 1], tracked[cut + removed])
            if not np.isfinite(size):
                continue
            edited = [*grays[cut - AROUND : cut], *grays[cut + removed : cut + removed + AROUND]]
            again = through_h264([gray[: len(gray) // 2 * 2, : gray.shape[1] // 2 * 2] for gray in edited], crf=23)
            found, found_encoded = (AROUND in cuts_of(pictures)[0] for pictures in (edited, again))
            yield Jump(size, found, found_encoded)


def clip(path: Path) -> tuple[list[UInt8], list[bool]]:
    """Grey pictures and key frames of a video."""
    with open_source(path) as source:
        frames = [(frame.gray().copy(), frame.key) for frame in source.frames()]
    return [gray for gray, _ in frames], [key for _, key in frames]


def main() -> None:
    """Measure the given clips, or the footage."""
    cv2.setNumThreads(1)
    given = [Path(name) for name in sys.argv[1:]] or [FOOTAGE]
    files = [file for path in given for file in (sorted(path.glob("*.m*[4v]")) if path.is_dir() else [path])]
    jumps: list[Jump] = []
    frames = 0
    for number, path in enumerate(files):
        grays, keys = clip(path)
        cuts, tracked = cuts_of(grays, keys)
        frames += len(grays)
        moves = [way(one, other) for one, other in pairwise(tracked)]
        moved = float(np.nanmedian(moves)) if np.isfinite(moves).any() else float("nan")
        mine = list(jumps_of(grays, tracked, np.random.default_rng(number)))
        jumps += mine
        print(f"{path.name:28s} {len(grays):4d} frames, {moved:4.1f} px a frame; cuts seen in it {cuts}", flush=True)
    print(f"{len(files)} clips, {frames} frames, {len(jumps)} simulated cuts")
    for low, high in pairwise(BINS):
        some = [jump for jump in jumps if low <= jump.size < high]
        if some:
            plain, encoded = (np.mean([getattr(one, name) for one in some]) for name in ("found", "found_encoded"))
            print(
                f"  jump of {low:4g} to {high:4g} px: found {plain:4.0%}, encoded again {encoded:4.0%}, of {len(some)}"
            )


if __name__ == "__main__":
    main()
