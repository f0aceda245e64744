"""Columns of the case board keep the widths that the reviewer gave them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView

from metst_gui.board.cells import BoardCell
from metst_gui.board.row_table import BoardColumn, RowTable

WIDE, NARROW = 251, 63


@pytest.fixture(autouse=True)
def _names(qapp) -> Iterator[None]:
    """QSettings need them; the program gives them at its start."""
    former = qapp.organizationName(), qapp.applicationName()
    qapp.setOrganizationName("metst")
    qapp.setApplicationName("metst")
    yield
    QSettings().clear()
    qapp.setOrganizationName(former[0])
    qapp.setApplicationName(former[1])


def column(id_: str, sample: str = "") -> BoardColumn:
    return BoardColumn(id_, id_, BoardCell, len, sample=sample)


COLUMNS = [column("video"), column("length", "00:00"), column("review/1", "100 of 100")]


def table(qtbot, *, columns=COLUMNS, kept: str = "videos") -> RowTable:
    made = RowTable(len, kept, "Videos")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.set_rows(["a", "bb"], columns)
    return made


def widths(made: RowTable) -> list[int]:
    return [made.horizontalHeader().sectionSize(number) for number in range(1, 3)]


def test_a_width_that_was_given_is_there_at_the_next_start(qtbot) -> None:
    first = table(qtbot)
    usual = widths(first)
    assert WIDE not in usual
    first.horizontalHeader().resizeSection(1, WIDE)
    assert widths(table(qtbot)) == [WIDE, usual[1]]
    assert widths(table(qtbot, kept="entries")) == usual, "each table has its own"
    assert [one for one in QSettings().allKeys() if one.startswith("board/")] == ["board/videos/length"]


def test_it_follows_its_column_where_others_come_before_it(qtbot) -> None:
    made = table(qtbot)
    made.horizontalHeader().resizeSection(2, NARROW)
    made.set_rows(["a"], [COLUMNS[0], column("subject", "spNO.1"), *COLUMNS[1:]])
    assert made.horizontalHeader().sectionSize(3) == NARROW
    assert made.horizontalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Stretch


@pytest.mark.parametrize("strange", ["wide", 0, -5, 10**7])
def test_a_width_that_cannot_be_is_not_taken(qtbot, strange) -> None:
    usual = widths(table(qtbot))
    QSettings().setValue("board/videos/length", strange)
    assert widths(table(qtbot)) == usual
