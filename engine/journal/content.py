"""Digest of what an annotator says."""

import hashlib
from collections.abc import Mapping
from typing import Any

from engine.journal.chain import canonical
from engine.types import Origin


def book_digest(annotations: Mapping[str, Any], verdicts: Mapping[str, Any]) -> str:
    """sha256 hex of what one annotator says about one video.

    Args:
        annotations: stored form by id; fields that say nothing count as absent, as in files of older versions. Of the
            origins of values only those with a time count: the others are the same in both.
        verdicts: stored form by id; where an apex comes from is no part of what was said.
    """
    said = {
        id_: {name: value for name, value in {**form, "origins": _timed(form.get("origins"))}.items() if value}
        for id_, form in annotations.items()
    }
    judged = {id_: {**form, "proposal": _without_origin(form.get("proposal"))} for id_, form in verdicts.items()}
    return hashlib.sha256(canonical([said, judged]).encode("ascii")).hexdigest()


def _timed(origins: Any) -> dict[str, Any]:
    told = origins if isinstance(origins, Mapping) else {}
    return {name: text for name, text in told.items() if isinstance(text, str) and Origin.of(text).at}


def _without_origin(proposal: Any) -> Any:
    if not isinstance(proposal, Mapping):
        return proposal
    return {name: value for name, value in proposal.items() if name != "apex_origin"}
