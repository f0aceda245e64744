"""Trials of a reviewer: where a movement is rendered into the video's own frames, and where none is (ADR 0034)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.estimates.estimate import Estimate
from engine.estimates.proportion import share_of
from engine.journal.trial_rows import TrialAnswer
from engine.planted.free import free_samples
from engine.planted.places import SECONDS, Generator
from engine.planted.responses import PLANTED_REGIONS, responses
from engine.synthesis.courses import Course, timed_course
from engine.types import AnalysisRun

# Of every clip: the longest planted movement, and about half a second before and after it.
CLIP_SECONDS = 1.6
# Between the movement and the ends of the clip, at least.
EDGE_SECONDS = 0.2
# Px of the 320 px crop: the upper part of what is planted for a model (`engine.planted.places.STRENGTHS`), from weak to
# plain. Graded evenly over the logarithm, so that few trials cover the range.
TRIAL_STRENGTHS = (1.0, 4.0)
# Below this a movement counts as weak where hits are told by strength.
WEAK_PX = 2.0
TRIES = 300


@dataclass(frozen=True, slots=True, eq=False)
class TrialPlan:
    """A clip and the movement in it, in frames, 0-based, inclusive.

    Attributes:
        first, last: of the clip.
        course: of the movement, or of the one that would be there.
        units: action units; empty: nothing is rendered.
        strength: longest ROI vector at the apex, px of the 320 px crop; 0: nothing is rendered.
        seed: of the shape of the movement.
    """

    first: int
    last: int
    course: Course
    units: tuple[str, ...]
    strength: float
    seed: int

    @property
    def planted(self) -> bool:
        """Whether a movement is rendered."""
        return bool(self.units)


@dataclass(frozen=True, slots=True)
class TrialTally:
    """What a reviewer's answers say of them.

    Attributes:
        hits, planted: planted movements seen, and shown.
        alarms, calm: calm places in which a movement was seen, and all that were shown.
        hit_rate, alarm_rate: with 90 % intervals.
        weak, strong: hits and number of planted movements below `WEAK_PX`, and of the others.
    """

    hits: int
    planted: int
    alarms: int
    calm: int
    hit_rate: Estimate
    alarm_rate: Estimate
    weak: tuple[int, int]
    strong: tuple[int, int]


def tally(answers: Iterable[TrialAnswer]) -> TrialTally:
    """Hit rate and false alarms of the given answers; those to proposals say nothing, for nobody knows the truth."""
    known = list(answers)
    planted = [one for one in known if one.kind == "planted"]
    calm = [one for one in known if one.kind == "calm"]
    hits, alarms = sum(one.seen for one in planted), sum(one.seen for one in calm)

    def counted(weak: bool) -> tuple[int, int]:
        chosen = [one.seen for one in planted if (one.strength < WEAK_PX) == weak]
        return sum(chosen), len(chosen)

    return TrialTally(
        hits,
        len(planted),
        alarms,
        len(calm),
        share_of(hits, len(planted)),
        share_of(alarms, len(calm)),
        counted(True),
        counted(False),
    )


def clip_frames(fps: float) -> int:
    """Frames of every clip of a video, at least 8."""
    return max(8, round(CLIP_SECONDS * fps))


def draw_trials(
    run: AnalysisRun,
    *,
    n_frames: int,
    fps: float,
    occupied: Sequence[tuple[int, int]],
    used: Sequence[tuple[int, int]],
    wanted: int,
    seed: int,
) -> list[TrialPlan]:
    """Planted and calm clips of a video, as many of each, away from one another.

    Args:
        run: tells what was judged.
        n_frames: of the video.
        fps: of the video, Hz.
        occupied: intervals of frame indices, inclusive, that a model proposes or somebody marked.
        used: clips of earlier sessions; the reviewer was told what was in them.
        wanted: planted clips; fewer where there is no room.
        seed: decides everything.
    """
    rng = np.random.default_rng([34, seed])
    places = _Places(run, n_frames, fps, occupied, used)
    courses: list[tuple[int, Course]] = []
    while len(courses) < 2 * wanted:
        found = places.draw(rng)
        if found is None:
            break
        courses.append(found)
    pairs = len(courses) // 2
    order = rng.permutation(len(courses))
    low, high = np.log(TRIAL_STRENGTHS)
    strengths = np.exp(low + (high - low) * (rng.permutation(pairs) + rng.uniform(size=pairs)) / max(1, pairs))
    plans = []
    for number, place in enumerate(order[: 2 * pairs].tolist()):
        first, course = courses[place]
        units: tuple[str, ...] = ()
        if number < pairs:
            region = PLANTED_REGIONS[number % len(PLANTED_REGIONS)]
            known = sorted({one.units for one in responses() if one.region == region})
            units = tuple(known[int(rng.integers(len(known)))].split("+"))
        strength = float(strengths[number]) if units else 0.0
        last = first + clip_frames(fps) - 1
        plans.append(TrialPlan(first, last, course, units, strength, int(rng.integers(1 << 31))))
    return plans


def around(onset: int, offset: int, *, n_frames: int, fps: float, rng: Generator) -> tuple[int, int] | None:
    """First and last frame of a clip around an interval, anywhere in it; None where the interval is too long for one.

    Args:
        onset: first frame of the interval.
        offset: its last frame.
        n_frames: of the video.
        fps: of the video, Hz.
        rng: decides where.
    """
    length, edge = clip_frames(fps), round(EDGE_SECONDS * fps)
    # At the ends of the video there is less before or after it.
    low = max(0, min(offset + 1 + edge, n_frames) - length)
    high = min(max(0, onset - edge), n_frames - length)
    if low > high:
        return None
    first = int(rng.integers(low, high + 1))
    return first, first + length - 1


class _Places:
    """Where there is room left for a clip."""

    def __init__(
        self,
        run: AnalysisRun,
        n_frames: int,
        fps: float,
        occupied: Sequence[tuple[int, int]],
        used: Sequence[tuple[int, int]],
    ) -> None:
        self._fps, self._n = fps, n_frames
        curves = run.curves
        at = np.clip(np.searchsorted(curves.frames, np.arange(n_frames), side="right") - 1, 0, None)
        self._free: NDArray[np.bool_] = free_samples(curves, run.restless, occupied)[at]
        self._clear = np.ones(n_frames, bool)
        for first, last in (*occupied, *used):
            self._clear[max(0, first) : last + 1] = False

    def draw(self, rng: Generator) -> tuple[int, Course] | None:
        """First frame of a clip and the course in it; None where none was found."""
        length, edge = clip_frames(self._fps), round(EDGE_SECONDS * self._fps)
        if self._n < length:
            return None
        for _ in range(TRIES):
            first = int(rng.integers(0, self._n - length + 1))
            course = timed_course(rng, 0, rng.uniform(*SECONDS) * self._fps)
            spare = length - len(course.level) - 2 * edge
            course = course.shifted(first + edge + int(rng.integers(0, max(1, spare))))
            inside = self._free[max(0, course.onset - 1) : course.offset + 2]
            if spare >= 0 and self._clear[first : first + length].all() and inside.all():
                self._clear[first : first + length] = False
                return first, course
        return None
