"""What would have been found by a model on patches: movements rendered into the pictures, in the background."""

import importlib
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from engine.types import RegionCurves
from metst_gui.desk.planting import IN_PICTURES
from metst_gui.desk.sensitivity import GONE, NOT_KEPT
from metst_gui.explain.share_curves import ROW
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS
from tests.kit.windows import open_and_analyse

FAKES = "tests.e2e.fakes:"


def as_by_patches(window) -> None:
    """The run that is open as a model on patches makes it: regions, and no windows."""
    run = window.desk.document.view.run
    n = len(run.curves.frames)
    regions = RegionCurves(
        np.zeros((n, 6), np.uint8), np.zeros((n, 6), np.float32), *[np.zeros((n, 2), np.float32)] * 2
    )
    window.desk.document.set_run(replace(run, id="d" * 32, curves=replace(run.curves, regions=regions)))


@pytest.fixture
def window(desk, qtbot, tmp_path):
    """Such a run is shown, and its panel is open."""
    window = desk()
    open_and_analyse(window, qtbot, CLIPS["h264-gop15"].write(tmp_path / "talks", 240))
    as_by_patches(window)
    window.desk.sensitivity.planting.factories[True] = f"{FAKES}planted_in_pictures"
    window.book.trigger("sensitivity")
    return window


def panel_of(window):
    return window.features.sensitivity.panel


def stored(window):
    document = window.desk.document
    return document.statements.sensitivity(document.video.id, document.view.run.id)


def wait_for_progress(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.desk.sensitivity.planting.total > 1, timeout=2 * TIMEOUT)


def test_it_is_told_how_long_it_takes_then_measured_and_kept(window, qtbot) -> None:
    panel, source = panel_of(window), window.desk.sensitivity
    window.desk.threshold.set_value(0.97)  # nothing is proposed, so that there is room
    n = source.analyses()
    assert n == 6, "a short video is planted as often as any"
    assert f"about as long as {n} analyses of the video" in panel.nothing.text()
    assert "pictures" in panel.nothing.text()
    panel.nothing.buttons[0].click()
    qtbot.waitUntil(lambda: panel.shows_figures, timeout=2 * TIMEOUT)
    qtbot.waitUntil(lambda: not source.busy, timeout=TIMEOUT)
    assert "rendered into copies of the pictures" in panel.method.text()
    assert "into what was measured" not in panel.method.text()
    assert stored(window).method == "pictures"
    assert f"{n} analyses" in panel.again.toolTip()


def test_where_nothing_was_planted_no_figure_is_told(window, qtbot) -> None:
    window.desk.sensitivity.planting.factories[True] = f"{FAKES}planted_nothing_at_brows"
    window.desk.sensitivity.measure()
    panel = panel_of(window)
    qtbot.waitUntil(lambda: panel.shows_figures, timeout=2 * TIMEOUT)
    whole, brows, *_ = panel.curves.rows
    assert "%" in whole.lines[0]
    assert brows.lines == ("nothing was planted here,", "so nothing is known of it")
    assert "on the whole face" in panel.chosen.text()
    assert "at the brows" not in panel.chosen.text()
    shown = panel.curves.grab().toImage()
    score = QColor(panel.curves.theme.score).rgb()
    columns = range(int(shown.width() * 0.6), int(shown.width() * 0.9))
    drawn = [
        any(shown.pixel(x, y) == score for x in columns for y in range(number * ROW, (number + 1) * ROW))
        for number in range(2)
    ]
    assert drawn == [True, False]


