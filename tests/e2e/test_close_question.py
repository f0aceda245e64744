"""Closing in the middle of an analysis asks first."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from metst_gui.desk.jobs import Job, JobKind
from metst_gui.window import close_question


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    percents: list[int] = []

    def stay(_window: object, jobs: Sequence[Job]) -> bool:
        percents.extend(one.percent or 0 for one in jobs)
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
    assert window.messages._stage.text().startswith("Analysing 15 %"), "the bar says the same"
    assert window.messages._bar.value() == 15
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


@pytest.mark.parametrize(("text", "closes"), [("Go on", False), ("Give up and close", True)])
def test_the_question_itself(qtbot, text: str, closes: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    job = Job(JobKind("Analysing", loss="The analysis is given up; every decision is saved."))
    job.progress("", 37, 100)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "37 %" in box.text()
        job.progress("", 38, 100)
        assert "38 %" in box.text(), "it goes on meanwhile, and the bar with it"
        assert "decision is saved" in box.informativeText()
        next(one for one in box.buttons() if one.text() == text).click()

    QTimer.singleShot(50, press)
    assert ORIGINAL(parent, [job]) is closes


def test_what_is_ready_meanwhile_takes_its_question_away(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    job = Job(JobKind("Analysing", loss="The analysis is given up."))
    job.progress("", 99, 100)
    QTimer.singleShot(50, job.end)
    assert not ORIGINAL(parent, [job]), "there is something to review now"


ORIGINAL = close_question.may_close
