"""Clips of the bench on real faces: people that training never saw, micro-expressions put into their pictures.

The clips of `../shared/footage` that are for measuring only: 12 people, talking, quiet and posing. Fields interpolate
between moving and resting mesh points (training sums local bumps), time courses are beta curves and minimum-jerk rises;
an event lasts 0.17 to 0.5 s and its level is the largest ROI vector of the ten-channel features (for the lids, which
these do not see: the mean of the fastest 30 % of the lid's rectangle). Nothing is encoded again but where it is said.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.bench_clips import FOOTAGE, PINNED, _kernel
from engine.config import AnalysisConfig
from engine.face import FaceTracker, TrackedFace
from engine.flow import window_features
from engine.patches import PatchMeasurement, measure
from engine.pipeline import sample_frames
from engine.synthesis.clips import Motion
from engine.synthesis.codec import through_h264
from engine.synthesis.courses import Course
from engine.synthesis.injection import SkinMovement, canonical_face, injected, response
from engine.synthesis.movements import MIRRORED
from engine.synthesis.subject import OVERSAMPLING, Subject
from engine.types import UInt8
from engine.video import open_source
from engine.windows import window_starts

VERSION = 3  # of what is put in
MEASURED = 2  # of how it is measured
PEOPLE = ("clm_cap12.mp4", "clm_talk80.mp4", "ed_expression.mp4", "ed_pose2.mp4", "lp_d0.mp4", "lp_d11.mp4",
          "lp_d13.mp4", "lp_d14.mp4", "lp_d3.mp4", "lp_s18.mp4", "vr_1.mp4", "vr_4.mp4")  # fmt: skip
CALM, TALKING, OTHER = "calm", "talking", "expressive"
# Action units: mesh points of the picture's left half and their way in px, x towards the nose.
Pulls = dict[int, tuple[float, float]]
UPPER: dict[str, Pulls] = {
    "1": {107: (0, -1), 66: (0, -0.8)},
    "2": {70: (0, -0.9), 63: (0, -1), 105: (0, -0.6)},
    "1+2": {70: (0, -0.7), 63: (0, -0.9), 105: (0, -1), 66: (0, -1), 107: (0, -0.9)},
    "4": {107: (0.7, 0.8), 66: (0.6, 0.6), 105: (0.3, 0.3)},
    "4+9": {107: (0.6, 0.8), 66: (0.5, 0.6), 98: (0, -0.8), 64: (0.1, -0.7)},
    "9": {98: (0, -1), 64: (0.1, -0.9), 107: (0.1, 0.4), 37: (0, -0.4)},
    "5": {159: (0, -1), 158: (0, -0.9), 160: (0, -0.9), 105: (0, -0.2)},
    "7": {145: (0.1, -1), 144: (0, -0.9), 153: (0, -0.9), 159: (0, 0.3)},
}
LOWER: dict[str, Pulls] = {
    "12": {61: (-0.6, -0.8), 205: (-0.1, -0.4)},
    "6+12": {61: (-0.6, -0.8), 205: (-0.1, -0.6), 50: (0, -0.7), 145: (0, -0.4)},
    "10": {37: (0, -1), 0: (0, -1), 98: (0, -0.4), 64: (0, -0.4)},
    "14": {61: (1, 0.1)},
    "15": {61: (-0.1, 1), 214: (0, 0.5)},
    "17": {199: (0, -1), 17: (0, -0.8)},
    "38": {64: (-1, 0), 98: (-0.6, 0)},
}
UPPER_LIST = ("1", "2", "1+2", "1+2", "4", "4", "4+9", "9", "5", "7")
LOWER_LIST = ("12", "12", "6+12", "10", "14", "15", "17", "38")
LIDS = {"5": (33, 133, 159), "7": (33, 133, 145)}
EXTRA_MIRRORED = {158: 385, 160: 387, 144: 380, 153: 373, 33: 263, 133: 362}
CODECS = {"as is": None, "CRF 28": (28, 0), "CRF 35": (35, 0), "240p CRF 28": (28, 240)}


@dataclass(frozen=True)
class BenchEvent:
    """Truth of one injected movement, samples inclusive."""

    onset: int
    apex: int
    offset: int
    units: str
    level: float
    upper: bool
    span: str


@dataclass(frozen=True, eq=False)
class Take:
    """One pass over one clip: patches, ten-channel windows and truth.

    `spans` says of each sample whether the person is calm, talks, or neither.
    """

    clip: str
    codec: str
    rate: float
    patches: PatchMeasurement
    starts: np.ndarray
    features: np.ndarray
    masks: np.ndarray
    spans: np.ndarray
    events: tuple[BenchEvent, ...]


ARRAYS = ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")


def kinds_of(faces: list[TrackedFace], rate: float) -> np.ndarray:
    """Object [S]: calm, talking or expressive, from the mesh alone (no feature of a model).

    Over 2 s, in px of a face 240 px wide: the lips' opening changes by less than 4, their width by less than 10 and the
    head moves by less than 30: calm. The opening changes by more than 4 and turns round six times or more: talking.
    """
    n = len(faces)
    opening, width, place = np.full(n, np.nan), np.full(n, np.nan), np.full((n, 2), np.nan)
    for i, tracked in enumerate(faces):
        if tracked.face is not None:
            p = tracked.face.points
            unit = 240 / max(np.hypot(*(p[454] - p[234])), 1e-6)
            opening[i] = np.hypot(*(p[13] - p[14])) * unit
            width[i] = np.hypot(*(p[61] - p[291])) * unit
            place[i] = p[[33, 133, 362, 263, 168]].mean(axis=0) * unit
    half = round(rate)
    found = np.full(n, OTHER, object)
    for t in range(n):
        part = slice(max(0, t - half), t + half + 1)
        gap, wide, where = opening[part], width[part], place[part]
        if np.isnan(gap).any():
            continue
        still = np.ptp(gap) < 4 and np.ptp(wide) < 10 and np.hypot(*np.ptp(where, axis=0)) < 30
        turns = np.count_nonzero(np.diff(np.sign(np.diff(np.convolve(gap, [1 / 3] * 3, "valid")))))
        found[t] = CALM if still else TALKING if np.ptp(gap) > 4 and turns >= 6 else OTHER
    return found


def field_of(subject: Subject, pulls: Pulls, rng: np.random.Generator) -> np.ndarray:
    """Interpolated field, float32 [H, W, 2], px of the crop, longest 1; three in ten one-sided."""
    size = int(subject.gray.shape[0] / OVERSAMPLING)
    points = subject.points / OVERSAMPLING
    one_sided, first = rng.random() < 0.3, int(rng.random() < 0.5)
    other = {**MIRRORED, **EXTRA_MIRRORED}
    moved: dict[int, np.ndarray] = {}
    for at, way in pulls.items():
        jitter = rng.normal(0, 0.12, 2)
        for side, point in enumerate(dict.fromkeys((at, other[at]))):
            middle = at == other[at]
            share = rng.uniform(0, 0.1) if one_sided and side == first and not middle else rng.uniform(0.8, 1.0)
            moved[point] = share * (np.array([-way[0] if side else way[0], way[1]]) + jitter)
    knots = [*moved, *(point for point in PINNED if point not in moved)]
    at = points[knots]
    ways = np.array([moved.get(point, np.zeros(2)) for point in knots])
    edge = [
        (x, y) for x in np.linspace(0, size, 5) for y in np.linspace(0, size, 5) if x in (0, size) or y in (0, size)
    ]
    at, ways = np.vstack([at, edge]) / size, np.vstack([ways, np.zeros((len(edge), 2))])
    weights = np.linalg.solve(_kernel(at, at) + 1e-5 * np.eye(len(at)), ways)
    grid = np.stack(np.meshgrid(np.arange(0, size, 6), np.arange(0, size, 6)), -1).reshape(-1, 2) / size
    side = len(range(0, size, 6))
    coarse = (_kernel(grid, at) @ weights).reshape(side, side, 2).astype(np.float32)
    full = cv2.resize(coarse, (side * 6, side * 6), interpolation=cv2.INTER_CUBIC)[:size, :size]
    return np.asarray(full / np.hypot(full[..., 0], full[..., 1]).max(), np.float32)


def course_of(rng: np.random.Generator, start: int, rate: float) -> Course:
    """A pulse of 0.17 to 0.5 s."""
    total = max(4, round(rate * rng.uniform(0.17, 0.5)))
    rise = float(np.clip(rng.uniform(0.25, 0.5), 1.5 / total, 1)) * total
    t = np.arange(1, total + 1) / (total + 1)
    if rng.random() < 0.5:
        sharp, peak = rng.uniform(2, 4), rise / total
        level = t ** (sharp * peak) * (1 - t) ** (sharp * (1 - peak))
    else:
        up, down = np.clip(t * total / rise, 0, 1), np.clip((t * total - rise) / (total - rise), 0, 1)
        level = (10 * up**3 - 15 * up**4 + 6 * up**5) * (1 - (10 * down**3 - 15 * down**4 + 6 * down**5))
    level = level / level.max()
    seen = np.flatnonzero(level >= 0.05)
    return Course(level, start, start + int(seen[0]), start + int(level.argmax()), start + int(seen[-1]))


def lid_level(subject: Subject, field: np.ndarray, units: str) -> float:
    """Mean of the fastest 30 % of the larger of the two lid rectangles, for 1 px of the field's peak."""
    points, best = subject.points / OVERSAMPLING, 0.0
    for side in (0, 1):
        left, right, lid = (EXTRA_MIRRORED.get(p, MIRRORED.get(p, p)) if side else p for p in LIDS[units])
        x0, x1 = sorted((points[left, 0], points[right, 0]))
        y = points[lid, 1]
        part = field[int(y - 5) : int(y + 6), int(x0) : int(x1) + 1]
        length = np.sort(np.hypot(part[..., 0], part[..., 1]).ravel())
        best = max(best, float(length[int(0.7 * len(length)) :].mean()))
    return best


