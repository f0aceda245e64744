"""A real window on a small clip, with a fake analysis in the real analysis process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from metst_gui.app import build_window
from metst_gui.window.main_window import MainWindow
from tests.engine.clips import CLIPS

# A machine that does much else needs longer.
TIMEOUT = int(os.environ.get("METST_TEST_TIMEOUT_MS", "20000"))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """240 frames with a barcode."""
    return CLIPS["h264-gop15"].write(tmp_path_factory.mktemp("clip") / "clip", 240)


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exceptions reach pytest, not the window's hook."""
    monkeypatch.setattr("metst_gui.app.install_excepthook", lambda _notifier: None)


@pytest.fixture(autouse=True)
def _closing_is_never_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that a test leaves in the middle of an analysis closes without a question."""
    monkeypatch.setattr("metst_gui.window.close_question.may_close", lambda _window, _percent: True)
    monkeypatch.setattr("metst_gui.window.close_question.what_of_queue", lambda _window, _text: "later")


@pytest.fixture
def desk(qtbot, hooks) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows, and closes them."""
    windows = []

    def make(analysis: str = "quick") -> MainWindow:
        window = build_window(analysis_factory=f"tests.e2e.fakes:{analysis}")
        # Most journeys look at a picture that stands still, and at nothing beside it.
        window.desk.settings.update(arrival="stay", face_pane=False)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1200, 700)
        window.show()
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def said() -> Callable[[MainWindow], list[str]]:
    """Collects what a window tells its user."""

    def listen(window: MainWindow) -> list[str]:
        sentences: list[str] = []
        window.desk.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))
        return sentences

    return listen
