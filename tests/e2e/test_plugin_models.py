"""Models of installed packages in the window: chosen in the panel, their card shown, and a broken one harms nothing."""

from pathlib import Path

import pytest

from engine.synthesis.codec import write_h264
from metst_gui.models import CLASSICAL, model_of
from tests.document.factory import make_proposal, make_run
from tests.e2e.conftest import TIMEOUT
from tests.engine import portrait_clip
from tests.kit import plugins


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("face") / "clip.mp4"
    write_h264(path, portrait_clip.frames()[:60], crf=18)
    return path


def opened(desk, qtbot, face: Path):
    """A window on the clip with a run; the next analyses are real."""
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(face)
    window.desk.document.set_run(make_run(make_proposal(20), n=60))
    window.desk.analysis.inference._factory = "engine.pipeline:analyze"
    window.book.actions["model_panel"].trigger()
    return window, window.features.model_choice.panel


def test_the_example_is_chosen_in_the_panel(desk, qtbot, face, tmp_path, monkeypatch) -> None:
    plugins.install_example(tmp_path / "site", monkeypatch)
    plugins.write_package(tmp_path / "site", "bare", "", groups={"metst.spotters": {"bare": "bare:Spotter"}}, cards={})
    window, panel = opened(desk, qtbot, face)
    broken, example = panel.plugins.menu().actions()
    assert not broken.isEnabled()
    assert "“bare” (bare 0.1.0) has no card" in panel.text()
    assert example.text() == "Change of the face's picture (example)"
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=3 * TIMEOUT):
        example.trigger()
    run = window.desk.document.view.run
    assert (run.model, run.settings["weights"]) == ("change", "change")
    assert "Change of the face's picture (example)" in window.model_label.text()
    assert run.model_digest in panel.text()
    for words in ("blinks are what it finds most", "a face that holds still in even light", "frames"):
        assert words in panel.text()


def test_one_that_answers_nonsense_leaves_the_run_before(desk, qtbot, face, tmp_path, monkeypatch, said) -> None:
    plugins.spotter(tmp_path, monkeypatch, "return given.samples + 0.5", takes="frames")
    window, _ = opened(desk, qtbot, face)
    before, sentences = window.desk.document.view.run, said(window)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=3 * TIMEOUT):
        window.features.model_choice.use("mine")
    assert window.desk.document.view.run is before is not None
    assert "“mine” gave an answer that cannot be used: scores lie outside 0 to 1" in sentences[-1]


def test_one_that_hangs_is_stopped_by_the_window(desk, qtbot, face, tmp_path, monkeypatch) -> None:
    started = tmp_path / "started"
    hang = f"import pathlib, threading; pathlib.Path({str(started)!r}).touch(); threading.Event().wait(600)"
    plugins.spotter(tmp_path, monkeypatch, hang, takes="frames")
    window, _ = opened(desk, qtbot, face)
    before = window.desk.document.view.run
    window.features.model_choice.use("mine")
    qtbot.waitUntil(started.exists, timeout=3 * TIMEOUT)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.book.actions["cancel_analysis"].trigger()
    assert window.desk.document.view.run is before is not None
    assert not window.desk.analysis.running


def test_one_that_is_uninstalled_is_told(tmp_path, monkeypatch) -> None:
    assert model_of("vanished").remark.startswith("The plug-in of this name is not installed")
    assert model_of("vanished").hints
    assert model_of(CLASSICAL).remark == ""
