"""Virtual clips for the patch model.

Backgrounds of one or two recordings, mirrored, louder or softer, with measured responses and hard negatives added,
whitened as the product whitens a video, and cut into windows.

Everything is added to the patches' movements before whitening, so that a virtual clip is to the network what a video
with the same movements is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.patches import (
    CHANNELS,
    LAGS,
    REGIONS,
    Covariances,
    PatchMeasurement,
    covariances,
    mirrored,
    patch_channels,
    pooled,
    whitening,
)
from engine.patches.channels import TOO_LARGE, largest_movement
from engine.patches.places import INNER as INNER_PATCHES
from engine.patches.places import OUTER as OUTER_PATCHES
from engine.patches.places import mirror_order
from engine.synthesis.courses import Course, blink_course, long_course, macro_course, step_course, timed_course
from engine.synthesis.heads import smooth_noise
from engine.synthesis.patterns import BOTH_PATTERNS, LOWER_PATTERNS, UPPER_PATTERNS, draw_pattern, draw_sides
from engine.synthesis.recordings import LEVELS, InjectedMovement
from engine.training.drawn_patterns import blink_pattern, drawn_pattern
from engine.training.ground import LEAD, Piece, Response, responses
from engine.types import Float32, Float64

Generator = np.random.Generator
INNER, OUTER = len(INNER_PATCHES), len(OUTER_PATCHES)
WINDOW = 112
# The smallest response (ROI px) that counts as a micro-expression to be found; fainter ones say nothing either way.
VISIBLE_PX = 0.42
# The largest response that still is one, and how far (px) the fastest patch moves in what is too large.
LARGEST_PX = 3.0
LARGER_PX = (TOO_LARGE, 14.0)
# An event must be so many times as large as the floor (median |r_8| over 3 s, px) of brows and of the mouth, or nobody
# could tell it there: then it says nothing either way.
ABOVE_FLOOR = (2.0, 2.0)
# Longer movements than this say nothing: micro-expressions last half a second, and slower ones look like all others.
LONGEST_SECONDS = 0.6
# Length of a drawn movement in seconds, log-uniform.
DRAWN_SECONDS = (0.15, 0.6)
# Another face: spread of the logarithm of each patch's factor, and of what it takes from the others; and of pace.
GAIN_SPREAD, MIX_SPREAD = 0.2, 0.06
PACES = (0.75, 1.35)
# Inner patches from this one on are the nose wings', which belong to the lower face.
FIRST_LOWER = next(i for i, patch in enumerate(INNER_PATCHES) if patch.name.startswith("wing"))


@dataclass(frozen=True, slots=True)
class PatchMix:
    """How virtual clips are made.

    Attributes:
        as_is: share of clips that stay as they were measured, with the micro-expressions in their pictures.
        quiet: share of the others that get no micro-expression.
        pause: seconds between two micro-expressions, exponential mean.
        regained: share of backgrounds that are made louder or softer; most people who train speak, most who are
            looked at are silent.
        gains, lower_gains: (least, largest) logarithm of the factor on brows and eyes, and on nose and mouth.
        other_face: share of backgrounds whose patches move as another face's might: each more or less, and a bit with
            the others.
        other_pace: share of backgrounds that are played slower or faster.
        blend: share of clips with a second background on top.
        split: share of clips whose lower face is another recording's.
        leftover: share of clips with further head motion that the rigid fit left.
        drawn: share of movements, micro-expressions or not, whose pattern over the patches is drawn; that of the others
            was measured.
        measured: share of micro-expressions with a measured pattern that keep their measured time course; the others
            get a drawn one.
        scales: (least, largest) factor on a measured response.
        negatives: hard negatives (too large, too slow, lasting) in 100 samples.
        blinks: blinks in 100 samples, besides those of the recordings.
        missing: share of clips in which a region is not judged.
        short: share of clips cut to `short_samples`.
        reverse: share of clips that run backwards.
    """

    as_is: float = 0.25
    quiet: float = 0.2
    pause: float = 1.4
    regained: float = 0.6
    gains: tuple[float, float] = (-1.6, 0.4)
    lower_gains: tuple[float, float] = (-4.0, 0.2)
    other_face: float = 0.7
    other_pace: float = 0.3
    blend: float = 0.15
    split: float = 0.1
    leftover: float = 0.1
    drawn: float = 0.6
    measured: float = 0.6
    scales: tuple[float, float] = (0.5, 2.0)
    negatives: float = 0.25
    blinks: float = 0.3
    missing: float = 0.2
    short: float = 0.1
    short_samples: tuple[int, int] = (9, 50)
    reverse: float = 0.1


MIX = PatchMix()


@dataclass(frozen=True, slots=True, eq=False)
class PatchBatch:
    """Windows to learn from.

    Attributes:
        channels: float32 [B, W, C].
        known: float32 [B, W, 1], 0 beyond the ends of a clip.
        spot: float32 [B, W, 2], 1 within a micro-expression of a head.
        weight: float32 [B, W, 2], 0 where a sample says nothing.
        classes: float32 [B, W, 4], shares of the classes; all 0 outside micro-expressions.
    """

    channels: Float32
    known: Float32
    spot: Float32
    weight: Float32
    classes: Float32


@dataclass(slots=True, eq=False)
class _Clip:
    """A virtual clip in the making."""

    measured: PatchMeasurement
    spot: Float32
    weight: Float32
    classes: Float32

    @staticmethod
    def of(measured: PatchMeasurement) -> "_Clip":
        n = len(measured.mask)
        known = (measured.run >= 0).astype(np.float32)[:, None]
        return _Clip(measured, np.zeros((n, 2), np.float32), np.repeat(known, 2, axis=1), np.zeros((n, 4), np.float32))

    def label(self, event: InjectedMovement, at: int, level: float, floors: Float32) -> None:
        """Mark a micro-expression whose onset is at sample `at`; `floors` float32 [S, 2] of the background."""
        first, last = max(0, at), at + event.offset - event.onset + 1
        if last <= 0 or first >= len(self.spot):
            return
        floor, seen = floors[min((first + last) // 2, len(floors) - 1)], False
        long = last - at > LONGEST_SECONDS * self.measured.rate
        for head, moves in enumerate((event.upper, event.lower)):
            if not moves:
                continue
            if long or level < VISIBLE_PX or level < ABOVE_FLOOR[head] * floor[head]:
                self.weight[max(0, first - 2) : last + 2, head] = 0
            else:
                self.spot[first:last, head], seen = 1, True
        if seen:
            self.classes[first:last] = event.shares


class PatchSource:
    """Draws batches; the same seed and step give the same batch."""

    def __init__(self, pieces: Sequence[Piece], mix: PatchMix = MIX, *, seed: int = 1) -> None:
        """Sort the material.

        Args:
            pieces: what the ground measured.
            mix: what is made of it.
            seed: of all batches.
        """
        self._mix, self._seed = mix, seed
        plain = {piece.clip: piece for piece in pieces if piece.kind == "plain"}
        self._backgrounds = [piece for piece in pieces if not piece.events and (piece.measured.run >= 0).mean() > 0.5]
        self._weights = _shares(self._backgrounds)
        self._labelled = [piece for piece in pieces if piece.events]
        self._labelled_weights = _shares(self._labelled)
        self._bank: list[Response] = []
        for piece in pieces:
            if piece.kind == "injected" and piece.clip in plain:
                self._bank += (_cleaned(one) for one in responses(plain[piece.clip], piece))
        self._by_head = tuple(
            [one for one in self._bank if (one.event.lower if head else one.event.upper)] for head in (0, 1)
        )
        by_person: dict[str, list[Covariances]] = {}
        for piece in plain.values():
            found = by_person.setdefault(piece.person, [])
            found += [covariances(piece.measured), covariances(mirrored(piece.measured))]
        of_people = [pooled(found) for found in by_person.values()] or [covariances(self._backgrounds[0].measured)]
        self.prior = pooled(of_people)

    @property
    def sizes(self) -> dict[str, int]:
        """How much there is."""
        return {
            "backgrounds": len(self._backgrounds),
            "labelled": len(self._labelled),
            "responses": len(self._bank),
            "people": len({piece.person for piece in self._backgrounds}),
        }

    def batch(self, step: int, size: int, *, each: int = 4) -> PatchBatch:
        """Batch number `step` of `size` windows, `each` from one virtual clip."""
        rng = np.random.default_rng([self._seed, 78, step])
        windows: list[tuple[NDArray[np.float32], ...]] = []
        while len(windows) < size:
            clip = self.clip(rng)
            channels = self._channels(clip, rng)
            windows += [_window(channels, clip, rng) for _ in range(min(each, size - len(windows)))]
        return PatchBatch(*(np.stack(part) for part in zip(*windows, strict=True)))

    def clip(self, rng: Generator) -> _Clip:
        """One virtual clip."""
        mix = self._mix
        if self._labelled and rng.random() < mix.as_is:
            clip = self._as_is(rng)
        else:
            clip = _Clip.of(self._background(rng))
            for _ in range(rng.poisson(mix.blinks * len(clip.spot) / 100)):
                self._add_blink(clip, rng)
            for _ in range(rng.poisson(mix.negatives * len(clip.spot) / 100)):
                self._add_negative(clip, rng)
            if self._bank and rng.random() >= mix.quiet:
                self._add_micros(clip, rng)
        if rng.random() < mix.short:
            clip = _cut(clip, rng, mix.short_samples)
        return clip

    def _as_is(self, rng: Generator) -> _Clip:
        piece = self._labelled[int(rng.choice(len(self._labelled), p=self._labelled_weights))]
        swap = rng.random() < 0.5
        clip = _Clip.of(mirrored(piece.measured) if swap else piece.measured)
        floors = _floors(clip.measured)
        for event in piece.events:
            clip.label(event, event.onset, event.level, floors)
        return clip

    def _draw(self, rng: Generator) -> PatchMeasurement:
        """A background as measured, mirrored or not, forwards or backwards."""
        chosen = self._backgrounds[int(rng.choice(len(self._backgrounds), p=self._weights))].measured
        if rng.random() < 0.5:
            chosen = mirrored(chosen)
        if rng.random() < self._mix.reverse:
            chosen = _backwards(chosen)
        if rng.random() < self._mix.other_face:
            chosen = _other_face(chosen, rng)
        return _paced(chosen, rng) if rng.random() < self._mix.other_pace else chosen

    def _background(self, rng: Generator) -> PatchMeasurement:
        mix, measured = self._mix, self._draw(rng)
        inner, outer = measured.inner.copy(), measured.outer.copy()
        if rng.random() < mix.regained:
            upper, lower = (_gains(len(inner), measured.rate, one, rng) for one in (mix.gains, mix.lower_gains))
            inner[:, :, :FIRST_LOWER] *= upper[:, None, None, None]
            inner[:, :, FIRST_LOWER:] *= lower[:, None, None, None]
            outer[:, _UPPER_OUTER] *= upper[:, None, None]
            outer[:, _LOWER_OUTER] *= lower[:, None, None]
        if rng.random() < mix.split:
            other = _fitted(self._draw(rng), len(inner), rng)
            inner[:, :, FIRST_LOWER:] = other[0][:, :, FIRST_LOWER:]
            outer[:, _LOWER_OUTER] = other[1][:, _LOWER_OUTER]
        if rng.random() < mix.blend:
            other = _fitted(self._draw(rng), len(inner), rng)
            share = np.float32(rng.uniform(0.2, 0.9))
            inner, outer = inner + share * other[0], outer + share * other[1]
        if rng.random() < mix.leftover:
            _add_leftover(inner, outer, measured.rate, rng)
        texture = measured.texture * np.float32(np.exp(rng.normal(0, 0.35)))
        known = (measured.run >= 0).astype(np.float32)
        inner *= known[:, None, None, None]
        outer *= known[:, None, None]
        return replace(measured, inner=inner, outer=outer, texture=texture.astype(np.float32))

    @staticmethod
    def _add_blink(clip: _Clip, rng: Generator) -> None:
        """The eyes shut and open again, and the brows with them."""
        course = blink_course(rng, int(rng.integers(-8, len(clip.spot))))
        _add_course(clip.measured, blink_pattern(rng), course, 1.0)

    def _add_negative(self, clip: _Clip, rng: Generator) -> None:
        """A movement that is no micro-expression: too large, too slow, too long, or one that stays."""
        n = len(clip.spot)
        if not self._bank:
            return
        kind = rng.random()
        if kind < 0.35:
            # As short as a micro-expression, but all skin would see it: a brow flash, a tracker that slips.
            course = timed_course(rng, int(rng.integers(-10, n)), clip.measured.rate * float(rng.uniform(0.1, 0.9)))
            pattern = self._still(rng)
            peak = float(np.hypot(pattern[:, 0], pattern[:, 1]).max())
            _add_course(clip.measured, pattern, course, float(np.exp(rng.uniform(*np.log(LARGER_PX)))) / max(peak, 0.1))
            return
        if kind < 0.6:
            course = macro_course(rng, int(rng.integers(-60, n)))
        elif kind < 0.82:
            course = long_course(rng, 0)
            course = course.shifted(int(rng.integers(-course.offset, n)))
        else:
            course = step_course(rng, int(rng.integers(-10, n)), 2 * n)
        size = float(np.exp(rng.uniform(np.log(0.4), np.log(7.0))))
        _add_course(clip.measured, self._still(rng), course, size)

    def _still(self, rng: Generator) -> Float32:
        """Pattern of a movement over the patches for 1 px of ROI response, jittered, mirrored or not."""
        if rng.random() < self._mix.drawn:
            return self._drawn(rng).still
        response = self._bank[int(rng.integers(len(self._bank)))]
        pattern = response.still / max(response.event.level, 0.2)
        if rng.random() < 0.5:
            pattern = pattern[_ORDER] * np.array([-1, 1], np.float32)
        jitter = np.exp(rng.normal(0, 0.15, (len(pattern), 1)))
        return np.asarray(pattern * jitter, np.float32)

    def _add_micros(self, clip: _Clip, rng: Generator) -> None:
        mix, n, rate = self._mix, len(clip.spot), clip.measured.rate
        floors = _floors(clip.measured)
        largest = largest_movement(clip.measured.main)[:, [0, 2]]  # brows, mouth
        at = int(rng.uniform(0.0, 1.0) * rate)
        while at < n - 5:
            drawn = rng.random() < mix.drawn
            response = self._drawn(rng, level=True) if drawn else self._any(rng)
            event = response.event
            length = event.offset - event.onset + 1
            scale = min(float(np.exp(rng.uniform(*np.log(mix.scales)))), LARGEST_PX / event.level)
            middle = min(at + length // 2, n - 1)
            floor = floors[middle]
            seen = all(
                not moves
                or (scale * event.level >= ABOVE_FLOOR[head] * floor[head] and largest[middle, head] < TOO_LARGE)
                for head, moves in enumerate((event.upper, event.lower))
            )
            if seen and clip.measured.run[at] >= 0:
                if not drawn and rng.random() < mix.measured:
                    _add_response(clip.measured, response, at, scale, swap=rng.random() < 0.5)
                    clip.label(event, at, scale * event.level, floors)
                else:
                    length = self._add_drawn(clip, response, at, (scale, floors), rng)
            elif rng.random() < 0.7:
                continue  # another one may be seen here
            at += length + max(3, int(rng.exponential(mix.pause) * rate))

    @staticmethod
    def _drawn(rng: Generator, *, level: bool = False) -> Response:
        """A movement nobody made: its pattern over the patches, for a level of 1 or a drawn one."""
        kind = rng.random()
        patterns = UPPER_PATTERNS if kind < 0.5 else LOWER_PATTERNS if kind < 0.92 else BOTH_PATTERNS
        pattern = draw_pattern(rng, patterns)
        still = drawn_pattern(pattern.units, draw_sides(rng, pattern.units), rng, places=_PLACES)
        size = float(np.exp(rng.uniform(*np.log(LEVELS)))) if level else 1.0
        event = InjectedMovement(
            0, 0, 0, pattern.units, size, pattern.is_upper, pattern.is_lower, pattern.probabilities()
        )
        nothing = np.zeros((0, len(LAGS), INNER, 2), np.float32)
        return Response(nothing, nothing[:, 0], event, 30.0, still * np.float32(size))

    def _any(self, rng: Generator) -> Response:
        """A response, of nose and mouth as often as of brows and eyes."""
        chosen = self._by_head[int(rng.integers(2))] or self._bank
        return chosen[int(rng.integers(len(chosen)))]

    def _add_drawn(self, clip: _Clip, response: Response, at: int, how: tuple[float, Float32], rng: Generator) -> int:
        """The response's pattern with a new time course."""
        samples = clip.measured.rate * float(np.exp(rng.uniform(*np.log(DRAWN_SECONDS))))
        course = timed_course(rng, at, samples)
        pattern = response.still * np.exp(rng.normal(0, 0.12, (len(response.still), 1))).astype(np.float32)
        if rng.random() < 0.5:
            pattern = pattern[_ORDER] * np.array([-1, 1], np.float32)
        scale, floors = how
        _add_course(clip.measured, pattern, course, scale)
        event = replace(response.event, onset=course.onset, apex=course.apex, offset=course.offset)
        clip.label(event, course.onset, scale * response.event.level, floors)
        return course.offset - at + 1

    def _channels(self, clip: _Clip, rng: Generator) -> Float32:
        """Channels of a clip, whitened by its own covariance; some regions missing."""
        measured = clip.measured
        judged: NDArray[np.bool_] | None = None
        if rng.random() < self._mix.missing:
            judged = np.ones((len(clip.spot), len(REGIONS)), np.bool_)
            first, last = np.sort(rng.integers(0, len(clip.spot) + 1, 2))
            if rng.random() < 0.5:
                first, last = 0, len(clip.spot)
            parts = [i for i in range(len(REGIONS)) if rng.random() < 0.4]
            judged[first:last, parts] = False
            self._silence(clip, judged, REGIONS)
        return patch_channels(measured, whitening(covariances(measured), self.prior, measured), judged)

    @staticmethod
    def _silence(clip: _Clip, judged: NDArray[np.bool_], regions: tuple[str, ...]) -> None:
        """No demand on a head none of whose regions is judged, nor within movements while one is missing."""
        for head, names in enumerate((("brow",), ("nose", "mouth"))):
            own = judged[:, [i for i, name in enumerate(regions) if name.startswith(names)]]
            clip.weight[~own.any(axis=1), head] = 0
            clip.weight[~own.all(axis=1) & (clip.spot[:, head] > 0), head] = 0


