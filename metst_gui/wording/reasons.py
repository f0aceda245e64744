"""Why a proposal is rejected: the words and the keys of the reasons, the same wherever one is asked for."""

from metst_gui.document.annotation import REJECT_REASONS
from metst_gui.language import mark, tr

# Digit -> reason, on the menu and on the contact sheet; 0 rejects without one.
DIGITS = {**dict(enumerate(REJECT_REASONS, start=1)), 0: ""}
WORDS = {"nothing": mark("nothing moves"), "": mark("no reason given")}
_NO_REASON_LETTER = "O"


def reason_text(reason: str) -> str:
    """A reason in words; empty: none is given."""
    return tr(WORDS.get(reason, reason))


def reason_list() -> str:
    """The digits with their reasons in one line."""
    return ", ".join(f"{digit} {reason_text(reason)}" for digit, reason in DIGITS.items())


def with_letter(reason: str) -> str:
    """A reason as a menu's text: its English letter chooses it in every language."""
    letter, name = (reason[0] if reason else _NO_REASON_LETTER).upper(), reason_text(reason)
    at = name.upper().find(letter)
    name = name[:1].upper() + name[1:]
    return f"{name[:at]}&{name[at:]}" if at >= 0 else f"{name}(&{letter})"
