"""Real recordings as a training ground.

Decoded and tracked once, made worse as cameras and codecs do, and with micro-expressions put into their pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.face import Face, FaceTracker, TrackedFace
from engine.synthesis.clips import Motion
from engine.synthesis.codec import through_h264
from engine.synthesis.courses import timed_course
from engine.synthesis.injection import SkinMovement, response
from engine.synthesis.movements import draw_field
from engine.synthesis.patterns import BOTH_PATTERNS, LOWER_PATTERNS, UPPER_PATTERNS, Pattern, draw_pattern, draw_sides
from engine.synthesis.subject import Subject
from engine.types import Float32, UInt8

SECONDS = (0.15, 0.85)  # length of an injected movement, log-uniform
LEVELS = (0.5, 2.6)  # its largest ROI vector in px of the 320 px crop, log-uniform
MAX_SKIN_PX = 7.0
BLIND = 0.13  # ROI px per px of skin below which the regions cannot see a movement: then the skin counts


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One recording in memory.

    Attributes:
        name: of the file.
        grays: uint8 [H, W] of every sample.
        rate: samples a second.
        faces: what the tracker found.
    """

    name: str
    grays: tuple[UInt8, ...]
    rate: float
    faces: tuple[TrackedFace, ...]

    @staticmethod
    def of(name: str, grays: Sequence[UInt8], rate: float) -> "Recording":
        """Track the face and keep all."""
        tracker = FaceTracker()
        return Recording(name, tuple(grays), rate, tuple(tracker.track(gray) for gray in grays))

    @property
    def points(self) -> list[Face | None]:
        """The face of each sample."""
        return [tracked.face for tracked in self.faces]


@dataclass(frozen=True, slots=True)
class InjectedMovement:
    """Truth of one injected movement; samples 0-based inclusive.

    Attributes:
        onset, apex, offset: when it is visible.
        units: action units.
        level: largest ROI vector at the apex, px of the 320 px crop.
        upper, lower: whether brows and lids, nose and mouth move.
        shares: of negative, positive, surprise, others.
    """

    onset: int
    apex: int
    offset: int
    units: tuple[str, ...]
    level: float
    upper: bool
    lower: bool
    shares: tuple[float, float, float, float]


def draw_event(
    recording: Recording, subject: Subject, start: int, rng: np.random.Generator
) -> tuple[SkinMovement, InjectedMovement] | None:
    """A random micro-expression from about sample `start` on; None where no face is seen there."""
    face = recording.faces[start].face
    if face is None:
        return None
    kind = rng.random()
    patterns = UPPER_PATTERNS if kind < 0.52 else LOWER_PATTERNS if kind < 0.92 else BOTH_PATTERNS
    pattern = draw_pattern(rng, patterns)
    sides = draw_sides(rng, pattern.units)
    samples = recording.rate * float(np.exp(rng.uniform(*np.log(SECONDS))))
    course = timed_course(rng, start, samples)
    motions = []
    for number, unit in enumerate(pattern.units):
        field = draw_field(subject, unit, rng, sides)
        share = 1.0 if number == 0 else float(rng.uniform(0.4, 1.2))
        motions.append(Motion(field, share, course.shifted(int(rng.integers(0, 3)) if number else 0)))
    per_px = max(response(recording.grays[start], face, subject, motions), BLIND)
    level = float(np.exp(rng.uniform(*np.log(LEVELS))))
    peak = min(level / per_px, MAX_SKIN_PX)
    shading = float(rng.uniform(0.0, 1.5)) if rng.random() < 0.5 else 0.0
    scaled = tuple(Motion(motion.field, motion.peak * peak, motion.course) for motion in motions)
    return SkinMovement(scaled, shading), _event(scaled, pattern, peak * per_px)


def _event(motions: Sequence[Motion], pattern: Pattern, level: float) -> InjectedMovement:
    return InjectedMovement(
        min(motion.course.onset for motion in motions),
        motions[0].course.apex,
        max(motion.course.offset for motion in motions),
        pattern.units,
        level,
        pattern.is_upper,
        pattern.is_lower,
        pattern.probabilities(),
    )


def draw_events(
    recording: Recording, subject: Subject, rng: np.random.Generator, *, pause: tuple[float, float] = (0.5, 2.0)
) -> tuple[list[SkinMovement], list[InjectedMovement]]:
    """Micro-expressions all along a recording, `pause` seconds apart."""
    movements, events = [], []
    at = int(rng.uniform(0.1, 1.5) * recording.rate)
    while at < len(recording.grays) - 6:
        drawn = draw_event(recording, subject, at, rng)
        if drawn is not None:
            movements.append(drawn[0])
            events.append(drawn[1])
            at = drawn[1].offset
        at += max(4, int(rng.uniform(*pause) * recording.rate))
    return movements, events


def degraded(grays: Sequence[UInt8], rng: np.random.Generator) -> list[UInt8]:
    """The pictures as a worse camera and codec leave them: smaller, darker, noisier, H.264 at CRF 20 to 35."""
    height, width = grays[0].shape
    wanted = float(np.exp(rng.uniform(np.log(220.0), np.log(760.0)))) if rng.random() < 0.6 else float(height)
    scale = min(1.0, wanted / height)
    size = (int(width * scale) // 2 * 2, int(height * scale) // 2 * 2)
    light = float(rng.uniform(0.25, 0.6)) if rng.random() < 0.25 else 1.0
    noise = float(np.exp(rng.uniform(np.log(0.5), np.log(4.0)))) if rng.random() < 0.5 else 0.0
    worse = [_worse(gray, size, light, noise, rng) for gray in grays]
    return through_h264(worse, crf=int(rng.integers(20, 36)))


def _worse(gray: UInt8, size: tuple[int, int], light: float, noise: float, rng: np.random.Generator) -> UInt8:
    small: Float32 = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.float32) * np.float32(light)
    if noise:
        small = small + np.float32(noise) * rng.standard_normal(small.shape, np.float32)
    return np.asarray(np.clip(np.rint(small), 0, 255), np.uint8)