def _shares(pieces: Sequence[Piece]) -> Float64:
    """How often each is drawn: people alike, whatever their clips' lengths; all rendered portraits as two of them."""
    if not pieces:
        return np.zeros(0)
    people = ["portrait" if piece.kind.startswith("portrait") else piece.person for piece in pieces]
    lengths = np.array([len(piece.measured.mask) for piece in pieces], np.float64)
    shares = np.zeros(len(pieces))
    for person in set(people):
        own = np.array([other == person for other in people])
        shares[own] = lengths[own] / lengths[own].sum() * (2.0 if person == "portrait" else 1.0)
    return np.asarray(shares / shares.sum(), np.float64)


def _cleaned(response: Response) -> Response:
    """Without what a talking mouth adds to a movement of the brows, and restless brows to one of the mouth.

    Flow over lips that speak is not the sum of two movements, so their difference is no response.
    """
    inner, outer, still = response.inner.copy(), response.outer.copy(), response.still.copy()
    if not response.event.lower and "9" not in response.event.units:
        inner[:, :, FIRST_LOWER:], outer[:, _LOWER_OUTER] = 0, 0
        still[FIRST_LOWER:INNER], still[[INNER + i for i in _LOWER_OUTER]] = 0, 0
    if not response.event.upper:
        inner[:, :, :FIRST_LOWER], outer[:, _UPPER_OUTER] = 0, 0
        still[:FIRST_LOWER], still[[INNER + i for i in _UPPER_OUTER]] = 0, 0
    return replace(response, inner=inner, outer=outer, still=still)


