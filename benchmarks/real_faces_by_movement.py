"""Figures of the bench on real faces by how lively the face is, so that they say something about other people.

**By lasting brow movement g**: the median over 3 s of the mean length of the six brow patches' movement over 8 samples,
px of the 320 px crop, measured on the recording with nothing put in. The people of the bench are livelier than most:
hardly any sample of theirs lies under .15 px. **Standardised** figures weight the rows with the shares of talking time
in recordings of 34 people (`SPEECH_SHARES`): an estimate for faces as lively as those, not a measurement of them. Rows
with few events, or none, weigh as much as those people's time does: read it beside the rows' n.

**By the first model's own limit**: which samples `metst-synth-v1` calls calm enough (`engine.pipeline.restless`), so
that two models are compared where the first one judges and where it does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.counts_by_person import Figure, Interval, Row, add, drawn, rate, total, with_intervals
from benchmarks.real_clips import CALM, TALKING, Take
from engine.evaluation.matching import match
from engine.patches import PatchMeasurement
from engine.patches.places import INNER, MAIN
from engine.patches.regions import MOTION_SECONDS
from engine.pipeline.restless import Restlessness
from engine.types import Float32, Float64, Int64, UInt8

BOUNDS = (0.15, 0.30, 0.50, 0.80, 1.30)  # px; a row ends below its bound
ROWS = ("< .15", ".15-.30", ".30-.50", ".50-.80", ".80-1.30", "> 1.30")
# Share of the time that people who talk spend in each row: 34 people, 7.3 minutes of recordings not part of METST.
SPEECH_SHARES = (0.12, 0.16, 0.31, 0.19, 0.15, 0.06)
BROW_UNITS = ("1", "2", "1+2", "4", "4+9")
BROWS = [number for number, patch in enumerate(INNER) if patch.name.startswith("brow_")]
JUDGED, RESTLESS = "calm to metst-synth-v1", "restless to metst-synth-v1"
KINDS = (CALM, TALKING)
STANDARDISED = "standardised, an estimate for talking faces as lively as those of 34 people"


@dataclass(frozen=True, eq=False)
class Found:
    """A take and a model's proposals on it, (first, last) samples, inclusive."""

    take: Take
    proposals: Sequence[tuple[int, int]]


def lasting(length: Float64, half: int) -> Float64:
    """Median over the finite values at most `half` samples away: float64 [S]; NaN where there is none."""
    found = np.full(len(length), np.nan)
    for at in range(len(length)):
        part = length[max(0, at - half) : at + half + 1]
        part = part[np.isfinite(part)]
        if len(part):
            found[at] = np.median(part)
    return found


def brow_movement(measured: PatchMeasurement) -> Float64:
    """Lasting movement of the brows: float64 [S], px of the 320 px crop; NaN where they are not measured."""
    moved = measured.inner[:, MAIN, BROWS].astype(np.float64)
    length = np.hypot(moved[..., 0], moved[..., 1]).mean(axis=1)
    length[~measured.measured] = np.nan
    found = lasting(length, max(1, round(MOTION_SECONDS * measured.rate / 2)))
    return np.where(measured.measured, found, np.nan)


def row_of(movement: Float64) -> Int64:
    """int64 [S]: number of the row; -1 where the movement is not known."""
    found = np.digitize(np.nan_to_num(movement, nan=0.0), BOUNDS)
    return np.asarray(np.where(np.isfinite(movement), found, -1), np.int64)


class Windowed(Protocol):
    """What a recording is measured to for a model of windows and for one on patches."""

    @property
    def patches(self) -> PatchMeasurement:
        """Of every sample."""

    @property
    def starts(self) -> Sequence[int] | Int64:
        """First sample of each window."""

    @property
    def features(self) -> Float32:
        """Float32 [windows, 10, k]."""

    @property
    def masks(self) -> UInt8:
        """uint8 [windows, k], `Mask` bits."""


def calm_enough(take: Windowed) -> NDArray[np.bool_]:
    """Bool [S]: samples that the first model does not call restless."""
    watch = Restlessness(len(take.patches))
    for start, features, mask in zip(take.starts, take.features, take.masks, strict=True):
        watch.add(int(start), features.astype(np.float64), mask)
    return ~watch.samples()


