"""From a source to window features: sequential decoding with a ring of k samples (constant memory)."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, sqrt
from pathlib import Path
from typing import cast

import numpy as np

from engine.config import AnalysisConfig, LandmarkMode
from engine.face import FaceTracker, JumpWatch, TrackedFace
from engine.face.identity import SAME_PERSON
from engine.flow import CHANNELS, Cutout, WindowFeatures, WindowStart, parity_window, window_features, window_start
from engine.pipeline.survey import Survey, face_choice
from engine.pipeline.threads import OrderedPool, ahead, available_threads
from engine.types import Int64, UInt8, VideoInfo
from engine.video import Source
from engine.video.frame import Frame
from engine.windows import window_starts

# Samples a stage may be ahead of the next one, and the picture size from which fewer windows wait in memory (4K).
AHEAD = 4
# Samples that must be in before one is known to follow a jump cut or not.
LOOK_AHEAD = 2
LARGE_PX = 4_000_000
# Pictures whose memory takes turns: this one and the one before.
ROOMS = 2
# Larger pictures are measured smaller, by a whole factor: a window keeps k of them, and faces in 8K are large.
LARGEST_PX = 16_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Features of samples ``[start, start + k)``; None where this step only moved the decoding on.

    Attributes:
        start: first sample of the window.
        features: the window's features and mask.
    """

    start: int
    features: WindowFeatures


@dataclass(frozen=True, slots=True)
class Decoded:
    """Step: `done` samples are decoded."""

    done: int


def stream_windows(
    source: Source,
    frames: Int64,
    config: AnalysisConfig,
    survey: Survey | None = None,
    *,
    channels: int = CHANNELS,
    threads: int | None = None,
) -> Generator[Window | Decoded, None, None]:
    """Decode the sampled frames once, in order, and yield each window's features soon after its last frame is in.

    Decoding, tracking and windows run on threads of their own; the steps and their values do not depend on how many.

    Args:
        source: an open source; read sequentially, and only by this generator until it is closed or ends.
        frames: int64 [S], frame index of each sample.
        config: window length, feature mode, landmarks and the chosen face.
        survey: filled while the samples are decoded.
        channels: those the model needs, 10 or 36.
        threads: for the windows; None takes the available cores, 0 does all work in the calling thread.

    Yields:
        `Decoded` after every sample, `Window` in order of start. Parity mode has no tail window, as released. A clip
        shorter than a window gives one window that goes on with the clip's last frame.
    """
    told = survey or Survey()
    # The released extraction looks for the face in the whole picture once more.
    keep: Keep = _whole if config.features == "parity" else Cutout.around
    seen = _samples(source, frames, config, keep, in_threads=threads != 0)
    cutter = WindowCutter(source.info, len(frames), config, channels=channels, threads=threads)
    with closing(seen), closing(cutter):
        for sample, (gray, tracked, news) in enumerate(seen):
            told.renew(news, cut=sample if tracked.cut else None)
            told.measures.add(tracked)
            yield Decoded(sample + 1)
            yield from cutter.add(gray, tracked)
        yield from cutter.finish()