def _gains(n: int, rate: float, limits: tuple[float, float], rng: Generator) -> Float32:
    """Factor on a background at each sample, float32 [n]: one for all, or changing as people fall silent and speak."""
    logs = np.full(n, rng.uniform(*limits))
    if rng.random() < 0.6:
        at = 0
        while at < n:
            length = max(8, int(rng.uniform(1.0, 6.0) * rate))
            logs[at : at + length] = rng.uniform(*limits)
            at += length
        width = max(3, int(0.4 * rate))
        logs = np.convolve(np.pad(logs, width, mode="edge"), np.ones(width) / width, "same")[width:-width]
    return np.asarray(np.exp(logs), np.float32)


def _window(channels: Float32, clip: _Clip, rng: Generator) -> tuple[Float32, ...]:
    """A window of `WINDOW` samples, padded where the clip is shorter."""
    n = len(channels)
    start = int(rng.integers(0, n - WINDOW + 1)) if n > WINDOW else 0
    take = slice(start, min(n, start + WINDOW))
    shift = int(rng.integers(0, WINDOW - n + 1)) if n < WINDOW else 0
    put = slice(shift, shift + take.stop - take.start)
    out = [np.zeros((WINDOW, width), np.float32) for width in (CHANNELS, 1, 2, 2, 4)]
    known = (clip.measured.run[take] >= 0).astype(np.float32)[:, None]
    parts = (channels[take], known, clip.spot[take], clip.weight[take], clip.classes[take])
    for target, part in zip(out, parts, strict=True):
        target[put] = part
    return tuple(out)


