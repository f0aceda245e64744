"""Every edit reaches the file; a failure is said once and tried again."""

import threading
from pathlib import Path

import pytest

from metst_gui.document import autosave
from metst_gui.document.annotation import Annotation
from metst_gui.document.autosave import Autosaver
from metst_gui.document.codec import read_project, write_project
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import Project


@pytest.fixture
def document(qapp) -> AnnotationDocument:
    return AnnotationDocument()


def test_every_edit_is_saved_in_the_same_turn(document, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "a.metst"
    saver = Autosaver(document, lambda: path)
    with qtbot.waitSignal(saver.saved, timeout=2000):
        document.add(Annotation(onset=1, apex=2, offset=3))
    assert read_project(path).annotations == document.annotations
    with qtbot.waitSignal(saver.saved, timeout=2000):
        document.undo_stack.undo()
    assert read_project(path).annotations == ()
    assert not saver.dirty


def test_flush_saves_at_once(document, tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    saver = Autosaver(document, lambda: path)
    document.add(Annotation(onset=1, apex=2, offset=3))
    assert saver.dirty
    assert saver.flush()
    assert len(read_project(path).annotations) == 1


def test_failure_keeps_the_edit_and_is_said_once(document, tmp_path: Path, qtbot, monkeypatch, caplog) -> None:
    saver = Autosaver(document, lambda: tmp_path / "a.metst")
    said = []
    saver.failed.connect(said.append)

    def fail(path: Path, project: object) -> None:
        raise ProjectFileError("The disk is full.")

    monkeypatch.setattr(autosave, "write_project", fail)
    for onset in (1, 5):
        document.add(Annotation(onset=onset, apex=None, offset=onset + 1))
        assert not saver.flush()
    assert said == ["The disk is full."]
    monkeypatch.undo()
    assert saver.flush()
    assert len(read_project(tmp_path / "a.metst").annotations) == 2


def test_without_a_path_nothing_is_written(document, tmp_path: Path) -> None:
    saver = Autosaver(document, lambda: None)
    document.add(Annotation(onset=1, apex=2, offset=3))
    assert not saver.flush()
    assert list(tmp_path.iterdir()) == []


def test_edits_faster_than_the_disk_share_a_write(document, tmp_path: Path, qtbot, monkeypatch) -> None:
    path, writes = tmp_path / "a.metst", []

    def slow(to: Path, project: Project) -> None:
        threading.Event().wait(0.05)
        write_project(to, project)
        writes.append(len(project.annotations))

    monkeypatch.setattr(autosave, "write_project", slow)
    saver = Autosaver(document, lambda: path)
    for onset in range(0, 200, 10):
        document.add(Annotation(onset=onset, apex=None, offset=onset + 1))
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not saver.dirty, timeout=5000)
    assert writes[0] == 1, "the first edit does not wait"
    assert 2 <= len(writes) <= 6
    assert read_project(path).annotations == document.annotations
