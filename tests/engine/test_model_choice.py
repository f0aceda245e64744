"""Both models score where the face rests, the one for people who talk alone where it moves too much."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from html import unescape
from pathlib import Path

import cv2
import numpy as np
import pytest

import engine as metst
from engine.cards.stored import stored_card
from engine.cli import main
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS, AnalysisConfig, DecoderConfig, stored_decoder
from engine.errors import AnalysisError
from engine.pipeline import analyze
from engine.pipeline.both_models import SHIFT, SHORT_SHIFT, first_curves, joined_curves
from engine.pipeline.feature_choice import resolve_features
from engine.pipeline.model_choice import is_short, leaves_the_choice, moves_too_much
from engine.pipeline.sensitivity_in_pictures import sensitivity_in_pictures
from engine.pipeline.stream import Window
from engine.pipeline.survey import Survey
from engine.pipeline.window_scores import WindowScores
from engine.planted import picture_passes
from engine.spotters import SpottingModel, load_spotter
from engine.types import AnalysisRun, Curves, Mask, Progress, ScoreChunk
from engine.video import Source
from engine.windows import window_starts
from tests.engine import portrait_clip
from tests.engine.scenes import Scene

CHOSEN = AnalysisConfig(device="cpu", restless_weights=TALKING_WEIGHTS)


@cache
def speaking() -> tuple[np.ndarray, ...]:
    """The portrait, its mouth opening and shutting by some px four times a second."""
    still = portrait_clip.frames()
    face = portrait_clip.faces()[0].face
    assert face is not None
    x0, y0 = face.points[0]
    size = float(np.linalg.norm(face.points[291] - face.points[61]))
    y, x = np.mgrid[: still.shape[1], : still.shape[2]].astype(np.float32)
    near = np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * (0.7 * size) ** 2)).astype(np.float32)
    made = []
    for number, frame in enumerate(still):
        moved = np.float32(0.15 * size * np.sin(number * 2 * np.pi / 7.5)) * near
        made.append(cv2.remap(frame, x, y + moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    return tuple(made)


def events_of(frames: Iterable[np.ndarray], config: AnalysisConfig) -> list[object]:
    return list(analyze(Scene(list(frames)), config))


def run_of(events: list[object]) -> AnalysisRun:
    (run,) = [event for event in events if isinstance(event, AnalysisRun)]
    return run


def test_face_that_speaks_is_analysed_by_the_model_that_judges_regions() -> None:
    run = run_of(events_of(speaking(), CHOSEN))
    assert run.settings["weights"] == TALKING_WEIGHTS
    assert load_spotter(TALKING_WEIGHTS, device="cpu").card.title in run.notes[0]
    own = run_of(events_of(speaking(), AnalysisConfig(device="cpu", weights=TALKING_WEIGHTS)))
    np.testing.assert_array_equal(run.curves.score, own.curves.score)
    assert [(one.onset, one.offset) for one in run.proposals] == [(one.onset, one.offset) for one in own.proposals]
    assert run.notes[1:] == own.notes
    again = AnalysisConfig.from_dict(dict(run.settings))
    assert run_of(events_of(speaking(), again)).settings == run.settings


def logits_of(*runs: AnalysisRun) -> np.ndarray:
    clipped = np.stack([np.clip(one.curves.score.astype(np.float64), 1e-4, 1 - 1e-4) for one in runs])
    return np.asarray(np.log(clipped / (1 - clipped)))


def test_face_that_rests_is_scored_by_both_in_one_pass() -> None:
    calm = portrait_clip.frames()
    events = events_of(calm, CHOSEN)
    run = run_of(events)
    first, other = (
        run_of(events_of(calm, AnalysisConfig(device="cpu", weights=name)))
        for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    )
    np.testing.assert_allclose(
        run.curves.score, 1 / (1 + np.exp(-logits_of(first, other).mean(axis=0) - SHIFT)), atol=1e-5
    )
    assert (run.maker, run.maker_digest) == (
        f"{DEFAULT_WEIGHTS}+{TALKING_WEIGHTS}",
        f"{first.model_digest}+{other.model_digest}",
    )
    assert run.settings["decoder"] == other.settings["decoder"], "the threshold is that of the model on patches"
    assert run.curves.regions is not None
    assert run.curves.spread is not None
    assert first.curves.spread is not None
    known = np.isfinite(first.curves.spread)
    assert (np.isfinite(run.curves.spread) == known).all()
    assert run.evidence is not None
    assert first.evidence is not None
    np.testing.assert_array_equal(run.evidence.features, first.evidence.features)
    assert run.notes[0].startswith("Scored by")
    assert [event.done for event in events if isinstance(event, Progress) and event.total > 1] == sorted(
        event.done for event in events if isinstance(event, Progress) and event.total > 1
    ), "the video is gone through once"
    again = run_of(events_of(calm, AnalysisConfig.from_dict(dict(run.settings))))
    np.testing.assert_array_equal(again.curves.score, run.curves.score)
    assert again.settings == run.settings


def test_until_patches_say_something_the_first_model_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.pipeline.patch_run.CHUNK_SAMPLES", 60)
    there = list(portrait_clip.frames())
    events = events_of([*there, *there[::-1]] * 5, CHOSEN)
    chunks = [event for event in events if isinstance(event, ScoreChunk)]
    early = [chunk for chunk in chunks if chunk.curves.regions is None]
    later = chunks[len(early) :]
    assert chunks[: len(early)] == early
    for shown, least in ((early, 5), (later, 2)):
        assert len(shown) >= least
        ends = [0, *(chunk.start + len(chunk.curves.frames) for chunk in shown)]
        assert [chunk.start for chunk in shown] == ends[:-1], "from the first sample on, without a gap"
    for chunk in chunks:
        assert chunk.curves.spread is not None
        assert len(chunk.curves.spread) == len(chunk.curves.score) == len(chunk.curves.frames)
    lively = [event for event in events_of(speaking() * 3, CHOSEN) if isinstance(event, ScoreChunk)]
    assert all(chunk.curves.regions is not None for chunk in lively)


def test_before_its_first_window_the_first_model_says_nothing() -> None:
    scene = Scene([*portrait_clip.frames()])
    config = resolve_features(replace(CHOSEN, decoder=OTHER), "robust")
    samples = np.arange(75), 30.0
    nothing = WindowScores(scene.info, config, load_spotter(DEFAULT_WEIGHTS, device="cpu"), samples, Survey())
    first, other = nothing.curves(10, 40), curves([0.3] * 30, [0] * 30, [[0.2, 0.1, 0.1, 0.1, 0.5]] * 30)
    assert np.isnan(first.score).all()
    assert first.probabilities is None
    joined = joined_curves(first, other, calm=np.zeros(30, np.bool_))
    np.testing.assert_array_equal(joined.score, other.score)


def test_scores_of_the_first_model_alone_are_told_by_the_threshold_of_the_other() -> None:
    alone = first_curves(curves([OWN.threshold, 0.9, np.nan], [0, 0, int(Mask.NO_FACE)]))
    np.testing.assert_allclose(alone.score, [OTHER.threshold, 0.857, np.nan], atol=2e-3)


def test_only_where_the_face_rests_the_first_model_counts() -> None:
    half = [*portrait_clip.frames()[:100], *speaking()[:100]]
    run, other = (
        run_of(events_of(half, config)) for config in (CHOSEN, AnalysisConfig(device="cpu", weights=TALKING_WEIGHTS))
    )
    same = run.curves.score == other.curves.score
    assert same[-40:].all()
    assert not same[:40].any()
    assert run.second_model == TALKING_WEIGHTS


def test_beginning_that_moves_too_much_ends_the_first_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.pipeline.both_run.LOOK_SECONDS", 1.0)
    seen: list[int] = []
    add = WindowScores.add

    def counted(self: WindowScores, window: Window) -> None:
        seen.append(window.start)
        add(self, window)

    monkeypatch.setattr(WindowScores, "add", counted)
    frames = speaking() * 3
    run = run_of(events_of(frames, CHOSEN))
    assert run.settings["weights"] == TALKING_WEIGHTS
    assert len(seen) < len(window_starts(len(frames), 50, tail=True)) - 2
    own = run_of(events_of(frames, AnalysisConfig(device="cpu", weights=TALKING_WEIGHTS)))
    np.testing.assert_array_equal(run.curves.score, own.curves.score)


def test_decoder_that_somebody_chose_is_kept() -> None:
    own, other = (load_spotter(name, device="cpu").card.decoder for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS))
    chosen = replace(own, threshold=0.9)
    run = run_of(events_of(speaking(), replace(CHOSEN, decoder=chosen)))
    assert (run.settings["weights"], run.settings["decoder"]) == (TALKING_WEIGHTS, asdict(chosen))
    usual = run_of(events_of(speaking(), CHOSEN))
    assert usual.settings["decoder"]["threshold"] == other.threshold
    same = run_of(events_of(speaking(), replace(CHOSEN, decoder=own)))
    assert same.settings["decoder"] == asdict(own), "as the first model's own, but given"
    both = replace(CHOSEN, decoder=chosen, restless_decoder=replace(other, threshold=0.9))
    run = run_of(events_of(speaking(), both))
    assert run.settings["decoder"] == asdict(replace(other, threshold=0.9)), "what nobody chose is the other model's"
    assert run_of(events_of(speaking(), AnalysisConfig.from_dict(dict(run.settings)))).settings == run.settings


OWN, OTHER = (stored_decoder(stored_card(name)["decoder"]) for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS))


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        (["--threshold", f"{OWN.threshold}"], OWN, replace(OTHER, threshold=OWN.threshold)),
        (["--threshold", f"{OTHER.threshold}"], replace(OWN, threshold=OTHER.threshold), OTHER),
        (["--p", "0.55", "--k-p", "17", "--rule", "extensible", "--decoder", "half_max"], OWN, OTHER),
        (["--decoder", "paper", "--p", "0.6"], *(replace(one, name="paper", p=0.6) for one in (OWN, OTHER))),
        ([], OWN, OTHER),
    ],
    ids=["as the first model's", "as the other's", "as both", "another decoder", "nothing"],
)
def test_options_that_were_typed_hold_for_whichever_model_analyses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], first: DecoderConfig, second: DecoderConfig
) -> None:
    asked: list[AnalysisConfig] = []

    def stopped(_source: Source, config: AnalysisConfig) -> Iterator[object]:
        asked.append(config)
        raise AnalysisError("asked")

    monkeypatch.setattr("engine.cli.analyze.analyze", stopped)
    cv2.imwrite(str(tmp_path / "000.png"), portrait_clip.frames()[0])
    assert main(["analyze", str(tmp_path), "--out", str(tmp_path / "out"), "--device", "cpu", *typed]) == 2
    assert [(one.decoder, one.restless_decoder) for one in asked] == [(first, second)]


def test_features_or_a_model_that_a_configuration_names_leave_no_choice() -> None:
    assert AnalysisConfig().with_model(None).restless_weights == TALKING_WEIGHTS
    assert AnalysisConfig(features="robust").with_model(None).restless_weights == ""
    told = AnalysisConfig(weights=TALKING_WEIGHTS, restless_weights=TALKING_WEIGHTS, features="patches")
    assert told.with_model(None) == told, "of a run that the movement chose the model of"
    assert AnalysisConfig(weights="classical").with_model(None).weights == "classical"
    named = told.with_model(DEFAULT_WEIGHTS)
    assert (named.weights, named.restless_weights) == (DEFAULT_WEIGHTS, "")


def test_clip_of_less_than_two_seconds_is_scored_by_both() -> None:
    clip = portrait_clip.frames()[5:45]
    run = run_of(events_of(clip, CHOSEN))
    first, other = (
        run_of(events_of(clip, AnalysisConfig(device="cpu", weights=name)))
        for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    )
    logits = logits_of(first, other)
    np.testing.assert_allclose(run.curves.score, 1 / (1 + np.exp(-logits.mean(axis=0) - SHORT_SHIFT)), atol=1e-5)
    assert run.curves.probabilities is not None
    np.testing.assert_allclose(run.curves.probabilities.sum(axis=1), 1, atol=1e-5)
    assert (run.settings["weights"], run.model_digest) == (DEFAULT_WEIGHTS, first.model_digest)
    assert (run.second_model, run.second_digest) == (TALKING_WEIGHTS, other.model_digest)
    assert run.versions["network"] == f"{first.versions['network']}, {other.versions['network']}"
    assert (first.maker, first.second_model, first.second_digest) == (DEFAULT_WEIGHTS, "", "")
    assert run.curves.regions is not None
    again = run_of(events_of(clip, AnalysisConfig.from_dict(dict(run.settings))))
    np.testing.assert_array_equal(again.curves.score, run.curves.score)


def test_clip_without_a_face_is_scored_by_neither() -> None:
    run = run_of(events_of([np.full((120, 160), 90, np.uint8)] * 20, CHOSEN))
    assert np.isnan(run.curves.score).all()
    assert not any("together" in note for note in run.notes)


def curves(score: list[float], mask: list[int], classes: list[list[float]] | None = None) -> Curves:
    probabilities = None if classes is None else np.array(classes, np.float32)
    return Curves(np.arange(len(score)), np.array(score, np.float32), probabilities, np.array(mask, np.uint8), 30.0)


def test_where_one_model_has_no_score_the_other_counts() -> None:
    nan, gap = np.nan, int(Mask.NO_FACE)
    first = curves([0.5, nan, 0.5, nan], [0, gap, 0, gap], [[0.1, 0.3, 0.0, 0.1, 0.5], [nan] * 5] * 2)
    joined = joined_curves(first, curves([0.5, 0.5, nan, nan], [0, 0, gap, gap]))
    up = 1 / (1 + np.exp(-SHORT_SHIFT))
    np.testing.assert_allclose(joined.score, [up, up, up, nan], rtol=1e-6)
    assert joined.mask.tolist() == [0, 0, 0, gap]
    assert joined.probabilities is not None
    np.testing.assert_allclose(joined.probabilities[0], [0.2 * up, 0.6 * up, 0, 0.2 * up, 1 - up], rtol=1e-5)
    assert np.isnan(joined.probabilities[3]).all()


def test_where_the_face_does_not_rest_or_the_first_model_has_no_score_the_other_alone_counts() -> None:
    nan, gap = np.nan, int(Mask.NO_FACE)
    first = curves([0.5, 0.9, nan, 0.5], [0, 0, gap, 0], [[0.1, 0.3, 0.0, 0.1, 0.5]] * 4)
    other = curves([0.5, 0.3, 0.4, nan], [0, 0, 0, gap], [[0.0, 0.0, 0.5, 0.0, 0.5]] * 4)
    joined = joined_curves(first, other, calm=np.array([True, False, True, True]))
    np.testing.assert_allclose(joined.score, [1 / (1 + np.exp(-SHIFT)), 0.3, 0.4, nan], rtol=1e-6)
    assert joined.mask.tolist() == [0, 0, 0, gap]
    assert joined.probabilities is not None
    assert joined.probabilities[0, :4].argmax() == 1
    assert joined.probabilities[1, :4].argmax() == 2, "classes are of the model that counts"


@pytest.mark.parametrize(
    ("config", "may"),
    [
        (CHOSEN, True),
        (AnalysisConfig(), False),
        (replace(CHOSEN, weights=TALKING_WEIGHTS), False),
        (replace(CHOSEN, features="parity"), False),
        (replace(CHOSEN, context="full"), False),
    ],
)
def test_who_asks_for_something_of_their_own_gets_it(config: AnalysisConfig, may: bool) -> None:
    assert leaves_the_choice(config) is may


def test_clips_under_two_seconds_are_short() -> None:
    assert [is_short(samples) for samples in (59, 60)] == [True, False]


def test_command_chooses_unless_a_model_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "speaking"
    folder.mkdir()
    for number, frame in enumerate(speaking()):
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame)
    made = []
    for name, more in (("chosen", []), ("named", ["--model", DEFAULT_WEIGHTS])):
        assert main(["analyze", str(folder), "--out", str(tmp_path / name), "--device", "cpu", *more]) == 0
        record = json.loads((tmp_path / name / "speaking.run.json").read_text())
        made.append(record["config"]["weights"])
    assert made == [TALKING_WEIGHTS, DEFAULT_WEIGHTS]
    ran = [metst.analyze(folder, name, device="cpu").run for name in (None, DEFAULT_WEIGHTS)]
    assert [run.settings["weights"] for run in ran] == made


def test_results_are_not_kept_when_the_model_that_may_take_over_is_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "clip"
    folder.mkdir()
    for number, frame in enumerate(portrait_clip.frames()[:8]):
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame)
    asked = ["analyze", str(folder), "--out", str(tmp_path / "out"), "--device", "cpu", "--resume"]
    told = []
    for card in (stored_card(TALKING_WEIGHTS), stored_card(TALKING_WEIGHTS), {"sha256": "another"}):
        monkeypatch.setattr("engine.cli.analyze.stored_card", lambda _, card=card: card)
        assert main(asked) == 0
        told.append("done before" in capsys.readouterr().out)
    assert told == [False, True, False]


def test_record_and_report_of_a_short_clip_tell_the_known_errors_of_both_models(tmp_path: Path) -> None:
    folder = tmp_path / "clip"
    folder.mkdir()
    for number, frame in enumerate(portrait_clip.frames()[:8]):
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame)
    out, case, page = tmp_path / "out", tmp_path / "case.metst", tmp_path / "case.html"
    assert main(["analyze", str(folder), "--out", str(out), "--device", "cpu"]) == 0
    assert main(["project", str(out), "--out", str(case)]) == 0
    assert main(["report", str(case), "--out", str(page)]) == 0
    record, report = json.loads((out / "clip.run.json").read_text("utf-8")), unescape(page.read_text("utf-8"))
    for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS):
        assert stored_card(name)["statement"] in record["model_statement"]
        assert stored_card(name)["statement"] in report
    assert f"{DEFAULT_WEIGHTS} and {TALKING_WEIGHTS}" in report


def test_whatever_is_written_of_a_short_clip_names_both_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clip"
    folder.mkdir()
    for number, frame in enumerate(portrait_clip.frames()[:8]):
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame)
    out, case, page = tmp_path / "out", tmp_path / "case.metst", tmp_path / "case.html"
    assert main(["analyze", str(folder), "--out", str(out), "--device", "cpu", "--threshold", "0"]) == 0
    assert main(["project", str(out), "--out", str(case)]) == 0
    assert main(["report", str(case), "--out", str(page)]) == 0
    both = f"{DEFAULT_WEIGHTS}+{TALKING_WEIGHTS}"
    digests = "+".join(load_spotter(name, device="cpu").card.digest for name in (DEFAULT_WEIGHTS, TALKING_WEIGHTS))
    capsys.readouterr()
    assert main(["decode", str(out / "clip.scores.csv")]) == 0
    for text in ((out / "clip.proposals.csv").read_text("utf-8"), capsys.readouterr().out):
        (row,) = csv.DictReader(text.splitlines())
        assert (row["model_id"], row["onset_origin"]) == (both, f"model; by {both}")
    record = json.loads((out / "clip.run.json").read_text("utf-8"))
    assert [record[name] for name in ("model", "model_id", "model_sha256")] == [both, both, digests]
    assert metst.read_project(case).videos()["model"].tolist() == [both]
    assert digests in page.read_text("utf-8")
    again = ["rerun", str(out / "clip.run.json"), "--source", str(folder)]
    assert main(again) == 0
    record["model_sha256"] = digests[:-64] + "0" * 64
    (out / "clip.run.json").write_text(json.dumps(record), "utf-8")
    assert main(again) == 2
    assert "The model is another one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("frames", "named", "maker", "planted_in"),
    [
        (speaking, [], TALKING_WEIGHTS, "_in_pictures"),
        (speaking, ["--weights", DEFAULT_WEIGHTS], DEFAULT_WEIGHTS, "_in_features"),
        (portrait_clip.frames, [], f"{DEFAULT_WEIGHTS}+{TALKING_WEIGHTS}", "_in_pictures"),
        (portrait_clip.frames, ["--weights", DEFAULT_WEIGHTS], DEFAULT_WEIGHTS, "_in_features"),
        (portrait_clip.frames, ["--weights", DEFAULT_WEIGHTS, "--pixels"], DEFAULT_WEIGHTS, "_in_pictures"),
        (lambda: portrait_clip.frames()[:8], [], f"{DEFAULT_WEIGHTS}+{TALKING_WEIGHTS}", "_in_pictures"),
    ],
    ids=["speaks", "speaks, but one is named", "rests", "rests, one is named", "and in the pictures", "short"],
)
def test_sensitivity_is_that_of_the_model_that_would_analyse_the_video(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    frames: Callable[[], Iterable[np.ndarray]],
    named: list[str],
    maker: str,
    planted_in: str,
) -> None:
    for number, frame in enumerate(frames()):
        cv2.imwrite(str(tmp_path / f"{number:03d}.png"), frame)
    measured = []

    def none(name: str, run: AnalysisRun) -> Iterator[object]:
        measured.append((name, run.maker))
        return iter(())

    for name in ("_in_features", "_in_pictures"):
        monkeypatch.setattr(f"engine.cli.sensitivity.{name}", lambda _path, run, *_rest, name=name: none(name, run))
    assert main(["sensitivity", str(tmp_path), *named]) == 2
    assert measured == [(planted_in, maker)]
    assert f"analysed by {maker}" in capsys.readouterr().err


def test_movements_planted_in_a_short_clip_are_looked_for_by_both_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "clip"
    folder.mkdir()
    noise = np.random.default_rng(0)
    for number in range(55):
        frame = np.clip(portrait_clip.frames()[0] + noise.normal(0, 1, (360, 360)), 0, 255)
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame.astype(np.uint8))
    monkeypatch.setattr(picture_passes, "MOST_PASSES", 2)
    run = metst.analyze(folder, device="cpu").run
    made = []

    def heard(source: Source, config: AnalysisConfig, model: SpottingModel | None) -> Iterator[object]:
        for event in analyze(source, config, model):
            made.extend([event] if isinstance(event, AnalysisRun) else [])
            yield event

    monkeypatch.setattr("engine.pipeline.sensitivity_in_pictures.analyze", heard)
    told: list[object] = []
    for seed in range(4):
        with suppress(AnalysisError):
            told += list(sensitivity_in_pictures(folder, run, n_frames=55, seed=seed))
        if made:
            break
    with pytest.raises(AnalysisError, match="is not the one this run was made with"):
        list(sensitivity_in_pictures(folder, replace(run, second_digest="0" * 64), n_frames=55))
    assert made
    assert all(one.curves.regions is not None for one in made), "by the default model alone"
    done = [event.done for event in told if isinstance(event, Progress)]
    assert done == sorted(done)


def test_only_what_has_a_score_counts() -> None:
    mask = np.zeros(100, np.uint8)
    restless = np.arange(100) < 90
    assert not moves_too_much(restless, mask)
    assert moves_too_much(np.arange(100) < 91, mask)
    mask[90:] = int(Mask.NO_FACE)
    assert moves_too_much(restless, mask)
    assert not moves_too_much(np.ones(100, np.bool_), np.full(100, int(Mask.NO_FACE), np.uint8))
