"""Does the window stand still while the chances of proposals are learnt and labels are looked at?

A project with many verdicts and proposals and a measured run is reviewed: a proposal is rejected every 0.2 s, while a
timer of 5 ms notes how late it comes. The same without what is learnt in the background stands beside it.

Run:  python -m benchmarks.chance_gaps [--verdicts 2000] [--open 500] [--labels 300]
"""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QTimer

from benchmarks.honesty import run_with
from engine.types import Proposal
from metst_gui.desk.chance import Chance
from metst_gui.desk.label_check import LabelCheck
from metst_gui.desk.queue_rows import Standing, queue_items
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project
from metst_gui.document.project import VideoRef
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore

TICK_MS, EVERY_MS, SECONDS = 5, 200, 6


def proposals(n: int) -> tuple[Proposal, ...]:
    """One after the other, of random scores."""
    scores = np.random.default_rng(0).uniform(0.2, 1.0, n).tolist()
    return tuple(
        Proposal(f"p{10 * k + 5}", 10 * k + 3, 10 * k + 5, 10 * k + 8, score, None, None, 0, "half_max")
        for k, score in enumerate(scores)
    )


def filled(document: AnnotationDocument, folder: Path, verdicts: int, open_: int, labels: int) -> None:
    """A project with a run, decided and open proposals, and annotations."""
    run, planted, _ = run_with(np.random.default_rng(1), 600)
    n = max(len(run.curves.frames), 10 * (verdicts + open_) + 20)
    opened = new_project(folder / "p.metst")
    document.open(opened.store, opened.state)
    video = VideoRef(path=Path("clip.mp4"), size_bytes=10, table_digest="d", n_frames=n, fps=30.0)
    document.show_video(document.videos.add(video, name="v"))
    document.set_run(replace(run, id="r", proposals=proposals(verdicts + open_)))
    decided = document.view.proposals[:verdicts]
    document.reject_all([one for one in decided if one.score < 0.7], "nothing")
    for one in decided:
        if one.score >= 0.7:
            document.accept(one)
    document.import_annotations([Annotation(one.onset, one.apex, one.offset) for one in planted[:labels]])


def gaps(document: AnnotationDocument, queue: ReviewQueue) -> list[float]:
    """How late the timer comes while proposals are rejected, ms."""
    late, clock, loop = list[float](), QElapsedTimer(), QEventLoop()
    tick, decide = QTimer(), QTimer()
    tick.setInterval(TICK_MS)
    decide.setInterval(EVERY_MS)
    clock.start()

    def note() -> None:
        late.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS))
        clock.restart()

    def reject() -> None:
        pending = next(one for one in document.view.proposals if one.id not in document.view.verdicts)
        document.reject(pending, "nothing")
        queue.set_rows(queue_items(document, None, Standing(0.1)))

    tick.timeout.connect(note)
    decide.timeout.connect(reject)
    tick.start()
    decide.start()
    QTimer.singleShot(1000 * SECONDS, loop.quit)
    loop.exec()
    return late


def told(late: list[float]) -> dict[str, float]:
    """Figures of gaps."""
    found = np.array(late)
    p50, p99 = np.quantile(found, (0.5, 0.99)).tolist()
    return {"n": len(found), "p50 ms": round(p50, 1), "p99 ms": round(p99, 1), "max ms": round(float(found.max()), 1)}


def main() -> None:
    """Print the gaps without and with what is learnt."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=2000)
    parser.add_argument("--open", type=int, default=500)
    parser.add_argument("--labels", type=int, default=300)
    arguments = parser.parse_args()
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    for learns in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            session = Session(settings=SettingsStore(), notifier=Notifier(), frames=FrameService())
            queue = ReviewQueue()
            filled(session.document, Path(folder), arguments.verdicts, arguments.open, arguments.labels)
            queue.set_rows(queue_items(session.document, None, Standing(0.1)))
            chance = Chance(session, queue) if learns else None
            check = LabelCheck(session) if learns else None
            print(json.dumps({"learns": learns, **told(gaps(session.document, queue))}), flush=True)
            for part in (chance, check):
                if part is not None:
                    part.shutdown()
            session.shutdown()
            session.deleteLater()
            application.processEvents()


if __name__ == "__main__":
    main()
