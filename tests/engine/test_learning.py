"""Learning as one job: the threshold alone, the head, a neutral recording; poisoned reviews are refused."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.spotters import load_spotter
from engine.synthesis.examples import BLINK_KIND, MACRO_KIND, MICRO_KIND, NEUTRAL, WindowSet
from engine.training import learning
from engine.training.recalibrate import best_threshold, f1, recalibrate
from engine.training.requests import JudgedRun, Learned, LearnRequest
from engine.training.tuned_card import FORMER
from engine.types import Progress
from tests.engine import portrait_clip
from tests.engine.test_finetune import model, review  # noqa: F401 - a fixture


def judged(*, random: bool = False, seed: int = 1, few: int | None = None) -> JudgedRun:
    video = review(seed, random=random)
    decisions = video.decisions[:few]
    return JudgedRun(
        starts=video.starts,
        features=video.features.astype(np.float16),
        n=video.n,
        first=np.array([one.first for one in decisions]),
        last=np.array([one.last for one in decisions]),
        accepted=np.array([one.accepted for one in decisions]),
        scores=np.array([0.9 if one.accepted else 0.6 for one in decisions]),
        proposed=np.ones(len(decisions), np.bool_),
        same_model=True,
    )


def request(weights: Path, tmp_path: Path, **fields) -> LearnRequest:
    values = {"runs": (judged(),), "mode": "head", "neutral": None, "clips": 0, "name": "mine"}
    return LearnRequest(weights=str(weights), cache=tmp_path / "cache", **{**values, **fields})


def result_of(asked: LearnRequest) -> Learned:
    *steps, found = learning.learn(Path("unused"), asked)
    assert all(isinstance(step, Progress) for step in steps)
    assert isinstance(found, Learned)
    return found


@pytest.fixture
def clips(monkeypatch: pytest.MonkeyPatch) -> WindowSet:
    """A rendered clip stands in for the demo portrait's: rendering takes seconds."""
    rng = np.random.default_rng(5)
    features = rng.normal(0, 0.1, (8, 10, 50)).astype(np.float32)
    features[:, :, 0] = 0
    kinds = np.array([MICRO_KIND, MICRO_KIND, MICRO_KIND, MACRO_KIND, BLINK_KIND, BLINK_KIND], np.uint8)
    bank = np.zeros((6, 10))
    bank[kinds == MICRO_KIND, 5] = 1  # the mouth moves, as in the proposals that are accepted
    bank[kinds != MICRO_KIND, 1:4:2] = 1
    blank = np.zeros((8, 50), np.uint8)
    made = WindowSet(
        features, blank, blank, np.full((8, 50), NEUTRAL, np.uint8), np.ones(8, bool), bank.astype(np.float32), kinds,
        np.where(kinds == MICRO_KIND, 0, NEUTRAL).astype(np.uint8),
    )  # fmt: skip
    monkeypatch.setattr(learning, "cached_clip", lambda *_: made)
    monkeypatch.setattr(learning, "BENCH_WINDOWS", 32)
    return made


def test_the_head_learns_and_nothing_is_written(model: Path, tmp_path: Path, clips) -> None:  # noqa: F811
    before = sorted(tmp_path.rglob("*"))
    found = result_of(request(model, tmp_path, clips=1))
    assert found.kept, found.reason
    assert (found.measure, found.accepted, found.rejected) == ("AUC", 20, 20)
    assert found.bench_n == learning.BENCH_WINDOWS
    assert 0 < found.bench_before < 1
    assert sorted(tmp_path.rglob("*")) == before
    target = tmp_path / "mine.safetensors"
    target.write_bytes(found.weights)
    target.with_suffix(".json").write_text(found.card)
    spotter = load_spotter(str(target), device="cpu")
    assert spotter.card.decoder.threshold == found.threshold
    assert spotter.card.statement.startswith("Made by learning from 20 accepted and 20 rejected")
    assert "held-back verdicts" in json.loads(found.card)["guard"]


