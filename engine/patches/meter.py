"""From frames and tracked faces to patch movements: a meter that takes samples in order and hands out batches of work.

A track's canonical head is the median over its first seconds, so that long videos need no second decoding: samples are
kept (only the face's part of each) until the head is known, then measured as they come. The camera is smoothed over
time, so a picture is made three samples late.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.face import Face, FaceTracker, TrackedFace
from engine.face.place import robust_box
from engine.flow.features import MIN_INSIDE
from engine.patches.head import CanonicalHead, canonical_head
from engine.patches.lag_flow import LagMotion, lag_motion, patch_texture, plain_opencv, textured
from engine.patches.measurement import PatchMeasurement
from engine.patches.picture import FaceCut, cut_face, fit_camera, fixed_pose, head_pose, mesh_of, reduction
from engine.patches.places import INNER, LAGS, MAIN, OUTER, PATCHES
from engine.patches.regions import RegionSigns, cell_levels, likeness, region_cells
from engine.types import REGIONS, UNSCORED, Float32, Float64, Mask, UInt8

# A canonical head is taken from so many samples of its track (20 s at 30 a second), or from all where it is shorter.
HEAD_SAMPLES = 600
# Samples whose pictures make up what the face usually looks like.
LOOK_FRAMES = 24
# Samples measured in one batch.
BATCH = 32
# Camera smoothing: Gaussian over time, samples.
SIGMA = 1.0
REACH = 3
SMALL_FACE_PX = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Pictured:
    """One sample in the canonical pose."""

    sample: int
    run: int
    camera: Float64
    pixels: UInt8


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Samples to be measured, after the ones their flow begins at; independent of every other batch.

    Attributes:
        head: their canonical head.
        before: earlier pictures of the same run, in order, up to the largest lag.
        pictures: those to measure, in order.
    """

    head: CanonicalHead
    before: tuple[Pictured, ...]
    pictures: tuple[Pictured, ...]

    def measure(self) -> list["MeasuredSample"]:
        """The movement of each of `pictures`."""
        known = [textured(each.pixels) for each in (*self.before, *self.pictures)]
        cells, look = region_cells(self.head), self.head.look
        found = []
        for number, each in enumerate(self.pictures, start=len(self.before)):
            lags = tuple(
                lag_motion(self.head, known[max(0, number - lag)], known[number], whole=index == MAIN)
                for index, lag in enumerate(LAGS)
            )
            levels = cell_levels(each.pixels)
            found.append(
                MeasuredSample(
                    sample=each.sample,
                    run=each.run,
                    camera=each.camera,
                    lags=lags,
                    texture=patch_texture(self.head, known[number]),
                    level=float(levels[self.head.rigid].mean()) if len(self.head.rigid) else float(levels.mean()),
                    likeness=np.ones(len(cells), np.float32) if look is None else likeness(levels, look, cells),
                )
            )
        return found


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSample:
    """One sample's patches."""

    sample: int
    run: int
    camera: Float64
    lags: tuple[LagMotion, ...]
    texture: Float32
    level: float
    likeness: Float32


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    sample: int
    cut: FaceCut
    face: Face


@dataclass(slots=True, eq=False)
class _Track:
    """One scene or track: its head, and the unbroken run that is under way."""

    factor: int
    head: CanonicalHead | None = None
    waiting: list[_Seen] = field(default_factory=list)
    run: deque[tuple[_Seen, Float64]] = field(default_factory=deque)  # the last ones, as far as smoothing reaches
    made: int = 0  # samples of the run whose picture is made
    length: int = 0
    pictures: list[Pictured] = field(default_factory=list)
    measured: int = 0  # of `pictures`


