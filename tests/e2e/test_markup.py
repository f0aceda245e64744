"""Names of a foreign project that look like HTML are shown as they are written, all over the window."""

import os
import shutil

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip, QWidget

from metst_gui.document.annotation import Annotation
from tests.kit.windows import open_and_analyse

MARKUP = "<img src=x><b>bold</b>"
FILE = "bold" if os.name == "nt" else "<img src=x><b>bold"  # Windows has no such names


def shown_labels(*windows: QWidget) -> list[QLabel]:
    return [label for one in windows for label in one.findChildren(QLabel) if label.isVisible()]


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_markup_in_a_foreign_project_is_shown_as_written(desk, qtbot, clip, tmp_path) -> None:
    window = desk()
    video = shutil.copy(clip, tmp_path / f"{FILE}{clip.suffix}")
    open_and_analyse(window, qtbot, video)
    document = window.desk.document
    document.videos.name(subject=MARKUP, video_name=MARKUP)
    document.import_annotations(
        [Annotation(onset=20, apex=32, offset=40, emotion=MARKUP, action_units=MARKUP, note=MARKUP)]
    )
    (made,) = document.view.annotations
    window.desk.selection.select("annotation", made.id)
    window.desk.notifier.error(f"“{MARKUP}” was not read.")
    QApplication.processEvents()
    labels = shown_labels(window)
    assert [one.text() for one in labels if one.textFormat() != Qt.TextFormat.PlainText] == []
    assert any(MARKUP in one.text() for one in labels)
    box = QMessageBox(window)
    box.setText(MARKUP)
    box.open()
    assert {one.textFormat() for one in shown_labels(box)} == {Qt.TextFormat.PlainText}
    box.close()
    QToolTip.showText(QPoint(9, 9), MARKUP, window)
    (tip,) = (
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QLabel) and one.objectName() == "qtooltip_label"
    )
    assert tip.textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()
