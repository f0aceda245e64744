"""What the analysis process is asked about a run, and what it answers; light to import."""

from dataclasses import dataclass

from engine.foreign.placing import PlacedCurve
from engine.types import Float32, RunEvidence, UInt8


@dataclass(frozen=True, slots=True, eq=False)
class OcclusionRequest:
    """What is to be measured.

    Attributes:
        token: comes back with the answer.
        weights: ``"classical"`` or the path of the checkpoint.
        digest: that of the run; another model is refused.
        stitch: how the run joined its windows; empty: by the model's card.
        evidence: of the run.
        mask: uint8 [S], mask of the run's curves.
        first, last: samples of the interval, inclusive.
    """

    token: str
    weights: str
    digest: str
    stitch: str
    evidence: RunEvidence
    mask: UInt8
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Occlusion:
    """Event: the highest score in the interval, as it is and without each region.

    Attributes:
        token: that of the request.
        score: with all regions, computed anew from the rounded features.
        without: name of a region, or of several, and the score without its movement.
    """

    token: str
    score: float
    without: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class StatesRequest:
    """Of which interval the network's states are wanted.

    Attributes:
        token: comes back with the answer.
        weights: path of the checkpoint.
        digest: that of the run; another model is refused.
        evidence: of the run.
        first, apex, last: samples of the interval, inclusive.
    """

    token: str
    weights: str
    digest: str
    evidence: RunEvidence
    first: int
    apex: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class NetworkStates:
    """Event: the carried states of a network in one window, T samples from `start` on.

    Attributes:
        token: that of the request.
        start: first sample.
        score: float32 [T], spotting score in this window alone, in [0, 1].
        norms: float32 [B, T], Euclidean norm of each block's state.
        velocity: float32 [T], length of the step of all states together since the sample before.
        components: float32 [T, 2], first two principal components of all states together.
        explained: shares of the variance they explain, 0..1.
        size: numbers in all states together.
    """

    token: str
    start: int
    score: Float32
    norms: Float32
    velocity: Float32
    components: Float32
    explained: tuple[float, float]
    size: int


@dataclass(frozen=True, slots=True)
class LaneRequest:
    """Which curves are to be measured in a video.

    Attributes:
        name: of the plug-in.
        rate: target samples a second.
        image_rate, face_at: as in `engine.config.AnalysisConfig`.
    """

    name: str
    rate: float
    image_rate: float | None = None
    face_at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LaneCurves:
    """Event: the curves of a plug-in.

    Attributes:
        title: of the plug-in.
        digest: sha256 hex of its files.
        curves: by name, on the frames of the video.
    """

    title: str
    digest: str
    curves: tuple[PlacedCurve, ...]
