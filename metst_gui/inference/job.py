"""One analysis the GUI asked for."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from engine.config import AnalysisConfig


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What to analyse; the only thing GUI and worker thread share is `cancelled`.

    Attributes:
        id: rising number; events of another job are stale.
        factory: ``"module:function"`` of the generator.
        path: source.
        config: options.
        cancelled: set by the GUI thread, looked at by the worker.
    """

    id: int
    factory: str
    path: Path
    config: AnalysisConfig
    cancelled: threading.Event = field(default_factory=threading.Event)
