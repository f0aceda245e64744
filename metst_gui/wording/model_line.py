"""The line about the model at the foot of the window, and why it is that one."""

from engine.explain.coverage import Coverage, coverage
from engine.types import AnalysisRun
from metst_gui.language import mark, told, tr
from metst_gui.models import (
    is_by_both,
    is_by_movement,
    is_chosen,
    is_short,
    model_of,
    model_of_run,
    next_title,
    run_title,
    second_model_of,
)

VALIDATION = mark("not validated on real micro-expressions")
CANDIDATES = mark("candidates for human review, not evidence")


def model_line(run: AnalysisRun | None, chosen: str, restless: str = "") -> str:
    """Which model made what is shown, how much of the video it can judge, and whether another one is chosen.

    Args:
        run: the shown run; None: none is shown.
        chosen: model of the next run, as in the settings.
        restless: the one that joins it, and takes over where the face moves too much; empty: none does.
    """
    if run is None:
        by_movement = tr("Model chosen by movement, {statement}", statement=tr(VALIDATION))
        first = by_movement if restless else _named(model_of(chosen).title)
        return f"{first} · {tr(CANDIDATES)}"
    parts = [_made_by(run), _covered(coverage(run)), tr(CANDIDATES)]
    if not is_chosen(run, chosen, restless):
        parts.insert(
            1, tr("next analysis: {title}", title=_other_title(run_title(run), next_title(run, chosen, restless)))
        )
    return " · ".join(parts)


def model_reason(run: AnalysisRun | None, chosen: str, restless: str = "") -> str:
    """Why the movement chose the model it chose, and what it will do next; empty where it has no say.

    Args:
        run: the shown run; None: none is shown.
        chosen: model of the next run, as in the settings.
        restless: the one that joins it, and takes over where the face moves too much; empty: none does.
    """
    if run is not None and is_by_both(run):
        why = (
            tr("A clip this short shows a model little: both scored it together.")
            if is_short(run)
            else tr("Both scored together where the face rests, elsewhere “{moves}” alone.", moves=_second_title(run))
        )
    elif run is not None and is_by_movement(run):
        made = model_of_run(run)
        took_over = run.settings.get("weights") == run.settings.get("restless_weights")
        why = (
            tr("The face moves or speaks too much for the default model here: “{made}” took over.", made=made.title)
            if took_over
            else tr("The face rests enough for “{made}” here.", made=made.title)
        )
    elif restless:
        why = tr(
            "Where the face rests “{rest}” and “{moves}” score together, elsewhere “{moves}” alone.",
            rest=model_of(chosen).title,
            moves=model_of(restless).title,
        )
    else:
        return ""
    return f"{why} {tr('The Analysis menu turns this choice off.')}" if restless else why


def _second_title(run: AnalysisRun) -> str:
    second = second_model_of(run)
    return "" if second is None else second.title


def _named(title: str) -> str:
    return tr("{title}, {statement}", title=title, statement=tr(VALIDATION))


def _made_by(run: AnalysisRun) -> str:
    title = run_title(run)
    if not is_by_movement(run):
        return _named(title)
    return tr("{title}, chosen by movement, {statement}", title=title, statement=tr(VALIDATION))


def _other_title(made: str, chosen: str) -> str:
    return chosen if chosen != made else tr("{chosen}, another version", chosen=chosen)


def _covered(found: Coverage) -> str:
    """How much can be judged; the parts of the face are one sentence, other things a list."""
    return told(found.text)
