"""Digest of what an annotator says."""

import hashlib
from collections.abc import Mapping
from typing import Any

from engine.journal.chain import canonical


def book_digest(annotations: Mapping[str, Any], verdicts: Mapping[str, Any]) -> str:
    """sha256 hex of what one annotator says about one video.

    Args:
        annotations: stored form by id; fields that say nothing count as absent, as in files of older versions.
        verdicts: stored form by id.
    """
    said = {id_: {name: value for name, value in form.items() if value} for id_, form in annotations.items()}
    return hashlib.sha256(canonical([said, dict(verdicts)]).encode("ascii")).hexdigest()
