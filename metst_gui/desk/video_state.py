"""How far the analysis of one video of a project is. No widgets."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a video stands."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class VideoState:
    """How far the analysis of a video is.

    Attributes:
        stage: where it stands; `PAUSED` is one that was begun and rests.
        place: its place among those that wait, from 1; 0 where it does not wait.
        share: how much of it is analysed, in [0, 1], while it is running or paused; else 0.
        reason: why it could not be analysed, as a sentence; empty where it was not tried or did not fail.
    """

    stage: Stage = Stage.NONE
    place: int = 0
    share: float = 0.0
    reason: str = ""


NOT_ANALYSED = VideoState()