def counted(found: Sequence[Found], states: Mapping[str, Sequence[str]], *, kinds: bool = False) -> Row:
    """Per person and state: minutes and alarms with nothing put in; events, hits and proposals of the other takes.

    Args:
        found: takes of the bench with a model's proposals.
        states: for each clip the state of each sample; "": counted nowhere.
        kinds: the kinds of spans apart too ("talking .15-.30"); an event's is the one that it was drawn for.
    """
    table: Row = {}
    for one in found:
        take, row = one.take, table.setdefault(one.take.clip, {})
        state = states[take.clip]
        names = [f"{kind} {name}" if kinds and name else name for kind, name in zip(take.spans, state, strict=True)]
        middles = [name for first, last in one.proposals if (name := names[(first + last) // 2])]
        if not take.events:
            for name in names:
                if name:
                    add(row, f"minutes {name}", 1 / take.rate / 60)
            for name in middles:
                add(row, f"alarms {name}", 1)
            continue
        for name in middles:
            add(row, f"proposals {name}", 1)
        truth = [(event.onset, event.offset) for event in take.events]
        strict, loose = (set(match(truth, one.proposals, iou_threshold=least)) for least in (0.5, 0.2))
        for number, event in enumerate(take.events):
            name = f"{event.span} {state[event.apex]}" if kinds else state[event.apex]
            for group in ["all"] + ["upper"] * event.upper + ["brows"] * (event.units in BROW_UNITS):
                add(row, f"n {group} {name}", 1)
                add(row, f"hit .5 {group} {name}", number in strict)
                add(row, f"hit .2 {group} {name}", number in loose)
    return table


def plain_takes(found: Sequence[Found]) -> dict[str, Take]:
    """Clip -> its take with nothing put in."""
    return {one.take.clip: one.take for one in found if not one.take.events}


def by_movement(found: Sequence[Found]) -> Row:
    """Counts by kind of span and lasting movement of the brows."""
    states = {}
    for clip, take in plain_takes(found).items():
        states[clip] = [ROWS[row] if row >= 0 else "" for row in row_of(brow_movement(take.patches))]
    return counted(found, states, kinds=True)


def by_first_model(found: Sequence[Found]) -> Row:
    """Counts by whether the first model calls a sample calm."""
    states = {}
    for clip, take in plain_takes(found).items():
        calm, seen = calm_enough(take), take.patches.measured
        states[clip] = [(JUDGED if ok else RESTLESS) if here else "" for ok, here in zip(calm, seen, strict=True)]
    return counted(found, states)


MEASURES = {
    "recall IoU .2, brows and eyes": ("hit .2 upper", "n upper"),
    "recall IoU .2, brow units": ("hit .2 brows", "n brows"),
    "recall IoU .5, brows and eyes": ("hit .5 upper", "n upper"),
    "alarms/min": ("alarms", "minutes"),
}


def filled(values: Sequence[float]) -> list[float]:
    """Values of rows, those that are empty (NaN) taken from the nearest row that is not, the livelier one if two are.

    NaN throughout where no row has a value.
    """
    known = [number for number, value in enumerate(values) if np.isfinite(value)]
    if not known:
        return [float("nan")] * len(values)
    return [values[min(known, key=lambda other: (abs(other - row), -other))] for row in range(len(values))]


def standardised(key: str, of: str, kind: str = TALKING) -> Figure:
    """A rate weighted with `SPEECH_SHARES` instead of with how lively the people of the bench are."""
    figures = [rate(f"{key} {kind} {row}", f"{of} {kind} {row}") for row in ROWS]
    weights = np.array(SPEECH_SHARES) / sum(SPEECH_SHARES)

    def value(table: Row, people: Sequence[str]) -> float:
        return float(weights @ np.array(filled([figure(table, people) for figure in figures])))

    return value


def movement_figures(table: Row) -> dict[str, Interval]:
    """Figures of `by_movement`: each row of each kind, and what is standardised."""
    figures: dict[str, Figure] = {}
    for kind in KINDS:
        for row in ROWS:
            for name, (key, of) in MEASURES.items():
                figures[f"{kind} {row} px, {name}"] = rate(f"{key} {kind} {row}", f"{of} {kind} {row}")
            figures[f"{kind} {row} px, share of the time"] = _share_of_time(kind, row)
    for name, (key, of) in MEASURES.items():
        figures[f"{STANDARDISED}, {name}"] = standardised(key, of)
    return with_intervals(table, figures)


def _share_of_time(kind: str, row: str) -> Figure:
    def value(table: Row, people: Sequence[str]) -> float:
        minutes = [total(table, people, f"minutes {kind} {one}") for one in ROWS]
        return minutes[ROWS.index(row)] / sum(minutes) if sum(minutes) > 0 else float("nan")

    return value


def f1(state: str) -> Figure:
    """F1 at IoU .5 of all events in a state."""

    def value(table: Row, people: Sequence[str]) -> float:
        hits, n = total(table, people, f"hit .5 all {state}"), total(table, people, f"n all {state}")
        both = n + total(table, people, f"proposals {state}")
        return 2 * hits / both if both > 0 else float("nan")

    return value


def first_model_figures(table: Row) -> dict[str, Interval]:
    """Figures of `by_first_model`."""
    figures: dict[str, Figure] = {}
    for state in (JUDGED, RESTLESS):
        figures[f"{state}, recall IoU .2"] = rate(f"hit .2 all {state}", f"n all {state}")
        figures[f"{state}, recall IoU .5"] = rate(f"hit .5 all {state}", f"n all {state}")
        figures[f"{state}, F1 IoU .5"] = f1(state)
        figures[f"{state}, alarms/min"] = rate(f"alarms {state}", f"minutes {state}")
    return with_intervals(table, figures)


def differences(one: Row, other: Row) -> dict[str, Interval]:
    """F1 at IoU .5 of one model less that of another on the same events, the same people drawn for both."""
    found = {}
    for state in (JUDGED, RESTLESS):
        figure, everyone = f1(state), sorted(one)
        values = np.array([figure(one, some) - figure(other, some) for some in drawn(one)])
        low, high = np.percentile(values[np.isfinite(values)], [2.5, 97.5])
        found[f"{state}, F1 IoU .5"] = (figure(one, everyone) - figure(other, everyone), float(low), float(high))
    return found


def sizes(table: Row) -> dict[str, float]:
    """Events and minutes of each state, and of how many people."""
    keys = sorted({key for row in table.values() for key in row if key.startswith(("n ", "minutes "))})
    found: dict[str, float] = {}
    for key in keys:
        found[key] = round(total(table, sorted(table), key), 2)
        found[f"people, {key}"] = sum(row.get(key, 0) > 0 for row in table.values())
    return found


def show_by_movement(table: Row) -> dict[str, Interval]:
    """Print the rows, and return the figures."""
    figures, everyone = movement_figures(table), sorted(table)
    for kind in KINDS:
        print(f"    {kind}, by lasting brow movement in px:  n (people)  share of the time  " + "  ".join(MEASURES))
        for row in ROWS:
            state = f"{kind} {row}"
            n = total(table, everyone, f"n upper {state}")
            people = sum(one.get(f"n upper {state}", 0) > 0 for one in table.values())
            told = "  ".join(_told(figures[f"{state} px, {name}"]) for name in MEASURES)
            part = figures[f"{state} px, share of the time"][0]
            print(f"        {row:9s} {n:4.0f} ({people:2d}) {part:5.2f}  {told}", flush=True)
    print(f"    {STANDARDISED} (rows weighted {SPEECH_SHARES}; an empty row takes its neighbour's):")
    for name in MEASURES:
        print(f"        {name:42s} {_told(figures[f'{STANDARDISED}, {name}'])}", flush=True)
    return figures


def show_by_first_model(table: Row) -> dict[str, Interval]:
    """Print the figures where the first model judges and where it does not, and return them."""
    figures = first_model_figures(table)
    for state in (JUDGED, RESTLESS):
        n, minutes = (total(table, sorted(table), f"{key} {state}") for key in ("n all", "minutes"))
        told = "  ".join(
            f"{name.removeprefix(f'{state}, ')} {_told(value)}"
            for name, value in figures.items()
            if name.startswith(f"{state}, ")
        )
        print(f"    {state}: n {n:.0f}, {minutes:.1f} min  {told}", flush=True)
    return figures


def _told(interval: Interval) -> str:
    value, low, high = interval
    return f"{value:.2f} [{low:.2f}, {high:.2f}]" if np.isfinite(value) else f"{'-':17s}"
