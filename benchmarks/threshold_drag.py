"""From a step of the dragged threshold to the proposals on the screen, for two hours at 30 fps.

The real window on made-up curves with a peak every four seconds (1,800 in all):
choosing or decoding proposals and near misses, ids, card, timeline, paint. The queue follows once the drag rests for
250 ms and is measured by itself.
Baseline of the same run: one `LinearRegionItem` a proposal.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.threshold_drag
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph as pg  # noqa: TID251 - the baseline draws with it
from PySide6.QtWidgets import QApplication  # noqa: TID251 - it drives the window

from engine.config import DecoderConfig
from engine.decoding import decode
from engine.types import AnalysisRun, Curves, VideoInfo
from metst_gui.app import build_window
from metst_gui.document.changes import Changes
from metst_gui.document.project import Project, VideoRef

FRAMES = 2 * 3600 * 30
STEPS = 40


def make_curves() -> Curves:
    """Peaks of random height on noise."""
    random = np.random.default_rng(0)
    score = random.random(FRAMES).astype(np.float32) * 0.1
    shape = np.exp(-((np.arange(-20, 21) / 7) ** 2)).astype(np.float32)
    for apex in range(60, FRAMES - 60, 120):
        part = slice(apex - 20, apex + 21)
        score[part] = np.maximum(score[part], shape * random.uniform(0.3, 1.0))
    return Curves(np.arange(FRAMES), score, None, np.zeros(FRAMES, np.uint8), 30.0)


def cpu_ms(step: Callable[[int], None], *, count: int) -> list[float]:
    """CPU milliseconds of each of `count` steps, rising; one more before them is not counted."""
    step(0)
    spent = []
    for number in range(1, count + 1):
        before = time.process_time()
        step(number)
        spent.append((time.process_time() - before) * 1000)
    return sorted(spent)


def told(name: str, spent: list[float]) -> str:
    """One line."""
    return f"{name:44s} median {statistics.median(spent):7.1f} ms   p95 {spent[round(0.95 * (len(spent) - 1))]:7.1f} ms"


def main() -> None:
    """Run and print."""
    application = QApplication.instance() or QApplication(sys.argv)
    curves = make_curves()
    times = np.arange(FRAMES) / 30.0
    info = VideoInfo(Path("clip.mp4"), "video", FRAMES, 1280, 720, 30.0, times, True, "h264", 1, "")
    config = DecoderConfig(threshold=0.5)
    run = AnalysisRun("r", "classical", "0", {}, curves, decode(curves, config=config, n_frames=FRAMES))
    window = build_window(analysis_factory="engine.pipeline:analyze")
    window.resize(1500, 950)
    window.show()
    window.desk.document.load(Project(video=VideoRef.of(info), run=run))
    window.desk.session.info = info
    window.start.show_desk()
    window.timeline.set_video(info)
    window.desk.document.tell(Changes(run=True))
    application.processEvents()

    def drag(number: int) -> None:
        window.timeline.threshold_dragged.emit(0.5 + 0.01 * (number % 30), False)
        application.processEvents()

    def only_decode(number: int) -> None:
        decode(curves, config=DecoderConfig(threshold=0.5 + 0.01 * (number % 30)), n_frames=FRAMES)

    print(told("decode alone", cpu_ms(only_decode, count=STEPS)))
    print(told("step of the threshold, window redrawn", cpu_ms(drag, count=STEPS)))
    window.desk.decoding.dragged = None  # let go of
    print(told("queue, once after the drag", cpu_ms(lambda _number: window.desk.feed.refresh(), count=10)))
    print(f"{'':44s} {len(window.desk.document.view.proposals)} proposals, queue {len(window.desk.queue.shown_ids())}")
    window.close()

    plot = pg.PlotWidget()
    plot.resize(1500, 400)
    plot.show()
    regions: list[pg.LinearRegionItem] = []

    def naive(number: int) -> None:
        for one in regions:
            plot.removeItem(one)
        found = decode(curves, config=DecoderConfig(threshold=0.5 + 0.01 * number), n_frames=FRAMES)
        regions[:] = [pg.LinearRegionItem((one.onset, one.offset)) for one in found]
        for one in regions:
            plot.addItem(one)
        application.processEvents()

    print(told("the same with a LinearRegionItem a proposal", cpu_ms(naive, count=2)))
    plot.close()


if __name__ == "__main__":
    main()
