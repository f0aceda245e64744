"""Curves of a table on the frames of a video, by the exact times of the medium (ADR 0021)."""

from dataclasses import dataclass, replace

import numpy as np

from engine.clock import ROUNDING_S, FrameClock, medium_clock
from engine.errors import DatasetError
from engine.foreign.columns import ForeignTable
from engine.foreign.mapping import TableMapping, rows_of, tool_of
from engine.messages import Said
from engine.types import Float32, Float64, Int64, VideoInfo, frozen


@dataclass(frozen=True, slots=True, eq=False)
class PlacedCurve:
    """One curve on the frames of a video.

    Attributes:
        name: as in the file.
        unit: as in the file; empty: not told.
        positions: float64 [N], rising: place of each value in frames; 3.5 lies halfway between the times of 3 and 4.
        numbers: float32 [N]; NaN: the file has none.
    """

    name: str
    unit: str
    positions: Float64
    numbers: Float32


@dataclass(frozen=True, slots=True)
class Placed:
    """Curves of a file on a video, and what was noticed.

    Attributes:
        curves: those that were chosen.
        notes: sentences on what was left out or assumed.
    """

    curves: tuple[PlacedCurve, ...]
    notes: tuple[str, ...]


def place(table: ForeignTable, mapping: TableMapping, info: VideoInfo) -> Placed:
    """Place the chosen curves.

    Raises:
        DatasetError: the column of frames or times is missing or not rising, or nothing lies within the video.
    """
    curves, notes = [], []
    outside = total = 0
    for name in mapping.curves:
        positions, values = positions_of(table, mapping, name, info), column_of(table, mapping, name)
        inside = (positions > -1) & (positions < info.n_frames) & np.isfinite(positions)
        outside, total = outside + int((~inside).sum()), total + len(inside)
        if inside.any():
            unit = table.units.get(name, "")
            curves.append(PlacedCurve(name, unit, frozen(positions[inside]), frozen(values[inside])))
    if not curves:
        raise nothing_inside(table)
    if outside:
        share = outside / total
        notes.append(
            Said("{share:.0%} of “{name}” lies outside the video and is left out.", share=share, name=table.file)
        )
    return Placed(tuple(curves), tuple(notes))


def nothing_inside(table: ForeignTable) -> DatasetError:
    """That no value of a table lies within the video."""
    return DatasetError(
        Said(
            "Nothing of “{name}” lies within this video: check which column tells the frame or time, and where its "
            "times count from.",
            name=table.file,
        )
    )


def column_of(table: ForeignTable, mapping: TableMapping, name: str) -> Float32:
    """Values of a column, float32 [N]: of the chosen person; NaN where OpenFace did not succeed."""
    values = table.columns[name]
    if name in table.clocks:
        return values.astype(np.float32)
    if tool_of(table) == "openface":
        values = np.where(table.columns["success"] == 1, values, np.nan)
    return np.asarray(values[rows_of(table, mapping.person)], np.float32)


def positions_of(table: ForeignTable, mapping: TableMapping, name: str, info: VideoInfo) -> Float64:
    """Place of each value of a column in frames, float64 [N], rising.

    Raises:
        DatasetError: they do not rise.
    """
    own = table.clocks.get(name)
    if own is not None:
        return frame_positions(own.start_s + np.arange(len(table.columns[name])) / own.rate, mapping, info)
    told = table.columns.get(mapping.column)
    rows = rows_of(table, mapping.person)
    if told is None:
        positions = np.arange(int(rows.sum()), dtype=np.float64)
    elif mapping.when in ("frame0", "frame1"):
        positions = told[rows] - (mapping.when == "frame1")
    else:
        positions = frame_positions(told[rows] / (1000 if mapping.when == "milliseconds" else 1), mapping, info)
    known = positions[np.isfinite(positions)]
    if len(known) != len(positions) or (np.diff(known) < 0).any() or (len(known) and not np.abs(known).max() < 1e9):
        raise DatasetError(
            Said(
                "The column “{column}” of “{name}” does not rise from row to row: choose the column that tells the "
                "frame or time.",
                column=mapping.column,
                name=table.file,
            )
        )
    return np.asarray(positions, np.float64)


def clock_of(mapping: TableMapping, info: VideoInfo) -> FrameClock:
    """The clock that the times of a table are told on."""
    medium = medium_clock(info)
    if mapping.zero == "medium":
        return medium
    return FrameClock(frozen(medium.starts - medium.starts[0]), medium.last_s)


def frame_positions(seconds: Float64, mapping: TableMapping, info: VideoInfo) -> Float64:
    """Place of times in frames, float64: frame i lasts from i to i + 1."""
    clock = clock_of(mapping, info)
    edges = np.append(clock.starts, clock.starts[-1] + clock.last_s)
    at = seconds + mapping.offset_s
    positions = np.interp(at, edges, np.arange(len(edges), dtype=np.float64))
    # Before and behind the video time goes on at its usual step.
    step = float(np.median(np.diff(edges)))
    positions = np.where(at < edges[0], (at - edges[0]) / step, positions)
    return np.asarray(np.where(at > edges[-1], len(clock.starts) + (at - edges[-1]) / step, positions))


def frames_of(table: ForeignTable, mapping: TableMapping, name: str, info: VideoInfo) -> Int64:
    """Frame that is shown at each value's time, int64 [N]; rounded times count as `engine.clock` has it."""
    if mapping.when in ("frame0", "frame1"):
        return np.floor(positions_of(table, mapping, name, info) + 1e-6).astype(np.int64)
    slack = min(float(ROUNDING_S), float(np.median(np.diff(clock_of(mapping, info).starts))) / 2)
    later = replace(mapping, offset_s=mapping.offset_s + slack)
    return np.floor(positions_of(table, later, name, info)).astype(np.int64)
