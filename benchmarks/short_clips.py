"""Are micro-expressions found in clips as data sets cut them: from onset to offset, or only to the apex?

Brow and eye movements of 1 and 2 px put into calm faces of the development bench (`benchmarks/real_clips.py`), each cut
out with a sample before it, and the same stretches with nothing put in; every cut is measured as a video of its own.

Run:  python -m benchmarks.short_clips [--weights metst-synth-v2 ...] [--people clm_talk80.mp4 ...]
"""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.real_clips import CALM, PEOPLE, VERSION, draw, opened
from benchmarks.real_faces import movement_reasons
from engine.decoding import decode
from engine.face import FaceTracker
from engine.patches import PatchMeasurement, measure
from engine.spotters import load_spotter
from engine.spotters.patches import PatchSpotter
from engine.synthesis.injection import canonical_face, injected
from engine.types import Curves, UInt8

CALM_PEOPLE = ("clm_talk80.mp4", "lp_s18.mp4", "clm_cap12.mp4", "lp_d14.mp4")
LEAST_PX = 1.0
KINDS = ("onset to offset", "onset to apex", "onset to offset, nothing in it", "onset to apex, nothing in it")


class Cut(NamedTuple):
    """One clip: which of `KINDS`, and what was measured."""

    kind: str
    measured: PatchMeasurement


def cuts(name: str) -> Iterator[Cut]:
    """All cuts of a person."""
    grays, rate, faces, spans = opened(name)
    rng = np.random.default_rng([VERSION, 515, PEOPLE.index(name), 1, 0])
    movements, events = draw(grays, faces, spans, rate, rng, "")
    subject = canonical_face(name, next(tracked.face for tracked in faces if tracked.face is not None))
    shown = injected(grays, [tracked.face for tracked in faces], subject, movements)
    for event in events:
        if event.span == CALM and event.upper and event.level >= LEAST_PX:
            first = max(0, event.onset - 1)
            ends = (min(len(grays), event.offset + 3), event.apex + 2)
            for kind, pictures, end in zip(KINDS, (shown, shown, grays, grays), ends * 2, strict=True):
                yield Cut(kind, measured(pictures[first:end], rate))


def measured(pictures: list[UInt8], rate: float) -> PatchMeasurement:
    """Patches of a clip that begins and ends there."""
    tracker = FaceTracker()
    return measure(pictures, rate, faces=[tracker.track(picture) for picture in pictures])


def proposals(cut: Cut, model: PatchSpotter) -> int:
    """How many proposals a clip gets."""
    m, reasons = cut.measured, movement_reasons(cut.measured)
    found = model.scores(m, reasons, model.whitening(m))
    curves = Curves(np.arange(len(m)), found.score, found.probabilities, m.mask, m.rate)
    return len(decode(curves, config=model.card.decoder, n_frames=len(m)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", nargs="+", default=["metst-synth-v2"])
    parser.add_argument("--people", nargs="+", default=CALM_PEOPLE, choices=PEOPLE)
    arguments = parser.parse_args()
    made = [cut for name in arguments.people for cut in cuts(name)]
    for weights in arguments.weights:
        model = load_spotter(weights, device="cpu")
        if not isinstance(model, PatchSpotter):
            parser.error(f"“{weights}” sees windows: choose a model on patches.")
        for kind in KINDS:
            own = [cut for cut in made if cut.kind == kind]
            lengths = [len(cut.measured) for cut in own]
            hits = sum(proposals(cut, model) > 0 for cut in own)
            print(
                f"{weights}  {kind:32s} {hits} of {len(own)} get a proposal ({min(lengths)} to {max(lengths)} samples)"
            )


if __name__ == "__main__":
    main()
