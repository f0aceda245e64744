"""CPU time of redrawing the timeline, against the naive way with the same toolkit.

Six curves of 54,000 samples and 1,500 intervals (and once more with 5,000), 1600 x 500 px: the timeline's own items,
and one `PlotDataItem` a curve plus one `LinearRegionItem` an interval. Prints CPU ms a step (median, 95th percentile)
and the ratio of the medians; ratios are what can be compared between machines. A playhead that moves 60 times a second
has 16.7 ms a step.

    python benchmarks/timeline_redraw.py [--json]
"""

import argparse
import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg  # noqa: TID251 - measured against it
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - shows the timeline

from engine.types import CLASSES, Curves, Proposal, ScoreChunk, VideoInfo
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.timeline.gestures import Span
from metst_gui.timeline.timeline_view import TimelineView

FRAMES = 54_000
# Proposals and annotations.
FEW, MANY = (1_000, 500), (3_500, 1_500)
SIZE = (1600, 500)


def make_curves(n: int) -> Curves:
    """Noise with peaks, probabilities that cross, and a few gaps."""
    rng = np.random.default_rng(5)
    score = rng.random(n).astype(np.float32) * 0.3
    for peak in rng.integers(50, n - 50, n // 300):
        score[peak - 12 : peak + 12] += 0.5
    mask = np.zeros(n, np.uint8)
    for start in rng.integers(0, n - 300, 20):
        mask[start : start + 120] = 1
    raw = rng.random((n, 5)).astype(np.float32)
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    score[mask > 0] = np.nan
    probabilities[mask > 0] = np.nan
    spread = np.abs(rng.normal(0, 0.05, n)).astype(np.float32)
    return Curves(np.arange(n), np.clip(score, 0, 1), probabilities, mask, 30.0, spread=spread)


def make_intervals(n_proposals: int, n_annotations: int) -> tuple[list[tuple[Proposal, Verdict]], list[Annotation]]:
    """Proposals with mixed verdicts, and annotations."""
    rng = np.random.default_rng(6)
    verdicts = list(Verdict)
    proposals = []
    for number, onset in enumerate(np.sort(rng.integers(0, FRAMES - 40, n_proposals)).tolist()):
        proposal = Proposal(f"p{number}", onset, onset + 8, onset + 22, 0.7, CLASSES[number % 4], None, 0, "half_max")
        proposals.append((proposal, verdicts[number % len(verdicts)]))
    starts = np.sort(rng.integers(0, FRAMES - 40, n_annotations)).tolist()
    annotations = [
        Annotation(id=f"{number:032x}", onset=onset, apex=onset + 8, offset=onset + 22, emotion="disgust")
        for number, onset in enumerate(starts)
    ]
    return proposals, annotations


Spent = tuple[float, float]


def cpu_ms(step: Callable[[int], None], *, count: int) -> Spent:
    """CPU milliseconds of `step(1)`, `step(2)`, ...: median and 95th percentile."""
    step(0)
    spent = []
    for number in range(count):
        before = time.process_time()
        step(number + 1)
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent), sorted(spent)[round(0.95 * (count - 1))]


def show(widget: QWidget) -> None:
    """Show at the size of the benchmark."""
    widget.resize(*SIZE)
    widget.show()
    QApplication.processEvents()


def _end(widget: QWidget) -> None:
    """Close what was measured and take its cycles away here: collected while Qt paints, they end the process."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    gc.collect()


def measure_timeline(curves: Curves, counts: tuple[int, int]) -> dict[str, Spent]:
    """CPU ms of the timeline's steps."""
    times = np.arange(FRAMES) / 30.0
    info = VideoInfo(Path("clip.mp4"), "video", FRAMES, 1280, 720, 30.0, times, True, "h264", 1, "")
    view = TimelineView()
    show(view)
    view.set_video(info)
    view.set_curves(curves, provisional=False)
    proposals, annotations = make_intervals(*counts)
    view.set_annotations(annotations)
    view.set_proposals(proposals)
    view.set_threshold(0.5, "")
    application = QApplication.instance()
    assert application is not None

    def pan(width: float) -> Callable[[int], None]:
        def step(number: int) -> None:
            view.plots.set_span(Span(number * width * 0.01, number * width * 0.01 + width))
            view.overview.set_span(view.plots.span)
            application.processEvents()

        return step

    def move_playhead(number: int) -> None:
        view.set_playhead(10_000 + 50 * number)
        application.processEvents()

    def drag_threshold(number: int) -> None:
        view.set_proposals(proposals[: len(proposals) - number % 7])
        view.set_threshold(0.5 + 0.01 * (number % 7), "")
        application.processEvents()

    def append(number: int) -> None:
        part = slice(20_000 + 30 * number, 20_030 + 30 * number)
        piece = Curves(curves.frames[part], curves.score[part], curves.probabilities[part], curves.mask[part], 30.0)  # type: ignore[index]
        view.append_chunk(ScoreChunk(part.start, piece))
        application.processEvents()

    result = {f"pan, {name} in view": cpu_ms(pan(width), count=40) for name, width in SPANS.items()}
    view.zoom.show_all()
    result["move the playhead, whole video in view"] = cpu_ms(move_playhead, count=60)
    result["threshold step with new proposals"] = cpu_ms(drag_threshold, count=30)
    result["append 30 samples (painted every 100 ms)"] = cpu_ms(append, count=30)
    _end(view)
    return result


SPANS = {"whole video": float(FRAMES), "10 min": 18_000.0, "30 s": 900.0}


def measure_naive(curves: Curves) -> dict[str, Spent]:
    """CPU ms of the same pan steps with one item a curve and an interval."""
    window = pg.GraphicsLayoutWidget()
    top, bottom = window.addPlot(row=0, col=0), window.addPlot(row=1, col=0)
    bottom.setXLink(top)
    top.addItem(pg.PlotDataItem(curves.frames, curves.score))
    assert curves.probabilities is not None
    for column in range(5):
        bottom.addItem(pg.PlotDataItem(curves.frames, curves.probabilities[:, column]))
    proposals, annotations = make_intervals(*FEW)
    bounds = [(item.onset, item.offset) for item, _ in proposals] + [(item.onset, item.offset) for item in annotations]
    for onset, offset in bounds:
        top.addItem(pg.LinearRegionItem((onset, offset)))
    show(window)
    application = QApplication.instance()
    assert application is not None

    def pan(width: float) -> Callable[[int], None]:
        def step(number: int) -> None:
            top.setXRange(number * width * 0.01, number * width * 0.01 + width, padding=0)
            application.processEvents()

        return step

    result = {f"pan, {name} in view": cpu_ms(pan(width), count=5) for name, width in SPANS.items()}
    _end(window)
    return result


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print machine-readable results")
    arguments = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    curves = make_curves(FRAMES)
    ours = {"1,500 intervals": measure_timeline(curves, FEW), "5,000 intervals": measure_timeline(curves, MANY)}
    naive = measure_naive(curves)
    if arguments.json:
        print(json.dumps({"timeline_ms": ours, "naive_ms": naive}))
    for title, rows in ours.items() if not arguments.json else ():
        print(title)
        for name, (middle, most) in rows.items():
            other = naive.get(name) if title.startswith("1,500") else None
            tail = (
                ""
                if other is None
                else f"   naive {other[0]:7.1f}, {other[1]:7.1f} ms   ratio {other[0] / middle:5.1f}x"
            )
            print(f"  {name:42s} median {middle:6.2f} ms   p95 {most:6.2f} ms{tail}")
    application.quit()


if __name__ == "__main__":
    main()
