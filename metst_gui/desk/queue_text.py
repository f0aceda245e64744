"""How far the videos are that are analysed in the background, in words."""

from metst_gui.desk.analysis_queue import AnalysisQueue
from metst_gui.language import plural, tr
from metst_gui.wording.time_left import left_text


def queue_text(queue: AnalysisQueue) -> str:
    """How far all is, as “3 of 200 analysed, about 12 min left”; empty where nothing is on the list."""
    done, failed, total = queue.counts
    if not total:
        return ""
    parts = [tr("{done} of {total} analysed", done=done, total=total)]
    parts += [plural(failed, "{n} failed", "{n} failed")] if failed else []
    left = queue.seconds_left
    if queue.paused and queue.active:
        parts.append(tr("paused"))
    elif queue.current and queue.held:
        parts.append(tr("the open video goes first"))
    elif queue.active and left is not None:
        parts.append(left_text(left))
    return ", ".join(parts)
