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