@pytest.mark.parametrize("mode", ["head", "threshold"])
def test_a_poisoned_review_is_refused(model: Path, tmp_path: Path, mode) -> None:  # noqa: F811
    refused = 0
    for seed in range(5):
        run = judged(random=True, seed=seed)
        coin = np.random.default_rng(seed).uniform(0.5, 1, len(run.scores))
        found = result_of(request(model, tmp_path, mode=mode, runs=(replace(run, scores=coin),)))
        refused += not found.kept
        assert bool(found.weights) == found.kept
        assert found.kept or "old model stays" in found.reason
    assert refused >= 4


def test_the_threshold_learns_without_running_the_network(model: Path, tmp_path: Path) -> None:  # noqa: F811
    found = result_of(request(model, tmp_path, mode="threshold"))
    assert found.kept, found.reason
    assert found.measure == "F1"
    assert 0.6 < found.threshold < 0.9
    assert found.weights == model.read_bytes()
    assert json.loads(found.card)["decoder"]["threshold"] == found.threshold


def test_the_threshold_takes_this_models_own_proposals_only(model: Path, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(AnalysisError, match="at least 4 accepted and 4 rejected"):
        result_of(request(model, tmp_path, mode="threshold", runs=(replace(judged(), same_model=False),)))
    marked = replace(judged(), proposed=~judged().accepted)
    with pytest.raises(AnalysisError, match="at least 4 accepted and 4 rejected"):
        result_of(request(model, tmp_path, mode="threshold", runs=(marked,)))
    assert result_of(request(model, tmp_path, runs=(marked,))).accepted == 20, "the head learns from marks too"


def test_too_few_decisions_and_no_network_are_sentences(model: Path, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(AnalysisError, match="at least 4 accepted and 4 rejected"):
        result_of(request(model, tmp_path, runs=(judged(few=5),)))
    with pytest.raises(AnalysisError, match="nothing to learn"):
        result_of(request(Path("classical"), tmp_path))


def test_a_threshold_that_loses_synthetic_movements_is_refused(model: Path) -> None:  # noqa: F811
    scores, labels = np.array([0.9] * 10 + [0.6] * 10), np.array([1.0] * 10 + [0.0] * 10)
    faint = np.full(20, 0.6), np.ones(20)
    result, made = recalibrate(model, "x", scores, labels, threshold=0.5, bench=faint)
    assert made is None
    assert "Synthetic movements" in result.reason
    assert (result.bench_before, result.bench_after) == (1.0, 0.0)


def test_the_best_threshold_never_lies_below_the_present_one() -> None:
    assert best_threshold(np.array([0.5, 0.6, 0.9]), np.array([1.0, 1.0, 1.0]), 0.5) == 0.5
    assert best_threshold(np.array([0.5, 0.6, 0.9]), np.array([0.0, 0.0, 1.0]), 0.5) == 0.75
    assert f1(np.array([True, False]), np.array([0.0, 1.0])) == 0


def test_a_neutral_recording_gives_windows_to_learn_from(model: Path, tmp_path: Path, clips) -> None:  # noqa: F811
    recording = tmp_path / "neutral.avi"
    writer = cv2.VideoWriter(str(recording), cv2.VideoWriter_fourcc(*"MJPG"), 30, (360, 360))
    for gray in portrait_clip.frames():
        writer.write(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR))
    writer.release()
    windows = _returned(learning.neutral_windows(recording))
    assert windows.features.shape[1:] == (10, 50)
    assert len(windows.features) >= 1
    result = result_of(request(model, tmp_path, clips=1, neutral=recording))
    assert result.accepted == 20
    empty = tmp_path / "grey.avi"
    writer = cv2.VideoWriter(str(empty), cv2.VideoWriter_fourcc(*"MJPG"), 30, (360, 360))
    for _ in range(70):
        writer.write(np.full((360, 360, 3), 128, np.uint8))
    writer.release()
    with pytest.raises(AnalysisError, match="shows no face"):
        _returned(learning.neutral_windows(empty))


def test_the_bench_of_the_former_model_is_called_so(model: Path, tmp_path: Path) -> None:  # noqa: F811
    beside = model.with_suffix(".json")
    card = json.loads(beside.read_text())
    beside.write_text(json.dumps({**card, "bench": {"what": "a bench", "f1_iou_0.5": 0.8}}))
    found = result_of(request(model, tmp_path))
    assert json.loads(found.card)["bench"]["what"] == f"{FORMER}: a bench"


def _returned(steps):
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value
