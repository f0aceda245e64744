"""Analysis by two models in one pass: on patches throughout, and by windows where the face is calm enough for these."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

import numpy as np

from engine.config import AnalysisConfig
from engine.flow import Cutout
from engine.pipeline.both_models import first_curves, joined_curves, joined_run
from engine.pipeline.feature_choice import resolve_features
from engine.pipeline.model_choice import LOOK_SECONDS, choice_note, is_short
from engine.pipeline.patch_run import PatchExecution
from engine.pipeline.stream import Sample, WindowCutter, followed_samples
from engine.pipeline.window_scores import CHUNK_SHARE, WindowScores, tail_of
from engine.spotters import PatchSpotter, SpottingModel
from engine.types import AnalysisEvent, AnalysisRun, Curves, Int64, Progress, ScoreChunk
from engine.video import Source


class BothExecution:
    """State of one run."""

    def __init__(
        self,
        source: Source,
        asked: AnalysisConfig,
        models: tuple[SpottingModel, PatchSpotter],
        samples: tuple[Int64, float],
    ) -> None:
        """Begin.

        Args:
            source: an open source.
            asked: options as they were asked for.
            models: the one of windows, and the one on patches.
            samples: frame index of each sample int64 [S], and samples a second.

        Raises:
            AnalysisError: hardly any frames.
        """
        self._source, (self._frames, self._rate) = source, samples
        self._first, self._other = models
        self._short = is_short(len(self._frames))
        first, other = self._first.card, self._other.card
        decoder = (
            (asked.decoder or first.decoder)
            if self._short
            else (asked.restless_decoder or asked.decoder or other.decoder)
        )
        self._config = resolve_features(replace(asked, decoder=decoder, restless_decoder=None), first.features)
        alone = replace(self._config, weights=asked.restless_weights, features="auto", landmarks=asked.landmarks)
        self._patches = PatchExecution(
            source,
            resolve_features(alone, other.features),
            self._other,
            samples,
            seen=self._watched(),
            joined=self._joined,
        )
        self._scores = WindowScores(source.info, self._config, self._first, samples, self._patches.survey)
        # A clip this short is always for both.
        self._looked = self._short
        self._gave_way = False
        # Samples that are shown by the model of windows alone; None: no more.
        self._early: int | None = None if self._short else 0

    def events(self) -> Generator[AnalysisEvent, None, None]:
        """Progress and provisional chunks, then the run."""
        with closing(self._patches.events()) as events:
            for event in events:
                if isinstance(event, ScoreChunk):
                    self._early = None
                if isinstance(event, Progress):
                    yield from self._first_chunk()
                yield self._named(event) if isinstance(event, AnalysisRun) else event

    def _first_chunk(self) -> Generator[ScoreChunk, None, None]:
        """What the model of windows says until there is more: patches need 20 s of a video before they say anything."""
        ready, shown = self._scores.ready(), self._early
        if shown is None or ready - shown <= shown // CHUNK_SHARE or self._gave_way or self._scores.moves(ready):
            return
        so_far = first_curves(self._scores.curves(0, ready))
        yield ScoreChunk(shown, tail_of(so_far, shown), self._scores.decode(so_far))
        self._early = ready

    def _watched(self) -> Generator[Sample, None, None]:
        """The samples, on their way to the patches; their windows are measured and scored beside."""
        channels = self._first.card.channels
        cutter = WindowCutter(self._source.info, len(self._frames), self._config, channels=channels)
        with closing(followed_samples(self._source, self._frames, self._config)) as seen, closing(cutter):
            for gray, tracked, news in seen:
                if not self._gave_way:
                    for window in cutter.add(Cutout.around(gray, tracked), tracked):
                        self._scores.add(window)
                    self._look()
                yield gray, tracked, news
            if not self._gave_way:
                for window in cutter.finish():
                    self._scores.add(window)
                self._scores.finish()
                self._gave_way = not self._short and self._scores.moves(len(self._frames))

    def _look(self) -> None:
        """Whether the beginning is too lively for the model of windows: then it is left out from there on."""
        if not self._looked and (ready := self._scores.ready()) >= LOOK_SECONDS * self._rate:
            self._looked = True
            self._gave_way = self._scores.moves(ready)

    def _joined(self, curves: Curves, start: int) -> Curves:
        """Curves of both from those on patches of the samples from `start` on."""
        if self._gave_way:
            return curves
        stop = start + len(curves.frames)
        first = self._scores.curves(start, stop)
        if self._short:
            return joined_curves(first, curves)
        unsure = np.arange(start, stop) >= self._scores.ready()
        calm = ~self._scores.restless()[start:stop] & ~unsure
        return joined_curves(first, curves, calm=calm)

    def _named(self, run: AnalysisRun) -> AnalysisRun:
        titles = self._first.card.title, self._other.card.title
        if self._gave_way:
            return replace(run, notes=(choice_note(*titles), *run.notes))
        return joined_run(self._scores.run(), run, titles=titles, short=self._short)
