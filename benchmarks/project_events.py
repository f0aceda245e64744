"""What happens to a project file under an open window, and whether a decision is lost or the loss is said in time.

``python -m benchmarks.project_events [--times 10] [--window]``

A child opens a project and decides on command; it answers what it would tell the user: saved, or a sentence. Between
two decisions the parent does something to the file: it deletes, renames, replaces or overwrites it, takes away what
lies beside it, fills its disk, makes it read-only, unplugs it, or opens it a second time by its name or by a link. Then
the child decides again and ends; or it is killed (SIGKILL) before it could notice; or it ends without another decision.
At the end every decision that was called saved must be in the file the child went on in, in the one METST opens when it
is asked for the project again, or in one that a sentence names. With ``--window`` the child is the real window. Full,
read-only and unplugged disks are small mounts (tmpfs); they are left out where mounting is not allowed.
"""

import argparse
import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# Told before the next decision is made: what is expected of each event, where it is not "said".
QUIET = {"nothing", "side files", "touched", "same content", "second window", "symbolic link", "hard link"}
ON_A_MOUNT = {"disk full", "read-only", "unplugged"}
REFUSES = {"disk full", "read-only"}


class Child:
    """The process that reviews.

    Attributes:
        told: ids of the decisions it called saved.
        said: sentences it told the user.
        path: the file it writes.
    """

    def __init__(self, path: Path, *, window: bool) -> None:
        command = [sys.executable, "-m", "benchmarks.project_events", "--child", str(path)]
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        self._process = subprocess.Popen(
            [*command, *(["--window"] if window else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.told: set[str] = set()
        self.said: list[str] = []
        self.refused = 0
        self.path = path
        self._answers("open")

    def ask(self, command: str) -> None:
        """Let it do one thing and take its answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        self._answers(command)

    def _answers(self, command: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, _, text = line.rstrip("\n").partition(" ")
            if kind == "done":
                return
            if kind == "saved":
                self.told.add(text)
            elif kind == "said":
                self.said.append(text)
            elif kind == "refused":
                self.refused += 1
                self.said.append(text)
            elif kind == "path":
                self.path = Path(text)
        if command != "end":
            raise RuntimeError(f"the child ended at “{command}”")

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._close()

    def end(self) -> None:
        """Close the window as a user does."""
        self.ask("end")
        self._close()

    def _close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


def answer(line: str) -> None:
    """One line to the parent."""
    sys.stdout.write(line.replace("\n", " ") + "\n")
    sys.stdout.flush()


def child(path: Path, *, window: bool) -> None:
    """Decide on command."""
    decide, wait, end, store = (in_window if window else in_document)(path)
    answer(f"path {store().path}")
    answer("done")
    for line in sys.stdin:
        command = line.strip()
        {"decide": decide, "wait": wait, "end": end}[command]()
        answer(f"path {store().path}")
        answer("done")
        if command == "end":
            return


def in_document(path: Path) -> Any:
    """The document without a window."""
    from PySide6.QtCore import QCoreApplication

    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.errors import EditRefusedError
    from metst_gui.document.file.opening import open_project
    from tests.document.factory import make_proposal

    application = QCoreApplication([])
    opened = open_project(path)
    document = AnnotationDocument(application)
    document.open(opened.store, opened.state)
    document.show_video(document.videos[0].id)
    document.ledger.rescued.connect(lambda sentence: answer(f"said {sentence}"))

    def decide() -> None:
        proposal = make_proposal(10 + 3 * len(document.project.verdicts), before=1, after=1)
        try:
            document.reject(proposal)
        except EditRefusedError as error:
            answer(f"refused {error}")
        else:
            answer(f"saved {proposal.id}")

    def wait() -> None:
        with suppress(EditRefusedError):
            document.ledger.store.check()  # type: ignore[union-attr]

    return decide, wait, lambda: document.ledger.store.close(), lambda: document.ledger.store  # type: ignore[union-attr]


def in_window(path: Path) -> Any:
    """The real window: an interval is drawn on the timeline, and the foot says what is saved."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251

    from metst_gui.app import build_window

    application = QApplication([])
    QApplication.setOrganizationName("metst-events")
    window = build_window()
    window.show()
    window.desk.settings.update(analyse_on_open=False)
    window.desk.opener.open_project(path)
    while window.desk.session.info is None:
        application.processEvents()
    document, seen = window.desk.document, set[str]()
    window.desk.notifier.message.connect(
        lambda level, sentence: answer(f"said {sentence}") if level == "error" else None
    )

    def decide() -> None:
        # What Shift+drag on the curves ends in.
        window.timeline.interval_created.emit(10 + 8 * len(seen), 15 + 8 * len(seen))
        application.processEvents()
        new = {one.id for one in document.view.annotations} - seen
        seen.update(new)
        shown = window.status.saved.text()
        if new and "saved" in shown and "not" not in shown:
            answer(f"saved {new.pop()}")
        elif not new:
            answer(f"refused {window.messages.message}")
        else:
            raise RuntimeError(f"a decision is shown, and the foot says “{shown}”")

    def wait() -> None:
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            application.processEvents()

    return decide, wait, window.close, lambda: document.ledger.store


def make(folder: Path) -> Path:
    """A project with a clip and 60 open proposals."""
    from benchmarks.project_kills import make as make_kills

    return make_kills(folder)


def decided(path: Path) -> set[str]:
    """Ids of the decisions in a file; none where it is no sound project."""
    from engine.errors import ProjectError
    from metst_gui.document.file.snapshots import read_project

    try:
        project = read_project(path)
        return {*project.verdicts, *(one.id for one in project.annotations)}
    except ProjectError:
        return set()


def newer(path: Path, folder: Path) -> Path:
    """The project as another computer went on with it."""
    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.opening import open_project
    from tests.document.factory import make_proposal

    other = folder / "other" / path.name
    other.parent.mkdir()
    shutil.copyfile(path, other)
    opened = open_project(other)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos[0].id)
    document.accept(make_proposal(230, before=1, after=1))
    opened.store.close()
    return other


def second(path: Path) -> str:
    """Open a second time in this process; why it can only be read."""
    from metst_gui.document.file.opening import open_project

    opened = open_project(path)
    why = opened.store.read_only
    opened.store.close()
    if not why:
        raise RuntimeError("two windows write one project")
    return why


def do(event: str, path: Path, folder: Path) -> None:  # noqa: C901, PLR0912 - one branch an event
    """Let the event happen to the file."""
    match event:
        case "nothing":
            pass
        case "deleted":
            path.unlink()
        case "folder deleted":
            shutil.rmtree(path.parent)
        case "renamed":
            path.rename(path.with_name("renamed.metst"))
        case "moved away":
            path.rename(folder / "moved.metst")
        case "replaced by newer":
            newer(path, folder).replace(path)
        case "overwritten by newer":
            path.write_bytes(newer(path, folder).read_bytes())
        case "overwritten by rubbish":
            path.write_bytes(os.urandom(40_000))
        case "emptied":
            path.write_bytes(b"")
        case "side files":
            for one in path.parent.iterdir():
                if one != path and path.name in one.name and one.is_file():
                    one.unlink()
        case "touched":
            os.utime(path)
        case "same content":
            shutil.copyfile(path, folder / "same")
            (folder / "same").replace(path)
        case "second window":
            second(path)
        case "symbolic link":
            (folder / "link.metst").symlink_to(path)
            second(folder / "link.metst")
        case "hard link":
            (folder / "link.metst").hardlink_to(path)
            second(folder / "link.metst")
        case "disk full":
            with (path.parent / "filler").open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(bytes(4096))
        case "read-only":
            # Over the disk, which cannot be made read-only as a whole while a file on it is open.
            subprocess.run(["mount", "--bind", str(path.parent), str(path.parent)], check=True)
            subprocess.run(["mount", "-o", "remount,bind,ro", str(path.parent)], check=True)
        case "unplugged":
            subprocess.run(["umount", "-l", str(path.parent)], check=True)


def undo(event: str, path: Path) -> None:
    """Take back what hinders a look at the file."""
    if event == "disk full":
        (path.parent / "filler").unlink(missing_ok=True)
    elif event == "read-only":
        subprocess.run(["umount", "-l", str(path.parent)], check=True)


EVENTS = (
    *("nothing", "deleted", "folder deleted", "renamed", "moved away", "replaced by newer", "overwritten by newer"),
    *("overwritten by rubbish", "emptied", "side files", "touched", "same content", "second window"),
    *("symbolic link", "hard link", "disk full", "read-only", "unplugged"),
)
OUTCOMES = ("goes on", "noticed idle", "ends at once", "killed at once", "killed later")


@contextmanager
def place(event: str) -> Iterator[tuple[Path, Path]]:
    """A folder for everything, and one in it for the project: a small disk of its own where the event needs one."""
    folder = Path(tempfile.mkdtemp(prefix="metst-events-"))
    inner = folder / "p"
    inner.mkdir()
    mounted = event in ON_A_MOUNT
    if mounted:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(inner)], check=True)
    try:
        yield folder, inner
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(inner)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def trial(original: Path, event: str, outcome: str, *, window: bool) -> dict[str, int]:
    """One event with one outcome: counts of decisions told, lost without a word, and whether something was said."""
    with place(event) as (folder, inner):
        shutil.copyfile(original, inner / "a.metst")
        path = inner / "a.metst"
        reviewer = Child(path, window=window)
        for _ in range(3):
            reviewer.ask("decide")
        before = len(reviewer.said)
        do(event, path, folder)
        if outcome == "noticed idle":
            reviewer.ask("wait")
        if outcome in ("goes on", "noticed idle", "killed later"):
            reviewer.ask("decide")
            reviewer.ask("decide")
        said = len(reviewer.said) > before
        if outcome.startswith("killed"):
            reviewer.kill()
        else:
            reviewer.end()
        undo(event, path)
        remarks = list(reviewer.said)
        held = decided(reviewer.path)
        if not reviewer.told <= held:
            held |= reopened(path, remarks)
        home = Path(os.environ["XDG_DATA_HOME"]) / "metst" / "rescued"
        for one in (*folder.rglob("*.metst"), *home.glob("*.metst")):
            if any(one.name in sentence for sentence in remarks) or event == "moved away":
                held |= decided(one)
        lost = len(reviewer.told - held)
        wrong = (event not in QUIET) and outcome in ("goes on", "noticed idle") and not said
        beside = [one.name for one in inner.glob("*.metst-*") if one.is_file()] if inner.exists() else []
        left = bool(beside) and not outcome.startswith("killed")
        return {"told": len(reviewer.told), "lost": lost, "said": said, "unsaid": wrong, "left": left}


