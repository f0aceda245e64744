"""Commands of the analysis and of what its curves are decoded to."""

from functools import partial
from typing import TYPE_CHECKING

from metst_gui.commands.book import CommandBook
from metst_gui.desk.session import SYNERGIES
from metst_gui.desk.threshold import DECODERS, STEP
from metst_gui.evaluation import evaluation_dialog

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow


def bind_analysis(window: "MainWindow", book: CommandBook) -> None:
    """Say what the commands of the analysis do in a window."""
    session, live = window.session, window.live
    book.bind(
        {
            "analyse": session.start_analysis,
            "cancel_analysis": session.cancel_analysis,
            "evaluate": lambda: evaluation_dialog.show(window, session, window.timeline_desk),
            **{f"decoder_{name}": partial(live.choose, name) for name in DECODERS},
            **{f"synergy_{name}": partial(live.choose_synergy, name) for name in SYNERGIES},
            "threshold_lower": partial(live.step, -STEP),
            "threshold_raise": partial(live.step, STEP),
            "artefact": live.mark_artefact,
            "no_artefact": live.unmark_artefact,
        }
    )
