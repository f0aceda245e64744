"""Which parts of the face are judged under bad conditions: dark, masked, half covered, small, coarsely coded, turned.

Usage: ``python -m benchmarks.region_conditions CLIP... [--seconds 4]``: for every clip as it is and changed, the share
of samples in which brows, nose and mouth can be measured and are judged, the commonest reason why not, and the share in
which anything is judged. Nothing is written.
"""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.turned_head import turned
from engine.face import FaceTracker, TrackedFace
from engine.patches import Collector, PatchMeter
from engine.patches.regions import region_motion, unseen_reasons, usable, with_motion
from engine.pipeline.sampling import sample_frames
from engine.synthesis.codec import through_h264
from engine.types import PARTS, REGION_REASONS, REGIONS, UInt8
from engine.video import open_source

Change = Callable[[list[UInt8], list[TrackedFace]], list[UInt8]]
# Mesh points around the mouth and chin (a mask's edge), picture's left first.
MASK = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 6)


def dark(factor: float) -> Change:
    """Exposed for `factor` of the light, with the noise that a camera adds."""

    def change(grays: list[UInt8], _faces: list[TrackedFace]) -> list[UInt8]:
        rng = np.random.default_rng(1)
        return [np.asarray(np.clip(gray * factor + rng.normal(0, 1.0, gray.shape), 0, 255), np.uint8) for gray in grays]

    return change


def masked(grays: list[UInt8], faces: list[TrackedFace]) -> list[UInt8]:
    """A cloth mask over nose and mouth, lightly shaded, that follows the head."""
    changed = []
    for gray, tracked in zip(grays, faces, strict=True):
        picture = gray.copy()
        if tracked.face is not None:
            points = tracked.face.points[list(MASK)].astype(np.int32)
            cloth = np.zeros_like(gray)
            cv2.fillPoly(cloth, [points], 1)
            across = np.linspace(0, 6, gray.shape[1], dtype=np.float32)
            shade = np.broadcast_to(150 + 8 * np.sin(across), gray.shape).astype(np.uint8)
            picture = np.where(cloth > 0, shade, gray)
        changed.append(picture)
    return changed


def covered(grays: list[UInt8], faces: list[TrackedFace]) -> list[UInt8]:
    """Something like a hand before nose and mouth in the second half."""
    changed = []
    for number, (gray, tracked) in enumerate(zip(grays, faces, strict=True)):
        picture = gray.copy()
        if number >= len(grays) // 2 and tracked.face is not None:
            points = tracked.face.points
            half = float(np.linalg.norm(points[291] - points[61]))
            x, y = points[0] + np.array([0.05, 0.1]) * half
            for finger in range(5):
                at = (int(x + (finger - 2) * 0.55 * half), int(y))
                size = (max(2, int(0.26 * half)), max(3, int(1.2 * half)))
                cv2.ellipse(picture, at, size, 12, 0, 360, 120 + 14 * finger, -1)
                cv2.ellipse(picture, at, size, 12, 0, 360, 70, 1)
        changed.append(picture)
    return changed


def coarse(grays: list[UInt8], _faces: list[TrackedFace]) -> list[UInt8]:
    """240 rows, H.264 at CRF 35."""
    height, width = grays[0].shape
    size = (max(2, round(width * 240 / height / 2) * 2), 240)
    small = [np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8) for gray in grays]
    return through_h264(small, crf=35)


def aside(degrees: float) -> Change:
    """The head turned that far aside."""
    return lambda grays, faces: turned(grays, faces, degrees=degrees)


def as_is(grays: list[UInt8], _faces: list[TrackedFace]) -> list[UInt8]:
    """Unchanged."""
    return grays


CONDITIONS: dict[str, Change] = {
    "as is": as_is,
    "light 0.15": dark(0.15),
    "light 0.25": dark(0.25),
    "mask": masked,
    "hand, second half": covered,
    "240 rows, CRF 35": coarse,
    "turned 45": aside(45),
    "turned 60": aside(60),
}


def shares(grays: Iterable[UInt8], rate: float, *, half: bool = False) -> dict[str, tuple[float, float, str]]:
    """For each part, and any: share measured, share judged, commonest reason; with `half` of the second half only."""
    meter, collector, tracker = PatchMeter(), Collector(rate), FaceTracker()
    for gray in grays:
        for batch in meter.add(gray, tracker.track(gray)):
            collector.add(batch.measure())
    for batch in meter.finish():
        collector.add(batch.measure())
    measurement = collector.result(meter)
    unseen = unseen_reasons(measurement, collector.signs(meter))
    reasons = with_motion(unseen, region_motion(measurement, usable(unseen)))
    if half:
        reasons = reasons[len(reasons) // 2 + 8 :]
    found = {}
    for part, numbers in {**PARTS, "any": tuple(range(len(REGIONS)))}.items():
        bits = reasons[:, list(numbers)]
        counts = {text: int(((bits & reason) != 0).sum()) for reason, text in REGION_REASONS.items()}
        most = max(counts, key=lambda text: counts[text])
        why = most if counts[most] else ""
        found[part] = (float(usable(bits).any(axis=1).mean()), float((bits == 0).any(axis=1).mean()), why)
    return found


def main() -> None:
    """Print a row a clip and condition."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    for path in arguments.clips:
        with open_source(path) as source:
            frames, rate = sample_frames(source.info, 30.0)
            wanted = set(frames[: round(arguments.seconds * rate)].tolist())
            last = max(wanted)
            grays = [frame.gray() for frame in source.frames(0, last + 1) if frame.index in wanted]
        tracker = FaceTracker()
        faces = [tracker.track(gray) for gray in grays]
        for name, change in CONDITIONS.items():
            found = shares(change(grays, faces), rate, half="half" in name)
            told = "  ".join(
                f"{part} {can:4.0%} {judged:4.0%} {why:<20.20}" for part, (can, judged, why) in found.items()
            )
            print(f"{path.stem:<22.22} {name:<18} {told}", flush=True)


if __name__ == "__main__":
    main()
