"""Words for the computed kind of an interval, and for the definition it is computed by."""

from engine.definitions import Definition
from metst_gui.document.annotation import Annotation, computed_kind, flip_margin
from metst_gui.language import tr


def kind_text(annotation: Annotation, fps: float, definition: Definition) -> str:
    """Computed kind with what would flip it, e.g. ``"MICRO · macro if apex +3"``; an override is named as one."""
    computed = computed_kind(annotation, fps, definition)
    if annotation.kind is not None:
        return tr("{kind} · set by hand, computed {computed}", kind=tr(annotation.kind).upper(), computed=tr(computed))
    flip = flip_margin(annotation, fps, definition)
    if flip is None:
        return tr(computed).upper()
    other = "macro" if computed == "micro" else "micro"
    words = {"kind": tr(computed).upper(), "other": tr(other), "margin": flip[1]}
    if flip[0] == "apex":
        text = tr("{kind} · {other} if apex {margin:+d}", **words)
    else:
        text = tr("{kind} · {other} if offset {margin:+d}", **words)
    return text.replace("-", "−")


def kind_tip(definition: Definition, fps: float) -> str:
    """What the kind is computed from."""
    return tr(
        "Computed from the bounds by the definition of this project ({title}), not judged by the model. {rule} What "
        "follows is the smallest move of a bound that would change it. File, Project settings… chooses another "
        "definition.",
        title=definition.title,
        rule=rule_text(definition, fps),
    )


def rule_text(definition: Definition, fps: float) -> str:
    """The rule in words, with its limits in milliseconds and in frames at a frame rate in Hz."""
    rise_frames, length_frames = definition.limits(fps)
    length = _limit(definition.max_length_s, length_frames)
    if definition.max_rise_s is None or rise_frames is None:
        return tr("Micro where the offset comes at most {length} after the onset, macro otherwise.", length=length)
    return tr(
        "Micro where the apex comes at most {rise} or the offset at most {length} after the onset, macro otherwise.",
        rise=_limit(definition.max_rise_s, rise_frames),
        length=length,
    )


def _limit(seconds: float, frames: int) -> str:
    return tr("{ms} ms ({n} frames)", ms=f"{seconds * 1000:.4g}", n=frames)
