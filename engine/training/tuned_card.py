"""Card of a model that was made of another one by learning from a reviewer."""

import hashlib
import json
from pathlib import Path
from typing import Any

FORMER = "measured on the model this one was made from, not on this one"


def tuned_card(model: Path, name: str, content: bytes, counts: tuple[int, int], threshold: float, checked: str) -> str:
    """Card of a model made of another one; the bench of that one is called so.

    Args:
        model: weights file of the former model.
        name: of the new one.
        content: of its weights file.
        counts: accepted and rejected proposals it learned from.
        threshold: of its decoder.
        checked: what the guard measured.
    """
    card = card_of(model)
    learned = (
        f"{counts[0]} accepted and {counts[1]} rejected proposals (expressions the reviewer marked count as accepted)"
    )
    base = str(card.get("statement", "The model it was made from has no card: its error rates are unknown here."))
    card |= {
        "title": f"{card.get('title', model.stem)}, tuned as {name}",
        "statement": f"Made by learning from {learned} of one reviewer; not measured on anything else. {base}",
        "sha256": hashlib.sha256(content).hexdigest(),
        "tuned_from": model.name,
        "tuned_on": learned,
        "guard": checked,
        "decoder": {**card.get("decoder", {}), "threshold": threshold},
    }
    if isinstance(card.get("bench"), dict) and not str(card["bench"].get("what", "")).startswith(FORMER):
        card["bench"] = {**card["bench"], "what": f"{FORMER}: {card['bench'].get('what', '')}"}
    return json.dumps(card, indent=2, ensure_ascii=False) + "\n"


def card_of(model: Path) -> dict[str, Any]:
    """The model card beside the weights, empty where there is none."""
    beside = model.with_suffix(".json")
    card: dict[str, Any] = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    return card
