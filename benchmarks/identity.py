"""How alike one person's frames look, and different people's: what `engine.face.identity.SAME_PERSON` rests on.

Run from the project's root: ``python -m benchmarks.identity``. Needs the reference footage in ``../shared``.
"""

from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from engine.face import FaceTracker
from engine.face.identity import RENEWAL, SAME_PERSON, looks_of
from engine.types import Float32
from engine.video import open_source
from tests.engine import scenes

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"


def looks(grays: list[np.ndarray]) -> Float32:
    """float32 [n, 576]: the looks of every frame with a face."""
    tracker = FaceTracker()
    seen = [(gray, tracker.track(gray).face) for gray in grays]
    return np.stack([looks_of(gray, face) for gray, face in seen if face is not None])


def least_with_mean(rows: Float32) -> float:
    """Least correlation of a frame with the running mean of those before it."""
    mean, least = rows[0], 1.0
    for row in rows[1:]:
        least = min(least, float(mean @ row))
        mean = (1 - RENEWAL) * mean + RENEWAL * row
        mean /= np.linalg.norm(mean)
    return least


def main() -> None:
    """Print the least similarity within each clip and the greatest between each two."""
    cv2.setNumThreads(1)
    clips = {"portrait": list(scenes.person(90)), "portrait, changed": list(scenes.other_person(90))}
    for path in sorted(FOOTAGE.glob("*_*.m*")):
        if path.stem in {"WolfgangLanger_Pexels", "face_noface"}:
            with open_source(path) as source:
                clips[path.stem] = [frame.gray() for frame in source.frames()]
    found = {name: looks(grays) for name, grays in clips.items()}
    for name, rows in found.items():
        print(f"same person  {name:24s} {len(rows):4d} frames, least {least_with_mean(rows):.2f}")
    for (a, one), (b, two) in combinations(found.items(), 2):
        print(f"two people   {a} / {b}: greatest {float((one @ two.T).max()):.2f}")
    print(f"threshold {SAME_PERSON}")


if __name__ == "__main__":
    main()
