"""The case board in the window: every video with its state, filtered, opened, gone through; and in Chinese."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QLocale, Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox

from engine.content import content_of
from metst_gui import language
from metst_gui.document.annotation import Annotation
from metst_gui.document.project import VideoRef
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e
CONTROL = Qt.KeyboardModifier.ControlModifier


def copied(window, clip: Path, path: Path) -> str:
    """Add a copy of the clip, of another content, without showing it; returns its id."""
    shutil.copyfile(clip, path)
    with path.open("ab") as file:
        file.write(path.name.encode())
    content, ref = content_of(path), VideoRef.of(window.desk.session.info)
    ref = replace(ref, path=path, size_bytes=content.size_bytes, sha256=content.sha256, fast=content.fast)
    return window.desk.document.videos.add(ref, name=path.stem, subject="S2")


@pytest.fixture
def case(desk, qtbot, clip: Path, tmp_path: Path):
    """A window on a project of three videos; the first is analysed and open, the second has a run of its own."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    document.videos.name(subject="S1", video_name="a")
    second, _third = (copied(window, clip, tmp_path / f"{name}.mp4") for name in "bc")
    run = replace(document.view.run, id="e" * 32)
    first = document.video.id
    document.show_video(second)
    document.set_run(run)
    document.show_video(first)
    window.desk.decoding.repeat()
    return window


def board(window):
    """The board, in sight."""
    window.book.trigger("case_board")
    assert window.board_page.isVisible()
    return window.board_page.videos


def select(page, row: int) -> None:
    """Select one row, whatever keys were pressed before."""
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().setCurrentIndex(page.table.filter.index(row, 0), flags.ClearAndSelect | flags.Rows)


def texts(page, *columns: str) -> list[tuple[str, ...]]:
    table = page.table
    numbers = [[one.id for one in table.model_.columns].index(name) for name in columns]
    return [tuple(table.filter.index(row, n).data() for n in numbers) for row in range(table.filter.rowCount())]


def test_every_video_is_listed_sorted_and_filtered(case, qtbot) -> None:
    page = board(case)
    rows = texts(page, "video", "subject", "length", "work", "proposals", "open")
    assert rows == [
        ("a", "S1", "0:08", "analysed", "4", "4"),
        ("b", "S2", "0:08", "analysed", "4", "4"),
        ("c", "S2", "0:08", "not analysed", "–", "–"),
    ]
    page.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in texts(page, "video")] == ["a", "b", "c"], "what is not known comes last"
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in texts(page, "video")] == ["c", "b", "a"]
    page.subject.setCurrentText("S2")
    page.open_only.setChecked(True)
    assert texts(page, "video") == [("b",)]
    page.open_only.setChecked(False)
    page.state.setCurrentIndex(page.state.findData("none"))
    assert texts(page, "video") == [("c",)]
    page.search.setText("nothing like it")
    assert page.empty.isVisible()
    page.empty.buttons[0].click()
    assert len(texts(page, "video")) == 3
    qtbot.waitUntil(lambda: len(case.features.board.pictures._kept) == 3, timeout=TIMEOUT)


def test_what_was_marked_by_hand_is_told_where_nothing_is_proposed(case, qtbot) -> None:
    document = case.desk.document
    still = replace(document.view.run, id="f" * 32, proposals=())
    document.set_run(replace(still, curves=replace(still.curves, score=np.zeros_like(still.curves.score))))
    page = board(case)
    assert texts(page, "video", "proposals", "review/1")[0] == ("a", "0", "–")
    document.add(Annotation(onset=5, apex=None, offset=9))
    document.add(Annotation(onset=25, apex=None, offset=29))
    qtbot.waitUntil(lambda: texts(page, "video", "proposals", "review/1")[0] == ("a", "0", "✎ 2"), timeout=TIMEOUT)


def test_keys_move_in_the_board_and_not_in_the_video(case, qtbot) -> None:
    qtbot.keyClick(case.video, Qt.Key.Key_B, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page, table, document = case.board_page, case.board_page.videos.table, case.desk.document
    assert page.isVisible()
    assert table.hasFocus()
    case.desk.tour.select("proposal", document.view.proposals[0].id)
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_S, Qt.Key.Key_1):
        qtbot.keyClick(table, key)
    assert not document.view.verdicts, "a proposal that is not seen is not judged"
    frame = case.desk.playback.frame
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert [row.video.name for row in table.chosen] == ["b"]
    assert case.desk.playback.frame == frame
    assert "case board" in case.book.why_not("accept")
    with qtbot.waitSignal(case.desk.session.settled, timeout=TIMEOUT):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert document.video.name == "b"
    assert case.panes.isVisible()
    board(case)
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert case.panes.isVisible()


