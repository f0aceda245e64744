"""Marking a moment on the desk: one key, a diamond on the timeline, and words that claim no more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from metst_gui.queue.row_text import row_words
from metst_gui.timeline.intervals import MINE_LANE
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_a_key_marks_the_moment_and_the_card_says_what_is_known(desk, qtbot, clip) -> None:
    window = desk()
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    document, desk_ = window.desk.document, window.desk
    desk_.session.playback.seek(12)
    press(window, qtbot, Qt.Key.Key_P, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(window, qtbot, Qt.Key.Key_P, modifier=Qt.KeyboardModifier.ShiftModifier)
    (one,) = document.view.annotations  # the second press selects what is there
    assert (one.point, one.bounds) == (True, (12, 12, 12))
    assert desk_.current.annotation == one
    lane = window.timeline.plots.intervals.lanes[MINE_LANE]
    assert [lane.row(at).style for at in range(len(lane))] == ["point"]
    window.grab()  # the diamond is painted
    shown = " ".join(label.text() for label in window.card.findChildren(QLabel))
    assert "POINT LABEL" in shown.upper()
    assert [row_words(item) for item in desk_.queue.rows if item.kind == "annotation"] == ["point label"]
    press(window, qtbot, Qt.Key.Key_1)
    assert document.view.annotation(one.id).emotion is not None
    desk_.session.playback.seek(18)
    press(window, qtbot, Qt.Key.Key_O)
    after = document.view.annotation(one.id)
    assert (after.point, after.bounds) == (False, (12, 12, 18))
    window.book.trigger("undo")
    assert document.view.annotation(one.id).point
