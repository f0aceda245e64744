"""The file on the disk: durable, one writer, copies, and what happens where nothing can be written."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from engine.journal import verify_project
from engine.messages import Said
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file import opening, schema, store
from metst_gui.document.file.backups import KEEP, backup_folder, backups
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.opening import new_project, open_project, save_copy
from metst_gui.document.file.snapshots import read_project
from metst_gui.document.project import Project
from tests.conftest import ROOT
from tests.document.factory import VIDEO, make_proposal
from tests.document.old_form import write_json
from tests.document.projects import make_document, make_history
from tests.kit.documents import assert_same, full_project

pytestmark = pytest.mark.usefixtures("qapp")


def test_an_edit_is_on_the_disk_before_anything_is_seen_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    document = make_document(path)
    seen = []
    stack = document.history.stack
    for signal in (document.changed, stack.indexChanged, stack.canUndoChanged):
        signal.connect(lambda: seen.append(read_project(path)))
    document.accept(document.view.proposals[0])
    assert len(seen) == 3
    assert {(len(one.annotations), len(one.verdicts)) for one in seen} == {(1, 1)}
    seen.clear()
    document.history.undo()
    assert {(len(one.annotations), len(one.verdicts)) for one in seen} == {(0, 0)}
    document.ledger.store.close()


def test_commits_wait_for_the_disk(tmp_path: Path) -> None:
    document = make_document(tmp_path / "a.metst")
    ask = document.ledger.store._connection.execute
    assert ask("PRAGMA journal_mode").fetchone() == ("delete",)
    assert ask("PRAGMA synchronous").fetchone() == (3,)
    document.accept(document.view.proposals[0])
    files = {"a.metst", ".a.metst.lock"}
    assert {one.name for one in tmp_path.iterdir()} == files, "between two edits a project is one file"
    document.ledger.store.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.metst"]


def test_a_copy_a_file_manager_makes_holds_all_that_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    document = make_document(path)
    for number, act in enumerate((document.accept, document.reject, document.unsure)):
        act(document.view.proposals[number])
        shutil.copyfile(path, tmp_path / "copy.metst")
        assert read_project(tmp_path / "copy.metst").verdicts == document.project.verdicts
        assert verify_project(tmp_path / "copy.metst").head == document.ledger.head
    document.ledger.store.close()


def test_what_was_done_is_told_by_whom_and_how(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT action, annotator, at FROM journal").fetchall()
    assert [row[0] for row in rows] == [
        "create", "add video", "analyse", "name video", "name annotator", "accept", "reject", "mark as unsure",
        "undo mark as unsure", "change onset, note", "add annotation", "import annotations", "delete annotation",
        "export",
    ]  # fmt: skip
    assert {row[1] for row in rows[5:]} == {"名前 ✓"}
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    assert all(row[2].endswith("+00:00") for row in rows)


REVIEW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from tests.document.factory import VIDEO, make_proposal
application, path = QCoreApplication([]), Path(sys.argv[1])
opened = open_project(path) if path.exists() else new_project(path)
document = AnnotationDocument()
document.open(opened.store, opened.state)
document.show_video(document.videos[0].id if document.videos else document.videos.add(VIDEO, name="v"))
while True:
    proposal = make_proposal(10 + len(document.project.verdicts))
    document.reject(proposal)
    print(proposal.id, flush=True)
    time.sleep(0.002)  # nobody decides without a pause: a reader finds one to lock the file in
"""


