"""Decoded frames around the playhead, bounded by bytes."""

from engine.video import Frame

# Frames already passed count as this many times farther away than frames still to come.
PASSED = 3


class FrameCache:
    """Frames by index; where they exceed the budget, the one farthest from the playhead goes first.

    `playhead` is a frame index; `direction`, 1 (forward) or -1, tells which side is the passed one. Frames are kept as
    the decoder left them (half the size of BGR). Used by one thread only.
    """

    def __init__(self, budget_bytes: int) -> None:
        self.playhead = 0
        self.direction = 1
        self._budget = budget_bytes
        self._frames: dict[int, Frame] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames)

    def __contains__(self, index: int) -> bool:
        return index in self._frames

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self._bytes

    def get(self, index: int) -> Frame | None:
        """The frame, or None where it is not held."""
        return self._frames.get(index)

    def put(self, frame: Frame) -> None:
        """Hold a frame; the frame at the playhead always stays."""
        replaced = self._frames.pop(frame.index, None)
        self._bytes += frame.nbytes - (replaced.nbytes if replaced is not None else 0)
        self._frames[frame.index] = frame
        while self._bytes > self._budget and len(self._frames) > 1:
            farthest = max((min(self._frames), max(self._frames)), key=self._distance)
            self._bytes -= self._frames.pop(farthest).nbytes

    def room(self) -> int:
        """How many frames like those held fit into the budget; at least 1."""
        if not self._frames:
            return 1
        return max(1, self._budget * len(self._frames) // max(1, self._bytes))

    def clear(self) -> None:
        """Forget everything and stand at frame 0."""
        self.playhead, self.direction = 0, 1
        self._frames.clear()
        self._bytes = 0

    def _distance(self, index: int) -> int:
        ahead = (index - self.playhead) * self.direction
        return ahead if ahead >= 0 else -PASSED * ahead