class WindowCutter:
    """Cuts the samples of a video into windows, which are measured on threads."""

    def __init__(
        self, info: VideoInfo, samples: int, config: AnalysisConfig, *, channels: int, threads: int | None = None
    ) -> None:
        """Begin.

        Args:
            info: the source.
            samples: how many will come.
            config: window length, feature mode and landmarks.
            channels: those the model needs, 10 or 36.
            threads: see `stream_windows`.
        """
        self._config, self._channels, self._samples = config, channels, samples
        self._starts = deque(window_starts(samples, config.k, tail=config.features != "parity"))
        # The first half of a window is measured while the second is decoded: threads are busy sooner, and done sooner.
        self._halves = deque(self._starts if config.features != "parity" else ())
        self._begun: deque[Future[WindowStart | None]] = deque()
        self._grays: deque[Kept] = deque(maxlen=config.k)
        self._faces: deque[TrackedFace] = deque(maxlen=config.k)
        is_large = info.width * info.height > LARGE_PX
        self._pool = OrderedPool[Window](available_threads() if threads is None else threads, 1 if is_large else 2)
        self._next = 0

    def add(self, gray: "Kept", tracked: TrackedFace) -> Iterable[Window]:
        """The next sample; returns the windows that are due, in order of start."""
        sample, k = self._next, self._config.k
        self._next += 1
        self._grays.append(gray)
        self._faces.append(tracked)
        while self._halves and sample == self._halves[0] + k // 2 - 1:
            self._halves.popleft()
            parts = list(self._grays)[-(k // 2) :], list(self._faces)[-(k // 2) :]
            self._begun.append(self._pool.begin(partial(_begun, *parts, self._channels)))
        while self._starts and sample == self._starts[0] + k - 1:
            first = self._begun.popleft() if self._begun else None
            self._submit(self._starts.popleft(), list(self._grays), list(self._faces), first)
        return self._pool.due()

    def finish(self) -> Iterable[Window]:
        """The windows that are left, once every sample was added."""
        grays, faces, k = self._grays, self._faces, self._config.k
        if 0 < len(grays) < k and self._samples < k:
            # A clip shorter than a window: it goes on with its last frame.
            more = k - len(grays)
            still = replace(faces[-1], cut=False)
            self._submit(0, [*grays, *[grays[-1]] * more], [*faces, *[still] * more], None)
        return self._pool.due(every=True)

    def close(self) -> None:
        """Drop what was not measured."""
        self._pool.close()

    def _submit(
        self, start: int, grays: "list[Kept]", faces: list[TrackedFace], first: "Future[WindowStart | None] | None"
    ) -> None:
        self._pool.submit(partial(_window, start, grays, faces, (self._config, self._channels, first)))


# What is kept of a picture for the windows.
Kept = UInt8 | Cutout
Keep = Callable[[UInt8, TrackedFace], Kept]
Seen = tuple[Kept, TrackedFace, Survey]
# Grey picture uint8 [H, W], face, and what the survey says by then.
Sample = tuple[UInt8, TrackedFace, Survey]
Picked = tuple[Frame, bool]


def followed_samples(source: Source, frames: Int64, config: AnalysisConfig) -> Generator["Sample", None, None]:
    """Each sample's grey picture and face, and what the survey says by then; decoded and tracked on threads.

    Args:
        source: an open source, read sequentially.
        frames: int64 [S], frame index of each sample.
        config: feature mode and the chosen face.
    """
    seen = _samples(source, frames, config, _whole)
    return cast(Generator[Sample, None, None], seen)


def _samples(
    source: Source,
    frames: Int64,
    config: AnalysisConfig,
    keep: Keep,
    *,
    in_threads: bool = True,
) -> Generator[Seen, None, None]:
    # The released extraction takes a cut as it comes.
    watch = JumpWatch() if config.features != "parity" else None
    shrink = shrink_factor(source.info.width * source.info.height)
    follower = _Follower(FaceTracker(face_choice(config, shrink)), keep, watch, shrink)
    pictures = _sampled(source, frames)
    if not in_threads:
        return _followed(pictures, follower)
    return ahead(_followed(ahead(pictures, AHEAD), follower), AHEAD)


def _whole(gray: UInt8, _tracked: TrackedFace) -> UInt8:
    return gray


def _followed(pictures: Generator[Picked, None, None], follower: "_Follower") -> Generator[Seen, None, None]:
    with closing(pictures):
        for picture in pictures:
            follower.follow(*picture)
            yield from follower.ready()
        yield from follower.ready(every=True)


class _Follower:
    """The tracked face of each sample, and what is noticed on the way."""

    def __init__(
        self,
        tracker: FaceTracker,
        keep: Keep,
        watch: JumpWatch | None,
        shrink: int = 1,
    ) -> None:
        self._tracker = tracker
        self._keep = keep
        # Where only parts of pictures are kept, two of these take turns: fresh memory costs as much as the conversion.
        self._rooms: list[UInt8] = []
        self._shrink = shrink
        self._watch = watch
        self._survey = Survey(shrink=shrink)
        self._previous: UInt8 | None = None
        self._held: deque[Seen] = deque()
        self._samples = self._scene = 0

    def follow(self, frame: Frame, key: bool) -> None:
        """Look at the next sample; `key` where a key frame came since the one before."""
        gray, tracked = self._look(frame)
        if self._watch is not None:
            self._watch.add(gray, tracked, key=key)
        self._held.append((self._keep(gray, tracked), tracked, replace(self._survey)))

    def ready(self, *, every: bool = False) -> Generator[Seen, None, None]:
        """The samples of which is known whether they follow a cut: all but the last two, or every one at the end."""
        while len(self._held) > (0 if every else LOOK_AHEAD):
            gray, tracked, counts = self._held.popleft()
            if self._watch is not None and self._watch.judge():
                tracked = replace(tracked, cut=True)
            yield gray, tracked, counts

    def _look(self, frame: Frame) -> tuple[UInt8, TrackedFace]:
        """Grey picture of the next sample and its face; a damaged frame shows an earlier moment, so it has none."""
        gray = _shrunk(frame.gray(self._room()), self._shrink)
        if self._keep is Cutout.around and len(self._rooms) < ROOMS and gray.flags.writeable:
            self._rooms.append(gray)
        self._survey.refitted += frame.refitted
        if frame.damaged:
            self._survey.damaged += 1
            tracked = TrackedFace(None, cut=False, dark=False)
        else:
            self._survey.repeated += self._previous is not None and _equal(self._previous, gray)
            self._previous = gray
            tracked = self._tracker.track(gray)
            self._survey.faces, self._survey.tilted = self._tracker.faces_seen, self._tracker.tilted
            self._scene = self._samples if tracked.cut else self._scene
            self._survey.unlike = self._unlike()
        self._samples += 1
        return gray, tracked

    def _room(self) -> UInt8 | None:
        """Memory for the next picture: that of one before the last."""
        if len(self._rooms) < ROOMS:
            return None
        last = self._previous
        return next((room for room in self._rooms if last is None or not np.may_share_memory(room, last)), None)

    def _unlike(self) -> tuple[int, ...]:
        """The scenes of somebody else, with or without the present one as its face looks by now."""
        others = tuple(scene for scene in self._survey.unlike if scene != self._scene)
        return (*others, self._scene) if self._tracker.likeness < SAME_PERSON else others


def shrink_factor(pixels: int) -> int:
    """By how much pictures of so many pixels are measured smaller; 1 for all that are not huge."""
    return ceil(sqrt(pixels / LARGEST_PX)) if pixels > LARGEST_PX else 1


def _shrunk(gray: UInt8, factor: int) -> UInt8:
    if factor == 1:
        return gray
    import cv2

    size = (gray.shape[1] // factor, gray.shape[0] // factor)
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def _equal(one: UInt8, other: UInt8) -> bool:
    # a few rows tell moving pictures apart at a fraction of the cost
    return np.array_equal(one[::32], other[::32]) and np.array_equal(one, other)


def _sampled(source: Source, frames: Int64) -> Generator[Picked, None, None]:
    """The sampled frames, and whether a key frame came since the one before."""
    wanted = iter(frames.tolist())
    target = next(wanted, None)
    key = False
    for frame in source.frames():
        if target is None:
            return
        key = key or frame.key
        if frame.index == target:
            yield frame, key
            target, key = next(wanted, None), False


# Options, number of channels, and the window's first half.
Task = tuple[AnalysisConfig, int, "Future[WindowStart | None] | None"]


def _begun(grays: list[Kept], faces: list[TrackedFace], channels: int) -> WindowStart | None:
    return window_start(grays, faces, channels=channels)


def _window(start: int, grays: list[Kept], faces: list[TrackedFace], task: Task) -> Window:
    return Window(start, _features(grays, faces, task))


def _features(grays: list[Kept], faces: list[TrackedFace], task: Task) -> WindowFeatures:
    config, channels, first = task
    if config.features == "parity":
        own = Path(config.landmark_file) if config.landmark_file else None
        landmarks: LandmarkMode = "dlib" if config.landmarks == "dlib" else "mesh"
        return parity_window(
            cast(list[UInt8], grays), faces=faces, landmarks=landmarks, landmark_file=own, channels=channels
        )
    begun = first.result() if first is not None else None
    return window_features(grays, faces, config=config, channels=channels, begun=begun)
