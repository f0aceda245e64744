"""What stands out: along a direction, from before and after, and from skin that keeps still."""

from dataclasses import replace

import numpy as np
import pytest

from engine.patches import PatchMeasurement, clear_return, clear_returns, covariances, mirrored, whitening
from engine.patches.blinks import unblinking
from engine.patches.clear_returns import STILL, beside_discounted, standing_out, still_skin
from engine.patches.places import INNER, LAGS, MAIN, OUTER
from engine.patches.returns import RAISED_LIDS, UPPER, projected, returned
from engine.patches.whitening import NOISE_PX, blended, root_of
from engine.types import Mask

N, AT = 600, 300
RAISE = UPPER.ways[UPPER.names.index("1+2")].reshape(-1, 2)
LIDS = [i for i, patch in enumerate(INNER) if patch.name.startswith("lid_")]


def measured(level: np.ndarray, pattern: np.ndarray, still: np.ndarray | None = None) -> PatchMeasurement:
    """A face that moves a bit at random, with `level` (px) of a pattern [15, 2], and skin on bone moved by `still`."""
    rng, at = np.random.default_rng(3), np.arange(N)
    inner = rng.normal(0, 0.1, (N, len(LAGS), len(INNER), 2)).astype(np.float32)
    outer = rng.normal(0, 0.05, (N, len(OUTER), 2)).astype(np.float32)
    for number, lag in enumerate(LAGS):
        change = level - level[np.maximum(at - lag, 0)]
        inner[:, number] += change[:, None, None] * pattern
    if still is not None:
        change = (still - still[np.maximum(at - LAGS[MAIN], 0)])[:, None]
        for i in STILL:
            where = inner[:, MAIN, i] if i < len(INNER) else outer[:, i - len(INNER)]
            where[:, 1:] += change
    return PatchMeasurement(
        rate=30.0,
        inner=inner,
        outer=outer,
        rigid=np.zeros((N, 3, 2, 4), np.float32),
        scale=np.full((N, 3), 0.1, np.float32),
        texture=np.full((N, 31), 50, np.float32),
        camera=np.tile(np.array([[0, 1, 0, 0], [0, 0, 1, 0]], np.float32), (N, 1, 1)),
        pose=np.zeros((N, 3), np.float32),
        mask=np.zeros(N, np.uint8),
        run=np.zeros(N, np.int64),
        heads=(),
    )


def clear(measurement: PatchMeasurement) -> float:
    """The strongest clear return around the movement, before asinh."""
    found = clear_return(measurement, whitening(covariances(measurement), None, measurement))
    return float(np.sinh(found[AT - 5 : AT + 25]).max())


def pulse(*starts: int, length: int = 10) -> np.ndarray:
    level = np.zeros(N)
    for start in starts:
        level[start : start + length] += np.hanning(length)
    return level


def test_a_raised_brow_that_comes_back_stands_out() -> None:
    assert clear(measured(pulse(AT), RAISE)) > 4 * clear(measured(np.zeros(N), RAISE))
    held = np.zeros(N)
    held[AT:] = 1.0
    assert clear(measured(held, RAISE)) < 0.4 * clear(measured(pulse(AT), RAISE))


def test_skin_on_bone_that_moves_too_takes_most_of_it() -> None:
    alone = clear(measured(pulse(AT), RAISE))
    assert clear(measured(pulse(AT), RAISE, still=1.5 * pulse(AT))) < 0.6 * alone
    assert clear(measured(pulse(AT), RAISE, still=1.5 * pulse(AT + 100))) > 0.9 * alone


def test_brows_that_beat_time_stand_out_less_than_one_raise() -> None:
    beating = pulse(AT - 24, AT - 12, AT, AT + 12, AT + 24)
    assert clear(measured(beating, RAISE)) < 0.8 * clear(measured(pulse(AT), RAISE))


def test_a_blink_that_pulls_the_brows_stands_out_less() -> None:
    blink = RAISE.copy()
    blink[LIDS] = 2.5
    assert clear(measured(pulse(AT), blink)) < 0.8 * clear(measured(pulse(AT), RAISE))


