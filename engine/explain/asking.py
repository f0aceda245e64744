"""What the analysis process is asked about a run, and what it answers; light to import."""

from dataclasses import dataclass

from engine.types import RunEvidence, UInt8


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
