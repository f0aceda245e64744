"""Hybrid windows: measured responses times time courses, added to windows that went through the real extraction.

The extraction is linear in small movements (weights spec 2), so a movement adds ``response * (p(t) - p(0))`` to a
window whose reference is its first frame. A background of real flow noise so serves for any number of examples; the
same code takes a person's own neutral recording as background.
"""

from dataclasses import dataclass

import numpy as np

from engine.network.both_ways import mirrored, reversed_in_time
from engine.synthesis.courses import Course, blink_course, long_course, macro_course, micro_course, step_course
from engine.synthesis.examples import BLINK_KIND, MACRO_KIND, MICRO_KIND, NEUTRAL, K, WindowSet
from engine.synthesis.heads import smooth_noise
from engine.types import UNSCORED, Float32, Float64, Int64, UInt8

Generator = np.random.Generator
# Backgrounds are calm below this 75th percentile of the largest ROI vector (as `engine.pipeline.restless` counts).
CALM_PX = 2.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of the kinds of windows, and how often each disturbance is added.

    Attributes:
        rendered: windows as they were rendered.
        wild: simulated windows of restless faces without any expression.
        calm: hybrid windows whose background moves by less than `CALM_PX`.
        responses: (least, largest) ROI response of an added micro-expression in px of the crop, log-uniform.
        micros: probabilities of 0, 1 and 2 added micro-expressions.
        macro, long, blink, step, nod, talk: probability of such a disturbance in a hybrid window; `macro` rises slowly,
            `long` may begin or end as suddenly as a micro-expression.
        quiet: (least, largest) logarithm of the factor on a background.
        blend: probability that a second background is added to the first.
        reverse: probability that a window runs backwards.
        ramp: steps over which hybrid windows become as hard as the rest says: at first movements are large and
            backgrounds quiet, or nothing is learned for long.
    """

    rendered: float = 0.12
    wild: float = 0.1
    calm: float = 0.8
    responses: tuple[float, float] = (0.45, 3.0)
    micros: tuple[float, float, float] = (0.36, 0.52, 0.12)
    macro: float = 0.2
    long: float = 0.3
    blink: float = 0.25
    step: float = 0.15
    nod: float = 0.18
    talk: float = 0.06
    quiet: tuple[float, float] = (-1.1, 0.2)
    blend: float = 0.12
    reverse: float = 0.5
    ramp: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class WindowBatch:
    """Windows to learn from.

    Attributes:
        features: float32 [W, 10, k].
        spot: float32 [W, k], 1 within a micro-expression.
        emotion: int64 [W, k], class index.
        weight: float32 [W, k], 0 where a sample says nothing.
    """

    features: Float32
    spot: Float32
    emotion: Int64
    weight: Float32

    def part(self, number: int, of: int) -> "WindowBatch":
        """Every `of`-th window, from number `number` on."""
        chosen = slice(number, None, of)
        return WindowBatch(self.features[chosen], self.spot[chosen], self.emotion[chosen], self.weight[chosen])


class HybridSource:
    """Draws batches from a set of windows; the same seed and step give the same batch."""

    def __init__(self, windows: WindowSet, mix: Mix = Mix(), *, seed: int = 1) -> None:
        """Prepare the backgrounds.

        Args:
            windows: rendered or recorded windows with a bank of responses.
            mix: what is made of them.
            seed: of all batches.
        """
        self._windows, self._mix, self._seed = windows, mix, seed
        scored = ((windows.mask & UNSCORED) == 0).mean(axis=1)
        self._backgrounds = np.flatnonzero(windows.still & (scored > 0.6))
        longest = np.hypot(windows.features[:, 0::2], windows.features[:, 1::2]).max(axis=1)
        calm = np.percentile(longest, 75, axis=1) < CALM_PX
        self._calm = self._backgrounds[calm[self._backgrounds]]
        if not len(self._calm):
            self._calm = self._backgrounds
        self._rendered = np.flatnonzero(scored > 0.3)
        self._bank = [np.flatnonzero(windows.bank_kind == kind) for kind in (MICRO_KIND, MACRO_KIND, BLINK_KIND)]

    def batch(self, step: int, size: int) -> WindowBatch:
        """Batch number `step` of `size` windows."""
        rng = np.random.default_rng([self._seed, 77, step])
        hard = min(1.0, step / self._mix.ramp) if self._mix.ramp else 1.0
        return _stacked([self._window(rng, hard) for _ in range(size)])

    def _window(self, rng: Generator, hard: float) -> "_Window":
        kind = rng.random()
        if kind < self._mix.rendered:
            window = self._stored(int(rng.choice(self._rendered)))
        elif kind < self._mix.rendered + self._mix.wild:
            window = _wild(rng)
        else:
            window = self._hybrid(rng, hard)
        return _varied(window, rng, reverse=self._mix.reverse)

    def _stored(self, index: int) -> "_Window":
        stored = self._windows
        known = (stored.mask[index] & UNSCORED) == 0
        return _Window(
            stored.features[index].astype(np.float64),
            stored.spot[index].copy(),
            stored.emotion[index].copy(),
            known.astype(np.float32),
        )

    def _hybrid(self, rng: Generator, hard: float) -> "_Window":
        mix = self._mix
        pool = self._calm if rng.random() < mix.calm else self._backgrounds
        window = self._stored(int(rng.choice(pool)))
        window.features *= np.exp(rng.uniform(*mix.quiet)) * (0.25 + 0.75 * hard)
        if rng.random() < mix.blend:
            other = self._windows.features[rng.choice(self._calm)]
            window.features += other * rng.uniform(0.2, 0.8)
        self._disturb(window, rng)
        for _ in range(rng.choice(3, p=mix.micros)):
            self._add_micro(window, rng, hard)
        window.features[:, window.weight == 0] = 0
        return window

    def _disturb(self, window: "_Window", rng: Generator) -> None:
        mix = self._mix
        if rng.random() < mix.macro:
            course = macro_course(rng, int(rng.integers(-80, K)))
            window.add(self._vector(rng, MACRO_KIND), course, float(np.exp(rng.uniform(np.log(0.4), np.log(7)))))
        if rng.random() < mix.long:
            course = _edge_inside(rng, long_course(rng, 0))
            kind = MACRO_KIND if rng.random() < 0.5 else MICRO_KIND
            window.add(self._vector(rng, kind), course, float(np.exp(rng.uniform(np.log(0.4), np.log(7)))))
        if rng.random() < mix.talk:
            _talk(window, rng)
        if rng.random() < mix.blink:
            course = blink_course(rng, int(rng.integers(-8, K)))
            window.add(self._vector(rng, BLINK_KIND), course, float(np.exp(rng.uniform(np.log(0.15), np.log(4)))))
        if rng.random() < mix.step:
            course = step_course(rng, int(rng.integers(-5, K)), 2 * K)
            kind = MACRO_KIND if rng.random() < 0.5 else MICRO_KIND
            window.add(self._vector(rng, kind), course, float(np.exp(rng.uniform(np.log(0.3), np.log(7)))))
        if rng.random() < mix.nod:
            vector = np.tile(rng.normal(0, 1, 2), 5) + rng.normal(0, 0.35, 10)
            vector /= np.hypot(vector[0::2], vector[1::2]).max()
            course = micro_course(rng, int(rng.integers(-20, K)))
            window.add(vector, course, float(np.exp(rng.uniform(np.log(0.2), np.log(3)))))

    def _add_micro(self, window: "_Window", rng: Generator, hard: float) -> None:
        least, largest = np.log(self._mix.responses)
        size = float(np.exp(rng.uniform(least + (1 - hard) * 0.7 * (largest - least), largest)))
        course = micro_course(rng, int(rng.integers(-12, K - 8)))
        index = int(rng.choice(self._bank[MICRO_KIND]))
        vector = self._jittered(index, rng)
        window.add(vector, course, size)
        onset, offset = course.onset, course.offset
        if rng.random() < 0.15:  # a weaker second movement, some frames later
            later = course.shifted(int(rng.integers(1, 5)))
            window.add(self._vector(rng, MICRO_KIND), later, size * float(rng.uniform(0.2, 0.6)))
            offset = max(offset, later.offset)
        span = slice(max(0, onset), max(0, offset + 1))
        window.spot[span] = 1
        window.emotion[span] = self._windows.bank_emotion[index]

    def _vector(self, rng: Generator, kind: int) -> Float64:
        return self._jittered(int(rng.choice(self._bank[kind])), rng)

    def _jittered(self, index: int, rng: Generator) -> Float64:
        vector = self._windows.bank[index].astype(np.float64)
        vector = vector * np.exp(rng.normal(0, 0.12, 10)) + rng.normal(0, 0.03, 10)
        return np.asarray(vector / np.hypot(vector[0::2], vector[1::2]).max(), np.float64)


@dataclass(slots=True, eq=False)
class _Window:
    """One window in the making: float64 [10, k], uint8 [k], uint8 [k], float32 [k]."""

    features: Float64
    spot: UInt8
    emotion: UInt8
    weight: Float32

    def add(self, vector: Float64, course: Course, size: float) -> None:
        """Add a movement relative to the window's first sample."""
        level = course.over(self.features.shape[1])
        self.features += vector[:, None] * (size * (level - level[0]))


