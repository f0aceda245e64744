"""What is heard while a source is being opened."""

from typing import Protocol

from engine.errors import EngineError
from engine.video.frame import Frame


class OpeningCancelledError(EngineError):
    """The listener gave the opening up."""


class Opening(Protocol):
    """Listener of one opening; called in the thread that opens. Any call may raise `OpeningCancelledError`."""

    def first_picture(self, frame: Frame) -> None:
        """The picture of frame 0, long before the frames are numbered; only where that takes a while."""

    def progress(self, share: float) -> None:
        """Share of the file that is read, in [0, 1]; called often."""


class _Nobody:
    def first_picture(self, frame: Frame) -> None:
        """Heard by nobody."""

    def progress(self, share: float) -> None:
        """Heard by nobody."""


NOBODY: Opening = _Nobody()
