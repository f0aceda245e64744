"""Closing in the middle of an analysis asks first."""

import pytest

from metst_gui.window import close_question


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    percents: list[int] = []

    def stay(_window: object, percent: int) -> bool:
        percents.append(percent)
        return False

    monkeypatch.setattr(close_question, "may_close", stay)
    return percents


def test_a_running_analysis_is_not_lost_without_a_question(desk, qtbot, clip, asked) -> None:
    window = desk("endless")
    window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.desk.analysis.inference.running, timeout=20000)
    window.desk.analysis.progress_changed.emit("x", 15, 100)
    window.close()
    assert asked == [15]
    assert window.isVisible()
    assert window.desk.analysis.inference.running
    window.desk.analysis.inference.cancel()
    window.desk.analysis.progress_changed.emit("", 0, 0)
    window.close()
    assert asked == [15], "nothing runs any more"
    assert not window.isVisible()


def test_nothing_is_asked_where_nothing_was_computed(desk, qtbot, clip, asked) -> None:
    window = desk()
    window.close()
    assert asked == []


@pytest.mark.parametrize(("text", "closes"), [("Keep analysing", False), ("Give it up and close", True)])
def test_the_question_itself(qtbot, text: str, closes: bool) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "38 %" in box.text()
        next(one for one in box.buttons() if one.text() == text).click()

    QTimer.singleShot(50, press)
    assert ORIGINAL(parent, 38) is closes


ORIGINAL = close_question.may_close