class PatchMeter:
    """Takes every sample in order; what it gives back is to be measured in any order, on any thread."""

    def __init__(self, heads: Sequence[CanonicalHead] = ()) -> None:
        """Begin a video.

        Args:
            heads: canonical heads of its scenes, in order, where they are known; others are taken from the samples.
        """
        self.heads: list[CanonicalHead] = []
        self.mask: list[int] = []
        self.pose: list[tuple[float, float, float]] = []
        self._known = tuple(heads)
        self._track: _Track | None = None
        self._runs = 0

    def add(self, gray: UInt8, tracked: TrackedFace) -> list[Batch]:
        """The next sample; batches that became ready."""
        sample, face = len(self.mask), tracked.face
        mask = _mask(gray, tracked)
        self.mask.append(mask)
        self.pose.append((np.nan,) * 3 if face is None else head_pose(face))
        ready: list[Batch] = []
        if tracked.cut and self._track is not None:
            ready += self.finish()
        if face is None or mask & UNSCORED:
            return [*ready, *self._break()]
        if self._track is None:
            self._track = _Track(reduction(face))
        track = self._track
        seen = _Seen(sample, cut_face(gray, face, track.factor), face)
        if track.head is None and len(self.heads) < len(self._known):
            self._settle(track, self._known[len(self.heads)])
        if track.head is not None:
            return [*ready, *self._take(track, seen)]
        track.waiting.append(seen)
        if len(track.waiting) >= HEAD_SAMPLES:
            ready += self._begin(track)
        return ready

    def finish(self) -> list[Batch]:
        """The track, or the video, ends here; the batches that are left."""
        track, ready = self._track, []
        if track is not None:
            if track.head is None and track.waiting:
                ready += self._begin(track)
            ready += self._end_run(track)
        self._track = None
        return ready

    def _break(self) -> list[Batch]:
        """A sample cannot be measured: the run ends, the track goes on."""
        track = self._track
        return self._end_run(track) if track is not None and track.head is not None else []

    def _settle(self, track: _Track, head: CanonicalHead) -> None:
        track.head = head
        self.heads.append(head)

    def _begin(self, track: _Track) -> list[Batch]:
        """The head is known from the samples so far: measure them."""
        waiting, track.waiting = track.waiting, []
        head = canonical_head([mesh_of(seen.face) for seen in waiting])
        shown = waiting[:: max(1, -(-len(waiting) // LOOK_FRAMES))]
        looks = [cell_levels(fixed_pose(seen.cut, fit_camera(head, seen.face), head)) for seen in shown]
        self._settle(track, replace(head, look=np.median(looks, axis=0).astype(np.float32)))
        ready: list[Batch] = []
        for seen in waiting:
            ready += self._take(track, seen)
        return ready

    def _take(self, track: _Track, seen: _Seen) -> list[Batch]:
        assert track.head is not None
        ready = []
        if track.run and track.run[-1][0].sample + 1 != seen.sample:
            ready += self._end_run(track)
        track.run.append((seen, fit_camera(track.head, seen.face)))
        track.length += 1
        if track.length - track.made > REACH:
            self._picture(track)
        return [*ready, *self._batches(track, every=False)]

    def _picture(self, track: _Track) -> None:
        """Picture of the run's next sample, its camera smoothed over the neighbours that are there."""
        assert track.head is not None
        first = track.length - len(track.run)  # the run's number of the first one that is kept
        at = track.made - first
        near = list(track.run)[max(0, at - REACH) : at + REACH + 1]
        offset = np.arange(len(near)) - min(at, REACH)
        weight = np.exp(-0.5 * (offset / SIGMA) ** 2)
        camera = np.tensordot(weight / weight.sum(), np.array([camera for _, camera in near]), 1)
        seen = track.run[at][0]
        pixels = fixed_pose(seen.cut, camera, track.head)
        track.pictures.append(Pictured(seen.sample, self._runs, camera, pixels))
        track.made += 1
        while track.length - len(track.run) < track.made - REACH:
            track.run.popleft()

    def _end_run(self, track: _Track) -> list[Batch]:
        if track.head is None or not track.length:
            return []
        while track.made < track.length:
            self._picture(track)
        ready = self._batches(track, every=True)
        track.run.clear()
        track.pictures.clear()
        track.made = track.length = track.measured = 0
        self._runs += 1
        return ready

    def _batches(self, track: _Track, *, every: bool) -> list[Batch]:
        assert track.head is not None
        ready = []
        while len(track.pictures) - track.measured >= (1 if every else BATCH):
            end = min(len(track.pictures), track.measured + BATCH)
            before = track.pictures[max(0, track.measured - LAGS[-1]) : track.measured]
            ready.append(Batch(track.head, tuple(before), tuple(track.pictures[track.measured : end])))
            kept = max(0, end - LAGS[-1])
            track.pictures = track.pictures[kept:]
            track.measured = end - kept
        return ready


class Collector:
    """Puts what the batches measured in its place."""

    def __init__(self, rate: float, n: int | None = None) -> None:
        """Begin a video of `rate` samples a second, `n` in all where that is known."""
        self._rate = rate
        self._found: list[MeasuredSample | None] = [None] * (n or 0)
        self.known = 0  # samples up to the last one that was measured

    def add(self, measured: Iterable[MeasuredSample]) -> None:
        """Take the results of a batch; batches may come in any order."""
        for each in measured:
            if each.sample >= len(self._found):
                self._found += [None] * (each.sample + 1 - len(self._found))
            self._found[each.sample] = each
            self.known = max(self.known, each.sample + 1)

    def result(self, meter: PatchMeter, start: int = 0, stop: int | None = None) -> PatchMeasurement:
        """The measurement of samples ``[start, stop)``; None: up to the last the meter has seen."""
        end = len(meter.mask) if stop is None else stop
        size, lags = end - start, len(LAGS)
        m = PatchMeasurement(
            rate=self._rate,
            inner=np.zeros((size, lags, len(INNER), 2), np.float32),
            outer=np.zeros((size, len(OUTER), 2), np.float32),
            rigid=np.zeros((size, lags, 2, 4), np.float32),
            scale=np.zeros((size, lags), np.float32),
            texture=np.zeros((size, len(PATCHES)), np.float32),
            camera=np.zeros((size, 2, 4), np.float32),
            pose=np.array(meter.pose[start:end], np.float32).reshape(-1, 3),
            mask=np.array(meter.mask[start:end], np.uint8),
            run=np.full(size, -1, np.int64),
            heads=tuple(meter.heads),
        )
        for at, one in self._between(start, end):
            m.inner[at] = [lag.patches[: len(INNER)] for lag in one.lags]
            m.outer[at] = one.lags[MAIN].patches[len(INNER) :]
            m.rigid[at], m.scale[at] = [lag.rigid for lag in one.lags], [lag.scale for lag in one.lags]
            m.texture[at], m.camera[at], m.run[at] = one.texture, one.camera, one.run
        return m

    def signs(self, meter: PatchMeter, start: int = 0, stop: int | None = None) -> RegionSigns:
        """What tells whether regions are seen in samples ``[start, stop)``."""
        end = len(meter.mask) if stop is None else stop
        level, alike = np.zeros(end - start, np.float32), np.ones((end - start, len(REGIONS)), np.float32)
        for at, one in self._between(start, end):
            level[at], alike[at] = one.level, one.likeness
        return RegionSigns(level, alike)

    def _between(self, start: int, end: int) -> Iterator[tuple[int, MeasuredSample]]:
        """Measured samples from `start` to `end`, and their places from `start` on."""
        for at, one in enumerate(self._found[start:end]):
            if one is not None:
                yield at, one


def measure(
    grays: Iterable[UInt8],
    rate: float,
    *,
    faces: Iterable[TrackedFace] | None = None,
    heads: Sequence[CanonicalHead] = (),
) -> PatchMeasurement:
    """Measure the patches of a sequence of pictures, in the calling thread.

    Args:
        grays: uint8 [H, W], in order.
        rate: how many of them make a second (Hz).
        faces: the tracker's result for each; None: they are tracked here.
        heads: canonical heads of the scenes where they are known, as from an earlier measurement of the same video.
    """
    return measure_samples(_tracked(grays, faces), rate, heads)


def measure_samples(
    samples: Iterable[tuple[UInt8, TrackedFace]], rate: float, heads: Sequence[CanonicalHead] = ()
) -> PatchMeasurement:
    """`measure` of pictures that come with their tracked faces."""
    meter, collector = PatchMeter(heads), Collector(rate)
    with plain_opencv():
        for gray, tracked in samples:
            for batch in meter.add(gray, tracked):
                collector.add(batch.measure())
        for batch in meter.finish():
            collector.add(batch.measure())
    return collector.result(meter)


def _tracked(grays: Iterable[UInt8], faces: Iterable[TrackedFace] | None) -> Iterator[tuple[UInt8, TrackedFace]]:
    if faces is not None:
        yield from zip(grays, faces, strict=True)
        return
    tracker = FaceTracker()
    for gray in grays:
        yield gray, tracker.track(gray)


def _mask(gray: UInt8, tracked: TrackedFace) -> int:
    mask = Mask.NONE
    if tracked.dark:
        mask |= Mask.DARK
    if tracked.face is None:
        return int(mask | Mask.NO_FACE)
    box = robust_box(tracked.face.points68)
    if box.side < SMALL_FACE_PX:
        mask |= Mask.SMALL_FACE
    x0, y0, x1, y1 = tracked.face.box
    height, width = gray.shape
    seen = max(0.0, min(x1, width) - max(x0, 0)) * max(0.0, min(y1, height) - max(y0, 0))
    if seen < MIN_INSIDE * (x1 - x0) * (y1 - y0):
        mask |= Mask.BOX_OUTSIDE
    return int(mask)
