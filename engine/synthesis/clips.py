"""Clips of warped portraits: what happens in them, and their grey pictures as a camera and a codec would leave them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np

from engine.face.place import SIDE
from engine.synthesis.courses import Course
from engine.synthesis.eyelids import Eyelids
from engine.synthesis.heads import PITCH, ROLL, SCALE, YAW, X, Y
from engine.synthesis.portrait import CROP_SIDE
from engine.synthesis.subject import OVERSAMPLING, Subject
from engine.types import Emotion, Float32, Float64, UInt8

UPPER_LIDS = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (362, 398, 384, 385, 386, 387, 388, 466, 263))
LOWER_LIDS = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """One movement of the skin: a field and how it develops.

    Attributes:
        field: float32 [H, W, 2], px of the crop, longest 1.
        peak: size of the movement in px of the crop.
        course: level over time.
    """

    field: Float32
    peak: float
    course: Course


@dataclass(frozen=True, slots=True)
class Micro:
    """Truth of one micro-expression; frames 0-based inclusive."""

    onset: int
    apex: int
    offset: int
    emotion: Emotion
    units: tuple[str, ...]
    response: float


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What happens in a clip.

    Attributes:
        subject: the face.
        n: number of frames.
        head: float64 [n, 6], see `engine.synthesis.heads`.
        motions: movements of the skin.
        closure: float64 [n], how far the eyes are closed, 0 to 1.
        wobbles: further fields with their size at each frame, float64 [n] px of the crop (speech).
        truth: the micro-expressions among the motions.
    """

    subject: Subject
    n: int
    head: Float64
    motions: tuple[Motion, ...]
    closure: Float64
    wobbles: tuple[tuple[Float32, Float64], ...] = ()
    truth: tuple[Micro, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Camera:
    """What the camera does to the pictures.

    Attributes:
        detail: resolution kept, as a share (1: all of it).
        noise: standard deviation of the sensor noise, grey levels.
        flicker: size of brightness changes, share.
        whole: True where the whole picture moves with the head, as with a shaken camera; else only the head.
        repeat: share of frames that show the one before again.
    """

    detail: float = 1.0
    noise: float = 1.0
    flicker: float = 0.0
    whole: bool = False
    repeat: float = 0.0


def pictures(scene: Scene, camera: Camera, rng: np.random.Generator) -> Iterator[UInt8]:
    """Grey pictures of a scene, uint8 [H, W] with even sides."""
    stage = _Stage(scene, whole=camera.whole)
    flicker = _flicker(rng, scene.n, camera.flicker)
    last: UInt8 | None = None
    for index in range(scene.n):
        if last is not None and rng.random() < camera.repeat:
            yield last
            continue
        last = _exposed(stage.picture(index), camera, float(flicker[index]), rng)
        yield last


class _Stage:
    """Warps the portrait of a scene."""

    def __init__(self, scene: Scene, *, whole: bool) -> None:
        self._scene = scene
        subject = scene.subject
        size = int(subject.gray.shape[0] / OVERSAMPLING) // 2 * 2
        self._unit = subject.unit / OVERSAMPLING  # picture px in one px of the crop
        y, x = np.mgrid[0:size, 0:size].astype(np.float32)
        points = subject.points / OVERSAMPLING
        centre = points.mean(axis=0)
        across, down = x - float(centre[0]), y - float(centre[1])
        half = self._unit * SIDE / 2
        depth = np.sqrt(np.clip(1.6 - (across / half) ** 2 - (down / (1.2 * half)) ** 2, 0, None)) * half
        nose = points[4]
        bump = np.exp(-(((x - nose[0]) / (0.16 * half)) ** 2) - ((y - nose[1] + 0.1 * half) / (0.3 * half)) ** 2)
        depth = depth + 0.25 * half * bump
        far = np.hypot(across / (1.05 * half), down / (1.3 * half))
        self._weight = None if whole else np.clip((1.55 - far) / 0.5, 0, 1).astype(np.float32)
        self._x, self._y, self._across, self._down, self._depth = x, y, across, down, depth.astype(np.float32)
        self._lids = _eyelids(subject)

    def picture(self, index: int) -> Float32:
        scene, base = self._scene, self._scene.subject.gray
        if scene.closure[index] > 0.02:
            base = self._lids.close(base, float(scene.closure[index]))
        dx, dy = self._head(scene.head[index])
        for moved, size in self._skin(index):
            dx, dy = dx + moved[..., 0] * size, dy + moved[..., 1] * size
        warped = cv2.remap(
            base,
            (self._x - dx + 0.5) * OVERSAMPLING - 0.5,
            (self._y - dy + 0.5) * OVERSAMPLING - 0.5,
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        return np.asarray(warped, np.float32)

    def _skin(self, index: int) -> Iterator[tuple[Float32, np.float32]]:
        """Fields that act at a frame and their size in picture px."""
        size = self._x.shape[0]
        for motion in self._scene.motions:
            level = motion.course.at(index)
            if level > 0:
                yield motion.field[:size, :size], np.float32(level * motion.peak * self._unit)
        for wobble, sizes in self._scene.wobbles:
            if sizes[index]:
                yield wobble[:size, :size], np.float32(sizes[index] * self._unit)

    def _head(self, pose: Float64) -> tuple[Float32, Float32]:
        roll, scale, yaw, pitch = (np.float32(pose[i]) for i in (ROLL, SCALE, YAW, PITCH))
        dx = np.float32(pose[X] * self._unit) - roll * self._down + scale * self._across + yaw * self._depth
        dy = np.float32(pose[Y] * self._unit) + roll * self._across + scale * self._down + pitch * self._depth
        if self._weight is None:
            return dx, dy
        return dx * self._weight, dy * self._weight


def _eyelids(subject: Subject) -> Eyelids:
    """Lids of a face from its mesh points."""
    scale = subject.side / CROP_SIDE
    lids = []
    for upper, lower in zip(UPPER_LIDS, LOWER_LIDS, strict=True):
        edges = [(subject.points[list(edge)] + 0.5) / scale - 0.5 for edge in (upper, lower)]
        ordered = [edge[np.argsort(edge[:, 0])] for edge in edges]
        lids.append(tuple(tuple((float(x), float(y)) for x, y in edge) for edge in ordered))
    return Eyelids(scale, ((lids[0][0], lids[0][1]), (lids[1][0], lids[1][1])))


def _flicker(rng: np.random.Generator, n: int, size: float) -> Float64:
    """Brightness factor of each frame: lamp flicker beating with the frame rate, and a slow drift of the exposure."""
    t = np.arange(n) / 30.0
    wave = np.sin(2 * np.pi * (rng.uniform(0.2, 12) * t + rng.random()))
    drift = np.sin(2 * np.pi * (rng.uniform(0.03, 0.2) * t + rng.random()))
    return np.asarray(1 + size * (0.5 * wave + drift), np.float64)


def _exposed(picture: Float32, camera: Camera, brightness: float, rng: np.random.Generator) -> UInt8:
    height, width = picture.shape
    if camera.detail < 1:
        size = (max(16, int(width * camera.detail)), max(16, int(height * camera.detail)))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        picture = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    noisy = picture * np.float32(brightness)
    if camera.noise > 0:
        noisy = noisy + np.float32(camera.noise) * rng.standard_normal(picture.shape, np.float32)
    return np.asarray(np.clip(np.rint(noisy), 0, 255), np.uint8)
