"""`analyze()`: the one generator behind the GUI, the command line and the benchmarks."""

import time
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.messages import Said
from engine.network import one_blas_thread
from engine.patches.lag_flow import plain_opencv
from engine.pipeline.both_run import BothExecution
from engine.pipeline.face_run import FaceExecution
from engine.pipeline.feature_choice import resolve_features
from engine.pipeline.model_choice import leaves_the_choice
from engine.pipeline.patch_run import PatchExecution
from engine.pipeline.region_notes import refuse_few
from engine.pipeline.sampling import sample_frames
from engine.pipeline.stream import Window, stream_windows
from engine.pipeline.survey import Survey
from engine.pipeline.window_scores import CHUNK_SHARE, WindowScores, tail_of
from engine.spotters import PatchSpotter, PluginSpotter, SpottingModel, load_spotter
from engine.types import AnalysisEvent, Int64, Progress, ScoreChunk
from engine.video import Source, open_source

# Progress events at most every so many samples: a consumer repaints at most some 20 times a second.
PROGRESS_STEP = 10


def analyze(
    source: Path | Source, config: AnalysisConfig, model: SpottingModel | None = None
) -> Generator[AnalysisEvent, None, None]:
    """Analyse one source from its first to its last frame.

    Closing the generator at any event releases the file. The same source, configuration and model give bit-identical
    curves, however the generator is driven.

    Args:
        source: path of a video file or image folder, or an open source (left open).
        config: options; ``config.decoder`` None takes the model card's decoder.
        model: spotting model; None loads ``config.weights`` and, where the configuration leaves the choice to the
            video (`engine.pipeline.model_choice`), ``config.restless_weights`` beside it.

    Yields:
        `Progress` and provisional `ScoreChunk` events, then exactly one `AnalysisRun`.

    Raises:
        EngineError: the source or the weights cannot be read, or the source is too short.
    """
    with ExitStack() as stack:
        opened = stack.enter_context(open_source(source, fps=config.image_rate)) if isinstance(source, Path) else source
        yield Progress(Said("loading the model"), 0, 1)
        spotter = (
            model
            if model is not None
            else load_spotter(config.weights, device=config.device, reference=config.reference)
        )
        asked = config
        config = resolve_features(
            replace(config, decoder=config.decoder or spotter.card.decoder), spotter.card.features
        )
        stack.enter_context(one_blas_thread())
        samples = sample_frames(opened.info, config.rate)
        plugin = spotter if isinstance(spotter, PluginSpotter) else None
        if config.features == "patches":
            stack.enter_context(plain_opencv())
        if isinstance(spotter, PatchSpotter):
            yield from PatchExecution(opened, config, spotter, samples).events()
        elif plugin is not None and plugin.takes == "features":
            yield from PatchExecution(opened, config, plugin, samples).events()
        elif plugin is not None and plugin.takes == "frames":
            yield from FaceExecution(opened, config, plugin, samples).events()
        elif model is None and leaves_the_choice(asked):
            yield from _by_choice(opened, asked, spotter, samples)
        else:
            yield from _by_windows(opened, config, spotter, samples)


def _by_choice(
    source: Source, asked: AnalysisConfig, first: SpottingModel, samples: tuple[Int64, float]
) -> Generator[AnalysisEvent, None, None]:
    """The analysis by the model on patches, and where the face is calm enough by the one that was asked for too."""
    other = load_spotter(asked.restless_weights, device=asked.device)
    if not isinstance(other, PatchSpotter):
        raise AnalysisError(
            Said("“{title}” sees no patches of skin: no other model can join it.", title=other.card.title)
        )
    with plain_opencv():
        yield from BothExecution(source, asked, (first, other), samples).events()


def _by_windows(
    source: Source, config: AnalysisConfig, model: SpottingModel, samples: tuple[Int64, float]
) -> Generator[AnalysisEvent, None, None]:
    """Progress, provisional chunks and the run of a model of windows."""
    refuse_few(source.info, len(samples[0]))
    survey, total, title = Survey(), len(samples[0]), model.card.title
    scores = WindowScores(source.info, config, model, samples, survey)
    yield Progress(title, 0, total)
    shown, mark = 0, time.perf_counter()
    with closing(stream_windows(source, samples[0], config, survey, channels=model.card.channels)) as steps:
        for step in steps:
            if not isinstance(step, Window):
                if step.done % PROGRESS_STEP == 0:
                    yield Progress(title, step.done, total)
                continue
            scores.seconds["features"] += time.perf_counter() - mark
            scores.add(step)
            if (ready := scores.ready()) - shown > shown // CHUNK_SHARE:
                yield _chunk(scores, shown, ready)
                shown = ready
            mark = time.perf_counter()
    scores.finish()
    if shown < total:
        yield _chunk(scores, shown, total)
    yield Progress(title, total, total)
    yield scores.run()


def _chunk(scores: WindowScores, start: int, stop: int) -> ScoreChunk:
    so_far = scores.curves(0, stop)
    return ScoreChunk(start, tail_of(so_far, start), scores.decode(so_far))
