"""A line of action units as a coder types it, read for showing only: the text itself is kept verbatim. Qt-free."""

import re
from dataclasses import dataclass
from typing import Literal

from metst_gui.language import mark, tr

Side = Literal["", "left", "right"]

# Codes of the FACS manual (Ekman, Friesen, Hager 2002): face, gross behaviour, head, eyes, visibility.
KNOWN_CODES = frozenset(
    {1, 2, *range(4, 47), 50, *range(51, 59), *range(61, 67), *range(70, 75), 80, 81, 82, 84, 85, 91, 92, 97, 98}
)
# Left or right before the number (L12, as the data sets write it) or behind it (12L), intensity A..E behind it.
_UNIT = re.compile(r"(?P<before>[LR])?(?:AU)?(?P<code>[0-9]{1,2})(?P<behind>[LRA-E]{0,2})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;+]+")
_SIDES: dict[str, Side] = {"L": "left", "R": "right"}


@dataclass(frozen=True, slots=True)
class ActionUnit:
    """One action unit of a line.

    Attributes:
        text: as typed.
        code: number; 0 where it cannot be read.
        side: one side of the face only; empty: both.
        intensity: ``"A"`` (trace) to ``"E"`` (maximum); empty: not given.
        doubt: why it is flagged; empty where it is not.
    """

    text: str
    code: int = 0
    side: Side = ""
    intensity: str = ""
    doubt: str = ""

    def words(self) -> str:
        """Readable form, e.g. ``"AU12 left"`` or ``"AU7 B"``; what is flagged begins with ``?``."""
        if self.doubt:
            return f"? {self.text}: {tr(self.doubt)}"
        return " ".join(part for part in (f"AU{self.code}", tr(self.side) if self.side else "", self.intensity) if part)


def parse_line(text: str) -> tuple[ActionUnit, ...]:
    """The action units of a line such as ``"4 12L 7B"`` or ``"R12+4"``, in its order; never raises."""
    return tuple(_unit(part) for part in _BETWEEN.split(text.strip()) if part)


def _unit(text: str) -> ActionUnit:
    found = _UNIT.fullmatch(text)
    if found is None:
        return ActionUnit(text, doubt=mark("not an action unit"))
    letters = [*(found["before"] or "").upper(), *found["behind"].upper()]
    sides = [one for one in letters if one in _SIDES]
    intensities = [one for one in letters if one not in _SIDES]
    if len(sides) > 1 or len(intensities) > 1:
        return ActionUnit(text, doubt=mark("one side and one intensity at most"))
    code = int(found["code"])
    doubt = "" if code in KNOWN_CODES else mark("no code of FACS")
    return ActionUnit(text, code, _SIDES[sides[0]] if sides else "", intensities[0] if intensities else "", doubt)


def unit_of(text: str, code: int) -> ActionUnit | None:
    """The first action unit of a line that has a code; None: it has none."""
    return next((one for one in parse_line(text) if one.code == code and not one.doubt), None)


def with_unit(text: str, code: int, *, side: Side = "", intensity: str = "") -> str:
    """A line in which a unit is named as said; everything else in it stays as it was typed.

    Args:
        text: the line.
        code: number; where the line has it already, its first place is written anew, else it is added at the end.
        side: of the face; empty: both.
        intensity: ``"A"`` to ``"E"``; empty: not given.
    """
    letter = side[:1].upper()
    found = _place(text, code)
    if found is None:
        new = f"{code}{letter}{intensity}"
        stripped = text.rstrip()
        if not stripped:
            return new
        between = "+" if "+" in stripped and " " not in stripped else " "
        return f"{stripped}{between}{new}"
    former = text[found[0] : found[1]]
    prefix = "AU" if "AU" in former.upper() else ""
    ahead = former[:1].upper() in _SIDES
    new = f"{letter if ahead else ''}{prefix}{code}{'' if ahead else letter}{intensity}"
    return text[: found[0]] + new + text[found[1] :]


def without_unit(text: str, code: int) -> str:
    """A line without the first unit of a code, and what stood between it and its neighbour."""
    found = _place(text, code)
    if found is None:
        return text
    before, after = text[: found[0]], text[found[1] :]
    if not re.sub(_BETWEEN, "", before):
        return _BETWEEN.sub("", after, count=1) if _BETWEEN.match(after) else after
    return re.sub(rf"{_BETWEEN.pattern}$", "", before) + after


def _place(text: str, code: int) -> tuple[int, int] | None:
    """Where the first unit of a code stands in a line."""
    for part in re.finditer(r"[^\s,;+]+", text):
        unit = _unit(part[0])
        if unit.code == code and not unit.doubt:
            return part.span()
    return None