def draw(
    grays: list[UInt8], faces: list[TrackedFace], spans: np.ndarray, rate: float, rng: np.random.Generator, only: str
) -> tuple[list[SkinMovement], list[BenchEvent]]:
    """Events all along a clip, about one in 2 s; `only` names the kind of span that gets any ("": all)."""
    face = next(tracked.face for tracked in faces if tracked.face is not None)
    subject = canonical_face("bench", face)
    movements, events = [], []
    at = int(rng.uniform(0.2, 1.0) * rate)
    while at < len(grays) - int(0.6 * rate):
        here = faces[at].face
        span = str(spans[at])
        if here is None or (only and span != only):
            at += 3
            continue
        upper = rng.random() < (0.9 if span == TALKING else 0.6)
        units = str(rng.choice(UPPER_LIST if upper else LOWER_LIST))
        field = field_of(subject, (UPPER if upper else LOWER)[units], rng)
        course = course_of(rng, at, rate)
        motion = Motion(field, 1.0, course)
        seen = lid_level(subject, field, units) if units in LIDS else response(grays[at], here, subject, [motion])
        if seen < 0.1:
            continue
        level = float(rng.choice((1.0, 2.0) if span == TALKING else (0.5, 1.0, 2.0)))
        movements.append(SkinMovement((Motion(field, level / seen, course),), float(rng.uniform(0, 1))))
        events.append(BenchEvent(course.onset, course.apex, course.offset, units, level, upper, span))
        at = course.offset + int(rng.uniform(1.2, 2.2) * rate)
    return movements, events


