"""`analyze()`: the one generator behind the GUI, the command line and the benchmarks."""

import time
from collections.abc import Generator, Iterable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig, DecoderConfig
from engine.decoding import decode
from engine.messages import Said
from engine.network import one_blas_thread
from engine.patches.lag_flow import plain_opencv
from engine.pipeline.both_models import joined_run
from engine.pipeline.face_run import FaceExecution
from engine.pipeline.feature_choice import resolve_features
from engine.pipeline.model_choice import (
    LOOK_SECONDS,
    choice_note,
    is_for_both,
    may_give_way,
    moves_too_much,
)
from engine.pipeline.outcome import RunContext, assembled, read_only_frames
from engine.pipeline.patch_run import PatchExecution
from engine.pipeline.region_notes import refuse_few, short_notes
from engine.pipeline.restless import Restlessness, restless_notes, restless_spans
from engine.pipeline.run_evidence import Kept
from engine.pipeline.sampling import sample_frames
from engine.pipeline.sequence import WHOLE_NOTE, SequenceCurve, SequenceScores
from engine.pipeline.stream import Decoded, Window, stream_windows
from engine.pipeline.survey import Survey, mask_cuts
from engine.spotters import PatchSpotter, PluginSpotter, SequenceModel, SpottingModel, load_spotter
from engine.spotters.joining import JoinedScores
from engine.types import (
    UNSCORED,
    AnalysisEvent,
    AnalysisRun,
    Curves,
    Float32,
    Mask,
    Progress,
    Proposal,
    ScoreChunk,
    UInt8,
    VideoInfo,
    frozen,
)
from engine.video import Source, open_source
from engine.windows import Stitcher

# Progress events at most every so many samples: a consumer repaints at most some 20 times a second.
PROGRESS_STEP = 10
# A provisional chunk costs work on all that is known, so it waits for 1 % of it; the cost of all stays linear.
CHUNK_SHARE = 100