def test_the_next_open_proposal_is_in_the_next_video(case, qtbot) -> None:
    window, document = case, case.desk.document
    for proposal in document.view.proposals[:-1]:
        document.reject(proposal)
    left = document.view.proposals[-1].id
    window.book.trigger("case_next")
    assert window.desk.selection.item == ("proposal", left)
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        qtbot.keyClick(window.video, Qt.Key.Key_PageDown, CONTROL)
    assert document.video.name == "b"
    first = document.view.proposals[0]
    assert window.desk.selection.item == ("proposal", first.id)
    assert window.desk.playback.frame == first.onset
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        qtbot.keyClick(window.video, Qt.Key.Key_PageUp, CONTROL)
    assert (document.video.name, window.desk.selection.item) == ("a", ("proposal", left))


def test_subject_removal_and_analysis_of_what_is_selected(case, qtbot, monkeypatch) -> None:
    page, document = board(case), case.desk.document
    page.table.selectAll()
    asked = []
    monkeypatch.setattr(QInputDialog, "getItem", lambda *args: asked.append(args[3]) or ("S9", True))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert asked == [["S1", "S2"]]
    qtbot.waitUntil(lambda: texts(page, "subject") == [("S9",)] * 3, timeout=TIMEOUT)
    assert len(page.chosen) == 3, "what is selected stays selected"
    select(page, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: texts(page, "work")[2] == ("analysed",), timeout=TIMEOUT)
    assert document.videos[2].run is not None
    assert (document.video.name, case.board_page.isVisible()) == ("a", True), "it is done in the background"
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: QMessageBox.StandardButton.Yes)
    select(page, 1)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [row[0] for row in texts(page, "video")] == ["a", "c"], timeout=TIMEOUT)
    assert len(document.videos) == 2


def test_a_blind_annotator_sees_no_counts_and_no_others(case, qtbot) -> None:
    case.desk.document.annotators.rename("Anna")
    case.desk.document.annotators.add("Ben", blind=True)
    page = board(case)
    assert [one.title for one in page.table.model_.columns] == ["Video", "Subject", "Length", "Analysis", "Ben"]
    assert "Anna" not in str([page.table.model_.index(row, 4).data(11) for row in range(3)])
    assert not page.buttons["analyse"].isEnabled()


def test_without_a_case_it_says_what_can_be_done(desk, qtbot) -> None:
    window = desk()
    window.book.trigger("case_board")
    page = window.board_page.videos
    assert page.empty.isVisible()
    assert [one.text() for one in page.empty.buttons] == ["Open project…", "Open video…", "Open dataset folder…"]
    window.book.trigger("case_board")
    assert window.start_page.isVisible()


def test_in_chinese_with_german_numbers(case, qtbot) -> None:
    window, page = case, case.board_page.videos
    try:
        assert language.install(language.CHINESE)
        QLocale.setDefault(QLocale(QLocale.Language.German))
        window.desk.board.show()
        columns = page.table.model_.columns
        assert [one.title for one in columns][:5] == ["视频", "被试", "时长", "分析", "眉部"]
        assert page.table.model_.index(2, 3).data() == "未分析"
    finally:
        language.remove()
        QLocale.setDefault(QLocale.c())


def entries(window):
    """The sheet of all that was said, in sight."""
    window.desk.board.show()
    window.board_page.show_sheet(1)
    return window.board_page.entries


