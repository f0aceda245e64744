"""Where the face is that is analysed, as it is stored. Qt-free."""

import math
from typing import Any

# (x, y) in px of the upright picture.
Place = tuple[float, float]


def place_of(stored: Any) -> Place | None:
    """A place as it is stored; None where it is none."""
    if not isinstance(stored, list | tuple) or len(stored) != 2:
        return None
    if not all(type(value) in (int, float) and math.isfinite(value) for value in stored):
        return None
    return float(stored[0]), float(stored[1])
