"""Text cells that a spreadsheet would compute, written behind an apostrophe."""

import re

# A text that a spreadsheet would take for a formula is written behind an apostrophe, as spreadsheets do themselves.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would compute it; numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) and not _is_number(text[1:]) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()
