"""Keys that a review of the demo takes: a scripted expert in the real window, real key events, the default model.

The expert knows the demo's truth. A proposal that overlaps no expression is rejected; one that does is accepted with
the truth's onset, apex and offset (moved by the keys of the handles) and its emotion. A key is a key press that is no
modifier; what each did is read from the journal of the project file afterwards.

    python benchmarks/review_keys.py [--json] [--demo FOLDER]
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - drives the window

from engine.datasets import read_records
from engine.datasets.records import Record
from engine.journal import connect_readonly
from engine.synthesis import write_demo
from engine.types import Proposal
from metst_gui.app import build_window
from metst_gui.window.main_window import MainWindow

MODIFIERS = {Qt.Key.Key_Alt, Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Meta}
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
FIVE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
HANDLES = {"onset": Qt.Key.Key_Q, "apex": Qt.Key.Key_W, "offset": Qt.Key.Key_E}
# Words of the demo's truth -> digit of the emotion key.
DIGITS = {"surprise": Qt.Key.Key_2, "others": Qt.Key.Key_7, "negative": Qt.Key.Key_8, "positive": Qt.Key.Key_9}
TIMEOUT_S = 900.0


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal of the review.

    Attributes:
        verdict: ``"accept"`` or ``"reject"``.
        keys: keys pressed from its arrival to its verdict.
        moved: number of bounds that were moved.
        frames: frames they were moved by, in all.
        emotion: whether the emotion was set.
        journal: actions the journal tells of.
    """

    verdict: str
    keys: int
    moved: int
    frames: int
    emotion: bool
    journal: tuple[str, ...]


class Keyboard(QObject):
    """Presses keys in a window, and counts what arrives."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.count = 0
        window.video.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Count a key that is no modifier."""
        if event.type() is QEvent.Type.ShortcutOverride and event.key() not in MODIFIERS:  # type: ignore[attr-defined]
            self.count += 1
        return False

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
        """Press a key some times."""
        for _ in range(times):
            QTest.keyClick(self._window.video, key, modifier)

    def move(self, handle: str, by: int) -> None:
        """Move a handle of the item: five frames a key, then one a key, past it and back where that is shorter."""
        if by == 0:
            return
        self.press(HANDLES[handle])
        fives, ones = divmod(abs(by), 5)
        if ones > 3:
            fives, ones = fives + 1, ones - 5
        ahead, back = (Qt.Key.Key_Right, Qt.Key.Key_Left) if by > 0 else (Qt.Key.Key_Left, Qt.Key.Key_Right)
        self.press(ahead, FIVE, times=fives)
        self.press(ahead if ones > 0 else back, ALT, times=abs(ones))


def actions_of(path: Path) -> list[str]:
    """What the journal calls each of its rows."""
    with connect_readonly(path) as connection:
        return [str(name) for (name,) in connection.execute("SELECT action FROM journal ORDER BY rowid")]


def wait(done: Callable[[], bool], what: str) -> None:
    """Run the event loop until something is so."""
    end = time.monotonic() + TIMEOUT_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QApplication.processEvents()
        threading.Event().wait(0.01)


