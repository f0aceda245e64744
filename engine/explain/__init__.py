"""Why the engine proposed something, and why it did not: computed from what a run has stored, no second opinion."""

from engine.explain.asking import Occlusion, OcclusionRequest
from engine.explain.blinks import Confounds, blink_spans, confounds
from engine.explain.movement import Movement, RegionMovement, movement
from engine.explain.why_not import Reason, WhyNot, why_not

__all__ = [
    "Confounds",
    "Movement",
    "Occlusion",
    "OcclusionRequest",
    "Reason",
    "RegionMovement",
    "WhyNot",
    "blink_spans",
    "confounds",
    "movement",
    "why_not",
]
