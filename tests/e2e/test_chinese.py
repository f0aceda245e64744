"""The window in Chinese: every text of every widget, action, menu, tool tip and dialog that can be made is Chinese."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyqtgraph import GraphicsScene
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableWidget,
    QTabWidget,
    QTreeWidget,
    QWidget,
)

from metst_gui import language
from metst_gui.evaluation.evaluation_dialog import EvaluationDialog
from metst_gui.language import CHINESE
from tests.kit.dialogs import dialogs
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse
from tools import catalogue as catalog

pytestmark = pytest.mark.e2e

# What Chinese readers of the field know as it is: names, formats, units, codes, keys and this test's own files.
KNOWN = """
METST ME TST CAS SAMM SMIC CASME II III IV DFME MMEW MEGC DME ELAN Praat TextGrid BORIS Label Studio WebVTT SubRip
ActivityNet OpenTAD
CSV JSON HTML PDF IoU AU kappa Cohen TP FP FN STRS FACS BoostingVRME miniaudio px fps ms synth
Ctrl Shift Alt Enter Return Backspace Space Esc Del Home End PgUp PgDown
English others proposal clip spNO Fake MIT MediaPipe Apache NASA
analyze VQA NWB BIDS Neurodata Without Borders events
"""
WORD = re.compile(r"[A-Za-z]{2,}")


def english(text: str) -> list[str]:
    """Words of a text that are neither Chinese nor known; paths and e-mail-like names are passed over."""
    text = re.sub(r"[\w./~-]*[/\\][\w./~-]+|\*?\.\w+\b|\b[0-9a-f]{12,}\b|\bp \d|\b\w+_\w+\b", " ", text)
    known = {word.lower() for word in KNOWN.split()}
    return [word for word in WORD.findall(text) if word.lower() not in known]


def table_texts(table: QTableWidget) -> list[str]:
    columns = range(table.columnCount())
    found = [table.horizontalHeaderItem(column) for column in columns]
    found += [table.item(row, column) for row in range(table.rowCount()) for column in columns]
    return [one.text() for one in found if one is not None]


def tree_texts(tree: QTreeWidget) -> list[str]:
    header = [tree.headerItem().text(column) for column in range(tree.columnCount())]
    return header + [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


# How the visible texts of each kind of object are asked for.
READERS: tuple[tuple[type, Callable[[Any], list[str]]], ...] = (
    (QWidget, lambda one: [one.toolTip(), one.statusTip(), one.accessibleName(), one.windowTitle()]),
    (QAction, lambda one: [one.text(), one.toolTip(), one.statusTip()]),
    (QLabel, lambda one: [] if one.property("verbatim") else [one.text()]),
    (QAbstractButton, lambda one: [one.text()]),
    (QMenu, lambda one: [one.title()]),
    (QGroupBox, lambda one: [one.title()]),
    (QLineEdit, lambda one: [one.placeholderText()]),
    (QPlainTextEdit, lambda one: [] if one.property("verbatim") else [one.toPlainText()]),
    (QComboBox, lambda one: [] if one.property("verbatim") else [one.itemText(row) for row in range(one.count())]),
    (QTabWidget, lambda one: [one.tabText(row) for row in range(one.count())]),
    (QTableWidget, table_texts),
    (QTreeWidget, tree_texts),
)


def texts(root: QObject) -> Iterator[tuple[str, str]]:
    """(where, text) of a window and everything in it."""
    for one in (root, *root.findChildren(QObject)):
        # pyqtgraph's own menus are never opened: a right click opens ours.
        if isinstance(one.parent(), GraphicsScene):
            continue
        for kind, read in READERS:
            if isinstance(one, kind):
                yield from ((f"{type(one).__name__} {one.objectName()}", text) for text in read(one))


def untranslated(root: QObject) -> list[tuple[str, str, list[str]]]:
    return [(where, text, words) for where, text in texts(root) if (words := english(text))]


@pytest.fixture
def chinese(qapp) -> Iterator[None]:
    assert language.install(CHINESE)
    yield
    language.remove()


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch, chinese: None) -> list[str]:
    """Every string of the window that was asked for and had no Chinese."""
    found: list[str] = []
    known = catalog.read()

    class Spy(QCoreApplication):
        @staticmethod
        def translate(context: str, text: str) -> str:
            if context == language.CONTEXT and (context, str(text)) not in known and english(text):
                found.append(text)
            return QCoreApplication.translate(context, text)

    monkeypatch.setattr(language, "QCoreApplication", Spy)
    return found


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is painted by our own widgets."""
    found: list[str] = []
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: object) -> object:
        found.extend(one for one in arguments if isinstance(one, str))
        return draw(painter, *arguments)

    monkeypatch.setattr(QPainter, "drawText", drawn)
    return found


def test_the_search_finds_english() -> None:
    assert english("打开 Open METST (Ctrl+O)") == ["Open"]
    assert english("/home/me/clip.mp4 已保存") == []


def test_the_empty_window(desk, missed, painted, qtbot) -> None:
    window = desk()
    window.grab()
    assert untranslated(window) == []
    assert [text for text in painted if english(text)] == []
    assert missed == []
    assert window.menuBar().actions()[0].text() == "文件(&F)"


def test_the_window_with_a_video_and_its_dialogs(desk, clip: Path, missed, painted, qtbot) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_3, Qt.Key.Key_Backspace, Qt.Key.Key_S)
    window.desk.review.create(5, 14, 9)
    window.why_panel.show()
    window.features.why.refresh()
    window.book.actions["zoom_item"].trigger()
    for name in ("compare", "overlay", "loop", "artefact", "why_here", "undo", "redo", "sound"):
        window.book.actions[name].trigger()
    window.grab()
    assert untranslated(window) == []
    window.desk.document.annotators.rename("spNO")
    window.desk.document.annotators.add("BORIS", blind=False)
    for dialog in dialogs(window):
        qtbot.addWidget(dialog)
        for tables in dialog.findChildren(QPlainTextEdit):
            # The paper's tables, in its words.
            tables.setProperty("verbatim", isinstance(dialog, EvaluationDialog))
        dialog.grab()
        assert untranslated(dialog) == [], type(dialog).__name__
        box = dialog.findChild(QDialogButtonBox)
        if box is not None:
            assert [button.text() for button in box.buttons() if english(button.text())] == []
    sheet = window.features.contact_sheet.sheet()
    assert sheet is not None
    sheet.show()
    found = untranslated(sheet)
    sheet.close()
    assert found == []
    assert [text for text in painted if english(text)] == []
    assert missed == []


def test_the_messages_of_a_session(desk, clip: Path, chinese, said, qtbot) -> None:
    window = desk()
    sentences = said(window)
    for name in ("save_as", "export", "go_to", "analyse", "artefact", "sort_rank", "why_here", "merge", "delete"):
        window.book.actions[name].trigger()
    open_and_analyse(window, qtbot, clip)
    for name in ("next_item", "reject", "set_onset", "accept", "artefact", "no_artefact", "why_here", "previous_item"):
        window.book.actions[name].trigger()
    assert len(sentences) > 8
    # The fake analysis says “A note.”, which no engine does.
    assert [one for one in sentences if english(one.replace("A note.", ""))] == []


def test_the_language_is_chosen_in_the_menu_for_the_next_start(desk, said, qtbot) -> None:
    window = desk()
    sentences = said(window)
    window.book.actions["language_zh_CN"].trigger()
    assert window.desk.settings.value.language == CHINESE
    assert sentences == ["The language changes when METST is started again."]
    assert window.menuBar().actions()[0].text() == "&File"
