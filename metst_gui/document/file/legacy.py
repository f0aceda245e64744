"""The first form of the project file: JSON with a digest. Read to be converted, never written (ADR 0002)."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.messages import Said
from metst_gui.document.file.errors import DamagedProjectError, ProjectFileError
from metst_gui.document.file.forms import (
    annotation_from,
    run_from,
    verdict_from,
    video_from,
)
from metst_gui.document.project import Project

SCHEMA = 1
FORMAT = "metst-project"
# A larger one holds no video anybody opened with that METST, and would take the memory to parse.
MOST_BYTES = 64 << 20
KNOWN = {"video", "subject", "video_name", "annotator", "annotations", "verdicts", "run", "decoder"}


def read_json(path: Path) -> Project:
    """Read a project file in the JSON form.

    Raises:
        ProjectFileError: missing, foreign, damaged, or written by a newer METST; the file is never touched.
    """
    try:
        with path.open("rb") as file:
            # A film opened by mistake is not read whole to find that out.
            content = file.read(1)
            if content == b"{":
                content += file.read(MOST_BYTES)
    except FileNotFoundError as error:
        raise ProjectFileError(Said("“{name}” does not exist: check the name or the drive.", name=path)) from error
    except OSError as error:
        raise ProjectFileError(
            Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
        ) from error
    return _decode(path, content)


def _decode(path: Path, content: bytes) -> Project:
    if not content.startswith(b"{"):
        raise ProjectFileError(
            Said("“{name}” is not a METST project: open it as a video or import it instead.", name=path.name)
        )
    try:
        outer = json.loads(content)
        if not isinstance(outer, dict) or outer.get("format") != FORMAT:
            raise ProjectFileError(
                Said("“{name}” is not a METST project: open it as a video or import it instead.", name=path.name)
            )
        if type(outer["schema"]) is int and outer["schema"] > SCHEMA:
            raise ProjectFileError(
                Said("“{name}” was written by a newer METST: update METST to open it.", name=path.name)
            )
        payload = memoryview(content)[content.index(b'"project": ') + len('"project": ') : content.rindex(b"}")]
        if outer["schema"] != SCHEMA or hashlib.sha256(payload).hexdigest() != outer["sha256"]:
            raise ProjectFileError(_damaged(path))
        return _project(outer["project"])
    except ProjectFileError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise DamagedProjectError(_damaged(path)) from error


def _project(data: Mapping[str, Any]) -> Project:
    return Project(
        video=video_from(data["video"]),
        subject=str(data["subject"]),
        video_name=str(data["video_name"]),
        annotator=str(data["annotator"]),
        annotations=tuple(annotation_from(one) for one in data["annotations"]),
        verdicts={str(key): verdict_from(one) for key, one in data["verdicts"].items()},
        run=run_from(data["run"]),
        decoder=data["decoder"],
        extra={key: value for key, value in data.items() if key not in KNOWN},
    )


def _damaged(path: Path) -> str:
    return Said("“{name}” is damaged and was left as it is: open a backup copy of it.", name=path.name)
