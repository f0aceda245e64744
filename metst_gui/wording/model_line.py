"""The line about the model at the foot of the window, and why it is that one."""

from engine.explain.coverage import coverage
from engine.types import AnalysisRun
from metst_gui.language import mark, told, tr
from metst_gui.models import (
    Model,
    has_scores,
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
NO_FACE = mark("No face was found: no model scored anything here")
NO_SCORE = mark("No model scored anything here")
# Share of the samples with a face up to which its absence is the reason told.
FACED = 0.5


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
    made, following = run_title(run), next_title(run, chosen, restless)
    return _line(run, _made_by(run), "" if is_chosen(run, chosen, restless) else _other_title(made, following))


def short_model_line(run: AnalysisRun | None, chosen: str, restless: str = "") -> str:
    """The same with plain names in place of titles, for where there is no room; see `model_line`."""
    if run is None:
        return model_line(run, chosen, restless)
    made = _names(model_of_run(run), second_model_of(run))
    joins = model_of(restless) if restless and is_by_both(run) else None
    following = _names(model_of(chosen), joins)
    return _line(run, _named(made), "" if is_chosen(run, chosen, restless) else _other_title(made, following))


def _line(run: AnalysisRun, made: str, following: str) -> str:
    """The parts in the order in which they matter; where no model scored anything there is nothing to say of a model.

    Args:
        run: the shown run.
        made: who made it, with what is known of that.
        following: who makes the next one; empty: the same.
    """
    found = coverage(run)
    after = [tr("next analysis: {title}", title=following)] if following else []
    if not has_scores(run):
        nothing = tr(NO_FACE) if found.faced <= FACED else tr(NO_SCORE)
        return " · ".join([nothing, *after])
    return " · ".join([made, *after, told(found.text), tr(CANDIDATES)])


def _names(first: Model, second: Model | None) -> str:
    return " + ".join(one.short_title for one in (first, second) if one is not None)


def model_reason(run: AnalysisRun | None, chosen: str, restless: str = "") -> str:
    """Why the movement chose the model it chose, and what it will do next.

    Empty where it has no say, and where no model scored anything.

    Args:
        run: the shown run; None: none is shown.
        chosen: model of the next run, as in the settings.
        restless: the one that joins it, and takes over where the face moves too much; empty: none does.
    """
    if run is not None and not has_scores(run):
        return ""
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
