"""Whether the same file gives the same numbers on every processor: one analysis with parts of this one switched off.

Run from the project's root: ``python -m benchmarks.same_numbers [--weights metst-synth-v2] [VIDEO ...]``; without a
video the demo clip, and six short real clips where ``../shared/footage`` exists. Every setting is a process of its own
(the switches are read when libraries load): instruction sets of OpenCV, NumPy, Numba's compiler and OpenBLAS, what runs
the face networks, and the number of threads. The table gives the largest difference of a landmark (px), of the spotting
score and of a proposal's bounds (frames) from the first setting. ADR 0022: the same proposals, and scores within 1e-3.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.config import DEFAULT_WEIGHTS, AnalysisConfig

FOOTAGE = Path(__file__).resolve().parents[1].parent / "shared" / "footage"
CLIPS = ("dev/pf_single.mp4", "dev/grid_bbaf2n.mpg", "dev/vr_1.mp4", "dev/lp_s18.mp4", "face_noface.mov",
         "WolfgangLanger_Pexels.mp4")  # fmt: skip
MOST_SCORE = 1e-3
# What a processor without AVX-512, and one without AVX2 and fused products, cannot do.
NO_AVX512 = {
    "OPENCV_CPU_DISABLE": "AVX512-SKX",
    "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512_SKX AVX512_ICL AVX512_SPR X86_V4",
    "NUMBA_CPU_NAME": "haswell",
    "OPENBLAS_CORETYPE": "Haswell",
}
NO_AVX2 = {
    "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,AVX,FP16",
    "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512_SKX AVX512_ICL AVX512_SPR X86_V4 AVX2 FMA3 X86_V3",
    "NUMBA_CPU_NAME": "nehalem",
    "OPENBLAS_CORETYPE": "Nehalem",
}


@dataclass(frozen=True)
class Setting:
    """One way to run: what is switched off, what runs the face networks, and on how many threads."""

    name: str
    backend: str = "litert"
    threads: int = 1
    environment: dict[str, str] = field(default_factory=dict)


SETTINGS = (
    Setting("all, LiteRT, 1 thread"),
    Setting("all, LiteRT, 4 threads", threads=4),
    Setting("all, OpenCV, 1 thread", "opencv"),
    Setting("all, OpenCV, 4 threads", "opencv", 4),
    Setting("no AVX-512, LiteRT", environment=NO_AVX512),
    Setting("no AVX-512, OpenCV", "opencv", 4, NO_AVX512),
    Setting("no AVX2, LiteRT", environment=NO_AVX2, threads=4),
    Setting("no AVX2, OpenCV", "opencv", 1, NO_AVX2),
)
# The two ends, for a test.
FEW_SETTINGS = (SETTINGS[0], SETTINGS[-1])


@dataclass(frozen=True)
class Difference:
    """The largest differences between two runs of one video.

    Attributes:
        landmark: px.
        score: of the spotting score; infinite where one has a score and the other none.
        bounds: frames; -1 where the numbers of proposals differ.
    """

    landmark: float
    score: float
    bounds: int

    @property
    def is_same(self) -> bool:
        """Whether the two count as the same numbers (ADR 0022)."""
        return self.score <= MOST_SCORE and self.bounds == 0


def measure(
    paths: list[Path], out: Path, setting: Setting, weights: str = DEFAULT_WEIGHTS
) -> dict[str, dict[str, Any]]:
    """The numbers of every video under a setting, from a process of its own."""
    environment = {**os.environ, **available(setting.environment), "METST_FACE_BACKEND": setting.backend}
    command = [sys.executable, "-m", "benchmarks.same_numbers", "--child", str(setting.threads), weights, str(out)]
    subprocess.run([*command, *map(str, paths)], check=True, env=environment)
    with np.load(out) as stored:
        return {
            str(path): {name: stored[f"{i}.{name}"] for name in ("landmarks", "score", "bounds")}
            for i, path in enumerate(paths)
        }


def available(environment: dict[str, str]) -> dict[str, str]:
    """The switches without those features that this NumPy was not built with: it refuses to start with them."""
    if "NPY_DISABLE_CPU_FEATURES" not in environment:
        return environment
    from numpy._core._multiarray_umath import __cpu_dispatch__

    wanted = [name for name in environment["NPY_DISABLE_CPU_FEATURES"].split() if name in __cpu_dispatch__]
    return {**environment, "NPY_DISABLE_CPU_FEATURES": " ".join(wanted)}


def child(threads: int, weights: str, out: Path, paths: list[Path]) -> None:
    """Analyse in this process and keep landmarks, scores and bounds."""
    import cv2

    from engine.face.measures import FaceMeasures
    from engine.pipeline import analyze, stream

    cv2.setNumThreads(threads)
    stream.available_threads = lambda: threads
    points: list[np.ndarray] = []
    add = FaceMeasures.add

    def adding(self: FaceMeasures, tracked: Any) -> None:
        points.append(np.full((468, 2), np.nan, np.float32) if tracked.face is None else tracked.face.points)
        add(self, tracked)

    FaceMeasures.add = adding  # type: ignore[method-assign]
    found = {}
    for i, path in enumerate(paths):
        points.clear()
        *_, run = analyze(path, AnalysisConfig(device="cpu", weights=weights))
        found[f"{i}.landmarks"] = np.stack(points)
        found[f"{i}.score"] = run.curves.score
        bounds = [(each.onset, each.apex, each.offset) for each in run.proposals]
        found[f"{i}.bounds"] = np.array(bounds, np.int64).reshape(-1, 3)
    np.savez(out, **found)


def compared(one: dict[str, Any], other: dict[str, Any]) -> Difference:
    """Two runs of one video."""
    if not np.array_equal(np.isnan(one["score"]), np.isnan(other["score"])):
        score = np.inf
    else:
        score = float(np.nanmax(np.abs(one["score"] - other["score"]), initial=0.0))
    same_count = one["bounds"].shape == other["bounds"].shape
    bounds = int(np.abs(one["bounds"] - other["bounds"]).max(initial=0)) if same_count else -1
    landmark = float(np.nanmax(np.abs(one["landmarks"] - other["landmarks"]), initial=0.0))
    return Difference(landmark, score, bounds)


def clips(folder: Path) -> list[Path]:
    """The demo clip, and the real clips that are there."""
    from engine.synthesis.demo import write_demo

    return [write_demo(folder).video, *(FOOTAGE / name for name in CLIPS if (FOOTAGE / name).exists())]


def main() -> None:
    """Print the table; exit code 1 where a number is not the same."""
    if sys.argv[1:2] == ["--child"]:
        child(int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), [Path(name) for name in sys.argv[5:]])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default=DEFAULT_WEIGHTS)
    parser.add_argument("videos", nargs="*", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = arguments.videos or clips(folder)
        runs = [(setting, measure(paths, folder / "run.npz", setting, arguments.weights)) for setting in SETTINGS]
    first, failed = runs[0][1], False
    print(f"{'clip':28s} {'setting':24s} landmark px  score     bounds")
    for path in map(str, paths):
        for setting, numbers in runs[1:]:
            found = compared(first[path], numbers[path])
            failed |= not found.is_same
            line = f"{found.landmark:11.4f}  {found.score:.1e}  {found.bounds:d}"
            print(f"{Path(path).name:28s} {setting.name:24s} {line}{'' if found.is_same else '  NOT THE SAME'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
