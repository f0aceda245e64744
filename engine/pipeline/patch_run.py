"""Analysis with features of the second kind: patches are measured as the video is read, scored in pieces, then whole.

Honest order of things: a person's canonical head comes from the first 20 s of a scene, so the first scores appear after
these (or at the end of a shorter video). Until the end, scores are provisional, for what moves together (the whitening)
is taken from the video so far; the final run is computed from all of it and replaces them.
"""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

import numpy as np

from engine.config import AnalysisConfig
from engine.decoding import decode, leading_heads
from engine.decoding.live import LEAST
from engine.decoding.peaks import local_maxima
from engine.patches import Batch, Collector, PatchMeter
from engine.patches.event_bounds import event_bounds
from engine.patches.meter import MeasuredSample
from engine.patches.regions import head_movement, region_motion, unseen_mask, unseen_reasons, usable, with_motion
from engine.pipeline.outcome import RunContext, assembled, read_only_frames
from engine.pipeline.region_notes import refuse_few, region_notes, short_notes
from engine.pipeline.restless import restless_spans
from engine.pipeline.stream import Sample, followed_samples
from engine.pipeline.survey import Survey
from engine.pipeline.threads import OrderedPool, available_threads
from engine.pipeline.window_scores import tail_of
from engine.spotters.patches import CONTEXT, PatchScorer
from engine.types import (
    UNSCORED,
    AnalysisEvent,
    AnalysisRun,
    Curves,
    Int64,
    Mask,
    Progress,
    Proposal,
    RegionCurves,
    RegionReason,
    ScoreChunk,
    frozen,
)
from engine.video import Source

# Progress events at most every so many samples.
PROGRESS_STEP = 10
# A provisional chunk waits for so many new samples, and for this share of what is known.
CHUNK_SAMPLES = 90
CHUNK_SHARE = 10
# Batches under way while the next samples are read; each holds some 50 pictures.
AHEAD = 4


Joining = Callable[[Curves, int], Curves]