def _fitted(measured: PatchMeasurement, n: int, rng: Generator) -> tuple[Float32, Float32]:
    """Movements of another background at this length: cut, or with nothing beyond its end."""
    have = len(measured.mask)
    start = int(rng.integers(0, have - n + 1)) if have > n else 0
    at = int(rng.integers(0, n - have + 1)) if have < n else 0
    inner, outer = np.zeros((n, len(LAGS), INNER, 2), np.float32), np.zeros((n, OUTER, 2), np.float32)
    length = min(n, have)
    inner[at : at + length], outer[at : at + length] = (
        measured.inner[start : start + length],
        measured.outer[start : start + length],
    )
    return inner, outer


def _backwards(measured: PatchMeasurement) -> PatchMeasurement:
    """The clip backwards: r_L(t) = u(t) - u(t - L) becomes -r_L at the mirrored time plus L."""
    n = len(measured.mask)
    inner = np.stack([-measured.inner[_mirrored_times(n, lag), i] for i, lag in enumerate(LAGS)], axis=1)
    outer = -measured.outer[_mirrored_times(n, LAGS[1])]
    order = np.arange(n)[::-1]
    return replace(
        measured,
        inner=inner,
        outer=outer,
        rigid=np.stack([-measured.rigid[_mirrored_times(n, lag), i] for i, lag in enumerate(LAGS)], axis=1),
        scale=measured.scale[_mirrored_times(n, LAGS[1])],
        texture=measured.texture[order],
        camera=measured.camera[order],
        pose=measured.pose[order],
        mask=measured.mask[order],
        run=np.where(measured.run[order] >= 0, measured.run.max() - measured.run[order], -1),
    )


