"""Time courses of movements: how far a movement has gone at each frame, as shares of its peak.

Lengths follow coarse statistics of CAS(ME)^3 at 30 fps (weights spec 1): micro-expressions last 9 / 15 / 22 / 34 / 71
frames (5/25/50/75/95 %) and rise within 3 to 8; macro-expressions rise for 9 frames or more; blinks last 8 to 31.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.types import Float64

Generator = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A movement's level over time.

    Attributes:
        level: float64 [n], from frame `start` on; 0 outside, peak 1.
        start: frame index of ``level[0]``.
        onset, apex, offset: frame indices; the movement is visible (above 3 to 10 % of its peak) from onset to offset.
    """

    level: Float64
    start: int
    onset: int
    apex: int
    offset: int

    def at(self, frame: int) -> float:
        """Level at a frame index."""
        place = frame - self.start
        return float(self.level[place]) if 0 <= place < len(self.level) else 0.0

    def over(self, n: int) -> Float64:
        """Levels of frames ``[0, n)``, float64 [n]."""
        levels = np.zeros(n)
        first, last = max(0, self.start), min(n, self.start + len(self.level))
        if last > first:
            levels[first:last] = self.level[first - self.start : last - self.start]
        return levels

    def shifted(self, frames: int) -> "Course":
        """The same course later by `frames`."""
        return Course(self.level, self.start + frames, self.onset + frames, self.apex + frames, self.offset + frames)


def micro_course(rng: Generator, start: int) -> Course:
    """A micro-expression: rise 2 to 9 frames, whole length 7 to 48, any of several shapes."""
    rise = int(np.clip(rng.normal(5.7, 2.2), 2, 9))
    total = int(np.clip(np.exp(rng.normal(np.log(20), 0.42)), 7, 46))
    return _course(rng, start, rise=min(rise, max(2, total - 3)), total=total)


def timed_course(rng: Generator, start: int, samples: float) -> Course:
    """A movement that comes and goes within about `samples` samples, any of several shapes."""
    total = max(4, round(samples))
    rise = int(np.clip(round(total * rng.uniform(0.22, 0.55)), 2, total - 2))
    return _course(rng, start, rise=rise, total=total)


def macro_course(rng: Generator, start: int) -> Course:
    """A macro-expression: rise 10 to 45 frames, then held or slowly released."""
    rise = int(np.clip(np.exp(rng.normal(np.log(20), 0.45)), 10, 60))
    total = rise + int(np.clip(np.exp(rng.normal(np.log(50), 0.6)), 18, 240))
    return _course(rng, start, rise=rise, total=total, hold=float(rng.uniform(0, 0.7)))


def long_course(rng: Generator, start: int) -> Course:
    """An expression that lasts 55 to 210 frames and may begin or end as suddenly as a micro-expression."""
    rise, fall = (int(np.clip(np.exp(rng.normal(np.log(10), 0.7)), 3, 45)) for _ in range(2))
    total = max(55, rise + fall + int(np.exp(rng.uniform(np.log(15), np.log(150)))))
    top = 1 - rng.uniform(0, 0.25) * np.linspace(0, 1, total - rise - fall)
    up = _eased_or_straight(rng, rise)
    down = top[-1] * (1 - _eased_or_straight(rng, fall))
    level = np.concatenate([up, top, down])
    return Course(level, start, start, start + rise, start + len(level) - 1)


def step_course(rng: Generator, start: int, n: int) -> Course:
    """A movement that stays: a gaze shift, a posture, a changed face; fast or slow rise."""
    rise = int(rng.integers(3, 30))
    level = np.concatenate([_ease(np.arange(1, rise + 1) / rise, float(rng.uniform(0.7, 1.5))), np.ones(max(1, n))])
    return Course(level, start, start, start + rise, start + len(level) - 1)


