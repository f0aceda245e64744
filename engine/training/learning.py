"""Learning from a reviewer as one job: windows of a neutral recording, synthetic windows, then the model that learns.

Runs where the analysis runs, in a process of its own; writes nothing but clips of the demo portrait into a cache.
"""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.errors import AnalysisError, CheckpointError
from engine.messages import Said
from engine.pipeline import Window, sample_frames, stream_windows
from engine.pipeline.stream import Decoded
from engine.spotters import NetworkSpotter, checkpoint_path
from engine.synthesis.examples import NEUTRAL, WindowSet, cached_clip
from engine.synthesis.hybrid import HybridSource, Mix
from engine.synthesis.scenes import SceneOptions
from engine.synthesis.subject import demo_subject
from engine.training.finetune import ReviewedProposal, ReviewedVideo, TunedModel, TuneResult, TuneStep, tune
from engine.training.recalibrate import recalibrate
from engine.training.requests import JudgedRun, Learned, LearnRequest
from engine.types import UNSCORED, Float32, Progress
from engine.video import open_source

CLASSICAL = "classical"
# Of ME-TST; the larger networks have another head.
CHANNELS = 10
BENCH_WINDOWS = 128
# Added movements count at most as often as verdicts, or the reviewer would hardly be heard.
MOST_HYBRIDS = 64
LEAST_SCORED = 0.6
RENDERING = Said("making synthetic movements")
READING = Said("reading the neutral recording")
LEARNING = Said("learning")


@dataclass(frozen=True, slots=True, eq=False)
class _Synthetic:
    """Windows with movements: of the demo portrait (the guard), of the subject's neutral recording (to learn from)."""

    bench: tuple[Float32, Float32] | None
    neutral: Float32 | None
    hybrid: tuple[Float32, Float32] | None


def learn(_path: Path, request: LearnRequest) -> Generator[Progress | Learned, None, None]:
    """Do what is asked.

    Yields:
        `Progress`, then exactly one `Learned`.

    Raises:
        EngineError: the model cannot learn, the recording cannot be read, or there are too few verdicts.
    """
    import torch

    torch.set_num_threads(1)
    if request.weights == CLASSICAL:
        raise AnalysisError(Said("The classical spotter has nothing to learn: choose a network in the model panel."))
    path = checkpoint_path(request.weights)
    spotter = NetworkSpotter.load(path)
    if spotter.card.channels != CHANNELS:
        raise CheckpointError(Said("Only ME-TST networks can learn from decisions; choose another model."))
    synthetic = yield from _synthetic(request)
    yield Progress(LEARNING, 0, 1)
    if request.mode == "threshold":
        found = _recalibrated(request, path, spotter, synthetic)
    else:
        found = yield from _tuned(request, path, synthetic)
    n = 0 if synthetic.bench is None else len(synthetic.bench[0])
    yield _answer(request, *found, n)


def _answer(request: LearnRequest, result: TuneResult, made: TunedModel | None, bench_n: int) -> Learned:
    return Learned(
        kept=result.kept,
        reason=result.reason,
        measure="F1" if request.mode == "threshold" else "AUC",
        before=result.auc_before,
        after=result.auc_after,
        accepted=result.accepted,
        rejected=result.rejected,
        bench_before=result.bench_before,
        bench_after=result.bench_after,
        bench_n=bench_n,
        threshold=result.threshold,
        weights=b"" if made is None else made.content,
        card="" if made is None else made.card,
        objection=result.objection,
    )


def _recalibrated(
    request: LearnRequest, path: Path, spotter: NetworkSpotter, synthetic: _Synthetic
) -> tuple[TuneResult, TunedModel | None]:
    own = [run for run in request.runs if run.same_model]
    scores = np.concatenate([run.scores[run.proposed] for run in own]) if own else np.zeros(0)
    labels = np.concatenate([run.accepted[run.proposed] for run in own]).astype(np.float64) if own else np.zeros(0)
    bench = None
    if synthetic.bench is not None:
        features, spot = synthetic.bench
        bench = (
            spotter.windows(features.astype(np.float64))[0].max(axis=1).astype(np.float64),
            spot.max(axis=1).astype(np.float64),
        )
    return recalibrate(
        path, request.name, scores, labels, threshold=spotter.card.decoder.threshold, bench=bench, seed=request.seed
    )


