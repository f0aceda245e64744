"""Whether an analysis was done before: of the same bytes, with the same settings, its files as they were written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.content import content_digest
from engine.errors import SourceError
from engine.version import version

OUTPUTS = ("scores.csv", "proposals.csv", "curves.npz")


@dataclass(frozen=True, slots=True)
class KeptResults:
    """What of an analysis may be left out because it was done before.

    Attributes:
        resume: whether results of the same bytes, model and settings are kept.
        model: digest of the model, or of both where the video chooses.
    """

    resume: bool
    model: str


ANEW = KeptResults(resume=False, model="")


def task_key(content: str, settings: Mapping[str, Any]) -> str:
    """sha256 hex of everything that decides the results of a task.

    Args:
        content: full digest of the source.
        settings: JSON-able options, with the digest of the model; the version of METST is added.
    """
    parts = {"content": content, "version": version(), **settings}
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def output_digests(out: Path, stem: str, outputs: Sequence[str] = OUTPUTS) -> dict[str, str]:
    """sha256 hex of each file of results.

    Raises:
        SourceError: one is missing or cannot be read.
    """
    return {name: content_digest(out / f"{stem}.{name}") for name in outputs}


def former_record(out: Path, stem: str, name: str = "run.json") -> dict[str, Any]:
    """The record that lies there; empty where none can be read."""
    try:
        found = json.loads((out / f"{stem}.{name}").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_done(record: Mapping[str, Any], key: str, out: Path, stem: str, outputs: Sequence[str] = OUTPUTS) -> bool:
    """Whether a record is that of the task, and its files are still those that were written then."""
    try:
        return record.get("task") == key and record.get("outputs_sha256") == output_digests(out, stem, outputs)
    except SourceError:
        return False


def changed_source(record: Mapping[str, Any], source: Path, content: str) -> str:
    """One sentence with both digests where another file was analysed under this name before; else empty."""
    before = str(record.get("source_sha256") or "")
    if not before or before == content:
        return ""
    return (
        f"“{source.name}” is another file than the one that was analysed before: its content has the sha256 {content}, "
        f"then it had {before}; it was analysed again."
    )