def _other_face(measured: PatchMeasurement, rng: Generator) -> PatchMeasurement:
    """Patches of brows and lids, and of nose and mouth, mixed among themselves: another face with the same habits."""
    inner, outer = measured.inner.copy(), measured.outer.copy()
    for part, columns in ((inner, slice(0, FIRST_LOWER)), (inner, slice(FIRST_LOWER, INNER)), (outer, slice(0, OUTER))):
        chosen = part[..., columns, :]
        count = chosen.shape[-2]
        mixing = np.diag(np.exp(rng.normal(0, GAIN_SPREAD, count))) + rng.normal(0, MIX_SPREAD, (count, count))
        part[..., columns, :] = np.einsum("ij,...jc->...ic", mixing.astype(np.float32), chosen)
    return replace(measured, inner=inner, outer=outer)


def _paced(measured: PatchMeasurement, rng: Generator) -> PatchMeasurement:
    """The clip slower or faster: the movement over a lag is read between the lags that were measured."""
    pace = float(np.exp(rng.uniform(*np.log(PACES))))
    n = len(measured.mask)
    at = np.minimum(np.rint(np.arange(int(n / pace)) * pace).astype(np.int64), n - 1)
    if len(at) < WINDOW // 4:
        return measured
    known = (0, *LAGS)
    inner = np.empty((len(at), *measured.inner.shape[1:]), np.float32)
    for i, lag in enumerate(LAGS):
        wanted = min(lag * pace, LAGS[-1])
        high = int(np.searchsorted(known, wanted))
        share = np.float32((wanted - known[high - 1]) / (known[high] - known[high - 1]))
        inner[:, i] = share * measured.inner[at, high - 1]
        if high > 1:
            inner[:, i] += (1 - share) * measured.inner[at, high - 2]
    names = ("rigid", "scale", "texture", "camera", "pose", "mask", "run")
    rest = {name: getattr(measured, name)[at] for name in names}
    return replace(measured, inner=inner, outer=measured.outer[at] * np.float32(min(pace, 1.0)), **rest)


