"""What is kept of a run, and what is told from it: regions, direction, blinks, and the score without a region."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.explain import LANES, OcclusionRequest, blink_spans, confound_lanes, confounds, movement
from engine.explain.movement import FINE_REGIONS, direction_word, region_groups, region_names
from engine.explain.occlusion import occlusion, occlusions
from engine.face.measures import FaceMeasures, eye_aspect_ratio
from engine.face.points import make_face
from engine.face.tracked import TrackedFace
from engine.spotters import load_spotter
from engine.types import AnalysisRun, Curves, Mask, Proposal, RunEvidence
from engine.windows import Stitcher, window_starts

N, K, RATE = 300, 50, 30.0
ONSET, APEX, OFFSET = 140, 148, 160
BROW, MOUTH = slice(2, 4), slice(4, 6)


def displacements() -> np.ndarray:
    """float64 [10, N]: noise of 0.03 px, the right brow up by 1.2 px between onset and offset."""
    rng = np.random.default_rng(7)
    values = rng.normal(0, 0.03, (10, N))
    time = np.arange(N)
    values[3] -= 1.2 * np.interp(time, [ONSET, APEX, OFFSET], [0, 1, 0])
    return values


def run_of(values: np.ndarray, *, mask: np.ndarray | None = None) -> AnalysisRun:
    """A run of the classical spotter on these displacements, as the pipeline makes it."""
    mask = np.zeros(N, np.uint8) if mask is None else mask
    starts = np.array(window_starts(N, K))
    windows = np.stack([values[:, one : one + K] - values[:, one : one + 1] for one in starts]).astype(np.float16)
    masks = np.stack([mask[one : one + K] for one in starts])
    windows = np.where((masks != 0)[:, None], np.float16(0), windows)
    model = load_spotter("classical", device="cpu")
    stitcher = Stitcher(N, K, model.card.stitch)
    for one, raw, gone in zip(starts, model.windows(windows.astype(np.float64))[0], masks, strict=True):
        stitcher.add(int(one), raw, gone)
    score = model.finish(stitcher.result()[0], mask)
    curves = Curves(np.arange(N), score, None, mask, RATE)
    proposal = Proposal("p148", ONSET, APEX, OFFSET, 0.6, None, None, 0, "half_max")
    evidence = RunEvidence(starts, windows, masks, np.full(N, 0.3, np.float32), np.full(N, 0.2, np.float32))
    return AnalysisRun("r", "classical", model.card.digest, {}, curves, (proposal,), evidence=evidence)


def test_the_region_that_moved_is_named_with_px_direction_and_sigma() -> None:
    found = movement(run_of(displacements()), ONSET, APEX, OFFSET)
    assert [one.name for one in found.regions] == list(region_names(10))
    brow = found.regions[1]
    assert brow.px == pytest.approx(1.2, abs=0.15)
    assert brow.direction == "up"
    # difference of two samples with 0.03 px noise each: 0.042 px a standard deviation
    assert brow.sigma == pytest.approx(1.2 / (0.03 * np.sqrt(2)), rel=0.25)
    assert all(one.sigma < 5 for number, one in enumerate(found.regions) if number != 1)
    assert found.compared > 300
    at = {int(frame): float(value) for frame, value in zip(found.frames, brow.trace, strict=True)}
    assert at[ONSET] == 0
    assert at[APEX] == pytest.approx(brow.px)
    # the trace goes on over the borders of windows without a step
    assert abs(at[OFFSET + 5]) < 0.3
    assert abs(at[ONSET - 10]) < 0.3


def test_sigma_is_of_neutral_samples_only() -> None:
    restless = displacements()
    restless[3, ONSET : OFFSET + 1] += 3 * np.sin(np.arange(OFFSET - ONSET + 1))
    calm, shaken = (movement(run_of(one), ONSET, APEX, OFFSET) for one in (displacements(), restless))
    ratio = (calm.regions[1].px / calm.regions[1].sigma) / (shaken.regions[1].px / shaken.regions[1].sigma)
    assert ratio == pytest.approx(1, abs=0.02)


def test_a_gap_in_the_interval_is_nan_and_no_number() -> None:
    mask = np.zeros(N, np.uint8)
    mask[145:156] = Mask.NO_FACE
    found = movement(run_of(displacements(), mask=mask), ONSET, APEX, OFFSET)
    assert all(np.isnan(one.px) and one.direction == "" for one in found.regions)
    assert movement(replace(run_of(displacements()), evidence=None), ONSET, APEX, OFFSET) is None


def request_for(run: AnalysisRun) -> OcclusionRequest:
    return OcclusionRequest(
        "t", "classical", run.model_digest, "", run.evidence, run.curves.mask, first=ONSET, last=OFFSET
    )


def test_without_the_region_that_moved_the_score_falls_and_without_another_it_stays(tmp_path) -> None:
    run = run_of(displacements())
    (found,) = occlusions(tmp_path, request_for(run))
    without = dict(found.without)
    assert list(without) == list(region_groups(10))
    assert found.score == pytest.approx(np.nanmax(run.curves.score[ONSET : OFFSET + 1]), abs=1e-6)
    assert found.score > 0.6
    assert without["right brow"] < 0.35
    assert without["both brows"] < 0.35
    assert min(without["mouth"], without["nose"], without["left brow"]) > found.score - 0.02


def test_another_model_than_the_runs_is_refused(tmp_path) -> None:
    request = replace(request_for(run_of(displacements())), digest="0" * 64)
    with pytest.raises(AnalysisError, match="not the one"):
        next(occlusions(tmp_path, request))


class LocalModel:
    """Score of a sample: how far the mouth is from where the window began."""

    card = replace(load_spotter("classical", device="cpu").card, name="local", stitch="second_half")

    def windows(self, features):
        return np.hypot(features[:, 4], features[:, 5]).astype(np.float32), None

    def finish(self, score, mask):
        return score


def test_a_network_is_run_again_on_the_windows_around_only() -> None:
    values = displacements()
    values[5, ONSET : OFFSET + 1] += 0.5
    run = run_of(values)
    found = occlusion(request_for(run), LocalModel())
    assert found.score == pytest.approx(0.5, abs=0.15)
    assert dict(found.without)["mouth"] == 0
    assert dict(found.without)["both brows"] == found.score


def test_names_cover_every_channel_and_directions_are_those_of_the_picture() -> None:
    assert len(FINE_REGIONS) == 18
    for channels in (10, 36):
        groups = region_groups(channels)
        assert {one for group in groups.values() for one in group} == set(range(channels // 2))
    assert [direction_word(*one) for one in ((1, 0), (0, 1), (0, -2), (-1, -1), (0, 0), (np.nan, 1))] == [
        *("right", "down", "up", "up left"),
        "",
        "",
    ]


def test_blinks_are_found_on_a_slow_drift_and_across_no_gap() -> None:
    eyes = np.linspace(0.28, 0.34, 600).astype(np.float32)
    dip = 1 - 0.3 * np.hanning(13)
    for start in (100, 300, 480):
        eyes[start : start + 13] *= dip.astype(np.float32)
    eyes[306:320] = np.nan
    eyes[200:260] *= 0.8  # eyes half closed for two seconds: no blink
    spans = blink_spans(eyes, 30.0)
    assert [one for one in spans if one[0] < 150 or one[0] > 400] == [(102, 110), (482, 490)]
    assert all(last < 306 for first, last in spans if 290 < first < 320)
    assert not [one for one in spans if 200 <= one[0] <= 260]
    assert blink_spans(np.full(50, np.nan, np.float32), 30.0) == ()


def test_a_blink_in_an_interval_is_told_and_so_is_a_moving_head() -> None:
    run = run_of(displacements())
    eyes, head = run.evidence.eyes.copy(), run.evidence.head.copy()
    eyes[145:158] *= (1 - 0.3 * np.hanning(13)).astype(np.float32)
    head[150] = 9
    found = confounds(replace(run, evidence=replace(run.evidence, eyes=eyes, head=head)), ONSET, OFFSET)
    assert found.blinks == ((147, 155),)
    assert found.text == "blink in frames 147 to 155, the head moves 9.0 px in 0.2 s"
    assert confounds(run, ONSET, OFFSET).text == ""


def face_at(x: float, *, opening: float = 0.3):
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 200, (468, 2)).astype(np.float32)
    points[[0, 1]] = (0, 0), (200, 200)
    for corner, up1, up2, inner, low2, low1 in ((33, 160, 158, 133, 153, 144), (362, 385, 387, 263, 373, 380)):
        half = 15 * opening
        for point, place in (
            (corner, (0, 0)),
            (inner, (30, 0)),
            (up1, (10, -half)),
            (up2, (20, -half)),
            (low1, (10, half)),
            (low2, (20, half)),
        ):
            points[point] = place
    return make_face(points + np.float32([x, 0]), 0.9)


def test_eyes_and_head_are_measured_and_a_new_track_is_no_movement() -> None:
    measures = FaceMeasures()
    for sample in range(60):
        seen = None if 20 <= sample < 25 else face_at(0 if sample < 40 else 60)
        measures.add(TrackedFace(seen, cut=sample == 40, dark=False))
    assert measures.eyes()[0] == pytest.approx(0.3, abs=1e-5)
    assert np.isnan(measures.eyes()[20:25]).all()
    head = measures.head(30.0)
    assert head[3:17] == pytest.approx(0, abs=1e-4)
    assert np.isnan(head[[17, 22, 27, 37, 42]]).all()
    assert head[45] == pytest.approx(0, abs=1e-4)
    moving = FaceMeasures()
    for sample in range(20):
        moving.add(TrackedFace(face_at(2.0 * sample), cut=False, dark=False))
    assert moving.head(30.0)[10] == pytest.approx(6 * 2 * 240 / 200, rel=1e-3)
    assert eye_aspect_ratio(face_at(5, opening=0.1).points68) == pytest.approx(0.1, abs=1e-5)


def test_lanes_are_frame_indices_and_agree_with_what_is_told_of_an_interval() -> None:
    run = run_of(displacements())
    assert run.evidence is not None
    eyes, head = run.evidence.eyes.copy(), run.evidence.head.copy()
    eyes[60:70] = 0.15
    head[100:120] = 6.0
    head[120:125] = np.nan
    evidence = replace(run.evidence, eyes=eyes, head=head)
    curves = replace(run.curves, frames=np.arange(N) * 2)
    run = replace(run, curves=curves, evidence=evidence, restless=((400, 480),))
    lanes = confound_lanes(run)
    assert tuple(lanes) == LANES
    assert [lanes[name].tolist() for name in LANES] == [[[120, 138]], [[200, 238]], [[400, 480]]]
    assert confounds(run, 110, 140).blinks == ((120, 138),)
    bare = confound_lanes(replace(run, evidence=None))
    assert (bare["blink"], bare["head"], bare["restless"].tolist()) == (None, None, [[400, 480]])
    calm = confound_lanes(replace(run, restless=()))["restless"]
    assert calm.shape == (0, 2)
