"""What the analysis process is asked to plant in a run, and what it answers; light to import."""

from dataclasses import dataclass

from engine.config import DecoderConfig, Synergy
from engine.evaluation.estimate import Estimate
from engine.planted.alarms import AlarmRate
from engine.planted.bands import BoundErrors
from engine.planted.share_curve import FoundShare
from engine.types import Curves, RunEvidence


@dataclass(frozen=True, slots=True, eq=False)
class SensitivityRequest:
    """Which run, decoded how.

    Attributes:
        token: comes back with the answer.
        weights: ``"classical"``, a name or the path of the checkpoint.
        digest: that of the run; another model is refused; empty: any.
        stitch: how the run joined its windows; empty: by the model's card.
        evidence: of the run.
        curves: of the run.
        restless: spans of frame indices, inclusive, that cannot be judged.
        occupied: intervals of frame indices that somebody marked or accepted; nothing is planted there, and a proposal
            there is no alarm.
        decoder: as the run is decoded now.
        synergy: of the run.
        n_frames: of the video.
        seed: of everything that is drawn.
        wanted: movements after which no further pass is made.
    """

    token: str
    weights: str
    digest: str
    stitch: str
    evidence: RunEvidence
    curves: Curves
    restless: tuple[tuple[int, int], ...]
    occupied: tuple[tuple[int, int], ...]
    decoder: DecoderConfig
    synergy: Synergy
    n_frames: int
    seed: int = 0
    wanted: int = 400


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What one threshold would find and propose here.

    Attributes:
        threshold: on the spotting score.
        alarms: proposals that nobody accepted.
        at_1px: region (or ``"all"``) -> share found at 1 px.
        half: region (or ``"all"``) -> strength of which half is found, px.
    """

    threshold: float
    alarms: AlarmRate
    at_1px: tuple[tuple[str, Estimate], ...]
    half: tuple[tuple[str, Estimate], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Event: what would have been found in this footage.

    Attributes:
        token: that of the request.
        n: planted movements.
        minutes: judged time they were planted in.
        found: region of `PLANTED_REGIONS` or ``"all"`` -> its curve, as the run is decoded now.
        alarms: proposals that nobody accepted, as the run is decoded now.
        thresholds: in rising order; empty for a decoder without an absolute threshold.
        as_measured: curve of all regions against the strength in the features, without `share_curve.GAIN`.
        errors: proposed minus planted bounds of the movements found.
        method: how it was measured: ``"features"``.
    """

    token: str
    n: int
    minutes: float
    found: tuple[tuple[str, FoundShare], ...]
    alarms: AlarmRate
    thresholds: tuple[AtThreshold, ...]
    as_measured: FoundShare
    errors: BoundErrors
    method: str = "features"

    def threshold_for(self, alarms_per_minute: float) -> AtThreshold | None:
        """The lowest threshold with at most so many alarms a minute; None where none of those tried is high enough."""
        for one in self.thresholds:
            if one.alarms.per_minute.value <= alarms_per_minute:
                return one
        return None
