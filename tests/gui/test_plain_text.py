"""A text from anywhere is never read as HTML, wherever Qt shows it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMessageBox, QProgressDialog, QToolTip, QWidget

from metst_gui.widgets.plain_text import PlainText

MARKUP = "<img src=x><b>bold</b>"
PLAIN = Qt.TextFormat.PlainText


@pytest.fixture(autouse=True)
def _installed(qtbot):
    plain_text = PlainText()
    plain_text.install()
    yield
    QApplication.instance().removeEventFilter(plain_text)


def shown_labels(qtbot, widget: QWidget) -> list[QLabel]:
    qtbot.addWidget(widget)
    widget.show()
    QApplication.processEvents()
    return [one for one in (widget, *widget.findChildren(QLabel)) if isinstance(one, QLabel) and MARKUP in one.text()]


def message_box() -> QMessageBox:
    box = QMessageBox()
    box.setText(MARKUP)
    box.setInformativeText(MARKUP)
    return box


def input_dialog() -> QInputDialog:
    dialog = QInputDialog()
    dialog.setLabelText(MARKUP)
    return dialog


@pytest.mark.parametrize(
    ("make", "n"),
    [
        (lambda: QLabel(MARKUP), 1),
        (message_box, 2),
        (input_dialog, 1),
        (lambda: QProgressDialog(MARKUP, "Cancel", 0, 1), 1),
    ],
    ids=["label", "message box", "input dialog", "progress dialog"],
)
def test_markup_is_shown_as_written(qtbot, make, n) -> None:
    widget = make()
    labels = shown_labels(qtbot, widget)
    assert [one.textFormat() for one in labels] == [PLAIN] * n


def test_a_label_polished_before_it_has_its_text_stays_plain(qtbot) -> None:
    label = QLabel()
    shown_labels(qtbot, label)
    label.setText(MARKUP)
    assert label.textFormat() == PLAIN
    assert label.sizeHint() == size_of_plain(qtbot)


def size_of_plain(qtbot):
    label = QLabel(MARKUP)
    label.setTextFormat(PLAIN)
    qtbot.addWidget(label)
    return label.sizeHint()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_tool_tip_is_plain_before_it_is_measured(qtbot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QToolTip.showText(QPoint(9, 9), MARKUP, widget)
    (tip,) = (
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QLabel) and one.objectName() == "qtooltip_label"
    )
    assert tip.textFormat() == PLAIN
    assert tip.width() >= size_of_plain(qtbot).width() / 2  # as HTML it would be one word wide
    QToolTip.hideText()


@pytest.mark.parametrize("chosen", [Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText])
def test_a_format_that_was_chosen_is_kept(qtbot, chosen) -> None:
    label = QLabel(MARKUP)
    label.setTextFormat(chosen)
    shown_labels(qtbot, label)
    assert label.textFormat() == chosen
