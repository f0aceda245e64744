"""Score curves in text files: those of `metst analyze`, and those of any model with a frame or a time, and a score.

Between the cells stand commas, semicolons, tabs or blanks; decimals have a point or a comma; the first line may name
the columns or not. Rows that a file leaves out, and cells without a number, are gaps.
"""

import csv
import io
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from engine.cli.tables import REGION_COLUMNS
from engine.datasets.text.delimited import without_sep
from engine.datasets.text.encoding import read_text
from engine.datasets.text.numbers import decimal
from engine.errors import DatasetError
from engine.types import CLASSES, Curves, Float64, Int64, Mask

ENDINGS = (".csv", ".tsv", ".txt")
ASSUMED_RATE = 30.0  # Hz, where a file has frames without times and nobody names the rate
# Names that other programs give to the columns, first those of METST; units and marks are taken off before.
_FRAME = ("frame", "frame index", "frame idx", "frame number", "frame no", "frame id", "frames", "index", "idx")
_TIME = ("time", "timestamp", "pts time", "times", "seconds", "sec", "t")
_SCORE = ("spotting score", "score", "scores", "value", "probability", "prob", "prediction", "pred", "confidence")
_UNITS = {**dict.fromkeys(("s", "sec", "secs", "seconds"), 1.0), **dict.fromkeys(("ms", "msec", "milliseconds"), 1e3)}
_UNITS |= dict.fromkeys(("us", "µs", "μs", "microseconds"), 1e6)
_NAMES_OF_LABELS = frozenset(("onset", "onset 1based", "onset s"))
_ABSENT = frozenset(("", "nan", "na", "n/a", "none", "null", "-"))
MOST_SAMPLES = 10_000_000  # four days at 30 Hz
_SLOW_S = 2.0  # between two samples: no score curve has so few, so that such times are milliseconds


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """A score curve and how its file was read.

    Attributes:
        curves: the curve; missing rows are gaps.
        remarks: sentences about what had to be assumed.
        by_regions: whether it is of a run that judged regions, whose bounds were measured on the skin.
    """

    curves: Curves
    remarks: tuple[str, ...] = ()
    by_regions: bool = False


def is_scores(path: Path) -> bool:
    """Whether a text table is a score curve: a score with a frame or a time in every row, and no onsets."""
    if path.suffix.lower() not in ENDINGS:
        return False
    lines, _ = _lines(path)
    if not lines:
        return False
    columns = _columns(lines[0][1])
    if columns is None:
        return len(lines[0][1]) == 2 and all(_number(cell) is not None for cell in lines[0][1])
    names = {_name(cell)[0] for cell in lines[0][1]}
    return "score" in columns and bool({"frame", "time"} & set(columns)) and not names & _NAMES_OF_LABELS


def read_curves(path: Path, *, fps: float | None = None) -> Curves:
    """The curve of a score file, see `read_scores`.

    Raises:
        DatasetError: see `read_scores`.
    """
    return read_scores(path, fps=fps).curves


def read_scores(path: Path, *, fps: float | None = None) -> ScoreFile:
    """Curves from a scores CSV of METST, or from one of another model with a frame (or time) and a score.

    Args:
        path: of the file.
        fps: frame rate, where the file has no times; where it has times only, the rate that turns them into frames.
            None: the times' own, or 30 where there are none.

    Raises:
        DatasetError: missing columns, text where a number belongs, or frames or times that do not rise.
    """
    lines, issues = _lines(path)
    remarks = list(issues)
    columns = _columns(lines[0][1]) if lines else {}
    by_regions = bool(lines) and set(REGION_COLUMNS) <= set(lines[0][1])
    if columns is None:
        kind = _kind_of_first(path, lines)
        columns = {kind: (0, 1.0), "score": (1, 1.0)}
        remarks.append(f"It has no line of names; its two columns are read as {kind} and score.")
    else:
        lines = _below(path, lines)
    if "score" not in columns or not {"frame", "time"} & set(columns):
        missing = "spotting_score" if "score" not in columns else "frame"
        raise DatasetError(
            f"“{path.name}” is not a scores file: column {missing} is missing; it needs a frame or time, and a score."
        )
    table = _Scores(path.name, lines, columns)
    return ScoreFile(_curves(table, fps, remarks), tuple(remarks), by_regions=by_regions)


