"""How long something will still take, in words that promise no more than an estimate can."""

from metst_gui.language import tr

# Seconds: below the first, single seconds are told, then steps of 5, then minutes, then hours.
SINGLE, STEPPED, MINUTES = 10, 90, 90 * 60


def left_text(seconds: float) -> str:
    """An estimate in words: “about 20 s left”, “about 3 min left”, “about 2.5 h left”."""
    if seconds < SINGLE:
        return tr("about {n} s left", n=max(1, round(seconds)))
    if seconds < STEPPED:
        return tr("about {n} s left", n=5 * round(seconds / 5))
    if seconds < MINUTES:
        return tr("about {n} min left", n=round(seconds / 60))
    return tr("about {n} h left", n=f"{seconds / 3600:.1f}")
