"""Features and landmarks follow the model; the extra is optional; the user hears of licence and mismatches."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cards.card import ModelCard
from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.face import LICENCE_NOTICE, dlib_is_ready, dlib_points
from engine.pipeline import analyze, feature_choice, resolve_features
from engine.pipeline.feature_choice import NOT_TRAINED_ON, feature_notes
from engine.types import AnalysisRun, Mask
from tests.engine import portrait_clip
from tests.engine.scenes import Scene
from tests.kit.analysis import FakeModel

OFFICIAL = ModelCard("official", "Official", "0" * 64, "A test.", infers_emotion=True, features="parity")


class OfficialModel(FakeModel):
    card = OFFICIAL


def test_an_official_checkpoint_gets_official_features_and_dlib_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for ready, landmarks in ((True, "dlib"), (False, "mesh")):
        monkeypatch.setattr(feature_choice, "dlib_is_ready", lambda _path, ready=ready: ready)
        found = resolve_features(AnalysisConfig(), "parity")
        assert (found.features, found.landmarks) == ("parity", landmarks)
        assert resolve_features(AnalysisConfig(), "robust").landmarks == "mesh"
    asked = AnalysisConfig(features="robust", landmarks="mesh")
    assert resolve_features(asked, "parity") == asked


def test_notes_say_what_the_model_does_not_know() -> None:
    parity = AnalysisConfig(features="parity", landmarks="dlib")
    assert feature_notes(AnalysisConfig(features="robust", landmarks="mesh"), FakeModel.card) == ()
    assert feature_notes(parity, OFFICIAL) == (LICENCE_NOTICE,)
    assert feature_notes(replace(parity, landmarks="mesh"), OFFICIAL) == (NOT_TRAINED_ON,)
    assert "made for parity features" in feature_notes(AnalysisConfig(features="robust", landmarks="mesh"), OFFICIAL)[0]
    assert "chosen face was not used" in feature_notes(replace(parity, face=2), OFFICIAL)[-1]


def test_the_landmark_file_of_the_user_counts(tmp_path: Path) -> None:
    assert not dlib_is_ready(tmp_path / "absent.dat")
    wrong = AnalysisConfig(features="parity", landmarks="dlib", landmark_file=str(tmp_path / "absent.dat"), k=30)
    with pytest.raises(AnalysisError, match=r"absent\.dat.*libdlib-data"):
        list(analyze(Scene(list(portrait_clip.frames()[:30])), wrong, OfficialModel()))


def test_an_official_checkpoint_sees_the_official_features() -> None:
    """From frames to curves through dlib: the fake model's score is channel 0, so it must be the golden channel."""
    pytest.importorskip("dlib", reason="the optional extra dlib is not installed")
    try:
        dlib_points.find_predictor()
    except AnalysisError as error:
        pytest.skip(str(error))
    *_, run = analyze(Scene(list(portrait_clip.frames())), AnalysisConfig(k=portrait_clip.K), OfficialModel())
    assert isinstance(run, AnalysisRun)
    assert (run.settings["features"], run.settings["landmarks"]) == ("parity", "dlib")
    assert LICENCE_NOTICE in run.notes
    golden = portrait_clip.golden()["features"][:, 0]
    half = portrait_clip.K // 2
    expected = np.concatenate([golden[0], *(window[half:] for window in golden[1:])])
    scored = np.isfinite(run.curves.score)
    assert (run.curves.mask[~scored] & Mask.NOT_CONVERGED).all()
    assert scored.sum() > 60
    np.testing.assert_allclose(run.curves.score[scored], expected[scored], atol=5e-2)
