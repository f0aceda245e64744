"""What would have been found here: known movements are planted in a run's own footage and looked for as the run was.

The model scores the run's own windows with the movements added, and the run's decoder, which does not know where they
are, makes proposals of the result. A movement counts as found where a proposal overlaps it by at least
`engine.planted.overlap.FOUND_IOU`.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.config import DecoderConfig
from engine.decoding import decode
from engine.errors import AnalysisError
from engine.messages import Said
from engine.planted.alarms import AlarmRate, alarm_rate, unaccepted
from engine.planted.bands import BoundErrors
from engine.planted.free import free_samples
from engine.planted.overlap import Intervals
from engine.planted.places import PlantedMovement, draw_movements, planted_features
from engine.planted.requests import NOTHING_KEPT, AtThreshold, Sensitivity, SensitivityRequest
from engine.planted.responses import CHANNELS, PLANTED_REGIONS
from engine.planted.share_curve import AS_MEASURED, GAIN, FoundShare, found_share
from engine.spotters import SpottingModel, load_spotter
from engine.spotters.joining import JoinedScores
from engine.types import UNSCORED, Curves, Float32, Float64, Progress, Proposal, RunEvidence, frozen
from engine.windows import StitchRule

# Passes over the footage at most: a short video is planted again and again.
MOST_PASSES = 12
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(4, 20))
ALL = "all"
NOTHING_FREE = Said("Nothing can be planted here: no second of this video is judged and free of proposals.")
ANOTHER_MODEL = Said("The model is not the one this run was made with: Ctrl+R analyses the video again.")
PLANTING = Said("planting movements")
# Progress is told after so many windows, of about 20 ms each.
PROGRESS_STEP = 10


@dataclass(frozen=True, slots=True, eq=False)
class PlantedPass:
    """One pass: what was planted, and the curves it gave."""

    movements: tuple[PlantedMovement, ...]
    curves: Curves


def sensitivities(_path: Path, request: SensitivityRequest) -> Generator[Progress | Sensitivity, None, None]:
    """Progress, then one `Sensitivity`; runs where `engine.pipeline.analyze` runs. Needs no video.

    Raises:
        EngineError: the checkpoint cannot be read or is another one, or nothing can be planted in this run.
    """
    model = load_spotter(request.weights, device="cpu")
    if request.digest and model.card.digest != request.digest:
        raise AnalysisError(ANOTHER_MODEL)
    yield from measured(request, model)


def measured(request: SensitivityRequest, model: SpottingModel) -> Generator[Progress | Sensitivity, None, None]:
    """Progress, then one `Sensitivity`, by the given model.

    Raises:
        AnalysisError: the run keeps no windows of ten channels, or no place in it is free and judged.
    """
    evidence, curves = request.evidence, request.curves
    if evidence is None or not len(evidence.starts) or evidence.features.shape[1] != CHANNELS:
        raise AnalysisError(NOTHING_KEPT)
    own = _Rescoring(request, evidence, model)
    plain = yield from own.curves(evidence.features.astype(np.float64), 0, 2)
    proposed = _decoded(plain, request, request.decoder)
    occupied = [*request.occupied, *((one.onset, one.offset) for one in proposed)]
    free = free_samples(curves, request.restless, occupied)
    rng = np.random.default_rng([22, request.seed])
    passes: list[PlantedPass] = []
    planned = 1
    for number in range(MOST_PASSES):
        movements = tuple(draw_movements(free, curves.rate, rng))
        if not movements:
            break
        if not passes:
            planned = min(MOST_PASSES, -(-request.wanted // len(movements)))
        seen = yield from own.curves(planted_features(evidence, movements), number + 1, planned + 1)
        passes.append(PlantedPass(movements, seen))
        if sum(len(one.movements) for one in passes) >= request.wanted:
            break
    if not passes:
        raise AnalysisError(NOTHING_FREE)
    yield answered(request, plain, passes)


class _Rescoring:
    """Scores the windows of a run as the run did."""

    def __init__(self, request: SensitivityRequest, evidence: RunEvidence, model: SpottingModel) -> None:
        self._request, self._evidence, self._model = request, evidence, model
        self._rule: StitchRule | None = "second_half" if request.stitch == "second_half" else None

    def curves(self, features: Float64, number: int, passes: int) -> Generator[Progress, None, Curves]:
        """Curves of all windows [W, C, k], as pass `number` of `passes`."""
        evidence, known = self._evidence, self._request.curves
        joined = JoinedScores(self._model, len(known.mask), features.shape[2], self._rule)
        n = len(evidence.starts)
        total = passes * n
        for at, (start, window, mask) in enumerate(
            zip(evidence.starts.tolist(), features, evidence.masks, strict=True)
        ):
            if at % PROGRESS_STEP == 0:
                yield Progress(PLANTING, min(number * n + at, total), total)
            joined.add(start, window, mask)
        unscored = (known.mask & UNSCORED) != 0
        score = self._model.finish(joined.score.result()[0], known.mask).astype(np.float32)
        likely: Float32 | None = None
        if joined.emotion is not None:
            likely = frozen(np.where(unscored[:, None], np.float32(np.nan), joined.emotion.result()[0]))
        return replace(
            known, score=frozen(np.where(unscored, np.float32(np.nan), score)), probabilities=likely, spread=None
        )


def _decoded(curves: Curves, request: SensitivityRequest, decoder: DecoderConfig) -> tuple[Proposal, ...]:
    return decode(curves, config=decoder, n_frames=request.n_frames, synergy=request.synergy)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One planted movement as one decoder saw it; `errors` where it was found."""

    region: str
    strength: float
    errors: tuple[int, int, int] | None


