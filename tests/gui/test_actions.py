import itertools
import re
from dataclasses import replace
from typing import get_args
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton, QSpinBox, QVBoxLayout, QWidget

from metst_gui import language
from metst_gui.card.card_panel import CardPanel
from metst_gui.commands.book import CommandBook
from metst_gui.commands.menus import build_menus, menu_title
from metst_gui.commands.needs import NEEDS, Need
from metst_gui.commands.table import ACTIONS, GROUPS, MENUS, ActionSpec, Check, check_conflicts, key_groups
from metst_gui.document.annotation import Annotation
from metst_gui.language import CHINESE
from metst_gui.widgets.typing_guard import TextFieldGuard
from tests.conftest import ROOT
from tests.gui.commands import Nothing


class Desk(QMainWindow):
    """A window with every action, the card, a spin box, and a record of what was triggered."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        book = CommandBook(Nothing(), self)
        book.bind({spec.id: lambda name=spec.id: self.calls.append(name) for spec in ACTIONS})
        book.finish()
        build_menus(self.menuBar(), book)
        self.actions_by_id = book.actions
        self.card, self.spin, self.video, self.button = CardPanel(), QSpinBox(), QWidget(), QPushButton("x")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.video.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = self.card.findChildren(QLineEdit)[0]
        central = QWidget()
        column = QVBoxLayout(central)
        for widget in (self.video, self.card, self.spin, self.button):
            column.addWidget(widget)
        self.setCentralWidget(central)
        self.card.focus_released.connect(self.video.setFocus)
        self.guard = TextFieldGuard(self)
        QApplication.instance().installEventFilter(self.guard)


@pytest.fixture
def desk(qtbot):
    window = Desk()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.card.show_annotation(Annotation(onset=10, apex=14, offset=20), 30.0, 100)
    window.video.setFocus()
    yield window
    QApplication.instance().removeEventFilter(window.guard)


def edit(desk, qtbot):
    desk.card.focus_action_units()
    qtbot.waitUntil(desk.line.hasFocus)
    return desk.line


def test_no_key_is_bound_twice():
    assert check_conflicts(ACTIONS) == []
    assert len(ACTIONS) > 60


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"id": "new", "keys": ("Ctrl+Y",)}, "Ctrl+Y"),
        ({"id": "new", "keys": ("shift+ctrl+z",)}, "Ctrl+Shift+Z"),
        ({"id": "play", "keys": ()}, "play"),
        ({"id": "new", "keys": ("",)}, "not a key"),
        ({"id": "new", "keys": ("alt+r",)}, "menu Review"),
        ({"id": "new", "keys": (), "menu": "Nowhere"}, "Nowhere"),
    ],
)
def test_conflicts_are_named(change, word):
    base = ActionSpec("new", "New", (), "New", "Edit")
    problems = check_conflicts((*ACTIONS, replace(base, **change)))
    assert len(problems) == 1
    assert word in problems[0]


def test_a_book_refuses_conflicts_and_commands_bound_to_nothing_or_twice(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    twice = (ActionSpec("a", "A", ("X",), "A", "Edit"), ActionSpec("b", "B", ("X",), "B", "Edit"))
    with pytest.raises(ValueError, match="bound to"):
        CommandBook(Nothing(), window, table=twice)
    state = Nothing()
    state.checks = state.needs = frozenset()
    book = CommandBook(state, window, table=twice[:1])
    with pytest.raises(ValueError, match="“a”"):
        book.finish()
    with pytest.raises(ValueError, match="“b”"):
        book.bind({"a": list, "b": list})
    book.bind({"a": list})
    with pytest.raises(ValueError, match="twice"):
        book.bind({"a": list})
    book.finish()


def test_every_tick_of_the_table_needs_a_state_and_every_state_a_tick(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    state = Nothing()
    row = (ActionSpec("a", "A", (), "A", "Edit", Check("lit")),)
    book = CommandBook(state, window, table=row)
    book.bind({"a": list})
    with pytest.raises(ValueError, match=r"whether it is on: .*“lit”.*“theme”"):
        book.finish()
    state.checks = frozenset({"lit"})
    with pytest.raises(ValueError, match=r"needed by nothing: .*“video”"):
        book.finish()


def test_every_command_with_a_need_is_in_the_table():
    assert NEEDS.keys() <= {spec.id for spec in ACTIONS}
    assert {need for needs in NEEDS.values() for need in needs} == set(get_args(Need))


def test_menus_tooltips_and_key_sheet(desk):
    titles = [action.text() for action in desk.menuBar().actions()]
    assert titles == [f"&{name}" for name in MENUS]
    assert "Enter" in desk.actions_by_id["accept"].toolTip()
    assert {spec.id for spec in ACTIONS} == set(desk.actions_by_id)
    rows = key_groups()
    assert len(rows) == sum(bool(spec.keys) for spec in ACTIONS)
    assert list(dict.fromkeys(row[0] for row in rows)) == [m for m in MENUS if m in {r[0] for r in rows}]
    assert ("Play", "Space", "Play or pause", "Play or pause; plays the loop range when one is set") in rows
    assert all(name and name != tip and not name.endswith("…") for _, _, name, tip in rows)


def test_lines_stand_between_the_groups_of_a_menu(desk):
    for menu in (action.menu() for action in desk.menuBar().actions()):
        lines = [action.isSeparator() for action in menu.actions()]
        assert not any((lines[0], lines[-1])), menu.title()
        assert not any(one and other for one, other in itertools.pairwise(lines)), "none beside another"
        assert max(len(list(run)) for line, run in itertools.groupby(lines) if not line) <= 9, menu.title()
    assert {spec.id for spec in ACTIONS} >= GROUPS


def test_every_menu_fits_a_screen_of_768_pixels_in_one_column(desk):
    row, line, screen = 22, 5, 768
    for menu in (action.menu() for action in desk.menuBar().actions()):
        lines = sum(action.isSeparator() for action in menu.actions())
        assert (len(menu.actions()) - lines) * row + lines * line <= screen, menu.title()


@pytest.mark.parametrize("spoken", ["en", CHINESE])
def test_alt_and_a_letter_open_a_menu(qapp, spoken):
    assert language.install(spoken)
    titles = {name: menu_title(name) for name in MENUS}
    language.remove()
    letters = [QKeySequence.mnemonic(title).toString() for title in titles.values()]
    assert letters == [f"Alt+{name[0]}" for name in MENUS]
    assert len(set(letters)) == len(letters)
    assert titles["File"] == ("&File" if spoken == "en" else "文件(&F)")


def test_return_on_unreadable_action_units_keeps_the_keyboard(desk, qtbot):
    line, typed = edit(desk, qtbot), []
    desk.card.action_units_edited.connect(typed.append)
    qtbot.keyClicks(line, "1 2 xx")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert typed == ["1 2 xx"], "kept as typed"
    assert line.hasFocus()
    # The window accepts the proposal first, and shows its empty line for a moment.
    for units in ("", "1 2 xx"):
        desk.card.show_annotation(Annotation(onset=10, apex=14, offset=20, action_units=units), 30.0, 100)
    assert desk.card.lines.reading.text() == "? xx: not an action unit · kept as typed; Esc leaves the line"
    qtbot.keyClick(line, Qt.Key.Key_S)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert desk.calls == [], "no key of the review"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not line.hasFocus()
    assert (line.text(), typed) == ("1 2 xx", ["1 2 xx"])
    assert desk.card.lines.reading.text().startswith("AU1 · AU2 · ? xx")
    edit(desk, qtbot)
    for _ in " xx":
        qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.video.hasFocus()
    assert typed[-1] == "1 2"


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "play"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "accept"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "accept"),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "reject"),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier, "nudge_back_5"),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier, "cancel_analysis"),
        (Qt.Key.Key_Question, Qt.KeyboardModifier.NoModifier, "key_sheet"),
        (Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier, "accept_emotion_7"),
        (Qt.Key.Key_Backslash, Qt.KeyboardModifier.NoModifier, "set_apex"),
    ],
)
def test_keys_trigger(desk, qtbot, key, modifier, expected):
    qtbot.keyClick(desk.video, key, modifier)
    assert desk.calls == [expected]


def test_every_key_of_the_table_triggers_its_action(desk, qtbot):
    for spec in ACTIONS:
        for sequence in desk.actions_by_id[spec.id].shortcuts():
            combination = sequence[0]
            desk.calls.clear()
            qtbot.keyClick(desk.video, combination.key(), combination.keyboardModifiers())
            assert desk.calls == [spec.id], sequence.toString()


def test_typing_action_units_triggers_nothing(desk, qtbot):
    line = edit(desk, qtbot)
    with qtbot.waitSignal(desk.card.action_units_edited) as edited:
        qtbot.keyClicks(line, "s 4 12Lx[\\]?=-,.")
        qtbot.keyClick(line, Qt.Key.Key_Home)
        qtbot.keyClick(line, Qt.Key.Key_Delete)
        qtbot.keyClick(line, Qt.Key.Key_End)
        qtbot.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(line, Qt.Key.Key_Backspace)
        qtbot.keyClick(line, Qt.Key.Key_Up)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert edited.args == [" 4 12Lx[\\]?=-,"]
    assert desk.calls == []
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not line.hasFocus()
    qtbot.keyClick(desk.video, Qt.Key.Key_S)
    assert desk.calls == ["unsure"]


def test_escape_drops_the_text(desk, qtbot):
    line = edit(desk, qtbot)
    with qtbot.assertNotEmitted(desk.card.action_units_edited):
        qtbot.keyClicks(line, "4 12L")
        qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert not line.hasFocus()
    assert desk.calls == []


def test_a_command_key_commits_first(desk, qtbot):
    line = edit(desk, qtbot)
    seen = []
    desk.card.action_units_edited.connect(lambda text: seen.append((text, list(desk.calls))))
    qtbot.keyClicks(line, "7B")
    qtbot.keyClick(line, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert seen == [("7B", [])]
    assert not line.hasFocus()


def test_undo_in_a_field_is_the_fields(desk, qtbot):
    line = edit(desk, qtbot)
    qtbot.keyClicks(line, "7")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    assert desk.calls == []


def test_a_click_elsewhere_commits(desk, qtbot):
    line = edit(desk, qtbot)
    qtbot.keyClicks(line, "7B")
    with qtbot.waitSignal(desk.card.action_units_edited) as edited:
        qtbot.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert edited.args == ["7B"]
    assert not line.hasFocus()


def test_spin_box_keeps_digits_and_gives_the_focus_back(desk, qtbot):
    desk.spin.setFocus()
    desk.spin.selectAll()
    qtbot.keyClicks(desk.spin, "42")
    qtbot.keyClick(desk.spin, Qt.Key.Key_Return)
    assert desk.spin.value() == 42
    assert desk.calls == []
    assert not desk.spin.hasFocus()


# "Review, Own tiers, Coding scheme…": a menu, maybe a menu inside it, and a command that opens something.
NAMED = re.compile(rf"\b({'|'.join(MENUS)}), ((?:[^,….;:]+, )?)([A-Z][^,….;:)]*…)")


def test_commands_that_sentences_name_are_in_that_menu_and_are_called_so_in_chinese() -> None:
    """A sentence that sends somebody to a command that is not there is a dead end."""
    messages = ElementTree.parse(ROOT / "resources" / "i18n" / "metst_zh_CN.ts").iter("message")
    chinese = {one.findtext("source", ""): "".join(one.find("translation").itertext()) for one in messages}
    there = {(spec.menu, spec.text) for spec in ACTIONS}
    named = [(text, *found.groups()) for text in chinese for found in NAMED.finditer(text)]
    assert len(named) > 20
    for text, menu, inside, title in named:
        assert (f"{menu}/{inside.removesuffix(', ')}".rstrip("/"), title) in there, text
        assert chinese[title].removesuffix("…") in chinese[text], text
