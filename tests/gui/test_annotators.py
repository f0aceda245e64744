"""Agreement and adjudication as they are shown, and the files they write."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.evaluation.agreement import AnnotatorMark
from metst_gui.document.annotation import Annotation
from metst_gui.document.annotator_pairs import (
    adjudicated,
    adjudicated_records,
    compare_videos,
    full_form,
    missed_by,
    undecided,
    undecided_of,
)
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import open_project
from metst_gui.document.project import Decision
from metst_gui.project.adjudication_dialog import AdjudicationDialog
from metst_gui.project.annotator_dialogs import AgreementDialog, export_agreement, mark_text
from metst_gui.project.videos_and_annotators import report_file
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.document.projects import make_document


@pytest.fixture
def document(qapp, tmp_path) -> AnnotationDocument:
    """Two annotators: one pair that matches, one interval each that does not."""
    document = make_document(tmp_path / "a.metst")
    document.annotators.rename("Ann")
    document.add(Annotation(onset=10, apex=14, offset=29, emotion="fear", action_units="4+12"))
    document.add(Annotation(onset=100, apex=None, offset=109))
    document.annotators.add("Bob", blind=False)
    document.add(Annotation(onset=12, apex=15, offset=31, emotion="fear", action_units="4"))
    document.add(Annotation(onset=300, apex=301, offset=309))
    yield document
    document.ledger.store.close()


def cells(table) -> list[list[str]]:
    return [[table.item(y, x).text() for x in range(table.columnCount())] for y in range(table.rowCount())]


def test_agreement_shows_numbers_with_their_counts(document, qtbot) -> None:
    dialog = AgreementDialog(document)
    qtbot.addWidget(dialog)
    shown = {row[0]: row[1:] for row in cells(dialog.table)}
    assert shown["Event F1 at IoU 0.5"] == ["0.500", "4"]
    assert shown["Onset difference, median (frames)"] == ["2.0", "1"]
    assert shown["Apex difference, 90th percentile (ms)"] == ["33.3", "1"]
    assert shown["Action units: 2 × agreed / total"] == ["0.667", "3"]
    assert shown["Emotion: Cohen's kappa"] == ["–", "1"]


def test_events_stand_side_by_side_and_are_decided(document, qtbot) -> None:
    dialog = AdjudicationDialog(document)
    qtbot.addWidget(dialog)
    assert [row[:4] for row in cells(dialog.table)] == [
        ["10 / 14 / 29 fear 4+12", "12 / 15 / 31 fear 4", "+2 / +1 / +2", "open"],
        ["100 / – / 109", "–", "only one marked it", "open"],
        ["–", "300 / 301 / 309", "only one marked it", "open"],
    ]
    assert undecided(document, "1", "2") == (3, 0)
    before = document.view.annotations_of("1"), document.view.annotations_of("2")
    dialog.table.selectRow(0)
    dialog.reason.setText("offset is clearer")
    dialog.buttons["second"].click()
    dialog.buttons["first"].click()
    dialog.buttons["neither"].click()
    assert [row[3:] for row in cells(dialog.table)] == [
        ["Take the second", "offset is clearer"], ["Take the first", ""], ["Neither", ""]
    ]  # fmt: skip
    assert (document.view.annotations_of("1"), document.view.annotations_of("2")) == before
    assert undecided(document, "1", "2") == (0, 0)
    assert [one.onset for one in adjudicated(document, "1", "2")] == [12, 100]
    dialog.table.selectRow(0)
    dialog.buttons[""].click()
    assert cells(dialog.table)[0][3] == "open"
    document.history.undo()
    assert cells(dialog.table)[0][3] == "Take the second", "a decision is undone like any edit"


def test_choosing_an_event_shows_it(document, qtbot) -> None:
    dialog = AdjudicationDialog(document)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.shown) as shown:
        dialog.table.selectRow(2)
    assert shown.args == [300]


def test_one_event_at_a_time_is_chosen_even_with_shift_held(document, qtbot) -> None:
    dialog = AdjudicationDialog(document)
    qtbot.addWidget(dialog)
    qtbot.keyPress(dialog, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(dialog.shown) as shown:
        dialog.table.selectRow(2)
    qtbot.keyRelease(dialog, Qt.Key.Key_Shift)
    assert shown.args == [300]
    assert {index.row() for index in dialog.table.selectedIndexes()} == {2}


def test_all_of_it_is_exported(document, tmp_path) -> None:
    export_agreement(document, ("1", "2"), tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8").splitlines()))
    assert rows[0] == ["measure", "value", "n", "video"]
    assert ["event_f1_iou_0.5", "0.5", "4", ""] in rows
    assert ["event_f1_iou_0.5", "0.5", "4", "v0"] in rows
    export_agreement(document, ("1", "2"), tmp_path / "a.json")
    form = json.loads((tmp_path / "a.json").read_text("ascii"))
    assert (form["first"], form["second"], len(form["events"])) == ("Ann", "Bob", 3)
    assert form["agreement"]["bounds"]["onset"]["median_frames"] == 2.0
    assert form["head"] == document.ledger.head


def test_the_adjudications_of_all_videos_are_exported(document, tmp_path) -> None:
    here = document.video.id
    document.adjudications.decide(Decision("d1", here, document.view.annotations_of("1")[0].id, None, "first"))
    other = document.videos.add(replace(VIDEO, table_digest="e"), name="second")
    document.show_video(other)
    document.add(Annotation(5, 8, 12))
    document.adjudications.decide(Decision("d2", other, document.view.annotations[0].id, None, "neither"))
    assert [one.id for one in document.adjudications.here] == ["d2"], "what is shown is of this video"
    export_agreement(document, ("1", "2"), tmp_path / "a.json")
    form = json.loads((tmp_path / "a.json").read_text("ascii"))
    assert [(one["id"], one["video"]) for one in form["decisions"]] == [("d1", here), ("d2", other)]
    assert {one["video_id"] for one in form["events"]} == {here, other} == {one["id"] for one in form["videos"]}


@pytest.fixture
def two_videos(document) -> AnnotationDocument:
    """A second video of which Bob marked one interval, and Ann another that overlaps it; a third one only Ann saw."""
    for number, name in enumerate(("v1", "v2")):
        document.show_video(document.videos.add(replace(VIDEO, table_digest=name), name=name))
        document.annotators.use("1")
        document.add(Annotation(onset=50, apex=None, offset=69, emotion="anger"))
        if not number:
            document.annotators.use("2")
            document.add(Annotation(onset=50, apex=None, offset=69, emotion="anger"))
    document.show_video(document.videos[0].id)
    document.annotators.use("1")
    return document


def test_agreement_is_pooled_and_told_video_by_video_and_videos_of_one_coder_are_left_out(two_videos, qtbot) -> None:
    dialog = AgreementDialog(two_videos)
    qtbot.addWidget(dialog)
    shown = {row[0]: row[1:] for row in cells(dialog.table)}
    assert shown["Videos"] == ["2", "2"]
    assert shown["Event F1 at IoU 0.5"] == ["0.667", "6"]
    assert shown["Emotion: Cohen's kappa"] == ["1.000", "2"]
    assert cells(dialog.videos) == [["v0", "2", "2", "1", "0.500", "–", "1"], ["v1", "1", "1", "1", "1.000", "–", "1"]]
    assert dialog._left.text() == "Left out, because not both saw it: v2 (only Ann saw it)."


def test_a_mark_names_the_bounds_that_are_still_the_models(qapp, tmp_path) -> None:
    document = make_document(tmp_path / "a.metst")
    document.set_run(make_run(make_proposal(100)))
    document.accept(document.view.proposals[0])
    id_ = document.view.annotations[0].id

    def told() -> str:
        one = document.view.annotation(id_)
        return mark_text(AnnotatorMark(one.id, one.onset, one.apex, one.offset, origins=one.origins))

    assert "(bounds by the model" in told()
    document.change(id_, offset=document.view.annotation(id_).offset + 2)
    assert "(onset by the model" in told()
    document.change(id_, onset=document.view.annotation(id_).onset - 1)
    assert "by the model" not in told()
    document.ledger.store.close()


def test_what_both_missed_is_an_interval_with_the_dependence_named(two_videos, qtbot) -> None:
    dialog = AgreementDialog(two_videos)
    qtbot.addWidget(dialog)
    text = dialog.missed.text()
    assert text.startswith("Missed by Ann and by Bob: about ")
    assert "90 % interval, from 2 shared and 2 of one only" in text
    assert "odds ratio 1 to 20 (both had the same proposals in view)" in text
    form = full_form(two_videos, "1", "2")["missed_by_both"]
    assert [(one["both"], one["only_first"], one["only_second"]) for one in form] == [(2, 1, 1)]
    low, high = form[0]["interval_90"]
    assert low <= form[0]["missed"] <= high


def test_a_coder_who_worked_blind_and_the_model_tell_what_both_missed(qapp, qtbot, tmp_path) -> None:
    document = make_document(tmp_path / "a.metst")
    document.set_run(make_run(make_proposal(100), make_proposal(200), make_proposal(300)))
    for proposal in document.view.proposals[:2]:
        document.accept(proposal)
    document.annotators.add("Bob", blind=True)
    one = document.runs.of(document.video).proposals[0]
    document.add(Annotation(one.onset, one.apex, one.offset))
    document.add(Annotation(600, 604, 610))
    document.annotators.reveal()
    document.add(Annotation(700, 704, 710))
    found = {(one.first, one.second): one for one in missed_by(document, "1", "2")}
    assert [(two.both, two.only_first, two.only_second) for two in found.values()] == [(1, 1, 2), (1, 1, 1)]
    with_model = found["Bob", ""]
    assert with_model.found.dependence == (1.0, 5.0)
    dialog = AgreementDialog(document)
    qtbot.addWidget(dialog)
    assert "Missed by Bob and by the model (proposals that somebody accepted)" in dialog.missed.text()
    assert dialog.missed.text().startswith(f"Missed by {dialog.names()[0]} and by Bob"), "one name for who has none"
    document.ledger.store.close()


def test_who_looked_through_a_video_and_marked_nothing_has_seen_it(two_videos, qtbot) -> None:
    document = two_videos
    document.show_video(document.videos[2].id)
    document.annotators.use("2")
    document.looked.note([(0, 498)])
    document.looked.store()
    assert compare_videos(document, "1", "2").left_out[0].name == "v2"
    document.looked.note([(0, 499)])
    document.looked.store()
    found = compare_videos(document, "1", "2")
    assert found.left_out == ()
    assert (found.pooled.n_first, found.pooled.n_second, found.videos[2][1].f1) == (4, 3, 0.0)


def test_where_nobody_marked_anything_no_number_is_made_up(qapp, qtbot, tmp_path) -> None:
    document = make_document(tmp_path / "a.metst")
    document.annotators.add("Bob", blind=False)
    dialog = AgreementDialog(document)
    qtbot.addWidget(dialog)
    assert dialog._left.text().startswith("No video was seen by both: nothing can be compared.")
    for layer in ("1", "2"):
        document.annotators.use(layer)
        document.statements.complete(looked=1, not_looked=(), not_analysed=())
    dialog.refresh()
    assert cells(dialog.videos) == [["v0", "0", "0", "0", "not computed (n 0)", "not computed (n 0)", "0"]]
    document.ledger.store.close()


def decide_by_keys(dialog, qtbot, *keys) -> None:
    for key in keys:
        qtbot.keyClick(dialog.table, key)


def test_events_of_all_videos_are_decided_by_keys_and_with_own_bounds(two_videos, qtbot, tmp_path) -> None:
    document, frame = two_videos, [13]
    dialog = AdjudicationDialog(document, frame=lambda: frame[0])
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.table.setFocus()
    dialog.elsewhere.connect(lambda video, _frame: document.show_video(video))
    dialog.go_to_first()
    assert [row[0] for row in cells(dialog.table)] == ["v0", "v0", "v0", "v1", "v2"]
    assert undecided_of(document, "1", "2") == {one.id: n for one, n in zip(document.videos, (3, 1, 1), strict=True)}
    decide_by_keys(dialog, qtbot, Qt.Key.Key_L)
    assert cells(dialog.table)[3][4:] == ["Take the first", "both marked the same"]
    assert dialog.table.currentRow() == 0, "what is open and under the hands stays there"
    decide_by_keys(dialog, qtbot, *[Qt.Key.Key_F8] * 3)
    assert dialog.table.currentRow() == 4
    assert document.video.name == "v2"
    decide_by_keys(dialog, qtbot, Qt.Key.Key_N)
    assert (dialog.table.currentRow(), document.video.name) == (0, "v0")
    with qtbot.waitSignal(dialog.stepped) as stepped:
        decide_by_keys(dialog, qtbot, Qt.Key.Key_Right)
    assert stepped.args == [1]
    decide_by_keys(dialog, qtbot, Qt.Key.Key_Return)
    assert dialog.left == 3, "no own bounds are set yet"
    decide_by_keys(dialog, qtbot, Qt.Key.Key_I)
    frame[0] = 33
    decide_by_keys(dialog, qtbot, Qt.Key.Key_O, Qt.Key.Key_R)
    qtbot.keyClicks(dialog.reason, "between them")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    decide_by_keys(dialog, qtbot, Qt.Key.Key_Return)
    assert cells(dialog.table)[0][4:] == ["Own bounds 13 / 14 / 33 fear", "between them"]
    frame[0] = 5
    decide_by_keys(dialog, qtbot, Qt.Key.Key_O)
    with qtbot.waitSignal(dialog.refused) as refused:
        decide_by_keys(dialog, qtbot, Qt.Key.Key_Return)
    assert "with the apex between them" in refused.args[0]
    decide_by_keys(dialog, qtbot, Qt.Key.Key_A, Qt.Key.Key_B)
    assert dialog.left == 0
    records = adjudicated_records(document, "1", "2")
    assert [(one.video, one.onset, one.apex, one.offset, one.emotion, one.extra["decision"]) for one in records] == [
        ("v0", 13, 14, 33, "fear", "own"), ("v0", 100, None, 109, None, "first"),
        ("v0", 300, 301, 309, None, "second"), ("v1", 50, None, 69, "anger", "first"),
    ]  # fmt: skip
    assert [(one.extra["decided_by"], one.extra.get("decision_reason", "")) for one in records] == [
        ("Ann", "between them"), ("Ann", ""), ("Ann", ""), ("Ann", "both marked the same"),
    ]  # fmt: skip
    assert records[0].extra["onset_origin"].startswith("human")
    document.ledger.store.close()
    opened = open_project(tmp_path / "a.metst")
    assert opened.state.decisions == document.focus.state.decisions
    opened.store.close()


@pytest.mark.parametrize(("name", "exporter"), [("", "2"), ("Ann", "2"), ("Ann", "1")])
def test_an_adjudicated_annotation_names_who_made_it_and_not_who_exports_it(qapp, tmp_path, name, exporter) -> None:
    document = make_document(tmp_path / "a.metst")
    document.add(Annotation(onset=10, apex=14, offset=29))
    if name:
        document.annotators.rename(name)
    document.annotators.add("Bob", blind=False)
    document.add(Annotation(onset=300, apex=301, offset=309))
    document.annotators.use(exporter)
    dialog = AdjudicationDialog(document)
    for row, choice in enumerate(("first", "second")):
        dialog.table.setCurrentCell(row, 0)
        dialog.decide(choice)
    assert [one.extra.get("annotator", "") for one in adjudicated_records(document, "1", "2")] == [name, "Bob"]
    document.ledger.store.close()


def test_own_bounds_are_an_interval() -> None:
    for bounds in ({}, {"onset": 5, "offset": 4}, {"onset": 5, "apex": 9, "offset": 8}, {"onset": -1, "offset": 4}):
        with pytest.raises(ValueError, match="Own bounds need"):
            Decision("d", "v", None, None, "own", **bounds)


def test_the_two_who_marked_anything_are_compared_first(document, qtbot) -> None:
    document.annotators.add("Eve", blind=False)
    document.annotators.add("Zoe", blind=False)
    document.add(Annotation(onset=12, apex=15, offset=31))
    document.annotators.use("2")
    for one in document.view.annotations:
        document.delete(one.id)
    dialog = AgreementDialog(document)
    qtbot.addWidget(dialog)
    assert dialog.names() == ("Ann", "Zoe")


def test_nothing_is_compared_for_one_who_works_blind(document, qtbot) -> None:
    document.annotators.add("Eve", blind=True)
    for kind in (AgreementDialog, AdjudicationDialog):
        dialog = kind(document)
        qtbot.addWidget(dialog)
        assert cells(dialog.table) == []


def test_a_report_is_what_was_chosen_or_named() -> None:
    named = {
        ("a report.html", False): "a report.html",
        ("a report.html", True): "a report.pdf",
        ("a.pdf", False): "a.pdf",
        ("a.pdf", True): "a.pdf",
        ("a.b", False): "a.b.html",
        ("a", True): "a.pdf",
        ("a.HTM", True): "a.pdf",
    }
    for (name, paper), expected in named.items():
        assert report_file(Path("/r") / name, paper=paper) == Path("/r") / expected