def test_all_annotations_are_searched_filtered_and_opened(case, qtbot) -> None:
    document = case.desk.document
    document.annotators.rename("Anna")
    first, other = document.video.id, document.videos[1].id
    document.reject(document.view.proposals[0], "blink")
    document.show_video(other)
    document.add(Annotation(onset=40, apex=42, offset=50, emotion="happy", action_units="R12+4", note="smiles"))
    document.add(Annotation(onset=60, apex=None, offset=70, emotion="fear", action_units="112"))
    document.show_video(first)
    sheet = entries(case)
    assert texts(sheet, "video", "said", "emotion", "note") == [
        ("a", "✗ rejected", "–", "blink"),
        ("b", "✎ drawn", "happy", "smiles"),
        ("b", "✎ drawn", "fear", ""),
    ]
    sheet.units.setText("12")
    assert texts(sheet, "emotion") == [("happy",)], "112 is another unit"
    sheet.units.clear()
    sheet.choices["emotion"].setCurrentText("fear")
    assert texts(sheet, "action_units") == [("112",)]
    sheet.show_all()
    sheet.search.setText("ANNA smile")
    assert texts(sheet, "time") == [("0:01.333",)]
    sheet.table.setFocus()
    with qtbot.waitSignal(case.desk.session.settled, timeout=TIMEOUT):
        qtbot.keyClick(sheet.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: case.desk.playback.frame == 40, timeout=TIMEOUT)
    assert document.video.id == other
    assert case.desk.current.annotation.note == "smiles"
    assert not case.desk.board.is_shown


def test_labels_that_look_wrong_are_named_in_all_videos_until_they_are_said_to_be_right(case, qtbot) -> None:
    document = case.desk.document
    first, other = document.video.id, document.videos[1].id
    document.show_video(other)
    document.add(Annotation(onset=40, apex=44, offset=50, emotion="happy", action_units="4"))
    document.add(Annotation(onset=60, apex=None, offset=70, emotion="fear"))
    document.show_video(first)
    with qtbot.waitSignal(case.desk.label_check.case_changed, timeout=TIMEOUT):
        sheet = entries(case)
    assert sheet.doubtful.text() == "⚑ 1"
    sheet.doubtful.click()
    assert texts(sheet, "emotion") == [("happy",)]
    assert "action units" in texts(sheet, "look_again")[0][0]
    select(sheet, 0)
    sheet.right.click()
    assert sheet.doubtful.text() == "⚑ 0"
    assert document.statements.dismissed(other, document.layer.id)
    sheet.show_all()
    assert len(texts(sheet, "emotion")) == 2


def test_the_summary_adds_up(case, qtbot) -> None:
    document = case.desk.document
    document.reject(document.view.proposals[0])
    document.add(Annotation(onset=40, apex=42, offset=50, emotion="happy"))
    case.desk.board.show()
    case.board_page.show_sheet(2)
    summary = case.board_page.summary
    qtbot.waitUntil(lambda: "could be judged" in summary.bars.accessibleDescription(), timeout=TIMEOUT)
    assert "recorded: 0:24; analysed: 0:16" in summary.bars.accessibleDescription()
    assert "1 of 8 proposals decided · 7 open" in summary.line.text()
    assert texts(summary, "subject", "videos", "open", "all", "emotion/happy") == [
        ("S1", "1", "3", "1", "1"),
        ("S2", "2", "4", "0", "–"),
    ]
    document.annotators.add("Ben", blind=True)
    qtbot.waitUntil(lambda: "proposals" not in summary.line.text(), timeout=TIMEOUT)
    assert "judged" not in summary.bars.accessibleDescription()
    assert [one.id for one in summary.table.model_.columns] == ["subject", "videos", "seconds", "all"]
    assert summary.annotator.count() == 1


def test_what_waits_is_put_first_and_taken_off(case, qtbot) -> None:
    window, page = case, board(case)
    ids = [one.id for one in window.desk.document.videos]
    window.desk.background.pause()
    window.desk.document.videos.add(replace(window.desk.document.video.ref, fast="d" * 64), name="d", subject="S3")
    window.desk.settings.update(weights="classical")
    controller = window.features.board
    controller.analyse([ids[1], ids[2], window.desk.document.videos[3].id])
    qtbot.waitUntil(lambda: [row[0] for row in texts(page, "work")][2:] == ["waiting · 2", "waiting · 3"])
    controller.move([window.desk.document.videos[3].id], earlier=True)
    qtbot.waitUntil(lambda: texts(page, "work")[3] == ("waiting · 1",))
    select(page, 3)
    menu = controller.make_menu()
    next(one for one in menu.actions() if one.text() == "Do not analyse").trigger()
    menu.deleteLater()
    qtbot.waitUntil(lambda: texts(page, "work")[3] == ("not analysed",))
    window.desk.background.take_out()