def _edge_inside(rng: Generator, course: Course) -> Course:
    """The course moved so that mostly its beginning or its end lies in a window of `K` samples."""
    place = rng.random()
    if place < 0.45:
        return course.shifted(int(rng.integers(-6, K - 4)))
    if place < 0.85:
        return course.shifted(int(rng.integers(4, K + 6)) - course.offset)
    return course.shifted(int(rng.integers(-course.offset, K)))


def _talk(window: _Window, rng: Generator) -> None:
    """Lips that move at speech rate in bursts (the mouth channels alone)."""
    size = float(np.exp(rng.uniform(np.log(0.15), np.log(2.5))))
    bursts = np.clip(smooth_noise(rng, K, 1, 0.7)[:, 0] + rng.uniform(-0.5, 1.0), 0, 1)
    waves = (smooth_noise(rng, K, 2, float(rng.uniform(2, 5))) * bursts[:, None] * (0.4, 1.0)).T
    window.features[4:6] += size * (waves - waves[:, :1])


def _wild(rng: Generator) -> _Window:
    """A restless face in a bad recording: wandering, steps, spikes and a talking mouth; no expression."""
    size = float(np.exp(rng.uniform(np.log(0.5), np.log(7))))
    common = smooth_noise(rng, K, 2, float(rng.uniform(0.4, 3)))
    own = smooth_noise(rng, K, 10, float(rng.uniform(0.5, 5))).T * rng.uniform(0.15, 0.6)
    moved = np.tile(common.T, (5, 1)) * np.repeat(np.exp(rng.normal(0, 0.3, 5)), 2)[:, None] + own
    if rng.random() < 0.6:
        moved[4:6] += smooth_noise(rng, K, 2, float(rng.uniform(2, 6))).T * rng.uniform(0.3, 1.5)
    for _ in range(rng.poisson(1.5)):
        moved[:, int(rng.integers(1, K)) :] += (rng.normal(0, 0.4, 2).repeat(5).reshape(2, 5).T.ravel() * 0.5)[:, None]
    for _ in range(rng.poisson(0.7)):
        moved[:, int(rng.integers(1, K))] += rng.normal(0, 0.8, 10)
    moved = size * (moved - moved[:, :1]) + rng.normal(0, rng.uniform(0.02, 0.15), (10, K))
    moved[:, 0] = 0
    return _Window(moved, np.zeros(K, np.uint8), np.full(K, NEUTRAL, np.uint8), np.ones(K, np.float32))


def _varied(window: _Window, rng: Generator, *, reverse: float) -> _Window:
    """Mirrored or not, backwards or not, a little louder or softer, with a little noise."""
    features = window.features * rng.uniform(0.9, 1.1)
    noise = rng.uniform(0, 0.06) if rng.random() < 0.5 else 0.0
    features[:, 1:] += rng.normal(0, 1, (10, features.shape[1] - 1)) * noise
    features[:, window.weight == 0] = 0
    window.features = features
    if rng.random() < 0.5:
        window.features = mirrored(window.features)
    if rng.random() < reverse:
        window.features = reversed_in_time(window.features)
        window.spot, window.emotion = window.spot[::-1], window.emotion[::-1]
        window.weight = window.weight[::-1]
    return window


def _stacked(windows: list[_Window]) -> WindowBatch:
    return WindowBatch(
        features=np.stack([window.features for window in windows]).astype(np.float32),
        spot=np.stack([window.spot for window in windows]).astype(np.float32),
        emotion=np.stack([window.emotion for window in windows]).astype(np.int64),
        weight=np.stack([window.weight for window in windows]).astype(np.float32),
    )