def _mirrored_times(n: int, lag: int) -> NDArray[np.int64]:
    return np.clip(n - 1 - np.arange(n) + lag, 0, n - 1)


def _add_response(measured: PatchMeasurement, response: Response, at: int, scale: float, *, swap: bool) -> None:
    """Add a measured response in place; its onset comes to sample `at`."""
    first = at - LEAD
    inner, outer = response.inner * np.float32(scale), response.outer * np.float32(scale)
    if swap:
        inner = inner[:, :, _ORDER[:INNER]] * np.array([-1, 1], np.float32)
        outer = outer[:, _ORDER[INNER:] - INNER] * np.array([-1, 1], np.float32)
    a, b = max(0, first), min(len(measured.mask), first + len(inner))
    if b > a:
        measured.inner[a:b] += inner[a - first : b - first]
        measured.outer[a:b] += outer[a - first : b - first]


def _add_course(measured: PatchMeasurement, pattern: Float32, course: Course, size: float) -> None:
    """Add a movement with a pattern over the patches (float32 [31, 2] for a level of 1) in place."""
    n = len(measured.mask)
    level = course.over(n) * size
    for i, lag in enumerate(LAGS):
        change = (level - level[np.maximum(np.arange(n) - lag, 0)]).astype(np.float32)
        measured.inner[:, i] += change[:, None, None] * pattern[:INNER]
        if i == 1:
            measured.outer[:] += change[:, None, None] * pattern[INNER:]


