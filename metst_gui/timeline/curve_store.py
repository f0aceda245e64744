"""The curves of one analysis run as the timeline keeps them: growing, and ready to be drawn at any zoom."""

import numpy as np

from engine.types import CLASSES, Curves, Float32, Int64, UInt8
from metst_gui.timeline.lod import Envelope, MinMaxPyramid


class CurveStore:
    """Samples with their frame indices, masks and min/max levels.

    Chunks may arrive in any order and overwrite earlier ones; samples no chunk has brought yet are NaN.
    """

    def __init__(self) -> None:
        self._frames: Int64 = np.zeros(0, np.int64)
        self._mask: UInt8 = np.zeros(0, np.uint8)
        self.score = MinMaxPyramid(1)
        self.probabilities: MinMaxPyramid | None = None
        self.band: MinMaxPyramid | None = None

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def frames(self) -> Int64:
        """int64 [S], frame index of each sample."""
        return self._frames

    @property
    def mask(self) -> UInt8:
        """uint8 [S], `engine.types.Mask` bits."""
        return self._mask

    def write(self, start: int, curves: Curves) -> None:
        """Take the samples ``[start, start + len(curves.frames))``.

        Args:
            start: index of the first sample, >= 0.
            curves: the samples; one without probabilities leaves those NaN.
        """
        end = start + len(curves.frames)
        if end <= start:
            return
        self._make_room(start, end, first_frame=int(curves.frames[0]))
        self._frames[start:end] = curves.frames
        self._mask[start:end] = curves.mask
        self.score.write(start, curves.score[np.newaxis])
        if curves.probabilities is not None:
            if self.probabilities is None:
                self.probabilities = MinMaxPyramid(len(CLASSES))
            self.probabilities.write(start, np.ascontiguousarray(curves.probabilities.T))

        self._write_band(start, curves)

    def _write_band(self, start: int, curves: Curves) -> None:
        """Keep score less and with its spread; a chunk without one, as of a run that goes on, has no band."""
        if curves.spread is None:
            if self.band is not None:
                self.band.write(start, np.full((2, len(curves.frames)), np.nan, np.float32))
            return
        if self.band is None:
            self.band = MinMaxPyramid(2)
        edges = np.stack([curves.score - curves.spread, curves.score + curves.spread])
        self.band.write(start, np.clip(edges, 0, 1).astype(np.float32))

    def spread_at(self, frame: int) -> float | None:
        """Spread of the score near a frame; None where it is not known."""
        place = self._nearest(frame)
        if place is None or self.band is None or place >= len(self.band):
            return None
        low, high = self.band.values[:, place].tolist()
        score = float(self.score.values[0, place])
        # Half the band, where the ends 0 and 1 do not cut it off.
        found = max(high - score, score - low)
        return None if found != found else found  # NaN: not scored

    def _make_room(self, start: int, end: int, *, first_frame: int) -> None:
        size = len(self._frames)
        if end <= size:
            return
        frames = np.zeros(end, np.int64)
        frames[:size] = self._frames
        if start > size:
            last = int(self._frames[-1]) if size else -1
            frames[size:start] = np.linspace(last, first_frame, start - size + 2).round().astype(np.int64)[1:-1]
        mask = np.zeros(end, np.uint8)
        mask[:size] = self._mask
        self._frames, self._mask = frames, mask

    def density(self) -> float:
        """Samples a frame, averaged over the run; 1 where there are too few to tell."""
        if len(self._frames) < 2:
            return 1.0
        return (len(self._frames) - 1) / max(1, int(self._frames[-1]) - int(self._frames[0]))

    def envelope(self, pyramid: MinMaxPyramid, *, first: float, last: float, columns_a_frame: float) -> Envelope:
        """Columns of `pyramid` between two frame positions, with one more sample on either side.

        Args:
            pyramid: `score` or `probabilities`.
            first: frame position of the left end.
            last: frame position of the right end, >= `first`.
            columns_a_frame: columns to draw a frame, usually pixels a frame.
        """
        lo = int(np.searchsorted(self._frames, first, "left")) - 1
        hi = int(np.searchsorted(self._frames, last, "right")) + 1
        width = int(np.ceil(self.density() / columns_a_frame)) if columns_a_frame > 0 else 1
        # One column more on either side, so that the line to the next column leaves the piece.
        return pyramid.envelope(lo - width, hi + width, width)

    def positions(self, envelope: Envelope) -> Int64:
        """int64 [B], frame index at the middle of each column."""
        middle = np.minimum(envelope.starts + envelope.width // 2, len(self._frames) - 1)
        return self._frames[middle]

    def at(self, frame: int) -> tuple[float, Float32 | None, int] | None:
        """Score, probabilities [5] and mask bits of the sample nearest to `frame`; None where no sample is near."""
        near = self._nearest(frame)
        if near is None:
            return None
        row = (
            None
            if self.probabilities is None or near >= len(self.probabilities)
            else self.probabilities.values[:, near]
        )
        return float(self.score.values[0, near]), row, int(self._mask[near])

    def _nearest(self, frame: int) -> int | None:
        """The sample nearest to a frame; None where none is near."""
        if not len(self._frames):
            return None
        right = int(np.searchsorted(self._frames, frame, "left"))
        near = min(
            (index for index in (right - 1, right) if 0 <= index < len(self._frames)),
            key=lambda index: abs(int(self._frames[index]) - frame),
        )
        if abs(int(self._frames[near]) - frame) > max(1.0, 1.0 / self.density()):
            return None
        return near
