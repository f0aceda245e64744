"""House rules no linter knows: start-up imports, no sockets, the Qt pin."""

import re

from tests.conftest import ROOT
from tests.kit.processes import run_python

SOURCES = sorted(
    path for room in ("engine", "metst_gui", "tests", "benchmarks") for path in (ROOT / room).rglob("*.py")
)


def test_tree_is_found() -> None:
    assert len(SOURCES) > 50


def test_engine_types_import_stays_light() -> None:
    code = "import engine.types, sys; print(sorted({'torch', 'cv2', 'av', 'pandas', 'PySide6'} & set(sys.modules)))"
    assert run_python(code).stdout.strip() == "[]"


def test_the_window_starts_without_the_measuring_rooms() -> None:
    heavy = {"torch", "numba", "pandas", "miniaudio", "av", "cv2", "engine.flow", "engine.face", "engine.network"}
    names = heavy | {"engine.datasets", "engine.evaluation"}
    code = f"import metst_gui.app, sys; print(sorted({names} & set(sys.modules)))"
    assert run_python(code).stdout.strip() == "[]"


def test_no_socket_is_opened_by_the_sources() -> None:
    pattern = re.compile(
        r"^\s*(import|from)\s+(socket|urllib(?!\.parse\b)|http|requests|ftplib|smtplib|PySide6\.QtNetwork)\b", re.M
    )
    offenders = [path for path in SOURCES if "tests" not in path.parts and pattern.search(path.read_text("utf-8"))]
    assert offenders == []


def test_qt_keeps_the_reference_counts_of_singletons() -> None:
    """PySide6 6.12 on Python 3.11 loses a reference of True with every emit and aborts the process."""
    code = (
        "import sys\nfrom PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n    sent = Signal(int)\n"
        "sender = Sender()\nbefore = sys.getrefcount(True)\n"
        "for number in range(500):\n    sender.sent.emit(number)\n"
        "print(before - sys.getrefcount(True) < 100)\n"
    )
    finished = run_python(code)
    assert (finished.returncode, finished.stdout.strip()) == (0, "True"), finished.stderr
