"""Agreement and adjudication as they are shown, and the files they write."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from metst_gui.document.annotation import Annotation
from metst_gui.document.annotator_pairs import adjudicated, undecided
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Decision
from metst_gui.project.annotator_dialogs import AdjudicationDialog, AgreementDialog, export_agreement
from metst_gui.project.videos_and_annotators import report_file
from tests.document.factory import VIDEO
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
    assert rows[0] == ["measure", "value", "n"]
    assert ["event_f1_iou_0.5", "0.5", "4"] in rows
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
