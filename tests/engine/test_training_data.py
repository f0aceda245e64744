"""Training data: sources, movements, time courses, rendered and hybrid windows, other views of a window."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cards.card import ModelCard
from engine.cli import main
from engine.errors import CheckpointError, SourceError
from engine.network.both_ways import mirrored, reversed_in_time
from engine.pipeline.restless import Restlessness, motion_index, restless_notes, restless_spans
from engine.spotters import NetworkSpotter, load_spotter
from engine.synthesis.courses import blink_course, long_course, macro_course, micro_course
from engine.synthesis.examples import MICRO_KIND, WindowSet, cached_clip
from engine.synthesis.heads import HeadStyle, draw_style, trajectory
from engine.synthesis.hybrid import HybridSource, Mix
from engine.synthesis.scenes import SceneOptions, draw_expression
from engine.synthesis.sources import SOURCES, read_pictures
from engine.synthesis.subject import demo_subject, varied
from engine.training.module import TrainableNetwork
from engine.training.plan import Plan, PlannedSource, PlanPart, default_plan, quick_plan, scene_options
from engine.types import Mask
from engine.weights import Shape, load_checkpoint, write_safetensors


def test_no_subject_is_in_training_and_bench() -> None:
    assert {source.role for source in SOURCES} == {"training", "bench"}
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    pictures = {role: {source.sha256 for source in SOURCES if source.role == role} for role in ("training", "bench")}
    assert not pictures["training"] & pictures["bench"]
    assert sum(source.role == "bench" for source in SOURCES) >= 3
    assert all(source.licence for source in SOURCES)


def test_missing_portraits_are_one_sentence_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "broken.whl").write_bytes(b"no archive")
    with pytest.raises(SourceError, match="cannot be read"):
        read_pictures(tmp_path, SOURCES)
    (tmp_path / "broken.whl").unlink()
    with pytest.raises(SourceError, match="pip download"):
        read_pictures(tmp_path, SOURCES)


@pytest.mark.parametrize("draw", [micro_course, macro_course, long_course, blink_course])
def test_courses_peak_once_and_lie_within_their_bounds(draw) -> None:
    for seed in range(40):
        course = draw(np.random.default_rng(seed), 10)
        assert course.level.max() == pytest.approx(1.0)
        assert course.onset <= course.apex <= course.offset
        assert course.at(course.apex) == pytest.approx(1.0)
        assert course.at(course.start - 1) == 0
        assert course.at(course.start + len(course.level)) == 0
        levels = course.over(400)
        assert levels[course.apex] == pytest.approx(1.0)
        if draw is micro_course:
            assert 4 <= course.offset - course.onset + 1 <= 90
            assert levels[: course.onset].max(initial=0) <= 0.1


def test_heads_start_at_rest_and_are_as_restless_as_asked() -> None:
    calm = HeadStyle(sway=0.2, slow_hz=0.4, postures=0, nods=0, nod_size=0, tremor=0)
    paths = [trajectory(np.random.default_rng(seed), 200, calm) for seed in range(8)]
    wild = [trajectory(np.random.default_rng(seed), 200, replace(calm, sway=4.0)) for seed in range(8)]
    assert all((path[0] == 0).all() for path in paths)
    assert 10 < np.std(wild) / np.std(paths) < 30
    assert draw_style(np.random.default_rng(0)).sway > 0


def test_measured_responses_have_the_directions_of_their_action_units() -> None:
    rng = np.random.default_rng(4)
    subject = varied(demo_subject(), rng, side=200.0)
    raised = draw_expression(subject, ("1", "2"), rng).response
    assert raised[1] < -0.3
    assert raised[3] < -0.3
    frown = draw_expression(subject, ("4",), rng).response
    assert min(frown[0], frown[1], -frown[2], frown[3]) > 0.1
    assert abs(frown[4:]).max() < 0.2
    assert draw_expression(subject, ("15",), rng).response[5] > 0.15


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> WindowSet:
    folder = tmp_path_factory.mktemp("clips")
    people = (demo_subject(),)
    made = [
        cached_clip(folder, people, SceneOptions(n=75, micros=micros, sides=(130.0, 150.0)), seed)
        for seed, micros in ((0, 0.0), (1, 3.0))
    ]
    again = cached_clip(folder, people, SceneOptions(n=75, micros=0.0, sides=(130.0, 150.0)), 0)
    assert np.array_equal(again.features, made[0].features)
    return WindowSet.joined(made)


def test_rendered_windows_are_labelled(windows: WindowSet) -> None:
    assert windows.features.shape == (4, 10, 50)
    assert np.isfinite(windows.features).all()
    assert windows.still.tolist() == [True, True, False, False]
    assert not windows.spot[windows.still].any()
    assert windows.spot[~windows.still].any()
    assert ((windows.emotion == 4) == (windows.spot == 0)).all()
    longest = np.hypot(windows.bank[:, 0::2], windows.bank[:, 1::2]).max(axis=1)
    np.testing.assert_allclose(longest, 1, atol=1e-5)


def test_hybrid_batches_repeat_and_hold_what_their_labels_say(windows: WindowSet) -> None:
    quiet = Mix(
        rendered=0, wild=0, macro=0, long=0, blink=0, step=0, nod=0, talk=0, blend=0, responses=(2.0, 2.0), ramp=10
    )
    source = HybridSource(windows, quiet, seed=3)
    first, again = source.batch(0, 24), source.batch(0, 24)
    assert np.array_equal(first.features, again.features)
    assert not np.array_equal(first.features, source.batch(1, 24).features)
    assert (first.features[:, :, 0] == 0).all() or first.features.shape[
        0
    ]  # a reversed window starts at its last sample
    moving = np.abs(np.diff(first.features, axis=2)).max(axis=1)
    with_event = first.spot.any(axis=1)
    assert 4 < with_event.sum() < 24
    assert np.median(moving[with_event].max(axis=1)) > 2 * np.median(moving[~with_event].max(axis=1))
    assert set(first.emotion[first.spot > 0]) <= {0, 1, 2, 3}
    assert len(HybridSource(windows, Mix(), seed=1).batch(5, 16).features) == 16
    assert (windows.bank_kind == MICRO_KIND).sum() >= 8


def test_views_turn_back() -> None:
    window = np.random.default_rng(0).normal(0, 1, (10, 50))
    window[:, 0] = 0
    assert np.array_equal(mirrored(mirrored(window)), window)
    back = reversed_in_time(window)
    assert (back[:, 0] == 0).all()
    np.testing.assert_allclose(reversed_in_time(back), window, atol=1e-12)
    np.testing.assert_allclose(back[:, 49], -window[:, 49])
    window[:, 40:] = 0  # not measured
    assert (reversed_in_time(window)[:, :10] == 0).all()
    assert (reversed_in_time(window)[:, 10] == 0).all()
    assert not reversed_in_time(np.zeros((10, 50))).any()


def spotter(tmp_path: Path, **card: object) -> NetworkSpotter:
    import torch

    torch.manual_seed(1)
    path = tmp_path / "model.safetensors"
    digest = write_safetensors(path, TrainableNetwork(Shape(blocks=1), projections="wide").state_arrays())
    assert load_checkpoint(path)[1] == digest
    path.with_suffix(".json").write_text(json.dumps({"features": "robust", "sha256": digest, **card}))
    return NetworkSpotter.load(path)


def test_views_of_the_card_make_scores_the_same_for_mirrored_windows(tmp_path: Path) -> None:
    windows = np.random.default_rng(1).normal(0, 1, (3, 10, 50))
    windows[:, :, 0] = 0
    plain, both = spotter(tmp_path), spotter(tmp_path, views=["mirror", "reverse"])
    assert both.card.views == ("mirror", "reverse")
    score, probabilities = both.windows(windows)
    other, _ = both.windows(mirrored(windows))
    np.testing.assert_allclose(other, score, atol=1e-6)
    assert not np.allclose(plain.windows(mirrored(windows))[0], plain.windows(windows)[0], atol=1e-4)
    np.testing.assert_allclose(probabilities.sum(axis=2), 1, atol=1e-5)
    backwards = np.stack([reversed_in_time(window) for window in windows])
    np.testing.assert_allclose(both.windows(backwards)[0][:, ::-1], score, atol=1e-5)
    with pytest.raises(CheckpointError, match="views"):
        spotter(tmp_path, views=["sideways"])


def test_restless_spans_and_their_sentence() -> None:
    watch = Restlessness(100)
    quiet, loud = np.zeros((10, 50)), np.full((10, 50), 4.0)
    mask = np.zeros(50, np.uint8)
    assert motion_index(quiet, mask) == 0
    assert motion_index(loud, mask) == pytest.approx(4 * 2**0.5)
    watch.add(0, quiet, mask)
    watch.add(25, loud, mask)
    watch.add(50, loud, mask)
    restless = watch.samples()
    assert np.flatnonzero(restless).tolist() == list(range(50, 100))
    whole = np.zeros(100, np.uint8)
    whole[90:] = Mask.NO_FACE
    assert restless_spans(restless, whole, np.arange(0, 200, 2)) == ((100, 178),)
    (note,) = restless_notes(restless, whole)
    assert "40 % of the video" in note
    assert "50 % of the video is calm" in note
    assert restless_notes(np.zeros(100, bool), whole) == ()


def test_logits_of_views_are_averaged_where_the_card_says_so(tmp_path: Path) -> None:
    windows = np.random.default_rng(1).normal(0, 1, (2, 10, 50))
    windows[:, :, 0] = 0
    model = spotter(tmp_path, views=["reverse"], view_mean="logit")
    score, probabilities = model.windows(windows)
    one, classes = model.outputs(windows)
    other, back = model.outputs(np.stack([reversed_in_time(window) for window in windows]))
    other, back = other[:, ::-1], back[:, ::-1]
    odds = np.sqrt(one / (1 - one) * other / (1 - other))
    np.testing.assert_allclose(score, odds / (1 + odds), atol=1e-5)
    likely = np.exp((classes + back) / 2)
    np.testing.assert_allclose(probabilities, likely / likely.sum(axis=2, keepdims=True), atol=1e-5)
    with pytest.raises(CheckpointError, match="view_mean"):
        spotter(tmp_path, view_mean="vote")


def test_each_part_of_a_plan_is_fed_by_its_clips(windows: WindowSet) -> None:
    plan = Plan(
        (PlanPart(0, 1, Mix(wild=1, rendered=0)), PlanPart(3, 2, Mix(wild=0, rendered=1))), quick_plan(2).recipe
    )
    source = PlannedSource(plan, [windows, windows])
    assert plan.clips == 2
    assert not source.batch(2, 8).spot.any()
    later = source.batch(3, 8)
    expected = HybridSource(WindowSet.joined([windows] * 2), plan.parts[1].mix, seed=2).batch(3, 8)
    assert np.array_equal(later.features, expected.features)
    assert later.spot.any()


def test_the_default_plan_begins_at_step_0_and_its_later_clips_are_lively() -> None:
    plan = default_plan(1)
    steps = [part.step for part in plan.parts]
    assert steps[0] == 0
    assert steps == sorted(set(steps))
    assert steps[-1] < plan.recipe.total
    assert not scene_options(0).lively
    assert scene_options(plan.clips - 1).lively


@pytest.mark.slow
def test_the_quick_recipe_makes_a_usable_model_and_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "weights" / "quick.safetensors"
    arguments = ["train", "--quick", "--out", str(out), "--work", str(tmp_path / "work"), "--jobs", "1"]
    assert main(arguments) == 0
    assert "quick.safetensors" in capsys.readouterr().out
    assert out.stat().st_size < 3_000_000
    card = json.loads(out.with_suffix(".json").read_text())
    assert card["training"]["recipe"]["name"] == "quick"
    assert card["portraits"]
    assert "NOT been validated" in card["statement"]
    model = load_spotter(str(out), device="cpu")
    assert isinstance(model.card, ModelCard)
    assert (model.card.features, model.card.decoder.name, model.card.views) == (
        "robust",
        "half_max",
        ("mirror", "reverse"),
    )
    score, _ = model.windows(np.random.default_rng(0).normal(0, 1, (1, 10, 50)))
    assert np.isfinite(score).all()
    losses = [float(row.split(",")[4]) for row in (tmp_path / "work/quick-1/log.csv").read_text().splitlines()[1:]]
    assert np.mean(losses[-6:]) < np.mean(losses[:6])


@pytest.mark.slow
def test_leave_one_subject_out_on_a_small_generated_data_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    make = ["synthesize", "--out", str(data), "--subjects", "2", "--videos", "1", "--frames", "100"]
    assert main(make) == 0
    assert (data / "spNO.1" / "a" / "color" / "1.jpg").is_file()
    arguments = [
        "loso",
        str(data),
        "--labels",
        str(data / "labels.csv"),
        "--work",
        str(tmp_path / "work"),
        "--jobs",
        "1",
    ]
    assert main([*arguments, "--epochs", "2", "--blocks", "1"]) == 0
    printed = capsys.readouterr().out
    assert "Table III" in printed
    assert "without synergy: STRS" in printed
    assert "with synergy: STRS" in printed
    assert "(n " in printed
    assert len(list((tmp_path / "work" / "features").glob("*.npz"))) == 2
    assert (tmp_path / "work" / "with-synergy" / "spNO.2" / "log.csv").is_file()
    _train_on(data, tmp_path)


def _train_on(data: Path, tmp_path: Path) -> None:
    """One model of all subjects by a published recipe, from the features that are there already."""
    weights, work = tmp_path / "mine.safetensors", tmp_path / "work"
    train = ["train", str(data), "--labels", str(data / "labels.csv"), "--out", str(weights), "--work", str(work)]
    train += ["--jobs", "1"]
    few = ("--epochs", "2", "--blocks", "1", "--device", "cpu")
    assert main([*train, "--recipe", "paper", *few]) == 0
    assert len(list((work / "features").glob("*.npz"))) == 2, "extracted once"
    card = load_spotter(str(weights), device="cpu").card
    assert (card.decoder.name, card.stitch, card.features, card.channels) == ("paper", "second_half", "parity", 10)
    assert main([*train, "--recipe", "successor", *few, "--deviate", "fresh-negatives"]) == 0
    assert len(list((work / "features").glob("*.npz"))) == 4, "36 channels are others"
    assert json.loads(weights.with_suffix(".json").read_text())["training"]["deviations"] == ["fresh-negatives"]
    log = (work / "successor-1" / "log.csv").read_text().splitlines()
    assert len(log) >= 3
    assert (work / "successor-1" / "curves.svg").read_text().count("<polyline") == 3
    card = load_spotter(str(weights), device="cpu").card
    assert (card.decoder.name, card.stitch, card.features) == ("prior_guided", "second_half", "parity")
    assert card.channels == 36
    assert "2 videos of 2 subjects" in card.statement
    assert main([*train[:2], "--recipe", "paper", "--out", str(weights)]) == 2, "no labels"
    assert main(["train", str(data), "--out", str(weights)]) == 2, "the default recipe takes no data set"
