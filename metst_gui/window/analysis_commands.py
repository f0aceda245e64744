"""Commands of the analysis and of what its curves are decoded to."""

from functools import partial

from metst_gui.commands.book import CommandBook
from metst_gui.desk.decoding import SYNERGIES
from metst_gui.desk.desk import Desk
from metst_gui.desk.threshold import DECODERS, STEP
from metst_gui.language import plural, tr
from metst_gui.window.queue_line import pause_or_go_on


def bind_analysis(desk: Desk, book: CommandBook) -> None:
    """Say what the commands of the analysis do."""
    threshold = desk.threshold
    book.bind(
        {
            "analyse": desk.analysis.start,
            "cancel_analysis": desk.analysis.cancel,
            "analyse_all": partial(analyse_all, desk),
            "pause_background": partial(pause_or_go_on, desk.background),
            "stop_background": desk.background.take_out,
            **{f"decoder_{name}": partial(threshold.choose, name) for name in DECODERS},
            **{f"synergy_{name}": partial(threshold.choose_synergy, name) for name in SYNERGIES},
            "threshold_lower": partial(threshold.step, -STEP),
            "threshold_raise": partial(threshold.step, STEP),
            "artefact": threshold.mark_artefact,
            "no_artefact": threshold.unmark_artefact,
        }
    )


def analyse_all(desk: Desk) -> None:
    """Analyse every video of the project in the background, and say how many that are."""
    n = desk.background.analyse_all()
    if n:
        desk.say(plural(n, "{n} video is analysed in the background.", "{n} videos are analysed in the background."))
    elif not desk.background.active:
        desk.say(tr("Every video of this project is analysed already."))