@pytest.mark.slow
def test_no_decision_is_lost_to_a_kill(tmp_path: Path) -> None:
    path, rng, told = tmp_path / "a.metst", random.Random(5), set()
    for _ in range(5):
        command = [sys.executable, "-c", REVIEW, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            told |= {process.stdout.readline().strip() for _ in range(rng.randrange(5, 40))}
            threading.Event().wait(rng.random() * 0.01)
            process.kill()
            told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        assert told <= set(read_project(path).verdicts)
        assert verify_project(path).ok
    assert len(told) > 50


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_strange_things_among_the_copies_cost_none(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    open_project(path).store.close()
    folder = backup_folder(path)
    shutil.copyfile(path, folder / "999999999-a.metst")
    os.mkfifo(folder / "old.metst")
    (folder / "000001-x.metst").mkdir()
    (folder / "zero.metst").symlink_to("/dev/zero")
    for number in range(KEEP + 2):
        opened = open_project(path)
        assert opened.remarks == ()
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        document.show_video(document.videos[0].id)
        document.reject(make_proposal(600 + 10 * number))
        document.ledger.store.close()
        newest = verify_project(backups(path)[0])
        assert newest.ok
        assert newest.rows == verify_project(path).rows - 1, "as it was when it was opened"
    assert len(backups(path)) == KEEP
    assert {one.name for one in folder.iterdir()} >= {"old.metst", "000001-x.metst", "zero.metst"}


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_linked_backup_folder_costs_nobody_a_file(tmp_path: Path) -> None:
    path, others = tmp_path / "a.metst", tmp_path / "others"
    make_history(path)
    others.mkdir()
    for number in range(2 * KEEP):
        shutil.copyfile(path, others / f"{number:06d}-own.metst")
    before = sorted(others.iterdir())
    backup_folder(path).symlink_to(others)
    for number in range(2):
        opened = open_project(path)
        assert "is a link or a file; remove it" in opened.remarks[0]
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        document.show_video(document.videos[0].id)
        document.reject(make_proposal(600 + 10 * number))
        document.ledger.store.close()
    assert sorted(others.iterdir()) == before


def test_the_second_opening_reads_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    document = make_document(path)
    document.accept(document.view.proposals[0])
    second = open_project(path)
    assert second.remarks == (second.store.read_only,)
    assert "is open in another METST window" in second.store.read_only
    other = AnnotationDocument()
    other.open(second.store, second.state)
    other.show_video(other.videos[0].id)
    assert (other.view.annotations, len(other.view.run.curves.score)) == (document.view.annotations, 1000)
    for edit in (
        lambda: other.add(Annotation(onset=1, apex=2, offset=3)),
        lambda: other.change(other.view.annotations[0].id, onset=91, drag=object()),
        lambda: other.annotators.rename("B"),
        lambda: other.ledger.note("export", {}),
    ):
        with pytest.raises(EditRefusedError, match="not changed"):
            edit()
    assert other.view.annotations == document.view.annotations
    document.reject(document.view.proposals[1])
    second.store.close()
    document.ledger.store.close()
    third = open_project(path)
    assert third.remarks == ()
    third.store.close()


def test_a_lock_of_a_dead_process_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    command = [sys.executable, "-c", REVIEW, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        process.stdout.readline()
        looking = open_project(path)
        looking.store.close()
        assert looking.store.read_only
        process.kill()
    opened = open_project(path)
    assert (opened.remarks, opened.store.read_only) == ((), "")
    opened.store.close()


@pytest.mark.slow
def test_a_project_that_another_window_writes_is_never_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    command = [sys.executable, "-c", REVIEW, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        reader = threading.Thread(target=lambda: list(process.stdout))
        process.stdout.readline()
        reader.start()
        found = [verify_project(path) for _ in range(20)]
        process.kill()
        reader.join()
    assert [problem for one in found for problem in one.problems] == []
    assert found[0].rows < found[-1].rows


def fill(document: AnnotationDocument) -> None:
    while True:
        document.add(Annotation(onset=1, apex=2, offset=3, note="x" * 2000))


def test_a_full_disk_refuses_the_edit_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    document = make_document(path)
    document.accept(document.view.proposals[0])
    (pages,) = document.ledger.store._connection.execute("PRAGMA page_count").fetchone()
    document.ledger.store._connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(EditRefusedError, match=r"“a\.metst” cannot be written .* the edit was not made"):
        fill(document)
    count = document.history.stack.count()
    assert len(document.view.annotations) == count
    assert read_project(path).annotations == document.view.annotations
    document.ledger.store._connection.execute("PRAGMA max_page_count = 1000000")
    document.reject(document.view.proposals[1])
    assert document.history.stack.count() == count + 1
    document.ledger.store.close()
    assert verify_project(path).ok


LIMITED = """
import resource, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from metst_gui.document.annotation import Annotation
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.opening import new_project, open_project
from tests.document.projects import make_document
application, path = QCoreApplication([]), Path(sys.argv[1])
document = make_document(path)
size = path.stat().st_size
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, resource.RLIM_INFINITY))
stored = 0
try:
    while stored < 1000:
        document.add(Annotation(onset=1, apex=2, offset=3, note="x" * 2000))
        stored += 1
except EditRefusedError as error:
    print(stored, error)
try:
    new_project(path.with_name("b.metst")).store.close()
    document.ledger.store.copy_to(path.with_name("c.metst"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    new_project(path.with_name("d.metst"))
except ProjectFileError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits")
def test_a_write_the_system_refuses_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    command = [sys.executable, "-c", LIMITED, str(path)]
    finished = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert finished.returncode == 0, finished.stderr
    first, second = finished.stdout.splitlines()
    stored, sentence = first.split(" ", 1)
    assert "cannot be written" in sentence
    assert "cannot be saved" in second
    assert len(read_project(path).annotations) == int(stored) > 2
    assert verify_project(path).ok
    assert not list(tmp_path.glob(".*.metst-part"))


NOBODY = """
import os, sys, urllib.parse  # Path.as_uri of 3.13 imports it where this user may read no library
from pathlib import Path
from PySide6.QtCore import QCoreApplication
sys.path.insert(0, os.getcwd())
from metst_gui.document.file import opening
from metst_gui.document.file import salvage
from metst_gui.document import document
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import ProjectFileError
import engine.video, PySide6.QtGui
os.setuid(65534)
application, path = QCoreApplication([]), Path(sys.argv[1])
opened = opening.open_project(path)
document = AnnotationDocument()
document.open(opened.store, opened.state)
document.show_video(document.videos[0].id)
print(opened.remarks[0])
print(len(document.view.annotations), len(document.view.run.curves.score))
try:
    opening.new_project(path.with_name("new.metst"))
except ProjectFileError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("log", [False, True])
def test_a_read_only_folder_is_read(tmp_path_factory, log) -> None:
    folder = Path("/tmp") / f"metst-test-{os.getpid()}-{log}"  # the folders of tests are closed to others
    folder.mkdir(mode=0o755)
    try:
        path = folder / "a.metst"
        if log:
            document = make_document(folder / "b.metst")
            document.accept(document.view.proposals[0])
            document.ledger.store.close()
            with closing(sqlite3.connect(folder / "b.metst", isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("UPDATE annotations SET data = data")
                for ending in ("", "-wal"):  # as a crash of an older version leaves it
                    shutil.copyfile(folder / f"b.metst{ending}", folder / f"a.metst{ending}")
        else:
            make_history(path)
        expected = read_project(path)
        before = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.startswith("a.metst")}
        command = [sys.executable, "-c", NOBODY, str(path)]
        finished = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
        assert finished.returncode == 0, finished.stderr
        remark, found, refused = finished.stdout.splitlines()
        assert "cannot be written here" in remark
        assert found == f"{len(expected.annotations)} 1000"
        assert "cannot be saved" in refused
        assert {name: (folder / name).read_bytes() for name in before} == before
    finally:
        shutil.rmtree(folder)


def test_five_different_backups_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a b.metst"
    make_history(path)
    for number in range(KEEP + 3):
        opened = open_project(path)
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        document.show_video(document.videos[0].id)
        document.add(Annotation(onset=number, apex=None, offset=number + 3))
        opened.store.close()
    assert len(backups(path)) == KEEP
    assert [verify_project(one).rows for one in backups(path)] == [14 + n for n in range(KEEP + 2, 2, -1)]
    open_project(path).store.close()
    newest = backups(path)[0]
    for _ in range(2):
        open_project(path).store.close()
    assert backups(path)[0] == newest, "the same content is not copied again"
    assert_same(read_project(newest), read_project(path))


def test_backups_are_in_the_order_they_were_made_whatever_the_clock_says(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    folder = tmp_path / "a.metst-backups"
    folder.mkdir()
    # Two of an older version, named by a clock that was set back in between.
    for name, year in (("20400101T000000.000000Z-a.metst", 2040), ("20260101T000000.000000Z-a.metst", 2026)):
        shutil.copyfile(path, folder / name)
        with closing(sqlite3.connect(folder / name)) as connection:
            connection.execute("DROP TRIGGER journal_no_DELETE")
            connection.execute("DELETE FROM journal WHERE rowid > ?", (8 if year == 2040 else 11,))
            connection.commit()
    assert [one.name[:4] for one in backups(path)] == ["2026", "2040"]
    for number in range(KEEP):
        opened = open_project(path)
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        document.show_video(document.videos[0].id)
        document.add(Annotation(onset=number, apex=None, offset=number + 3))
        opened.store.close()
        made = backups(path)[0]
        os.utime(made, (0, 0))
        assert verify_project(made).rows == 14 + number
    assert [one.name for one in backups(path)] == [f"{number:06d}-a.metst" for number in range(KEEP, 0, -1)]


def test_a_copy_takes_the_journal_along_and_both_go_on(tmp_path: Path) -> None:
    document = make_document(tmp_path / "a.metst")
    document.accept(document.view.proposals[0])
    first, head = document.ledger.store, document.ledger.head
    (tmp_path / "b.metst").write_bytes(b"something else")
    document.ledger.store = save_copy(first, tmp_path / "b.metst")
    first.close()
    document.history.undo()
    document.ledger.store.close()
    found = verify_project(tmp_path / "b.metst")
    assert found.ok
    assert head in found.heads
    assert len(read_project(tmp_path / "a.metst").annotations) == 1
    assert read_project(tmp_path / "b.metst").annotations == ()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.metst", "b.metst"]


def test_an_old_project_is_converted_and_its_original_kept(tmp_path: Path) -> None:
    path, project = tmp_path / "a.metst", full_project()
    write_json(path, project)
    content = path.read_bytes()
    opened = open_project(path)
    opened.store.close()
    assert "was converted" in opened.remarks[0]
    assert (tmp_path / "a.v1.json").read_bytes() == content
    assert_same(read_project(path), project)
    assert verify_project(path).ok
    again = open_project(path)
    again.store.close()
    assert again.remarks == ()


@pytest.mark.parametrize("damage", ["digest", "cut", "schema"])
def test_a_damaged_old_project_is_left_as_it_is(tmp_path: Path, damage) -> None:
    path = tmp_path / "a.metst"
    write_json(path, full_project(), schema=9 if damage == "schema" else 1)
    content = path.read_bytes()
    content = {"digest": content.replace(b"blink", b"blonk"), "cut": content[:-30], "schema": content}[damage]
    path.write_bytes(content)
    with pytest.raises(ProjectFileError, match="newer METST" if damage == "schema" else "damaged"):
        open_project(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_schema_is_brought_up_to_date_after_a_backup(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    monkeypatch.setattr(schema, "MIGRATIONS", {2: lambda c: c.execute("CREATE TABLE tags (id TEXT)")})
    monkeypatch.setattr(schema.migrate, "__kwdefaults__", {"to": 3})
    monkeypatch.setattr(opening, "SCHEMA", 3)
    opened = open_project(path)
    assert opened.store._connection.execute("SELECT count(*) FROM tags").fetchone() == (0,)
    assert opened.store._connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert len(backups(path)) == 2, "one of before"
    opened.store.close()


def test_a_migration_that_fails_leaves_the_project_as_it_was(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.metst"
    make_history(path)

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE tags (id TEXT)")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(schema, "MIGRATIONS", {2: fail})
    monkeypatch.setattr(schema.migrate, "__kwdefaults__", {"to": 3})
    monkeypatch.setattr(opening, "SCHEMA", 3)
    opened = open_project(path)
    assert "disk full" in opened.store.read_only
    opened.store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'tags'").fetchall() == []
    assert verify_project(path).ok


def test_a_new_project_never_takes_the_place_of_one_in_use(tmp_path: Path) -> None:
    document = make_document(tmp_path / "a.metst")
    with pytest.raises(ProjectFileError, match="choose another name"):
        new_project(tmp_path / "a.metst")
    with pytest.raises(ProjectFileError, match="choose another name"):
        save_copy(document.ledger.store, tmp_path / "a.metst")
    document.ledger.store.close()


def test_a_run_that_cannot_be_stored_is_shown_and_stored_later(tmp_path: Path, monkeypatch) -> None:
    from tests.document.factory import make_run

    document = make_document(tmp_path / "a.metst")
    said = []
    document.ledger.refused.connect(said.append)
    real = store.ProjectStore.commit

    def fail(*_args: object, **_kwargs: object) -> None:
        raise EditRefusedError("The disk is full.")

    monkeypatch.setattr(store.ProjectStore, "commit", fail)
    document.set_run(make_run(make_proposal(500), run_id="late"))
    assert said == ["The disk is full."]
    assert [one.id for one in document.view.proposals] == ["p500"]
    assert document.dirty
    monkeypatch.setattr(store.ProjectStore, "commit", real)
    document.reject(document.view.proposals[0])
    assert not document.dirty
    document.ledger.store.close()
    read = read_project(tmp_path / "a.metst")
    assert (read.run.id, read.verdicts["p500"].verdict) == ("late", Verdict.REJECTED)


def test_what_is_refused_or_rescued_can_be_said_in_another_language(tmp_path: Path, monkeypatch) -> None:
    document = make_document(tmp_path / "a.metst")
    document.reject(document.view.proposals[0])
    said = []
    document.ledger.refused.connect(said.append)
    document.ledger.rescued.connect(said.append)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise EditRefusedError(Said("“{name}” is full.", name="a.metst"))

    with monkeypatch.context() as patch:
        patch.setattr(store.ProjectStore, "commit", fail)
        document.history.undo()
    document.ledger.store.said(Said("“{name}” was moved.", name="a.metst"))
    assert [(one.template, one.values) for one in said] == [
        ("“{name}” is full.", {"name": "a.metst"}),
        ("“{name}” was moved.", {"name": "a.metst"}),
    ]
    document.ledger.store.close()


def test_a_drag_is_one_row_stored_when_it_ends(tmp_path: Path, qtbot) -> None:
    document = make_document(tmp_path / "a.metst")
    document.add(Annotation(onset=10, apex=None, offset=20))
    id_, rows = document.view.annotations[0].id, document.ledger.store.rows
    token = object()
    for onset in (9, 8, 7):
        document.change(id_, onset=onset, drag=token)
        assert document.dirty
    assert document.ledger.store.rows == rows
    document.drag.finish()
    assert (document.ledger.store.rows, document.dirty) == (rows + 1, False)
    for onset in (6, 5):
        document.change(id_, onset=onset, drag=token)
    document.history.undo()
    assert document.view.annotations[0].onset == 10
    assert document.ledger.store.rows == rows + 3, "the rest of the drag, and its undo"
    document.history.redo()
    document.change(id_, offset=30, drag=object())
    qtbot.waitUntil(lambda: not document.dirty, timeout=3000)
    document.ledger.store.close()
    assert read_project(tmp_path / "a.metst").annotations == document.view.annotations
    assert verify_project(tmp_path / "a.metst").ok


def test_a_snapshot_that_was_stored_nowhere_can_be_saved(tmp_path: Path) -> None:
    document = AnnotationDocument()
    document.load(Project(video=VIDEO, annotations=(Annotation(onset=1, apex=2, offset=3),)))
    saved = opening.save_snapshot(tmp_path / "a.metst", document.project)
    saved.store.close()
    assert_same(read_project(tmp_path / "a.metst"), document.project)


@pytest.mark.parametrize("what", ["copy", "snapshot", "old form", "recover", "second copy"])
def test_what_cannot_be_written_is_closed_and_given_up(tmp_path: Path, monkeypatch, what: str) -> None:
    path, target = tmp_path / "a.metst", tmp_path / "b.metst"
    document = make_document(path)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise EditRefusedError("The disk is full.")

    def ways() -> None:
        if what == "copy":
            save_copy(document.ledger.store, target)
        elif what == "snapshot":
            opening.save_snapshot(target, full_project())
        elif what == "old form":
            write_json(target, full_project())
            open_project(target)
        elif what == "recover":
            content = bytearray(path.read_bytes())
            content[content.rindex(b'"videos"') + 2] ^= 0x80
            target.write_bytes(content)
            open_project(target)
        else:
            shutil.copyfile(path, target)
            open_project(target)

    failing = "commit" if what != "second copy" else "keep_shadow"
    monkeypatch.setattr(store.ProjectStore, failing, fail)
    with pytest.raises(ProjectFileError, match=r"\.$"):
        ways()
    monkeypatch.undo()
    document.ledger.store.close()
    assert not list(tmp_path.glob(".*.lock"))
