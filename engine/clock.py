"""When the frames of a medium are shown, on the medium's own clock (ADR 0021).

A frame is found by the interval in which it is shown, never by rounding a mean rate. Files of labels round their
times, mostly to a millisecond; so a time within half a millisecond before a frame counts as that frame's.
"""

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

import numpy as np

from engine.messages import Said
from engine.types import Float64, VideoInfo, frozen

# Half of the millisecond to which label files round, and a microsecond for binary fractions.
ROUNDING_S = Fraction(501, 1_000_000)
# Mean rates of files whose ticks are milliseconds differ by this from the rate that is meant.
NEAR = Fraction(1, 1000)


class Clock(Protocol):
    """Times of frames in seconds, and frames of times. Frames before 0 and behind the end follow at the usual step."""

    @property
    def fps(self) -> Fraction:
        """Nominal frames a second: for naming, not for counting."""

    @property
    def n_frames(self) -> int | None:
        """Number of frames; None: unknown."""

    def seconds(self, frame: int) -> Fraction:
        """When a frame begins to be shown."""

    def frame(self, seconds: Fraction) -> int:
        """Frame that is shown at a time."""

    def last_before(self, seconds: Fraction) -> int:
        """Last frame that is shown before a time: the last of an interval that ends there."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames at an exact rate from second 0 on: all that is known without the medium.

    Attributes:
        fps: frames a second, e.g. ``Fraction(30000, 1001)``.
    """

    fps: Fraction

    @property
    def text(self) -> str:
        """E.g. ``"30"`` or ``"30000/1001"``."""
        return str(self.fps)

    @property
    def n_frames(self) -> int | None:
        """See `Clock.n_frames`: unknown."""
        return None

    def seconds(self, frame: int) -> Fraction:
        """See `Clock.seconds`."""
        return frame / self.fps

    def frame(self, seconds: Fraction) -> int:
        """See `Clock.frame`."""
        return math.floor((seconds + self._slack) * self.fps)

    def last_before(self, seconds: Fraction) -> int:
        """See `Clock.last_before`."""
        return math.ceil((seconds - self._slack) * self.fps) - 1

    @property
    def _slack(self) -> Fraction:
        return min(ROUNDING_S, 1 / (2 * self.fps))


@dataclass(frozen=True, slots=True, eq=False)
class FrameClock:
    """The times of a frame table.

    Attributes:
        starts: float64 [n], n > 0: when each frame begins, in s on the medium's clock, strictly increasing.
        last_s: how long the last frame is shown, in s; 0: as long as most.
        player_zero_s: what the clock shows where players such as mpv show second 0, in s.
    """

    starts: Float64
    last_s: float = 0.0
    player_zero_s: float = 0.0
    _step: float = field(init=False)

    def __post_init__(self) -> None:
        """Find the usual step.

        Raises:
            ValueError: no frames.
        """
        if not len(self.starts):
            raise ValueError(Said("A clock needs a frame."))
        step = float(np.median(np.diff(self.starts))) if len(self.starts) > 1 else self.last_s or 0.04
        object.__setattr__(self, "_step", step)
        object.__setattr__(self, "last_s", self.last_s or step)

    @property
    def fps(self) -> Fraction:
        """See `Clock.fps`: the mean rate, or the broadcast or whole rate that it is near to."""
        length = float(self.starts[-1] - self.starts[0])
        mean = (len(self.starts) - 1) / length if length > 0 else 1 / self._step
        return nominal(mean)

    @property
    def n_frames(self) -> int | None:
        """See `Clock.n_frames`."""
        return len(self.starts)

    def as_players_show(self) -> "FrameClock":
        """The clock that players such as mpv show."""
        return FrameClock(frozen(self.starts - self.player_zero_s), self.last_s) if self.player_zero_s else self

    def seconds(self, frame: int) -> Fraction:
        """See `Clock.seconds`."""
        if frame < 0:
            return Fraction(float(self.starts[0])) + frame * Fraction(self._step)
        if frame < len(self.starts):
            return Fraction(float(self.starts[frame]))
        return self._end + (frame - len(self.starts)) * Fraction(self._step)

    def frame(self, seconds: Fraction) -> int:
        """See `Clock.frame`."""
        at = seconds + self._slack
        if at < Fraction(float(self.starts[0])):
            return math.floor((at - Fraction(float(self.starts[0]))) / Fraction(self._step))
        if at >= self._end:
            return len(self.starts) + math.floor((at - self._end) / Fraction(self._step))
        return int(np.searchsorted(self.starts, float(at), side="right")) - 1

    def last_before(self, seconds: Fraction) -> int:
        """See `Clock.last_before`."""
        at = seconds - self._slack
        if at <= Fraction(float(self.starts[0])):
            return math.ceil((at - Fraction(float(self.starts[0]))) / Fraction(self._step)) - 1
        if at > self._end:
            return len(self.starts) + math.ceil((at - self._end) / Fraction(self._step)) - 1
        return int(np.searchsorted(self.starts, float(at), side="left")) - 1

    @property
    def _end(self) -> Fraction:
        return Fraction(float(self.starts[-1])) + Fraction(self.last_s)

    @property
    def _slack(self) -> Fraction:
        return min(ROUNDING_S, Fraction(self._step) / 2)


def nominal(fps: float) -> Fraction:
    """The rate that a measured mean is meant to be: a whole one, n * 1000 / 1001, or the mean to three decimals."""
    value = Fraction(fps)
    whole = Fraction(round(value))
    if abs(value - whole) < NEAR and whole > 0:
        return whole
    broadcast = whole * 1000 / 1001
    if whole > 0 and abs(value - broadcast) < NEAR:
        return broadcast
    # Decimal, so that files that name the rate with so many digits say all of it.
    return Fraction(round(value * 1000), 1000) or value


def steady(fps: float) -> Rate:
    """Frames at the rate that a mean is near to, where their times are not known."""
    return Rate(nominal(fps))


def medium_clock(info: VideoInfo) -> FrameClock:
    """The clock that players of the medium show: its time stamps as they are stored, the start included."""
    if info.medium_times is not None:
        return FrameClock(frozen(info.medium_times + info.start_s), player_zero_s=info.player_zero_s)
    return FrameClock(frozen(info.times + info.start_s), info.last_s, info.player_zero_s)


def scene_clock(info: VideoInfo) -> FrameClock:
    """When the frames were recorded: the medium's times, or those of a rate that the user gave."""
    return FrameClock(info.times, info.last_s)


def time_text(seconds: float) -> str:
    """Seconds as ``m:ss.mmm``, or ``h:mm:ss.mmm`` from an hour on."""
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f"{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
    return f"{hours}:{minutes:02d}:{rest}" if hours else f"{minutes}:{rest}"
