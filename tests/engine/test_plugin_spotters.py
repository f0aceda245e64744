"""Spotting models of other packages: what they are given, what they may answer, and that a broken one harms nothing."""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.cards.stored import stored_card
from engine.cli import main
from engine.config import AnalysisConfig
from engine.errors import CheckpointError, PluginError
from engine.pipeline import analyze
from engine.pipeline.face_run import EYES, SIDE, face_crop
from engine.plugins import cards, digest_of, find
from engine.spotters import PluginSpotter, load_spotter, spotter_names
from engine.types import AnalysisRun, Mask
from tests.engine.portrait_clip import faces, frames
from tests.kit import plugins


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 pictures of a face; the 41st to 44th show none."""
    folder = tmp_path_factory.mktemp("clip") / "clip"
    folder.mkdir()
    for number, picture in enumerate(frames()[:60]):
        shown = np.zeros_like(picture) if 40 <= number < 44 else picture
        cv2.imwrite(str(folder / f"img{number + 1:03d}.png"), shown)
    return folder


def run_of(clip: Path, name: str) -> AnalysisRun:
    *_, run = analyze(clip, AnalysisConfig(k=30, weights=name))
    assert isinstance(run, AnalysisRun)
    return run


def spotter(name: str = "mine") -> PluginSpotter:
    found = load_spotter(name, device="cpu")
    assert isinstance(found, PluginSpotter)
    return found


WINDOWS = np.zeros((3, 10, 30))


def test_it_is_found_and_its_card_read_without_being_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return 0", before="raise RuntimeError('imported')")
    assert spotter_names() == ("mine",)
    assert stored_card("mine")["statement"] == "Made for a test."
    card = spotter().card
    assert (card.name, card.title, card.infers_emotion, card.features) == ("mine", "A plug-in", False, "robust")
    assert "plugin_of_mine" not in sys.modules


def test_the_digest_is_that_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return 0")
    plugin = find("metst.spotters", "mine")
    assert plugin is not None
    before = digest_of(plugin)
    (tmp_path / "plugin_of_mine" / "network.bin").write_bytes(b"other weights")
    assert digest_of(plugin) != before


NONSENSE = {
    "import": ("return 0", "raise RuntimeError('no such luck')", "RuntimeError: no such luck"),
    "exit": ("raise SystemExit(3)", "", "SystemExit: 3"),
    "raises": ("return 1 / 0", "", "ZeroDivisionError"),
    "unsayable": ("raise Odd", "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n", "failed: Odd"),
    "length": ("return np.zeros((2, 30))", "", r"shape \(2, 30\), not \(3, 30\)"),
    "nan": ("return np.full((3, 30), np.nan)", "", "not finite"),
    "outside": ("return np.full((3, 30), 1.5)", "", "outside 0 to 1"),
    "words": ("return 'high'", "", "no numbers"),
    "classes": ("return np.zeros((3, 30)), np.ones((3, 30, 5)) / 5", "", "differ on whether it infers emotion"),
    "hangs": ("import threading; threading.Event().wait(30)", "", "no answer within 0.2 s"),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_one_that_fails_is_named(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    score, before, words = NONSENSE[kind]
    plugins.spotter(tmp_path, monkeypatch, score, before=before, limit_s=0.2 if kind == "hangs" else 60)
    with pytest.raises(PluginError, match=f"“mine”.*{words}"):
        spotter().windows(WINDOWS)
    assert load_spotter("classical", device="cpu").windows(WINDOWS)[0].shape == (3, 30)


def test_class_probabilities_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "return np.zeros((3, 30)), np.full((3, 30, 5), float(given[0, 0, 0]))"
    plugins.spotter(tmp_path, monkeypatch, answer, infers_emotion=True)
    given = WINDOWS.copy()
    given[0, 0, 0] = 0.2
    score, classes = spotter().windows(given)
    assert score.dtype == np.float32
    assert classes is not None
    assert classes.shape == (3, 30, 5)
    given[0, 0, 0] = 0.3
    with pytest.raises(PluginError, match="do not sum to 1"):
        spotter().windows(given)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"interface": 2}, "another version of METST"),
        ({"takes": "sound"}, "no usable “takes”"),
        ({"limit_s": 0}, "no usable “limit_s”"),
        ({"decoder": {"name": "magic"}}, "no usable “decoder”"),
        ({"channels": 7}, "no usable “channels”"),
        ({"title": None}, "no card that can be read"),
    ],
)
def test_a_card_that_cannot_be_used_is_named(card, words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return 0", **card)
    with pytest.raises(PluginError, match=f"“mine”.*{words}"):
        load_spotter("mine", device="cpu")


def test_those_without_a_card_or_a_package_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return 0")
    group = {"metst.spotters": {"bare": "bare_package:Spotter"}}
    plugins.write_package(tmp_path, "bare_package", "", groups=group, cards={})
    plugins.write_package(
        tmp_path, "moved", "", groups={"metst.spotters": {"gone": "gone_package.inner:Spotter"}}, cards={}
    )
    problems = {plugin.name: str(card) for plugin, card in cards("metst.spotters") if isinstance(card, PluginError)}
    assert spotter_names() == ("mine",)
    assert set(problems) == {"bare", "gone"}
    assert "“bare” (bare_package 0.1.0) has no card" in problems["bare"]
    assert stored_card("bare") == {}
    with pytest.raises(CheckpointError, match="installed plug-in \\(mine\\)"):
        load_spotter("main", device="cpu")


def test_windows_are_scored_beside_the_mask(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return np.abs(given).max(axis=1).clip(0, 1)")
    run = run_of(clip, "mine")
    assert run.model == "mine"
    assert run.versions["network"] == "plugin_of_mine 0.1.0"
    assert np.isnan(run.curves.score[40:44]).all()
    assert np.nanmax(run.curves.score) > 0.5
    assert run.evidence is not None
    assert len(run.evidence.starts)


def test_pictures_of_the_face_come_in_order_and_aligned(clip, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The score tells what came: the sample's number, and whether something begins there.
    plugins.spotter(tmp_path, monkeypatch, "return given.samples / 100 + 0.001 * given.begins", takes="frames")
    run = run_of(clip, "mine")
    seen = np.flatnonzero(np.isfinite(run.curves.score))
    np.testing.assert_allclose(run.curves.score[seen[1:20]], seen[1:20] / 100, atol=1e-6)
    assert (run.curves.mask[40:44] & Mask.NO_FACE).all()
    assert run.evidence is not None
    assert np.isfinite(run.evidence.eyes).sum() >= 50
    face = faces()[0].face
    assert face is not None
    crop, points = face_crop(frames()[0], face.points68)
    assert crop.shape == (SIDE, SIDE)
    np.testing.assert_allclose(points[[36, 39]].mean(axis=0), EYES[0] * SIDE, atol=1e-3)
    np.testing.assert_allclose(points[[42, 45]].mean(axis=0), EYES[1] * SIDE, atol=1e-3)


def test_patch_channels_are_scored_region_by_region(clip, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return np.full(len(given), given.shape[1] / 1000)", takes="features")
    run = run_of(clip, "mine")
    assert np.nanmax(run.curves.score) == np.float32(0.371)
    assert run.curves.regions is not None
    assert run.curves.probabilities is None


@pytest.mark.parametrize("takes", ["windows", "frames"])
def test_one_that_fails_ends_the_analysis_with_one_sentence(
    takes: str, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return np.zeros(1)", takes=takes)
    assert main(["analyze", str(clip), "--model", "mine", "--k", "30", "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "The plug-in “mine” gave an answer that cannot be used: scores have the shape (1,)" in error
    assert not list((tmp_path / "out").glob("clip.*"))
    assert main(["analyze", str(clip), "--model", "classical", "--k", "30", "--out", str(tmp_path / "out")]) == 0


def test_what_it_prints_stays_out_of_the_results(clip, tmp_path, monkeypatch, capsys) -> None:
    score = "print('noise'); return np.zeros((len(given), given.shape[2]))"
    plugins.spotter(tmp_path, monkeypatch, score)
    assert main(["analyze", str(clip), "--model", "mine", "--k", "30", "--out", str(tmp_path / "out"), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["model"]
    assert "noise" in printed.err


def test_the_example_through_analyze_evaluate_and_loso(clip, tmp_path, monkeypatch, capsys) -> None:
    plugins.install_example(tmp_path / "site", monkeypatch)
    out = tmp_path / "out"
    assert main(["analyze", str(clip), "--model", "change", "--out", str(out)]) == 0
    record = json.loads((out / "clip.run.json").read_text(encoding="utf-8"))
    assert (record["model"], record["config"]["weights"]) == ("change", "change")
    truth = tmp_path / "truth.csv"
    truth.write_text("subject,video,onset,apex,offset,emotion\nclip,clip,12,18,30,surprise\n", encoding="utf-8")
    assert main(["evaluate", "--truth", str(truth), "--predictions", str(out / "clip.proposals.csv")]) == 0
    data = tmp_path / "data"
    make = ["synthesize", "--out", str(data), "--subjects", "2", "--videos", "1", "--frames", "60"]
    assert main(make) == 0
    capsys.readouterr()
    run = ["loso", str(data), "--labels", str(data / "labels.csv"), "--work", str(tmp_path / "work")]
    assert main([*run, "--model", "change", "classical"]) == 0
    printed = capsys.readouterr().out
    assert "Change of the face's picture (example)" in printed
    assert "blinks are what it finds most" in printed
    assert "Nothing was learnt from this data set." in printed
    assert "No subject was in its own training set" in printed
