"""Finding a command by what was typed: which fit, in which order, what is grey and why."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMainWindow

from metst_gui import language
from metst_gui.commands.book import CommandBook
from metst_gui.commands.palette import Palette, rows
from metst_gui.commands.search import BEGINS, BESIDE, INSIDE, LETTERS, WORD, rank
from metst_gui.commands.table import ACTIONS
from metst_gui.language import CHINESE
from metst_gui.wording.handbook import topics
from tests.gui.commands import Nothing


@pytest.mark.parametrize(
    ("typed", "title", "beside", "expected"),
    [
        ("", "Accept", (), (0, 0)),
        ("ACC", "Accept", (), (BEGINS, 0)),
        ("zoom", "Lens: zoom in", (), (WORD, 0)),
        ("cept", "Accept", (), (INSIDE, 0)),
        ("view", "Zoom in", ("View",), (BESIDE, 0)),
        ("act", "Accept", (), (LETTERS, 3)),
        ("item zoom", "Zoom to item", (), (WORD + BEGINS, 0)),
        ("cta", "Accept", (), None),
        ("zoom x", "Zoom in", (), None),
        ("ed", "Export by hand", (), None),
        ("决定", "学习我的决定", (), (INSIDE, 0)),
        ("  ", "Accept", (), (0, 0)),
    ],
)
def test_how_well_it_fits(typed, title, beside, expected) -> None:
    assert rank(typed, title, beside) == expected


@pytest.fixture
def book(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    state = Nothing()
    made = CommandBook(state, window)
    done: list[str] = []
    made.bind({spec.id: lambda name=spec.id: done.append(name) for spec in ACTIONS})
    made.finish()
    made.done, made.said, made.fake, made.kept = done, [], state, window
    made.refused.connect(made.said.append)
    return made


def palette(book, qtbot) -> Palette:
    made = Palette(book)
    qtbot.addWidget(made)
    return made


def titles(shown: Palette) -> list[str]:
    return [shown.list.topLevelItem(number).text(0) for number in range(shown.list.topLevelItemCount())]


def test_with_nothing_typed_every_command_is_listed_in_the_order_of_the_table(book) -> None:
    assert [row.id for row in rows(book, "")] == [spec.id for spec in ACTIONS]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("acc", "accept"),
        ("blind", "blind_look"),
        ("theme dark", "theme_dark"),
        ("ctrl+l", "lanes"),
        ("finali vid", "finalise"),
        ("cntct", "contact_sheet"),
        ("f8", "next_error"),
    ],
)
def test_the_best_fit_stands_first(book, typed, first) -> None:
    assert rows(book, typed)[0].id == first


def test_every_command_is_found_first_among_its_namesakes_by_its_own_name(book) -> None:
    for spec in ACTIONS:
        found = rows(book, f"{spec.text} {spec.menu.replace('/', ' ')}".replace("…", ""))
        assert spec.id in [row.id for row in found[:3]], spec.id


def test_in_chinese_the_chinese_and_the_english_name_find_it(book) -> None:
    assert language.install(CHINESE)
    try:
        for spec in ACTIONS:
            title = language.tr(spec.text).rstrip("…")
            assert spec.id in [row.id for row in rows(book, title)], title
        best = rows(book, "finalise video")[0]
        assert best.id == "finalise"
        assert best.title == language.tr("Finalise video…").rstrip("…") != "Finalise video"
    finally:
        language.remove()


def test_what_is_not_possible_is_grey_says_why_and_cannot_be_chosen(book, qtbot) -> None:
    book.fake.missing = {"item"}
    shown = palette(book, qtbot)
    qtbot.keyClicks(shown.line, "accept")
    item = shown.list.topLevelItem(0)
    grey = shown.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText)
    assert item.foreground(0).color() == grey
    assert item.toolTip(0) == shown.note.text() == "First the item."
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert (shown.chosen, shown.result()) == ("", 0)
    shown.line.setText("undo")
    assert shown.list.topLevelItem(0).foreground(0).style() == Qt.BrushStyle.NoBrush
    assert shown.note.text() == "Undo the last edit"


def test_keys_go_through_the_list_while_the_line_has_the_keyboard(book, qtbot) -> None:
    shown = palette(book, qtbot)
    shown.show()
    qtbot.keyClicks(shown.line, "zoom")
    assert titles(shown)[:3] == ["Zoom to item", "Zoom in", "Zoom out"]
    qtbot.keyClick(shown.line, Qt.Key.Key_Up)
    assert shown.list.currentItem().text(0) == "Zoom to item", "the first has none before it"
    qtbot.keyClick(shown.line, Qt.Key.Key_Down)
    qtbot.keyClick(shown.line, Qt.Key.Key_PageDown)
    qtbot.keyClick(shown.line, Qt.Key.Key_PageUp)
    assert shown.list.currentItem().text(0) == "Zoom to item"
    qtbot.keyClick(shown.line, Qt.Key.Key_Down)
    assert book.done == []
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert (shown.chosen, shown.result(), book.done) == ("zoom_in", 1, [])


def test_nothing_fits_and_a_click_chooses(book, qtbot) -> None:
    shown = palette(book, qtbot)
    shown.line.setText("xqzw")
    assert titles(shown) == []
    assert shown.note.text() == "Nothing matches."
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.keyClick(shown.line, Qt.Key.Key_Down)
    assert shown.result() == 0
    shown.line.setText("redo")
    shown.list.itemClicked.emit(shown.list.topLevelItem(0), 0)
    assert (shown.chosen, shown.result()) == ("redo", 1)


def test_ticks_and_keys_are_shown_as_they_are_now(book, qtbot) -> None:
    book.actions["sound"].setChecked(True)
    book.fake.value = lambda name: name == "sound"
    book.actions["accept"].setShortcuts(["Y"])
    shown = palette(book, qtbot)
    shown.line.setText("sound on")
    assert titles(shown)[0] == "✓ Sound on or off"
    shown.line.setText("accept")
    assert shown.list.topLevelItem(0).text(2) == "Y"


def test_words_of_the_glossary_and_pages_of_the_manual_are_found_too(book, qtbot) -> None:
    shown = Palette(book, topics=topics())
    qtbot.addWidget(shown)
    assert len(titles(shown)) == len(ACTIONS), "before anything is typed only commands are listed"
    shown.line.setText("near miss")
    assert titles(shown)[0] == "near miss"
    assert shown.list.topLevelItem(0).text(1) == "Glossary"
    assert shown.note.text().startswith("candidate just below the threshold")
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert (shown.chosen, shown.topic.title, shown.topic.page) == ("", "near miss", "glossary")
    shown.line.setText("playing and sound")
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert (shown.topic.page, shown.topic.anchor) == ("manual", "playing")
    shown.line.setText("accept")
    assert titles(shown)[0] == "Accept", "a command comes before what is only said of it"
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert (shown.chosen, shown.topic) == ("accept", None)


def test_a_term_is_found_by_its_chinese_word(book) -> None:
    assert rows(book, "起始帧", topics())[0].title.startswith("onset")


def test_a_block_of_code_says_nothing_of_its_heading() -> None:
    texts = {one.title: one.text for one in topics() if one.page == "commands"}
    assert texts["metst report"] == ""
    assert "text" not in texts.values()
