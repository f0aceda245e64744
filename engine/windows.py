"""Windows of k samples with half overlap, and how their outputs become one curve (ME-TST feature spec 1.12)."""

import itertools
from bisect import bisect_right
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.types import UNSCORED, Float32, Mask, UInt8

StitchRule = Literal["average", "centred", "second_half", "compat"]
# Rules that average what overlapping windows say; only they can take further windows in.
MEANS: tuple[StitchRule, ...] = ("average", "centred")


def window_starts(n: int, k: int, *, tail: bool = True) -> tuple[int, ...]:
    """First sample of each window.

    Args:
        n: number of samples.
        k: window length in samples (at least 2); the hop is ``k // 2``.
        tail: add a last window ending at sample ``n - 1`` when the regular ones leave samples over.

    Returns:
        rising starts; empty if ``n < k``.
    """
    if k < 2:
        raise ValueError(Said("a window needs at least 2 samples"))
    starts = list(range(0, n - k + 1, k // 2))
    if tail and starts and starts[-1] + k < n:
        starts.append(n - k)
    return tuple(starts)


def between_starts(first: int, second: int, k: int, count: int) -> tuple[int, ...]:
    """First samples of `count` further windows of k samples spread over half a window after `first`.

    Args:
        first: first sample of a window.
        second: that of the next window.
        k: window length in samples.
        count: windows wanted.

    Returns:
        rising starts, those before `second`.
    """
    spread = (first + (k // 2) * number // (count + 1) for number in range(1, count + 1))
    return tuple(start for start in dict.fromkeys(spread) if first < start < second)


class Stitcher:
    """Joins the outputs of overlapping windows of one video, added in order of start.

    Rules:
        ``"average"``: mean over the windows in which the sample is scored.
        ``"centred"``: the same mean with weights that fall linearly from a window's middle to its ends, where the
            network knows only one side of a movement.
        ``"second_half"``: the first window whole, of every later one what no earlier window covers (its second half;
            less for a tail window). This is what the released ME-TST code intends.
        ``"compat"``: what the released code does: a window that is first in its batch overwrites the half before it,
            other windows write their second half, and samples never written stay 0. Masks do not withhold values.

    A window value of NaN means "no opinion": ``"average"`` and ``"centred"`` leave it out; a sample on which no window
    has an opinion is NaN in the result although its mask says nothing against it.
    """

    def __init__(
        self, n: int, k: int, rule: StitchRule, *, batch: int = 256, position: int = 0, between: int = 0
    ) -> None:
        """Prepare for `n` samples.

        Args:
            n: number of samples of the video.
            k: window length in samples.
            rule: how windows are joined.
            batch: windows in a batch of the released loader (``"compat"`` only; CAS(ME)^3 256, SAMM-LV 32).
            position: windows of other videos that the loader emits before this video's (``"compat"`` only).
            between: further windows that may follow each of `window_starts` (`between_starts`).
        """
        self._n, self._k, self._rule = n, k, rule
        self._batch, self._position = batch, position
        self._hop = k // 2
        starts = window_starts(n, k)
        further = (between_starts(*pair, k, between) for pair in itertools.pairwise(starts))
        self._starts = sorted({*starts, *itertools.chain.from_iterable(further)})
        self._last: int | None = None
        self._filled = 0
        self._sum: NDArray[np.float64] | None = None
        self._squares, self._opinions = np.zeros(n), np.zeros(n, np.int64)
        self._count: NDArray[np.float64] = np.zeros(n)
        self._weight = np.minimum(np.arange(1, k + 1), np.arange(k, 0, -1)) if rule == "centred" else np.ones(k)
        self._touched = np.zeros(n, bool)
        self._scored = np.zeros(n, bool)
        self._mask_scored = np.zeros(n, np.uint8)
        self._mask_any = np.zeros(n, np.uint8)

    def add(self, start: int, values: NDArray[Any], mask: NDArray[Any]) -> None:
        """Add the window that covers samples ``[start, start + k)``.

        Args:
            start: first sample; must rise from call to call.
            values: float [k] or [k, c].
            mask: `Mask` bits [k].

        Raises:
            ValueError: wrong shape, window outside the video, or out of order.
        """
        if values.shape[:1] != (self._k,) or mask.shape != (self._k,):
            raise ValueError(Said("a window holds {k} samples", k=self._k))
        if start < 0 or start + self._k > self._n or (self._last is not None and start <= self._last):
            raise ValueError(Said("windows must lie inside the video and be added in rising order"))
        if self._sum is None:
            self._sum = np.zeros((self._n, *values.shape[1:]))
        first = self._first_written(start)
        self._last = start
        self._filled = max(self._filled, start + self._k)
        span, own = slice(start + first, start + self._k), slice(first, self._k)
        self._write(span, np.asarray(values[own], np.float64), np.asarray(mask[own], np.uint8))

    def _first_written(self, start: int) -> int:
        if self._rule in MEANS:
            return 0
        if self._rule == "second_half":
            return self._filled - start if self._last is not None else 0
        in_batch = (self._position + start // self._hop) % self._batch
        return 0 if in_batch == 0 else self._hop

    def _write(self, span: slice, values: NDArray[np.float64], mask: UInt8) -> None:
        assert self._sum is not None
        scored = (mask & UNSCORED) == 0
        opinion = scored & np.isfinite(values).reshape(len(mask), -1).all(axis=1)
        if self._rule not in MEANS:
            opinion = np.ones_like(scored) if self._rule == "compat" else scored
            self._sum[span], self._count[span] = 0.0, 0
            self._scored[span], self._mask_scored[span], self._mask_any[span] = False, 0, 0
        weight = self._weight[self._k - len(mask) :] * opinion
        self._sum[span][opinion] += (values.T * weight).T[opinion]
        self._count[span] += weight
        if values.ndim == 1:
            self._squares[span][opinion] += weight[opinion] * values[opinion] ** 2
            self._opinions[span] += opinion
        self._touched[span] = True
        self._scored[span] |= scored
        self._mask_scored[span] |= np.where(scored, mask, 0).astype(np.uint8)
        self._mask_any[span] |= mask

    def result(self) -> tuple[Float32, UInt8]:
        """Curve so far.

        Returns:
            values: float32 [n] or [n, c]; NaN where no window scored the sample (0 with ``"compat"``).
            mask: uint8 [n]; `Mask` bits of the windows that scored the sample, else of all that cover it;
            `Mask.TAIL` where none does.
        """
        total = np.zeros(self._n) if self._sum is None else self._sum
        count = self._count.reshape(-1, *([1] * (total.ndim - 1)))
        empty = 0.0 if self._rule == "compat" else np.nan
        values = np.where(count > 0, total / np.maximum(count, 1), empty).astype(np.float32)
        mask = np.where(self._scored, self._mask_scored, self._mask_any)
        return values, np.where(self._touched, mask, np.uint8(Mask.TAIL)).astype(np.uint8)

    def spread(self) -> Float32 | None:
        """How far the windows that see a sample disagree on it: the standard deviation around the joined value.

        Weighted as the value itself. Each window measures from another frame, with its own box and regions, and knows
        more or less of what comes before and after: none of that should matter for the score.

        Returns:
            float32 [n], in the unit of the values, never negative; NaN where fewer than two windows have an opinion;
            None where the rule takes each sample from one window.
        """
        if self._rule not in MEANS or self._sum is None or self._sum.ndim != 1:
            return None
        count = np.maximum(self._count, 1)
        variance = np.maximum(self._squares / count - (self._sum / count) ** 2, 0.0)
        return np.where(self._opinions > 1, np.sqrt(variance), np.nan).astype(np.float32)

    def ready(self) -> int:
        """Number of leading samples that no later window can change."""
        if self._last is None:
            return 0
        if self._rule == "second_half":
            return self._filled
        later = bisect_right(self._starts, self._last)
        return self._starts[later] if later < len(self._starts) else self._n
