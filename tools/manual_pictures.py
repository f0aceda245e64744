"""Follows docs/tutorial.md on the demo clip, as a new user would, and takes its pictures on the way.

Every step is a key or a button that the page names: what is renamed or gone stops here, and the pictures never go
stale. Nothing of the user's own settings is read or written.

Run:  python -m tools.manual_pictures docs/pictures/tutorial [--language zh_CN]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QWidget

from metst_gui import language
from metst_gui.app import NAME, ORGANISATION, build_window
from metst_gui.language import tr
from metst_gui.settings import SettingsStore
from metst_gui.window.main_window import MainWindow
from tools.desk_pictures import REST_MS, analysed, rest, wait_for

SIZE = (1280, 740)
QUALITY = 85
SHORT_MS = 200
# What the demo holds and no model proposes: a slow smile; first, strongest and last frame.
SMILE = ("424", "446", "484")
PICTURES = ("start", "analysed", "first", "own", "finalise", "export")


@dataclass
class Walk:
    """One walk through the tutorial.

    Attributes:
        window: the desk.
        folder: where the report and the labels are written.
        take: called with the name of a picture and what it shows.
    """

    window: MainWindow
    folder: Path
    take: Callable[[str, QWidget], None]

    def key(self, name: str, into: QWidget | None = None) -> None:
        """Press a key, as the table of commands writes it."""
        QTest.keySequence(into or self.window.video, QKeySequence(name, QKeySequence.SequenceFormat.PortableText))
        rest(SHORT_MS)

    def button(self, text: str, within: QWidget | None = None) -> None:
        """Click the button that says this.

        Raises:
            LookupError: there is none.
        """
        name = tr(text)
        for one in (within or self.window).findChildren(QAbstractButton):
            if name in (one.text(), one.accessibleName()) and one.isVisible() and one.isEnabled():
                one.click()
                rest(SHORT_MS)
                return
        raise LookupError(f"no button “{name}”")

    def answering(self, act: Callable[[], None], *answers: Callable[[QDialog], None]) -> None:
        """Do what opens a dialog that waits, or several one after the other, and answer them.

        Raises:
            LookupError: another number of dialogs came.
        """
        failed: list[Exception] = []
        answered: list[QDialog] = []
        done: list[bool] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if done or failed:
                return
            QTimer.singleShot(SHORT_MS, look)
            if not isinstance(dialog, QDialog) or dialog in answered:
                return
            answered.append(dialog)
            try:
                answers[len(answered) - 1](dialog)
            except Exception as error:  # noqa: BLE001 - an exception would be lost in the loop of events
                failed.append(error)
                dialog.reject()

        QTimer.singleShot(SHORT_MS, look)
        act()
        rest(2 * SHORT_MS)
        done.append(True)
        # Without a window manager nobody gives the keyboard back.
        self.window.activateWindow()
        self.window.video.setFocus()
        rest(SHORT_MS)
        if failed:
            raise failed[0]
        if len(answered) != len(answers):
            raise LookupError(f"asked {len(answered)} times, not {len(answers)}")

    def go_to(self, frame: str) -> None:
        """`G`, a number, Return."""

        def answer(dialog: QDialog) -> None:
            field = dialog.findChild(QLineEdit)
            assert field is not None
            QTest.keyClicks(field, frame)
            QTest.keyClick(field, Qt.Key.Key_Return)

        self.answering(lambda: self.key("G"), answer)


def begin(walk: Walk) -> None:
    """Open the demo, leave the introduction, wait for the proposals."""
    walk.take("start", walk.window)
    walk.button("Open demo clip")
    analysed(walk.window)
    rest(REST_MS)
    walk.button("Leave the tour")
    walk.take("analysed", walk.window)


def decide(walk: Walk) -> None:
    """State the first proposal's apex, emotion and action units, accept it and the seven others."""
    walk.key("Down")
    wait_for(lambda: walk.window.compare.stage.n_loop, "The face did not come.")
    walk.take("first", walk.window)
    walk.key("W")
    walk.key("P")
    walk.key("2")
    walk.key("A")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "1 2")
    walk.key("Return", field)
    for _ in range(8):
        walk.key("Return")


def mark_own(walk: Walk) -> None:
    """Mark the smile that was not proposed."""
    walk.key("K")
    walk.key("Esc")
    for frame, key in zip(SMILE, ("I", "P", "O"), strict=True):
        walk.go_to(frame)
        walk.key(key)
    rest(REST_MS)
    walk.take("own", walk.window)


def finish(walk: Walk) -> None:
    """State that the video is complete, write labels and report."""

    def state(dialog: QDialog) -> None:
        rest(SHORT_MS)
        walk.take("finalise", dialog)
        walk.button("Finalise video", dialog)

    walk.answering(lambda: walk.key("Ctrl+Shift+F"), state)

    def as_csv(dialog: QDialog) -> None:
        formats = dialog.findChild(QComboBox)
        assert formats is not None
        formats.setCurrentIndex(formats.findData("csv"))
        for field in dialog.findChildren(QLineEdit):
            if not field.text():
                field.setText("demo")
        rest(SHORT_MS)
        walk.take("export", dialog)
        walk.button("Export…", dialog)

    walk.answering(lambda: walk.key("Ctrl+E"), lambda dialog: walk.button("Export without them", dialog), as_csv)
    walk.window.book.trigger("export_report")
    wait_for(lambda: report_of(walk.folder).is_file(), "The report was not written.")


def report_of(folder: Path) -> Path:
    """Where the walk writes its report."""
    return folder / "report.html"


def labels_of(folder: Path) -> Path:
    """Where the walk writes its labels."""
    return folder / "labels.csv"


# The chapters of the page, in its order.
CHAPTERS: tuple[Callable[[Walk], None], ...] = (begin, decide, mark_own, finish)


def follow(folder: Path, take: Callable[[str, QWidget], None]) -> None:
    """Follow the tutorial; the report and the labels come into `folder`."""

    def choose(_parent: QObject, _title: str, _start: str, kinds: str = "") -> tuple[str, str]:
        return str(report_of(folder) if "html" in kinds else labels_of(folder)), kinds

    asked, QFileDialog.getSaveFileName = QFileDialog.getSaveFileName, staticmethod(choose)  # type: ignore[method-assign,assignment]
    window = build_window()
    # As in the program itself: a cycle collected in the decoding thread would destroy widgets there.
    collector = GarbageCollector(interval=1.0)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    rest(SHORT_MS)
    try:
        walk = Walk(window, folder, take)
        for chapter in CHAPTERS:
            chapter(walk)
    finally:
        QFileDialog.getSaveFileName = asked  # type: ignore[method-assign]
        collector.timer.stop()
        window.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tools.manual_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=language.LANGUAGES, default="en")
    parser.add_argument("--results", type=Path, help="folder for the report and the labels; default: none is kept")
    arguments = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    ending = "" if arguments.language == "en" else f".{arguments.language}"

    def take(name: str, shown: QWidget) -> None:
        shown.grab().save(str(arguments.folder / f"{name}{ending}.jpg"), None, QUALITY)

    with tempfile.TemporaryDirectory() as own:
        os.environ.update(XDG_CONFIG_HOME=own, XDG_DATA_HOME=own)
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, own)
        QCoreApplication.setOrganizationName(ORGANISATION)
        QCoreApplication.setApplicationName(NAME)
        application = QApplication(sys.argv[:1])
        application.setStyle("Fusion")
        SettingsStore().update(language=arguments.language)
        language.install(arguments.language)
        follow(arguments.results or Path(own), take)
    return 0


if __name__ == "__main__":
    sys.exit(main())
