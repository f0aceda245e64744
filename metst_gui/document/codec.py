"""The project file `*.metst`: JSON with a schema version and a digest, written atomically (ADR 0002)."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from metst_gui.document.codec_values import (
    annotation_from,
    annotation_to,
    run_from,
    run_to,
    verdict_from,
    verdict_to,
    video_from,
    video_to,
)
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import SCHEMA, Project

FORMAT = "metst-project"
KNOWN = {"video", "subject", "video_name", "annotator", "annotations", "verdicts", "run", "decoder"}


def write_project(path: Path, project: Project) -> None:
    """Write the project file: complete or not at all.

    Raises:
        ProjectFileError: the folder cannot be written, or the disk is full; the old file is untouched.
    """
    payload = encode(project)
    digest = hashlib.sha256(payload.encode()).hexdigest()
    text = f'{{"format": "{FORMAT}", "schema": {SCHEMA}, "sha256": "{digest}",\n"project": {payload}}}\n'
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise ProjectFileError(
            f"The project cannot be saved to “{path}” ({error.strerror}): free space or save it elsewhere; "
            "nothing is lost while the window stays open."
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def read_project(path: Path) -> Project:
    """Read a project file.

    Raises:
        ProjectFileError: missing, foreign, damaged, or written by a newer METST; the file is never touched.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ProjectFileError(f"“{path}” does not exist: check the name or the drive.") from error
    except OSError as error:
        raise ProjectFileError(f"“{path}” cannot be read ({error.strerror}): check the drive.") from error
    except UnicodeDecodeError as error:
        raise ProjectFileError(_damaged(path)) from error
    return _decode(path, text)


def encode(project: Project) -> str:
    """JSON text of the project alone."""
    head = {
        **dict(project.extra),
        "video": video_to(project.video),
        "subject": project.subject,
        "video_name": project.video_name,
        "annotator": project.annotator,
        "annotations": [annotation_to(one) for one in project.annotations],
        "verdicts": {key: verdict_to(one) for key, one in project.verdicts.items()},
        "decoder": dict(project.decoder) if project.decoder is not None else None,
    }
    run = "null" if project.run is None else _encoded_run(project.run)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "run": {run}}}'


@lru_cache(maxsize=2)
def _encoded_run(run: Any) -> str:
    """JSON text of a run: encoded once, since a run never changes and every edit saves."""
    return json.dumps(run_to(run), ensure_ascii=False)


def _decode(path: Path, text: str) -> Project:
    try:
        outer = json.loads(text)
        if not isinstance(outer, dict) or outer.get("format") != FORMAT:
            raise ProjectFileError(f"“{path.name}” is not a METST project: open it as a video or import it instead.")
        if not isinstance(outer["schema"], int) or outer["schema"] > SCHEMA:
            raise ProjectFileError(f"“{path.name}” was written by a newer METST: update METST to open it.")
        payload = text[text.index('"project": ') + len('"project": ') : text.rindex("}")]
        if hashlib.sha256(payload.encode()).hexdigest() != outer["sha256"]:
            raise ProjectFileError(_damaged(path))
        return _project(outer["project"])
    except ProjectFileError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ProjectFileError(_damaged(path)) from error


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
    return f"“{path.name}” is damaged and was left as it is: open a backup copy of it."
