"""Immutable values that cross rooms, threads and processes.

Frame base: every frame is a **frame index**: 0-based, inclusive at both ends, the position among the displayed
frames in presentation order (ADR 0001). Times are derived from it, never the reverse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntFlag, StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said, listed

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Int16 = NDArray[np.int16]
Int64 = NDArray[np.int64]
UInt8 = NDArray[np.uint8]


class Emotion(StrEnum):
    """Class of one frame as the network orders it (field spec R4; class 4 is neutral)."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    SURPRISE = "surprise"
    OTHERS = "others"
    NEUTRAL = "neutral"


CLASSES: tuple[Emotion, ...] = tuple(Emotion)


class OriginKind(StrEnum):
    """Where a value comes from (ADR 0020)."""

    MODEL = "model"  # measured by a model
    RULE = "rule"  # computed from other values by a named rule
    ASSUMED = "assumed"  # put there by a rule of thumb: nobody and nothing measured it
    FILE = "file"  # read from a file that does not say who stated it
    HUMAN = "human"  # stated by a person
    UNKNOWN = "unknown"  # not kept: by an older version


@dataclass(frozen=True, slots=True)
class Origin:
    """Origin of one value: what kind, who stated it, when, and what was in view then.

    Attributes:
        kind: see `OriginKind`.
        who: the person; the model, rule or file for the other kinds; may be empty.
        at: UTC time, ISO 8601; empty where it is not known.
        blind: whether the model's marks were hidden from the person then; None: not known, or no person.
    """

    kind: OriginKind
    who: str = ""
    at: str = ""
    blind: bool | None = None

    @property
    def text(self) -> str:
        """One line for a cell of a table: ``"human; at 2026-11-30T08:00:00Z; blind; by Anna"``; see `of`."""
        sight = () if self.blind is None else ("blind" if self.blind else "in view",)
        # A name on several lines would be another cell's row in formats without quotes.
        who = " ".join(self.who.split())
        at = (f"at {self.at}",) if self.at else ()
        return "; ".join((str(self.kind), *at, *sight, *((f"by {who}",) if who else ())))

    @staticmethod
    def of(text: str) -> "Origin":
        """The origin that `text` gave; a text of another form is of unknown origin."""
        head, _, rest = text.strip().partition("; ")
        try:
            kind = OriginKind(head)
        except ValueError:
            return UNKNOWN
        at, blind = "", None
        if rest.startswith("at "):
            at, _, rest = rest.removeprefix("at ").partition("; ")
        for word, sight in (("blind", True), ("in view", False)):
            if rest == word or rest.startswith(f"{word}; "):
                blind, rest = sight, rest[len(word) + 2 :]
                break
        return Origin(kind, rest.removeprefix("by "), at, blind)


UNKNOWN = Origin(OriginKind.UNKNOWN)


class Mask(IntFlag):
    """Why a sample is unscored or doubtful: one bit a reason (ADR 0004, data contract of feature spec 5)."""

    NONE = 0
    NO_FACE = 1
    REFERENCE_MOVED = 2
    NOT_CONVERGED = 4
    BOX_OUTSIDE = 8
    DARK = 16
    CUT = 32
    SMALL_FACE = 64
    TAIL = 128


# A sample with any of these bits has score NaN; the other bits only warn.
UNSCORED = Mask.NO_FACE | Mask.NOT_CONVERGED | Mask.BOX_OUTSIDE | Mask.DARK | Mask.CUT | Mask.TAIL

MASK_REASONS: Mapping[Mask, str] = {
    Mask.NO_FACE: Said("no face found"),
    Mask.REFERENCE_MOVED: Said("reference frame moved to the first frame with a face"),
    Mask.NOT_CONVERGED: Said("head moved too fast to align"),
    Mask.BOX_OUTSIDE: Said("face partly hidden or outside the picture"),
    Mask.DARK: Said("too dark or too flat"),
    Mask.CUT: Said("cut in the video"),
    Mask.SMALL_FACE: Said("face too small to trust"),
    Mask.TAIL: Said("too few frames around it to judge"),
}


# Parts of the face that are judged apart: brows and eyes, nose, mouth, each on the picture's left and right.
REGIONS: tuple[str, ...] = ("brow_left", "brow_right", "nose_left", "nose_right", "mouth_left", "mouth_right")
# What a network of the second kind scores apart, and the regions each score stands on.
HEADS: Mapping[str, tuple[int, ...]] = {Said("brows and eyes"): (0, 1), Said("mouth and nose"): (2, 3, 4, 5)}
# What sentences and files speak of, and the regions it consists of.
PARTS: Mapping[str, tuple[int, ...]] = {"brows": (0, 1), "nose": (2, 3), "mouth": (4, 5)}


