"""Titles and statements of the models that ship with METST, for the status line and the About box."""

import json
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from metst_gui.language import mark, told, tr

CLASSICAL = "classical"
CLASSICAL_STATEMENT = mark(
    "Training-free: movement of five face regions that returns, compared with this subject's own "
    "noise. Emotion is not inferred. Not validated on real micro-expressions."
)


def model_title(name: str) -> str:
    """Name of a model for people: of a bundled one its card's title, of a checkpoint its file name."""
    if name == CLASSICAL:
        return tr("Classical spotter (no training)")
    title = model_card(name).get("title")
    return told(str(title)) if title else tr("Model: {name}", name=PurePath(name).name)


def model_statement(name: str) -> str:
    """What a bundled model says of itself; empty for imported checkpoints."""
    return tr(CLASSICAL_STATEMENT) if name == CLASSICAL else told(str(model_card(name).get("statement") or ""))


@cache
def model_card(name: str) -> dict[str, Any]:
    """The model card of a bundled model as its JSON file holds it; empty for others."""
    try:
        card = json.loads(files("weights").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}
