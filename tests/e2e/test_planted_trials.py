"""Planted trials in the window: keys answer, the journal tells of it, and nothing that is said of the video changes."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from engine.errors import SourceError
from engine.journal import verify_project
from engine.synthesis.codec import write_h264
from tests.e2e.conftest import TIMEOUT
from tests.engine import portrait_clip
from tests.kit.documents import journal
from tests.kit.windows import open_and_analyse

FRAMES = 960


@pytest.fixture(scope="module")
def face_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portrait, forwards and backwards again and again."""
    grays, path = portrait_clip.frames(), tmp_path_factory.mktemp("face") / "face.mp4"
    there_and_back = np.concatenate([np.arange(75), np.arange(73, 0, -1)])
    write_h264(path, (grays[number] for number in np.resize(there_and_back, FRAMES)), crf=20)
    return path


@pytest.fixture
def window(desk, qtbot, face_clip):
    window = desk()
    open_and_analyse(window, qtbot, face_clip)
    return window


@pytest.fixture
def trials(window, qtbot):
    controller = window.features.trials
    yield controller
    controller.shutdown()


def said_of_video(window) -> tuple:
    document = window.desk.document
    return document.view.annotations, dict(document.view.verdicts), tuple(window.desk.looked.frames.tolist())


def answer(shown, qtbot, key: Qt.Key) -> None:
    qtbot.waitUntil(lambda: shown.clip is not None or not shown.isVisible(), timeout=TIMEOUT)
    qtbot.keyClick(shown, key)


def test_a_session_is_answered_by_keys_and_only_the_journal_tells_of_it(window, trials, qtbot) -> None:
    before, stack = said_of_video(window), window.desk.document.history.stack.count()
    session = trials.begin(4, seed=5)
    kinds = [one.kind for one in session.items]
    assert (kinds.count("planted"), kinds.count("calm")) == (4, 4)
    assert kinds.count("proposal") >= 1
    shown = trials.window(session)
    assert shown.windowModality() is Qt.WindowModality.ApplicationModal, "nothing can be annotated meanwhile"
    shown.show()
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert session.answers == {}, "what is not shown yet cannot be answered"
    qtbot.waitUntil(lambda: shown.clip is not None, timeout=TIMEOUT)
    qtbot.mouseClick(shown.nothing, Qt.MouseButton.LeftButton)
    assert not session.answers[0].seen
    qtbot.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.at == 0, "back to the clip before"
    told = set()
    for item in session.items:
        texts = " ".join(label.text() for label in shown.findChildren(QLabel))
        told.add(texts.replace(f"Clip {item.number + 1} of", "Clip of"))
        answer(shown, qtbot, Qt.Key.Key_Return if item.kind == "planted" else Qt.Key.Key_Backspace)
    assert not shown.isVisible()
    assert len(told) == 1, "nothing tells which clip is which"
    session.reveal()
    found = session.tally()
    assert (found.hits, found.planted, found.alarms, found.calm) == (4, 4, 0, 4)
    assert all(one.strength > 0 for one in session.answers.values() if one.kind == "planted")
    assert said_of_video(window) == before
    assert window.desk.document.history.stack.count() == stack
    path = window.desk.session.project_path
    assert verify_project(path).ok
    actions = [action for action, _ in journal(path) if "planted" in action]
    assert actions == ["begin planted trials", *["answer planted trial"] * (len(kinds) + 1), "reveal planted trials"]
    start = trials.start_dialog()
    assert any("4 of 4" in one.text() for one in start.findChildren(QLabel)), "earlier sessions are told"
    dialog = trials.reveal_dialog(session)
    dialog.show()
    assert "4 of 4 (100%; 90 % interval 60% to 100%)" in dialog.summary.text()
    assert [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())] == [
        {"planted": "planted", "calm": "calm place", "proposal": "proposal"}[kind] for kind in kinds
    ]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "a key pressed once too often does not close it"
    n = kinds.count("proposal")
    dialog.reject_button.click()
    verdicts = window.desk.document.view.verdicts
    assert [one.verdict.value for one in verdicts.values()] == ["rejected"] * n, "only when asked to"
    assert dialog.reject_button.isHidden()
    window.desk.document.history.undo()
    assert not window.desk.document.view.verdicts
    dialog.look.click()
    assert dialog.go_to == session.items[0].bounds[0]


def test_a_session_broken_off_counts_with_what_was_answered(window, trials, qtbot, monkeypatch) -> None:
    session = trials.begin(4, seed=6)
    shown = trials.window(session)
    shown.show()
    answer(shown, qtbot, Qt.Key.Key_Return)
    window.desk.document.ledger.withhold("It is another file.")
    answer(shown, qtbot, Qt.Key.Key_Return)
    assert session.at == 1
    assert "cannot be stored" in shown.progress.text()
    window.desk.document.ledger.withhold("")
    answer(shown, qtbot, Qt.Key.Key_Return)
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.No)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Yes)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    session.reveal()
    assert len(window.desk.document.trials.answers()) == 2
    told = [after for action, after in journal(window.desk.session.project_path) if action == "reveal planted trials"]
    assert told[0]["planted trial"] == {"session": session.id, "answered": 2, "left_out": 0, "finished": False}
    # What was shown is not shown again: the reviewer was told what was in it.
    shown_before = [(one.first, one.last) for one in session.items[:2] if one.kind != "proposal"]
    again = trials.begin(4, seed=6)
    for item in again.items if again else ():
        assert item.kind == "proposal" or all(item.last < a or item.first > b for a, b in shown_before)


def test_sessions_are_refused_where_they_would_tell_or_cannot_be_kept(window, trials, qtbot, said) -> None:
    command = window.book.actions["planted_trials"]
    document = window.desk.document
    assert command.isEnabled()
    document.view.veil(True, frame=0)
    qtbot.waitUntil(lambda: not command.isEnabled(), timeout=TIMEOUT)
    document.view.veil(False, frame=0)
    document.annotators.add("Bob", blind=True)
    qtbot.waitUntil(lambda: not command.isEnabled(), timeout=TIMEOUT)
    document.annotators.use("1")
    qtbot.waitUntil(command.isEnabled, timeout=TIMEOUT)
    document.ledger.withhold("It is another file.")
    sentences = said(window)
    assert trials.begin(4, seed=1) is None
    assert sentences[-1] == "It is another file."
    document.ledger.withhold("")
    document.statements.set_artefacts([(0, FRAMES - 1)])
    assert trials.begin(4, seed=1) is None
    assert "no room for trials" in sentences[-1]


def test_a_video_that_is_gone_ends_the_session_with_a_sentence(window, trials, qtbot, monkeypatch) -> None:
    session = trials.begin(4, seed=5)

    def gone(*_arguments: object, **_named: object) -> None:
        raise SourceError("It is gone.")

    monkeypatch.setattr("metst_gui.playback.trial_clips.open_source", gone)
    shown = trials.window(session)
    shown.show()
    qtbot.waitUntil(lambda: not shown.isVisible(), timeout=TIMEOUT)
    assert shown.failure == "It is gone."
    assert session.answers == {}