def _tuned(
    request: LearnRequest, path: Path, synthetic: _Synthetic
) -> Generator[Progress, None, tuple[TuneResult, TunedModel | None]]:
    reviews = [_review(run) for run in request.runs]
    events = tune(
        path,
        reviews,
        request.name,
        neutral=synthetic.neutral,
        hybrid=synthetic.hybrid,
        bench=synthetic.bench,
        seed=request.seed,
    )
    with closing(events):
        for event in events:
            if not isinstance(event, TuneStep):
                return event
            yield Progress(LEARNING, event.done, event.total)
    raise AssertionError("tuning ends with a result")


def _review(run: JudgedRun) -> ReviewedVideo:
    rows = zip(run.first.tolist(), run.last.tolist(), run.accepted.tolist(), strict=True)
    decided = tuple(ReviewedProposal(*row) for row in rows)
    return ReviewedVideo(run.starts, run.features.astype(np.float32), run.n, decided)


def _synthetic(request: LearnRequest) -> Generator[Progress, None, _Synthetic]:
    """Synthetic windows of the guard and, with a neutral recording, of the subject."""
    clips = yield from _clips(request.cache, request.clips)
    if clips is None:
        return _Synthetic(None, None, None)
    drawn = HybridSource(clips, Mix(), seed=request.seed).batch(0, BENCH_WINDOWS)
    bench = drawn.features, drawn.spot
    if request.neutral is None:
        return _Synthetic(bench, None, None)
    neutral = yield from neutral_windows(request.neutral)
    own = _backgrounds(neutral, clips)
    verdicts = sum(len(run.first) for run in request.runs)
    moved = HybridSource(own, Mix(rendered=0.0, wild=0.0, blend=0.0), seed=request.seed + 1)
    hybrid = moved.batch(0, min(MOST_HYBRIDS, max(8, verdicts)))
    return _Synthetic(bench, neutral.features, (hybrid.features, hybrid.spot))


def _clips(cache: Path, count: int) -> Generator[Progress, None, WindowSet | None]:
    """Clips of the demo portrait, every second one without micro-expressions; kept in the cache."""
    parts = []
    for number in range(count):
        yield Progress(RENDERING, number, count)
        options = SceneOptions(micros=0.0 if number % 2 == 0 else 2.0)
        parts.append(cached_clip(cache, (demo_subject(),), options, number))
    return WindowSet.joined(parts) if parts else None


@dataclass(frozen=True, slots=True, eq=False)
class NeutralWindows:
    """Windows of a recording: float32 [W, 10, k] and `Mask` bits uint8 [W, k]."""

    features: Float32
    mask: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"


def neutral_windows(path: Path) -> Generator[Progress, None, NeutralWindows]:
    """Windows of a neutral recording in which a face is seen most of the time.

    Raises:
        EngineError: it cannot be read; AnalysisError: no window of it is of use.
    """
    config = AnalysisConfig(features="robust", landmarks="mesh")
    found = []
    with open_source(path) as source:
        frames, _rate = sample_frames(source.info, config.rate)
        steps = stream_windows(source, frames, config, threads=0)
        with closing(steps):
            for step in steps:
                if isinstance(step, Decoded):
                    yield Progress(READING, step.done, len(frames))
                elif isinstance(step, Window):
                    found.append(step.features)
    kept = [one for one in found if float(((one.mask & UNSCORED) == 0).mean()) >= LEAST_SCORED]
    if not kept:
        raise AnalysisError(
            Said(
                "“{name}” shows no face for 2 s at 30 frames a second; choose another neutral recording.",
                name=path.name,
            )
        )
    return NeutralWindows(
        np.stack([one.features for one in kept]).astype(np.float32), np.stack([one.mask for one in kept])
    )


def _backgrounds(neutral: NeutralWindows, clips: WindowSet) -> WindowSet:
    """The subject's windows as backgrounds for the movements measured on the demo portrait."""
    n, _channels, k = neutral.features.shape
    return WindowSet(
        features=neutral.features,
        mask=neutral.mask,
        spot=np.zeros((n, k), np.uint8),
        emotion=np.full((n, k), NEUTRAL, np.uint8),
        still=np.ones(n, np.bool_),
        bank=clips.bank,
        bank_kind=clips.bank_kind,
        bank_emotion=clips.bank_emotion,
    )
