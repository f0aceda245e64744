"""Known movements planted in a run's own footage: what would have been found, and how sure a bound is."""

from engine.estimates.estimate import Estimate
from engine.planted.alarms import AlarmRate, alarm_rate
from engine.planted.bands import BoundErrors
from engine.planted.requests import (
    AtThreshold,
    PictureAnalysis,
    PlantedIn,
    Sensitivity,
    SensitivityRequest,
    in_pictures,
)
from engine.planted.responses import PLANTED_REGIONS
from engine.planted.share_curve import TOLD, FoundShare, found_share

__all__ = [
    "PLANTED_REGIONS",
    "TOLD",
    "AlarmRate",
    "AtThreshold",
    "BoundErrors",
    "Estimate",
    "FoundShare",
    "PictureAnalysis",
    "PlantedIn",
    "Sensitivity",
    "SensitivityRequest",
    "alarm_rate",
    "found_share",
    "in_pictures",
]