def _add_leftover(inner: Float32, outer: Float32, rate: float, rng: Generator) -> None:
    """Head motion that the fit left: smooth in time, linear over the face, in place."""
    n = len(inner)
    size = float(np.exp(rng.uniform(np.log(0.03), np.log(0.5))))
    waves = smooth_noise(rng, n, 6, float(rng.uniform(0.4, 3.0)) * 30.0 / rate)
    basis = np.column_stack([np.ones(len(_PLACES)), _PLACES])
    moved = size * np.einsum("tcb,pb->tpc", waves.reshape(n, 2, 3), basis).astype(np.float32)
    for i, lag in enumerate(LAGS):
        change = (moved - moved[np.maximum(np.arange(n) - lag, 0)]).astype(np.float32)
        inner[:, i] += change[:, :INNER]
        if i == 1:
            outer += change[:, INNER:]


def _floors(measured: PatchMeasurement) -> Float32:
    """float32 [S, 2]: median |r_8| over 3 s of the upper and of the mouth's patches, px."""
    n, half = len(measured.mask), round(1.5 * measured.rate)
    upper = np.hypot(*np.moveaxis(measured.inner[:, 1, :6], -1, 0)).mean(axis=1)
    lower = np.hypot(*np.moveaxis(measured.outer[:, :4], -1, 0)).mean(axis=1)
    result = np.empty((n, 2), np.float32)
    for t in range(0, n, 5):
        part = slice(max(0, t - half), t + half + 1)
        result[t : t + 5] = np.median(upper[part]), np.median(lower[part])
    return result


