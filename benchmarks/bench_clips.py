"""Clips of the development bench: other faces, fields, time courses and head movements than the training data has.

Faces: three portraits kept out of training (`engine.synthesis.sources`, role bench), and a still from each of two real
clips where `../shared/footage` exists. Fields: kernel interpolation between moving and resting mesh points, where
training sums local bumps. Time courses: beta curves, and
minimum-jerk rises with an exponential decay. Heads: a damped spring under random force, or the head of a real clip.
Every clip is an H.264 file read back by the product's own pipeline.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceTracker
from engine.pipeline import Window, sample_frames, stream_windows
from engine.synthesis.clips import Camera, Micro, Motion, Scene, pictures
from engine.synthesis.codec import write_h264
from engine.synthesis.courses import Course
from engine.synthesis.movements import MIRRORED
from engine.synthesis.scenes import extract
from engine.synthesis.subject import OVERSAMPLING, Subject, subject_from_picture, subjects, varied
from engine.types import Emotion
from engine.video import open_source

VERSION = 1
LEVELS = (0.4, 0.7, 1.0, 1.5, 2.2)  # ROI response in px of the 320 px crop
# Moving mesh points (picture's left half) and their way in px, x towards the nose.
RECIPES: dict[str, tuple[Emotion, dict[int, tuple[float, float]]]] = {
    "raise": (Emotion.SURPRISE, {70: (0, -0.7), 63: (0, -0.9), 105: (0, -1), 66: (0, -1), 107: (0, -0.9)}),
    "outer": (Emotion.SURPRISE, {70: (0, -0.9), 63: (0, -1), 105: (0, -0.6)}),
    "inner": (Emotion.SURPRISE, {107: (0, -1), 66: (0, -0.8)}),
    "frown": (Emotion.NEGATIVE, {107: (0.7, 0.8), 66: (0.6, 0.6), 105: (0.3, 0.3)}),
    "wrinkle": (Emotion.NEGATIVE, {98: (0, -1), 64: (0.1, -0.9), 107: (0.1, 0.4), 37: (0, -0.4)}),
    "lip": (Emotion.NEGATIVE, {37: (0, -1), 0: (0, -1), 98: (0, -0.4), 64: (0, -0.4)}),
    "smile": (Emotion.POSITIVE, {61: (-0.6, -0.8), 205: (-0.1, -0.4)}),
    "down": (Emotion.OTHERS, {61: (-0.1, 1), 214: (0, 0.5)}),
    "flare": (Emotion.OTHERS, {64: (-1, 0), 98: (-0.6, 0)}),
}
PINNED = (10, 152, 234, 454, 33, 133, 362, 263, 168, 6, 4, 1, 61, 291, 17, 0, 205, 425, 50, 280, 9, 151, 70, 300, 107,
          336, 64, 294, 199)  # fmt: skip
FOOTAGE = Path(__file__).resolve().parents[1].parent / "shared" / "footage"
STILLS = (("WolfgangLanger_Pexels.mp4", 6), ("face_noface.mov", 40))
REAL = ("WolfgangLanger_Pexels.mp4", "face_noface.mov", "noface_face.mov")


@dataclass(frozen=True, eq=False)
class BenchClip:
    """Window features of one clip and its truth; `kind` is injected, free or real."""

    name: str
    kind: str
    subject: str
    n: int
    rate: float
    starts: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    truth: tuple[tuple[int, int, float, str], ...]
    motion: float

    @property
    def minutes(self) -> float:
        """Length."""
        return self.n / self.rate / 60

    def save(self, path: Path) -> None:
        """Write an npz file."""
        about = json.dumps({k: getattr(self, k) for k in ("name", "kind", "subject", "n", "rate", "truth", "motion")})
        np.savez(path, about=np.array(about), starts=self.starts, features=self.features, mask=self.mask)

    @staticmethod
    def load(path: Path) -> "BenchClip":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            about = json.loads(str(stored["about"]))
            about["truth"] = tuple(tuple(event) for event in about["truth"])
            return BenchClip(**about, starts=stored["starts"], features=stored["features"], mask=stored["mask"])


def bench_subjects(portraits: Path) -> tuple[Subject, ...]:
    """Faces that training never saw."""
    people = list(subjects(portraits, "bench"))
    for name, index in STILLS:
        if (FOOTAGE / name).is_file():
            with open_source(FOOTAGE / name) as source:
                people.append(subject_from_picture(name.split(".", maxsplit=1)[0], source.read(index).gray()))
    return tuple(people)


def field_of(subject: Subject, recipe: str, rng: np.random.Generator) -> np.ndarray:
    """Interpolated field, float32 [H, W, 2], px of the crop, longest 1; a tenth one-sided."""
    size = int(subject.gray.shape[0] / OVERSAMPLING)
    points = subject.points / OVERSAMPLING
    one_sided = rng.random() < 0.1
    moved: dict[int, np.ndarray] = {}
    for at, way in RECIPES[recipe][1].items():
        jitter = rng.normal(0, 0.12, 2)
        for side, point in enumerate(dict.fromkeys((at, MIRRORED[at]))):
            share = rng.uniform(0, 0.1) if one_sided and side else rng.uniform(0.8, 1.0)
            moved[point] = share * (np.array([-way[0] if side else way[0], way[1]]) + jitter)
    knots = [*moved, *(point for point in PINNED if point not in moved)]
    at = points[knots]
    ways = np.array([moved.get(point, np.zeros(2)) for point in knots])
    edge = np.array(
        [(x, y) for x in np.linspace(0, size, 5) for y in np.linspace(0, size, 5) if x in (0, size) or y in (0, size)]
    )
    at, ways = np.vstack([at, edge]) / size, np.vstack([ways, np.zeros((len(edge), 2))])
    matrix = _kernel(at, at) + 1e-5 * np.eye(len(at))
    weights = np.linalg.solve(matrix, ways)
    grid = np.stack(np.meshgrid(np.arange(0, size, 6), np.arange(0, size, 6)), -1).reshape(-1, 2) / size
    side = len(np.arange(0, size, 6))
    coarse = (_kernel(grid, at) @ weights).reshape(side, side, 2).astype(np.float32)
    full = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full / np.hypot(full[..., 0], full[..., 1]).max(), np.float32)


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Kernel of pairwise distances: a Gaussian and an exponential (positive definite, local)."""
    d = np.linalg.norm(a[:, None] - b[None], axis=-1)
    return np.exp(-((d / 0.09) ** 2) / 2) + 0.5 * np.exp(-d / 0.05)


