"""Where a value comes from, in the word or two that stand under it."""

from collections.abc import Mapping

from engine.types import Origin, OriginKind
from metst_gui.language import mark, tr

WORDS: Mapping[OriginKind, str] = {
    OriginKind.MODEL: mark("model"),
    OriginKind.RULE: mark("rule"),
    OriginKind.ASSUMED: mark("assumed"),
    OriginKind.FILE: mark("file"),
    OriginKind.HUMAN: mark("by hand"),
}
TIPS: Mapping[OriginKind, str] = {
    OriginKind.MODEL: mark("Measured by the model; moving it makes it yours."),
    OriginKind.RULE: mark("Computed from other values by a rule; moving it makes it yours."),
    OriginKind.ASSUMED: mark(
        "Assumed: nobody and nothing measured it; it stands at a usual share of the interval. Setting it makes it "
        "yours."
    ),
    OriginKind.FILE: mark("Read from a file that does not say who stated it."),
    OriginKind.HUMAN: mark("Set by a person."),
}


def origin_word(origin: Origin) -> str:
    """The person's name, else the kind of origin; empty where it is not known."""
    if origin.kind is OriginKind.HUMAN and origin.who:
        return origin.who
    return tr(WORDS[origin.kind]) if origin.kind in WORDS else ""


def origin_tip(origin: Origin) -> str:
    """The same as a sentence, with who or what it was; empty where it is not known."""
    if origin.kind not in TIPS:
        return ""
    return tr(TIPS[origin.kind]) + (f" ({origin.who})" if origin.who else "")
