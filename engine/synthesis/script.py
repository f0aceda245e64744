"""What happens in the demo clip, and when: the ground truth comes from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.types import Emotion

Kind = Literal["micro", "macro", "blink"]

# Largest ROI flow (px of the 320-px crop, "px@320") for 1 px@320 of peak skin movement: 1+2 and 4 in the brows, 9 and
# 38 at the nostrils, 12 and 15 at the mouth. Measured on the rendered clip with the features of ME-TST (Farneback flow
# per ROI, feature spec 1.5 to 1.8); fields of another generator gave 0.87, 0.66, 0.68, 0.43, 0.50, 0.56.
RESPONSE: dict[str, float] = {"1+2": 0.88, "4": 0.80, "9": 0.64, "12": 0.45, "15": 0.54, "38": 0.61}


@dataclass(frozen=True, slots=True)
class ScriptedMovement:
    """One movement; it is 0 on frame ``onset - 1`` and on frame ``offset + 1``.

    Attributes:
        kind: what kind of movement.
        onset, apex, offset: first moved frame, frame of the peak, last moved frame (0-based, inclusive).
        peak: largest skin movement in px of the 320-px crop; for a blink the closed share of the eye, 0 to 1.
        action_units: key of `engine.synthesis.fields.BUMPS`; ``"45"`` for a blink.
        emotion: class of a micro-expression, else None.
    """

    kind: Kind
    onset: int
    apex: int
    offset: int
    peak: float
    action_units: str
    emotion: Emotion | None = None

    def level(self, frame: int) -> float:
        """Movement at a frame as a share of the peak, in [0, 1].

        A smoothstep up to the apex and one down from it, bent (exponents 0.7 and 1.4) so that the movement is near its
        peak for longer: at half height it lasts about 0.63 of its length.
        """
        if not self.onset <= frame <= self.offset:
            return 0.0
        if frame <= self.apex:
            return _smoothstep(((frame - self.onset + 1) / (self.apex - self.onset + 1)) ** 0.7)
        return 1.0 - _smoothstep(((frame - self.apex) / (self.offset - self.apex + 1)) ** 1.4)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole clip: its length, rate and events in order of onset."""

    n_frames: int
    events: tuple[ScriptedMovement, ...]
    fps: int = 30

    def active(self, frame: int) -> Iterator[tuple[ScriptedMovement, float]]:
        """Events that move at a frame, with their levels."""
        for event in self.events:
            level = event.level(frame)
            if level > 0.0:
                yield event, level


def micro(bounds: tuple[int, int, int], units: str, emotion: Emotion, *, response: float) -> ScriptedMovement:
    """A micro-expression whose largest ROI flow is `response` px of the 320-px crop."""
    return ScriptedMovement("micro", *bounds, response / RESPONSE[units], units, emotion)


def blink(onset: int) -> ScriptedMovement:
    """A full blink: 4 frames to close, 13 frames in all (CAS(ME)^3 blinks: median 15)."""
    return ScriptedMovement("blink", onset, onset + 4, onset + 12, 1.0, "45")


DEMO = Script(
    n_frames=900,
    events=(
        blink(22),
        micro((62, 68, 83), "1+2", Emotion.SURPRISE, response=1.7),
        blink(112),
        micro((152, 158, 173), "4", Emotion.NEGATIVE, response=1.6),
        blink(203),
        micro((240, 246, 264), "12", Emotion.POSITIVE, response=1.5),
        blink(294),
        micro((333, 341, 356), "15", Emotion.OTHERS, response=1.5),
        blink(384),
        ScriptedMovement("macro", 424, 446, 484, 9.0, "12"),
        blink(511),
        micro((548, 554, 571), "9", Emotion.NEGATIVE, response=1.4),
        blink(606),
        micro((644, 649, 660), "1+2", Emotion.SURPRISE, response=1.3),
        blink(697),
        micro((736, 743, 764), "12", Emotion.POSITIVE, response=1.9),
        blink(797),
        micro((838, 845, 861), "38", Emotion.OTHERS, response=1.5),
    ),
)


def _smoothstep(x: float) -> float:
    return x * x * (3.0 - 2.0 * x)
