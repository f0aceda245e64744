"""The contact sheet: keys mark and reject, nothing accepts, each reject is a journal row and all of a page one undo."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from metst_gui.document.annotation import Verdict
from metst_gui.document.file.errors import EditRefusedError
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse


@pytest.fixture
def window(desk, qtbot, clip):
    window = desk()
    open_and_analyse(window, qtbot, clip)
    return window


@pytest.fixture
def sheet(window, qtbot):
    sheet = window.features.contact_sheet.sheet()
    sheet.show()
    yield sheet
    sheet.close()


def verdicts(window) -> list[str]:
    document = window.desk.document
    return [document.view.verdict(one.id).value for one in document.view.proposals]


def rows(window) -> list[str]:
    with closing(sqlite3.connect(window.desk.session.project_path)) as connection:
        return [action for (action,) in connection.execute("SELECT action FROM journal ORDER BY rowid")]


def test_marked_clips_are_rejected_one_row_each_and_one_undo(window, sheet, qtbot) -> None:
    before = len(rows(window))
    qtbot.keyClick(sheet, Qt.Key.Key_Q)
    qtbot.keyClick(sheet, Qt.Key.Key_E)
    qtbot.keyClick(sheet, Qt.Key.Key_W)
    qtbot.keyClick(sheet, Qt.Key.Key_W)
    assert "2 marked" in sheet.status.text()
    qtbot.keyClick(sheet, Qt.Key.Key_1)
    assert verdicts(window) == ["rejected", "pending", "rejected", "pending"]
    assert rows(window)[before:] == ["reject", "reject"]
    assert {one.reason for one in window.desk.document.project.verdicts.values()} == {"blink"}
    assert sheet.count == 2
    window.desk.document.history.undo()
    assert verdicts(window) == ["pending"] * 4
    assert rows(window)[before + 2 :] == ["undo reject 2 proposals"]
    window.desk.document.history.redo()
    assert verdicts(window).count("rejected") == 2


def test_no_key_accepts_and_nothing_marked_rejects_nothing(window, sheet, qtbot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_1):
        qtbot.keyClick(sheet, key)
    assert "Nothing is marked" in sheet.status.text()
    assert verdicts(window) == ["pending"] * 4
    qtbot.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Backspace)
    assert verdicts(window) == ["rejected"] * 4
    assert "No pending proposal is left" in sheet.status.text()


def test_clips_of_the_page_arrive_and_are_painted(window, sheet, qtbot) -> None:
    qtbot.waitUntil(lambda: len(sheet.page.clips) == 4, timeout=TIMEOUT)
    first = window.desk.document.view.proposals[0]
    clip = sheet.page.clips[first.id]
    assert 5 < len(clip) <= 20
    assert (clip[0] != clip[-1]).any(), "the pictures are those of different frames"
    qtbot.mouseClick(sheet.page, Qt.MouseButton.LeftButton, pos=sheet.page.place(1).center().toPoint())
    image = QImage(sheet.page.size(), QImage.Format.Format_RGB32)
    sheet.page.render(image)
    assert sheet.page.marked == {window.desk.document.view.proposals[1].id}


def test_decided_ones_are_not_shown(window, qtbot) -> None:
    document = window.desk.document
    document.reject(document.view.proposals[0])
    assert [one.id for one in window.features.contact_sheet.open_proposals()] == [
        one.id for one in document.view.proposals[1:]
    ]


def test_what_cannot_be_stored_stays_open_and_is_said(window, sheet, qtbot, said, monkeypatch) -> None:
    sentences = said(window)
    store, calls = window.desk.document.history.store, []

    def fails_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise EditRefusedError("The disk is full.")
        store(*args)

    monkeypatch.setattr(window.desk.document.history, "store", fails_second)
    qtbot.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Backspace)
    assert sentences[-1] == "The disk is full."
    assert verdicts(window) == ["rejected", "pending", "pending", "pending"]
    assert window.desk.document.view.verdict(window.desk.document.view.proposals[1].id) is Verdict.PENDING
