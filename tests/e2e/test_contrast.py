"""All words of the window, its panels and its dialogs stand out from their ground, as they are painted (WCAG 2.2)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from metst_gui.timeline.gutter import Gutter
from metst_gui.timeline.header import Header
from metst_gui.timeline.ruler import TimeRuler
from tests.kit.dialogs import dialogs
from tests.kit.hands import press
from tests.kit.inks import contrasts
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e

PAINTED = (Gutter, Header, TimeRuler)
FRAMED = (QAbstractButton, QLineEdit, QComboBox)
LEAST = 4.5


def worded(root: QWidget) -> Iterator[QWidget]:
    """What shows words and can be used; an inactive control need not stand out."""
    for one in root.findChildren(QWidget):
        told = isinstance(one, PAINTED) or (isinstance(one, (QLabel, *FRAMED)) and bool(words(one)))
        if told and one.isEnabled() and not one.visibleRegion().isEmpty():
            yield one


def words(one: QWidget) -> str:
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QLineEdit):
        return one.text() or one.placeholderText()
    return one.text() if isinstance(one, (QLabel, QAbstractButton)) else ""


def faint(root: QWidget) -> list[str]:
    found = []
    for one in worded(root):
        if isinstance(one, QAbstractButton):
            one.setIcon(QIcon())
        least = min(contrasts(one, frame=isinstance(one, FRAMED)), default=21.0)
        if least < LEAST:
            found.append(f"{type(one).__name__} “{words(one)}” {least:.1f}")
    return found


def test_the_measure_finds_words_that_are_too_faint(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    label = QLabel("strong and faint", root)
    root.show()
    assert len(contrasts(label)) >= 1
    assert faint(root) == []
    label.setStyleSheet("color: #999999; background: #ffffff")
    assert len(faint(root)) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_of_the_window_stands_out(desk, qtbot, clip, theme) -> None:
    window = desk("with_evidence")
    window.desk.theme.choose(theme)
    assert faint(window) == [], "the start page"
    open_and_analyse(window, qtbot, clip)
    for name in ("why_panel", "network_states", "sensitivity", "compare", "model_panel"):
        window.book.actions[name].trigger()
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_S)
    assert len(list(worded(window))) > 40, "the window is in sight"
    assert faint(window) == []
    for dialog in dialogs(window):
        qtbot.addWidget(dialog)
        dialog.show()
        assert faint(dialog) == [], type(dialog).__name__
        dialog.hide()
