"""The line about the model at the foot of the window."""

from engine.explain.coverage import Coverage, coverage
from engine.types import AnalysisRun
from metst_gui.language import mark, told, tr
from metst_gui.models import model_of, model_of_run

VALIDATION = mark("not validated on real micro-expressions")
CANDIDATES = mark("candidates for human review, not evidence")


def model_line(run: AnalysisRun | None, chosen: str) -> str:
    """Which model made what is shown, how much of the video it can judge, and whether another one is chosen.

    Args:
        run: the shown run; None: none is shown.
        chosen: model of the next run, as in the settings.
    """
    next_one = model_of(chosen)
    if run is None:
        return f"{_named(next_one.title)} · {tr(CANDIDATES)}"
    made = model_of_run(run)
    parts = [_named(made.title), _covered(coverage(run)), tr(CANDIDATES)]
    if not made.is_same(next_one):
        parts.insert(1, tr("next analysis: {title}", title=_other_title(made.title, next_one.title)))
    return " · ".join(parts)


def _named(title: str) -> str:
    return tr("{title}, {statement}", title=title, statement=tr(VALIDATION))


def _other_title(made: str, chosen: str) -> str:
    return chosen if chosen != made else tr("{chosen}, another version", chosen=chosen)


def _covered(found: Coverage) -> str:
    """How much can be judged; the parts of the face are one sentence, other things a list."""
    return told(found.text)
