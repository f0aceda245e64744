"""Min/max pyramid: what a curve of any length needs to be drawn at one column a pixel.

A column keeps the smallest and largest sample it covers, so that a peak of one sample stays visible at every zoom
(mean or every-n-th reduction hides micro-expressions).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.types import Float32, Int64

FACTOR = 4
_SMALLEST_LEVEL = 64
_FIRST_CAPACITY = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """Columns of a piece of the curves.

    Attributes:
        starts: int64 [B], first sample of each column; columns lie at multiples of `width`.
        low, high: float32 [C, B], smallest and largest finite sample of the column, NaN where it has none.
        width: samples a column.
    """

    starts: Int64
    low: Float32
    high: Float32
    width: int


class MinMaxPyramid:
    """Samples of C curves of equal length with their min/max levels; grows in place, NaN-safe.

    Level l holds one column for ``FACTOR ** (l + 1)`` samples.
    """

    def __init__(self, channels: int = 1) -> None:
        self._channels = channels
        self._size = 0
        self._values: Float32 = np.full((channels, _FIRST_CAPACITY), np.nan, np.float32)
        self._levels: list[NDArray[np.float32]] = []
        self._allocate_levels()

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> Float32:
        """float32 [C, n], the samples as they are (a view: do not write)."""
        return self._values[:, : self._size]

    def write(self, start: int, values: Float32) -> None:
        """Store samples ``[start, start + n)``, over what is there or behind it; skipped samples become NaN.

        Args:
            start: first sample, >= 0.
            values: float32 [C, n]; infinities count as NaN.

        Raises:
            ValueError: `values` has another number of curves, or `start` is negative.
        """
        if values.ndim != 2 or values.shape[0] != self._channels or start < 0:
            raise ValueError(f"expected [{self._channels}, n] samples from a start >= 0, got {values.shape} at {start}")
        end = start + values.shape[1]
        first = min(start, self._size)
        if end > self._values.shape[1]:
            self._grow(end)
            first = 0
        self._values[:, start:end] = np.where(np.isfinite(values), values, np.float32(np.nan))
        self._size = max(self._size, end)
        self._refresh(first, end)

    def envelope(self, lo: int, hi: int, width: int) -> Envelope:
        """Columns of `width` samples that cover samples ``[lo, hi)``.

        Columns are aligned to multiples of their width, so that panning shifts a picture and never changes it.
        """
        lo, hi = max(0, lo), min(self._size, hi)
        width = max(1, width)
        if hi <= lo:
            empty = np.zeros((self._channels, 0), np.float32)
            return Envelope(np.zeros(0, np.int64), empty, empty, 1)
        if width == 1:
            piece = self._values[:, lo:hi]
            return Envelope(np.arange(lo, hi, dtype=np.int64), piece, piece, 1)
        level, unit = self._level_for(width)
        group = -(-width // unit)
        first, last = lo // (unit * group), -(-hi // (unit * group))
        low, high = self._grouped(level, first * group, last * group, group)
        starts = np.arange(first, last, dtype=np.int64) * (unit * group)
        return Envelope(starts, low, high, unit * group)

    def _level_for(self, width: int) -> tuple[int, int]:
        level, unit = -1, 1
        while unit * FACTOR <= width and level + 1 < len(self._levels):
            level, unit = level + 1, unit * FACTOR
        return level, unit

    def _grouped(self, level: int, begin: int, end: int, group: int) -> tuple[Float32, Float32]:
        columns = 1 + (level >= 0)
        source = self._levels[level] if level >= 0 else self._values[np.newaxis]
        block = source[:, :, begin : min(end, source.shape[2])]
        missing = (end - begin) - block.shape[2]
        if missing > 0:
            block = np.concatenate([block, np.full((columns, self._channels, missing), np.nan, np.float32)], axis=2)
        block = block.reshape(columns, self._channels, -1, group)
        low, high = block[0, ..., 0], block[-1, ..., 0]
        for number in range(1, group):  # a few long passes; along so short an axis, `reduce` takes ten times as long
            low, high = np.fmin(low, block[0, ..., number]), np.fmax(high, block[-1, ..., number])
        return low, high

    def _grow(self, needed: int) -> None:
        capacity = self._values.shape[1]
        while capacity < needed:
            capacity *= 2
        grown = np.full((self._channels, capacity), np.nan, np.float32)
        grown[:, : self._size] = self.values
        self._values = grown
        self._allocate_levels()

    def _allocate_levels(self) -> None:
        self._levels = []
        columns = self._values.shape[1] // FACTOR
        while columns >= _SMALLEST_LEVEL:
            self._levels.append(np.full((2, self._channels, columns), np.nan, np.float32))
            columns //= FACTOR

    def _refresh(self, lo: int, hi: int) -> None:
        below_low = below_high = self._values
        for level in self._levels:
            lo, hi = lo // FACTOR, min(-(-hi // FACTOR), level.shape[2])
            piece = slice(lo * FACTOR, hi * FACTOR)
            for side, below, reduce in ((0, below_low, np.fmin), (1, below_high, np.fmax)):
                four = below[:, piece].reshape(self._channels, -1, FACTOR)
                level[side, :, lo:hi] = reduce(reduce(four[..., 0], four[..., 1]), reduce(four[..., 2], four[..., 3]))
            below_low, below_high = level[0], level[1]
