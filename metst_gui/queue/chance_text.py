"""What is said of the chances of proposals, and of the rest of the queue; no figure without its interval."""

from engine.estimates.acceptance import LEAST_VERDICTS
from engine.estimates.estimate import Estimate
from metst_gui.desk.chance import Chances, Rest
from metst_gui.language import tr


def count_text(count: Estimate) -> str:
    """An expected number with its interval, as “1 [0, 3]”."""
    return f"{round(count.value)} [{round(count.low)}, {round(count.high)}]"


def rest_text(rest: Rest) -> str:
    """What is to be expected of the open rows: where to stop, and what is then left."""
    if rest.after >= rest.n or not rest.after:
        return tr("about {count} of these {n} will be accepted", count=count_text(rest.all), n=rest.n)
    count = count_text(rest.left)
    if rest.by_time:
        return tr("after these {n}, expect about {count} more to accept in the rest", n=rest.after, count=count)
    return tr("after the first {n} open, expect about {count} more to accept in the rest", n=rest.after, count=count)


def rest_tip(rest: Rest, told: Chances) -> str:
    """Where the figures come from."""
    place = (
        tr("So many items there is time for.")
        if rest.by_time
        else tr("In this order, a review that stops there is expected to miss about one acceptance.")
    )
    total = tr("About {count} of the {n} open items will be accepted.", count=count_text(rest.all), n=rest.n)
    return "\n".join((total, place, learnt_from(told), tr("In brackets: 90% interval. Click for how well it fits.")))


def learnt_from(told: Chances) -> str:
    """From how many verdicts the chances were learnt; that they are too few, where they are."""
    if told.known is not None:
        return tr(
            "Learnt from {n} verdicts of yours on proposals of this model, {accepted} of them accepted.",
            n=told.n,
            accepted=told.accepted,
        )
    if told.n < LEAST_VERDICTS:
        return tr(
            "Chances are told from {least} verdicts on, some accepted and some rejected; so far there are {n}.",
            least=LEAST_VERDICTS,
            n=told.n,
        )
    if told.accepted:
        return tr("No chance can be told while all {n} of your verdicts are acceptances.", n=told.n)
    return tr("No chance can be told while all {n} of your verdicts are rejections.", n=told.n)
