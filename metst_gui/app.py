"""The composition root: builds everything, connects it, and takes it down again."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from engine.errors import EngineError
from metst_gui import language
from metst_gui.demo import DemoLoader
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind, JobLine
from metst_gui.inference.controller import InferenceController
from metst_gui.language import tr
from metst_gui.notify import Notifier, install_excepthook, setup_logging
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore
from metst_gui.widgets.icons import app_icon
from metst_gui.widgets.plain_text import PlainText
from metst_gui.window.main_window import MainWindow

ORGANISATION = NAME = "metst"


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Arguments of the GUI."""
    parser = argparse.ArgumentParser(
        prog="metst-gui",
        description="The micro-expression review desk.",
        epilog="Proposals are candidates for human review, not evidence.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PROJECT_OR_VIDEO",
        help="opened at start, also a folder that metst analyze wrote to; several videos, or a folder of them, become "
        "a project or are added to the one named",
    )
    parser.add_argument("--demo", action="store_true", help="open the synthetic demo clip")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write the report of PROJECT (*.pdf or *.html) and open no window"
    )
    parser.add_argument("--language", choices=language.LANGUAGES, help="of the window, this time only")
    return parser.parse_args(argv)


def write_report(project: Path | None, target: Path) -> int:
    """Write the report of a project, on paper where the file is a PDF, without a window.

    Returns:
        exit code: 0, or 2 after a sentence on what is wrong.
    """
    from engine.case_report import write_case_report
    from metst_gui.widgets.paper import print_html

    if project is None:
        sys.stderr.write("Name the project whose report is wanted: metst-gui case.metst --report case.pdf\n")
        return 2
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    try:
        printer = print_html if target.suffix.lower() == ".pdf" else None
        digest = write_case_report(project, target, printer=printer)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    finally:
        del application
    sys.stdout.write(f"report -> {target} (sha256 {digest})\n")
    return 0


def build_window(*, analysis_factory: str | None = None) -> MainWindow:
    """The window with everything behind it; a QApplication must exist.

    Args:
        analysis_factory: dotted name of the analysis generator (tests replace it); None: the engine's.
    """
    notifier = Notifier()
    install_excepthook(notifier)
    inference = InferenceController() if analysis_factory is None else InferenceController(factory=analysis_factory)
    desk = Desk(settings=SettingsStore(), notifier=notifier, frames=FrameService(), inference=inference)
    window = MainWindow(desk)
    # Watching while the window is made would cost a tenth of that; no name is shown before.
    plain_text = PlainText()
    plain_text.install()
    for owned in (desk, notifier, plain_text, inference, desk.frames, desk.settings):
        owned.setParent(window)
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(desk.close)
    demo = DemoLoader(window)
    demo.ready.connect(desk.opener.open_video)
    demo.failed.connect(notifier.error)
    demo.cancelled.connect(notifier.info)
    kind = JobKind(tr("Preparing the demo clip"), stop_tip=tr("Stop rendering the demo clip"))
    demo.progressed.connect(JobLine(desk.jobs, kind, stop=demo.cancel, parent=window).follow)
    window.file_commands.demo_requested.connect(demo.start)
    desk.closing.connect(demo.stop)
    return window


def main(argv: Sequence[str] | None = None) -> int:
    """Run the GUI.

    Args:
        argv: arguments without the program's name; None takes ``sys.argv``.

    Returns:
        exit code.
    """
    arguments = parse_arguments(argv)
    QCoreApplication.setOrganizationName(ORGANISATION)
    QCoreApplication.setApplicationName(NAME)
    if arguments.report is not None:
        if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return write_report(next(iter(arguments.paths), None), arguments.report)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    QGuiApplication.setWindowIcon(app_icon())
    setup_logging()
    wishes = (arguments.language, os.environ.get(language.VARIABLE), SettingsStore().value.language)
    language.install(language.choose(*wishes))
    # Shorter turns of the interpreter lock keep the window smooth while frames are decoded in a thread.
    sys.setswitchinterval(0.001)
    window = build_window()
    # A reference cycle collected in the decoding thread would destroy widgets and timers there, which aborts Qt.
    collector = GarbageCollector(interval=1.0)
    gc.freeze()
    window.show()
    if arguments.demo:
        window.file_commands.demo_requested.emit()
    elif arguments.paths:
        paths = arguments.paths
        QTimer.singleShot(0, window, lambda: window.adding.open_paths(paths))
    code = application.exec()
    collector.timer.stop()
    return code
