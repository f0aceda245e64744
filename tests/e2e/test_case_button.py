"""The window says which case and which of its videos is shown, and goes to another by a menu."""

import shutil
from pathlib import Path

import pytest

from metst_gui.desk.project_copies import save_as
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e


def test_one_video_is_named_and_several_are_counted(desk, qtbot, clip: Path, tmp_path: Path) -> None:
    window = desk()
    assert window.windowTitle() == "METST"
    assert window.case.isHidden()
    open_and_analyse(window, qtbot, clip)
    assert window.windowTitle() == "clip.mp4 - METST"
    assert window.case.text() == "clip.mp4"
    assert window.case.menu() is None
    (tmp_path / "case").mkdir()
    save_as(window.desk.session, tmp_path / "case" / "case_017.metst")
    assert window.windowTitle() == "clip.mp4 - METST", "a case of one video is that video"
    other = tmp_path / "case" / "interview & B.mp4"
    shutil.copyfile(clip, other)
    with other.open("ab") as file:
        file.write(b"\0" * 64)  # another file, and the same pictures
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.add_video(other)
    assert window.windowTitle() == "case_017 · interview & B.mp4, 2 of 2 - METST"
    assert window.case.text() == "case_017 · interview & B.mp4, 2 of 2 ▾"
    assert window.case.width() >= window.case.sizeHint().width(), "the corner is as wide as its text"
    menu = window.case.menu()
    menu.aboutToShow.emit()
    board, line, *videos = menu.actions()
    assert (board.text(), line.isSeparator()) == ("Case board", True)
    assert [one.isChecked() for one in videos] == [False, True]
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        videos[0].trigger()
    assert window.windowTitle() == "case_017 · clip.mp4, 1 of 2 - METST"
    board.trigger()
    assert window.board_page.isVisible()


def test_a_case_nobody_has_named_is_called_as_its_video(desk, qtbot, clip: Path, tmp_path: Path) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    other = tmp_path / "other.mp4"
    shutil.copyfile(clip, other)
    with other.open("ab") as file:
        file.write(b"\0" * 64)  # another file, and the same pictures
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.add_video(other)
    assert window.windowTitle() == "clip · other.mp4, 2 of 2 - METST"
    assert window.case.text() == "clip · other.mp4, 2 of 2 ▾"
