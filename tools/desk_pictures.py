"""Pictures of the window in named states, taken on the demo clip, and how far they differ from earlier ones.

Drives the actions of the table by their ids, so that the same script serves any later state of the window. Nothing of
the user's own settings is read or written.

Run:  python -m tools.desk_pictures FOLDER [--size 1366x768] [--scale 2] [--theme dark] [--language zh_CN]
                                           [--states start,selected] [--against FORMER_FOLDER]
The pictures of README.md: ``python -m tools.desk_pictures docs/pictures --states selected --name desk-light.png``, and
the same with ``--theme dark --name desk-dark.png``.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QSettings, QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QWidget

from engine.synthesis import demo_files
from metst_gui import language
from metst_gui.app import NAME, ORGANISATION, build_window
from metst_gui.document.file.lock import Claim
from metst_gui.settings import SettingsStore
from metst_gui.window.main_window import MainWindow

REST_MS = 1500  # pictures, faces and deferred panels arrive within this
LONGEST_MS = 300_000
# Grey levels below which two pictures count as the same: text is smoothed differently after a move by part of a pixel.
TOLERANCE = 24


def perform(window: MainWindow, *names: str) -> None:
    """Trigger actions by their ids."""
    for name in names:
        action = window.findChild(QAction, name)
        if action is None:
            raise LookupError(f"no action “{name}”")
        action.trigger()
        rest(60)


def rest(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(what: Callable[[], object], saying: str) -> None:
    """Let the window work until something is so.

    Raises:
        TimeoutError: it never is.
    """
    clock = QElapsedTimer()
    clock.start()
    while not what():
        if clock.elapsed() > LONGEST_MS:
            raise TimeoutError(saying)
        rest(100)


def analysing(window: MainWindow) -> None:
    """Open the demo and wait until a third of it is analysed."""
    reached: list[bool] = []

    def look(_text: str, done: int, total: int) -> None:
        if total > 1 and 3 * done >= total:
            reached.append(True)

    window.desk.analysis.progress_changed.connect(look)
    window.desk.opener.open_path(demo_files().video)
    wait_for(lambda: reached, "The analysis of the demo did not get far.")


def analysed(window: MainWindow) -> None:
    """Wait for the end of the analysis."""
    wait_for(
        lambda: not window.desk.analysis.running and window.desk.document.view.run is not None,
        "The analysis of the demo did not end.",
    )


def looped(window: MainWindow) -> None:
    """Select the first proposal and wait for its face, as far as there is a face pane."""
    perform(window, "next_item", "goto_apex")
    clock = QElapsedTimer()
    clock.start()
    while window.compare.isVisible() and not window.compare.stage.n_loop and clock.elapsed() < LONGEST_MS / 10:
        rest(100)


def emptied(window: MainWindow) -> None:
    """Raise the threshold until nothing is proposed."""
    perform(window, "blind_look", "deselect")
    for _ in range(60):
        if not window.desk.document.view.proposals:
            break
        perform(window, "threshold_raise")


def sheet(window: MainWindow) -> QWidget:
    """The contact sheet of what is open, with its clips."""
    for _ in range(60):
        if len(window.desk.document.view.proposals) > 4:
            break
        perform(window, "threshold_lower")
    made = window.features.contact_sheet.sheet()
    made.show()
    rest(4 * REST_MS)
    return made


def _more_videos(window: MainWindow, number: int) -> bool:
    return len(list(window.desk.document.videos)) > number


def several(window: MainWindow) -> None:
    """Put five more videos into the project: the demo, each with another byte behind its end."""
    folder = Path(os.environ["XDG_DATA_HOME"]) / "case"
    folder.mkdir(exist_ok=True)
    for number in range(2, 7):
        path = folder / f"interview_{number}.mp4"
        path.write_bytes(demo_files().video.read_bytes() + bytes([number]))
        before = len(list(window.desk.document.videos))
        window.desk.opener.add_video(path)
        wait_for(partial(_more_videos, window, before), "A video was not added.")
        rest(REST_MS)
        perform(window, "cancel_analysis")


def read_only(window: MainWindow) -> None:
    """Open a copy of the project that another window has claimed."""
    claimed = window.desk.session.project_path
    assert claimed is not None
    copy = claimed.with_name("claimed.metst")
    window.desk.session.autosaver.flush()
    copy.write_bytes(claimed.read_bytes())
    claim = Claim()
    claim.take(copy)
    claim.keep_file()
    window.desk.opener.open_path(copy)
    wait_for(lambda: window.desk.document.ledger.read_only, "The copy can be written.")


# What is done for each picture, one after the other on the same window; what comes back is shown instead of it.
STEPS: Mapping[str, Callable[[MainWindow], QWidget | None]] = {
    "start": lambda _window: None,
    "analysing": analysing,
    "analysed": analysed,
    "selected": looped,
    "compare": lambda window: perform(window, "compare"),
    "why": lambda window: perform(window, "compare", "why_panel"),
    "why_compare": lambda window: perform(window, "compare"),
    "decided": lambda window: perform(window, "compare", "why_panel", "accept", "reject", "unsure"),
    "zoomed": lambda window: perform(window, "zoom_item"),
    "overlay": lambda window: perform(window, "zoom_all", "overlay"),
    "blind": lambda window: perform(window, "blind_look"),
    "empty": emptied,
    "sheet": sheet,
    "several": several,
    "read_only": read_only,
}


def difference(one: Path, other: Path) -> float:
    """Share of the pixels (0..1) of two pictures that differ by more than `TOLERANCE`; 1 where the sizes differ."""
    pictures = []
    for path in (one, other):
        image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        pictures.append(rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16))
    if pictures[0].shape != pictures[1].shape:
        return 1.0
    return float(np.mean(np.abs(pictures[0] - pictures[1]).max(axis=2) > TOLERANCE))


def take(folder: Path, *, size: tuple[int, int], theme: str, states: Sequence[str], name: str) -> None:
    """Write a picture of every state; in `name` (of a PNG file) ``STATE`` stands for its own."""
    folder.mkdir(parents=True, exist_ok=True)
    window = build_window()
    window.desk.settings.update(arrival="stay", theme=theme)
    perform(window, f"theme_{theme}")
    window.resize(*size)
    window.show()
    try:
        for state, step in STEPS.items():
            shown = step(window)
            rest(REST_MS)
            if state in states:
                (shown or window).grab().save(str(folder / name.replace("STATE", state)))
            if shown is not None:
                shown.close()
            if state == states[-1]:
                break
    finally:
        window.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures; with `--against`, say which share of each differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.desk_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of the screen a pixel of the window")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=language.LANGUAGES, default="en")
    parser.add_argument("--states", default=",".join(STEPS))
    parser.add_argument("--name", default="STATE.png", help="of the files; STATE stands for the state")
    parser.add_argument("--against", type=Path)
    arguments = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    width, height = (int(part) for part in arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as own:
        os.environ.update(XDG_CONFIG_HOME=own, XDG_DATA_HOME=own)
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, own)
        QCoreApplication.setOrganizationName(ORGANISATION)
        QCoreApplication.setApplicationName(NAME)
        application = QApplication.instance() or QApplication(sys.argv[:1])
        if isinstance(application, QApplication):
            application.setStyle("Fusion")
        SettingsStore().update(language=arguments.language)
        language.install(language.choose(arguments.language))
        wanted = [name for name in STEPS if name in arguments.states.split(",")]
        take(arguments.folder, size=(width, height), theme=arguments.theme, states=wanted, name=arguments.name)
    if arguments.against is not None:
        for name in wanted:
            share = difference(arguments.folder / f"{name}.png", arguments.against / f"{name}.png")
            print(f"{name:12} {100 * share:6.2f} % differs")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
