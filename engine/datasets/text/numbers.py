"""One rule for the marks in written numbers: which part decimals, which part thousands, and what is ambiguous.

A mark before exactly three digits may part thousands (1.234 as German and French sheets write it) or decimals. Where a
whole frame number belongs it parts thousands, unless the same column shows that the mark parts decimals. Nothing is
ever rounded without a remark.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

LARGEST_FRAME = 2**31
_SPACES = "\u00a0\u202f\u2009"  # as spreadsheets put between groups
_PLAIN = str.maketrans(dict.fromkeys(_SPACES, " ") | {"\N{MINUS SIGN}": "-"})
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,'’ ])\d{3}(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,](?P<rest>\d*))?")
_MARKED = re.compile(r"[+-]?\d+(?P<mark>[.,])\d+")
DECIMAL_MARKS = ".,"


@dataclass(frozen=True, slots=True)
class FrameText:
    """What a text says where a frame number belongs.

    Attributes:
        number: rounded down to a whole one; None where the text is no finite number below 2^31.
        fraction: it had one, so that it names no frame.
        grouped: a mark in it was read as parting thousands.
        parted: a mark in it that might part thousands was read as parting decimals.
    """

    number: int | None
    fraction: bool = False
    grouped: bool = False
    parted: bool = False


def decimal_marks(texts: Iterable[str]) -> str:
    """The marks that part decimals in texts of one column or sheet.

    A mark does if it stands before other than three digits somewhere, or if every text has three zeros behind it.
    """
    marks = ""
    filled = [plain(text) for text in texts if text.strip()]
    for mark in DECIMAL_MARKS:
        marked = [text for text in filled if mark in text]
        odd = any(_MARKED.fullmatch(text) and not _GROUPED.fullmatch(text) for text in marked)
        zeros = len(marked) == len(filled) and all(text.endswith(f"{mark}000") for text in marked)
        if marked and (odd or zeros):
            marks += mark
    return marks


def plain(text: str) -> str:
    """The text without blanks around it, with plain blanks inside and a plain minus."""
    return (text if text.isascii() else text.translate(_PLAIN)).strip()


def read_frame(text: str, *, decimals: str = "") -> FrameText:
    """Frame number in a text.

    Args:
        text: as it stands in the file.
        decimals: marks known to part decimals there (`decimal_marks`); of a number cell all of them.
    """
    written = plain(text)
    groups = _GROUPED.fullmatch(written)
    if groups and groups["mark"] not in decimals:
        whole = re.sub(r"[^\d+-]", "", written[: groups.start("rest") - 1] if groups["rest"] is not None else written)
        fraction = bool((groups["rest"] or "").strip("0"))
        number = int(whole)
        return FrameText(number if abs(number) < LARGEST_FRAME else None, fraction, grouped=True)
    value = decimal(written)
    if value is None or abs(value) >= LARGEST_FRAME:
        return FrameText(None)
    whole_number = math.floor(value)
    return FrameText(whole_number, whole_number != value, parted=groups is not None)


def plain_decimal(text: str) -> str:
    """A number with a point before its decimals and no marks between groups, where a comma can only be meant so.

    For seconds and rates: a lone comma parts decimals; of two marks the last does, if what stands before it is grouped.
    """
    written = plain(text)
    last = max(written.rfind("."), written.rfind(","))
    if last < 0 or written.count(written[last]) > 1:
        return written
    whole, rest = written[:last], written[last + 1 :]
    if re.fullmatch(r"[+-]?\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*", whole):
        whole = re.sub(r"[^\d+-]", "", whole)
    return f"{whole}.{rest}"


def decimal(text: str) -> float | None:
    """A finite number written with a point or a comma as its decimal mark; None where the text is none."""
    written = plain(text)
    if "_" in written:
        return None
    if re.fullmatch(r"[+-]?\d*,\d+|[+-]?\d+,", written):
        written = written.replace(",", ".")
    try:
        value = float(written)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
