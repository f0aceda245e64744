"""Two windows' projects merged in the window, and what both answered differently decided there."""

import shutil

from PySide6.QtCore import Qt

from engine.journal import verify_project
from metst_gui.desk.project_copies import save_as
from metst_gui.document.annotation import Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import open_project
from metst_gui.project import merging
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def judge_elsewhere(path, verdict: Verdict) -> str:
    """Judge the first proposal on another computer; returns its id."""
    opened = open_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos[0].id)
    proposal = document.view.proposals[0] if document.view.proposals else None
    proposal = proposal or document.runs.of(document.video).proposals[0]
    document.accept(proposal) if verdict is Verdict.ACCEPTED else document.reject(proposal, "blink")
    opened.store.close()
    return proposal.id


def test_a_copy_is_merged_and_what_differs_is_decided(desk, qtbot, clip, tmp_path, monkeypatch, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    here, copy, out = (tmp_path / f"{name}.metst" for name in ("here", "copy", "out"))
    save_as(window.desk.session, here)
    assert window.desk.document.video.ref.sha256
    shutil.copyfile(here, copy)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    document = window.desk.document
    accepted = next(id_ for id_, one in document.view.verdicts.items() if one.verdict is Verdict.ACCEPTED)
    assert judge_elsewhere(copy, Verdict.REJECTED) == accepted
    assert "Nothing is to be decided" in window.book.why_not("merged_answers")
    monkeypatch.setattr(merging.QFileDialog, "getOpenFileName", lambda *_args: (str(copy), ""))
    monkeypatch.setattr(merging.QFileDialog, "getSaveFileName", lambda *_args: (str(out.with_suffix("")), ""))
    sentences = said(window)
    window.book.actions["merge_project"].trigger()
    qtbot.waitUntil(lambda: window.desk.session.project_path == out, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: any("1 answer is to be decided" in one for one in sentences), timeout=TIMEOUT)
    assert document.view.verdict(accepted) is Verdict.REJECTED, "the later one"
    window.book.actions["merged_answers"].trigger()
    dialog = window.features.merging.answers
    assert dialog.table.rowCount() == 1
    assert dialog.table.item(0, merging.OTHER).text().startswith("accepted")
    dialog.take.click()
    assert document.view.verdict(accepted) is Verdict.ACCEPTED
    assert dialog.table.rowCount() == 0
    assert not dialog.take.isEnabled()
    window.close()
    assert verify_project(out).ok
    assert verify_project(out).carried[0].heads[-1] == verify_project(copy).head


def test_what_cannot_be_merged_is_told(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    save_as(window.desk.session, tmp_path / "here.metst")
    (tmp_path / "other.metst").write_bytes(b"no project at all")
    sentences = said(window)
    window.features.merging.merge(tmp_path / "other.metst", tmp_path / "out.metst")
    qtbot.waitUntil(lambda: bool(sentences), timeout=TIMEOUT)
    assert "is not a METST project" in sentences[-1]
    assert window.desk.session.project_path == tmp_path / "here.metst"
