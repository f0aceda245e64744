"""A window on a clip, analysed, for tests that look at the whole."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.spotters import load_spotter
from engine.types import RunEvidence
from engine.windows import window_starts
from tests.e2e.conftest import TIMEOUT


def open_and_analyse(window, qtbot, path: Path) -> None:
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=TIMEOUT):
        window.desk.opener.open_path(path)


def with_evidence(window) -> None:
    """The run that is open, with features in which the mouth moved up in the second pulse, and a blink in the first."""
    run = window.desk.document.view.run
    n = len(run.curves.frames)
    values = np.random.default_rng(1).normal(0, 0.03, (10, n))
    values[5] -= 1.5 * np.interp(np.arange(n), [80, 90, 100], [0, 1, 0])
    starts = np.array(window_starts(n, 50))
    windows = np.stack([values[:, one : one + 50] for one in starts]).astype(np.float16)
    eyes = np.full(n, 0.3, np.float32)
    eyes[32:41] *= 0.7
    masks = np.zeros((len(starts), 50), np.uint8)
    evidence = RunEvidence(starts, windows, masks, eyes, np.full(n, 0.3, np.float32))
    digest = load_spotter("classical", device="cpu").card.digest
    settings = {**run.settings, "weights": "classical"}
    window.desk.document.set_run(replace(run, id="e" * 32, settings=settings, evidence=evidence, model_digest=digest))
