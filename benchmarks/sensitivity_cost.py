"""What the sensitivity of a long video costs, and whether the window stays smooth meanwhile.

    python -m benchmarks.sensitivity_cost [--minutes 10] [--noise 0.3]

A window shows a video of that length whose run has the windows of a calm face with noise. A reviewer steps through it
by keys: for 15 s without anything else, and then while the sensitivity is measured in the background. Printed are the
seconds of the measurement and those its process computed, the movements planted, and the gaps of the event loop of both
times: what passes between two turns beyond the 5 ms that its timer waits, and its own part, the time that the window's
thread computed meanwhile. A busy machine stretches neither what a process computed nor the own part of a gap. Exit code
1: the process computed for longer than 60 s, or the window's own part passed 100 ms.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.config import DEFAULT_WEIGHTS, AnalysisConfig, DecoderConfig
from engine.decoding import decode
from engine.spotters import load_spotter
from engine.synthesis.codec import write_h264
from engine.types import AnalysisEvent, AnalysisRun, Curves, RunEvidence
from engine.video import open_source
from engine.windows import window_starts

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

RATE, K, SIDE = 30.0, 50, 64
TICK_MS, KEY_MS, ALONE_SECONDS = 5, 150, 15.0
MOST_SECONDS, MOST_OWN_MS = 60.0, 100.0
NOISE = "METST_BENCHMARK_NOISE"
DECODER = DecoderConfig(threshold=0.6)


def calm_run(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """A run of a calm face measured with noise (px), and a score with a peak every 20 s."""
    with open_source(path) as source:
        n = source.info.n_frames
    rng = np.random.default_rng(1)
    whole = rng.normal(0, float(os.environ[NOISE]), (10, n))
    starts = np.array(window_starts(n, K))
    windows = np.stack([whole[:, s : s + K] - whole[:, s : s + 1] for s in starts]).astype(np.float16)
    lanes = np.full(n, 0.3, np.float32)
    evidence = RunEvidence(starts, windows, np.zeros((len(starts), K), np.uint8), lanes, lanes)
    score = (0.1 + 0.05 * rng.random(n)).astype(np.float32)
    for at in range(300, n - 60, 600):
        score[at : at + 15] = 0.9
    curves = Curves(np.arange(n), score, None, np.zeros(n, np.uint8), RATE, spread=np.full(n, 0.03, np.float32))
    card = load_spotter(DEFAULT_WEIGHTS, device="cpu").card
    settings = {**config.to_dict(), "decoder": {"name": "half_max", "threshold": DECODER.threshold}}
    proposals = decode(curves, config=DECODER, n_frames=n)
    yield AnalysisRun("f" * 32, card.name, card.digest, settings, curves, proposals, evidence=evidence)


class Reviewer:
    """Presses keys, and notes the gaps of the event loop."""

    def __init__(self, window: "MainWindow") -> None:
        from PySide6.QtCore import QElapsedTimer, Qt, QTimer

        self._window, self._clock, self._used = window, QElapsedTimer(), 0.0
        self.gaps: list[tuple[float, float]] = []
        self._keys = cycle((*[Qt.Key.Key_Right] * 6, Qt.Key.Key_Down, *[Qt.Key.Key_Left] * 3))
        for milliseconds, act in ((TICK_MS, self._tick), (KEY_MS, self._press)):
            timer = QTimer(window)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(act)
            timer.start(milliseconds)

    def _tick(self) -> None:
        used = time.thread_time()
        if self._clock.isValid():
            wall = max(0.0, self._clock.nsecsElapsed() / 1e6 - TICK_MS)
            self.gaps.append((wall, 1000 * (used - self._used)))
        self._clock.start()
        self._used = used

    def _press(self) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClick(self._window.video, next(self._keys))


def spread_of(gaps: list[tuple[float, float]]) -> dict[str, Any]:
    """99 % and the longest, in ms: of the gaps, and of their own part."""
    found: dict[str, Any] = {"turns": len(gaps)}
    for name, column in (("gap", 0), ("own", 1)):
        values = [one[column] for one in gaps]
        found |= {f"{name}_p99": round(float(np.quantile(values, 0.99)), 1), f"{name}_longest": round(max(values), 1)}
    return found


def run(window: "MainWindow", video: Path) -> dict[str, Any]:
    """Open the video, step through it, and measure."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - drives the window

    desk = window.desk
    ended, rest = list[None](), Event()
    desk.analysis.ended.connect(lambda: ended.append(None))

    def until(holds: Any, seconds: float) -> None:
        last = time.monotonic() + seconds
        while not holds() and time.monotonic() < last:
            QApplication.processEvents()
            rest.wait(0.0005)

    desk.opener.open_path(video)
    until(lambda: bool(ended), 120)
    window.book.trigger("sensitivity")
    until(lambda: False, 2)
    reviewer = Reviewer(window)
    until(lambda: False, ALONE_SECONDS)
    alone, reviewer.gaps = reviewer.gaps, []
    began = time.monotonic()
    window.book.trigger("measure_sensitivity")
    until(lambda: not desk.sensitivity.busy, 600)
    seconds = time.monotonic() - began
    until(lambda: False, 1)
    answer = desk.sensitivity.answer
    return {
        "seconds": round(seconds, 1),
        "failure": desk.sensitivity.failure,
        "planted": None if answer is None else answer.n,
        "judged_minutes": None if answer is None else round(answer.minutes, 2),
        "alone_ms": spread_of(alone),
        "meanwhile_ms": spread_of(reviewer.gaps),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--noise", type=float, default=0.3, help="of the measured features, px")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ[NOISE] = str(options.noise)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = folder
        from PySide6.QtWidgets import QApplication  # noqa: TID251 - drives the window

        from metst_gui.app import build_window

        video = Path(folder) / "calm.mp4"
        picture = np.full((SIDE, SIDE), 128, np.uint8)
        write_h264(video, (picture for _ in range(round(60 * RATE * options.minutes))), crf=30, preset="ultrafast")
        application = QApplication.instance() or QApplication([])
        window = build_window(analysis_factory="benchmarks.sensitivity_cost:calm_run")
        window.desk.settings.update(arrival="stay", face_pane=False)
        window.resize(1366, 768)
        window.show()
        found = {"minutes": options.minutes, **run(window, video)}
        window.close()
        application.processEvents()
        # All processes of the window have ended: the analysis only made noise, the other one measured.
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        found["computed_seconds"] = round(used.ru_utime + used.ru_stime, 1)
    print(json.dumps(found))
    if (
        found["failure"]
        or found["computed_seconds"] > MOST_SECONDS
        or found["meanwhile_ms"]["own_longest"] > MOST_OWN_MS
    ):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
