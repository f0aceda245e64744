"""Which column of a table says when, and which are curves: guessed by what tools write, and changed by the user."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, get_args

import numpy as np

from engine.foreign.columns import ForeignTable
from engine.types import CLASSES

# What the column says: frames counted from 0 or 1, or times in s or ms; or the columns have a clock of their own.
When = Literal["frame0", "frame1", "seconds", "milliseconds", "own"]
# Where times count from: the time stamps of the medium (ADR 0021), or its first frame.
Zero = Literal["medium", "first_frame"]
Tool = Literal["", "openface", "py-feat"]
# Most curves that are chosen by themselves: a table may have hundreds.
MOST_CURVES: Final = 12
_FRAMES = ("frame", "frames", "frame_index", "frame_idx", "frame_number", "index")
_SECONDS = ("time", "time_s", "t", "seconds", "timestamp", "time_sec", "times", "onset")
_MILLISECONDS = ("time_ms", "timestamp_ms", "milliseconds", "ms", "t_ms")
_SCORES = ("spotting_score", "score", "scores", "probability", "prob", "confidence", "prediction")
_UNIT = re.compile(r"AU0*(\d{1,2})(_r|_c)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How a table is read.

    Attributes:
        when: what `column` says.
        column: name of the column of frames or times; empty where the columns have a clock of their own.
        curves: columns that are shown as curves.
        score: column that is a model's spotting score; empty: none, the curves are lanes.
        zero: where times count from.
        offset_s: s added to every time: where the signal begins on that clock.
        person: of tables of several faces, the one that is read; empty: all, or whoever has the most rows where a frame
            shows several.
    """

    when: When
    column: str
    curves: tuple[str, ...]
    score: str = ""
    zero: Zero = "medium"
    offset_s: float = 0.0
    person: str = ""

    def form(self) -> dict[str, Any]:
        """JSON-able form, see `mapping_from`."""
        return {**asdict(self), "curves": list(self.curves)}


def mapping_from(form: object, table: ForeignTable) -> TableMapping | None:
    """A remembered mapping that fits a table; None where it does not."""
    if not isinstance(form, Mapping):
        return None
    try:
        found = TableMapping(**{**form, "curves": tuple(str(one) for one in form["curves"])})
        offset = float(found.offset_s)
    except (TypeError, ValueError, KeyError):
        return None
    columns = {*found.curves, *filter(None, (found.column, found.score))}
    known = found.when in get_args(When) and found.zero in get_args(Zero) and columns <= {*table.columns}
    return replace(found, offset_s=offset) if known and np.isfinite(offset) and abs(offset) < 1e7 else None


def tool_of(table: ForeignTable) -> Tool:
    """Which tool wrote a table, by its columns.

    OpenFace 2 writes ``frame, face_id, timestamp, confidence, success, ..., AU01_r, ..., AU01_c``; Py-feat 2
    ``FaceRectX, ..., AU01, ..., anger, ..., input, frame``.
    """
    names = {*table.columns}
    if {"frame", "timestamp", "success"} <= names and any(name.endswith("_r") for name in names):
        return "openface"
    if {"FaceRectX", "frame"} <= names and any(_UNIT.fullmatch(name) for name in names):
        return "py-feat"
    return ""


def action_unit(column: str) -> int | None:
    """Code of the action unit whose intensity a column holds, ``AU01_r`` or ``AU01``; None: it is another one."""
    found = _UNIT.fullmatch(column.strip())
    return int(found[1]) if found and (found[2] or "").lower() != "_c" else None


def guess(table: ForeignTable) -> TableMapping:
    """How a table is most likely meant."""
    tool = tool_of(table)
    when, column = _when(table, tool)
    usable = [name for name in table.columns if name != column]
    units = [name for name in usable if action_unit(name) is not None] if tool else []
    classes = {f"p_{one}" for one in CLASSES}
    lower = {name.lower(): name for name in usable}
    score = next((lower[name] for name in _SCORES if name in lower), "") if not tool else ""
    values = table.columns.get(score)
    if values is not None and not _is_score(values):
        score = ""
    rest = [name for name in usable if name != score and name.lower() not in ("mask", *_FRAMES, *_SECONDS)]
    chosen = units or [name for name in rest if name not in classes][:MOST_CURVES]
    return TableMapping(when, column, tuple(chosen), score)


def _is_score(values: np.ndarray) -> bool:
    known = values[np.isfinite(values)]
    return bool(len(known) and known.min() >= 0 and known.max() <= 1)


def _when(table: ForeignTable, tool: Tool) -> tuple[When, str]:
    if table.clocks:
        return "own", ""
    # OpenFace counts frames from 1, and its times are those frames at a mean rate; Py-feat counts from 0.
    if tool:
        return ("frame1" if tool == "openface" else "frame0"), "frame"
    lower = {name.lower().strip(): name for name in table.columns}
    kinds: tuple[tuple[When, tuple[str, ...]], ...] = (
        ("frame0", _FRAMES),
        ("seconds", _SECONDS),
        ("milliseconds", _MILLISECONDS),
    )
    for when, names in kinds:
        found = next((lower[name] for name in names if name in lower), None)
        if found is not None:
            return when, found
    return "frame0", ""


def people(table: ForeignTable) -> tuple[str, ...]:
    """Names of the faces of a table of several, the one with the most rows first; empty where it has one."""
    name = next((one for one in ("face_id", "Identity") if one in table.columns or one in table.words), None)
    if name is None:
        return ()
    values = _people(table, name)
    counted = Counter(one for one in values if one)
    return tuple(one for one, _ in counted.most_common()) if len(counted) > 1 else ()


def one_at_a_time(table: ForeignTable) -> bool:
    """Whether no frame of a table has two faces: several names may be one person, whom the tool lost for a while."""
    frames = table.columns.get(_when(table, tool_of(table))[1])
    return frames is not None and len(np.unique(frames)) == len(frames)


def rows_of(table: ForeignTable, person: str) -> np.ndarray:
    """Which rows are of a person, bool [N]; all of them in a table of one."""
    names = people(table)
    if not names:
        return np.ones(len(table), np.bool_)
    column = "face_id" if "face_id" in table.columns or "face_id" in table.words else "Identity"
    if person not in names and one_at_a_time(table):
        return np.ones(len(table), np.bool_)
    wanted = person if person in names else names[0]
    return np.array([one == wanted for one in _people(table, column)], np.bool_)


def _people(table: ForeignTable, column: str) -> tuple[str, ...]:
    if column in table.words:
        return table.words[column]
    return tuple("" if np.isnan(one) else f"{one:g}" for one in table.columns[column].tolist())
