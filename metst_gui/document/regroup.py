"""One annotation cut in two, or two made one. Qt-free."""

from dataclasses import replace

from engine.messages import Said
from engine.origins import Origins
from engine.types import UNKNOWN, Origin
from metst_gui.document.annotation import SOMEBODY, Annotation, new_id


def split(annotation: Annotation, frame: int, by: Origin = SOMEBODY) -> tuple[Annotation, Annotation]:
    """The part before a frame and the part from it on; the apex stays with the part it lies in.

    The first part keeps id and origin, the second is the reviewer's own.

    Args:
        annotation: what is cut.
        frame: first frame of the second part.
        by: who cuts: the bounds at the cut are theirs.

    Raises:
        ValueError: the frame does not lie behind the onset and up to the offset.
    """
    if not annotation.onset < frame <= annotation.offset:
        raise ValueError(Said("Go to the frame the second part is to begin with, inside the interval, then split."))
    apex = annotation.apex
    first_apex = apex if apex is not None and apex < frame else None
    second_apex = apex if apex is not None and apex >= frame else None
    # An apex stays where it is, and so does its origin.
    origins = annotation.origins
    first = replace(annotation, apex=first_apex, offset=frame - 1, origins=origins.put(("offset",), by))
    second = replace(
        annotation,
        id=new_id(),
        onset=frame,
        apex=second_apex,
        origin="manual",
        kind=None,
        origins=origins.put(("onset",), by),
    )
    return first, second


def merge(first: Annotation, second: Annotation) -> Annotation:
    """One annotation over both, with id, origin, apex and emotion of the first where it has them."""
    labelled = first if first.emotion is not None or (not second.emotion and first.no_emotion) else second
    opening, closing = min(first, second, key=_onset), max(first, second, key=_offset)
    peaked = first if first.apex is not None else second
    return replace(
        first,
        onset=opening.onset,
        apex=peaked.apex,
        offset=closing.offset,
        emotion=labelled.emotion,
        no_emotion=labelled.emotion is None and labelled.no_emotion,
        action_units=_both(first.action_units, second.action_units),
        note=_both(first.note, second.note, "; "),
        origins=Origins(
            onset=opening.origins.onset,
            apex=peaked.origins.apex,
            offset=closing.origins.offset,
            kind=first.origins.kind,
            emotion=labelled.origins.emotion,
            action_units=_origin_of_both(first, second),
        ),
    )


def _onset(one: Annotation) -> int:
    return one.onset


def _offset(one: Annotation) -> int:
    return one.offset


def _origin_of_both(first: Annotation, second: Annotation) -> Origin:
    """Origin of the action units of both: that of either where they agree on it or only one has any."""
    found = [one.origins.action_units for one in (first, second) if one.action_units]
    return found[0] if found and all(one.kind is found[0].kind for one in found) else UNKNOWN


def _both(one: str, other: str, between: str = " ") -> str:
    return one if one == other or not other else f"{one}{between}{other}" if one else other
