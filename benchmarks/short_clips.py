"""Are micro-expressions found in clips as data sets cut them: from onset to offset, or only to the apex?

Brow and eye movements of 1 and 2 px put into calm faces of the development bench (`benchmarks/real_clips.py`), each cut
out with a sample before it, and the same stretches with nothing put in; every cut is measured as a video of its own.

Run:  python -m benchmarks.short_clips [--weights metst-synth-v1 ...] [--passes 4] [--people clm_talk80.mp4 ...]
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import cv2
import numpy as np

from benchmarks.real_clips import CALM, PEOPLE, VERSION, draw, opened
from benchmarks.real_faces import BOTH
from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.pipeline import analyze
from engine.synthesis.injection import canonical_face, injected
from engine.types import AnalysisRun, UInt8

CALM_PEOPLE = ("clm_talk80.mp4", "lp_s18.mp4", "clm_cap12.mp4", "lp_d14.mp4")
LEAST_PX = 1.0
KINDS = ("onset to offset", "onset to apex", "onset to offset, nothing in it", "onset to apex, nothing in it")


class Cut(NamedTuple):
    """One clip: which of `KINDS`, its pictures, and how many of them make a second."""

    kind: str
    pictures: Sequence[UInt8]
    rate: float


def cuts(name: str, passes: int) -> Iterator[Cut]:
    """All cuts of a person."""
    grays, rate, faces, spans = opened(name)
    subject = canonical_face(name, next(tracked.face for tracked in faces if tracked.face is not None))
    for number in range(1, passes + 1):
        only = CALM if number > 1 else ""
        rng = np.random.default_rng([VERSION, 515, PEOPLE.index(name), number, len(only)])
        movements, events = draw(grays, faces, spans, rate, rng, only)
        shown = injected(grays, [tracked.face for tracked in faces], subject, movements)
        for event in events:
            if event.span == CALM and event.upper and event.level >= LEAST_PX:
                first = max(0, event.onset - 1)
                ends = (min(len(grays), event.offset + 3), event.apex + 2)
                for kind, pictures, end in zip(KINDS, (shown, shown, grays, grays), ends * 2, strict=True):
                    yield Cut(kind, pictures[first:end], rate)


def run_of(pictures: Sequence[UInt8], rate: float, weights: str) -> AnalysisRun | None:
    """Pictures as a video of their own; None where they are refused; ``A+B``: where both models may score."""
    with TemporaryDirectory() as folder:
        for number, picture in enumerate(pictures):
            cv2.imwrite(str(Path(folder) / f"{number:03d}.png"), picture)
        first, _, other = weights.partition("+")
        config = AnalysisConfig(weights=first, restless_weights=other, device="cpu", image_rate=rate)
        try:
            *_, run = analyze(Path(folder), config)
        except AnalysisError:
            return None
    assert isinstance(run, AnalysisRun)
    return run


def proposals(cut: Cut, weights: str) -> int:
    """How many proposals a clip gets as a video of its own; one that is refused gets none."""
    run = run_of(cut.pictures, cut.rate, weights)
    return 0 if run is None else len(run.proposals)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", nargs="+", default=["metst-synth-v1", "metst-synth-v2", BOTH])
    parser.add_argument("--people", nargs="+", default=CALM_PEOPLE, choices=PEOPLE)
    parser.add_argument("--passes", type=int, default=4)
    arguments = parser.parse_args()
    made = [cut for name in arguments.people for cut in cuts(name, arguments.passes)]
    for weights in arguments.weights:
        for kind in KINDS:
            own = [cut for cut in made if cut.kind == kind]
            lengths = [len(cut.pictures) for cut in own]
            hits = sum(proposals(cut, weights) > 0 for cut in own)
            told = f"{hits} of {len(own)} get a proposal ({min(lengths)} to {max(lengths)} samples)"
            print(f"{weights:30s} {kind:32s} {told}", flush=True)


if __name__ == "__main__":
    main()
