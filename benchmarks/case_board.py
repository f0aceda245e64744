"""How long the case board of a large project takes to open, beside what SQLite takes to read its rows.

``python -m benchmarks.case_board [--videos 200] [--annotations 20000] [--annotators 3] [--keep FILE]``
"""

import argparse
import itertools
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt

from engine.types import AnalysisRun, Curves, Emotion
from metst_gui.document.annotation import EMOTION_LABELS, Annotation, Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.project import VideoRef
from metst_gui.document.state import book_forms
from tests.document.factory import make_proposal

REPEATS = 5
FRAMES = 9000
NAMES = ("Anna", "Ben", "Chen", "Dora")


def make(path: Path, videos: int, annotations: int, annotators: int, *, video: VideoRef | None = None) -> None:
    """A case as a laboratory leaves it: every video analysed, and judged to different degrees by each annotator.

    Args:
        path: the project file.
        videos: number of videos.
        annotations: number of annotations in all.
        annotators: number of annotators, at most four.
        video: the file all videos refer to; None: files that are not there.
    """
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    opened.store._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - only the making is hurried
    document.annotators.rename(NAMES[0])
    for name in NAMES[1:annotators]:
        document.annotators.add(name, blind=False)
    rng = np.random.default_rng(0)
    analysed = videos - videos // 10
    each = -(-annotations // (analysed * annotators))
    for number in range(videos):
        ref = video or VideoRef(
            Path(f"/videos/s{number // 5:02d}/interview_{number}.mp4"), 10**8 + number, f"{number:064x}", FRAMES, 30.0,
            "0" * 64, fast=f"{number:064x}",
        )  # fmt: skip
        id_ = document.videos.add(ref, name=f"interview_{number}", subject=f"spNO.{1 + number // 5}")
        document.show_video(id_)
        if number % 10 == 9:
            continue
        emotions = list(Emotion)
        apexes = range(20, ref.n_frames - 40, max(16, (ref.n_frames - 60) // (each * 2)))
        proposals = tuple(make_proposal(apex, emotion=emotions[apex % 4]) for apex in apexes)
        score = rng.random(ref.n_frames, np.float32)
        curves = Curves(np.arange(ref.n_frames), score, None, np.zeros(ref.n_frames, np.uint8), 30.0)
        document.set_run(AnalysisRun(f"{number:032x}", "classical", "0" * 64, {}, curves, proposals))
        for layer, annotator in enumerate(document.annotators):
            judged = proposals[: round(len(proposals) * min(1.0, max(0.0, 1.2 - 0.4 * layer - 0.004 * number)))]
            said = {}
            for place, one in enumerate(judged):
                verdict = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.REJECTED, Verdict.UNSURE)[place % 4]
                said[one.id] = VerdictRecord(verdict, one, "blink" if place % 2 else "", annotator.name, "2026-01-01")
            drawn = [
                Annotation(
                    one.onset, one.apex, one.offset, emotion=EMOTION_LABELS[place % 7], action_units="R12+4",
                    note="looks away first" if place % 9 == 0 else "", annotator=annotator.name,
                    origin=f"proposal:{one.id}" if place % 2 else "manual",
                )
                for place, one in enumerate((proposals * (1 + each // len(proposals)))[:each])
            ]  # fmt: skip
            forms = book_forms((id_, annotator.id), {one.id: one for one in drawn}, said)
            document.ledger.commit("import", f"videos/{id_}", {}, forms)
    document.annotators.use(document.annotators[0].id)
    opened.store.close()


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Median and worst seconds of an act."""
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return statistics.median(found), max(found)


def bare_read(path: Path) -> int:
    """Read and parse every row that the board tells of, and no more: what no board can be faster than."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = 0
        for kind in ("videos", "layers", "annotations", "verdicts", "runs"):
            for (text,) in connection.execute(f"SELECT data FROM {kind}"):
                json.loads(text)
                rows += 1
    return rows


def measure(path: Path) -> None:
    """Print how long the board takes from the command to its painted rows, and what it is made of."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - a benchmark of the window

    from metst_gui.app import build_window
    from metst_gui.board.board_page import ENTRIES, SUMMARY

    application = QApplication.instance() or QApplication([])
    began = time.perf_counter()
    opened = open_project(path)
    whole = time.perf_counter() - began
    rows = bare_read(path)
    window = build_window()
    document = window.desk.document
    document.open(opened.store, opened.state)
    said = sum(len(book.annotations) for book in opened.state.books.values())
    window.resize(1366, 768)
    window.show()
    application.processEvents()
    print(f"{len(document.videos)} videos, {said} annotations, {rows} rows in the file")

    def show() -> None:
        window.desk.board.show()
        while window.board_page.videos.table.model_.rows == []:
            application.processEvents()
        window.grab()

    def look() -> None:
        window.desk.board.hide()
        show()

    first = time.perf_counter()
    show()
    first = time.perf_counter() - first
    floor = timed(lambda: bare_read(path))
    again, state = timed(look), timed(document.case.videos)
    page, numbers = window.board_page, {}
    numbers["rows made again, as while a model works"] = timed(window.features.board.refresh)[0]
    for name, sheet in (("annotations", ENTRIES), ("summary", SUMMARY)):
        numbers[name] = timed(lambda number=sheet: (page.show_sheet(number), window.grab()))[0]
    page.show_sheet(ENTRIES)
    texts = itertools.cycle(("looks", "chen surprise", "interview_7"))
    numbers["search in all annotations"] = timed(lambda: (page.entries.search.setText(next(texts)), window.grab()))[0]
    page.entries.show_all()
    columns = itertools.count()
    numbers["sort by another column"] = timed(
        lambda: (page.entries.table.sortByColumn(next(columns), Qt.SortOrder.AscendingOrder), window.grab())
    )[0]
    print(f"project opened, its journal checked       {whole:.2f} s")
    print(f"board, from the command to its pixels     {first:.3f} s the first time, {again[0]:.3f} s again")
    print(f"  of that, counting what is in memory     {state[0]:.3f} s")
    print(
        f"SQLite and JSON alone, the same rows      {floor[0]:.3f} s: the board takes {first / floor[0]:.2f} times that"
    )
    for name, seconds in numbers.items():
        print(f"{name:<41} {seconds:.3f} s")
    window.close()


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=200)
    parser.add_argument("--annotations", type=int, default=20000)
    parser.add_argument("--annotators", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where the project is made and left")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        path = arguments.keep or Path(name) / "case.metst"
        if not path.exists():
            make(path, arguments.videos, arguments.annotations, arguments.annotators)
        measure(path)


if __name__ == "__main__":
    main()
