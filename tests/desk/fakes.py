"""Answers and analyses that a test can steer; imported by name in the process of a question or an analysis."""

import os
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import numpy as np

from engine.config import AnalysisConfig, DecoderConfig
from engine.decoding import decode
from engine.errors import AnalysisError
from engine.explain.requests import Occlusion, OcclusionRequest
from engine.types import AnalysisEvent, AnalysisRun, Curves, Progress
from engine.video import open_source


def answers(path: Path, request: OcclusionRequest) -> Iterator[Occlusion]:
    """Answers at once, with the number of the interval's first sample for a score."""
    yield Occlusion(request.token, float(request.first), ())


def refuses(path: Path, request: OcclusionRequest) -> Iterator[Occlusion]:
    """Fails as the engine does."""
    raise AnalysisError("The model is gone: choose another one.")
    yield


def by_name(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Analyses as the name of the file tells: “fails”, “dies” and “slow” do that; runs and process are told beside."""
    with open_source(path) as source:
        n, content = source.info.n_frames, source.info.fast_digest
    with path.with_suffix(".runs").open("a") as file:
        file.write("x")
    path.with_suffix(".pid").write_text(str(os.getpid()))
    steps = 120 if "slow" in path.stem else 2
    for step in range(steps + 1):
        yield Progress("Fake", step, steps)
        threading.Event().wait(0.01)
    if "fails" in path.stem:
        raise AnalysisError("No usable frame was found: choose another video.")
    if "dies" in path.stem:
        os._exit(9)
    score = np.full(n, 0.1, np.float32)
    score[10:20] = 0.9
    curves = Curves(np.arange(n), score, None, np.zeros(n, np.uint8), 30.0)
    decoder = DecoderConfig()
    settings = {**config.to_dict(), "decoder": asdict(decoder)}
    proposals = decode(curves, config=decoder, n_frames=n)
    yield AnalysisRun(uuid4().hex, "classical", "0" * 64, settings, curves, proposals, content=content)
