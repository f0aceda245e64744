"""What is called a micro-expression: named rules on the lengths of an interval (ADR 0015).

The field has no one definition, so that every data set's is a preset and a project says which it uses.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal

from engine.clock import Clock, Rate
from engine.messages import Said
from engine.types import Bounds, Origin, OriginKind

Kind = Literal["micro", "macro"]
CUSTOM: Final = "custom"
# What stands for the kind where it hangs on an apex that nobody and nothing measured.
OPEN_KIND: Final = "micro or macro"
# How sure an annotator is; the data sets have no scale of their own for it.
CONFIDENCES: Final[Mapping[int, str]] = {1: "low", 2: "medium", 3: "high"}
# Containers round times to their ticks, a millisecond in Matroska: 8 frames at 30 fps may last 267 ms there.
_ROUNDING_S = Fraction(4, 10_000)


@dataclass(frozen=True, slots=True)
class Definition:
    """Micro where the rise or the length is within its limit, macro otherwise.

    Attributes:
        name: key of `DEFINITIONS`, or ``"custom"``.
        title: for people.
        max_length_s: longest time from onset to offset, in seconds.
        max_rise_s: longest time from onset to apex, in seconds; None: the rise does not matter.
        source: where the rule comes from.

    Raises:
        ValueError: a limit that is no positive number.
    """

    name: str
    title: str
    max_length_s: float
    max_rise_s: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        for limit in (self.max_length_s, self.max_rise_s):
            if limit is not None and not (math.isfinite(limit) and limit > 0):
                raise ValueError(Said("The limits of a definition are times above zero."))

    def limits(self, onset: int, clock: Clock) -> tuple[int | None, int]:
        """Longest rise (None: any) and longest length from an onset, in frames of that place of the video."""
        if isinstance(clock, Rate):
            return _steady_limits(self, clock)
        rise = None if self.max_rise_s is None else _frames_within(onset, self.max_rise_s, clock)
        return rise, _frames_within(onset, self.max_length_s, clock)

    def kind(self, onset: int, apex: int | None, offset: int, clock: Clock) -> Kind:
        """Kind of an interval of frame indices by their times; without an apex the length alone decides."""
        rise, length = self.limits(onset, clock)
        is_fast = apex is not None and rise is not None and apex - onset <= rise
        return "micro" if is_fast or offset - onset <= length else "macro"

    def hangs_on_apex(self, onset: int, offset: int, clock: Clock) -> bool:
        """Whether the kind of an interval depends on where in it the apex is."""
        return self.kind(onset, onset, offset, clock) != self.kind(onset, offset, offset, clock)

    def told(
        self, bounds: Bounds, clock: Clock, *, chosen: Kind | None, by: Origin, assumed: bool
    ) -> tuple[str, Origin]:
        """What is told of an interval's kind, and where that comes from.

        Args:
            bounds: frame indices.
            clock: of its video.
            chosen: the reviewer's override; None: there is none.
            by: who chose it.
            assumed: whether the apex only stands at a usual share of the interval.

        Returns:
            the override, else the computed kind, or `OPEN_KIND` where it hangs on an apex that is only assumed.
        """
        if chosen is not None:
            return chosen, by
        if assumed and self.hangs_on_apex(bounds.onset, bounds.offset, clock):
            return OPEN_KIND, Origin(OriginKind.ASSUMED, self.name)
        return self.kind(*bounds, clock), Origin(OriginKind.RULE, self.name)

    def flip(
        self, onset: int, apex: int | None, offset: int, clock: Clock
    ) -> tuple[Literal["apex", "offset"], int] | None:
        """The smallest move of one bound, in frames, that makes it the other kind.

        Returns:
            which bound and by how much; the apex where both are as near; None where none inside the interval does.
        """
        now = self.kind(onset, apex, offset, clock)
        rise, length = self.limits(onset, clock)
        found: list[tuple[Literal["apex", "offset"], int]] = []
        if apex is not None and rise is not None:
            move = onset + rise + (now == "micro") - apex
            if onset <= apex + move <= offset and self.kind(onset, apex + move, offset, clock) != now:
                found.append(("apex", move))
        move = onset + length + (now == "micro") - offset
        if offset + move >= (onset if apex is None else apex) and self.kind(onset, apex, offset + move, clock) != now:
            found.append(("offset", move))
        return min(found, key=lambda one: abs(one[1]), default=None)

    def sentence(self) -> str:
        """The rule in words."""
        parts = [] if self.max_rise_s is None else [f"the apex comes at most {self.max_rise_s * 1000:.4g} ms"]
        parts.append(f"the offset {'' if parts else 'comes '}at most {self.max_length_s * 1000:.4g} ms")
        return f"Micro where {' or '.join(parts)} after the onset, macro otherwise."

    def form(self) -> dict[str, Any]:
        """JSON-able form, see `definition_from`."""
        return {"name": self.name, "max_length_s": self.max_length_s, "max_rise_s": self.max_rise_s}


# Holds for 99.8 % of the 4,206 type labels of CAS(ME)^3 part A, version 2, counted at its 30 fps.
CASME3: Final = Definition("casme3", "CAS(ME)³", 15 / 30, 8 / 30, "rule behind the labels of CAS(ME)³ part A")
DEFINITIONS: Final[Mapping[str, Definition]] = {
    one.name: one
    for one in (
        CASME3,
        Definition("yan2013", "CASME II, CAS(ME)²", 0.5, 0.26, "Yan et al. 2013, J. Nonverbal Behavior"),
        Definition("half_second", "SAMM Long Videos, MEGC", 0.5, None, "length alone, as the MEGC evaluations count"),
    )
}


def _frames_within(onset: int, limit_s: float, clock: Clock) -> int:
    """How many frames after an onset the last frame begins that begins within a time of it."""
    start = clock.seconds(onset)
    end = start + Fraction(limit_s) + min(_ROUNDING_S, 1 / (4 * clock.fps))
    frame = max(onset, clock.frame(end))
    while frame > onset and clock.seconds(frame) > end:
        frame -= 1
    while clock.seconds(frame + 1) <= end:
        frame += 1
    return frame - onset


@lru_cache(maxsize=64)
def _steady_limits(definition: Definition, clock: Rate) -> tuple[int | None, int]:
    """`Definition.limits` at an even rate, where they are the same from every onset."""
    rise = None if definition.max_rise_s is None else _frames_within(0, definition.max_rise_s, clock)
    return rise, _frames_within(0, definition.max_length_s, clock)


def custom(max_length_s: float, max_rise_s: float | None) -> Definition:
    """A definition of the user's own.

    Raises:
        ValueError: a limit that is no positive number.
    """
    return Definition(CUSTOM, "Own definition", max_length_s, max_rise_s, "of this project")


def definition_from(form: Any) -> Definition:
    """Definition from its JSON-able form; what cannot be read is the rule of CAS(ME)^3."""
    try:
        if form["name"] in DEFINITIONS:
            return DEFINITIONS[form["name"]]
        rise = form["max_rise_s"]
        return custom(float(form["max_length_s"]), None if rise is None else float(rise))
    except (KeyError, TypeError, ValueError):
        return CASME3
