"""Model cards of checkpoints: from the JSON file beside the weights, or the careful default for a bare checkpoint.

A card file has the name of the weights with the ending ``.json`` and any of these keys: ``title``, ``statement``,
``features`` ("robust", "parity" or "patches"), ``stitch`` ("average", "centred" or "second_half"), ``views`` (a list
of "mirror" and "reverse": views of each window that are averaged), ``view_mean`` ("score" or "logit": what is
averaged),
``far_end`` (true: windows are seen relative to the sample that comes last), ``between`` (0 to 12: further windows
scored between two neighbours), ``decoder`` (an object with the fields of `DecoderConfig`) and ``sha256`` (of the
weights; a card for other weights is refused). Other keys are for people.
"""

import json
from pathlib import Path
from typing import Any, get_args

from engine.cards.card import ModelCard
from engine.config import DecoderConfig, View, stored_decoder
from engine.errors import CheckpointError
from engine.messages import Said
from engine.patches import CHANNELS
from engine.weights import NetworkShape, SlowFastShape

STATEMENT = Said(
    "ME-TST checkpoint without a model card. Its error rates are unknown here: published weights are "
    "only known on the data set they were trained for. Proposals are candidates for human review, not "
    "evidence. The class is a guess from facial movement, not a measurement of emotion. Do not use for "
    "decisions about people."
)
PATCH_STATEMENT = Said(
    "A checkpoint without a model card. Its error rates are unknown here. Proposals are candidates for "
    "human review, not evidence. The class is a guess from facial movement, not a measurement of "
    "emotion. Do not use for decisions about people."
)
# Released checkpoints know the official features, whose later windows count by their second half (feature spec 1.12),
# and get the decoder whose bounds follow labelled durations (ADR 0013).
RELEASED: dict[str, Any] = {
    "features": "parity",
    "stitch": "second_half",
    "view_mean": "score",
    "decoder": {"name": "anchored"},
}
MAX_BETWEEN = 12
CHOICES: dict[str, tuple[str, ...]] = {
    "features": ("robust", "parity", "patches"),
    "stitch": ("average", "centred", "second_half"),
    "view_mean": ("score", "logit"),
}


def checkpoint_card(path: Path, digest: str, shape: NetworkShape) -> ModelCard:
    """Card of the checkpoint `path`.

    Args:
        path: the weights file; ``<stem>.json`` beside it is read if it exists.
        digest: sha256 hex of the weights.
        shape: the network the weights are of.

    Raises:
        CheckpointError: the card cannot be read, has values METST does not know, or belongs to other weights.
    """
    described: dict[str, Any] = {
        "title": Said("{title} checkpoint {name}", title=shape.title, name=path.stem),
        "statement": STATEMENT.replace("ME-TST", shape.title),
        **RELEASED,
    }
    if isinstance(shape, SlowFastShape):
        described["decoder"] = {"name": "prior_guided"}
    return _card(path, digest, described, shape.channels)


def patch_card(path: Path, digest: str) -> ModelCard:
    """Card of a checkpoint on patch channels.

    Args:
        path: the weights file; ``<stem>.json`` beside it is read if it exists.
        digest: sha256 hex of the weights.

    Raises:
        CheckpointError: as for `checkpoint_card`.
    """
    described: dict[str, Any] = {
        "title": Said("Patch checkpoint {name}", name=path.stem),
        "statement": PATCH_STATEMENT,
        "features": "patches",
        "stitch": "average",
        "view_mean": "score",
        "decoder": {"name": "half_max"},
    }
    card = _card(path, digest, described, CHANNELS)
    if card.features != "patches":
        raise CheckpointError(
            Said("The model card “{name}.json” names other features than its weights need.", name=path.stem)
        )
    return card


def _card(path: Path, digest: str, described: dict[str, Any], channels: int) -> ModelCard:
    beside = path.with_suffix(".json")
    if beside.is_file():
        described |= _read(beside)
    sha256 = described.get("sha256", digest)
    if sha256 != digest:
        raise CheckpointError(
            Said("The model card “{name}” belongs to other weights; put the right one beside them.", name=beside.name)
        )
    for key, allowed in CHOICES.items():
        if described[key] not in allowed:
            raise CheckpointError(
                Said("The model card “{name}” has an unknown value for “{key}”; correct it.", name=beside.name, key=key)
            )
    return ModelCard(
        name=path.stem,
        title=str(described["title"]),
        digest=digest,
        statement=str(described["statement"]),
        infers_emotion=True,
        features=described["features"],
        decoder=_decoder(described["decoder"], name=beside.name),
        stitch=described["stitch"],
        channels=channels,
        views=_views(described.get("views", []), name=beside.name),
        view_mean=described["view_mean"],
        far_end=described.get("far_end", False) is True,
        between=_between(described.get("between", 0), name=beside.name),
    )


def stored_statement(path: Path, digest: str) -> str:
    """Statement of a checkpoint: that of the card beside it where it belongs to it, else the careful one."""
    beside = path.with_suffix(".json")
    try:
        card = _read(beside) if beside.is_file() else {}
    except CheckpointError:
        return STATEMENT
    return str(card.get("statement", STATEMENT)) if card.get("sha256", digest) == digest else STATEMENT


def _read(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(
            Said("The model card “{name}” cannot be read; correct or remove it.", name=path.name)
        ) from error
    if not isinstance(card, dict):
        raise CheckpointError(
            Said("The model card “{name}” must be a JSON object; correct or remove it.", name=path.name)
        )
    return card


def _views(values: Any, *, name: str) -> tuple[View, ...]:
    if not isinstance(values, list) or not all(value in get_args(View) for value in values):
        raise CheckpointError(Said("The model card “{name}” has an unknown value for “views”; correct it.", name=name))
    return tuple(dict.fromkeys(values))


def _between(value: Any, *, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_BETWEEN:
        raise CheckpointError(
            Said("The model card “{name}” has an unknown value for “between”; correct it.", name=name)
        )
    return value


def _decoder(values: Any, *, name: str) -> DecoderConfig:
    """Decoder options from a card; every number must have the kind of its default."""
    try:
        return stored_decoder(values)
    except (ValueError, TypeError) as error:
        raise CheckpointError(
            Said("The model card “{name}” has unusable decoder options; correct them.", name=name)
        ) from error
