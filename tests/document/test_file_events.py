"""What may happen to a project file under an open window: no decision is lost, or it is said before the next one."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.journal import verify_project
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file import shadow as shadows
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.lock import FRESH_S, Claim, lock_path
from metst_gui.document.file.opening import open_project, save_copy
from metst_gui.document.file.snapshots import read_project
from tests.conftest import ROOT
from tests.document.factory import make_proposal
from tests.document.projects import make_document, make_history

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def document(tmp_path: Path):
    """An open project with three decisions; `said` is what the user was told."""
    (tmp_path / "p").mkdir()
    document = make_document(tmp_path / "p" / "a.metst")
    document.said = []
    document.ledger.rescued.connect(document.said.append)
    for number in range(3):
        document.reject(make_proposal(600 + number))
    yield document
    document.ledger.store.close()


def decided(path: Path) -> set[str]:
    return set(read_project(path).verdicts)


def go_on(document: AnnotationDocument) -> set[str]:
    """One more decision; what is decided then."""
    document.reject(make_proposal(700))
    return set(document.project.verdicts)


def check_whole(document: AnnotationDocument, path: Path) -> None:
    document.ledger.store.close()
    assert decided(path) == set(document.project.verdicts)
    assert verify_project(path).ok
    assert verify_project(path).head == document.ledger.head
    assert not [one for one in path.parent.iterdir() if one.name.startswith(f"{path.name}-") and one.is_file()]


def test_deleted_it_is_written_again(document) -> None:
    path = document.ledger.store.path
    path.unlink()
    assert len(go_on(document)) == 4
    assert len(document.said) == 1
    assert "was deleted or moved" in document.said[0]
    check_whole(document, path)


def test_deleted_with_its_lock_it_is_still_ours(document) -> None:
    path = document.ledger.store.path
    path.unlink()
    lock_path(path).unlink()
    go_on(document)
    command = [sys.executable, "-c", OPEN, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=True).stdout
    assert "is open in another METST window" in said


def test_renamed_it_is_followed(document) -> None:
    path = document.ledger.store.path
    path.rename(path.with_name("b.metst"))
    go_on(document)
    assert "was renamed to “b.metst”" in document.said[0]
    assert not path.exists()
    check_whole(document, path.with_name("b.metst"))
    assert [one.name for one in path.parent.iterdir()] == ["b.metst"]


def test_moved_to_another_folder_both_hold_what_was_decided(document, tmp_path) -> None:
    path = document.ledger.store.path
    path.rename(tmp_path / "moved.metst")
    before = set(document.project.verdicts)
    go_on(document)
    assert "If you moved it" in document.said[0]
    assert decided(tmp_path / "moved.metst") == before
    check_whole(document, path)


@pytest.mark.parametrize("in_place", [False, True], ids=["replaced", "overwritten"])
def test_another_version_in_its_place_is_left_alone(document, tmp_path, in_place) -> None:
    path, other = document.ledger.store.path, tmp_path / "other.metst"
    make_history(other)
    content = other.read_bytes()
    if in_place:
        path.write_bytes(content)
    else:
        other.replace(path)
    assert len(go_on(document)) == 4
    assert "Another version of “a.metst”" in document.said[0]
    assert path.read_bytes() == content
    check_whole(document, path.with_name("a-rescued.metst"))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"x" * 100_000])
def test_overwritten_by_rubbish(document, content) -> None:
    path = document.ledger.store.path
    path.write_bytes(content)
    go_on(document)
    assert path.read_bytes() == content
    check_whole(document, path.with_name("a-rescued.metst"))


def test_an_older_copy_of_itself_put_back_is_another_version(document) -> None:
    path = document.ledger.store.path
    older = path.read_bytes()
    document.reject(make_proposal(650))
    path.write_bytes(older)
    assert len(go_on(document)) == 5
    assert path.read_bytes() == older
    check_whole(document, path.with_name("a-rescued.metst"))


def test_the_same_content_anew_is_no_event(document, tmp_path) -> None:
    path = document.ledger.store.path
    os.utime(path)
    go_on(document)
    shutil.copyfile(path, tmp_path / "copy")
    (tmp_path / "copy").replace(path)
    document.reject(make_proposal(701))
    assert document.said == []
    check_whole(document, path)


def test_the_folder_gone_it_goes_on_in_the_data_folder(document, tmp_path) -> None:
    shutil.rmtree(document.ledger.store.path.parent)
    assert len(go_on(document)) == 4
    assert "is gone" in document.said[0]
    path = document.ledger.store.path
    assert str(path) in document.said[0]
    assert tmp_path / "p" not in path.parents
    check_whole(document, path)


def test_it_is_noticed_without_an_edit_and_at_the_end(document) -> None:
    path = document.ledger.store.path
    path.unlink()
    document.ledger.store.check()
    assert decided(path) == set(document.project.verdicts)
    path.unlink()
    document.ledger.store.close()
    assert decided(path) == set(document.project.verdicts)
    assert len(document.said) == 2


def test_a_log_of_an_older_version_that_goes_takes_nothing_along(document) -> None:
    path = document.ledger.store.path
    document.ledger.store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    opened = open_project(path)
    assert opened.store._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert not path.with_name("a.metst-wal").exists()
    opened.store.close()


def test_where_no_rescue_copy_can_be_written_it_is_said_before_the_next_decision(document, monkeypatch) -> None:
    from metst_gui.document.file import rescue

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    path = document.ledger.store.path
    path.unlink()
    monkeypatch.setattr(rescue, "copy_database", full)
    before = set(document.project.verdicts)
    for _ in range(2):
        with pytest.raises(EditRefusedError, match="No space left"):
            go_on(document)
    assert set(document.project.verdicts) == before
    assert "nothing is saved from now on" in document.said[0]
    monkeypatch.undo()
    copy = save_copy(document.ledger.store, path.with_name("b.metst"))
    copy.close()
    assert decided(path.with_name("b.metst")) == before


def test_a_trigger_that_swallows_is_noticed(document) -> None:
    """Put there while the window is open: at opening it would be refused."""
    connection = document.ledger.store._connection
    connection.execute("CREATE TRIGGER x BEFORE INSERT ON verdicts BEGIN SELECT RAISE(IGNORE); END")
    document.ledger.store.note_place()
    path = document.ledger.store.path
    assert len(go_on(document)) == 4
    assert len(document.said) == 1
    check_whole(document, path.with_name("a-rescued.metst"))


OPEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from metst_gui.document.file.opening import open_project
application = QCoreApplication([])
opened = open_project(Path(sys.argv[1]))
print(opened.store.read_only)
"""


