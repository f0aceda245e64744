"""The raw card of a model: what its JSON file says, for people. Light to import; see `engine.cards.checkpoint`."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.data import WEIGHTS
from engine.errors import PluginError
from engine.plugins import card_of, find

# Value of the key "classes" of a card whose emotion classes are hints from action-unit patterns.
HINTS = "hints"
MAX_CARD_BYTES = 1 << 20


def stored_card(weights: str) -> Mapping[str, Any]:
    """Card of a bundled model or a plug-in (by name), or of a checkpoint (by path); empty where none can be read."""
    path = Path(weights)
    beside = path.with_suffix(".json") if path.name else path
    try:
        if path.name and beside != path and path.is_file():
            return _parsed(beside)
        bundled = WEIGHTS / f"{weights}.json"
        if path.name == weights and bundled.is_file():
            return _bundled(weights)
        plugin = find("metst.spotters", weights)
        return {} if plugin is None else card_of(plugin)
    except (OSError, ValueError, PluginError):
        return {}


def gives_hints(card: Mapping[str, Any]) -> bool:
    """Whether the emotion classes of a model are no more than hints from action-unit patterns, as its card says.

    A model trained on synthetic movements only ever saw classes from a table of action units: its card says
    ``"classes": "hints"``.
    """
    if "classes" in card:
        return bool(card["classes"] == HINTS)
    # Cards of older versions have no such key; those of models of synthetic movements name their portraits.
    return "portraits" in card


def statement_of(card: Mapping[str, Any], other: str) -> str:
    """What a card says of a model's errors, and that of a second model, if there is one."""
    cards = (card, stored_card(other)) if other else (card,)
    return " ".join(str(one["statement"]) for one in cards if "statement" in one)


@lru_cache(maxsize=16)
def _bundled(name: str) -> Mapping[str, Any]:
    return _content((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))


def _parsed(path: Path) -> Mapping[str, Any]:
    if not path.is_file() or path.stat().st_size > MAX_CARD_BYTES:
        return {}
    return _content(path.read_text(encoding="utf-8"))


def _content(text: str) -> Mapping[str, Any]:
    try:
        card = json.loads(text)
    except RecursionError:
        return {}
    return card if isinstance(card, dict) else {}