def test_the_process_is_asked_for_the_very_analysis_and_the_very_file(window, qtbot, monkeypatch) -> None:
    asked = []
    source, document = window.desk.sensitivity, window.desk.document
    monkeypatch.setattr(source.planting, "start", lambda path, request: asked.append((path, request)))
    source.measure()
    ((path, request),) = asked
    info, run = window.desk.session.info, document.view.run
    assert path == info.path
    assert request.pictures.content == info.fast_digest
    assert request.pictures.config.to_dict() == {
        **run.settings,
        "decoder": request.pictures.config.to_dict()["decoder"],
    }
    assert request.token == run.id
    module, _, name = IN_PICTURES.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_it_can_be_stopped_and_measured_again_to_the_end(window, qtbot) -> None:
    panel, source = panel_of(window), window.desk.sensitivity
    source.planting.factories[True] = f"{FAKES}never_planted"
    source.measure()
    qtbot.waitUntil(lambda: source.planting.total == 100 and source.planting.done > 1, timeout=2 * TIMEOUT)
    assert panel.bar.isVisible()
    (job,) = window.desk.jobs.running
    assert window.desk.jobs.losses == (job,), "closing asks"
    job.stop()
    assert not source.busy
    assert window.desk.jobs.running == ()
    assert [one.text() for one in panel.nothing.buttons] == ["Measure now"]
    source.planting.factories[True] = f"{FAKES}planted_in_pictures"
    source.measure()
    qtbot.waitUntil(lambda: panel.shows_figures, timeout=2 * TIMEOUT)


def test_a_failure_is_told_and_takes_no_figures_away(window, qtbot, said) -> None:
    panel, source = panel_of(window), window.desk.sensitivity
    told = said(window)
    info = window.desk.session.info
    info.path.rename(info.path.with_name("elsewhere.mp4"))
    source.measure()
    qtbot.waitUntil(lambda: bool(source.failure), timeout=2 * TIMEOUT)
    assert "does not exist" in panel.nothing.text()
    info.path.with_name("elsewhere.mp4").rename(info.path)
    source.measure()
    qtbot.waitUntil(lambda: panel.shows_figures and not source.busy, timeout=2 * TIMEOUT)
    info.path.rename(info.path.with_name("elsewhere.mp4"))
    source.measure()
    qtbot.waitUntil(lambda: any("does not exist" in one for one in told), timeout=2 * TIMEOUT)
    assert panel.shows_figures
    assert stored(window) is not None


def test_the_result_goes_to_its_own_video_though_another_one_is_shown(window, qtbot, tmp_path) -> None:
    desk, source = window.desk, window.desk.sensitivity
    first, run = desk.document.video.id, desk.document.view.run.id
    source.planting.factories[True] = f"{FAKES}planted_when_told"
    source.measure()
    wait_for_progress(window, qtbot)
    other = CLIPS["h264-gop15"].write(tmp_path / "other", 120)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.add_video(other)
    assert desk.document.video.id != first
    assert source.busy
    assert not source.running
    (tmp_path / "go").touch()
    qtbot.waitUntil(lambda: not source.busy, timeout=2 * TIMEOUT)
    assert desk.document.statements.sensitivity(first, run).method == "pictures"
    assert desk.document.statements.sensitivity(desk.document.video.id, run) is None


def test_what_belongs_to_a_project_that_is_not_open_any_more_is_given_up_with_a_sentence(
    window, qtbot, tmp_path, said
) -> None:
    desk, source = window.desk, window.desk.sensitivity
    told = said(window)
    source.planting.factories[True] = f"{FAKES}never_planted"
    source.measure()
    wait_for_progress(window, qtbot)
    (tmp_path / "b").mkdir()
    other = CLIPS["h264-gop15"].write(tmp_path / "b" / "other", 120)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.open_path(other)
    assert not source.busy
    assert GONE in told


def test_in_a_project_that_cannot_be_written_it_is_shown_and_not_kept(window, qtbot, said, monkeypatch) -> None:
    told = said(window)
    monkeypatch.setattr(type(window.desk.document.ledger), "read_only", "Somebody else has it open.")
    window.desk.sensitivity.measure()
    qtbot.waitUntil(lambda: panel_of(window).shows_figures, timeout=2 * TIMEOUT)
    assert NOT_KEPT in told
    assert stored(window) is None
