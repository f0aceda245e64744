"""Filters along action units, and movements that come back."""

import numpy as np
import pytest

from engine.decoding import leading_heads
from engine.patches import PatchMeasurement
from engine.patches.places import INNER, PATCHES
from engine.patches.returns import LOWER_HEAD, UPPER, filters, projected, returned, scaled, steady
from engine.spotters.patches import _scores, still_heads
from engine.training.drawn_patterns import REACHED, UNITS, drawn_pattern
from engine.training.patch_source import _PLACES
from engine.types import REGIONS, RegionReason

LAG = 8
RAISE = UPPER.names.index("1+2")


def moved(level: np.ndarray) -> np.ndarray:
    """Movement over the lag of brows that are raised by `level` px: float32 [S, 30]."""
    change = level - level[np.maximum(np.arange(len(level)) - LAG, 0)]
    return np.asarray(change[:, None] * UPPER.ways[RAISE], np.float32)


def noise(n: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, (n, 30)).astype(np.float32)


def weights_of(values: np.ndarray) -> np.ndarray:
    return scaled(filters(values.T.astype(float) @ values / len(values), UPPER), values)


def test_a_movement_that_returns_stands_out_and_one_that_stays_does_not():
    background, run = noise(600), np.zeros(600, np.int64)
    weights = weights_of(background)
    pulse, step = np.zeros(600), np.zeros(600)
    pulse[300:312] = np.hanning(12)
    step[300:] = 1.0
    found = {
        name: returned(steady(projected(background + moved(level), weights), run), run, LAG)[:, RAISE]
        for name, level in (("pulse", pulse), ("step", step), ("nothing", np.zeros(600)))
    }
    assert found["pulse"][295:320].max() > 3 * found["nothing"].max()
    assert abs(int(found["pulse"].argmax()) - 309) <= 6
    assert found["step"].max() < 1.3 * found["nothing"].max()


def test_what_a_person_does_all_the_time_counts_little():
    rng = np.random.default_rng(2)
    frown = UPPER.ways[UPPER.names.index("4")]
    values = (noise(900) + rng.normal(0, 1, (900, 1)) * frown).astype(np.float32)
    weights = weights_of(values)
    spread = projected(values, weights).std(axis=0)
    assert np.all(spread < 1.3)
    raised = projected(np.asarray(UPPER.ways, np.float32), weights).diagonal()
    assert raised[RAISE] > 3 * raised[UPPER.names.index("4")]


def test_nothing_returns_across_a_break():
    run = np.repeat([0, -1, 1], [50, 3, 50])
    values = np.zeros((103, 1))
    values[45:50], values[53:58] = 5.0, -5.0
    assert returned(values, run, LAG).max() == 0
    assert returned(values, np.zeros(103, np.int64), LAG).max() == 5
    assert steady(values, run)[53, 0] == -5.0


@pytest.mark.parametrize("n", [0, 1, 3, 12])
def test_short_stretches_are_no_trouble(n: int):
    values, run = noise(n), np.zeros(n, np.int64)
    weights = scaled(filters(np.eye(30), UPPER), values)
    assert returned(steady(projected(values, weights), run), run, LAG).shape == (n, len(UPPER.names))


@pytest.mark.parametrize("directions", [UPPER, LOWER_HEAD], ids=["upper", "lower"])
def test_the_sides_add_up_and_mirror(directions):
    for number, name in enumerate(directions.names):
        if name.endswith("_left"):
            unit = name.removesuffix("_left")
            both, left, right = (directions.ways[directions.names.index(one)] for one in (unit, name, f"{unit}_right"))
            sided = np.abs(both) - np.abs(left) - np.abs(right)
            middle = np.abs(left) * np.abs(right) > 0
            assert np.allclose(sided[~middle], 0)
            assert np.allclose(np.sort(np.abs(left)), np.sort(np.abs(right)))
            assert number == directions.names.index(name)


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_drawn_patterns_move_something_and_keep_to_their_side(unit: str):
    names = [patch.name for patch in PATCHES]
    left = [i for i, name in enumerate(names) if name.endswith("_left")]
    right = [i for i, name in enumerate(names) if name.endswith("_right")]
    paired = any(any(name.startswith(f"{reach.patch}_left") for name in names) for reach in UNITS[unit][:1])
    for seed in range(5):
        pattern = drawn_pattern((unit,), (1.0, 0.0), np.random.default_rng(seed), places=_PLACES)
        length = np.hypot(pattern[:, 0], pattern[:, 1])
        assert pattern.shape == (31, 2)
        assert REACHED[0] - 1e-6 <= length.max() <= REACHED[1] + 1e-6
        if paired:
            assert length[left].max() > length[right].max()
    assert len(INNER) == 15


def test_a_mouth_that_speaks_lends_no_score_even_where_brows_are_restless():
    talks, restless, unseen = np.zeros((3, 6), np.uint8), np.zeros((3, 6), np.uint8), np.zeros((3, 6), np.uint8)
    mouth = [i for i, name in enumerate(REGIONS) if not name.startswith("brow")]
    brows = [i for i, name in enumerate(REGIONS) if name.startswith("brow")]
    talks[:, mouth] = restless[:] = unseen[:, mouth] = RegionReason.MOTION
    unseen[:, brows] = RegionReason.HIDDEN
    spot = np.tile(np.array([-1.0, 4.0], np.float32), (3, 1))
    wanted = {"talks": -1.0, "restless": -1.0, "unseen": 4.0}
    for name, reasons in (("talks", talks), ("restless", restless), ("unseen", unseen)):
        made = _scores(spot, np.zeros((3, 4)), reasons)
        assert np.allclose(made.score, 1 / (1 + np.exp(-wanted[name]))), name
        assert leading_heads(made.heads, reasons).tolist() == [int(name == "unseen")] * 3, name
    lost = np.full((3, 6), RegionReason.UNSEEN, np.uint8)
    made = _scores(spot, np.zeros((3, 4)), lost)
    assert np.isnan(made.score).all()
    assert (leading_heads(np.full((3, 2), 0.5, np.float32), lost) == -1).all()
    calm = np.zeros((3, 6), np.uint8)
    assert leading_heads(_scores(spot, np.zeros((3, 4)), calm).heads, calm).tolist() == [1] * 3


def test_where_nothing_moves_nothing_is_found():
    still = PatchMeasurement(
        rate=30.0,
        inner=np.zeros((40, 3, 15, 2), np.float32),
        outer=np.zeros((40, 16, 2), np.float32),
        rigid=np.zeros((40, 3, 2, 4), np.float32),
        scale=np.zeros((40, 3), np.float32),
        texture=np.zeros((40, 31), np.float32),
        camera=np.zeros((40, 2, 4), np.float32),
        pose=np.zeros((40, 3), np.float32),
        mask=np.zeros(40, np.uint8),
        run=np.zeros(40, np.int64),
    )
    assert still_heads(still).all()
    still.inner[20, 1, 0, 1] = 0.5
    moved = still_heads(still)
    assert moved[:, 1].all()
    assert np.flatnonzero(~moved[:, 0]).tolist() == list(range(12, 29))