def _below(path: Path, lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows below the names.

    Raises:
        DatasetError: a row has cells beyond them.
    """
    width = len(lines[0][1]) if lines else 0
    for line, row in lines[1:]:
        if any(cell.strip() for cell in row[width:]):
            raise DatasetError(
                f"“{path.name}” is damaged: row {line} has {len(row)} cells and there are {width} columns; where "
                "decimals have a comma, put semicolons or tabs between the cells."
            )
    return lines[1:]


def _curves(table: "_Scores", fps: float | None, remarks: list[str]) -> Curves:
    """The curve of a table, with a sample for every row and for every one that is missing.

    Raises:
        DatasetError: see `read_scores`.
    """
    score = table.numbers("score")
    times = None if "time" not in table.columns else table.times(remarks)
    frames, rate, steps = table.frames(times, fps)
    whole = all(f"p_{one}" in table.columns for one in CLASSES)
    probabilities = np.stack([table.numbers(f"p_{one}") for one in CLASSES], axis=1) if whole else None
    if probabilities is not None and np.isnan(probabilities).all():
        probabilities = None
    mask = np.where(np.isnan(score), int(Mask.NO_FACE), 0)
    if "mask" in table.columns:
        mask = np.nan_to_num(table.numbers("mask")).astype(np.int64)
    places = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    n = int(places[-1]) + 1
    if n > MOST_SAMPLES:
        raise DatasetError(
            f"“{table.name}” is damaged: its rows lie {n} samples apart; give a curve without such leaps."
        )
    if n > len(places):
        remarks.append(f"{n - len(places)} rows are missing between others; nothing is found there.")
        all_frames = np.interp(np.arange(n), places, frames).round().astype(np.int64)
        frames, score, mask = all_frames, _put(score, places, n, np.nan), _put(mask, places, n, int(Mask.NO_FACE))
        if probabilities is not None:
            probabilities = _put(probabilities, places, n, np.nan)
    return Curves(
        frames=frames,
        score=score.astype(np.float32),
        probabilities=None if probabilities is None else probabilities.astype(np.float32),
        mask=mask.astype(np.uint8),
        rate=rate,
    )


def _put(values: np.ndarray, places: Int64, n: int, empty: float) -> np.ndarray:
    """Values at their places among `n` samples."""
    found = np.full((n, *values.shape[1:]), empty, values.dtype)
    found[places] = values
    return found


def _lines(path: Path) -> tuple[list[tuple[int, list[str]]], tuple[str, ...]]:
    """Rows that hold something, with their numbers in a text editor, and what was assumed of the encoding.

    Raises:
        DatasetError: no file, no text, or no table.
    """
    text = read_text(path)
    remarks = tuple(f"It {issue.text}." for issue in text.issues)
    body, mark = without_sep(text.text)
    lines = re.split("\r\n|\n|\r", body)
    first = next((line for line in lines if line.strip()), "")
    parted = first.split()
    blanks = "\t" not in first and len(parted) == 2 and all(_number(cell) is not None for cell in parted)
    delimiter = mark or ("" if blanks else next((one for one in "\t;," if one in first), ""))
    if not delimiter:
        rows = [line.split() for line in lines]
    else:
        try:
            rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, skipinitialspace=True))
        except csv.Error as error:
            raise DatasetError(f"“{path.name}” is not a CSV file ({error}); export it again.") from error
    start = 2 if mark else 1
    return [(n, row) for n, row in enumerate(rows, start=start) if any(cell.strip() for cell in row)], remarks


def _name(cell: str) -> tuple[str, float]:
    """Name of a column without its unit and marks, and how many of the unit are a second."""
    text = " ".join(re.sub(r"[_\-#()\[\]/]", " ", cell.strip().lstrip("'").lower()).split())
    head, _, last = text.rpartition(" ")
    if head and last in _UNITS:
        return head, _UNITS[last]
    if text in _UNITS and text not in _TIME:
        return "time", _UNITS[text]
    return text, 0.0 if text in _TIME else 1.0


def _columns(header: list[str]) -> dict[str, tuple[int, float]] | None:
    """Place and unit of each column that is known; None: the row holds numbers and no names."""
    if header and all(_number(cell) is not None or cell.strip().lower() in _ABSENT for cell in header):
        return None
    named = [_name(cell) for cell in header]
    found: dict[str, tuple[int, float]] = {}
    for kind, names in (("frame", _FRAME), ("time", _TIME), ("score", _SCORE), ("mask", ("mask",))):
        place = next((at for name in names for at, (text, _) in enumerate(named) if text == name), None)
        if place is not None:
            found[kind] = place, named[place][1]
    plain = [cell.strip().lower() for cell in header]
    return found | {f"p_{one}": (plain.index(f"p_{one}"), 1.0) for one in CLASSES if f"p_{one}" in plain}


def _kind_of_first(path: Path, lines: list[tuple[int, list[str]]]) -> str:
    """What the first of two columns without names is: a frame where all are whole numbers, else a time.

    Raises:
        DatasetError: there are not two columns.
    """
    if any(len(row) != 2 for _, row in lines):
        raise DatasetError(
            f"“{path.name}” has no line of names and not two columns; begin it with a line such as frame,score."
        )
    return "frame" if all(re.fullmatch(r"\d+", row[0].strip()) for _, row in lines) else "time"


def _number(text: str) -> float | None:
    return decimal(text)


@dataclass(frozen=True, slots=True)
class _Scores:
    """Rows of a score file while they are read."""

    name: str
    rows: list[tuple[int, list[str]]]
    columns: dict[str, tuple[int, float]]

    def numbers(self, column: str) -> Float64:
        """Numbers of a column, NaN where a cell is empty.

        Raises:
            DatasetError: a cell holds no number.
        """
        found = np.full(len(self.rows), np.nan)
        place = self.columns[column][0]
        for at, (line, row) in enumerate(self.rows):
            text = row[place] if place < len(row) else ""
            if text.strip().lower() in _ABSENT:
                continue
            value = _number(text)
            if value is None:
                raise DatasetError(f"“{self.name}” is damaged: row {line}, {column}: “{text}” is no number.")
            found[at] = value
        return found

    def times(self, remarks: list[str]) -> Float64:
        """Times in s.

        Raises:
            DatasetError: one is missing or does not lie behind the one before it.
        """
        times, unit = self.numbers("time"), self.columns["time"][1]
        self._check_rising(times, "time")
        if not unit:
            unit = 1.0
            if len(times) > 1 and float(np.median(np.diff(times))) > _SLOW_S:
                remarks.append("Its times do not say their unit; they are too far apart for seconds and read as ms.")
                unit = 1e3
        return times / unit

    def frames(self, times: Float64 | None, fps: float | None) -> tuple[Int64, float, Int64]:
        """Frame index of each row, the rate in Hz, and how many samples each row lies behind the one before it.

        Raises:
            DatasetError: fewer than two rows, or frames that are no whole numbers or do not rise.
        """
        if len(self.rows) < 2:
            raise DatasetError(f"“{self.name}” is damaged: a curve needs two rows or more.")
        numbers = self.numbers("frame") if "frame" in self.columns else None
        if numbers is not None:
            self._check_rising(numbers, "frame")
            wrong = np.flatnonzero(numbers % 1 != 0)
            if len(wrong):
                line, value = self.rows[int(wrong[0])][0], numbers[wrong[0]]
                raise DatasetError(f"“{self.name}” is damaged: row {line}, frame: {value:g} is not a whole frame.")
        ours = "mask" in self.columns  # METST leaves no sample out
        clock = numbers if numbers is not None else times
        assert clock is not None
        gaps = np.diff(clock)
        steps = np.ones(len(gaps)) if ours else np.maximum(np.round(gaps / np.sort(gaps)[(len(gaps) - 1) // 2]), 1)
        n_steps = float(steps.sum())
        if times is not None:
            rate = n_steps / float(times[-1] - times[0])
        else:
            rate = (fps or ASSUMED_RATE) * n_steps / float(clock[-1] - clock[0])
        if numbers is None and times is not None:
            numbers = self._frames_of(times, fps, rate, steps)
        assert numbers is not None
        return numbers.astype(np.int64), rate, steps.astype(np.int64)

    def _frames_of(self, times: Float64, fps: float | None, rate: float, steps: Float64) -> Float64:
        """Frames of times: at the rate that the user gave, else sample by sample at the times' own.

        Raises:
            DatasetError: two rows lie in one frame.
        """
        if not fps:
            counted: Float64 = np.round(times[0] * rate) + np.concatenate([[0.0], np.cumsum(steps)])
            return counted
        numbers: Float64 = np.round(times * fps)
        same = np.flatnonzero(np.diff(numbers) <= 0)
        if len(same):
            line = self.rows[int(same[0]) + 1][0]
            raise DatasetError(
                f"“{self.name}”, row {line}: at {fps:g} frames a second its time lies in the frame of the row before; "
                "give the rate of the video with --fps."
            )
        return numbers

    def _check_rising(self, values: Float64, column: str) -> None:
        """Refuse values that are missing or do not rise.

        Raises:
            DatasetError: there is one; its row is named.
        """
        for (line, _), value in zip(self.rows, values.tolist(), strict=True):
            if value != value:
                raise DatasetError(f"“{self.name}” is damaged: row {line}, {column}: there is no number.")
        for (before, after), (line, _) in zip(pairwise(values.tolist()), self.rows[1:], strict=True):
            if after <= before:
                raise DatasetError(
                    f"“{self.name}” is damaged: row {line}: its frames are not whole numbers in rising order "
                    f"({column} {after:g} comes after {before:g})."
                )