def _cut(clip: _Clip, rng: Generator, samples: tuple[int, int]) -> _Clip:
    """A short stretch by itself: what its first samples are measured against is its own beginning."""
    n = len(clip.spot)
    length = min(n, int(rng.integers(samples[0], samples[1] + 1)))
    marked = np.flatnonzero(clip.spot.any(axis=1))
    if len(marked) and rng.random() < 0.7:
        start = int(np.clip(rng.choice(marked) - rng.integers(1, length), 0, n - length))
    else:
        start = int(rng.integers(0, n - length + 1))
    take = slice(start, start + length)
    old = clip.measured
    parts = {name: getattr(old, name)[take].copy() for name in
             ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")}  # fmt: skip
    inner, outer = parts["inner"], parts["outer"]
    since = np.arange(length)
    for i, lag in enumerate(LAGS):
        early = since < lag
        # Movement since the stretch began, where the lag reaches further back: by the longest lag that fits, in part.
        fitting = max((j for j, other in enumerate(LAGS) if other <= lag), default=0)
        for t in since[early]:
            below = [j for j, other in enumerate(LAGS) if other <= t]
            j = below[-1] if below else min(fitting, 0)
            share = min(1.0, t / LAGS[0]) if not below else 1.0
            inner[t, i] = inner[max(t, min(LAGS[0], length - 1)) if not below else t, j] * np.float32(share)
    for t in since[since < LAGS[1]]:
        outer[t] = outer[min(LAGS[1], length - 1)] * np.float32(t / LAGS[1])
    return _Clip(replace(old, **parts), clip.spot[take], clip.weight[take], clip.classes[take])


_ORDER = np.concatenate([mirror_order(INNER_PATCHES), INNER + mirror_order(OUTER_PATCHES)])
_LOWER_OUTER = [i for i, patch in enumerate(OUTER_PATCHES) if patch.name.startswith(("corner", "lip", "chin", "cheek"))]
_UPPER_OUTER = [i for i in range(OUTER) if i not in _LOWER_OUTER]
# Where the patches lie over a face, (x, y) from its middle in half crop sides: enough for a leftover of head motion.
_XY = {
    "brow_inner": (0.12, -0.32), "brow_middle": (0.25, -0.36), "brow_outer": (0.36, -0.33), "glabella": (0, -0.30),
    "lid_upper": (0.24, -0.20), "lid_lower": (0.24, -0.12), "wing": (0.13, 0.08), "corner": (0.20, 0.32),
    "lip_upper": (0, 0.26), "lip_lower": (0, 0.38), "chin": (0, 0.52), "temple": (0.56, -0.2),
    "eye_outer": (0.36, -0.18), "eye_inner": (0.12, -0.17), "forehead": (0.2, -0.55), "cheek": (0.36, 0.1),
    "bridge": (0, -0.18), "dorsum": (0, -0.02),
}  # fmt: skip


def _place(name: str) -> tuple[float, float]:
    key = name.removesuffix("_left").removesuffix("_right").removesuffix("_middle") if name not in _XY else name
    x, y = _XY[name] if name in _XY else _XY["brow_middle" if name.startswith("brow_middle") else key]
    return (-x if name.endswith("_left") else 0.0 if name == "forehead_middle" else x), y


_PLACES = np.array([_place(patch.name) for patch in (*INNER_PATCHES, *OUTER_PATCHES)])
