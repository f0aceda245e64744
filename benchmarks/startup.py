"""Seconds from process start to a shown, answering window, beside a bare Qt window in the same run.

Wall seconds depend on what else the machine does; the CPU seconds of the process do not.

Run: ``python -m benchmarks.startup [RUNS]`` (Qt's offscreen platform unless QT_QPA_PLATFORM is set).
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

HEAVY = ("torch", "pandas", "scipy", "openpyxl", "numba")
BARE = (
    "import time; began = time.time()\n"
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "app = QApplication([]); window = QMainWindow(); window.show(); app.processEvents()\n"
    "print(time.time()); print(time.process_time())\n"
)
DESK = (
    "import sys\n"
    "from PySide6.QtWidgets import QApplication\n"
    "app = QApplication([])\n"
    "from metst_gui.app import build_window\n"
    "window = build_window(); window.show(); app.processEvents()\n"
    "import time; print(time.time()); print(time.process_time())\n"
    f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    "window.close()\n"
)


def seconds(code: str) -> tuple[float, float, str]:
    """Wall seconds from launching Python to the time the code prints, its CPU seconds until then, its last line."""
    import time

    began = time.time()
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    root = Path(__file__).parents[1]
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    lines = finished.stdout.strip().splitlines()
    return float(lines[0]) - began, float(lines[1]), lines[-1]


def main() -> None:
    """Print minimum and median of both, their ratio, and which heavy modules the desk imported."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    seconds(DESK)  # warms the byte-code caches
    bare, desk, cpu, heavy = [], [], [], ""
    for _ in range(runs):
        bare.append(seconds(BARE)[0])
        taken, used, heavy = seconds(DESK)
        desk.append(taken)
        cpu.append(used)
    print(f"bare Qt window: min {min(bare):.2f} s, median {statistics.median(bare):.2f} s")
    print(f"METST window:   min {min(desk):.2f} s, median {statistics.median(desk):.2f} s")
    print(f"METST window:   CPU min {min(cpu):.2f} s, median {statistics.median(cpu):.2f} s")
    print(f"ratio of minima: {min(desk) / min(bare):.1f}")
    print(f"heavy modules imported: {heavy}")


if __name__ == "__main__":
    main()
