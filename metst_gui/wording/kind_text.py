"""Words for the computed kind of an interval, and for the definition it is computed by."""

from dataclasses import replace

from engine.clock import Clock
from engine.definitions import Definition
from engine.planted import BoundErrors
from engine.types import Bounds, OriginKind
from metst_gui.document.annotation import Annotation, computed_kind, flip_margin, is_kind_open
from metst_gui.language import mark, plural, tr
from metst_gui.wording.chance_text import chance_text

OPEN_TEXT = mark("Micro or macro? Set the apex to decide (P)")
ASSUMED_APEX = mark(
    "The model does not measure the apex: it was put at a usual share of the interval, and whether this is micro or "
    "macro depends on it. Go to the strongest frame and press P to set the apex, or press T to choose micro or macro."
)
# Bounds that nobody set.
PROPOSED = frozenset({OriginKind.MODEL, OriginKind.ASSUMED})
# Bound and whether it moves on -> what flips the kind, for one frame and for several.
FLIPS = {
    ("apex", True): (
        mark("{kind} ({other} if the apex were {n} frame later)"),
        mark("{kind} ({other} if the apex were {n} frames later)"),
    ),
    ("apex", False): (
        mark("{kind} ({other} if the apex were {n} frame earlier)"),
        mark("{kind} ({other} if the apex were {n} frames earlier)"),
    ),
    ("offset", True): (
        mark("{kind} ({other} if the offset were {n} frame later)"),
        mark("{kind} ({other} if the offset were {n} frames later)"),
    ),
    ("offset", False): (
        mark("{kind} ({other} if the offset were {n} frame earlier)"),
        mark("{kind} ({other} if the offset were {n} frames earlier)"),
    ),
}


def kind_text(annotation: Annotation, clock: Clock, definition: Definition) -> str:
    """Computed kind with what would flip it, e.g. ``"MICRO (macro if the apex were 3 frames later)"``.

    An override is named as one.
    """
    computed = computed_kind(annotation, clock, definition)
    if annotation.point and annotation.kind is None:
        return tr("{kind} · point label, its length is not known", kind=tr(computed).upper())
    if annotation.kind is not None and is_kind_open(replace(annotation, kind=None), clock, definition):
        return tr("{kind} · set by hand", kind=tr(annotation.kind).upper())
    if annotation.kind is not None:
        return tr("{kind} · set by hand, computed {computed}", kind=tr(annotation.kind).upper(), computed=tr(computed))
    if is_kind_open(annotation, clock, definition):
        return tr(OPEN_TEXT)
    flip = flip_margin(annotation, clock, definition)
    if flip is None:
        return tr(computed).upper()
    other = "macro" if computed == "micro" else "micro"
    one, many = FLIPS[flip[0], flip[1] > 0]
    return plural(abs(flip[1]), one, many, kind=tr(computed).upper(), other=tr(other))


def flip_text(annotation: Annotation, clock: Clock, definition: Definition, errors: BoundErrors) -> str:
    """Chance that the true bounds of a proposal make it the other kind; empty where somebody set a bound or the kind.

    Args:
        annotation: a proposal's shape, or what became of it.
        clock: of the video.
        definition: of the project.
        errors: how far proposed bounds were off in this footage.
    """
    kinds = (annotation.origins.of(name).kind for name in ("onset", "apex", "offset"))
    if annotation.kind is not None or annotation.point or not all(kind in PROPOSED for kind in kinds):
        return ""
    bounds = Bounds(annotation.onset, annotation.apex, annotation.offset)
    chance = errors.chance_of_other_kind(bounds, clock, definition)
    if chance is None:
        return ""
    other = "macro" if computed_kind(annotation, clock, definition) == "micro" else "micro"
    return tr("Chance that it is {other}: {chance} (n {n})", other=tr(other), chance=chance_text(chance), n=len(errors))


def kind_tip(annotation: Annotation, clock: Clock, definition: Definition) -> str:
    """What the kind is computed from."""
    return tr(
        "Computed from the bounds by the definition of this project ({title}), not judged by the model. {rule} What "
        "follows is the smallest move of a bound that would change it. File, Project settings… chooses another "
        "definition.",
        title=definition.title,
        rule=rule_text(definition, clock, annotation.onset),
    )


def rule_text(definition: Definition, clock: Clock, onset: int = 0) -> str:
    """The rule in words, with its limits in milliseconds and in frames from an onset on."""
    rise_frames, length_frames = definition.limits(onset, clock)
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