def analyze(
    source: Path | Source, config: AnalysisConfig, model: SpottingModel | None = None
) -> Generator[AnalysisEvent, None, None]:
    """Analyse one source from its first to its last frame.

    Closing the generator at any event releases the file. The same source, configuration and model give bit-identical
    curves, however the generator is driven.

    Args:
        source: path of a video file or image folder, or an open source (left open).
        config: options; ``config.decoder`` None takes the model card's decoder.
        model: spotting model; None loads ``config.weights``, and ``config.restless_weights`` where the face moves too
            much for it (`engine.pipeline.model_choice`): then everything is yielded again from the first sample on.
            Clips under 60 samples are scored by both together (`engine.pipeline.both_models`).

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
        elif model is None and is_for_both(asked, len(samples[0])):
            yield from _by_both(opened, asked, config, spotter)
        else:
            gives_way = model is None and may_give_way(asked, len(samples[0]))
            moved = yield from _Execution(opened, config, spotter, gives_way=gives_way).events()
            if moved:
                yield from _by_the_other(opened, asked, spotter)


def _by_the_other(source: Source, asked: AnalysisConfig, first: SpottingModel) -> Generator[AnalysisEvent, None, None]:
    """The analysis by the model that takes over: with the decoder that was given for it, else that of its card."""
    other = load_spotter(asked.restless_weights, device=asked.device)
    decoder = asked.restless_decoder or asked.decoder
    with closing(analyze(source, _for_the_other(asked, decoder), other)) as events:
        for event in events:
            if isinstance(event, AnalysisRun):
                yield replace(event, notes=(choice_note(first.card.title, other.card.title), *event.notes))
            else:
                yield event


def _for_the_other(asked: AnalysisConfig, decoder: DecoderConfig | None) -> AnalysisConfig:
    return replace(asked, weights=asked.restless_weights, features="auto", decoder=decoder, restless_decoder=None)


def _by_both(
    source: Source, asked: AnalysisConfig, config: AnalysisConfig, first: SpottingModel
) -> Generator[AnalysisEvent, None, None]:
    """The analysis of a short clip by the model that was asked for and the one on patches together."""
    other = load_spotter(asked.restless_weights, device=asked.device)
    runs: list[AnalysisRun] = []
    for events in (
        _Execution(source, config, first, gives_way=False).events(),
        analyze(source, _for_the_other(asked, None), other),
    ):
        with closing(events):
            for event in events:
                if isinstance(event, AnalysisRun):
                    runs.append(event)
                elif isinstance(event, Progress):
                    yield event
    titles = first.card.title, other.card.title
    yield joined_run(*runs, n_frames=source.info.n_frames, titles=titles)


class _Execution:
    """State of one run: what is stitched so far, and the clock of its stages."""

    def __init__(self, source: Source, config: AnalysisConfig, model: SpottingModel, *, gives_way: bool) -> None:
        self._source = source
        self._config = config
        self._model = model
        self._info: VideoInfo = source.info
        self._frames, self._rate = sample_frames(self._info, config.rate)
        refuse_few(self._info, len(self._frames))
        # A clip shorter than a window is measured as one window that goes on with its last frame.
        length = max(len(self._frames), config.k)
        self._sequence: SequenceScores | None = None
        self._joined: JoinedScores | None = None
        self._score: Stitcher | SequenceCurve
        self._emotion: Stitcher | SequenceCurve | None
        rule = model.card.stitch if config.features != "parity" else "second_half"
        self._survey = Survey()
        self._kept: list[Kept] = []
        self._motion = Restlessness(length)
        self._gives_way = gives_way
        if config.context == "full":
            self._sequence = SequenceScores(model, length, emotion=model.card.infers_emotion)
            self._score, self._emotion = self._sequence.score, self._sequence.emotion
        else:
            self._joined = JoinedScores(model, length, config.k, rule)
            self._score, self._emotion = self._joined.score, self._joined.emotion
        self._seconds = {"features": 0.0, "model": 0.0, "decoding": 0.0}

    def events(self) -> Generator[AnalysisEvent, None, bool]:
        """Progress, provisional chunks and the run; no run where another model takes over (then true)."""
        total = len(self._frames)
        yield Progress(self._model.card.title, 0, total)
        with closing(self._windows()) as steps:
            shown = yield from self._shown(steps, total)
        if self._sequence is not None:
            self._sequence.finish()
        if shown is None or (self._gives_way and self._moves(total)):
            return True
        if shown < total:
            yield self._chunk(shown, total)
        yield Progress(self._model.card.title, total, total)
        yield self._run()
        return False

    def _shown(self, steps: Iterable[Window | Decoded], total: int) -> Generator[AnalysisEvent, None, int | None]:
        """Progress and chunks; how many samples were shown, None where another model takes over early."""
        shown, decided, mark = 0, not self._gives_way, time.perf_counter()
        for step in steps:
            if not isinstance(step, Window):
                if step.done % PROGRESS_STEP == 0:
                    yield Progress(self._model.card.title, step.done, total)
                continue
            self._seconds["features"] += time.perf_counter() - mark
            self._add(step)
            ready = min(self._score.ready(), total)
            if not decided and ready >= LOOK_SECONDS * self._rate:
                decided = True
                if self._moves(ready):
                    return None
            if decided and ready - shown > shown // CHUNK_SHARE:
                yield self._chunk(shown, ready)
                shown = ready
            mark = time.perf_counter()
        return shown

    def _moves(self, stop: int) -> bool:
        """Whether the face moves too much for the model in the samples before `stop`."""
        _, mask = self._score.result()
        return moves_too_much(self._motion.samples()[:stop], mask[:stop])

    def _windows(self) -> Generator[Window | Decoded, None, None]:
        channels = self._model.card.channels
        return stream_windows(self._source, self._frames, self._config, self._survey, channels=channels)

    def _chunk(self, start: int, stop: int) -> ScoreChunk:
        so_far = self._curves(0, stop)
        return ScoreChunk(start, _tail(so_far, start), self._decode(so_far))

    def _add(self, window: Window) -> None:
        began = time.perf_counter()
        features, mask = window.features.features, window.features.mask
        self._kept.append(Kept(window.start, features.astype(np.float16), mask))
        self._motion.add(window.start, features, mask)
        if self._sequence is not None:
            self._sequence.add(window.start, features, mask)
        if self._joined is not None:
            self._joined.add(window.start, features, mask)
        self._seconds["model"] += time.perf_counter() - began

    def _curves(self, start: int, stop: int) -> Curves:
        """Curves of samples [start, stop), normalised by what is known up to `stop`."""
        raw, mask = self._score.result()
        mask = mask_cuts(mask, self._survey.cuts, self._config.k)
        # A model may have no opinion on a sample it sees too little around (NaN): that is a gap, not a score of 0.
        silent = np.isnan(raw) & ((mask & UNSCORED) == 0)
        mask = np.where(silent, mask | np.uint8(Mask.TAIL), mask).astype(np.uint8)
        score = self._model.finish(raw[:stop], mask[:stop]).astype(np.float32)
        return Curves(
            frames=read_only_frames(self._frames[start:stop]),
            score=frozen(np.where(mask[start:stop] & UNSCORED, np.float32(np.nan), score[start:])),
            probabilities=self._probabilities(mask, start, stop),
            mask=frozen(mask[start:stop].copy()),
            rate=self._rate,
            spread=self._spread(mask, start, stop),
        )

    def _spread(self, mask: UInt8, start: int, stop: int) -> Float32 | None:
        """See `Curves.spread`; only a network's raw score is the score itself."""
        if self._joined is None or not isinstance(self._model, SequenceModel):
            return None
        found = self._joined.score.spread()
        if found is None:
            return None
        return frozen(np.where(mask[start:stop] & UNSCORED, np.float32(np.nan), found[start:stop]))

    def _probabilities(self, mask: UInt8, start: int, stop: int) -> Float32 | None:
        if self._emotion is None:
            return None
        values, _ = self._emotion.result()
        unscored = (mask[start:stop] & UNSCORED).astype(bool)
        return frozen(np.where(unscored[:, np.newaxis], np.float32(np.nan), values[start:stop].astype(np.float32)))

    def _decode(self, curves: Curves) -> tuple[Proposal, ...]:
        decoder = self._config.decoder
        assert decoder is not None
        return decode(curves, config=decoder, n_frames=self._info.n_frames, synergy=self._config.synergy)

    def _run(self) -> AnalysisRun:
        curves = self._curves(0, len(self._frames))
        began = time.perf_counter()
        proposals = self._decode(curves)
        self._seconds["decoding"] = time.perf_counter() - began
        restless = self._motion.samples()[: len(self._frames)]
        return assembled(
            RunContext(self._info, self._config, self._model, self._frames, self._rate, self._survey),
            curves,
            proposals,
            seconds=self._seconds,
            kept=self._kept,
            first=(WHOLE_NOTE,) if self._sequence is not None else (),
            last=(*restless_notes(restless, curves.mask), *short_notes(curves)),
            restless=restless_spans(restless, curves.mask, self._frames),
        )


def _tail(curves: Curves, start: int) -> Curves:
    probabilities = curves.probabilities
    return replace(
        curves,
        frames=curves.frames[start:],
        score=curves.score[start:],
        probabilities=None if probabilities is None else probabilities[start:],
        mask=curves.mask[start:],
        spread=None if curves.spread is None else curves.spread[start:],
    )
