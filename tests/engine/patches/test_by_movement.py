"""The bench on real faces tells its figures by how lively the face is, and weights them as other faces are lively."""

import math

import numpy as np
import pytest

from benchmarks.counts_by_person import with_intervals
from benchmarks.real_clips import CALM, TALKING, BenchEvent, Take
from benchmarks.real_faces_by_movement import (
    JUDGED,
    RESTLESS,
    ROWS,
    SPEECH_SHARES,
    Found,
    brow_movement,
    by_first_model,
    by_movement,
    differences,
    f1,
    filled,
    first_model_figures,
    lasting,
    movement_figures,
    row_of,
    standardised,
)
from engine.patches import PatchMeasurement
from engine.types import Mask

N, RATE = 400, 20.0  # 20 s
NOTHING = math.nan


def measured(length: float, *, unseen: slice = slice(0)) -> PatchMeasurement:
    """Brows that keep moving by `length` px; lids and all the rest by ten times as much."""
    inner = np.full((N, 3, 15, 2), 10 * length, np.float32)
    inner[:, :, :6] = (0, length)
    mask = np.zeros(N, np.uint8)
    mask[unseen] = np.uint8(Mask.NO_FACE)
    zeros = [np.zeros((N, *shape), np.float32) for shape in ((16, 2), (3, 2, 4), (3,), (31,), (2, 4), (3,))]
    return PatchMeasurement(RATE, inner, *zeros, mask, np.where(mask, -1, 0).astype(np.int64))


def take(clip: str, length: float, *events: tuple[int, str, bool], restless: bool = False) -> Take:
    """A talking person; events are (onset, units, upper) of 10 samples."""
    put_in = tuple(BenchEvent(at, at + 4, at + 9, units, 1.0, upper, TALKING) for at, units, upper in events)
    features = np.full((1, 12, N), 5.0 if restless else 0.1)
    spans = np.full(N, TALKING, object)
    mask = np.zeros((1, N), np.uint8)
    return Take(clip, "as is", RATE, measured(length), np.zeros(1, np.int64), features, mask, spans, put_in)


def test_lasting_movement_is_the_median_of_three_seconds_of_the_brows() -> None:
    np.testing.assert_allclose(brow_movement(measured(0.4)), 0.4, atol=1e-6)
    gone = brow_movement(measured(0.4, unseen=slice(50, 90)))
    assert np.isnan(gone[50:90]).all()
    np.testing.assert_allclose(gone[:50], 0.4, atol=1e-6)
    length = np.array([0.1, 0.1, np.nan, 9.0, 0.2, 0.2, np.nan, np.nan, np.nan])
    np.testing.assert_allclose(lasting(length, 1)[:6], [0.1, 0.1, 4.55, 4.6, 0.2, 0.2])
    assert np.isnan(lasting(length, 1)[7])


def test_rows_end_below_their_bounds() -> None:
    assert [ROWS[row] for row in row_of(np.array([0.0, 0.149, 0.15, 0.31, 0.5, 1.29, 1.3, 40.0]))] == [
        *("< .15", "< .15", ".15-.30", ".30-.50", ".50-.80", ".80-1.30", "> 1.30", "> 1.30")
    ]
    assert row_of(np.array([math.nan])).tolist() == [-1]


def test_events_alarms_and_time_are_counted_where_they_lie() -> None:
    still = take("a", 0.2)
    still.spans[:100] = CALM
    changed = take("a", 5.0, (50, "4", True), (200, "5", True), (300, "12", False))
    table = by_movement([Found(still, [(40, 60), (250, 260), (300, 310)]), Found(changed, [(52, 59), (195, 222)])])
    row, state = table["a"], f"{TALKING} .15-.30"  # by the recording, whatever was put in
    assert [row[f"n {group} {state}"] for group in ("all", "upper", "brows")] == [3, 2, 1]
    assert (row[f"hit .5 upper {state}"], row[f"hit .2 upper {state}"], row[f"hit .2 all {state}"]) == (1, 2, 2)
    assert row[f"alarms {state}"] == 2
    assert row[f"alarms {CALM} .15-.30"] == 1
    assert row[f"minutes {state}"] == pytest.approx(300 / RATE / 60)
    figures = movement_figures(table)
    assert figures[f"{state} px, share of the time"][0] == 1
    assert figures[f"{state} px, alarms/min"][0] == pytest.approx(8)
    assert math.isnan(figures[f"{TALKING} > 1.30 px, recall IoU .2, brows and eyes"][0])


def test_a_row_without_a_value_takes_its_neighbours_the_livelier_of_two() -> None:
    assert filled([NOTHING, 0.8, 0.6, NOTHING, 0.2, NOTHING]) == [0.8, 0.8, 0.6, 0.2, 0.2, 0.2]
    assert np.isnan(filled([NOTHING] * 6)).all()


def test_standardised_recall_has_the_weights_of_other_people() -> None:
    recalls = (NOTHING, 0.8, 0.5, 0.4, 0.2, 0.0)
    row = {}
    for name, recall in zip(ROWS, recalls, strict=True):
        if math.isfinite(recall):
            row |= {f"n upper {TALKING} {name}": 10.0, f"hit .2 upper {TALKING} {name}": 10 * recall}
    value = standardised("hit .2 upper", "n upper")({"a": row}, ["a"])
    wanted = sum(w * r for w, r in zip(SPEECH_SHARES, (0.8, *recalls[1:]), strict=True)) / sum(SPEECH_SHARES)
    assert value == pytest.approx(wanted)
    assert value > 20 * (0.8 + 0.5 + 0.4 + 0.2) / 2 / 50, "the plain mean of what this person shows"


def test_intervals_draw_people_and_leave_out_draws_without_a_value() -> None:
    table = {str(number): {"n": 1.0, "hit": float(number < 2)} for number in range(4)} | {"none": {}}
    figures = {"recall": lambda rows, people: sum(rows[p].get("hit", 0) for p in people) / len(people)}
    value, low, high = with_intervals(table, figures)["recall"]
    assert low < value == 0.4 < high
    alone = {"one": {f"n upper {TALKING} < .15": 2.0, f"hit .2 upper {TALKING} < .15": 1.0}, "two": {}}
    name = f"{TALKING} < .15 px, recall IoU .2, brows and eyes"
    assert movement_figures(alone)[name] == (0.5, 0.5, 0.5)


def test_two_models_are_compared_where_the_first_one_judges_and_where_not() -> None:
    quiet, moving = (take(clip, 0.2, restless=clip == "b") for clip in "ab")
    events = [(50, "4", True), (200, "12", False)]
    takes = [take(clip, 0.2, *events) for clip in "ab"]
    plain = [Found(quiet, [(10, 20)]), Found(moving, [])]
    good = by_first_model([*plain, *(Found(one, [(50, 59), (200, 209)]) for one in takes)])
    poor = by_first_model([*plain, Found(takes[0], [(50, 59), (300, 309)]), Found(takes[1], [])])
    assert {state: f1(state)(good, ["a", "b"]) for state in (JUDGED, RESTLESS)} == {JUDGED: 1, RESTLESS: 1}
    figures = first_model_figures(poor)
    assert figures[f"{JUDGED}, F1 IoU .5"][0] == 0.5
    assert figures[f"{RESTLESS}, recall IoU .2"][0] == 0
    assert figures[f"{JUDGED}, alarms/min"][0] == pytest.approx(3)
    less = differences(good, poor)
    assert less[f"{JUDGED}, F1 IoU .5"] == (0.5, 0.5, 0.5)
    assert less[f"{RESTLESS}, F1 IoU .5"][0] == 1
