"""A fold that was predicted, as a file: what it was made of, and what was found of the subject left out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.datasets import Record
from engine.files import replace_file
from engine.version import version

NAME = "fold.json"


@dataclass(frozen=True, slots=True)
class SavedFold:
    """Predictions for one subject by a model that never saw that subject.

    Attributes:
        subject: the one left out.
        predictions: in its videos, in samples; bounds may lie outside the video, as released.
    """

    subject: str
    predictions: tuple[Record, ...]


def fold_key(parts: Mapping[str, Any]) -> str:
    """sha256 hex of everything that decides a fold's predictions; the version of METST is added."""
    return hashlib.sha256(json.dumps({"version": version(), **parts}, sort_keys=True).encode()).hexdigest()


def save_fold(folder: Path, key: str, subject: str, predictions: Sequence[Record], **about: str) -> SavedFold:
    """Write a fold into a folder; the same fold gives the same bytes.

    Args:
        folder: of the fold.
        key: see `fold_key`.
        subject: the one left out.
        predictions: in samples.
        about: what else is to be known of it, for example the digest of its weights.
    """
    rows = [[one.video, one.onset, one.apex, one.offset, one.emotion] for one in predictions]
    content = {"key": key, "subject": subject, **about, "predictions": rows}
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / NAME, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return SavedFold(subject, tuple(predictions))


def saved_fold(folder: Path, key: str) -> SavedFold | None:
    """The fold of this key in a folder; None where there is none, or it is damaged."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if content["key"] != key:
            return None
        subject = str(content["subject"])
        rows = [(str(v), int(a), None if b is None else int(b), int(c), e) for v, a, b, c, e in content["predictions"]]
        return SavedFold(subject, tuple(Record(subject, *row) for row in rows))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def folder_name(name: str) -> str:
    """A subject's or method's name as the name of a folder."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)
