"""A desk on a small clip, without a window, with a fake analysis in the real analysis process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from metst_gui.desk.desk import Desk
from metst_gui.inference.controller import InferenceController
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore
from tests.e2e.conftest import TIMEOUT, clip  # noqa: F401 - the clip is a fixture

Make = Callable[[], Desk]


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


@pytest.fixture
def make(qapp) -> Iterator[Make]:
    """Makes desks whose analyses do what the name of the video says; no video is analysed by being opened."""
    made: list[Desk] = []

    def new() -> Desk:
        inference = InferenceController(factory="tests.desk.fakes:by_name")
        desk = Desk(settings=SettingsStore(), notifier=Notifier(), frames=FrameService(), inference=inference)
        desk.settings.update(analyse_on_open=False, weights="classical")
        made.append(desk)
        return desk

    yield new
    for one in made:
        one.close()
