"""Frames of the items reviewed next, decoded before they are asked for."""

from collections.abc import Sequence

from engine.video import Frame


class Ahead:
    """Frames inside the wanted ranges, within a byte budget that the ranges share; used by one thread only.

    A range that does not fit is cut at its end: the reviewer arrives near its start.
    """

    def __init__(self, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._ranges: tuple[range, ...] = ()
        self._frames: dict[int, Frame] = {}
        self._bytes = 0

    def __contains__(self, index: int) -> bool:
        return index in self._frames

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self._bytes

    def get(self, index: int) -> Frame | None:
        """The frame, or None where it is not held."""
        return self._frames.get(index)

    def want(self, ranges: Sequence[range]) -> None:
        """Hold these ranges of frame indices, the most urgent first; frames outside them are forgotten."""
        self._ranges = tuple(ranges)
        for index in [index for index in self._frames if not self.wants(index)]:
            self._bytes -= self._frames.pop(index).nbytes

    def wants(self, index: int) -> bool:
        """Whether the frame lies in a wanted range."""
        return any(index in one for one in self._ranges)

    def missing(self) -> int | None:
        """The frame to decode next; None where all are held or nothing more fits."""
        length = self._share()
        for one in self._ranges:
            for index in one[:length]:
                if index not in self._frames:
                    return index
        return None

    def put(self, frame: Frame) -> bool:
        """Hold a frame if it is wanted and fits; whether it is held."""
        if frame.index in self._frames:
            return True
        if not self.wants(frame.index) or self._bytes + frame.nbytes > self._budget:
            return False
        self._frames[frame.index] = frame
        self._bytes += frame.nbytes
        return True

    def clear(self) -> None:
        """Want nothing and forget everything."""
        self._ranges = ()
        self._frames.clear()
        self._bytes = 0

    def _share(self) -> int | None:
        """Frames of each range that fit; None before the first frame is known."""
        if not self._frames or not self._ranges:
            return None
        usual = max(1, self._bytes // len(self._frames))
        return self._budget // usual // len(self._ranges)
