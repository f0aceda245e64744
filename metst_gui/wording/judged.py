"""Which regions of the face a proposal's model could judge, in words."""

from collections.abc import Mapping

from metst_gui.language import mark, tr

# Part of the face: name of both sides, of the left and of the right one (the picture's).
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "brow": (mark("brows and eyes"), mark("left brow and eye"), mark("right brow and eye")),
    "nose": (mark("nose"), mark("left of the nose"), mark("right of the nose")),
    "mouth": (mark("mouth"), mark("left of the mouth"), mark("right of the mouth")),
}


def judged_line(judged: tuple[str, ...] | None) -> str:
    """One line on the regions that were judged in a proposal; empty where the model does not tell.

    Args:
        judged: names of `engine.types.REGIONS`, or None.
    """
    if judged is None:
        return ""
    if not judged:
        return tr("No region could be judged here: the face moves too much")
    named = []
    for part, (both, left, right) in _WORDS.items():
        sides = (f"{part}_left" in judged, f"{part}_right" in judged)
        if any(sides):
            named.append(tr(both if all(sides) else left if sides[0] else right))
    return tr("Judged here: {regions}", regions=tr(", ").join(named))