def through(grays: list[UInt8], codec: str) -> list[UInt8]:
    """The pictures after a codec."""
    chosen = CODECS[codec]
    if chosen is None:
        return grays
    crf, rows = chosen
    height, width = grays[0].shape
    scale = min(1.0, rows / height) if rows else 1.0
    size = (int(width * scale) // 2 * 2, int(height * scale) // 2 * 2)
    small = [np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8) for gray in grays]
    return through_h264(small, crf=crf, preset="medium")


def pictures_of(name: str) -> tuple[list[UInt8], float]:
    """Sampled grey pictures of a clip and their rate."""
    with open_source(FOOTAGE / "dev" / name) as source:
        frames, rate = sample_frames(source.info, AnalysisConfig().rate)
        wanted = set(frames.tolist())
        return [frame.gray() for frame in source.frames() if frame.index in wanted], rate


def make_takes(name: str, wanted: list[tuple[str, int, str]], folder: Path) -> list[Take]:
    """Takes of a clip: (codec, pass, only) each; pass 0 has no events. Kept in a folder.

    A pass for one kind of span is left out where the clip has none.
    """
    made: list[Take] = []
    clip: tuple[list[UInt8], float, list[TrackedFace], np.ndarray] | None = None
    for codec, number, only in wanted:
        if only and made and only not in made[0].spans:
            continue
        path = folder / f"real-{VERSION}.{MEASURED}-{name}-{codec.replace(' ', '')}-{number}{only}.npz"
        if not path.is_file():
            clip = clip or opened(name)
            save_take(path, make_take(name, clip, (codec, number, only)))
        made.append(load_take(path))
    return made