def blink_course(rng: Generator, start: int) -> Course:
    """A blink: closes in 2 to 6 frames, opens in 4 to 16."""
    close, opening = int(rng.integers(2, 6)), int(np.clip(rng.normal(8, 3), 4, 18))
    hold = int(rng.integers(0, 3))
    up = _ease(np.arange(1, close + 1) / close, 1.0)
    down = 1 - _ease(np.arange(1, opening + 1) / opening, float(rng.uniform(0.6, 1.2)))
    level = np.concatenate([up, np.ones(hold), down])
    return Course(level, start, start, start + close - 1, start + len(level) - 2)


def _course(rng: Generator, start: int, *, rise: int, total: int, hold: float | None = None) -> Course:
    shape = _SHAPES[rng.integers(len(_SHAPES))]
    level = shape(rng, rise, total) if hold is None else _held(rng, rise, total, hold)
    level = np.maximum(level, 0) / max(float(level.max()), 1e-9)
    visible = np.flatnonzero(level >= rng.uniform(0.03, 0.10))
    return Course(level, start, start + int(visible[0]), start + int(level.argmax()), start + int(visible[-1]))


def _smoothstep(rng: Generator, rise: int, total: int) -> Float64:
    power_up, power_down = rng.uniform(0.6, 1.6), rng.uniform(0.6, 1.7)
    fall = total - rise
    up = _ease(np.arange(1, rise + 1) / rise, power_up)
    return np.concatenate([up, 1 - _ease(np.arange(1, fall + 1) / (fall + 1), power_down)])


def _gamma(rng: Generator, rise: int, total: int) -> Float64:
    order = rng.uniform(1.2, 3.5)
    t = np.arange(1, int(total * 1.3) + 1) / rise
    return np.asarray(t**order * np.exp(order * (1 - t)), np.float64)


def _skewed_bell(rng: Generator, rise: int, total: int) -> Float64:
    narrow, wide = rise / rng.uniform(1.8, 2.6), (total - rise) / rng.uniform(1.8, 2.6)
    t = np.arange(-int(2.6 * narrow) - 1, int(2.6 * wide) + 2)
    return np.exp(-0.5 * (t / np.where(t < 0, narrow, wide)) ** 2)


def _plateau(rng: Generator, rise: int, total: int) -> Float64:
    return _held(rng, rise, total, float(rng.uniform(0.1, 0.6)))


def _decay(rng: Generator, rise: int, total: int) -> Float64:
    up = _ease(np.arange(1, rise + 1) / rise, 1.0)
    rate = rng.uniform(2.0, 3.5) / max(1, total - rise)
    return np.concatenate([up, np.exp(-rate * np.arange(1, int(1.2 * (total - rise)) + 1))])


def _double(rng: Generator, rise: int, total: int) -> Float64:
    first = _smoothstep(rng, rise, total)
    lag, size = int(rng.integers(2, max(3, total // 2))), rng.uniform(0.3, 0.9)
    level = np.zeros(total + lag)
    level[:total] += first
    level[lag:] = np.maximum(level[lag:], size * first)
    return level


def _held(rng: Generator, rise: int, total: int, hold: float) -> Float64:
    fall = max(1, int((total - rise) * (1 - hold)))
    up = _ease(np.arange(1, rise + 1) / rise, float(rng.uniform(0.7, 1.4)))
    down = 1 - _ease(np.arange(1, fall + 1) / (fall + 1), float(rng.uniform(0.7, 1.4)))
    middle = 1 - rng.uniform(0, 0.15) * np.linspace(0, 1, max(0, total - rise - fall))
    return np.concatenate([up, middle, middle[-1:].min(initial=1.0) * down])


_SHAPES: tuple[Callable[[Generator, int, int], Float64], ...] = (
    _smoothstep,
    _smoothstep,
    _gamma,
    _skewed_bell,
    _plateau,
    _decay,
    _double,
)


def _eased_or_straight(rng: Generator, frames: int) -> Float64:
    """A rise from above 0 to 1 in `frames` frames."""
    t = np.arange(1, frames + 1) / frames
    return t if rng.random() < 0.35 else _ease(t, float(rng.uniform(0.6, 1.6)))


def _ease(x: Float64, power: float) -> Float64:
    bent = np.clip(x, 0, 1) ** power
    return np.asarray(bent * bent * (3 - 2 * bent), np.float64)