def truth_of(proposal: Proposal, events: list[Record]) -> Record | None:
    """The expression a proposal shares most frames with; blinks are none."""
    shared = [(min(proposal.offset, one.offset) - max(proposal.onset, one.onset), one) for one in events]
    best = max(shared, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= 0 else None


def judge(window: MainWindow, keyboard: Keyboard, events: list[Record]) -> Item:
    """Give the proposal under review its verdict."""
    document, proposal = window.desk.document, window.desk.current.proposal
    assert proposal is not None
    path = window.desk.session.project_path
    assert path is not None
    rows, keyboard.count = len(actions_of(path)), 0
    event = truth_of(proposal, events)
    moves: dict[str, int] = {}
    set_emotion = False
    if event is None:
        keyboard.press(Qt.Key.Key_Backspace)
    else:
        wanted = {"onset": event.onset, "apex": event.apex, "offset": event.offset}
        # The outer bounds first: an apex cannot be moved past them without moving them along.
        for name in ("onset", "offset", "apex"):
            now = document.view.annotation_of(proposal.id) or proposal
            target = wanted[name]
            if target is not None:
                moves[name] = target - (getattr(now, name) or 0)
                keyboard.move(name, moves[name])
        set_emotion = event.emotion is not None and event.emotion != str(proposal.emotion)
        if set_emotion and event.emotion is not None:
            keyboard.press(DIGITS[event.emotion])
        keyboard.press(Qt.Key.Key_Return)
    done = tuple(actions_of(path)[rows:])
    steps = [abs(one) for one in moves.values() if one]
    return Item("reject" if event is None else "accept", keyboard.count, len(steps), sum(steps), set_emotion, done)


def targets(window: MainWindow, events: list[Record]) -> list[Item]:
    """What the targets are about: an accept, a reject, and an accept with two moved edges and another emotion."""
    keyboard, path = Keyboard(window), window.desk.session.project_path
    assert path is not None
    keyboard.press(Qt.Key.Key_Down)
    found = []
    for verdict in ("accept", "reject", "corrected"):
        proposal, rows, keyboard.count = window.desk.current.proposal, len(actions_of(path)), 0
        assert proposal is not None
        moved: list[int] = []
        if verdict == "corrected":
            event = truth_of(proposal, events)
            assert event is not None
            moved = [event.onset - proposal.onset, event.offset - proposal.offset]
            # An edge that is right already is moved all the same, by one frame.
            moved = [one or 1 for one in moved]
            keyboard.move("onset", moved[0])
            keyboard.move("offset", moved[1])
            keyboard.press(Qt.Key.Key_5)
        keyboard.press(Qt.Key.Key_Backspace if verdict == "reject" else Qt.Key.Key_Return)
        done = tuple(actions_of(path)[rows:])
        steps = sum(abs(one) for one in moved)
        found.append(Item(verdict, keyboard.count, len(moved), steps, bool(moved), done))
    while window.desk.document.history.stack.canUndo():
        keyboard.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.desk.review.deselect()
    return found


def review(window: MainWindow, events: list[Record]) -> list[Item]:
    """Give every open proposal its verdict, from the first to the last."""
    keyboard = Keyboard(window)
    keyboard.press(Qt.Key.Key_Down)
    items = []
    for _ in range(len(window.desk.document.view.proposals)):
        proposal = window.desk.current.proposal
        if proposal is None or proposal.id in window.desk.document.view.verdicts:
            break
        items.append(judge(window, keyboard, events))
    return items


def opened(video: Path) -> MainWindow:
    """The real window with the video and a finished analysis by the default model."""
    window = build_window()
    window.desk.settings.update(arrival="stay")
    window.resize(1366, 768)
    window.show()
    window.desk.opener.open_path(video)
    wait(lambda: window.desk.session.info is not None, "the video did not open")
    wait(
        lambda: window.desk.document.view.run is not None and not window.desk.analysis.inference.running, "no analysis"
    )
    return window


def expressions(truth: Path) -> list[Record]:
    """Expressions of the demo, micro and macro; blinks are left out."""
    return [one for one in read_records(truth).records if one.extra.get("kind") != "blink"]


def main() -> int:
    """Print one row a proposal, and what the targets ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--demo", type=Path, help="folder with a rendered demo; rendered there where it is missing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = home
        application = QApplication.instance() or QApplication([])
        folder = arguments.demo or Path(home) / "demo"
        ready = (folder / "demo.mp4").exists() and (folder / "demo.truth.csv").exists()
        video, truth = (folder / "demo.mp4", folder / "demo.truth.csv") if ready else _rendered(folder)
        window = opened(video)
        asked = targets(window, expressions(truth))
        items = review(window, expressions(truth))
        window.close()
        application.processEvents()
    if arguments.json:
        print(
            json.dumps({"targets": [asdict(one) for one in asked], "review": [asdict(one) for one in items]}, indent=1)
        )
        return 0
    for one, limit in zip(asked, (1, 1, 12), strict=True):
        told = f"{one.moved} edges by {one.frames} frames and an emotion" if one.moved else ""
        words = f"target {one.verdict:9} {one.keys:2} keys of at most {limit:2}"
        print(f"{words}  {told:38}  journal: {', '.join(one.journal)}")
    print("whole review, every onset, apex and offset put on the truth's frame:")
    for number, one in enumerate(items, start=1):
        told = f"{one.moved} bounds by {one.frames} frames{', emotion' if one.emotion else ''}"
        print(f"{number:3}  {one.verdict:7} {one.keys:3} keys  {told:32}  journal: {', '.join(one.journal)}")
    rejected = [one.keys for one in items if one.verdict == "reject"]
    accepted = [one.keys for one in items if one.verdict == "accept"]
    print(f"keys a reject: {rejected or '–'}; keys an accept: median {statistics.median(accepted or [0])}, {accepted}")
    print(f"{sum(one.keys for one in items)} keys for {len(items)} proposals")
    return 0


def _rendered(folder: Path) -> tuple[Path, Path]:
    files = write_demo(folder)
    return files.video, files.truth


if __name__ == "__main__":
    raise SystemExit(main())