def reopened(path: Path, remarks: list[str]) -> set[str]:
    """What METST shows when it is asked for the project again; its sentences are added."""
    from engine.errors import ProjectError
    from metst_gui.document.file.opening import open_project

    try:
        opened = open_project(path)
    except ProjectError as error:
        remarks.append(str(error))
        return set()
    remarks += opened.remarks
    opened.store.close()
    return decided(opened.store.path)


def can_mount() -> bool:
    """Whether a small disk can be mounted here."""
    with tempfile.TemporaryDirectory() as name:
        try:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", name], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return False
        subprocess.run(["umount", name], check=True)
        return True


def run(times: int, *, window: bool, report: Callable[[str], None] = print, events: tuple[str, ...] = EVENTS) -> int:
    """Print the table; returns how many decisions were lost or not spoken of in time."""
    folder = Path(tempfile.mkdtemp(prefix="metst-events-"))
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    os.environ |= {name: str(folder / "home") for name in names}
    original, bad, mounts = make(folder), 0, can_mount()
    report(f"{'event':<24}{'outcome':<16}{'times':>6}{'told':>6}{'lost':>6}{'said':>6}{'unsaid':>8}{'left':>6}")
    for event in events:
        if event in ON_A_MOUNT and not mounts:
            report(f"{event:<24}left out: no small disk can be mounted here")
            continue
        for outcome in OUTCOMES:
            counts = collections.Counter[str]()
            for _ in range(times):
                counts.update(trial(original, event, outcome, window=window))
            bad += counts["lost"] + counts["unsaid"] + counts["left"]
            numbers = (
                f"{counts['told']:>6}{counts['lost']:>6}{counts['said']:>6}{counts['unsaid']:>8}{counts['left']:>6}"
            )
            report(f"{event:<24}{outcome:<16}{times:>6}{numbers}")
    shutil.rmtree(folder)
    return bad


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--window", action="store_true", help="decide in the real window")
    parser.add_argument("--event", choices=EVENTS, action="append", help="this event only; may be given again")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child, window=arguments.window)
        return
    began = time.monotonic()
    bad = run(arguments.times, window=arguments.window, events=tuple(arguments.event or EVENTS))
    print(f"{bad} decisions lost or losses not said in time ({time.monotonic() - began:.0f} s)")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
