"""Why the engine proposed something, and why it did not: computed from what a run has stored, no second opinion."""

from engine.explain.blinks import Confounds, blink_spans, confounds
from engine.explain.lanes import LANES, confound_lanes
from engine.explain.movement import Movement, RegionMovement, movement
from engine.explain.requests import NetworkStates, Occlusion, OcclusionRequest, StatesRequest
from engine.explain.why_not import Reason, WhyNot, why_not

__all__ = [
    "LANES",
    "Confounds",
    "Movement",
    "NetworkStates",
    "Occlusion",
    "OcclusionRequest",
    "Reason",
    "RegionMovement",
    "StatesRequest",
    "WhyNot",
    "blink_spans",
    "confound_lanes",
    "confounds",
    "movement",
    "why_not",
]
