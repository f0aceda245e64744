"""How fast a list of videos gets shorter. No Qt."""

from dataclasses import dataclass

from metst_gui.desk.jobs import LEAST_SECONDS


@dataclass(slots=True)
class QueuePace:
    """What was done so far.

    Attributes:
        frames: how many were analysed.
        seconds: how long that took.
    """

    frames: float = 0.0
    seconds: float = 0.0

    def add(self, frames: float, seconds: float) -> None:
        """More frames were analysed, in so many seconds."""
        self.frames += frames
        self.seconds += seconds

    def left(self, waiting: float, *, begun: float = 0, share: float = 0.0, seconds: float = 0.0) -> float | None:
        """How many seconds the rest takes at this pace; None: too little is done to tell.

        Args:
            waiting: frames of what was not begun.
            begun: frames of what was begun.
            share: how much of that is done, in [0, 1].
            seconds: how long that took.
        """
        done, passed = self.frames + begun * share, self.seconds + seconds
        if passed < LEAST_SECONDS or done <= 0:
            return None
        return (waiting + begun * (1 - share)) * passed / done
