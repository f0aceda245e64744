"""How well what was typed fits a command: every word of it, in any order, as people shorten what they look for."""

from collections.abc import Sequence

# Better fits have smaller numbers: how the title begins, how one of its words begins, what stands anywhere in it, what
# stands in the other texts of a command, letters in their order with gaps between.
BEGINS, WORD, INSIDE, BESIDE, LETTERS = range(5)
MOST_GAPS = 2


def rank(typed: str, title: str, beside: Sequence[str] = ()) -> tuple[int, int] | None:
    """How well something typed fits a title; smaller is better.

    Args:
        typed: words in any order, upper or lower case; empty: everything fits.
        title: name of the command.
        beside: other texts it may be found by, such as its menu or its name in another language.

    Returns:
        sum over the words of how they fit, then the length of the gaps between single letters; None: one does not fit.
    """
    fits = [_fit(word, title.casefold(), [one.casefold() for one in beside]) for word in typed.casefold().split()]
    known = [one for one in fits if one is not None]
    if len(known) < len(fits):
        return None
    return sum(kind for kind, _ in known), sum(gaps for _, gaps in known)


def _fit(word: str, title: str, beside: Sequence[str]) -> tuple[int, int] | None:
    if title.startswith(word):
        return BEGINS, 0
    if word in title:
        return (WORD if f" {word}" in title else INSIDE), 0
    if any(word in text for text in beside):
        return BESIDE, 0
    gaps = _gaps(word, title)
    return None if gaps is None else (LETTERS, gaps)


def _gaps(word: str, title: str) -> int | None:
    """Letters passed over between the first and the last letter of a word found in their order; None: not there.

    A word whose letters lie further apart than `MOST_GAPS` of its lengths is a chance find.
    """
    best: int | None = None
    for start in (place for place, letter in enumerate(title) if letter == word[0]):
        at = start
        for letter in word[1:]:
            at = title.find(letter, at + 1)
            if at < 0:
                return best
        gaps = at - start + 1 - len(word)
        best = gaps if best is None else min(best, gaps)
    return None if best is None or best > MOST_GAPS * len(word) else best
