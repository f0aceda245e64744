"""What the analysis process is asked to plant in a run, and what it answers; light to import."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.config import AnalysisConfig, DecoderConfig, Synergy
from engine.estimates.estimate import Estimate
from engine.messages import Said
from engine.planted.alarms import AlarmRate
from engine.planted.bands import BoundErrors
from engine.planted.share_curve import FoundShare
from engine.types import AnalysisRun, Curves, RunEvidence

NOTHING_KEPT = Said("This run keeps nothing that movements could be planted in: analyse the video with another model.")

# Where the movements are put: into what was measured of the run, or into the video's own pictures.
PlantedIn = Literal["features", "pictures"]


@dataclass(frozen=True, slots=True, eq=False)
class PictureAnalysis:
    """How the video was analysed, and has to be again with movements rendered into its pictures.

    Attributes:
        config: of the run.
        content: fast digest of the video file the run was made from (`engine.content`); empty: any.
    """

    config: AnalysisConfig
    content: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SensitivityRequest:
    """Which run, decoded how.

    Attributes:
        token: comes back with the answer.
        weights: ``"classical"``, a name or the path of the checkpoint.
        digest: that of the run; another model is refused; empty: any.
        second_digest: of the model that scored together with that of `weights`, as `digest`; empty: none did.
        stitch: how the run joined its windows; empty: by the model's card.
        evidence: of the run; None: it keeps none.
        curves: of the run.
        restless: spans of frame indices, inclusive, that cannot be judged.
        occupied: intervals of frame indices that somebody marked or accepted; nothing is planted there, and a proposal
            there is no alarm.
        decoder: as the run is decoded now.
        synergy: of the run.
        n_frames: of the video.
        seed: of everything that is drawn.
        wanted: movements after which no further pass is made.
        pictures: how the video is analysed; None: movements are planted in the run's evidence.
    """

    token: str
    weights: str
    digest: str
    stitch: str
    evidence: RunEvidence | None
    curves: Curves
    restless: tuple[tuple[int, int], ...]
    occupied: tuple[tuple[int, int], ...]
    decoder: DecoderConfig
    synergy: Synergy
    n_frames: int
    seed: int = 0
    wanted: int = 400
    pictures: PictureAnalysis | None = None
    second_digest: str = ""


def in_pictures(run: AnalysisRun) -> bool:
    """Whether movements are rendered into the pictures, for a model measures patches of skin and keeps no windows."""
    return run.curves.regions is not None


def request_of(
    run: AnalysisRun,
    *,
    n_frames: int,
    occupied: Sequence[tuple[int, int]] = (),
    decoder: DecoderConfig | None = None,
    synergy: Synergy | None = None,
    token: str = "",
    seed: int = 0,
) -> SensitivityRequest:
    """What is to be asked of a run.

    Args:
        run: with evidence, unless movements are planted in its pictures.
        n_frames: of its video.
        occupied: see `SensitivityRequest`.
        decoder: None: the run's own.
        synergy: None: the run's own.
        token: comes back with the answer.
        seed: of everything that is drawn.
    """
    config = AnalysisConfig.from_dict(dict(run.settings))
    return SensitivityRequest(
        token=token,
        weights=config.weights,
        digest=run.model_digest,
        stitch="second_half" if config.features == "parity" else "",
        evidence=run.evidence,
        curves=run.curves,
        restless=run.restless,
        occupied=tuple(occupied),
        decoder=decoder or config.decoder or DecoderConfig(),
        synergy=synergy or config.synergy,
        n_frames=n_frames,
        seed=seed,
        second_digest=run.second_digest,
    )


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What one threshold would find and propose here.

    Attributes:
        threshold: on the spotting score.
        alarms: proposals that nobody accepted.
        found: region of `PLANTED_REGIONS` or ``"all"`` -> its curve.
    """

    threshold: float
    alarms: AlarmRate
    found: tuple[tuple[str, FoundShare], ...]

    @property
    def at_1px(self) -> tuple[tuple[str, Estimate], ...]:
        """Region (or ``"all"``) -> share found at 1 px."""
        return tuple((name, curve.at_1px) for name, curve in self.found)

    @property
    def half(self) -> tuple[tuple[str, Estimate], ...]:
        """Region (or ``"all"``) -> strength of which half is found, px."""
        return tuple((name, curve.half) for name, curve in self.found)


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
        decoder: as the run was decoded then.
        synergy: as the run was decoded then.
        method: what the movements were planted in.
    """

    token: str
    n: int
    minutes: float
    found: tuple[tuple[str, FoundShare], ...]
    alarms: AlarmRate
    thresholds: tuple[AtThreshold, ...]
    as_measured: FoundShare
    errors: BoundErrors
    decoder: DecoderConfig
    synergy: Synergy
    method: PlantedIn = "features"

    def threshold_for(self, alarms_per_minute: float) -> AtThreshold | None:
        """The lowest threshold with at most so many alarms a minute; None where none of those tried is high enough."""
        for one in self.thresholds:
            if one.alarms.per_minute.value <= alarms_per_minute:
                return one
        return None

    def nearest(self, threshold: float) -> AtThreshold | None:
        """What is known nearest to a threshold; None for a decoder without an absolute one."""
        return min(self.thresholds, key=lambda one: abs(one.threshold - threshold), default=None)
