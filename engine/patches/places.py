"""Where the features of the second kind are measured: named patches of the face, and the regions they belong to.

The patches follow the measurements on talking faces: many small ones, each on one muscle's skin, for the average over
a whole brow destroys most of what tells a micro-expression. Left and right are the picture's.
"""

from typing import NamedTuple

import numpy as np

from engine.types import REGIONS, Float32, Int64

# Mesh points that expressions hardly move: forehead, nose, sides of the head, eye corners.
STABLE = (
    *(10, 338, 297, 332, 284, 109, 67, 103, 54, 151),
    *(168, 6, 197, 195, 5, 4),
    *(127, 356, 234, 454, 162, 389, 21, 251, 93, 323),
    *(33, 133, 362, 263),
)
# Lags in samples over which motion is measured.
LAGS = (4, 8, 16)
# The lag that also sees the lower face, and is kept whole.
MAIN = 1

BROW_LEFT, BROW_RIGHT, _, _, MOUTH_LEFT, MOUTH_RIGHT = REGIONS


class Patch(NamedTuple):
    """A rectangle of skin around a mesh point.

    Attributes:
        name: unique; ends in ``_left`` or ``_right`` where there is one on each side.
        point: mesh point in its middle.
        half: half width and half height in px of the fixed-pose picture (160 px a side).
        regions: those it tells of; empty: context only.
        below: px that its middle lies below the point.
    """

    name: str
    point: int
    half: tuple[float, float]
    regions: tuple[str, ...] = ()
    below: float = 0.0


def _pair(name: str, points: tuple[int, int], half: tuple[float, float], part: str, below: float = 0.0) -> list[Patch]:
    sides = zip(("left", "right"), points, strict=True)
    return [Patch(f"{name}_{side}", point, half, (f"{part}_{side}",) if part else (), below) for side, point in sides]


# The patches that are measured at every lag: 15. The nose's bone is among them: what it seems to do brows do as well.
INNER: tuple[Patch, ...] = (
    *_pair("brow_inner", (107, 336), (6, 5), "brow"),
    *_pair("brow_middle", (105, 334), (6, 5), "brow"),
    *_pair("brow_outer", (63, 293), (6, 5), "brow"),
    Patch("glabella", 9, (5, 5), (BROW_LEFT, BROW_RIGHT)),
    *_pair("lid_upper", (159, 386), (8, 4), "brow"),
    *_pair("lid_lower", (145, 374), (8, 4), "brow", 4.0),
    Patch("bridge", 6, (5, 5)),
    Patch("dorsum", 195, (5, 5)),
    *_pair("wing", (48, 278), (6, 6), "nose"),
)
# Context, measured at the main lag: 16.
OUTER: tuple[Patch, ...] = (
    *_pair("corner", (61, 291), (8, 8), "mouth"),
    Patch("lip_upper", 0, (8, 5), (MOUTH_LEFT, MOUTH_RIGHT)),
    Patch("lip_lower", 17, (9, 5), (MOUTH_LEFT, MOUTH_RIGHT)),
    Patch("chin", 199, (8, 6), (MOUTH_LEFT, MOUTH_RIGHT)),
    *_pair("temple", (34, 264), (6, 6), ""),
    *_pair("eye_outer", (130, 359), (5, 5), "brow"),
    *_pair("eye_inner", (133, 362), (5, 5), "brow"),
    Patch("forehead_left", 69, (8, 6)),
    Patch("forehead_middle", 151, (8, 6)),
    Patch("forehead_right", 299, (8, 6)),
    *_pair("cheek", (50, 280), (8, 8), "mouth"),
)
PATCHES = (*INNER, *OUTER)
NAMES = tuple(patch.name for patch in PATCHES)
# Whitened together: what moves with the mouth and the nose.
LOWER = tuple(
    NAMES.index(name)
    for name in (
        *("corner_left", "corner_right", "lip_upper", "lip_lower", "chin"),
        *("wing_left", "wing_right", "cheek_left", "cheek_right"),
    )
)
# Groups whose lasting movement is a channel of its own, and the brow patches the motion index goes by.
GROUPS: tuple[tuple[str, tuple[int, ...]], ...] = tuple(
    (group, tuple(i for i, name in enumerate(NAMES) if name.startswith(starts)))
    for group, starts in (
        ("brows", ("brow_",)),
        ("lids", ("lid_",)),
        ("mouth", ("corner", "lip_", "chin")),
        ("wings", ("wing",)),
    )
)


def mirror_order(patches: tuple[Patch, ...]) -> Int64:
    """int64 [n]: for each patch the one on the other side, or itself."""
    names = [patch.name for patch in patches]
    return np.array([names.index(_other_side(name)) for name in names], np.int64)


def belongs() -> Float32:
    """float32 [31, 6], 1 where a patch (inner, then outer) tells of a region."""
    table = [[region in patch.regions for region in REGIONS] for patch in PATCHES]
    return np.array(table, np.float32)


def _other_side(name: str) -> str:
    for end, other in (("_left", "_right"), ("_right", "_left")):
        if name.endswith(end):
            return name.removesuffix(end) + other
    return name