def proposed_by(curves: Curves, request: SensitivityRequest) -> tuple[Proposal, ...]:
    """What the run proposes as it is decoded now."""
    return _decoded(curves, request, request.decoder)


def answered(
    request: SensitivityRequest, plain: Curves, passes: Sequence[PlantedPass], *, in_pictures: bool = False
) -> Sensitivity:
    """What the passes say.

    Args:
        request: of the run.
        plain: its curves without anything planted.
        passes: over its footage.
        in_pictures: strengths need no conversion: the movements were in the pictures themselves.
    """
    gain = AS_MEASURED if in_pictures else GAIN
    minutes = _judged_minutes(request)
    trials = _trials(request, plain, passes, request.decoder)
    thresholds = []
    if request.decoder.name == "half_max":
        for level in sorted({*THRESHOLDS, round(request.decoder.threshold, 4)}):
            decoder = replace(request.decoder, threshold=level)
            found = _by_region(_trials(request, plain, passes, decoder), gain)
            thresholds.append(AtThreshold(level, _alarms(request, plain, decoder, minutes), found))
    return Sensitivity(
        token=request.token,
        n=len(trials),
        minutes=minutes,
        found=_by_region(trials, gain),
        alarms=_alarms(request, plain, request.decoder, minutes),
        thresholds=tuple(thresholds),
        as_measured=found_share(
            [one.strength for one in trials], [one.errors is not None for one in trials], AS_MEASURED
        ),
        errors=BoundErrors.of([one.errors for one in trials if one.errors is not None]),
        decoder=request.decoder,
        synergy=request.synergy,
    )


def _by_region(trials: Sequence[_Trial], gain: tuple[float, float]) -> tuple[tuple[str, FoundShare], ...]:
    curves = []
    for name in (ALL, *PLANTED_REGIONS):
        chosen = [one for one in trials if name in (ALL, one.region)]
        found = [one.errors is not None for one in chosen]
        curves.append((name, found_share([one.strength for one in chosen], found, gain)))
    return tuple(curves)


def _trials(
    request: SensitivityRequest, plain: Curves, passes: Sequence[PlantedPass], decoder: DecoderConfig
) -> list[_Trial]:
    """All planted movements; one where the decoder proposes something without it says nothing and is left out."""
    alone = _intervals(_decoded(plain, request, decoder))
    trials = []
    for one in passes:
        proposals = _decoded(one.curves, request, decoder)
        found = _intervals(proposals)
        for movement in one.movements:
            course, frames = movement.course, plain.frames
            onset, apex, offset = (int(frames[at]) for at in (course.onset, course.apex, course.offset))
            if alone.hit(onset, offset) is not None:
                continue
            at = found.hit(onset, offset)
            best = None if at is None else proposals[at]
            errors = None if best is None else (best.onset - onset, best.apex - apex, best.offset - offset)
            trials.append(_Trial(movement.region, movement.strength, errors))
    return trials


def _intervals(proposals: Sequence[Proposal]) -> Intervals:
    return Intervals([(one.onset, one.offset) for one in proposals])


def _alarms(request: SensitivityRequest, plain: Curves, decoder: DecoderConfig, minutes: float) -> AlarmRate:
    free = free_samples(plain, request.restless, ())
    return alarm_rate(unaccepted(_decoded(plain, request, decoder), plain, free, Intervals(request.occupied)), minutes)


def _judged_minutes(request: SensitivityRequest) -> float:
    free = free_samples(request.curves, request.restless, ())
    return max(1.0, float(free.sum())) / request.curves.rate / 60
