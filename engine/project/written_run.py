"""What `metst analyze` wrote, read back as the run it was: by the window, or for a project of its own."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.content import Content, content_digest
from engine.errors import DatasetError, SourceError
from engine.journal.packed import MAX_RUN_BYTES
from engine.journal.reader import MALFORMED
from engine.messages import Said, template
from engine.project.run_form import arrays_of_run, pack_blob, stored_run_from, stored_run_to
from engine.types import AnalysisRun

RECORD, CURVES = ".run.json", ".curves.npz"
# Name of the form among the arrays.
FORM = "run"
MADE_ELSEWHERE = template("This analysis was made by metst analyze and taken from “{name}”.")


@dataclass(frozen=True, slots=True, eq=False)
class WrittenRun:
    """An analysis that was written to a folder.

    Attributes:
        record: path of its run record.
        record_sha256: digest of that.
        source: path of the video, as it was given.
        place: where the video was, as seen from the record; it need not be there.
        subject: who is seen, where it was said.
        content: identity of the video.
        n_frames, table_digest: of its frames.
        fps: mean frame rate in Hz.
        rate_given: True where that was said in place of the file's own times.
        run: the analysis; its notes say where it comes from.
    """

    record: Path
    record_sha256: str
    source: str
    place: Path
    subject: str
    content: Content
    n_frames: int
    table_digest: str
    fps: float
    rate_given: bool
    run: AnalysisRun

    @property
    def name(self) -> str:
        """Name of the video, as the results were named after it."""
        stem = self.record.name.removesuffix(RECORD)
        return stem if stem.isprintable() else Path(self.source).stem

    @property
    def told(self) -> dict[str, str]:
        """What a journal tells of where the run comes from."""
        return {"file": self.record.name, "sha256": self.record_sha256, "source_sha256": self.content.sha256}


def run_content(run: AnalysisRun) -> bytes:
    """Bytes of the file with all curves of a run, and what `stored_run_to` says of it; the same for the same run."""
    form, _ = stored_run_to(run, "")
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{FORM: np.array(json.dumps(form, sort_keys=True))}, **arrays_of_run(run))  # type: ignore[arg-type] # numpy takes allow_pickle for one of the arrays
    return buffer.getvalue()


def is_results(path: Path) -> bool:
    """Whether a path is a run record, or a folder that holds some and no images of its own."""
    if path.is_dir():
        return bool(records_at(path)) and not any(one.suffix.lower() in IMAGES for one in path.iterdir())
    return path.name.endswith(RECORD)


def records_at(path: Path) -> list[Path]:
    """The run records that a path means: itself, or those in the folder, by name."""
    return sorted(path.glob(f"*{RECORD}")) if path.is_dir() else [path]


# What a folder of images holds: such a one is a video, even where results were written into it.
IMAGES = frozenset((".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"))


def read_written(record: Path) -> WrittenRun:
    """Read what was written of one analysis.

    Args:
        record: its ``*.run.json``; the curves lie beside it.

    Raises:
        DatasetError: it is no run record of this version, or the curves are missing or not those it was written with.
    """
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        stem = record.name.removesuffix(RECORD)
        curves = record.with_name(stem + CURVES)
        if content_digest(curves) != told["outputs_sha256"][CURVES[1:]]:
            raise DatasetError(
                Said("“{name}” was changed after it was written: analyse its video again.", name=curves.name)
            )
        run = _run(curves)
        if run.id != told["run"] or run.maker_digest != told["model_sha256"]:
            raise DatasetError(Said("“{name}” belongs to another run: analyse its video again.", name=curves.name))
        note = Said(MADE_ELSEWHERE, name=record.name)
        return WrittenRun(
            record=record,
            record_sha256=content_digest(record),
            source=str(told["source"]),
            place=record.parent / str(told["source_relative"] or told["source"]),
            subject=str(told["subject"]),
            content=Content(int(told["source_bytes"]), str(told["source_fast"]), str(told["source_sha256"])),
            n_frames=int(told["n_frames"]),
            table_digest=str(told["frame_table_sha256"]),
            fps=float(told["fps"]),
            rate_given=bool(told["rate_given"]),
            run=replace(run, notes=(*run.notes, note)),
        )
    except (OSError, SourceError, zipfile.BadZipFile, EOFError, *MALFORMED) as error:
        raise DatasetError(
            Said(
                "“{name}” cannot be opened as a run: it needs the *.curves.npz that metst analyze wrote beside it, of "
                "this version. Analyse its video again.",
                name=record.name,
            )
        ) from error


def _run(path: Path) -> AnalysisRun:
    """The run in a file of curves.

    Raises:
        ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile: it is none.
    """
    with zipfile.ZipFile(path) as packed:
        # A few kB of a foreign file may stand for gigabytes.
        if sum(one.file_size for one in packed.infolist()) > MAX_RUN_BYTES:
            raise ValueError("arrays of an impossible size")
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    form: Mapping[str, Any] = json.loads(str(arrays.pop(FORM)))
    blobs = {name: np.ascontiguousarray(array).tobytes() for name, array in arrays.items()}
    if form["curves"] != {name: pack_blob(array)[0] for name, array in arrays.items()}:
        raise ValueError("arrays that the run does not tell of")
    return stored_run_from(form, lambda name, _size: blobs[name])
