"""The manual opens where a panel asks for it, in the language of the window, and knows every key it names."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from metst_gui import language
from metst_gui.commands.table import ACTIONS
from metst_gui.widgets.help_button import HelpButton
from metst_gui.window.help_commands import panel_at
from metst_gui.window.manual_window import PICTURE_WIDTH
from metst_gui.wording import handbook
from tests.conftest import ROOT
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MANUALS = ("manual.md", "manual.zh_CN.md")
# Held with the mouse, or written as on the keyboard.
OTHER_KEYS = {"Shift", "Ctrl"}
ARROWS = str.maketrans({"↓": "Down", "↑": "Up", "←": "Left", "→": "Right"})


def test_every_question_mark_opens_its_page(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    buttons = window.findChildren(HelpButton)
    assert {one.anchor for one in buttons} >= {"card", "queue", "timeline", "face", "why", "playing"}
    known = {one.anchor: one.title for one in handbook.topics() if one.anchor}
    for button in buttons:
        button.click()
        manual = window.help.opened
        assert manual.isVisible()
        assert manual.text.textCursor().block().text() == known[button.anchor]
        assert manual.contents.currentItem().text(0) == known[button.anchor]
    assert window.help.opened is manual, "one window, used again"


def test_f1_opens_the_page_of_the_panel(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for field, anchor in (
        (window.card.findChild(QLineEdit), "card"),
        (window.queue.findChild(QAbstractItemView), "queue"),
    ):
        field.setFocus()
        assert panel_at(field) == anchor
        window.book.actions["manual"].trigger()
        assert (
            window.help.opened.contents.currentItem().text(0)
            == {one.anchor: one.title for one in handbook.topics()}[anchor]
        )
    assert panel_at(window.centralWidget()) == "", "what holds several panels is none"
    assert {key.toString() for key in window.book.actions["manual"].shortcuts()} >= {"F1"}


def test_links_lead_from_page_to_page(desk) -> None:
    window = desk()
    window.book.actions["manual"].trigger()
    manual = window.help.opened
    for page in handbook.PAGES:
        for link in re.findall(r"\]\(([^)#]+\.md)(?:#[^)]*)?\)", handbook.markdown(page)):
            if handbook.page_of(link, page):
                manual.open_topic(next(one for one in handbook.topics() if one.page == page))
                manual.text.anchorClicked.emit(QUrl(link))
                assert manual.page == handbook.page_of(link, page)
    assert handbook.page_of("../reference/journal.md", "hand_over") == "journal"
    assert handbook.page_of("https://a.example", "manual") == ""


def test_contents_and_terms_lead_to_their_place(desk, qtbot) -> None:
    window = desk()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    manual = window.help.opened
    assert (manual.page, manual.text.textCursor().block().text()) == ("manual", "Manual")
    for topic in handbook.topics():
        if topic.page in ("manual", "glossary"):
            manual.open_topic(topic)
            assert manual.text.textCursor().block().text() == topic.title
    item = manual.contents.findItems("The queue", Qt.MatchFlag.MatchRecursive)[0]
    manual.contents.setCurrentItem(item)
    assert (manual.page, manual.text.textCursor().block().text()) == ("manual", "The queue")


def test_in_chinese_the_pages_are_chinese(desk, qapp) -> None:
    assert language.install(language.CHINESE)
    try:
        window = desk()
        window.findChild(HelpButton).click()
        assert re.search(r"[一-鿿]", window.help.opened.text.textCursor().block().text())
        anchors = [one.anchor for one in handbook.topics() if one.page == "manual"]
    finally:
        language.remove()
    assert anchors == [one.anchor for one in handbook.topics() if one.page == "manual"]


@pytest.mark.parametrize("name", MANUALS)
def test_every_key_that_the_manual_names_is_one(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    known = {QKeySequence(key) for spec in ACTIONS for key in spec.keys}
    named = {one for one in re.findall(r"`([^`]+)`", text) if re.fullmatch(r"(?:[A-Z]\w*\+)*[A-Z↓↑←→?]\w*|[0-9]", one)}
    assert len(named) > 30
    assert {one for one in named - OTHER_KEYS if QKeySequence(one.translate(ARROWS)) not in known} == set()


def test_the_pictures_of_a_page_are_shown(desk, qtbot) -> None:
    window = desk()
    window.book.actions["manual"].trigger()
    text = window.help.opened.text
    for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", handbook.markdown("manual")):
        assert (ROOT / "docs" / name).is_file()
        kind = QTextDocument.ResourceType.ImageResource
        assert text.loadResource(kind.value, QUrl(name)).width() == PICTURE_WIDTH
        assert text.document().resource(kind.value, QUrl(name)).width() == PICTURE_WIDTH


def test_a_page_that_is_missing_says_so(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(handbook, "DOCS", tmp_path)
    assert "install METST again" in handbook.markdown("manual")
