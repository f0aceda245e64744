"""Curves that plug-ins measure, in the window: asked for in the menu of lanes, kept with the video."""

from pathlib import Path

import pytest

from engine.synthesis.codec import write_h264
from tests.e2e.conftest import TIMEOUT
from tests.engine import portrait_clip
from tests.kit import plugins

# The process compiles what measures the face.
LONG = 3 * TIMEOUT


@pytest.fixture
def window(desk, qtbot, tmp_path: Path):
    path = tmp_path / "clip.mp4"
    write_h264(path, portrait_clip.frames()[:40], crf=18)
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(path)
    return window


def action(window, text: str):
    return next(one for one in window.features.lanes.menu().actions() if one.text().startswith(text))


def test_the_examples_curves_are_measured_and_shown(window, qtbot, tmp_path, monkeypatch) -> None:
    plugins.install_example(tmp_path / "site", monkeypatch)
    groups = {"metst.lanes": {"bare": "bare:Lane"}}
    plugins.write_package(tmp_path / "site", "bare", "", groups=groups, cards={})
    strip = window.timeline.brought
    assert not action(window, "bare: cannot be used").isEnabled()
    action(window, "Measure Light on both halves").trigger()
    qtbot.waitUntil(lambda: len(strip.rows) == 2, timeout=LONG)
    assert [row.name for row in strip.rows] == ["left half", "right half"]
    assert 0 < strip.value_at(0, 20) < 255
    assert "measured by Light on both halves" in strip.hint(3)
    (brought,) = window.desk.document.brought.files
    assert brought.origin == "model"


def test_nonsense_is_one_sentence(window, qtbot, tmp_path, monkeypatch, said) -> None:
    code = "class Lane:\n    interface = 1\n    def curves(self, chunk):\n        return {'a': [1, 2]}"
    card = {"interface": 1, "title": "Bad lane"}
    plugins.write_package(tmp_path / "s", "bad", code, groups={"metst.lanes": {"bad": "bad:Lane"}}, cards={"bad": card})
    plugins.install(tmp_path / "s", monkeypatch)
    sentences = said(window)
    action(window, "Measure Bad lane").trigger()
    qtbot.waitUntil(lambda: any("“bad” gave an answer that cannot be used" in one for one in sentences), timeout=LONG)
    assert window.desk.document.brought.files == ()
