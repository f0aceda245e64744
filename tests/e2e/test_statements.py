"""What is said of a whole project or video in the real window: definition, confidence, completeness, drafts."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from engine.case_report import write_case_report
from engine.datasets import read_records
from engine.definitions import CASME3, custom
from engine.journal import verify_project
from engine.video import open_source
from metst_gui.desk import looked
from metst_gui.document.annotation import Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file import opening
from metst_gui.labels.label_files import read_labels, write_labels
from metst_gui.project import finalise as completion
from metst_gui.project.project_settings import ProjectSettingsDialog
from metst_gui.widgets import paper
from tests.e2e.conftest import TIMEOUT
from tests.kit.documents import journal
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def reopened(path: Path) -> AnnotationDocument:
    """What another window would see."""
    opened = opening.open_read_only(path)
    with closing(opened.store):
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        return document


def test_the_definition_of_the_project_decides_the_kind_everywhere(desk, qtbot, clip, tmp_path) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    session, document = window.desk.session, window.desk.document
    window.desk.review.create(20, 40, 32)
    (made,) = document.view.annotations
    assert document.statements.definition is CASME3
    assert window.card._kind.text().startswith("MACRO")
    dialog = ProjectSettingsDialog(document, session.info.fps, window)
    dialog.choice.setCurrentIndex(dialog.choice.findData("custom"))
    dialog.length.setValue(800)
    dialog.has_rise.setChecked(False)
    dialog.subject.setText("s1")
    assert "800 ms (24 frames)" in dialog.line
    window.features.project_settings.store(dialog)
    assert document.statements.definition == custom(0.8, None)
    assert window.card._kind.text().startswith("MICRO (macro if the offset were 5 frames later")
    assert write_labels(window.desk, tmp_path / "out.csv", format_="csv", missing="refuse")
    (record,) = read_records(tmp_path / "out.csv", format="csv").records
    assert (record.extra["kind"], record.subject) == ("micro", "s1")
    assert reopened(session.project_path).statements.definition == custom(0.8, None)
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert document.statements.definition is CASME3
    assert window.card._kind.text().startswith("MACRO")
    assert document.view.annotation(made.id) == made


def test_a_data_set_brings_its_usual_definition(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    dialog = ProjectSettingsDialog(window.desk.document, 200.0, window)
    dialog.dataset.setCurrentIndex(dialog.dataset.findData("samm_lv"))
    dialog.dataset.activated.emit(dialog.dataset.currentIndex())
    assert dialog.definition.name == "half_second"
    assert "100 frames" in dialog.line
    window.features.project_settings.store(dialog)
    assert window.desk.document.statements.dataset == "samm_lv"
    assert verify_project(window.desk.session.project_path).ok


def test_confidence_by_key_is_kept_undone_and_exported(desk, qtbot, clip, tmp_path) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    session, document = window.desk.session, window.desk.document
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Up)
    press(window, qtbot, Qt.Key.Key_Up, modifier=CONTROL)
    (made,) = document.view.annotations
    seen = []
    for _ in range(4):
        press(window, qtbot, Qt.Key.Key_C)
        seen.append(document.view.annotation(made.id).confidence)
    assert seen == [3, 2, 1, None]
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert document.view.annotation(made.id).confidence == 1
    assert window.card.confidence.text() == "C  low confidence"
    assert window.card.confidence.isChecked()
    assert [action for action, _ in journal(session.project_path)][-2:] == [
        "change confidence",
        "undo change confidence",
    ]
    assert reopened(session.project_path).view.annotation(made.id).confidence == 1
    for format_, ending in (("csv", "csv"), ("json", "json"), ("elan", "eaf"), ("boris", "tsv"), ("vtt", "vtt")):
        path = tmp_path / f"out-{format_}.{ending}"
        assert write_labels(window.desk, path, format_=format_, missing="skip")
        press(window, qtbot, Qt.Key.Key_Delete)
        assert read_labels(window.desk, path) == 1
        assert [one.confidence for one in document.view.annotations] == [1], format_
        press(window, qtbot, Qt.Key.Key_Z, Qt.Key.Key_Z, modifier=CONTROL)


def test_an_emotion_chosen_before_the_verdict_survives_and_is_undone(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, path = window.desk.document, window.desk.session.project_path
    first = document.view.proposals[0].id
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_4)
    assert reopened(path).statements.emotion_draft(first) == (True, "disgust")
    press(window, qtbot, Qt.Key.Key_0)
    assert document.statements.emotion_draft(first) == (True, None)
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert document.statements.emotion_draft(first) == (True, "disgust")
    assert window.desk.selection.item == ("proposal", first), "undo shows what it changed"
    press(window, qtbot, Qt.Key.Key_Return)
    assert document.view.annotation_of(first).emotion == "disgust"
    assert document.statements.emotion_draft(first) == (False, None)
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert document.statements.emotion_draft(first) == (True, "disgust"), (
        "the verdict is undone, the choice before it is not"
    )
    assert verify_project(path).ok


def test_an_artefact_is_undone_and_redone(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    window.book.actions["decoder_paper"].trigger()
    before = window.desk.threshold.height, len(document.view.proposals)
    for frame in (20, 55):
        window.desk.playback.seek(frame)
        press(window, qtbot, Qt.Key.Key_D, modifier=CONTROL)
    marked = window.desk.threshold.height, len(document.view.proposals)
    assert marked != before
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert (document.view.artefacts, (window.desk.threshold.height, len(document.view.proposals))) == ((), before)
    press(window, qtbot, Qt.Key.Key_Y, modifier=CONTROL)
    assert (document.view.artefacts, (window.desk.threshold.height, len(document.view.proposals))) == (
        ((20, 55),),
        marked,
    )
    assert verify_project(window.desk.session.project_path).ok


def test_an_undo_never_overwrites_what_another_annotator_marked(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    document.statements.set_artefacts([(5, 9)])
    document.annotators.add("B", blind=False)
    document.statements.set_artefacts([(5, 9), (50, 60)])
    document.annotators.use("1")
    sentences = said(window)
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert document.view.artefacts == ((5, 9), (50, 60))
    assert "Another annotator" in sentences[-1]
    assert not document.history.stack.canUndo(), "the step does not stand in the way of those before it"


def test_a_video_is_finalised_with_what_was_looked_at(desk, qtbot, clip, tmp_path, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    session, document = window.desk.session, window.desk.document
    path = session.project_path
    shown: list[completion.FinaliseDialog] = []

    def answer(dialog: completion.FinaliseDialog) -> int:
        shown.append(dialog)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(completion.FinaliseDialog, "exec", answer)
    session.playback.seek(5)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.desk.looked.frames.sum() >= 3)
    press(window, qtbot, Qt.Key.Key_F, modifier=CONTROL | SHIFT)
    text = "\n".join(label.text() for label in shown[0].lines)
    assert "2 proposals without a verdict, and 1 marked unsure" in text
    assert "Not looked at: " in text
    assert "Without a score of the model: 0:04.000 to 0:04.300" in text, "the gap of the fake analysis"
    action, after = journal(path)[-1]
    (stated,) = after["settings"].values()
    assert action == "finalise"
    assert (stated["open"], stated["annotations"], stated["not_analysed"]) == (3, 1, [[120, 129]])
    not_looked = {frame for first, last in stated["not_looked"] for frame in range(first, last + 1)}
    assert not_looked == set((~window.desk.looked.frames).nonzero()[0].tolist())
    assert "finalised" in window.features.finalise.label.text()
    known = reopened(path)
    assert known.statements.completion == document.statements.completion
    assert known.looked.spans == document.looked.spans != ()
    sentences: list[str] = []
    session.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))
    assert write_labels(window.desk, tmp_path / "a.csv", format_="csv", missing="refuse")
    assert "finalised" not in sentences[-1]
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.features.finalise.label.text().endswith("changed since")
    assert write_labels(window.desk, tmp_path / "a.csv", format_="csv", missing="refuse"), "it never stands in the way"
    assert sentences[-1].endswith("changed after it was finalised.")
    write_case_report(path, tmp_path / "r.html")
    report = (tmp_path / "r.html").read_text("utf-8")
    assert "Finalised on" in report
    assert "changed after that" in report
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert not document.statements.changed_since_completion
    window.book.actions["reopen"].trigger()
    assert document.statements.completion is None
    assert window.features.finalise.label.text() == ""
    write_case_report(path, tmp_path / "r.html")
    assert "Not finalised" in (tmp_path / "r.html").read_text("utf-8")
    assert verify_project(path).ok


def test_what_was_looked_at_is_known_the_next_time(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    for frame in (7, 8, 9, 50):
        window.desk.playback.seek(frame)
        qtbot.waitUntil(lambda frame=frame: bool(window.desk.looked.frames[frame]))
    looked = window.desk.looked.frames.copy()
    window.close()
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=20_000):
        again.desk.opener.open_path(clip)
    assert (again.desk.looked.frames[looked]).all()


@pytest.mark.parametrize("marked", [[], [0], [4], [0, 1, 2, 3, 4], [1, 3]])
def test_spans_are_the_frames(marked) -> None:
    import numpy as np

    flags = np.zeros(5, np.bool_)
    flags[marked] = True
    spans = looked.spans_of(flags)
    assert sorted(frame for first, last in spans for frame in range(first, last + 1)) == marked
    assert (looked.marked_in(spans, 5) == flags).all()


def test_the_window_prints_a_report_behind_the_scenes(desk, qtbot, clip, tmp_path, said, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.tour.go(1)
    window.book.trigger("accept")
    sentences, target = said(window), tmp_path / "case report.pdf"
    # Qt lays out a page without letting Python go: the window's process must not do it.
    monkeypatch.setattr(paper, "QTextDocument", lambda: pytest.fail("a page is laid out in the window's process"))
    window.features.videos_and_annotators.write_report(target)
    assert [one.kind.name for one in window.desk.jobs.running] == ["Writing the report"]
    qtbot.waitUntil(lambda: any("case report.pdf" in one for one in sentences), timeout=TIMEOUT)
    assert target.read_bytes().startswith(b"%PDF-")
    assert [one.kind.name for one in window.desk.jobs.running] == []


def test_writing_a_report_is_stopped(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    sentences, target = said(window), tmp_path / "case report.pdf"
    window.features.videos_and_annotators.write_report(target)
    (job,) = window.desk.jobs.running
    assert job.kind.loss, "closing the window asks first"
    job.stop()
    assert sentences == ["The report was not written: you stopped it."]
    qtbot.waitUntil(lambda: window.desk.jobs.running == (), timeout=TIMEOUT)
    assert list(tmp_path.glob("*.pdf")) == []
    assert not [row for row in journal(window.desk.session.project_path) if row[0] == "report"]


@pytest.mark.parametrize(
    ("verdicts", "first"),
    [
        ([Verdict.UNSURE, Verdict.ACCEPTED], "1 proposal marked unsure."),
        ([Verdict.PENDING, Verdict.PENDING], "2 proposals without a verdict."),
        ([Verdict.PENDING, Verdict.UNSURE], "1 proposal without a verdict, and 1 marked unsure."),
    ],
)
def test_finalising_names_what_there_is(verdicts: list[Verdict], first: str, clip) -> None:
    with open_source(clip) as source:
        info = source.info
    found = completion.Completeness(np.ones(info.n_frames, np.bool_), None, verdicts, hidden=True)
    assert found.warnings(info) == [first]
