"""What a model of windows says of the samples of a video, as its windows come in."""

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.config import AnalysisConfig
from engine.decoding import decode
from engine.pipeline.model_choice import moves_too_much
from engine.pipeline.outcome import RunContext, assembled, read_only_frames
from engine.pipeline.region_notes import short_notes
from engine.pipeline.restless import Restlessness, restless_notes, restless_spans
from engine.pipeline.run_evidence import Kept
from engine.pipeline.sequence import WHOLE_NOTE, SequenceCurve, SequenceScores
from engine.pipeline.stream import Window
from engine.pipeline.survey import Survey, mask_cuts
from engine.spotters import SequenceModel, SpottingModel
from engine.spotters.joining import JoinedScores
from engine.types import UNSCORED, AnalysisRun, Curves, Float32, Int64, Mask, Proposal, UInt8, VideoInfo, frozen
from engine.windows import Stitcher

# A provisional chunk costs work on all that is known, so it waits for 1 % of it; the cost of all stays linear.
CHUNK_SHARE = 100


class WindowScores:
    """Scores, gaps and restless samples so far.

    Attributes:
        seconds: stage -> seconds spent.
    """

    def __init__(
        self,
        info: VideoInfo,
        config: AnalysisConfig,
        model: SpottingModel,
        samples: tuple[Int64, float],
        survey: Survey,
    ) -> None:
        """Begin.

        Args:
            info: the source.
            config: resolved options.
            model: scores the windows.
            samples: frame index of each sample int64 [S], and samples a second.
            survey: filled while the samples are decoded.
        """
        self._info, self._config, self._model, self._survey = info, config, model, survey
        self._frames, self._rate = samples
        # A clip shorter than a window is measured as one window that goes on with its last frame.
        length = max(len(self._frames), config.k)
        self._sequence: SequenceScores | None = None
        self._joined: JoinedScores | None = None
        self._score: Stitcher | SequenceCurve
        self._emotion: Stitcher | SequenceCurve | None
        rule = model.card.stitch if config.features != "parity" else "second_half"
        self._kept: list[Kept] = []
        self._motion = Restlessness(length)
        if config.context == "full":
            self._sequence = SequenceScores(model, length, emotion=model.card.infers_emotion)
            self._score, self._emotion = self._sequence.score, self._sequence.emotion
        else:
            self._joined = JoinedScores(model, length, config.k, rule)
            self._score, self._emotion = self._joined.score, self._joined.emotion
        self.seconds = {"features": 0.0, "model": 0.0, "decoding": 0.0}

    def add(self, window: Window) -> None:
        """The next window."""
        began = time.perf_counter()
        features, mask = window.features.features, window.features.mask
        self._kept.append(Kept(window.start, features.astype(np.float16), mask))
        self._motion.add(window.start, features, mask)
        if self._sequence is not None:
            self._sequence.add(window.start, features, mask)
        if self._joined is not None:
            self._joined.add(window.start, features, mask)
        self.seconds["model"] += time.perf_counter() - began

    def finish(self) -> None:
        """Every window was added."""
        if self._sequence is not None:
            self._sequence.finish()

    def ready(self) -> int:
        """Samples, from the first one on, whose score later windows do not change."""
        return min(self._score.ready(), len(self._frames))

    def restless(self) -> NDArray[np.bool_]:
        """Which samples move too much to be judged, bool [S]."""
        return self._motion.samples()[: len(self._frames)]

    def moves(self, stop: int) -> bool:
        """Whether the face moves too much for the model in the samples before `stop`."""
        _, mask = self._score.result()
        return moves_too_much(self._motion.samples()[:stop], mask[:stop])

    def curves(self, start: int, stop: int) -> Curves:
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

    def decode(self, curves: Curves) -> tuple[Proposal, ...]:
        """Proposals of curves that begin with the first sample."""
        decoder = self._config.decoder
        assert decoder is not None
        return decode(curves, config=decoder, n_frames=self._info.n_frames, synergy=self._config.synergy)

    def run(self) -> AnalysisRun:
        """The record of the finished run."""
        curves = self.curves(0, len(self._frames))
        began = time.perf_counter()
        proposals = self.decode(curves)
        self.seconds["decoding"] = time.perf_counter() - began
        restless = self.restless()
        return assembled(
            RunContext(self._info, self._config, self._model, self._frames, self._rate, self._survey),
            curves,
            proposals,
            seconds=self.seconds,
            kept=self._kept,
            first=(WHOLE_NOTE,) if self._sequence is not None else (),
            last=(*restless_notes(restless, curves.mask), *short_notes(curves)),
            restless=restless_spans(restless, curves.mask, self._frames),
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
        if values.ndim == 1:  # no window has come in yet
            return None
        unscored = (mask[start:stop] & UNSCORED).astype(bool)
        return frozen(np.where(unscored[:, np.newaxis], np.float32(np.nan), values[start:stop].astype(np.float32)))


def tail_of(curves: Curves, start: int) -> Curves:
    """Curves from a sample on."""
    probabilities = curves.probabilities
    return replace(
        curves,
        frames=curves.frames[start:],
        score=curves.score[start:],
        probabilities=None if probabilities is None else probabilities[start:],
        mask=curves.mask[start:],
        regions=None if curves.regions is None else curves.regions.part(start),
        spread=None if curves.spread is None else curves.spread[start:],
    )
