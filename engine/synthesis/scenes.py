"""Random scenes for training: who, which head, which expressions, which camera."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceTracker
from engine.flow import window_features
from engine.synthesis.clips import Camera, Micro, Motion, Scene, pictures
from engine.synthesis.codec import through_h264, through_jpeg
from engine.synthesis.courses import Course, blink_course, long_course, macro_course, micro_course, step_course
from engine.synthesis.heads import draw_style, smooth_noise, trajectory
from engine.synthesis.movements import MACRO_UNITS, TALK_UNITS, draw_field, draw_recipe, draw_sides
from engine.synthesis.subject import Subject, varied
from engine.types import Emotion, Float32, Float64, UInt8

PROBE_PX = 1.5  # skin movement at which a response is measured; it is linear from 0.5 to 2 px (weights spec 2)
BLIND = 0.13  # px of ROI flow per px of skin movement below which the channels cannot see a movement
MAX_SKIN_PX = 7.0

Generator = np.random.Generator


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """What a random scene may hold.

    Attributes:
        n: frames.
        micros: mean number of micro-expressions in 150 frames; 0 for none.
        responses: (least, largest) ROI response of a micro-expression in px of the crop, drawn log-uniform.
        sides: (least, largest) side of the face's crop box in px of the picture.
        lively: more macro-expressions, half of which begin and end within the clip and as suddenly as a
            micro-expression.
    """

    n: int = 150
    micros: float = 2.0
    responses: tuple[float, float] = (0.4, 2.8)
    sides: tuple[float, float] = (120.0, 380.0)
    lively: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """Fields of the action units of one movement, with the strength of each relative to the first.

    Attributes:
        units: action units.
        fields: float32 [H, W, 2] of each.
        shares: strength of each.
        response: float64 [10], channels at 1 px of the first unit's largest skin movement.
    """

    units: tuple[str, ...]
    fields: tuple[Float32, ...]
    shares: tuple[float, ...]
    response: Float64

    @property
    def strength(self) -> float:
        """Largest ROI vector of `response`."""
        return float(np.hypot(self.response[0::2], self.response[1::2]).max())


def draw_expression(subject: Subject, units: tuple[str, ...], rng: Generator) -> Expression:
    """A movement of a face and what the features see of it (measured on two noiseless pictures)."""
    sides = draw_sides(rng, units)
    fields = tuple(draw_field(subject, unit, rng, sides) for unit in units)
    shares = (1.0, *(float(rng.uniform(0.4, 1.2)) for _ in units[1:]))
    return Expression(units, fields, shares, _response(subject, fields, shares))


def _response(subject: Subject, fields: Sequence[Float32], shares: Sequence[float]) -> Float64:
    full = Course(np.array([0.0, 1.0]), 0, 1, 1, 1)
    motions = tuple(Motion(field, PROBE_PX * share, full) for field, share in zip(fields, shares, strict=True))
    scene = Scene(subject, 2, np.zeros((2, 6)), motions, np.zeros(2))
    grays = list(pictures(scene, Camera(noise=0.0), np.random.default_rng(0)))
    features, _ = extract(grays, [0], k=2)
    return np.asarray(features[0, :, 1].astype(np.float64) / PROBE_PX, np.float64)


def draw_scene(people: Sequence[Subject], options: SceneOptions, rng: Generator) -> tuple[Scene, Camera]:
    """One random scene."""
    side = float(np.exp(rng.uniform(*np.log(options.sides))))
    subject = varied(people[int(rng.integers(len(people)))], rng, side=side)
    motions, truth = _micros(subject, options, rng) if options.micros else ([], [])
    motions += _others(subject, options, rng, few=bool(truth))
    closure, lids = _blinks(subject, options.n, rng)
    wobbles = _talk(subject, options.n, rng) if not truth and rng.random() < 0.25 else ()
    scene = Scene(
        subject=subject,
        n=options.n,
        head=trajectory(rng, options.n, draw_style(rng)),
        motions=(*motions, *lids),
        closure=closure,
        wobbles=wobbles,
        truth=tuple(truth),
    )
    return scene, draw_camera(rng)


def draw_camera(rng: Generator) -> Camera:
    """A camera from good to bad."""
    return Camera(
        detail=float(rng.uniform(0.45, 1.0)) if rng.random() < 0.4 else 1.0,
        noise=float(np.exp(rng.uniform(np.log(0.3), np.log(4.5)))),
        flicker=float(rng.uniform(0, 0.03)) if rng.random() < 0.3 else 0.0,
        whole=bool(rng.random() < 0.5),
        repeat=float(rng.uniform(0.02, 0.2)) if rng.random() < 0.06 else 0.0,
    )


def recorded(grays: Sequence[UInt8], rng: Generator) -> list[UInt8]:
    """The pictures after a random codec: H.264 (6 of 10), JPEG (2 of 10) or none."""
    kind = rng.random()
    if kind < 0.6:
        return through_h264(grays, crf=int(rng.integers(16, 33)))
    if kind < 0.8:
        return list(through_jpeg(grays, quality=int(rng.integers(55, 96))))
    return list(grays)


def extract(grays: Sequence[UInt8], starts: Sequence[int], *, k: int = 50) -> tuple[Float32, UInt8]:
    """Features float32 [W, 10, k] and masks uint8 [W, k] of the windows at `starts` (default feature mode)."""
    tracker = FaceTracker()
    faces = [tracker.track(gray) for gray in grays]
    config = AnalysisConfig(k=k)
    windows = [window_features(grays[s : s + k], faces[s : s + k], config=config) for s in starts]
    return (
        np.stack([window.features for window in windows]).astype(np.float32),
        np.stack([window.mask for window in windows]),
    )


def _micros(subject: Subject, options: SceneOptions, rng: Generator) -> tuple[list[Motion], list[Micro]]:
    motions: list[Motion] = []
    truth: list[Micro] = []
    at = int(rng.integers(-5, 40))
    gap = max(12.0, 150 / options.micros - 25)
    while at < options.n - 12:
        emotion, units = draw_recipe(rng)
        expression = draw_expression(subject, units, rng)
        if expression.strength >= BLIND:
            wanted = float(np.exp(rng.uniform(*np.log(options.responses))))
            peak = min(wanted / expression.strength, MAX_SKIN_PX)
            moved = _asynchronous(expression, peak, micro_course(rng, at), rng)
            motions += moved
            truth.append(_micro(moved, emotion, expression, peak))
            at = truth[-1].offset
        at += int(rng.exponential(gap)) + 8
    return motions, truth


def _asynchronous(expression: Expression, peak: float, course: Course, rng: Generator) -> list[Motion]:
    """Motions of the units of an expression, the later ones up to 4 frames after the first."""
    lags = [0, *(int(rng.integers(0, 5)) for _ in expression.units[1:])]
    return [
        Motion(field, peak * share, course.shifted(lag))
        for field, share, lag in zip(expression.fields, expression.shares, lags, strict=True)
    ]


def _micro(moved: Sequence[Motion], emotion: Emotion, expression: Expression, peak: float) -> Micro:
    return Micro(
        onset=min(motion.course.onset for motion in moved),
        apex=moved[0].course.apex,
        offset=max(motion.course.offset for motion in moved),
        emotion=emotion,
        units=expression.units,
        response=peak * expression.strength,
    )


def _others(subject: Subject, options: SceneOptions, rng: Generator, *, few: bool) -> list[Motion]:
    """Macro-expressions and lasting changes of the face."""
    motions, n = [], options.n
    often = 2.0 if options.lively else 1.0
    for _ in range(rng.poisson(often * (0.2 if few else 0.6) * n / 150)):
        units = list(rng.choice(MACRO_UNITS, size=rng.integers(1, 3), replace=False))
        course = _slow_course(rng, n, lively=options.lively)
        peak = float(np.exp(rng.uniform(np.log(0.8), np.log(9.0))))
        motions += [Motion(draw_field(subject, unit, rng), peak, course) for unit in units]
    return motions


def _slow_course(rng: Generator, n: int, *, lively: bool) -> Course:
    if lively and rng.random() < 0.5:
        return long_course(rng, int(rng.integers(-50, n - 10)))
    start = int(rng.integers(-60, n))
    return macro_course(rng, start) if rng.random() < 0.75 else step_course(rng, start, n)


def _blinks(subject: Subject, n: int, rng: Generator) -> tuple[Float64, list[Motion]]:
    """Closure of the eyes, and the skin that follows the lids (real blinks pull the brows more than a moving lid)."""
    closure = np.zeros(n)
    motions = []
    for _ in range(rng.poisson(float(rng.choice([0, 8, 18, 30])) * n / 30 / 60)):
        course = blink_course(rng, int(rng.integers(-8, n)))
        closure = np.maximum(closure, course.over(n) * rng.uniform(0.5, 1.0))
        pull = float(rng.uniform(0, 4.0))
        motions.append(Motion(draw_field(subject, "45", rng), pull, course))
    return closure, motions


def _talk(subject: Subject, n: int, rng: Generator) -> tuple[tuple[Float32, Float64], ...]:
    """Speech: lips and jaw at 2 to 6 Hz in bursts."""
    size = float(np.exp(rng.uniform(np.log(0.7), np.log(7.0))))
    bursts = np.clip(smooth_noise(rng, n, 1, 0.7)[:, 0] + rng.uniform(-0.3, 1.0), 0, 1)
    units = rng.choice(TALK_UNITS, size=3, replace=False)
    waves = smooth_noise(rng, n, 3, float(rng.uniform(2, 5)))
    return tuple(
        (draw_field(subject, unit, rng), size * bursts * waves[:, i] * rng.uniform(0.3, 1))
        for i, unit in enumerate(units)
    )
