"""How far scores move when the region that the face mesh looks at is moved by half a pixel, which should not matter.

Run from the project's root: ``python -m benchmarks.half_pixel [VIDEO ...]``; without a video five short real clips,
where ``../shared/footage`` exists. Percentiles are over all samples and three shifts. Beside them: what the run itself
tells of each sample (`Curves.spread`), its 95th percentile, the share of changes that stay within it and within twice
it, and the rank correlation of the two.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
from scipy.stats import spearmanr

from benchmarks.same_numbers import CLIPS, FOOTAGE
from engine.config import AnalysisConfig
from engine.face import Face, FaceMesh, MeshRegion
from engine.pipeline import analyze
from engine.types import AnalysisRun, Curves, Float64, UInt8

SHIFTS = ((0.5, 0.0), (0.0, 0.5), (-0.5, -0.5))


@contextmanager
def shifted(dx: float, dy: float) -> Iterator[None]:
    """The mesh looks this far beside where it should, in px."""
    fit = FaceMesh.fit

    def beside(mesh: FaceMesh, gray: UInt8, region: MeshRegion) -> Face | None:
        return fit(mesh, gray, replace(region, x=region.x + dx, y=region.y + dy))

    with mock.patch.object(FaceMesh, "fit", beside):
        yield


def curves(path: Path) -> Curves:
    """Curves of a video by the default model."""
    *_, run = analyze(path, AnalysisConfig())
    assert isinstance(run, AnalysisRun)
    return run.curves


def changes(path: Path) -> tuple[Float64, Float64]:
    """Absolute changes of all scored samples under all shifts, and the spread the run tells for each (NaN: none)."""
    plain, found = curves(path), []
    for shift in SHIFTS:
        with shifted(*shift):
            found.append(np.abs(curves(path).score.astype(np.float64) - plain.score))
    told = np.full(len(plain.score), np.nan) if plain.spread is None else plain.spread.astype(np.float64)
    every, spread = np.concatenate(found), np.tile(told, len(SHIFTS))
    known = np.isfinite(every)
    return every[known], spread[known]


def described(change: Float64, spread: Float64) -> str:
    """One line on changes [n] and spreads [n]."""
    known = np.isfinite(spread)
    line = f"95 % below {np.percentile(change, 95):.3f}, largest {change.max():.3f}"
    if not known.any():
        return line
    moved, told = change[known], spread[known]
    return (
        f"{line}; spread 95 % below {np.percentile(told, 95):.3f}, changes within it {np.mean(moved <= told):.0%}, "
        f"within twice {np.mean(moved <= 2 * told):.0%}, rank correlation {spearmanr(moved, told).statistic:.2f}"
    )


def main() -> None:
    """Print the percentiles."""
    given = [Path(name) for name in sys.argv[1:]] or [FOOTAGE / name for name in CLIPS[:5]]
    found = {path: changes(path) for path in given if path.exists()}
    for path, both in found.items():
        print(f"{path.name:24s} {described(*both)}")
    if found:
        print(f"{'all':24s} {described(*(np.concatenate(each) for each in zip(*found.values(), strict=True)))}")


if __name__ == "__main__":
    main()