@pytest.mark.parametrize("hard", [False, True], ids=["symbolic", "hard"])
def test_two_windows_never_write_one_file_by_two_names(document, tmp_path, hard) -> None:
    path, link = document.ledger.store.path, tmp_path / "link.metst"
    if hard:
        link.hardlink_to(path)
    else:
        link.symlink_to(path)
    command = [sys.executable, "-c", OPEN, str(link)]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=True).stdout
    assert "is open in another METST window" in said
    assert ("under another name" in said) is hard
    go_on(document)
    assert document.said == []
    assert decided(link) == set(document.project.verdicts)


def test_a_link_is_opened_as_what_it_leads_to(document, tmp_path) -> None:
    path, link = document.ledger.store.path, tmp_path / "link.metst"
    link.symlink_to(path)
    document.ledger.store.close()
    opened = open_project(link)
    assert opened.store.path == path.resolve()
    opened.store.close()
    other = make_document(tmp_path / "b.metst")
    save_copy(other.ledger.store, link).close()
    other.ledger.store.close()
    assert link.is_symlink()
    assert decided(path) == set()


def test_a_lock_file_nobody_finished_is_no_other_window(tmp_path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    lock_path(path).touch()
    long_ago = lock_path(path).stat().st_mtime - 2 * FRESH_S
    os.utime(lock_path(path), (long_ago, long_ago))
    opened = open_project(path)
    assert opened.store.read_only == ""
    opened.store.close()


def test_a_lock_that_cannot_be_written_names_the_reason(tmp_path, monkeypatch) -> None:
    import errno

    from metst_gui.document.file import lock

    path = tmp_path / "a.metst"
    make_history(path)
    monkeypatch.setattr(lock, "_lock", lambda _path: (_ for _ in ()).throw(OSError(errno.ENOSPC, os.strerror(28))))
    opened = open_project(path)
    assert os.strerror(errno.ENOSPC) in opened.store.read_only
    assert "another METST window" not in opened.store.read_only
    opened.store.close()


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import open_project
from tests.document.factory import make_proposal
application, path = QCoreApplication([]), Path(sys.argv[1])
opened = open_project(path)
document = AnnotationDocument()
document.open(opened.store, opened.state)
document.show_video(document.videos[0].id)
older = path.read_bytes()
for number in range(5):
    document.reject(make_proposal(600 + number))
if sys.argv[2] == "deleted":
    path.unlink()
elif sys.argv[2] == "folder":
    shutil.rmtree(path.parent)
elif sys.argv[2] == "rubbish":
    path.write_bytes(b"rubbish" * 9000)
elif sys.argv[2] == "older":
    path.with_name("new").write_bytes(older)
    path.with_name("new").replace(path)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_after_its_folder_went_it_is_said_where_it_is(tmp_path) -> None:
    path = tmp_path / "p" / "a.metst"
    path.parent.mkdir()
    make_history(path)
    subprocess.run([sys.executable, "-c", KILLED, str(path), "folder"], cwd=ROOT, timeout=60, capture_output=True)
    with pytest.raises(ProjectFileError, match="is kept in “") as caught:
        open_project(path)
    kept = Path(str(caught.value).split("is kept in “")[1].split("”")[0])
    assert {f"p{600 + number}" for number in range(5)} <= decided(kept)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("event", ["deleted", "older", "rubbish", "nothing"])
def test_killed_right_after_the_file_went_nothing_is_lost(tmp_path, event) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    before = decided(path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), event], cwd=ROOT, timeout=60, capture_output=True)
    assert done.returncode == -9, done.stderr
    opened = open_project(path)
    opened.store.close()
    expected = before | {f"p{600 + number}" for number in range(5)}
    where = tmp_path / "a-rescued.metst" if event in ("older", "rubbish") else path
    assert decided(where) == expected
    assert verify_project(where).ok
    assert len(opened.remarks) == (event != "nothing")
    assert not shadows.shadow_path(path).exists()
    if event == "rubbish":
        assert path.read_bytes() == b"rubbish" * 9000
    else:
        again = open_project(path)
        again.store.close()
        assert again.remarks == ()


def test_a_claim_moves_with_the_file(tmp_path) -> None:
    claim = Claim()
    assert claim.take(tmp_path / "a")
    (tmp_path / "a").touch()
    claim.keep_file()
    assert claim.take(tmp_path / "b")
    assert not lock_path(tmp_path / "a").exists()
    claim.release()
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_project_that_is_nowhere_is_said(tmp_path) -> None:
    with pytest.raises(ProjectFileError, match="does not exist"):
        open_project(tmp_path / "none.metst")
