"""Labelled windows from rendered clips, and the bank of measured responses that hybrid windows add to them."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.files import replace_file
from engine.synthesis.clips import Micro, pictures
from engine.synthesis.movements import MACRO_UNITS, draw_recipe
from engine.synthesis.scenes import BLIND, SceneOptions, draw_expression, draw_scene, extract, recorded
from engine.synthesis.subject import Subject
from engine.types import CLASSES, Emotion, Float32, UInt8

K = 50
NEUTRAL = CLASSES.index(Emotion.NEUTRAL)
MICRO_KIND, MACRO_KIND, BLINK_KIND = 0, 1, 2
BANK_MICROS, BANK_MACROS, BANK_BLINKS = 8, 2, 1  # responses measured in each clip
VERSION = "1"  # raise it when clips of the same seed come out differently: cached clips are named after it


@dataclass(frozen=True, slots=True, eq=False)
class WindowSet:
    """Windows with labels, and a bank of responses.

    Attributes:
        features: float32 [W, 10, 50], px of the 320 px crop.
        mask: uint8 [W, 50], `Mask` bits.
        spot: uint8 [W, 50], 1 from onset to offset of a micro-expression.
        emotion: uint8 [W, 50], class index there, neutral elsewhere.
        still: bool [W], True where the clip holds no micro-expression: a background for hybrid windows.
        bank: float32 [R, 10], measured responses of movements, longest ROI vector 1.
        bank_kind: uint8 [R], micro (0), macro (1), blink (2).
        bank_emotion: uint8 [R], class index of micro-expressions, neutral for the others.
    """

    features: Float32
    mask: UInt8
    spot: UInt8
    emotion: UInt8
    still: NDArray[np.bool_]
    bank: Float32
    bank_kind: UInt8
    bank_emotion: UInt8

    @staticmethod
    def joined(parts: Sequence["WindowSet"]) -> "WindowSet":
        """All windows and responses of several sets."""
        return WindowSet(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(WindowSet)))

    def save(self, path: Path) -> None:
        """Write an npz file atomically."""
        import io

        buffer = io.BytesIO()
        np.savez(buffer, **{f.name: getattr(self, f.name) for f in fields(self)})
        replace_file(path, buffer.getvalue())

    @staticmethod
    def load(path: Path) -> "WindowSet":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return WindowSet(*(stored[f.name] for f in fields(WindowSet)))


def clip_windows(people: Sequence[Subject], options: SceneOptions, seed: int, *, k: int = K) -> WindowSet:
    """Windows of one random clip (some 4 s of one core for 150 frames) and the responses measured on its face."""
    rng = np.random.default_rng([seed, 20])
    scene, camera = draw_scene(people, options, rng)
    grays = recorded(list(pictures(scene, camera, rng)), rng)
    starts = list(range(0, options.n - k + 1, k // 2))
    features, mask = extract(grays, starts, k=k)
    spot, emotion = labels(scene.truth, options.n)
    bank, kind, classes = _bank(scene.subject, rng)
    return WindowSet(
        features=features,
        mask=mask,
        spot=np.stack([spot[s : s + k] for s in starts]),
        emotion=np.stack([emotion[s : s + k] for s in starts]),
        still=np.full(len(starts), not scene.truth),
        bank=bank,
        bank_kind=kind,
        bank_emotion=classes,
    )


def labels(truth: Sequence[Micro], n: int) -> tuple[UInt8, UInt8]:
    """Spot and emotion of frames ``[0, n)``, uint8 [n] each."""
    spot, emotion = np.zeros(n, np.uint8), np.full(n, NEUTRAL, np.uint8)
    for event in truth:
        span = slice(max(0, event.onset), max(0, event.offset + 1))
        spot[span] = 1
        emotion[span] = CLASSES.index(event.emotion)
    return spot, emotion


def clip_path(folder: Path, people: Sequence[Subject], options: SceneOptions, seed: int) -> Path:
    """Where `cached_clip` keeps a clip."""
    still = ("still" if not options.micros else "micro") + ("-lively" if options.lively else "")
    made_of = _clip_digest(people, options)[:12]
    return folder / f"clip-{VERSION}-{still}-{options.n}-{len(people)}-{seed:06d}-{made_of}.npz"


def kept_clip(path: Path) -> WindowSet | None:
    """What `cached_clip` kept; None where there is nothing, or it is damaged."""
    try:
        return WindowSet.load(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None  # cut short by a full disk: made again


def cached_clip(folder: Path, people: Sequence[Subject], options: SceneOptions, seed: int) -> WindowSet:
    """`clip_windows`, kept in a folder."""
    path = clip_path(folder, people, options, seed)
    kept = kept_clip(path)
    if kept is not None:
        return kept
    found = clip_windows(people, options, seed)
    folder.mkdir(parents=True, exist_ok=True)
    found.save(path)
    return found


def _clip_digest(people: Sequence[Subject], options: SceneOptions) -> str:
    """sha256 hex of what decides a clip besides its seed: faces and options."""
    digest = hashlib.sha256(repr(options).encode())
    for one in people:
        digest.update(f"{one.name} {one.side!r} {one.gray.shape} ".encode())
        digest.update(np.ascontiguousarray(one.gray).tobytes() + np.ascontiguousarray(one.points).tobytes())
    return digest.hexdigest()


def _bank(subject: Subject, rng: np.random.Generator) -> tuple[Float32, UInt8, UInt8]:
    wanted: list[tuple[int, int, tuple[str, ...]]] = []
    for _ in range(BANK_MICROS):
        emotion, units = draw_recipe(rng)
        wanted.append((MICRO_KIND, CLASSES.index(emotion), units))
    wanted += [
        (MACRO_KIND, NEUTRAL, tuple(rng.choice(MACRO_UNITS, size=rng.integers(1, 3), replace=False)))
        for _ in range(BANK_MACROS)
    ]
    wanted += [(BLINK_KIND, NEUTRAL, ("45",))] * BANK_BLINKS
    vectors, kinds, classes = [], [], []
    for kind, emotion_index, units in wanted:
        expression = draw_expression(subject, units, rng)
        if expression.strength >= BLIND:
            vectors.append(expression.response / expression.strength)
            kinds.append(kind)
            classes.append(emotion_index)
    return (
        np.array(vectors, np.float32).reshape(-1, 10),
        np.array(kinds, np.uint8),
        np.array(classes, np.uint8),
    )
