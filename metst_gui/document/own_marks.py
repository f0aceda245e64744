"""Marks on the tiers of a project's own: the question asked, speech, gaze, a hand. Immutable, Qt-free."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.messages import Said
from engine.types import UNKNOWN, Origin


@dataclass(frozen=True, slots=True)
class TierMark:
    """One interval or point on a tier.

    Attributes:
        tier: id of the tier.
        first, last: frame indices, inclusive; the same for a point.
        code: one of the tier's codes, or empty.
        note: free text.
        by: who marked it, and when; a file it was read from.

    Raises:
        ValueError: frames out of order or negative.
    """

    tier: str
    first: int
    last: int
    code: str = ""
    note: str = ""
    by: Origin = UNKNOWN

    def __post_init__(self) -> None:
        """Check the frames."""
        object.__setattr__(self, "first", operator.index(self.first))
        object.__setattr__(self, "last", operator.index(self.last))
        if not 0 <= self.first <= self.last:
            raise ValueError(Said("The mark ends before it begins."))

    def form(self) -> dict[str, Any]:
        """JSON-able form, see `mark_from`."""
        return {
            "tier": self.tier,
            "first": self.first,
            "last": self.last,
            "code": self.code,
            "note": self.note,
            "by": self.by.text,
        }


def mark_from(form: Mapping[str, Any]) -> TierMark:
    """Mark from its JSON-able form.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    texts = [form[name] for name in ("tier", "code", "note", "by")]
    if not all(isinstance(one, str) for one in texts):
        raise TypeError("a mark with words that are no texts")
    if any(type(form[name]) is not int for name in ("first", "last")):
        raise TypeError("a mark with frames that are no numbers")
    tier, code, note, by = texts
    return TierMark(tier, form["first"], form["last"], code, note, Origin.of(by))
