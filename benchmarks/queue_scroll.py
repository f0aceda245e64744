"""Time of a scroll step of the queue with 10,000 rows and their faces, against the same list with an empty delegate.

The same list, once with the delegate of the queue (faces are decoded from the demo clip in their own thread meanwhile)
and once with one that paints nothing, 340 x 700 px, in pairs: a wheel notch (half a row), a whole page, and a jump to
anywhere, each repainted at once, and a page after a rest, in which faces are decoded. Prints CPU ms of the window's
thread a step (median, 95th percentile, longest), the ratio of the medians, and the median of the time that passed,
which other programs lengthen. A list that follows the screen 60 times a second has 16.7 ms a step. Prints also how long
the list takes to follow a verdict.

    python -m benchmarks.queue_scroll [--rows N] [--json]
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QPainter  # noqa: TID251 - paints nothing
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem  # noqa: TID251 - as above
from typing_extensions import override

from engine.synthesis import demo_files
from engine.types import CLASSES, VideoInfo
from engine.video import open_source
from metst_gui.desk.queue_rows import QueueItem
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.document.annotation import Verdict
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.queue.row_faces import RowFaces
from metst_gui.queue.row_list import ROW, Index, RowList

SIZE = (340, 700)
STEPS = 200
# Steps while faces arrive, each after a rest in ms.
RESTS, REST_MS = 40, 150
# What a list that follows the screen has.
FRAME_MS = 1000 / 60
Spent = tuple[float, float, float, float]


class EmptyDelegate(QStyledItemDelegate):
    """Rows of the same height with nothing in them."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pass

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)


def make_rows(n: int, info: VideoInfo) -> list[QueueItem]:
    """Proposals over the whole clip, with mixed verdicts."""
    rng = np.random.default_rng(7)
    verdicts = list(Verdict)
    rows = []
    for number, onset in enumerate(np.sort(rng.integers(0, info.n_frames - 30, n)).tolist()):
        verdict = verdicts[number % len(verdicts)]
        row = QueueItem(
            *("proposal", f"p{number}", onset, onset + 20, float(info.times[onset]), float(rng.random()), verdict),
            *(str(CLASSES[number % 4]), 0),
            hint="model",
            apex=onset + 6,
            length_s=0.7,
        )
        rows.append(row)
    return rows


def rest() -> None:
    """Leave the list alone until faces of what is in view arrive."""
    loop = QEventLoop()
    QTimer.singleShot(REST_MS, loop.quit)
    loop.exec()


def spent_ms(*steps: Callable[[int], None], count: int, rest: Callable[[], None] = lambda: None) -> list[Spent]:
    """CPU ms of steps that are made in turn: median, 95th percentile, longest; and the median of all time, in ms.

    Args:
        steps: each is given its number, from 0.
        count: how often each is made.
        rest: called before each, not measured.
    """
    found: list[list[tuple[float, float]]] = [[] for _ in steps]
    for number in range(count):
        for step, times in zip(steps, found, strict=True):
            rest()
            spent, passed = time.thread_time(), time.perf_counter()
            step(number)
            times.append(((time.thread_time() - spent) * 1000, (time.perf_counter() - passed) * 1000))
    result = []
    for times in found:
        spent_ms, passed_ms = (sorted(one) for one in zip(*times, strict=True))
        at = round(0.95 * (count - 1))
        result.append((statistics.median(spent_ms), spent_ms[at], spent_ms[-1], statistics.median(passed_ms)))
    return result


def scrolling(rows: RowList) -> dict[str, Callable[[int], None]]:
    """The ways to scroll: each brings the list to another place and paints it."""
    bar, jumps = rows.verticalScrollBar(), np.random.default_rng(8)

    def to(value: int) -> None:
        bar.setValue(value)
        rows.viewport().repaint()
        QApplication.processEvents()

    return {
        "a notch of the wheel": lambda number: to(number * bar.singleStep()),
        "a page": lambda number: to(number * bar.pageStep()),
        "a jump": lambda _number: to(int(jumps.integers(0, bar.maximum()))),
    }


def measure(n: int) -> dict[str, dict[str, Spent]]:
    """Steps of both lists, and of following a verdict."""
    path = demo_files().video
    with open_source(path) as source:
        info = source.info
    faces = RowFaces(lambda: None)
    faces.set_source(info)
    queue, items = ReviewQueue(), make_rows(n, info)
    panel = QueuePanel(queue, faces)
    rows = panel._list  # noqa: SLF001 - what is measured
    plain = RowList(RowFaces(lambda: None))
    plain.setItemDelegate(EmptyDelegate(plain))
    queue.set_rows(items)
    plain.rows.set_items(queue.shown)
    for widget in (panel, plain):
        widget.resize(*SIZE)
        widget.show()
    QApplication.processEvents()
    found: dict[str, dict[str, Spent]] = {}
    arrived: list[bool] = []
    faces.arrived.connect(lambda: arrived.append(True))
    for (name, own), empty in zip(scrolling(rows).items(), scrolling(plain).values(), strict=True):
        found[name] = dict(zip(("rows", "empty"), spent_ms(own, empty, count=STEPS), strict=True))

    pages = scrolling(rows)["a page"], scrolling(plain)["a page"]
    found["a page, with rests"] = dict(zip(("rows", "empty"), spent_ms(*pages, count=RESTS, rest=rest), strict=True))
    print(f"{len(arrived)} rows got their faces meanwhile")

    def decide(number: int) -> None:
        changed = list(items)
        changed[number] = QueueItem(*("proposal", f"p{number}", 0, 20, 0.0, 0.5, Verdict.ACCEPTED))
        queue.set_rows(changed)
        QApplication.processEvents()

    found["a verdict"] = {"rows": spent_ms(decide, count=20)[0]}
    faces.shutdown()
    panel.close()
    plain.close()
    return found


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    found = measure(arguments.rows)
    assert application is not None
    if arguments.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{arguments.rows} rows; CPU ms a step: median, 95th percentile, longest; in brackets ms that passed, median")
    for name, spent in found.items():
        own = spent["rows"]
        line = f"{name:22}{_figures(own)}"
        if "empty" in spent:
            empty = spent["empty"]
            within = "within" if own[1] <= FRAME_MS else "beyond"
            line += f"   empty {_figures(empty)}   x{own[0] / empty[0]:.1f}, {within} 60 Hz"
        print(line)


def _figures(spent: Spent) -> str:
    return f"{spent[0]:7.2f}{spent[1]:7.2f}{spent[2]:7.2f} ({spent[3]:.2f})"


if __name__ == "__main__":
    main()
