"""The states of the network beside the picture: made when wanted, computed in the background, honest about gaps."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.spotters import load_spotter
from engine.types import RegionCurves, RunEvidence
from engine.windows import window_starts
from metst_gui.explain.network_states import CLASSICAL, MEASURING
from metst_gui.explain.states_panel import EMPTY
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_states_of_the_default_model_around_the_selected_item(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    states, document = window.features.states, window.desk.document
    assert states.panel is None, "made when it is wanted"
    qtbot.keyClick(window.video, Qt.Key.Key_N, BOTH)
    assert states.panel.title.text() == CLASSICAL
    card = load_spotter(DEFAULT_WEIGHTS, device="cpu").card
    run = document.view.run
    n = len(run.curves.frames)
    starts = np.array(window_starts(n, 50))
    values = np.random.default_rng(1).normal(0, 0.05, (card.channels, n))
    values[5] -= 1.5 * np.interp(np.arange(n), [80, 90, 100], [0, 1, 0])
    windows = np.stack([values[:, one : one + 50] for one in starts]).astype(np.float16)
    lanes = np.full(n, 0.3, np.float32)
    evidence = RunEvidence(starts, windows, np.zeros((len(starts), 50), np.uint8), lanes, lanes)
    settings = {**run.settings, "weights": DEFAULT_WEIGHTS}
    # As where two models score together: regions of the one, windows of the other.
    none = np.zeros((n, 6), np.float32)
    regions = RegionCurves(np.zeros((n, 6), np.uint8), none, none[:, :2], none[:, :2])
    curves = replace(run.curves, regions=regions)
    network = replace(run, id="e" * 32, model=card.name, model_digest=card.digest, settings=settings, evidence=evidence)
    network = replace(network, curves=curves, second_model=TALKING_WEIGHTS, second_digest="1" * 64)
    document.set_run(network)
    assert states.panel.title.text() == EMPTY
    second = document.view.proposals[1]
    window.desk.tour.select("proposal", second.id)
    assert states.panel.title.text() == MEASURING
    qtbot.waitUntil(lambda: states.panel.shown is not None, timeout=4 * TIMEOUT)
    shown = states.panel.shown
    assert shown.marks == (second.onset, second.apex, second.offset)
    assert shown.frames[0] <= second.apex <= shown.frames[-1]
    assert "in 12 blocks" in states.panel.title.text()
    window.desk.playback.seek(second.apex)
    assert states.panel._dot.getData()[0].tolist() == [shown.states.components[second.apex - shown.frames[0], 0]]
    image = QImage(states.panel.size(), QImage.Format.Format_RGB32)
    states.panel.render(image)
    first = document.view.proposals[0]
    window.desk.tour.select("proposal", first.id)
    window.desk.tour.select("proposal", second.id)
    assert states.panel.shown is not None, "what was computed once is known"
    document.set_run(replace(network, id="d" * 32, model_digest="0" * 64))
    window.desk.tour.select("proposal", document.view.proposals[1].id)
    qtbot.waitUntil(lambda: "not the one this run was made with" in states.panel.title.text(), timeout=4 * TIMEOUT)
    qtbot.keyClick(window.video, Qt.Key.Key_N, BOTH)
    assert not states.is_open
