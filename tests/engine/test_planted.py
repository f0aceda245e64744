"""Movements planted in a run's own footage: where, how, what is found of them, and how sure the figures are."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.cli import main
from engine.cli.sensitivity import as_dict, lines
from engine.clock import steady
from engine.config import AnalysisConfig, DecoderConfig
from engine.definitions import CASME3, DEFINITIONS
from engine.errors import AnalysisError, SourceError
from engine.evaluation.matching import iou
from engine.face import FaceTracker
from engine.journal.reader import MALFORMED
from engine.pipeline import analyze
from engine.pipeline.sensitivity_in_pictures import sensitivities_in_pictures
from engine.planted import (
    PLANTED_REGIONS,
    BoundErrors,
    FoundShare,
    PictureAnalysis,
    Sensitivity,
    SensitivityRequest,
    alarm_rate,
    found_share,
    picture_passes,
)
from engine.planted.free import AROUND_SECONDS, free_samples
from engine.planted.overlap import FOUND_IOU, Intervals
from engine.planted.places import draw_movements, planted_features
from engine.planted.planted_source import PlantedSource
from engine.planted.requests import request_of
from engine.planted.responses import responses
from engine.planted.sensitivity import measured, sensitivities
from engine.planted.share_curve import AS_MEASURED
from engine.planted.stored import sensitivity_form, sensitivity_from
from engine.spotters import load_spotter
from engine.synthesis.clips import Camera, Scene, pictures
from engine.synthesis.codec import write_h264
from engine.synthesis.heads import HeadStyle, trajectory
from engine.synthesis.subject import demo_subject, varied
from engine.types import AnalysisRun, Bounds, Curves, Mask, RunEvidence, frozen
from engine.video import open_source

RATE, K = 30.0, 50


def evidence_of(noise: float, seconds: int = 15, *, seed: int = 0, channels: int = 10) -> tuple[RunEvidence, Curves]:
    """A calm face measured with noise (px)."""
    n = int(seconds * RATE)
    rng = np.random.default_rng(seed)
    whole = rng.normal(0, noise, (channels, n))
    starts = np.arange(0, n - K + 1, K // 2)
    windows = np.stack([whole[:, s : s + K] - whole[:, s : s + 1] for s in starts])
    evidence = RunEvidence(
        starts=frozen(starts.astype(np.int64)),
        features=frozen(windows.astype(np.float16)),
        masks=frozen(np.zeros((len(starts), K), np.uint8)),
        eyes=frozen(np.full(n, 0.3, np.float32)),
        head=frozen(np.zeros(n, np.float32)),
    )
    last = int(starts[-1]) + K
    mask = np.zeros(n, np.uint8)
    mask[last:] = Mask.TAIL
    curves = Curves(frozen(np.arange(n)), frozen(np.zeros(n, np.float32)), None, frozen(mask), RATE)
    return evidence, curves


def request(noise: float, weights: str = "metst-synth-v1", **changes: object) -> SensitivityRequest:
    evidence, curves = evidence_of(noise)
    made = SensitivityRequest(
        token="t",
        weights=weights,
        digest="",
        stitch="",
        evidence=evidence,
        curves=curves,
        restless=(),
        occupied=(),
        decoder=DecoderConfig(threshold=0.6),
        synergy="spotting_led",
        n_frames=len(curves.frames),
        wanted=60,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answered(asked: SensitivityRequest) -> Sensitivity:
    model = load_spotter(asked.weights, device="cpu")
    return next(one for one in measured(asked, model) if isinstance(one, Sensitivity))


@pytest.fixture(scope="module")
def quiet() -> Sensitivity:
    return answered(request(0.05))


@pytest.fixture(scope="module")
def noisy() -> Sensitivity:
    return answered(request(0.7))


def test_two_videos_of_different_quality_are_told_apart(quiet: Sensitivity, noisy: Sensitivity) -> None:
    good, bad = dict(quiet.found)["brows"], dict(noisy.found)["brows"]
    assert good.at_1px.low > bad.at_1px.high
    assert good.half.high < bad.half.low


def test_every_figure_has_its_interval_and_n(quiet: Sensitivity) -> None:
    assert [name for name, _ in quiet.found] == ["all", *PLANTED_REGIONS]
    for _, curve in quiet.found:
        assert 0 <= curve.found <= curve.n
        for one in (*curve.shares, curve.at_1px, curve.half):
            assert one.low <= one.value <= one.high
    assert sum(curve.n for name, curve in quiet.found if name != "all") == quiet.n == dict(quiet.found)["all"].n


def test_stronger_movements_are_found_as_often_or_more(quiet: Sensitivity) -> None:
    for _, curve in quiet.found:
        values = [one.value for one in curve.shares]
        assert values == sorted(values)


def test_higher_thresholds_find_and_propose_no_more(noisy: Sensitivity) -> None:
    assert [one.threshold for one in noisy.thresholds] == sorted(one.threshold for one in noisy.thresholds)
    alarms = [one.alarms.n for one in noisy.thresholds]
    assert alarms == sorted(alarms, reverse=True)
    wanted = noisy.threshold_for(1e9)
    assert wanted is not None
    assert wanted is noisy.thresholds[0]


def test_a_threshold_for_a_number_of_alarms_is_the_lowest_that_keeps_it(noisy: Sensitivity) -> None:
    rates = sorted({one.alarms.per_minute.value for one in noisy.thresholds})
    wanted = noisy.threshold_for(rates[0])
    assert wanted is not None
    assert wanted.alarms.per_minute.value == rates[0]
    lower = [one for one in noisy.thresholds if one.threshold < wanted.threshold]
    assert all(one.alarms.per_minute.value > rates[0] for one in lower)


def test_the_same_seed_gives_the_same_answer(quiet: Sensitivity) -> None:
    again = answered(request(0.05))
    assert again.found == quiet.found
    assert again.thresholds == quiet.thresholds


def test_a_run_without_windows_and_another_model_are_refused() -> None:
    evidence, curves = evidence_of(0.1, channels=36)
    with pytest.raises(AnalysisError, match="keeps nothing"):
        answered(request(0.1, evidence=evidence, curves=curves))
    with pytest.raises(AnalysisError, match="not the one this run was made with"):
        list(sensitivities(Path(), request(0.1, digest="another")))
    with pytest.raises(AnalysisError, match="Nothing can be planted"):
        answered(request(0.1, restless=((0, 10_000),)))


@given(st.integers(0, 2**31), st.lists(st.tuples(st.integers(0, 440), st.integers(1, 60)), max_size=6))
def test_movements_lie_only_where_the_footage_is_judged_and_free(seed: int, spans: list[tuple[int, int]]) -> None:
    _, curves = evidence_of(0.1)
    restless = [(first, first + length) for first, length in spans[::2]]
    occupied = [(first, first + length) for first, length in spans[1::2]]
    free = free_samples(curves, restless, occupied)
    found = draw_movements(free, RATE, np.random.default_rng(seed))
    margin = round(AROUND_SECONDS * RATE)
    last = -1
    for one in found:
        onset, offset = one.course.onset, one.course.offset
        assert last < onset <= one.course.apex <= offset < len(free)
        last = offset
        assert not any(onset <= stop and offset >= first for first, stop in restless)
        assert not any(onset <= stop + margin and offset >= first - margin for first, stop in occupied)


def test_a_movement_adds_its_response_against_the_reference_of_each_window() -> None:
    evidence, curves = evidence_of(0.0)
    movements = draw_movements(free_samples(curves, (), ()), RATE, np.random.default_rng(3))[:1]
    features = planted_features(evidence, movements)
    one = movements[0]
    for start, window in zip(evidence.starts.tolist(), features, strict=True):
        level = np.array([one.course.at(start + place) for place in range(K)])
        np.testing.assert_allclose(window, np.outer(one.vector, one.strength * (level - level[0])), atol=1e-9)
    assert np.abs(features).max() > 0


def test_responses_are_unit_vectors_of_every_region() -> None:
    assert {one.region for one in responses()} == set(PLANTED_REGIONS)
    for one in responses():
        assert np.hypot(one.vector[0::2], one.vector[1::2]).max() == pytest.approx(1, abs=2e-3)


def test_the_interval_of_a_share_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        s50, slope = np.exp(rng.normal(0, 0.4)), np.exp(rng.normal(np.log(4), 0.3))
        strength = np.exp(rng.uniform(np.log(0.25), np.log(4), 120))
        found = rng.random(120) < 1 / (1 + np.exp(-slope * (np.log(strength) - np.log(s50))))
        share = found_share(strength.tolist(), found.tolist(), AS_MEASURED).at_1px
        held += share.low <= 1 / (1 + np.exp(slope * np.log(s50))) <= share.high
    assert 0.84 <= held / 100 <= 0.97


def test_more_trials_give_narrower_intervals_and_none_gives_no_opinion() -> None:
    few = found_share([0.5, 1.0, 2.0], [False, True, True], AS_MEASURED).at_1px
    many = found_share([0.5, 1.0, 2.0] * 50, [False, True, True] * 50, AS_MEASURED).at_1px
    nothing = found_share([], [], AS_MEASURED).at_1px
    assert many.high - many.low < few.high - few.low < nothing.high - nothing.low
    assert nothing.high - nothing.low > 0.8


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=8),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=8),
)
def test_intervals_are_hit_as_their_overlap_says(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    known = [(first, first + length) for first, length in some]
    asked = [(first, first + length) for first, length in others]
    intervals = Intervals(known)
    for one, hit in zip(asked, intervals.hits(asked).tolist(), strict=True):
        shares = [iou(one, other) for other in known]
        assert hit == (max(shares, default=0.0) >= FOUND_IOU)
        best = intervals.hit(*one)
        assert (best is not None) == hit
        if best is not None:
            assert shares[best] == max(shares)


@pytest.mark.parametrize("n", [0, 1, 5, 60])
def test_the_rate_of_alarms_is_jeffreys_interval(n: int) -> None:
    rate = alarm_rate(n, 2.0).per_minute
    low, high = stats.gamma(n + 0.5, scale=1 / 2.0).ppf([0.05, 0.95])
    assert rate.value == n / 2
    assert rate.low == pytest.approx(low if n else 0, abs=2e-3 if n else 0, rel=2e-3), "that of none holds 0"
    assert rate.low <= rate.value <= rate.high
    assert rate.high == pytest.approx(high, rel=2e-3)


def test_bands_of_half_of_the_bounds_cover_the_other_half() -> None:
    rng = np.random.default_rng(2)
    covered = total = 0
    for _ in range(50):
        errors = np.rint(rng.normal(2, 3, (80, 3))).astype(int)
        band = BoundErrors.of([(a, b, c) for a, b, c in errors[:40].tolist()]).band("onset")
        assert band is not None
        covered += int(((errors[40:, 0] <= band[0]) & (errors[40:, 0] >= -band[1])).sum())
        total += 40
    assert covered / total >= 0.85


def test_too_few_bounds_give_no_band_and_no_chance() -> None:
    errors = BoundErrors.of([(0, 0, 0)] * 5)
    assert errors.band("onset") is None
    assert errors.chance_of_other_kind(Bounds(100, 110, 115), steady(RATE), CASME3) is None


def test_a_kind_flips_more_easily_near_the_limit() -> None:
    rng = np.random.default_rng(4)
    errors = BoundErrors.of([(a, 0, b) for a, b in np.rint(rng.normal(0, 2, (100, 2))).astype(int).tolist()])
    clock, half = steady(RATE), DEFINITIONS["half_second"]
    near = errors.chance_of_other_kind(Bounds(100, 110, 115), clock, half)
    far = errors.chance_of_other_kind(Bounds(100, 110, 140), clock, half)
    assert near is not None
    assert far is not None
    assert near.value > 0.2 > far.high >= far.value >= 0
    assert near.low < near.value < near.high


def test_what_is_kept_comes_back_as_it_was(noisy: Sensitivity) -> None:
    form = json.loads(json.dumps(sensitivity_form(noisy)))
    again = sensitivity_from(form)
    assert sensitivity_form(again) == form
    assert (again.n, again.decoder, again.synergy, len(again.errors)) == (
        *(noisy.n, noisy.decoder, noisy.synergy),
        len(noisy.errors),
    )
    assert again.errors.band("onset") == noisy.errors.band("onset")
    for kept, first in zip(again.thresholds, noisy.thresholds, strict=True):
        assert kept.threshold == first.threshold
        assert dict(kept.at_1px)["brows"].low == pytest.approx(dict(first.at_1px)["brows"].low, abs=1e-4)
    assert again.nearest(0.61).threshold == 0.6


@pytest.mark.parametrize(
    "damage",
    [
        {"px": [1.0]},
        {"found": {}},
        {"errors": {"onset": [1], "apex": [], "offset": [1]}},
        {"errors": {"onset": [1.5], "apex": [1], "offset": [1]}},
        {"decoder": {"name": "none"}},
        {"alarms": {"n": -1, "minutes": 1.0, "per_minute": [0, 0, 0]}},
        {"minutes": "long"},
        {"minutes": 0.0},
        {"method": "somehow"},
    ],
)
def test_what_is_none_of_ours_is_refused(quiet: Sensitivity, damage: dict[str, object]) -> None:
    with pytest.raises(MALFORMED):
        sensitivity_from({**sensitivity_form(quiet), **damage})


@pytest.mark.parametrize(("n", "words"), [
    (0, "proposals that nobody accepted: none in 2.0 judged minutes, at most 0.96 a minute"),
    (2, "proposals that nobody accepted: 2, 1.00 [0.29, 2.77] a minute (all counted as false)")])  # fmt: skip
def test_the_command_tells_how_many_alarms_there_are_at_most(quiet: Sensitivity, n: int, words: str) -> None:
    assert lines(replace(quiet, alarms=alarm_rate(n, 2.0)), None)[1] == words


def test_the_command_says_n_method_and_intervals(quiet: Sensitivity) -> None:
    told = lines(quiet, 2.0)
    assert "planted" in told[0]
    assert "90 % intervals" in told[0]
    assert "threshold" in told[-1]
    assert all("[" in line for line in told if "found at 1 px" in line)


def test_the_command_tells_no_figure_where_nothing_was_planted(quiet: Sensitivity) -> None:
    def without(curves: tuple[tuple[str, FoundShare], ...]) -> tuple[tuple[str, FoundShare], ...]:
        return tuple((name, found_share([], []) if name == "brows" else curve) for name, curve in curves)

    thresholds = tuple(replace(one, found=without(one.found)) for one in quiet.thresholds)
    answer = replace(quiet, found=without(quiet.found), thresholds=thresholds)
    told, form = lines(answer, 1e9), as_dict(answer, 1e9)
    (brows,) = (line for line in told if line.startswith("brows"))
    assert "%" not in brows
    assert told[-1].endswith("of movements of 1 px")
    assert form["regions"]["brows"]["half_px"] is None
    assert set(form["regions"]["brows"]["found_at_px"].values()) == {None}
    assert {one["found_at_1_px"]["brows"] for one in form["thresholds"]} == {None}
    assert form["regions"]["all"]["half_px"] is not None


def test_the_command_analyses_plants_and_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng, n = np.random.default_rng(0), 120
    scene = Scene(varied(demo_subject(), rng, side=160.0), n, np.zeros((n, 6)), (), np.zeros(n))
    video = tmp_path / "calm.mp4"
    write_h264(video, pictures(scene, Camera(), rng), crf=18)
    assert main(["sensitivity", str(video), "--json", "--alarms", "2", "--weights", "metst-synth-v1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["planted"] > 10
    assert found["regions"]["brows"]["found_at_px"]["4"][0] > found["regions"]["brows"]["found_at_px"]["0.25"][0]
    assert found["threshold_for_alarms"] == found["thresholds"][0]["threshold"]
    assert found["model"] == "metst-synth-v1"


def test_movements_in_the_pictures_are_found_by_any_model_and_touch_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(5)
    subject = varied(demo_subject(), rng, side=200)
    n = 180
    video = tmp_path / "calm.mp4"
    scene = Scene(subject, n, trajectory(rng, n, HeadStyle(0.3, 0.6, 2.0, 1.0, 1.0, 0.05)), (), np.zeros(n))
    write_h264(video, pictures(scene, Camera(noise=1.0), rng), crf=18)
    with open_source(video) as opened:
        movements = draw_movements(np.ones(n, np.bool_), RATE, np.random.default_rng(1), between=(1.0, 1.5))
        strong = [replace(one, strength=3.0) for one in movements]
        source = PlantedSource(opened, np.arange(n), strong, FaceTracker(), seed=3)
        seen = [frame.gray().copy() for frame in source.frames()]
        own = [frame.gray().copy() for frame in opened.frames()]
    assert source.planted
    moving = np.zeros(n, np.bool_)
    for one in source.planted:
        moving[one.course.start : one.course.start + len(one.course.level)] = True
        at = one.course.apex
        assert np.abs(seen[at].astype(int) - own[at]).max() > 3
    for at in np.flatnonzero(~moving).tolist():
        np.testing.assert_array_equal(seen[at], own[at])
    monkeypatch.setattr(picture_passes, "MOST_PASSES", 1)
    assert main(["sensitivity", str(video), "--pixels", "--json", "--weights", "metst-synth-v2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["method"] == "pictures"
    assert 0 < found["planted"] < 10
    # As the window asks, in its analysis process.
    run = next(one for one in analyze(video, AnalysisConfig(weights="metst-synth-v2")) if isinstance(one, AnalysisRun))
    analysis = PictureAnalysis(AnalysisConfig.from_dict(dict(run.settings)), run.content)
    asked = replace(request_of(run, n_frames=n, token=run.id), pictures=analysis)
    *steps, answer = sensitivities_in_pictures(video, asked)
    assert {"model": "metst-synth-v2", "model_sha256": run.model_digest, **as_dict(answer, None)} == found
    assert answer.token == run.id
    done = [(one.done, one.total) for one in steps]
    assert done == sorted(done)
    assert (done[0], done[-1]) == ((0, n), (n, n))
    for other, error in (({"n_frames": n + 1}, "not the file any more"), ({"digest": "another"}, "not the one")):
        with pytest.raises(AnalysisError, match=error):
            list(sensitivities_in_pictures(video, replace(asked, **other)))
    with pytest.raises(AnalysisError, match=r"“calm\.mp4” is not the file any more"):
        list(sensitivities_in_pictures(video, replace(asked, pictures=replace(analysis, content="another"))))
    with pytest.raises(SourceError):
        list(sensitivities_in_pictures(tmp_path / "gone.mp4", asked))
