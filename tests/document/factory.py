"""Small values for tests of the document."""

from pathlib import Path

import numpy as np

from engine.types import AnalysisRun, Curves, Emotion, Proposal
from metst_gui.document.project import VideoRef

VIDEO = VideoRef(path=Path("/v/clip.mp4"), size_bytes=10, table_digest="d", n_frames=1000, fps=30.0)


def make_proposal(apex: int, *, before: int = 5, after: int = 10, emotion: Emotion | None = None) -> Proposal:
    probabilities = (0.1, 0.2, 0.4, 0.2, 0.1) if emotion else None
    return Proposal(f"p{apex}", apex - before, apex, apex + after, 0.7, emotion, probabilities, 0, "half_max")


def make_run(*proposals: Proposal, n: int = 1000, run_id: str = "r1") -> AnalysisRun:
    score = np.linspace(0, 1, n, dtype=np.float32)
    score[3:6] = np.nan
    mask = np.zeros(n, np.uint8)
    mask[3:6] = 1
    curves = Curves(np.arange(n), score, None, mask, 30.0)
    return AnalysisRun(run_id, "classical", "0" * 64, {"decoder": {"name": "half_max"}}, curves, proposals)
