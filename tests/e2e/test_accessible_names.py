"""No control without a name that a screen reader can say."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTreeView,
    QWidget,
)

from tests.kit.dialogs import dialogs
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractItemView)


def name_of(control: QWidget, root: QWidget) -> str:
    """What a screen reader says of a control: its own name, a button's text, or the label whose buddy it is."""
    buddies = [one.text() for one in root.findChildren(QLabel) if one.buddy() is control]
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return next((one for one in (control.accessibleName(), text, *buddies) if one.strip()), "")


def controls(root: QWidget) -> Iterator[QWidget]:
    """Controls in sight; what Qt puts inside of a control of its own belongs to that control."""
    for one in root.findChildren(QWidget):
        part = isinstance(
            one.parent(), (QComboBox, QAbstractSpinBox, QTableView, QTreeView)
        ) or one.objectName().startswith("qt_")
        if isinstance(one, CONTROLS) and one.isVisibleTo(root) and not part:
            yield one


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}" for one in controls(root) if not name_of(one, root)
    ]


def test_the_search_finds_what_has_no_name(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QLineEdit("a value is no name", root)
    assert nameless(root) == ["QLineEdit in QWidget"]


def test_the_start_page(desk) -> None:
    assert nameless(desk()) == []


def test_the_window_with_a_video(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    window.why_panel.show()
    window.features.why.refresh()
    window.book.actions["compare"].trigger()
    assert len(list(controls(window))) > 30, "the window is in sight"
    assert nameless(window) == []


def test_the_case_board(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.board.show()
    for sheet in range(3):
        window.board_page.show_sheet(sheet)
        assert nameless(window) == []


def test_its_dialogs(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    found = {}
    for dialog in dialogs(window):
        qtbot.addWidget(dialog)
        if dialog.findChild(QDialogButtonBox) is None:
            assert list(controls(dialog)), type(dialog).__name__
        found[type(dialog).__name__] = nameless(dialog)
    assert [(name, *without) for name, without in found.items() if without] == []
