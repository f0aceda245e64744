"""A project is handed over in the window, coded blind elsewhere, and taken back."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from engine.journal import connect_readonly, content_digest, verify_project
from metst_gui.desk.project_copies import save_as
from metst_gui.project import handing_over, merging, moved_video
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


@pytest.fixture(scope="module")
def second_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """220 frames: enough for all proposals of the fake analysis."""
    return CLIPS["h264-gop15"].write(tmp_path_factory.mktemp("second") / "second", 220)


def last_row(path: Path) -> tuple[str, ...]:
    with connect_readonly(path) as connection:
        return connection.execute("SELECT * FROM journal WHERE action = 'hand over'").fetchone()


def make_case(window, qtbot, clips, folder: Path) -> Path:
    """A project over two videos in a folder, with a verdict and an interval of the first coder."""
    places = [Path(shutil.copy(one, folder / f"interview {n}{one.suffix}")) for n, one in enumerate(clips, start=1)]
    open_and_analyse(window, qtbot, places[0])
    window.desk.document.annotators.rename("Ann")
    save_as(window.desk.session, folder / "case.metst")
    window.desk.document.accept(window.desk.document.view.proposals[0])
    with qtbot.waitSignals([window.desk.session.settled, window.desk.analysis.ended], timeout=TIMEOUT):
        window.desk.opener.add_video(places[1])
    window.desk.review.create(10, 20, 14)
    qtbot.waitUntil(lambda: all(one.ref.sha256 for one in window.desk.document.videos), timeout=TIMEOUT)
    return folder / "case.metst"


def test_a_case_is_handed_over_found_in_a_folder_coded_blind_and_taken_back(
    desk, qtbot, clip, second_clip, tmp_path, monkeypatch, said
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    window = desk()
    case = make_case(window, qtbot, (clip, second_clip), here)
    file = tmp_path / "for bob.metst"
    monkeypatch.setattr(handing_over.HandOverDialog, "exec", lambda dialog: dialog._name.setText(" Bob ") or 1)
    monkeypatch.setattr(handing_over.QFileDialog, "getSaveFileName", lambda *_: (str(file.with_suffix("")), ""))
    sentences = said(window)
    window.book.actions["hand_over"].trigger()
    qtbot.waitUntil(lambda: any("“for bob.metst” is for Bob" in one for one in sentences), timeout=TIMEOUT)
    window.close()
    assert verify_project(case).ok
    told = json.loads(last_row(case)[6])
    assert (told["to"], told["analyses"], told["sha256"]) == ("Bob", 0, content_digest(file))

    # Elsewhere: the videos lie in folders of a folder, under other names.
    (there / "deep").mkdir(parents=True)
    for n, one in enumerate(sorted(here.glob("interview*"))):
        shutil.move(one, there / "deep" / f"{n}{one.suffix}")
    other = desk()
    other.desk.opener.open_path(file)
    assert other.messages._offer.text() == "Find the videos in a folder…"
    monkeypatch.setattr(moved_video.QFileDialog, "getExistingDirectory", lambda *_: str(there))
    told = said(other)
    with qtbot.waitSignal(other.desk.session.opened, timeout=TIMEOUT):
        other.messages._offer.click()
    qtbot.waitUntil(lambda: any("All 2 videos were found in “there”" in one for one in told), timeout=TIMEOUT)
    document = other.desk.document
    assert [one.ref.path.parent.name for one in document.videos] == ["deep", "deep"]
    assert (document.layer.name, document.view.blind) == ("Bob", True)
    assert not other.desk.analysis.inference.running, "nothing is analysed for one who works blind"
    for n in (1, 2):
        other.desk.playback.seek(8)
        press(other, qtbot, Qt.Key.Key_I)
        other.desk.playback.seek(18)
        press(other, qtbot, Qt.Key.Key_O)
        assert len(document.view.annotations) == 1
        if n == 1:
            with qtbot.waitSignal(other.desk.session.settled, timeout=TIMEOUT):
                press(other, qtbot, Qt.Key.Key_PageDown)
    other.close()
    assert verify_project(file).ok

    for n, one in enumerate(sorted((there / "deep").iterdir()), start=1):
        shutil.move(one, here / f"interview {n}{one.suffix}")
    again = desk()
    with qtbot.waitSignal(again.desk.session.settled, timeout=TIMEOUT):
        again.desk.opener.open_path(case)
    monkeypatch.setattr(merging.QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    monkeypatch.setattr(merging.QFileDialog, "getSaveFileName", lambda *_args: (str(here / "both.metst"), ""))
    again.book.actions["take_back"].trigger()
    qtbot.waitUntil(lambda: again.features.merging.brought is not None, timeout=TIMEOUT)
    table = again.features.merging.brought.table
    rows = [[table.item(y, x).text() for x in (0, 1, 2)] for y in range(table.rowCount())]
    assert [row[1:] for row in rows] == [["1", "0"], ["1", "0"]]
    assert again.desk.session.project_path == here / "both.metst"
    assert [one.name for one in again.desk.document.annotators] == ["Ann", "Bob"]
    assert again.desk.document.layer.name == "Ann"
    assert len(again.desk.document.view.annotations) == 1
    again.close()
    assert verify_project(here / "both.metst").carried[0].heads[-1] == verify_project(file).head


def test_a_file_of_another_case_is_refused_and_a_folder_without_the_videos_is_said(
    desk, qtbot, clip, tmp_path, monkeypatch, said
) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    save_as(window.desk.session, tmp_path / "case.metst")
    shutil.copyfile(tmp_path / "case.metst", tmp_path / "copy.metst")
    sentences = said(window)
    window.features.merging.merge(tmp_path / "copy.metst", tmp_path / "out.metst", returned=True)
    qtbot.waitUntil(lambda: any("was not handed over from" in one for one in sentences), timeout=TIMEOUT)
    assert not (tmp_path / "out.metst").exists()
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(moved_video.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "empty"))
    window.book.actions["find_videos"].trigger()
    qtbot.waitUntil(lambda: "0 of 1 videos are in “empty”. Not there: clip" in sentences[-1], timeout=TIMEOUT)


def test_the_dialog_wants_a_name(qtbot) -> None:
    dialog = handing_over.HandOverDialog(2)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._ok.isEnabled()
    qtbot.keyClicks(dialog._name, "Bob")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.name, dialog.runs) == ("Bob", False)
