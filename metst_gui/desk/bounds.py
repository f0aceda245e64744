"""Where handles may go, and what is looped around an item. No widgets."""

from typing import Literal

from engine.types import Bounds, Proposal
from metst_gui.document.annotation import Annotation
from metst_gui.language import mark

Handle = Literal["onset", "apex", "offset"]
LOOP_MODES = (mark("interval and context"), mark("onset"), mark("apex"), mark("interval"), mark("off"))


def loop_range(mode: str, bounds: Bounds, context: int) -> tuple[int, int]:
    """First and last frame of a loop around ``(onset, apex, offset)``; an apex that is not set is taken as the middle.

    Around onset and apex half the context, at least two frames, lies on either side.
    """
    onset, apex, offset = bounds
    if mode in {"onset", "apex"}:
        middle = onset if mode == "onset" else (onset + offset) // 2 if apex is None else apex
        half = max(2, context // 2)
        return max(0, middle - half), middle + half
    context = context if mode == LOOP_MODES[0] else 0
    return max(0, onset - context), offset + context


def moved(annotation: Annotation | Proposal, handle: Handle, frame: int) -> Bounds:
    """Bounds with one handle on `frame`; what it passes moves along, so the order always holds.

    The apex of a point label is all of it; its onset or offset, once put elsewhere, makes it an interval.
    """
    onset, apex, offset = annotation.bounds
    if isinstance(annotation, Annotation) and annotation.point and handle == "apex":
        return Bounds(frame, frame, frame)
    if handle == "apex":
        return Bounds(min(onset, frame), frame, max(offset, frame))
    if handle == "onset":
        return Bounds(frame, None if apex is None else max(apex, frame), max(offset, frame))
    return Bounds(min(onset, frame), None if apex is None else min(apex, frame), frame)