def course_of(rng: np.random.Generator, start: int) -> Course:
    """A micro-expression of 8 to 38 frames: a beta curve, or a minimum-jerk rise with an exponential decay."""
    total = int(np.clip(np.exp(rng.normal(np.log(19), 0.4)), 8, 38))
    rise = int(np.clip(rng.normal(0.32, 0.12) * total, 3, 10))
    if rng.random() < 0.5:
        t = np.arange(1, total) / total
        sharp = rng.uniform(2, 4.5)
        peak = rise / total
        level = t ** (sharp * peak) * (1 - t) ** (sharp * (1 - peak))
    else:
        t = np.arange(1, rise + 1) / rise
        up = 10 * t**3 - 15 * t**4 + 6 * t**5
        t = np.arange(1, total - rise + 1) / (total - rise)
        level = np.concatenate([up, np.exp(-2.2 * t) * (1 - t**4)])
    level = level / level.max()
    seen = np.flatnonzero(level >= 0.05)
    return Course(level, start, start + int(seen[0]), start + int(level.argmax()), start + int(seen[-1]))


def head_of(rng: np.random.Generator, n: int, size: float, real: np.ndarray | None) -> np.ndarray:
    """Pose float64 [n, 6]: a damped spring under random force, or a stretch of a real head's path."""
    pose = np.zeros((n, 6))
    spread = np.array([1.0, 0.8, 0.004, 0.002, 0.01, 0.008]) * size
    if real is not None and len(real) > n:
        at = int(rng.integers(len(real) - n))
        path = real[at : at + n]
        pose[:, :2] = (path - path[0]) / max(1e-6, path.std()) * spread[:2]
        pose[:, 4] = pose[:, 0] / spread[0] * spread[4] * rng.normal(0, 0.7)
        pose[:, 5] = pose[:, 1] / spread[1] * spread[5] * rng.normal(0, 0.7)
        return pose
    speed = np.zeros(6)
    stiffness, damping = rng.uniform(0.002, 0.02), rng.uniform(0.05, 0.2)
    for t in range(1, n):
        kick = rng.normal(0, 1, 6) * (6.0 if rng.random() < 0.01 else 0.6)
        speed += -stiffness * pose[t - 1] - damping * speed + 0.06 * kick
        pose[t] = pose[t - 1] + speed
    return pose * spread


def real_head(name: str = REAL[0]) -> np.ndarray | None:
    """Path (x, y) of the eyes' middle in a real clip, smoothed; None where the footage is not there."""
    if not (FOOTAGE / name).is_file():
        return None
    tracker = FaceTracker()
    with open_source(FOOTAGE / name) as source:
        faces = [tracker.track(frame.gray()).face for frame in source.frames()]
    path = np.array([f.points68[[39, 42]].mean(axis=0) if f else (np.nan, np.nan) for f in faces])
    path = path[np.isfinite(path[:, 0])]
    return np.stack([np.convolve(column, np.hanning(9) / np.hanning(9).sum(), "valid") for column in path.T], -1)


def response_of(subject: Subject, field: np.ndarray) -> float:
    """Largest ROI vector for 1 px of skin movement."""
    full = Course(np.array([0.0, 1.0]), 0, 1, 1, 1)
    scene = Scene(subject, 2, np.zeros((2, 6)), (Motion(field, 1.5, full),), np.zeros(2))
    features, _ = extract(list(pictures(scene, Camera(noise=0.0), np.random.default_rng(0))), [0], k=2)
    return float(np.hypot(features[0, 0::2, 1], features[0, 1::2, 1]).max()) / 1.5


