"""The project file under the window: copies, and what is said when something happens to it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.journal import verify_project
from metst_gui.desk.project_copies import save_as
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.snapshots import read_project
from metst_gui.window import file_commands
from tests.conftest import ROOT
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


@pytest.fixture
def window(desk, qtbot, clip, tmp_path):
    """A window on a named project with one decision."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    (tmp_path / "p").mkdir()
    save_as(window.desk.session, tmp_path / "p" / "a.metst")
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    return window


def test_a_copy_of_the_open_project_is_whole(window, qtbot, tmp_path, monkeypatch, said) -> None:
    path = window.desk.session.project_path
    shutil.copyfile(path, tmp_path / "by hand.metst")
    assert len(read_project(tmp_path / "by hand.metst").annotations) == 1
    target = str(tmp_path / "copy")
    monkeypatch.setattr(file_commands.QFileDialog, "getSaveFileName", lambda *_args: (target, ""))
    sentences = said(window)
    window.book.actions["save_copy"].trigger()
    assert "copy.metst" in sentences[-1]
    assert window.desk.session.project_path == path
    copy = verify_project(tmp_path / "copy.metst")
    assert copy.ok
    assert copy.head == window.desk.document.ledger.head
    press(window, qtbot, Qt.Key.Key_Return)
    assert len(read_project(tmp_path / "copy.metst").annotations) == 1
    assert len(read_project(path).annotations) == 2
    window.close()
    assert [one.name for one in path.parent.iterdir() if one.is_file()] == ["a.metst"]


def test_the_window_notices_on_its_own_and_says_what_to_do(window, qtbot, said) -> None:
    path, sentences = window.desk.session.project_path, said(window)
    path.write_bytes(b"another program")
    qtbot.waitUntil(lambda: bool(sentences), timeout=TIMEOUT)
    assert "a-rescued.metst" in sentences[0]
    assert window.messages.message == sentences[0], "it stands"
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.status.saved.text().startswith("● saved")
    assert window.status.saved.toolTip() == str(path.with_name("a-rescued.metst"))
    assert len(sentences) == 1
    window.close()
    assert len(read_project(path.with_name("a-rescued.metst")).annotations) == 2


def test_deleted_before_the_window_closes_nothing_is_lost(window) -> None:
    path = window.desk.session.project_path
    path.unlink()
    window.close()
    assert len(read_project(path).annotations) == 1


def test_where_nothing_can_be_written_the_next_decision_is_refused_and_save_as_helps(
    window, qtbot, tmp_path, monkeypatch, said
) -> None:
    from metst_gui.document.file import rescue

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    sentences = said(window)
    with monkeypatch.context() as patch:
        patch.setattr(rescue, "copy_database", full)
        window.desk.session.project_path.unlink()
        press(window, qtbot, Qt.Key.Key_Return)
    assert window.status.saved.text() == "✗ not saved"
    assert len(window.desk.document.view.annotations) == 1
    assert any("nothing is saved from now on" in one for one in sentences)
    save_as(window.desk.session, tmp_path / "b.metst")
    press(window, qtbot, Qt.Key.Key_Return)
    assert len(read_project(tmp_path / "b.metst").annotations) == 2


def test_edits_that_go_to_no_file_are_never_called_saved(desk, qtbot, clip, monkeypatch) -> None:
    window = desk()

    def refuse(*_args: object) -> None:
        raise ProjectFileError("The project cannot be saved.")

    monkeypatch.setattr("metst_gui.desk.project_files.new_project", refuse)
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.status.saved.text() == "✗ not saved"


FULL = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.opening import open_project
from tests.document.factory import make_proposal
from tests.document.projects import make_document
application, path = QCoreApplication([]), Path(sys.argv[1])
document = make_document(path)
document.reject(make_proposal(600))
with path.with_name("filler").open("wb", buffering=0) as file:
    try:
        while True:
            file.write(bytes(4096))
    except OSError:
        pass
try:
    for number in range(100):
        document.reject(make_proposal(601 + number))
except EditRefusedError as error:
    print(error)
print(len(document.project.verdicts))
path.with_name("filler").unlink()
document.reject(make_proposal(800))
document.ledger.store.close()
"""


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_a_full_disk_refuses_and_then_takes_again(small_disk: Path, tmp_path) -> None:
    path = small_disk / "a.metst"
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    sentence, n = done.stdout.splitlines()
    assert "full" in sentence
    assert "the edit was not made" in sentence
    assert len(read_project(path).verdicts) == int(n) + 1
    assert verify_project(path).ok
