"""Action units from the grid: by mouse and by keys, with side and intensity; typing stays possible."""

import json
import re

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.data import RESOURCES
from engine.synthesis import unit_pictures
from metst_gui import language
from metst_gui.card import action_unit_picker
from metst_gui.card.action_unit_picker import ActionUnitPicker
from metst_gui.wording.facs_units import UNITS
from tests.kit.windows import open_and_analyse

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot):
    def picker(text: str = "") -> ActionUnitPicker:
        made = ActionUnitPicker(text)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return picker


def test_clicks_choose_units_and_keep_what_was_typed(make, qtbot) -> None:
    picker = make("4 hm 12L")
    assert {code for code, cell in picker.cells.items() if cell.isChecked()} == {4, 12}
    qtbot.mouseClick(picker.cells[7], LEFT)
    assert picker.text == "4 hm 12L 7"
    picker.side.setCurrentIndex(2)
    picker.side.activated.emit(2)
    picker.intensity.setCurrentIndex(2)
    picker.intensity.activated.emit(2)
    assert picker.text == "4 hm 12L 7RB"
    assert "AU7 right B" in picker.reading.text()
    qtbot.mouseClick(picker.cells[4], LEFT)
    assert picker.text == "hm 12L 7RB"
    picker.line.setText("1 2")
    assert {code for code, cell in picker.cells.items() if cell.isChecked()} == {1, 2}


def test_keys_alone_choose_unit_side_and_intensity(make, qtbot) -> None:
    picker = make()

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            qtbot.keyClick(picker.focusWidget(), key)

    assert picker.focusWidget() is picker.cells[1]
    press(Qt.Key.Key_Right)
    assert (picker.current, picker.focusWidget()) == (2, picker.cells[2])
    press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Space)
    assert (picker.current, picker.text) == (12, "12")
    press(Qt.Key.Key_L, Qt.Key.Key_B)
    assert picker.text == "12LB"
    press(Qt.Key.Key_L)
    assert picker.text == "12B"
    picker._pause.stop()
    picker._forget_digits()
    press(Qt.Key.Key_4, Qt.Key.Key_Space)
    assert picker.text == "12B 4"
    press(Qt.Key.Key_Down)
    row, column = picker._places[4]
    assert picker._places[picker.current] > (row, column)
    press(Qt.Key.Key_Return)
    assert picker.result() == 1


def test_in_chinese_every_unit_has_a_chinese_name_and_the_latin_muscle(make, qapp) -> None:
    assert language.install(language.CHINESE)
    try:
        picker = make()
        for unit in UNITS:
            assert re.search("[一-鿿]", picker.cells[unit.code].text()), unit.name
            picker.cells[unit.code].setFocus()
            assert unit.muscle in picker.detail.text()
        assert all(re.search("[一-鿿]", head.text()) for head in picker._heads.values())
    finally:
        language.remove()


def test_a_search_narrows_the_grid(make, qtbot) -> None:
    picker = make()
    picker.search.setText("zygo")
    assert set(picker._places) == {11, 12}
    picker.search.setText("1")
    assert {1, 10, 12, 19} <= set(picker._places)
    assert 4 not in picker._places
    picker.search.setText("brow")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.result() == 0, "Return goes to the grid, it does not close"
    assert picker.focusWidget() is picker.cells[1]


def test_a_picture_moves_only_while_it_is_looked_at(make, qtbot) -> None:
    picker = make()
    assert [code for code, cell in picker.cells.items() if cell.moves] == [1]
    picker.cells[12].setFocus()
    assert [code for code, cell in picker.cells.items() if cell.moves] == [12]
    first = picker.cells[12].icon().cacheKey()
    qtbot.waitUntil(lambda: picker.cells[12].icon().cacheKey() != first)
    assert all(not picker.cells[code].icon().isNull() for code in unit_pictures.SHOWS)


def test_the_grid_changes_the_item_under_review(desk, qtbot, clip, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    proposal = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", proposal.id)
    asked: list[str] = []

    def choose(picker: ActionUnitPicker) -> int:
        asked.append(picker.text)
        picker.line.setText("4 12LB")
        return 1

    monkeypatch.setattr(action_unit_picker.ActionUnitPicker, "exec", choose)
    window.card.lines._pick.trigger()
    assert asked == [""]
    (made,) = window.desk.document.focus.book.annotations.values()
    assert made.action_units == "4 12LB"
    assert window.card.lines.action_units.text() == "4 12LB"
    monkeypatch.setattr(action_unit_picker.ActionUnitPicker, "exec", lambda _picker: 0)
    window.book.actions["pick_action_units"].trigger()
    assert window.card.lines.action_units.text() == "4 12LB", "cancelled"


def test_the_pictures_are_those_that_the_engine_makes() -> None:
    folder = RESOURCES / "action_units"
    index = json.loads((folder / "units.json").read_text(encoding="utf-8"))
    assert index == {
        "width": unit_pictures.WIDTH,
        "height": unit_pictures.HEIGHT,
        "steps": unit_pictures.STEPS,
        "units": list(unit_pictures.SHOWS),
    }
    sheet = cv2.imread(str(folder / "units.jpg"))
    made = unit_pictures.unit_pictures((12, 45))
    for unit, steps in made.items():
        top = index["units"].index(unit) * index["height"]
        kept = sheet[top : top + index["height"]]
        assert np.abs(kept.astype(int) - np.concatenate(list(steps), axis=1)).mean() < 4, (
            "python -m tools.action_unit_pictures"
        )
    rest, peak = made[12][1], made[12][-1]
    assert np.abs(rest.astype(int) - peak).mean() > 2
