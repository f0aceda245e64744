"""One analysis the GUI asked for."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from engine.config import AnalysisConfig
from engine.explain.requests import OcclusionRequest, StatesRequest
from engine.training.requests import LearnRequest


@dataclass(frozen=True, slots=True, eq=False)
class WorkerJob:
    """What to analyse; the only thing GUI and worker thread share is `cancelled`.

    Attributes:
        id: rising number; events of another job are stale.
        factory: ``"module:function"`` of the generator.
        path: source.
        config: options, what is asked about a run, or what is to be learned.
        cancelled: set by the GUI thread, looked at by the worker.
    """

    id: int
    factory: str
    path: Path
    config: AnalysisConfig | OcclusionRequest | StatesRequest | LearnRequest
    cancelled: threading.Event = field(default_factory=threading.Event)
