"""The optional dlib landmarks: sentences where something is missing, agreement where everything is there."""

import builtins
import threading
from pathlib import Path

import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.face import dlib_landmarks, dlib_points
from tests.engine import portrait_clip


@pytest.fixture
def _dlib() -> None:
    pytest.importorskip("dlib", reason="the optional extra dlib is not installed")
    try:
        dlib_points.find_predictor()
    except AnalysisError as error:
        pytest.skip(str(error))


def test_missing_file_names_the_remedy_and_the_licence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dlib_points, "DEBIAN_PATH", tmp_path / "absent.dat")
    monkeypatch.setattr(dlib_points, "_installed_models", list)
    with pytest.raises(AnalysisError, match=r"libdlib-data.*commercial use\.$"):
        dlib_landmarks(portrait_clip.frames()[0])


def test_own_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"mine\.dat"):
        dlib_points.find_predictor(tmp_path / "mine.dat")


def test_places_are_tried_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    debian, package, own = (tmp_path / name for name in ("debian.dat", "package.dat", "own.dat"))
    monkeypatch.setattr(dlib_points, "DEBIAN_PATH", debian)
    monkeypatch.setattr(dlib_points, "_installed_models", lambda: [package])
    package.touch()
    assert dlib_points.find_predictor() == package
    debian.touch()
    assert dlib_points.find_predictor() == debian
    own.touch()
    assert dlib_points.find_predictor(own) == own


def test_missing_dlib_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    original = builtins.__import__

    def refuse(name: str, *args: object, **kwargs: object) -> object:
        if name == "dlib":
            raise ImportError(name)
        return original(name, *args, **kwargs)

    model = tmp_path / "model.dat"
    model.touch()
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(AnalysisError, match=r"metst\[dlib\]"):
        dlib_landmarks(portrait_clip.frames()[0], path=model)


@pytest.mark.usefixtures("_dlib")
def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "model.dat"
    model.write_bytes(b"not a model")
    with pytest.raises(AnalysisError, match="not a dlib landmark file"):
        dlib_landmarks(portrait_clip.frames()[0], path=model)


@pytest.mark.usefixtures("_dlib")
def test_points_are_those_of_the_official_run() -> None:
    expected = portrait_clip.golden()["landmarks_frame"]
    for window in (0, 3):
        points = dlib_landmarks(portrait_clip.frames()[window * portrait_clip.K // 2])
        assert points is not None
        assert points.dtype == np.int64
        np.testing.assert_array_equal(points, expected[window])
    assert dlib_landmarks(np.zeros((200, 200), np.uint8)) is None


@pytest.mark.usefixtures("_dlib")
def test_two_threads_at_once() -> None:
    results: list[np.ndarray | None] = []

    def work() -> None:
        results.extend(dlib_landmarks(portrait_clip.frames()[0]) for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    for points in results:
        np.testing.assert_array_equal(points, portrait_clip.golden()["landmarks_frame"][0])
