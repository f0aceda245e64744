"""What the five regions see of action units, measured on the bundled portrait (`python -m tools.planted_responses`)."""

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from engine.types import Float64, frozen

# Regions that are told apart; "brows" are brows and eyes.
PLANTED_REGIONS: Final = ("brows", "nose", "mouth")
CHANNELS: Final = 10


class UnitResponse(NamedTuple):
    """One variant of a movement.

    Attributes:
        region: of `PLANTED_REGIONS`, where it mostly moves.
        units: action units, joined by ``+``.
        vector: float64 [10], read-only, channels of the ten of the published features; longest ROI vector 1.
    """

    region: str
    units: str
    vector: Float64


@cache
def responses() -> tuple[UnitResponse, ...]:
    """All variants, in the order of the file."""
    rows = json.loads(Path(__file__).with_name("responses.json").read_text(encoding="utf-8"))
    return tuple(UnitResponse(row["region"], row["units"], frozen(np.array(row["vector"], np.float64))) for row in rows)