class PatchExecution:
    """State of one run.

    Attributes:
        survey: what was noticed of the video so far.
    """

    def __init__(
        self,
        source: Source,
        config: AnalysisConfig,
        model: PatchScorer,
        samples: tuple[Int64, float],
        *,
        seen: Generator[Sample, None, None] | None = None,
        joined: Joining | None = None,
    ) -> None:
        """Begin.

        Args:
            source: an open source.
            config: resolved options.
            model: scores the patches.
            samples: frame index of each sample int64 [S], and samples a second.
            seen: those samples, as somebody else looks at them too; None: read from the source.
            joined: from curves of the samples from a number on, those of this model and of another; None: this one's.

        Raises:
            AnalysisError: hardly any frames.
        """
        self._source, self._config, self._model, self._info = source, config, model, source.info
        self._frames, self._rate = samples
        refuse_few(self._info, len(self._frames))
        self.survey = Survey()
        self._seen, self._join = seen, joined
        self._meter, self._collector = PatchMeter(), Collector(self._rate, len(self._frames))
        self._seconds = {"features": 0.0, "model": 0.0, "decoding": 0.0}
        self._shown = 0
        self._chunks: list[Curves] = []

    def events(self) -> Generator[AnalysisEvent, None, None]:
        """Progress and provisional chunks, then the run."""
        total, title = len(self._frames), self._model.card.title
        yield Progress(title, 0, total)
        pool = OrderedPool[list[MeasuredSample]](available_threads(), AHEAD)
        began = time.perf_counter()
        seen = self._seen or followed_samples(self._source, self._frames, self._config)
        with closing(seen), closing(pool):
            for sample, (gray, tracked, news) in enumerate(seen):
                self.survey.renew(news, cut=sample if tracked.cut else None)
                self.survey.measures.add(tracked)
                self._submit(pool, self._meter.add(gray, tracked))
                for found in pool.due():
                    self._collector.add(found)
                if sample % PROGRESS_STEP == PROGRESS_STEP - 1:
                    yield Progress(title, sample + 1, total)
                yield from self._due()
            self._submit(pool, self._meter.finish())
            for found in pool.due(every=True):
                self._collector.add(found)
                yield from self._due()
        self._seconds["features"] = time.perf_counter() - began - self._seconds["model"]
        yield Progress(title, total, total)
        yield self._run()

    @staticmethod
    def _submit(pool: OrderedPool[list[MeasuredSample]], batches: list[Batch]) -> None:
        for batch in batches:
            pool.submit(batch.measure)

    def _due(self) -> Generator[ScoreChunk, None, None]:
        """A provisional chunk where enough samples are known that were not shown."""
        known = min(self._collector.known, len(self._meter.mask))
        if known - self._shown < max(CHUNK_SAMPLES, known // CHUNK_SHARE) or known == len(self._frames):
            return
        began = time.perf_counter()
        new = self._curves(max(0, self._shown - CONTEXT), known, whitened_to=known)
        keep = self._shown - max(0, self._shown - CONTEXT)
        self._chunks.append(tail_of(new, keep))
        yield ScoreChunk(self._shown, self._chunks[-1], self._decode(_joined(self._chunks)))
        self._shown = known
        self._seconds["model"] += time.perf_counter() - began

    def _curves(self, start: int, stop: int, *, whitened_to: int) -> Curves:
        """Curves of samples ``[start, stop)``, whitened by all samples up to `whitened_to`."""
        part = self._collector.result(self._meter, start, stop)
        whole = part if (start, whitened_to) == (0, stop) else self._collector.result(self._meter, 0, whitened_to)
        unseen = unseen_reasons(part, self._collector.signs(self._meter, start, stop))
        motion = region_motion(part, usable(unseen))
        reasons = with_motion(unseen, motion)
        found = self._model.scores(part, reasons, self._model.whitening(whole), start=start)
        mask = unseen_mask(reasons, part.mask)
        mask[np.isnan(found.score) & ((mask & UNSCORED) == 0)] |= np.uint8(Mask.TAIL)
        unscored = (mask & UNSCORED) != 0
        reasons[unscored] |= np.uint8(RegionReason.UNSEEN)
        score = np.where(unscored, np.float32(np.nan), found.score)
        curves = Curves(
            frames=read_only_frames(self._frames[start:stop]),
            score=frozen(score),
            probabilities=None
            if found.probabilities is None
            else frozen(np.where(unscored[:, None], np.float32(np.nan), found.probabilities)),
            mask=frozen(mask),
            rate=self._rate,
            regions=RegionCurves(frozen(reasons), frozen(motion), frozen(found.heads), frozen(head_movement(part))),
        )
        curves = curves if self._join is None else self._join(curves, start)
        peaks = local_maxima(curves.score, height=LEAST, edges=True)
        bounds = event_bounds(part, peaks, np.maximum(leading_heads(found.heads[peaks], reasons[peaks]), 0))
        assert curves.regions is not None
        return replace(curves, regions=replace(curves.regions, bounds=frozen(bounds)))

    def _decode(self, curves: Curves) -> tuple[Proposal, ...]:
        decoder = self._config.decoder
        assert decoder is not None
        return decode(curves, config=decoder, n_frames=self._info.n_frames, synergy=self._config.synergy)

    def _run(self) -> AnalysisRun:
        began = time.perf_counter()
        n = len(self._frames)
        curves = self._curves(0, n, whitened_to=n)
        self._seconds["model"] += time.perf_counter() - began
        began = time.perf_counter()
        proposals = self._decode(curves)
        self._seconds["decoding"] = time.perf_counter() - began
        assert curves.regions is not None
        context = RunContext(self._info, self._config, self._model, self._frames, self._rate, self.survey)
        return assembled(
            context,
            curves,
            proposals,
            seconds=self._seconds,
            kept=(),
            first=(),
            last=(*region_notes(curves), *short_notes(curves)),
            restless=restless_spans(~curves.regions.judged(), curves.mask, self._frames),
        )


def _joined(parts: list[Curves]) -> Curves:
    if len(parts) == 1:
        return parts[0]
    regions = [part.regions for part in parts if part.regions is not None]
    joined = {
        name: np.concatenate([getattr(one, name) for one in regions])
        for name in ("reasons", "motion", "scores", "movement", "bounds")
    }
    classes = [part.probabilities for part in parts if part.probabilities is not None]
    spreads = [part.spread for part in parts if part.spread is not None]
    return Curves(
        frames=np.concatenate([part.frames for part in parts]),
        score=np.concatenate([part.score for part in parts]),
        probabilities=np.concatenate(classes) if classes else None,
        mask=np.concatenate([part.mask for part in parts]),
        rate=parts[0].rate,
        regions=RegionCurves(**joined),
        spread=np.concatenate(spreads) if len(spreads) == len(parts) else None,
    )
