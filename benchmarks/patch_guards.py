"""Does a model on patches keep quiet where nothing moves, and does it see a mirrored face alike?

One frame of a recording, shown for 5 s: still, with a camera's noise, coded, swaying and shaking as a whole; and the
recording itself at CRF 35. For each: proposals, the highest score (.5 is the threshold), and by how much the highest
score of the mirrored measurement differs. Of both models together, where nobody names one, the mirrored pictures are
analysed.

Run:  python -m benchmarks.patch_guards [--weights metst-synth-v1+metst-synth-v2] [--clips pf_single.mp4 ...]
"""

import argparse
from collections.abc import Callable

import cv2
import numpy as np

from benchmarks.real_clips import pictures_of
from benchmarks.real_faces import BOTH, movement_reasons
from benchmarks.short_clips import run_of
from engine.decoding import decode
from engine.face import FaceTracker
from engine.patches import PatchMeasurement, measure, mirrored
from engine.spotters import load_spotter
from engine.spotters.patches import PatchSpotter
from engine.synthesis.codec import through_h264
from engine.types import Curves, UInt8

FRAME, SAMPLES = 10, 150
CLIPS = ("grid_bbaf2n.mpg", "pf_single.mp4")


def noisy(picture: UInt8, size: float) -> list[UInt8]:
    """The picture again and again with noise of this spread (grey levels)."""
    rng = np.random.default_rng(1)
    return [np.asarray(np.clip(picture + rng.normal(0, size, picture.shape), 0, 255), np.uint8) for _ in range(SAMPLES)]


def moved(picture: UInt8, px: float, samples: float) -> list[UInt8]:
    """The whole picture going round by `px` once in so many samples."""
    found = []
    for sample in range(SAMPLES):
        turn = 2 * np.pi * sample / samples
        shift = np.array([[1, 0, px * np.sin(turn)], [0, 1, px * np.cos(turn / 1.3)]], np.float32)
        size = (picture.shape[1], picture.shape[0])
        shown = cv2.warpAffine(picture, shift, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        found.append(np.asarray(shown, np.uint8))
    return found


CASES: dict[str, Callable[[list[UInt8]], list[UInt8]]] = {
    "still": lambda grays: [grays[FRAME]] * SAMPLES,
    "noise of 2": lambda grays: noisy(grays[FRAME], 2),
    "noise of 5": lambda grays: noisy(grays[FRAME], 5),
    "noise of 2, CRF 28": lambda grays: through_h264(noisy(grays[FRAME], 2), crf=28),
    "swaying by 3 px in 2 s": lambda grays: moved(grays[FRAME], 3, 60),
    "shaking by 1 px in .4 s": lambda grays: moved(grays[FRAME], 1, 12),
    "the recording, CRF 35": lambda grays: through_h264(grays, crf=35),
}


def measured(pictures: list[UInt8], rate: float) -> PatchMeasurement:
    """Patches of a clip that begins and ends there."""
    tracker = FaceTracker()
    return measure(pictures, rate, faces=[tracker.track(picture) for picture in pictures])


def curves_of(m: PatchMeasurement, model: PatchSpotter) -> Curves:
    """Curves of all of a measurement."""
    found = model.scores(m, movement_reasons(m), model.whitening(m))
    return Curves(np.arange(len(m)), found.score, found.probabilities, m.mask, m.rate)


def guard(pictures: list[UInt8], rate: float, model: PatchSpotter) -> tuple[int, float, float]:
    """Proposals, the highest score, and that of the mirrored measurement."""
    m = measured(pictures, rate)
    curves, other = curves_of(m, model), curves_of(mirrored(m), model)
    found = decode(curves, config=model.card.decoder, n_frames=len(m))
    return len(found), float(np.nanmax(curves.score)), float(np.nanmax(other.score))


def guard_of_both(pictures: list[UInt8], rate: float) -> tuple[int, float, float]:
    """As `guard`, by the product, where nobody names a model."""
    turned = [np.ascontiguousarray(picture[:, ::-1]) for picture in pictures]
    run, other = run_of(pictures, rate, BOTH), run_of(turned, rate, BOTH)
    assert run is not None
    assert other is not None
    return len(run.proposals), float(np.nanmax(run.curves.score)), float(np.nanmax(other.curves.score))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default="metst-synth-v2")
    parser.add_argument("--clips", nargs="+", default=CLIPS)
    arguments = parser.parse_args()
    model = None if arguments.weights == BOTH else load_spotter(arguments.weights, device="cpu")
    if model is not None and not isinstance(model, PatchSpotter):
        parser.error(f"“{arguments.weights}” sees windows: choose a model on patches.")
    for clip in arguments.clips:
        grays, rate = pictures_of(clip)
        for name, change in CASES.items():
            pictures = change(grays)
            n, one, other = guard_of_both(pictures, rate) if model is None else guard(pictures, rate, model)
            print(
                f"{clip:20s} {name:26s} {n} proposals, highest score {one:.3f}, mirrored {other - one:+.0e}",
                flush=True,
            )


if __name__ == "__main__":
    main()