def lids_moved(level: np.ndarray, blinks: tuple[int, ...] = (60, 160, 420, 520)) -> PatchMeasurement:
    """A face whose lids are raised by `level` (px), and that blinks (7 px down and up in 9 samples) at some samples."""
    raised = RAISED_LIDS.ways[0].reshape(-1, 2)
    return measured(level - 7 * pulse(*blinks, length=9), raised)


def test_raised_lids_stand_out_between_blinks() -> None:
    rest = clear(lids_moved(np.zeros(N)))
    assert clear(lids_moved(pulse(AT))) > 3 * rest
    assert clear(lids_moved(pulse(AT), ())) > 3 * rest, "nor does it take blinks"


def test_lids_that_go_down_first_or_as_far_as_in_a_blink_do_not() -> None:
    raised = clear(lids_moved(pulse(AT)))
    assert clear(lids_moved(-pulse(AT))) < 0.4 * raised
    assert clear(lids_moved(np.zeros(N), (60, 160, AT, 420, 520))) < 0.4 * raised
    assert clear(lids_moved(7 * pulse(AT, length=9))) < 0.4 * raised


def test_how_far_lids_go_in_blinks_does_not_matter() -> None:
    raised, blinks = pulse(AT), pulse(60, 160, 420, 520, length=9)
    once, twice = (clear(measured(raised - px * blinks, RAISED_LIDS.ways[0].reshape(-1, 2))) for px in (7, 14))
    assert twice == pytest.approx(once, rel=1e-6)


def test_a_blink_is_told_from_a_raise_by_px_and_lies_so_many_samples_around() -> None:
    still = measured(np.zeros(N), RAISE)
    for px, found in ((2.5, []), (-3.5, list(range(AT - 8, AT + 9)))):
        inner = np.zeros_like(still.inner)
        inner[AT, 0, LIDS[0], 1] = px
        assert np.flatnonzero(~unblinking(replace(still, inner=inner))).tolist() == found


def test_too_little_between_blinks_tells_nothing_of_lids(monkeypatch: pytest.MonkeyPatch) -> None:
    blinks = tuple(at for at in range(0, N - 9, 9) if not AT - 20 < at < AT + 26)
    face = lids_moved(pulse(AT), blinks)
    root = whitening(covariances(face), None, face)
    assert 0 < root.rest[clear_returns.OF_LIDS].n < 60
    found = clear_return(face, root)
    monkeypatch.setattr(clear_returns, "OF_HEAD", ((clear_returns.OF_BROWS,), (clear_returns.OF_MOUTH,)))
    np.testing.assert_array_equal(found, clear_return(face, root))


@pytest.mark.parametrize(("first", "last"), [(80, 130), (580, 640), (610, 640)])
def test_a_moment_is_judged_by_what_counts_elsewhere(first: int, last: int) -> None:
    face = lids_moved(pulse(AT))
    mask = face.mask.copy()
    mask[90:100] = Mask.NO_FACE
    face = replace(face, mask=mask)
    rest = whitening(covariances(face), None, face).rest[clear_returns.OF_LIDS]
    counts, at = unblinking(face) & face.measured, np.arange(N)
    moved = face.inner[:, 0].reshape(N, -1)
    further = np.concatenate([moved, np.full((40, moved.shape[1]), 9, np.float32)])  # not known when it was whitened
    beside = np.clip(moved[counts & ((at < first) | (at >= last))].astype(np.float64), *rest.limits)
    own = beside.T @ beside / len(beside)
    matrix = blended(len(beside), own, np.diag(own), np.eye(len(own))) + NOISE_PX**2 * np.eye(len(own))
    assert not counts[80:130].all()
    np.testing.assert_allclose(rest.without(further[first:last], first, last)[1], root_of(matrix), rtol=1e-6, atol=1e-9)


def test_a_video_of_nothing_but_blinks_is_no_trouble() -> None:
    always = lids_moved(np.zeros(N), tuple(range(0, N - 9, 9)))
    assert not unblinking(always)[10:-10].any()
    assert np.isfinite(clear_return(always, whitening(covariances(always), None, always))).all()


def test_movement_along_filters_is_summed_in_the_order_of_the_patches() -> None:
    rng = np.random.default_rng(2)
    moved, weights = rng.normal(0, 1, (40, 30)).astype(np.float32), rng.normal(0, 1, (30, 3))
    total = np.zeros((40, 3))
    for number in range(30):
        total += moved[:, number, None].astype(np.float64) * weights[number]
    assert projected(moved, weights).tobytes() == total.tobytes()


