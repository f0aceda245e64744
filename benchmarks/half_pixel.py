"""How far scores move when the region that the face mesh looks at is moved by half a pixel, which should not matter.

Run from the project's root: ``python -m benchmarks.half_pixel [VIDEO ...]``; without a video five short real clips,
where ``../shared/footage`` exists. Percentiles are over all samples and three shifts.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.same_numbers import CLIPS, FOOTAGE
from engine.config import AnalysisConfig
from engine.face import Face, FaceMesh, MeshRegion
from engine.pipeline import analyze
from engine.types import AnalysisRun, Float32, Float64, UInt8

SHIFTS = ((0.5, 0.0), (0.0, 0.5), (-0.5, -0.5))


@contextmanager
def shifted(dx: float, dy: float) -> Iterator[None]:
    """The mesh looks this far beside where it should, in px."""
    fit = FaceMesh.fit

    def beside(mesh: FaceMesh, gray: UInt8, region: MeshRegion) -> Face | None:
        return fit(mesh, gray, replace(region, x=region.x + dx, y=region.y + dy))

    with mock.patch.object(FaceMesh, "fit", beside):
        yield


def scores(path: Path) -> Float32:
    """Spotting score of a video by the default model."""
    *_, run = analyze(path, AnalysisConfig())
    assert isinstance(run, AnalysisRun)
    return run.curves.score


def changes(path: Path) -> Float64:
    """Absolute changes of all scored samples under all shifts."""
    plain, found = scores(path), []
    for shift in SHIFTS:
        with shifted(*shift):
            found.append(np.abs(scores(path).astype(np.float64) - plain))
    every = np.concatenate(found)
    return every[np.isfinite(every)]


def main() -> None:
    """Print the percentiles."""
    given = [Path(name) for name in sys.argv[1:]] or [FOOTAGE / name for name in CLIPS[:5]]
    found = {path: changes(path) for path in given if path.exists()}
    for path, values in found.items():
        print(f"{path.name:24s} 95 % below {np.percentile(values, 95):.3f}, largest {values.max():.3f}")
    if found:
        print(f"{'all':24s} 95 % below {np.percentile(np.concatenate(list(found.values())), 95):.3f}")


if __name__ == "__main__":
    main()
