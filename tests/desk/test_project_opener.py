"""A project that is asked for twice is opened once."""

from pathlib import Path

from tests.desk.conftest import Make
from tests.e2e.conftest import TIMEOUT
from tests.kit.many_videos import open_all, write_videos


def test_a_double_click_opens_a_project_for_writing(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    open_all(desk, qtbot, write_videos(tmp_path, ["a", "b"]))
    project = desk.session.project_path
    desk.close()
    again = make()
    with qtbot.waitSignal(again.session.settled, timeout=TIMEOUT):
        again.opener.open_path(project)
        again.opener.open_path(project)
    assert again.session.project_path == project
    assert not again.document.ledger.read_only
    assert len(again.document.videos) == 2
