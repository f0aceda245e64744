"""The project file `*.metst`: JSON with a schema version and a digest, written atomically (ADR 0002)."""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.types import AnalysisRun
from metst_gui.document.codec_values import (
    annotation_from,
    annotation_to,
    plain,
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
    try:
        payload = encode(project)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ProjectFileError(
            f"The project cannot be saved ({error}): undo the last edit; nothing is lost while the window stays open."
        ) from error
    digest = hashlib.sha256(payload).hexdigest()
    head = f'{{"format": "{FORMAT}", "schema": {SCHEMA}, "sha256": "{digest}",\n"project": '
    try:
        _replace(path, head.encode(), payload, b"}\n")
    except OSError as error:
        raise ProjectFileError(
            f"The project cannot be saved to “{path}” ({error.strerror}): free space or save it elsewhere; "
            "nothing is lost while the window stays open."
        ) from error


def read_project(path: Path) -> Project:
    """Read a project file.

    Raises:
        ProjectFileError: missing, foreign, damaged, or written by a newer METST; the file is never touched.
    """
    try:
        with path.open("rb") as file:
            # A film opened by mistake is not read whole to find that out.
            content = file.read(1)
            if content == b"{":
                content += file.read()
    except FileNotFoundError as error:
        raise ProjectFileError(f"“{path}” does not exist: check the name or the drive.") from error
    except OSError as error:
        raise ProjectFileError(f"“{path}” cannot be read ({error.strerror}): check the drive.") from error
    return _decode(path, content)


def encode(project: Project) -> bytes:
    """JSON text of the project alone, in ASCII: a path that is no valid text survives as escapes.

    Raises:
        TypeError: a value has no JSON form.
    """
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
    run = b"null" if project.run is None else _encoded_run(project.run)
    return b"".join((json.dumps(head, default=plain).encode("ascii")[:-1], b', "run": ', run, b"}"))


@lru_cache(maxsize=2)
def _encoded_run(run: AnalysisRun) -> bytes:
    """JSON text of a run: encoded once, since a run never changes and every edit saves."""
    return json.dumps(run_to(run), default=plain).encode("ascii")


def _replace(path: Path, *parts: bytes) -> None:
    """Write a file beside `path`, then rename it over `path`; both are on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex}.metst-part")
    try:
        with temporary.open("xb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    # The rename itself survives a power cut only once the folder is on the disk; not every system can do that.
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _decode(path: Path, content: bytes) -> Project:
    if not content.startswith(b"{"):
        raise ProjectFileError(f"“{path.name}” is not a METST project: open it as a video or import it instead.")
    try:
        outer = json.loads(content)
        if not isinstance(outer, dict) or outer.get("format") != FORMAT:
            raise ProjectFileError(f"“{path.name}” is not a METST project: open it as a video or import it instead.")
        if type(outer["schema"]) is int and outer["schema"] > SCHEMA:
            raise ProjectFileError(f"“{path.name}” was written by a newer METST: update METST to open it.")
        payload = memoryview(content)[content.index(b'"project": ') + len('"project": ') : content.rindex(b"}")]
        if outer["schema"] != SCHEMA or hashlib.sha256(payload).hexdigest() != outer["sha256"]:
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
