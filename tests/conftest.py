"""Shared fixtures: isolation from the user's folders, and the reference data folder where it exists."""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings
from PySide6.QtCore import QSettings, QThread
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

# A deadline measures how busy the machine is, not what is tested.
settings.register_profile("metst", deadline=None)
settings.load_profile("metst")
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test carries the name of its folder as a marker; one directly in ``tests`` is of the house."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker("house" if folder.endswith(".py") else folder)


_tests = count(1)
COLLECT_EVERY = 10


def pytest_sessionstart() -> None:
    """Garbage is collected between tests only: a cycle of widgets collected in a worker thread aborts Qt."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays: a collection after a test looks only at what came since, ten times as fast."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collect_between_tests() -> Iterator[None]:
    yield
    if next(_tests) % COLLECT_EVERY == 0:
        gc.collect()


@pytest.fixture(autouse=True)
def _no_thread_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A QThread that outlives its test aborts the interpreter at some later moment."""
    started: list[QThread] = []
    start = QThread.start

    def recorded(thread: QThread, *arguments: object) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", recorded)
    yield
    running = [thread.objectName() for thread in started if isValid(thread) and thread.isRunning()]
    assert running == [], "a thread was left running"


@pytest.fixture(autouse=True)
def _no_file_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file dialog that a test did not answer would wait for a person until the machine is taken away."""
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, _unanswered)


def _unanswered(*arguments: object, **_named: object) -> None:
    pytest.fail(f"a file dialog was opened that the test does not answer: {arguments[1:2]}")


@pytest.fixture(autouse=True)
def _no_look_is_left() -> Iterator[None]:
    """A window gives the application its shapes; a widget of a later test has its own colours again."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet():
        application.setStyleSheet("")


@pytest.fixture
def shared() -> Path:
    """Folder of reference data beside the checkout; the test is skipped where it does not exist."""
    if not SHARED.is_dir():
        pytest.skip("no reference data beside the checkout")
    return SHARED


@pytest.fixture(autouse=True)
def _isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    # Qt reads HOME once for a process: what one window kept of its panels would be open in a later test.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(home / "xdg_config_home"))
