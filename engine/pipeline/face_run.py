"""Analysis by a plug-in that looks at pictures of the face: they are cut out in order and scored in chunks."""

import time
from collections.abc import Generator, Sequence
from contextlib import closing

import numpy as np

from engine.config import AnalysisConfig
from engine.decoding import decode
from engine.pipeline.outcome import RunContext, assembled, read_only_frames
from engine.pipeline.region_notes import refuse_few, short_notes
from engine.pipeline.stream import followed_samples
from engine.pipeline.survey import Survey, mask_cuts
from engine.spotters.plugin import FaceChunk, PluginSpotter
from engine.types import (
    CLASSES,
    UNSCORED,
    AnalysisEvent,
    AnalysisRun,
    Curves,
    Float32,
    Float64,
    Int64,
    Mask,
    Progress,
    Proposal,
    ScoreChunk,
    UInt8,
    frozen,
)
from engine.video import Source

SIDE = 224  # px, what most published face networks take
# Where the middle between the corners of the eye on the picture's left and right lies, as a share of the side.
EYES = np.array([[0.3, 0.38], [0.7, 0.38]])
CHUNK = 32  # faces
PROGRESS_STEP = 10
# Number of a sample, its picture, its landmarks, and whether something begins there.
FaceWaiting = tuple[int, UInt8, Float32, bool]


class FaceExecution:
    """State of one run."""

    def __init__(
        self, source: Source, config: AnalysisConfig, model: PluginSpotter, samples: tuple[Int64, float]
    ) -> None:
        """Begin.

        Args:
            source: an open source.
            config: resolved options.
            model: a plug-in that takes frames.
            samples: frame index of each sample int64 [S], and samples a second.

        Raises:
            AnalysisError: hardly any frames.
        """
        self._source, self._config, self._model, self._info = source, config, model, source.info
        self._frames, self._rate = samples
        n = len(self._frames)
        refuse_few(self._info, n)
        self._survey = Survey()
        self._score = np.full(n, np.nan, np.float32)
        self._probabilities = np.full((n, len(CLASSES)), np.nan, np.float32) if model.card.infers_emotion else None
        self._mask = np.full(n, int(Mask.NO_FACE), np.uint8)
        self._waiting: list[FaceWaiting] = []
        self._model_s = 0.0

    def events(self) -> Generator[AnalysisEvent, None, None]:
        """Progress and provisional chunks, then the run."""
        total, title, shown = len(self._frames), self._model.card.title, 0
        yield Progress(title, 0, total)
        began = time.perf_counter()
        with closing(followed_samples(self._source, self._frames, self._config)) as seen:
            begins = True
            for sample, (gray, tracked, news) in enumerate(seen):
                begins = begins or tracked.cut
                self._survey.renew(news, cut=sample if tracked.cut else None)
                self._survey.measures.add(tracked)
                if tracked.face is not None:
                    dark = Mask.DARK if tracked.dark else Mask.NONE
                    self._mask[sample] = int(dark)
                    self._waiting.append((sample, *face_crop(gray, tracked.face.points68), begins))
                    begins = False
                if sample % PROGRESS_STEP == PROGRESS_STEP - 1:
                    yield Progress(title, sample + 1, total)
                if len(self._waiting) == CHUNK:
                    self._score_waiting()
                    yield self._chunk(shown, sample + 1)
                    shown = sample + 1
        self._score_waiting()
        seconds = time.perf_counter() - began - self._model_s
        if shown < total:
            yield self._chunk(shown, total)
        yield Progress(title, total, total)
        yield self._run(seconds)

    def _score_waiting(self) -> None:
        if not self._waiting:
            return
        began = time.perf_counter()
        chunk = face_chunk(self._waiting, self._frames, self._info.times)
        samples, self._waiting = chunk.samples, []
        self._score[samples], classes = self._model.faces(chunk)
        if self._probabilities is not None and classes is not None:
            self._probabilities[samples] = classes
        self._model_s += time.perf_counter() - began

    def _curves(self, start: int, stop: int) -> Curves:
        mask = mask_cuts(self._mask[:stop], self._survey.cuts, self._config.k)[start:]
        unscored = (mask & UNSCORED) != 0
        classes = self._probabilities
        return Curves(
            frames=read_only_frames(self._frames[start:stop]),
            score=frozen(np.where(unscored, np.float32(np.nan), self._score[start:stop])),
            probabilities=None
            if classes is None
            else frozen(np.where(unscored[:, None], np.float32(np.nan), classes[start:stop])),
            mask=frozen(mask.copy()),
            rate=self._rate,
        )

    def _chunk(self, start: int, stop: int) -> ScoreChunk:
        return ScoreChunk(start, self._curves(start, stop), self._decode(self._curves(0, stop)))

    def _decode(self, curves: Curves) -> tuple[Proposal, ...]:
        decoder = self._config.decoder
        assert decoder is not None
        return decode(curves, config=decoder, n_frames=self._info.n_frames, synergy=self._config.synergy)

    def _run(self, seconds: float) -> AnalysisRun:
        curves = self._curves(0, len(self._frames))
        began = time.perf_counter()
        proposals = self._decode(curves)
        timings = {"features": seconds, "model": self._model_s, "decoding": time.perf_counter() - began}
        return assembled(
            RunContext(self._info, self._config, self._model, self._frames, self._rate, self._survey),
            curves,
            proposals,
            seconds=timings,
            kept=(),
            first=(),
            last=short_notes(curves),
            restless=(),
            without_windows=True,
        )


def face_chunk(waiting: Sequence[FaceWaiting], frames: Int64, times: Float64) -> FaceChunk:
    """What a plug-in gets of pictures that wait.

    Args:
        waiting: sample, picture, landmarks and whether something begins there.
        frames: int64 [S], frame index of each sample of the video.
        times: float64 [N], of the frames.
    """
    samples = np.array([one[0] for one in waiting], np.int64)
    return FaceChunk(
        faces=np.stack([one[1] for one in waiting]),
        points=np.stack([one[2] for one in waiting]),
        samples=samples,
        frames=frames[samples],
        times=times[frames[samples]],
        begins=np.array([one[3] for one in waiting]),
    )


def face_crop(gray: UInt8, points: Float32) -> tuple[UInt8, Float32]:
    """The face turned and scaled so that the eyes lie at `EYES`, and its landmarks there.

    Args:
        gray: uint8 [H, W].
        points: float32 [68, 2], landmarks in px of `gray`.

    Returns:
        uint8 [SIDE, SIDE], black beyond the picture, and float32 [68, 2].
    """
    import cv2

    # By their corners: lids would move the whole picture in a blink.
    eyes = np.stack([points[[36, 39]].mean(axis=0), points[[42, 45]].mean(axis=0)]).astype(np.float64)
    matrix = _similarity(eyes, EYES * SIDE)
    crop = np.asarray(cv2.warpAffine(gray, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)
    return crop, (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def _similarity(source: Float64, target: Float64) -> Float64:
    """Turn, scale and shift that moves two points onto two others, float64 [2, 3]."""
    (ax, ay), (bx, by) = source[1] - source[0], target[1] - target[0]
    square = max(ax * ax + ay * ay, 1e-12)
    cos, sin = (ax * bx + ay * by) / square, (ax * by - ay * bx) / square
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.column_stack([turn, target[0] - turn @ source[0]])