class RegionReason(IntFlag):
    """Why a region is not judged at a sample: one bit a reason. Only MOTION leaves its measurement usable."""

    NONE = 0
    MOTION = 1
    FLAT = 2
    DARK = 4
    HIDDEN = 8
    TURNED = 16
    SMALL = 32
    UNSEEN = 64


REGION_REASONS: Mapping[RegionReason, str] = {
    RegionReason.MOTION: Said("too much movement"),
    RegionReason.FLAT: Said("too little texture"),
    RegionReason.DARK: Said("too dark"),
    RegionReason.HIDDEN: Said("hidden"),
    RegionReason.TURNED: Said("turned away"),
    RegionReason.SMALL: Said("too small or too coarsely coded"),
    RegionReason.UNSEEN: Said("face not measured"),
}


def mask_text(bits: int) -> str:
    """Reasons named by `bits` as one phrase, e.g. ``"no face found, cut in the video"``; empty for 0."""
    return listed(text for flag, text in MASK_REASONS.items() if bits & flag)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, marked read-only so that it may cross threads."""
    array.setflags(write=False)
    return array


# Frame intervals within this share of the median count as equal.
EVEN = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class VideoInfo:
    """What is known of a source without decoding it whole.

    Attributes:
        path: the file, or the folder of images.
        kind: ``"video"`` or ``"images"``.
        n_frames: number of frame indices.
        width: upright picture width in px (rotation applied).
        height: upright picture height in px.
        fps: mean displayed frame rate in Hz, measured from `times`.
        times: float64 [n_frames], seconds since frame 0, strictly increasing, read-only.
        constant_rate: True where all frame intervals agree within 20 %.
        codec: short name, e.g. ``"h264"``, ``"jpeg"``.
        size_bytes: file size (sum of the images' sizes for a folder).
        table_digest: sha256 hex of the frame table (timestamps and time base, or image names and sizes); clips of one
            length share it.
        warnings: sentences about what is unusual in this source; empty when nothing is.
        assumed_times: True where the file has no usable timestamps and `times` assume its announced rate.
        forward_only: True where the file can only be decoded from its start (a step back decodes it again).
        start_s: when frame 0 is shown on the file's own clock, in s: sound is placed by it.
        player_zero_s: what that clock shows where players such as mpv show second 0, in s.
        fast_digest: of its bytes (`engine.content`): sources in which it differs are two; empty where it is not known.
        last_s: how long the last frame is shown, in s; 0: not told.
        medium_times: float64 [n_frames], as `times` but by the file's own time stamps, where a user gave another rate;
            None: `times` are the file's own.
        rate_given: True where a user gave the rate of a video file.
    """

    path: Path
    kind: Literal["video", "images"]
    n_frames: int
    width: int
    height: int
    fps: float
    times: Float64
    constant_rate: bool
    codec: str
    size_bytes: int
    table_digest: str
    warnings: tuple[str, ...] = ()
    assumed_times: bool = False
    forward_only: bool = False
    start_s: float = 0.0
    fast_digest: str = ""
    last_s: float = 0.0
    medium_times: Float64 | None = None
    rate_given: bool = False
    player_zero_s: float = 0.0

    def at_rate(self, fps: float) -> "VideoInfo":
        """The same frames `fps` a second apart.

        For image folders and raw streams, which carry no times, and for files that play slower than they were
        recorded; the time stamps of the latter stay what players and label files go by.

        Raises:
            ValueError: `fps` is not above 0.
        """
        if not 0 < fps < float("inf"):
            raise ValueError(Said("The frame rate must be a number above 0, such as 30 or 200."))
        own = self.times if self.medium_times is None else self.medium_times
        return replace(
            self,
            fps=fps,
            times=frozen(np.arange(self.n_frames, dtype=np.float64) / fps),
            constant_rate=True,
            last_s=1 / fps,
            medium_times=None if self.kind == "images" or self.assumed_times else own,
            rate_given=self.kind == "video",
        )

    def at_own_rate(self) -> "VideoInfo":
        """The same frames at the times that the file itself tells, where `at_rate` replaced them."""
        if self.medium_times is None:
            return self
        steps = np.diff(self.medium_times)
        even = bool(np.all(np.abs(steps - np.median(steps)) <= EVEN * np.median(steps)))
        return replace(
            self,
            fps=len(steps) / float(self.medium_times[-1]),
            times=self.medium_times,
            constant_rate=even,
            last_s=0.0,
            medium_times=None,
            rate_given=False,
        )


@dataclass(frozen=True, slots=True, eq=False)
class RegionCurves:
    """What is known of each region of the face, one value a sample; what is not judged never means "nothing there".

    Attributes:
        reasons: uint8 [S, 6], `RegionReason` bits in the order of `REGIONS`; 0: judged.
        motion: float32 [S, 6], movement that lasts around the sample, in px of the 320 px crop; NaN: not measured.
        scores: float32 [S, 2], spotting scores in the order of `HEADS`; NaN where the head's regions are not measured.
        movement: float32 [S, 2], how far each head's skin is from where it was up to 16 samples before, in px of the
            320 px crop; NaN: not measured.
        bounds: int16 [S, 2], samples from a peak of the score back to the onset and on to the offset of the movement
            itself (`engine.patches.event_bounds`), -1 where it is not known; None: not measured.
    """

    reasons: UInt8
    motion: Float32
    scores: Float32
    movement: Float32
    bounds: Int16 | None = None

    def part(self, start: int, stop: int | None = None) -> "RegionCurves":
        """Those of samples ``[start, stop)``."""
        span = slice(start, stop)
        return RegionCurves(
            *(self.reasons[span], self.motion[span], self.scores[span], self.movement[span]),
            None if self.bounds is None else self.bounds[span],
        )

    def judged(self, regions: tuple[int, ...] = tuple(range(len(REGIONS)))) -> NDArray[np.bool_]:
        """Bool [S]: whether at least one of these regions is judged."""
        return np.asarray((self.reasons[:, list(regions)] == 0).any(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Curves of one analysis run, one value a **sample** (S samples; a sample is a frame unless resampled).

    Attributes:
        frames: int64 [S], frame index of each sample, strictly increasing.
        score: float32 [S], spotting score in [0, 1]; NaN where `mask & UNSCORED`.
        probabilities: float32 [S, 5] in `CLASSES` order (rows sum to 1, NaN where unscored), or None: not inferred.
        mask: uint8 [S], `Mask` bits.
        rate: samples a second (Hz).
        regions: what is known of each region; None: the model does not look at regions apart.
        spread: float32 [S], how far the overlapping windows that see a sample disagree on its score: their weighted
            standard deviation (`engine.windows.Stitcher.spread`), never negative; NaN where unscored or where one
            window alone sees it. A measure of how sure the number is, not of whether there is an expression. None: not
            measured (one window a sample, a whole sequence, another kind of model, or a run of an older version).
    """

    frames: Int64
    score: Float32
    probabilities: Float32 | None
    mask: UInt8
    rate: float
    regions: RegionCurves | None = None
    spread: Float32 | None = None


class Bounds(NamedTuple):
    """Where an interval begins, is strongest and ends: frame indices, inclusive; the apex is None where none is set."""

    onset: int
    apex: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An interval found by the engine: immutable, belongs to an analysis run, never edited (ADR 0014).

    Attributes:
        id: stable for the same peak (``"p<its frame index>"``), so that verdicts survive a moved threshold or a re-run.
        onset, apex, offset: frame indices, inclusive, ``0 <= onset <= apex <= offset < n_frames``.
        score: spotting score at the peak, in [0, 1].
        emotion: most probable non-neutral class, or None: not inferred.
        probabilities: mean over the interval, 5 values in `CLASSES` order, or None.
        quality: OR of the `Mask` bits over the interval and of the gaps within `k_p` samples of the apex; 0 is good.
        decoder: name of the decoder that set the bounds.
        apex_origin: ``model`` where the apex was measured, ``assumed`` where it only stands at a usual share of the
            interval, ``unknown`` in proposals of older versions.
        judged: names of the `REGIONS` that were judged in most of the interval; None: the model does not tell.
    """

    id: str
    onset: int
    apex: int
    offset: int
    score: float
    emotion: Emotion | None
    probabilities: tuple[float, ...] | None
    quality: int
    decoder: str
    apex_origin: OriginKind = OriginKind.UNKNOWN
    judged: tuple[str, ...] | None = None

    @property
    def bounds(self) -> Bounds:
        """Onset, apex and offset."""
        return Bounds(self.onset, self.apex, self.offset)


@dataclass(frozen=True, slots=True)
class Progress:
    """Event: `done` of `total` samples of `stage` are ready."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class ScoreChunk:
    """Event: provisional curves of samples ``[start, start + n)``; later chunks may overwrite earlier samples.

    Attributes:
        start: first sample.
        curves: their curves, normalised by what is known so far.
        proposals: provisional proposals of all samples up to the chunk's end; None: not decoded.
    """

    start: int
    curves: Curves
    proposals: tuple[Proposal, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RunEvidence:
    """What a run measured on the way to its curves, kept so that a result can be explained (W windows, S samples).

    Attributes:
        starts: int64 [W], first sample of each window.
        features: float16 [W, C, k], the windows' features in px at the 320 px crop, rounded for keeping (relative
            error at most 2^-11); windows overlap by half and each has its own reference.
        masks: uint8 [W, k], `Mask` bits of the windows.
        eyes: float32 [S], eye aspect ratio (height by width), mean of both eyes; NaN where no face is seen.
        head: float32 [S], movement of the head over 0.2 s, in px at a face of 240 px; NaN where it is not seen.
    """

    starts: Int64
    features: NDArray[np.float16]
    masks: UInt8
    eyes: Float32
    head: Float32


@dataclass(frozen=True, slots=True, eq=False)
class AnalysisRun:
    """Event and record: one finished execution; final curves replace every provisional chunk.

    Attributes:
        id: uuid4 hex.
        model: name of the spotting model, e.g. ``"classical"``.
        model_digest: sha256 hex of the weights file, or of the model's name and parameters.
        settings: JSON-able form of the `AnalysisConfig` used.
        curves: final curves.
        proposals: in time order.
        versions: package name -> version; ``"network"`` -> what computed it, e.g. ``"numba float32"``.
        timings: stage -> seconds.
        notes: sentences for the user (what could not be analysed and why).
        evidence: what the curves were computed from; None in runs of older versions.
        restless_known: False where an older version made the run and kept no restless spans.
        restless: spans (first, last) of frame indices with too much head motion or speech, inclusive, in order: finding
            nothing there means nothing.
        content: fast digest of what was analysed (`engine.content`); empty in runs of older versions.
        second_model: name of the model that scored together with `model`; empty: none did.
        second_digest: its digest.
    """

    id: str
    model: str
    model_digest: str
    settings: Mapping[str, Any]
    curves: Curves
    proposals: tuple[Proposal, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    restless: tuple[tuple[int, int], ...] = ()
    evidence: RunEvidence | None = None
    content: str = ""
    restless_known: bool = True
    second_model: str = ""
    second_digest: str = ""

    @property
    def maker(self) -> str:
        """Who found what the run proposes, for origins and tables: its model, or both, as ``"one+other"``."""
        return "+".join(filter(None, (self.model, self.second_model)))

    @property
    def maker_digest(self) -> str:
        """What two runs of the same maker share: the digest of its model, or those of both, as in `maker`."""
        return "+".join(filter(None, (self.model_digest, self.second_digest)))


@dataclass(frozen=True, slots=True, eq=False)
class FaceOverlay:
    """What the engine measures in one picture, in px (x, y) of the upright picture.

    Attributes:
        frame: frame index of the picture.
        reference: frame index that motion is measured against; None: no motion is given.
        landmarks: float32 [68, 2]; empty [0, 2] where no face is seen.
        boxes: names and corners float32 [n, 4, 2] of the measured regions, in order.
        names: name of each box.
        arrows: float64 [m, 4], x, y of the middle of a part, and its motion (dx, dy) since `reference` without the
            head's own; empty where there is no reference or the two pictures cannot be compared.
        note: why something is missing, as one sentence; empty where all is there.
    """

    frame: int
    reference: int | None
    landmarks: Float32
    boxes: Float32
    names: tuple[str, ...]
    arrows: Float64
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FaceComparison:
    """Two pictures of one face, the second moved onto the first.

    Attributes:
        first, second: frame indices.
        crops: the two face crops, uint8 [S, S, 3] (BGR), the second turned, scaled and moved onto the first; None
            where no face is seen in one of them.
        difference: float32 [S, S], second minus first, in grey levels.
        moved: how far the head moved between them, in px of the picture (mean of the face's rigid points).
        turned: how far it turned, in degrees, counterclockwise as seen.
        residual: what is left of the head's motion after that, in px of the picture, measured by optical flow at the
            nose bridge; NaN where it cannot be measured.
        note: why there are no crops, as one sentence; empty where there are.
    """

    first: int
    second: int
    crops: tuple[UInt8, UInt8] | None
    difference: Float32 | None
    moved: float
    turned: float
    residual: float
    note: str = ""


AnalysisEvent = Progress | ScoreChunk | AnalysisRun
