"""Why the engine proposed something, and why it did not: computed from what a run has stored, no second opinion."""

from engine.explain.why_not import Reason, WhyNot, why_not

__all__ = ["Reason", "WhyNot", "why_not"]
