"""One annotation cut in two, or two made one. Qt-free."""

from dataclasses import replace

from metst_gui.document.annotation import Annotation, new_id


def split(annotation: Annotation, frame: int) -> tuple[Annotation, Annotation]:
    """The part before a frame and the part from it on; the apex stays with the part it lies in.

    The first part keeps id and origin, the second is the reviewer's own.

    Raises:
        ValueError: the frame does not lie behind the onset and up to the offset.
    """
    if not annotation.onset < frame <= annotation.offset:
        raise ValueError("Go to the frame the second part is to begin with, inside the interval, then split.")
    apex = annotation.apex
    first_apex = apex if apex is not None and apex < frame else None
    second_apex = apex if apex is not None and apex >= frame else None
    first = annotation.edited(apex=first_apex, offset=frame - 1)
    second = replace(
        annotation, id=new_id(), onset=frame, apex=second_apex, origin="manual", default_bounds=False, kind=None
    )
    return first, second


def merge(first: Annotation, second: Annotation) -> Annotation:
    """One annotation over both, with id, origin, apex and emotion of the first where it has them."""
    labelled = first if first.emotion is not None else second
    return first.edited(
        onset=min(first.onset, second.onset),
        apex=first.apex if first.apex is not None else second.apex,
        offset=max(first.offset, second.offset),
        emotion=labelled.emotion,
        default_emotion=labelled.default_emotion,
        no_emotion=labelled.emotion is None and (first.no_emotion or second.no_emotion),
        action_units=_both(first.action_units, second.action_units),
        note=_both(first.note, second.note, "; "),
    )


def _both(one: str, other: str, between: str = " ") -> str:
    return one if one == other or not other else f"{one}{between}{other}" if one else other
