"""Commands of the analysis and of what its curves are decoded to."""

from functools import partial

from metst_gui.commands.book import CommandBook
from metst_gui.desk.decoding import SYNERGIES
from metst_gui.desk.desk import Desk
from metst_gui.desk.threshold import DECODERS, STEP


def bind_analysis(desk: Desk, book: CommandBook) -> None:
    """Say what the commands of the analysis do."""
    threshold = desk.threshold
    book.bind(
        {
            "analyse": desk.analysis.start,
            "cancel_analysis": desk.analysis.cancel,
            **{f"decoder_{name}": partial(threshold.choose, name) for name in DECODERS},
            **{f"synergy_{name}": partial(threshold.choose_synergy, name) for name in SYNERGIES},
            "threshold_lower": partial(threshold.step, -STEP),
            "threshold_raise": partial(threshold.step, STEP),
            "artefact": threshold.mark_artefact,
            "no_artefact": threshold.unmark_artefact,
        }
    )
