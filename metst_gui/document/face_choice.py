"""Which face of a video is analysed: a setting of the project, one for each video. Qt-free."""

import math
from typing import Any

from metst_gui.document.videos import FiledDocument

Place = tuple[float, float]
PREFIX = "face"


def stored_place(document: FiledDocument, video: str) -> Place | None:
    """(x, y) in px of the upright picture where the chosen face is when the analysis begins; None: the largest."""
    return place_of(document.setting(f"{PREFIX}/{video}"))


def store_place(document: FiledDocument, video: str, place: Place | None) -> None:
    """Choose a face; None: the largest.

    Raises:
        EditRefusedError: it could not be stored.
    """
    document.set_setting(f"{PREFIX}/{video}", None if place is None else list(place))


def place_of(stored: Any) -> Place | None:
    """A place as it is stored; None where it is none."""
    if not isinstance(stored, list | tuple) or len(stored) != 2:
        return None
    if not all(type(value) in (int, float) and math.isfinite(value) for value in stored):
        return None
    return float(stored[0]), float(stored[1])