def opened(name: str) -> tuple[list[UInt8], float, list[TrackedFace], np.ndarray]:
    """Pictures, rate, faces and kinds of spans of a clip."""
    grays, rate = pictures_of(name)
    tracker = FaceTracker()
    faces = [tracker.track(gray) for gray in grays]
    return grays, rate, faces, kinds_of(faces, rate)


def make_take(
    name: str, clip: tuple[list[UInt8], float, list[TrackedFace], np.ndarray], wanted: tuple[str, int, str]
) -> Take:
    """One pass over a clip; the same pass of another codec has the same events."""
    (grays, rate, faces, spans), (codec, number, only) = clip, wanted
    rng = np.random.default_rng([VERSION, 515, PEOPLE.index(name), number, len(only)])
    movements, events = draw(grays, faces, spans, rate, rng, only) if number else ([], [])
    subject = canonical_face(name, next(tracked.face for tracked in faces if tracked.face is not None))
    shown = through(injected(grays, [tracked.face for tracked in faces], subject, movements), codec)
    return measured(name, codec, shown, rate, spans, tuple(events))


def measured(
    name: str, codec: str, grays: list[UInt8], rate: float, spans: np.ndarray, events: tuple[BenchEvent, ...]
) -> Take:
    """Both kinds of features."""
    tracker = FaceTracker()
    faces = [tracker.track(gray) for gray in grays]
    config = AnalysisConfig()
    starts = np.array(window_starts(len(grays), config.k, tail=True))
    windows = [window_features(grays[s : s + config.k], faces[s : s + config.k], config=config) for s in starts]
    return Take(
        name,
        codec,
        rate,
        measure(grays, rate, faces=faces),
        starts,
        np.stack([window.features for window in windows]).astype(np.float32),
        np.stack([window.mask for window in windows]),
        spans,
        events,
    )


def save_take(path: Path, take: Take) -> None:
    """Write an npz file."""
    about = json.dumps(
        {"clip": take.clip, "codec": take.codec, "rate": take.rate, "events": [asdict(e) for e in take.events]}
    )
    arrays = {name: getattr(take.patches, name) for name in ARRAYS}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, about=np.array(about), starts=take.starts, features=take.features, masks=take.masks,
             spans=take.spans.astype(str), **arrays)  # fmt: skip
    part.rename(path)


def load_take(path: Path) -> Take:
    """Read what `save_take` wrote."""
    with np.load(path) as stored:
        about = json.loads(str(stored["about"]))
        patches = PatchMeasurement(rate=about["rate"], heads=(), **{name: stored[name] for name in ARRAYS})
        events = tuple(BenchEvent(**event) for event in about["events"])
        return Take(about["clip"], about["codec"], about["rate"], patches, stored["starts"], stored["features"],
                    stored["masks"], stored["spans"], events)  # fmt: skip


WANTED = {
    "as is": [
        ("as is", 0, ""),
        ("as is", 1, ""),
        ("as is", 2, CALM),
        ("as is", 3, CALM),
        ("as is", 4, CALM),
        ("as is", 5, TALKING),
    ],
    "CRF 28": [("CRF 28", 0, ""), ("CRF 28", 1, ""), ("CRF 28", 2, CALM)],
    "240p CRF 28": [("240p CRF 28", 0, ""), ("240p CRF 28", 1, ""), ("240p CRF 28", 2, CALM)],
}


def takes(folder: Path, codec: str, people: Sequence[str] = PEOPLE, *, like: str | None = None) -> list[Take]:
    """All takes of one codec row (made once: some 10 CPU-minutes a row); `like`: only the passes that row has."""
    found: list[Take] = []
    wanted = [(codec, number, only) for _, number, only in WANTED[like or codec]]
    for name in people:
        plain, *others = make_takes(name, wanted, folder)
        found += [plain, *(take for take in others if take.events)]
    return found
