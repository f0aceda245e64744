"""Trials of a reviewer: where movements are planted, what the clips show, and what the answers say."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from engine.estimates.proportion import share_of
from engine.face import FaceChoice, FaceTracker
from engine.journal.trial_rows import TrialAnswer
from engine.planted.trial_pictures import TrialPictures, rendered_movement
from engine.planted.trials import (
    CLIP_SECONDS,
    TRIAL_STRENGTHS,
    TrialPlan,
    around,
    clip_frames,
    draw_trials,
    tally,
)
from engine.synthesis.clips import Motion
from engine.synthesis.courses import timed_course
from engine.synthesis.injection import SkinMovement, canonical_face, injected, injected_colours
from engine.synthesis.movements import draw_field
from engine.types import AnalysisRun, Curves, Mask
from tests.engine import portrait_clip

FPS, N = 30.0, 1500


def run_of(n: int = N, *, restless: tuple[tuple[int, int], ...] = (), unscored: slice = slice(0, 0)) -> AnalysisRun:
    mask = np.zeros(n, np.uint8)
    mask[unscored] = Mask.NO_FACE
    curves = Curves(np.arange(n), np.zeros(n, np.float32), None, mask, FPS)
    return AnalysisRun("r", "classical", "0" * 64, {}, curves, (), restless=restless)


def test_the_interval_is_wilsons_and_nothing_is_known_without_a_trial() -> None:
    for k, n in ((0, 8), (3, 4), (8, 8), (11, 40)):
        found, known = share_of(k, n), binomtest(k, n).proportion_ci(0.9, "wilson")
        assert (found.value, found.low, found.high) == pytest.approx((k / n, known.low, known.high))
    assert np.isnan(share_of(0, 0).value)
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="no share"):
        share_of(5, 4)


@given(st.integers(0, 1 << 30))
def test_clips_are_alike_in_number_and_length_and_away_from_all_that_is_there(seed: int) -> None:
    run = run_of(restless=((900, 1100),), unscored=slice(0, 60))
    occupied, used = [(300, 340), (700, 705)], [(500, 547)]
    plans = draw_trials(run, n_frames=N, fps=FPS, occupied=occupied, used=used, wanted=8, seed=seed)
    planted = [one for one in plans if one.planted]
    assert len(plans) == 2 * len(planted) >= 8
    for one in plans:
        assert one.last - one.first + 1 == clip_frames(FPS) == round(CLIP_SECONDS * FPS)
        assert one.first <= one.course.onset <= one.course.offset <= one.last
        assert all(one.last < first or one.first > last for first, last in (*occupied, *used))
        assert not {one.course.onset, one.course.offset} & {*range(60), *range(900, 1101)}
        assert bool(one.units) == (one.strength > 0)
    spans = sorted((one.first, one.last) for one in plans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    strengths = sorted(one.strength for one in planted)
    assert TRIAL_STRENGTHS[0] <= strengths[0] < 1.5
    assert strengths[-1] <= TRIAL_STRENGTHS[1]
    again = draw_trials(run, n_frames=N, fps=FPS, occupied=occupied, used=used, wanted=8, seed=seed)
    assert [(one.first, one.units, one.strength) for one in again] == [
        (one.first, one.units, one.strength) for one in plans
    ]


def test_where_there_is_no_room_there_are_fewer_or_none() -> None:
    def drawn(run: AnalysisRun, n: int) -> list[TrialPlan]:
        return draw_trials(run, n_frames=n, fps=FPS, occupied=(), used=(), wanted=8, seed=1)

    assert drawn(run_of(restless=((0, N),)), N) == []
    assert drawn(run_of(40), 40) == []
    assert len(drawn(run_of(150), 150)) in (2,)


def test_a_proposal_is_somewhere_in_its_clip_or_too_long_for_one() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        first, last = around(3, 20, n_frames=N, fps=FPS, rng=rng) or (0, 0)
        assert first >= 0
        assert last - first + 1 == clip_frames(FPS)
        assert first <= 3
        assert last >= 20
    assert around(100, 100 + clip_frames(FPS), n_frames=N, fps=FPS, rng=rng) is None


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    """uint8 [75, 360, 360, 3], a grey face in colour, tinted so that channels differ."""
    grays = portrait_clip.frames().astype(np.float32)
    return np.stack([grays * share for share in (1.0, 0.8, 0.6)], axis=-1).astype(np.uint8)


def test_the_size_is_measured_on_the_face_that_is_analysed_beside_a_larger_one(portrait: np.ndarray) -> None:
    still = portrait[0, ..., 0]
    alone, beside = np.full((2, 480, 840), 128, np.uint8)
    for picture in (alone, beside):
        picture[60:420, 480:] = still
    beside[:, :480] = cv2.resize(still, (480, 480))
    sizes = []
    for picture in (alone, beside):
        face = FaceTracker(FaceChoice(point=(660.0, 240.0))).track(picture).face
        assert face is not None
        plan = TrialPlan(0, 20, timed_course(np.random.default_rng(2), 4, 10), ("4",), 2.5, 7)
        sizes.append(rendered_movement(plan, picture, face, 0)[0].motions[0].peak)
    assert sizes[1] == pytest.approx(sizes[0], rel=0.15)


def test_only_a_planted_clip_differs_from_the_file_and_only_while_it_moves(portrait: np.ndarray) -> None:
    course = timed_course(np.random.default_rng(2), 24, 10)
    plan = TrialPlan(6, 53, course, ("4",), 2.5, 7)

    def clip(one: TrialPlan | None):
        found = TrialPictures(lambda frame: portrait[frame]).clip(6, 53, one)
        assert found is not None
        return found

    planted, calm, plain = clip(plan), clip(replace(plan, units=(), strength=0.0)), clip(None)
    assert planted.strength == pytest.approx(2.5, rel=1e-6)
    assert not planted.pictures.flags.writeable
    assert (calm.strength, any(calm.altered)) == (0.0, False)
    np.testing.assert_array_equal(calm.pictures, plain.pictures)
    moving = course.over(75)[6:54] > 0
    assert list(planted.altered) == moving.tolist()
    differs = (planted.pictures != plain.pictures).any(axis=(1, 2, 3))
    assert differs[course.apex - 6]
    assert not differs[~moving].any()
    # The brows move; what lies below the mouth is as it was filmed.
    rows = (planted.pictures[course.apex - 6] != plain.pictures[course.apex - 6]).any(axis=(1, 2)).nonzero()[0]
    assert rows.max() < 0.7 * planted.pictures.shape[1]


def test_no_clip_is_made_where_no_face_is_seen(portrait: np.ndarray) -> None:
    hidden = portrait.copy()
    hidden[26:34] = 90
    plan = TrialPlan(6, 53, timed_course(np.random.default_rng(2), 24, 10), (), 0.0, 7)
    assert TrialPictures(lambda frame: hidden[frame]).clip(6, 53, plan) is None
    assert TrialPictures(lambda _frame: hidden[30]).clip(6, 53, None) is None


def test_colours_move_as_the_grey_picture_that_is_measured_does() -> None:
    grays, faces = list(portrait_clip.frames()[:6]), [one.face for one in portrait_clip.faces()[:6]]
    assert faces[0] is not None
    subject = canonical_face("one", faces[0])
    field = draw_field(subject, "12", np.random.default_rng(3))
    movement = SkinMovement((Motion(field, 3.0, timed_course(np.random.default_rng(4), 1, 5)),), shading=1.0)
    colours = injected_colours(
        [np.stack([one] * 3, axis=-1) for one in grays],
        [None if one is None else one.points for one in faces],
        subject,
        [movement],
    )
    for moved, colour in zip(injected(grays, faces, subject, [movement]), colours, strict=True):
        for channel in range(3):
            np.testing.assert_array_equal(colour[..., channel], moved)


def test_hits_and_false_alarms_are_counted_apart_and_proposals_not_at_all() -> None:
    def answer(number: int, kind: str, seen: bool, strength: float = 0.0) -> TrialAnswer:
        return TrialAnswer("s", number, "v", "a", kind, 0, 47, 20, 24, 30, "", strength, seen)  # type: ignore[arg-type]

    found = tally(
        [
            answer(0, "planted", True, 3.0),
            answer(1, "planted", False, 1.2),
            answer(2, "planted", True, 1.5),
            answer(3, "calm", True),
            answer(4, "calm", False),
            answer(5, "proposal", True),
        ]
    )
    assert (found.hits, found.planted, found.alarms, found.calm) == (2, 3, 1, 2)
    assert (found.weak, found.strong) == ((1, 2), (1, 1))
    assert found.hit_rate == share_of(2, 3)