def test_a_mirrored_face_gives_the_same() -> None:
    lopsided = np.array([[1.0] * 2, [0.4] * 2] * 7 + [[1.0] * 2])
    for way, head in ((RAISE, 0), (RAISE, 1), (RAISED_LIDS.ways[1].reshape(-1, 2), 0)):
        face = measured(pulse(AT), way * lopsided)
        other = mirrored(face)
        found, seen = (clear_return(m, whitening(covariances(m), None, m), head=head) for m in (face, other))
        np.testing.assert_allclose(seen, found, atol=1e-5)
        assert found.max() > (1 if head == 0 else 0)


def test_what_is_off_the_direction_is_discounted_and_nothing_else() -> None:
    run, root = np.zeros(5, np.int64), np.eye(30)
    along = np.tile(UPPER.ways[0] / np.linalg.norm(UPPER.ways[0]), (5, 1)).astype(np.float32)
    moved = np.ones((5, len(UPPER.names)))
    assert beside_discounted(moved, along, root, UPPER, run)[:, 0] == pytest.approx(1.0)
    other = np.zeros((5, 30), np.float32)
    other[:, 2 * LIDS[0]] = 10.0
    assert (beside_discounted(moved, other, root, UPPER, run)[:, 0] < 0.75).all()


def test_a_clip_cut_at_the_apex_counts_as_if_the_movement_came_back() -> None:
    rise = np.zeros((70, 1))
    rise[-3:] = 2.0
    assert standing_out(rise, np.zeros(70, np.int64), 4).max() == 0, "in a long video nothing is assumed"
    cut = standing_out(rise[-20:], np.zeros(20, np.int64), 4)
    assert cut.argmax() >= 17
    assert 1.0 < cut.max() < 2.0
    lasting = np.full((20, 1), 2.0)
    assert standing_out(lasting, np.zeros(20, np.int64), 4).max() < 0.5 * cut.max(), "what was there before is no rise"
    nothing = standing_out(rise[-20:], np.full(20, -1), 4)
    assert nothing.max() == 0


@pytest.mark.parametrize("n", [0, 1, 3, 12])
def test_short_stretches_are_no_trouble(n: int) -> None:
    values, run = np.random.default_rng(n).normal(0, 1, (n, 3)), np.zeros(n, np.int64)
    assert standing_out(values, run, 4).shape == (n, 3)
    assert still_skin(np.zeros((n, 31, 2), np.float32)).shape == (n,)


def test_nothing_comes_back_across_a_break_and_nothing_is_more_than_the_return() -> None:
    broken, whole = np.repeat([0, -1, 1], [80, 3, 80]), np.zeros(163, np.int64)
    swing = np.zeros((163, 1))
    swing[75:80], swing[83:88] = 5.0, -5.0
    assert standing_out(swing, broken, 8).max() == 0
    assert standing_out(swing, whole, 8).max() == 5, "a return without a break, with nothing around"
    values = np.random.default_rng(1).normal(0, 1, (163, 3))
    assert (standing_out(values, whole, 4) <= returned(values, whole, 4)).all()


def test_a_movement_that_fills_a_short_clip_does_not_hide_itself() -> None:
    whole = measured(pulse(AT), RAISE)
    names = ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")
    cut = replace(whole, **{name: getattr(whole, name)[AT - 40 : AT + 60] for name in names})
    prior = covariances(measured(np.zeros(N), RAISE))
    found = clear_return(cut, whitening(covariances(cut), prior, cut))
    assert float(np.sinh(found.max())) > 0.7 * clear(whole)


@pytest.mark.parametrize("lids", [False, True])
def test_a_part_of_a_video_gives_what_the_whole_gives_away_from_its_ends(lids: bool) -> None:
    level = pulse(AT, AT + 90)
    whole = lids_moved(level, (60, 360, 520)) if lids else measured(level, RAISE)
    root = whitening(covariances(whole), None, whole)
    names = ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")
    part = replace(whole, **{name: getattr(whole, name)[200:480] for name in names})
    one, other = clear_return(whole, root), clear_return(part, root, start=200)
    np.testing.assert_allclose(other[60:-60], one[260:420], atol=1e-5)
