"""Kills a scripted review at random moments and looks whether a decision whose key press had returned is lost.

``python -m benchmarks.project_kills [--kills 200] [--window]``

The child opens one and the same project and presses keys as fast as they return (accept, reject, unsure, emotion,
nudge, delete, undo, redo); after every key it tells the hash of the last journal row and every verdict and annotation
of that moment as one digest. The parent kills it (SIGKILL) at a random moment, opening included, then checks the file:
the chain verifies, the told row is there, and replaying the journal up to that row gives the told digest. With
``--window`` the keys go to the real window, without it to the document.
"""

import argparse
import collections
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from engine.journal import canonical, check_connection, connect_readonly
from engine.journal.chain import apply_changes, empty_state

ROOT = Path(__file__).parents[1]
KEYS = ("Return", "Backspace", "S", "3", "Alt+Right", "Alt+Left", "Delete", "Ctrl+Z", "Ctrl+Y", "Down", "Up")


def digest(annotations: Any, verdicts: Any) -> str:
    """Digest of what was decided, from the ids and what matters of each."""
    return hashlib.sha256(canonical([sorted(annotations), sorted(verdicts)]).encode()).hexdigest()


def told_by(document: Any) -> str:
    """The child's view of what is decided."""
    project = document.project
    return digest(
        [[one.id, one.onset, one.offset, one.emotion or ""] for one in project.annotations],
        [[key, str(one.verdict)] for key, one in project.verdicts.items()],
    )


def replayed(path: Path, head: str) -> str | None:
    """The same from the journal up to the row `head`; None where there is no such row."""
    import json

    state = empty_state()
    with connect_readonly(path) as connection:
        for after, hash_ in connection.execute("SELECT after, hash FROM journal ORDER BY rowid"):
            apply_changes(state, json.loads(after))
            if hash_ == head:
                break
        else:
            return None
    return digest(
        [[key, one["onset"], one["offset"], one["emotion"] or ""] for key, one in state["annotations"].items()],
        [[one["proposal"]["id"], one["verdict"]] for one in state["verdicts"].values()],
    )


def child(path: Path, *, window: bool, seed: int) -> None:
    """Review at full speed until killed."""
    rng = random.Random(seed)
    press, document = (window_keys if window else document_keys)(path)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        press(rng.choice(KEYS))
        sys.stdout.write(f"{document.ledger.head} {told_by(document)}\n")
        sys.stdout.flush()


def window_keys(path: Path) -> Any:
    """A function that presses a key in the real window, and the document."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication  # noqa: TID251

    from metst_gui.app import build_window

    application = QApplication([])
    QCoreApplication.setOrganizationName("metst-kills")
    window = build_window()
    window.show()
    window.desk.settings.update(analyse_on_open=False)
    window.desk.opener.open_project(path)
    while window.desk.session.info is None:
        application.processEvents()
    modifiers = {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}
    QTest.keyClick(window.video, Qt.Key.Key_Down)

    def press(text: str) -> None:
        *prefix, name = text.split("+")
        modifier = modifiers[prefix[0]] if prefix else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window.video, getattr(Qt.Key, f"Key_{name}"), modifier)

    return press, window.desk.document


def document_keys(path: Path) -> Any:
    """The same on the document alone: what the window's keys do, without a window."""
    from PySide6.QtCore import QCoreApplication

    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.opening import open_project

    application = QCoreApplication([])
    opened = open_project(path)
    document = AnnotationDocument(application)
    document.open(opened.store, opened.state)
    document.show_video(document.videos[0].id)
    at = 0

    def press(text: str) -> None:
        nonlocal at
        at = (at + 1) % len(document.view.proposals)
        proposal = document.view.proposals[at]
        annotation = document.view.annotation_of(proposal.id)
        acts = {"Return": document.accept, "Backspace": document.reject, "S": document.unsure}
        if text in acts:
            acts[text](proposal)
        elif text == "Ctrl+Z":
            document.history.undo()
        elif text == "Ctrl+Y":
            document.history.redo()
        elif annotation is not None and text == "Delete":
            document.delete(annotation.id)
        elif annotation is not None and text.startswith("Alt"):
            document.change(annotation.id, onset=max(0, annotation.onset - (text == "Alt+Left")))
        elif annotation is not None and text == "3":
            document.change(annotation.id, emotion="fear" if annotation.emotion is None else None)

    return press, document


def make(folder: Path) -> Path:
    """A project with a clip and 40 open proposals."""
    from PySide6.QtCore import QCoreApplication

    from engine.video import open_source
    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.opening import new_project
    from metst_gui.document.project import VideoRef
    from tests.document.factory import make_proposal, make_run
    from tests.engine.clips import CLIPS

    application = QCoreApplication([])
    clip = CLIPS["h264-gop15"].write(folder / "clip", 240)
    opened = new_project(folder / "p 'x' 名.metst")
    document = AnnotationDocument(application)
    document.open(opened.store, opened.state)
    with open_source(clip) as source:
        document.show_video(document.videos.add(VideoRef.of(source.info), name="clip"))
    proposals = [make_proposal(apex, before=1, after=2) for apex in range(5, 205, 5)]
    document.set_run(make_run(*proposals, n=240))
    opened.store.close()
    return opened.store.path


def trial(path: Path, number: int, *, window: bool) -> tuple[int, int]:
    """One kill: decisions told, and 1 where any was lost."""
    arguments = ["--child", str(path), "--seed", str(number), *(["--window"] if window else [])]
    command = [sys.executable, "-m", "benchmarks.project_kills", *arguments]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        rng, lines = random.Random(1000 + number), []
        if number % 10 == 0:
            threading.Event().wait(rng.random() * 1.5)  # somewhere in the opening
        else:
            lines.append(process.stdout.readline())
            threading.Event().wait(rng.random() * 0.8)
        process.kill()
        lines += list(process.stdout)
    whole = [line.split() for line in lines if line.endswith("\n") and line != "ready\n"]
    with connect_readonly(path) as connection:
        found = check_connection(connection, thorough=True)
    if not found.ok:
        print(f"kill {number}: {found.problems}")
        return len(whole), 1
    lost = [head for head, told in whole[-1:] if replayed(path, head) != told]
    if lost:
        print(f"kill {number}: what was told at row {lost[0][:12]} is not in the file")
    return len(whole), len(lost)


def main() -> None:
    """Print how many decisions were told and how many were lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--window", action="store_true", help="press keys in the real window")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child, window=arguments.window, seed=arguments.seed)
    folder = Path(tempfile.mkdtemp(prefix="metst-kills-"))
    os.environ |= {name: str(folder / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    began, counts = time.time(), collections.Counter[str]()
    path = make(folder)
    for number in range(arguments.kills):
        keys, lost = trial(path, number, window=arguments.window)
        counts.update(kills=1, keys=keys, lost=lost, silent=keys == 0)
    with connect_readonly(path) as connection:
        found = check_connection(connection, thorough=True)
    print(
        f"{counts['kills']} kills, {counts['silent']} of them before the first key; {counts['keys']} key presses told"
    )
    print(f"{counts['lost']} kills after which anything told was missing; the chain of {found.rows} rows ", end="")
    print(f"{'verifies' if found.ok else 'does not verify'} ({time.time() - began:.0f} s)")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