def injected_scene(
    people: tuple[Subject, ...], real: np.ndarray | None, number: int, n: int, *, free: bool
) -> tuple[Scene, Camera, int, float]:
    """Scene number `number`: two events (none where `free`), blinks, sometimes a slow expression."""
    rng = np.random.default_rng([VERSION, 4242, int(free), number])
    subject = varied(people[number % len(people)], rng, side=float(rng.uniform(170, 320)))
    size = float(np.exp(rng.uniform(np.log(0.15), np.log(2.5))))
    motions, truth = [], []
    at = int(rng.integers(12, 35))
    while not free and len(truth) < 2:
        recipe = list(RECIPES)[rng.integers(len(RECIPES))]
        field = field_of(subject, recipe, rng)
        seen = response_of(subject, field)
        if seen < 0.15:
            continue
        level = LEVELS[(2 * number + len(truth)) % len(LEVELS)]
        course = course_of(rng, at)
        motions.append(Motion(field, level / seen, course))
        truth.append(Micro(course.onset, course.apex, course.offset, RECIPES[recipe][0], (recipe,), level))
        at = course.offset + int(rng.integers(25, 55))
    closure = np.zeros(n)
    for _ in range(rng.poisson(n / 30 / 6)):
        start, length = int(rng.integers(0, n - 8)), int(rng.integers(8, 17))
        t = np.clip((np.arange(n) - start) / length, 0, 1)
        blink = np.minimum(1, 1.4 * np.sin(np.pi * t**0.8))
        closure = np.maximum(closure, blink)
        motions.append(
            Motion(
                field_of(subject, "frown", rng) * np.array([0.1, 1.0], np.float32),
                float(rng.uniform(0, 1.5)),
                Course(blink, 0, start, start, start),
            )
        )
    if free and rng.random() < 0.4:
        length = int(rng.integers(60, 150))
        t = np.clip((np.arange(n) - int(rng.integers(0, n - length))) / length, 0, 1)
        recipe = list(RECIPES)[rng.integers(len(RECIPES))]
        slow = np.clip(2.5 * np.sin(np.pi * t), 0, 1)
        motions.append(Motion(field_of(subject, recipe, rng), float(rng.uniform(2, 8)), Course(slow, 0, 0, 0, 0)))
    head = head_of(rng, n, size, real if number % 2 else None)
    scene = Scene(subject, n, head, tuple(motions), closure, truth=tuple(truth))
    camera = Camera(detail=float(rng.uniform(0.7, 1)), noise=float(rng.uniform(0.5, 2.5)), whole=bool(number % 3 == 0))
    return scene, camera, int(rng.integers(17, 25)), size


def windows_of_file(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, float]:
    """Starts, features, masks of the windows of a video, number of samples, and their rate."""
    config = AnalysisConfig()
    with open_source(path) as source:
        frames, rate = sample_frames(source.info, config.rate)
        windows = [step for step in stream_windows(source, frames, config) if isinstance(step, Window)]
    return (
        np.array([window.start for window in windows]),
        np.stack([window.features.features for window in windows]).astype(np.float32),
        np.stack([window.features.mask for window in windows]),
        len(frames),
        rate,
    )


def make_clip(
    people: tuple[Subject, ...], real: np.ndarray | None, number: int, folder: Path, *, free: bool
) -> BenchClip:
    """One rendered clip (cached)."""
    kind, n = ("free", 270) if free else ("injected", 160)
    cached = folder / f"{kind}-{VERSION}-{len(people)}-{number:03d}.npz"
    if cached.is_file():
        return BenchClip.load(cached)
    scene, camera, crf, size = injected_scene(people, real, number, n, free=free)
    video = folder / f"{kind}-{number:03d}.mp4"
    write_h264(video, pictures(scene, camera, np.random.default_rng([VERSION, 7, number])), crf=crf, preset="medium")
    starts, features, mask, samples, rate = windows_of_file(video)
    truth = tuple((event.onset, event.offset, event.response, str(event.emotion)) for event in scene.truth)
    clip = BenchClip(video.name, kind, scene.subject.name, samples, rate, starts, features, mask, truth, size)
    clip.save(cached)
    return clip


def real_clips(folder: Path) -> list[BenchClip]:
    """The real footage without known expressions (cached)."""
    clips = []
    for name in REAL:
        cached = folder / f"real-{VERSION}-{name}.npz"
        if cached.is_file():
            clips.append(BenchClip.load(cached))
        elif (FOOTAGE / name).is_file():
            starts, features, mask, n, rate = windows_of_file(FOOTAGE / name)
            clips.append(BenchClip(name, "real", name, n, rate, starts, features, mask, (), 0.0))
            clips[-1].save(cached)
    return clips


def bench(portraits: Path, folder: Path, *, injected: int = 80, free: int = 36) -> list[BenchClip]:
    """All clips of the bench: rendered once (some 12 CPU-minutes), then read from `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    people, real = bench_subjects(portraits), real_head()
    clips = [make_clip(people, real, number, folder, free=False) for number in range(injected)]
    clips += [make_clip(people, real, number, folder, free=True) for number in range(free)]
    return clips + real_clips(folder)
