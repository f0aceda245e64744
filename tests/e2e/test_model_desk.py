"""The model panel in the window: by key, beside a run of another model, and back to the former model."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engine.config import DEFAULT_WEIGHTS
from metst_gui.models import CLASSICAL, model_of
from tests.e2e.conftest import TIMEOUT
from tests.e2e.test_journeys import open_and_analyse, press


def test_the_panel_opens_by_key_and_names_both_models(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_M)
    panel = window.model_desk.panel
    assert panel.isVisible()
    titles = [panel.tabs.tabText(number) for number in range(panel.tabs.count())]
    assert titles == ["This run", "Next run"]
    assert "Classical spotter" in panel.differs.text()
    assert model_of(DEFAULT_WEIGHTS).title in panel.differs.text()
    assert "96% of the video is analysable" in panel.coverage.text()
    assert "next run" in window.model_label.text()
    press(window, qtbot, Qt.Key.Key_M)
    assert not panel.isVisible()


def test_a_model_is_chosen_and_the_former_one_comes_back_by_one_click(desk, qtbot, clip, tmp_path, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    settings = window.session.settings
    for name, weights in (("use_classical", CLASSICAL), ("use_default", DEFAULT_WEIGHTS)):
        with qtbot.waitSignal(window.session.analysis_ended, timeout=TIMEOUT):
            window.actions_by_id[name].trigger()
        assert settings.value.weights == weights
    chosen = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen), ""))
    window.actions_by_id["model_panel"].trigger()
    panel = window.model_desk.panel
    with qtbot.waitSignal(window.session.analysis_ended, timeout=TIMEOUT):
        panel.choose_requested.emit()
    assert settings.value.weights == str(chosen)
    assert panel.former.text() == f"Back to “{model_of(DEFAULT_WEIGHTS).title}”"
    assert panel.default.isEnabled()
    with qtbot.waitSignal(window.session.analysis_ended, timeout=TIMEOUT):
        qtbot.mouseClick(panel.former, Qt.MouseButton.LeftButton)
    assert settings.value.weights == DEFAULT_WEIGHTS
    assert not panel.default.isEnabled()


def test_a_blind_annotator_sees_the_chosen_model_only(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.actions_by_id["model_panel"].trigger()
    window.session.document.add_annotator("B", blind=True)
    panel = window.model_desk.panel
    assert panel.tabs.count() == 1
    assert not panel.differs.isVisible()
    assert not panel.coverage.isVisible()
    assert "analysable" not in window.model_label.text()
