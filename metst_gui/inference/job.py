"""One analysis the GUI asked for."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from engine.config import AnalysisConfig
from engine.explain.requests import LaneRequest, OcclusionRequest, StatesRequest
from engine.planted import SensitivityRequest
from engine.training.requests import LearnRequest


@dataclass(frozen=True, slots=True, eq=False)
class WorkerJob:
    """What to analyse; all that GUI and worker thread share is `cancelled` and `held`.

    Attributes:
        id: rising number; events of another job are stale.
        factory: ``"module:function"`` of the generator.
        path: source.
        config: options, what is asked about a run, or what is to be learned.
        cancelled: set by the GUI thread, looked at by the worker.
        held: set and cleared by the GUI thread: the process rests between two events while it is set.
        kept: whether the process is kept for the next job of this kind: starting one costs more than a short video.
    """

    id: int
    factory: str
    path: Path
    config: AnalysisConfig | OcclusionRequest | StatesRequest | LaneRequest | LearnRequest | SensitivityRequest
    cancelled: threading.Event = field(default_factory=threading.Event)
    held: threading.Event = field(default_factory=threading.Event)
    kept: bool = False
