"""A desk on a small clip, without a window, with a fake analysis in the real analysis process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from metst_gui.desk.desk import Desk
from metst_gui.inference.controller import InferenceController
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore
from tests.e2e.conftest import TIMEOUT, clip  # noqa: F401 - the clip is a fixture


@pytest.fixture
def desk(qapp) -> Iterator[Desk]:
    """An application model with nothing open."""
    inference = InferenceController(factory="tests.e2e.fakes:quick")
    made = Desk(settings=SettingsStore(), notifier=Notifier(), frames=FrameService(), inference=inference)
    yield made
    made.close()


@pytest.fixture
def analysed(desk, qtbot, clip: Path) -> Desk:  # noqa: F811 - the fixture above
    """A desk with the clip open and four proposals."""
    with qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT):
        desk.opener.open_path(clip)
    return desk
