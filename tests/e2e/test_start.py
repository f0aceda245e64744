"""Start-up: nothing heavy is imported, and the window comes up by its real entry point."""

import subprocess
import sys

from tests.conftest import ROOT

HEAVY = (
    *("torch", "pandas", "scipy", "openpyxl", "numba", "matplotlib", "jinja2", "av", "cv2", "urllib.request"),
    *("engine.datasets", "engine.evaluation"),
)


def run_python(code: str) -> str:
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip().splitlines()[-1]


def test_the_window_needs_nothing_heavy() -> None:
    code = (
        "import sys\nfrom PySide6.QtWidgets import QApplication\napp = QApplication([])\n"
        "from metst_gui.app import build_window\nwindow = build_window()\nwindow.show()\napp.processEvents()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\nwindow.close()\n"
    )
    assert run_python(code) == "[]"


def test_main_opens_and_closes() -> None:
    code = (
        "import sys\nfrom PySide6.QtCore import QTimer\nimport metst_gui.app as app\n"
        "original = app.build_window\n"
        "def build():\n    window = original()\n    QTimer.singleShot(300, window.close)\n    return window\n"
        "app.build_window = build\nprint('code', app.main([]))\n"
    )
    assert run_python(code) == "code 0"


def test_main_module_can_be_imported_by_child_processes() -> None:
    assert run_python("import main, sys; print('PySide6.QtWidgets' in sys.modules)") in ("True", "False")


def test_help() -> None:
    finished = subprocess.run(
        [sys.executable, "main.py", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert "--demo" in finished.stdout
