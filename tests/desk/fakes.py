"""Answers a test can steer; imported by name in the process of a question."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import AnalysisError
from engine.explain.requests import Occlusion, OcclusionRequest


def answers(path: Path, request: OcclusionRequest) -> Iterator[Occlusion]:
    """Answers at once, with the number of the interval's first sample for a score."""
    yield Occlusion(request.token, float(request.first), ())


def refuses(path: Path, request: OcclusionRequest) -> Iterator[Occlusion]:
    """Fails as the engine does."""
    raise AnalysisError("The model is gone: choose another one.")
    yield
