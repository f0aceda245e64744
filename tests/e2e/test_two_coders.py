"""Two people on one case: copies that went their own ways, and blind coders, up to the adjudicated export."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from engine.cli import main
from engine.datasets import read_records
from engine.journal import verify_project
from metst_gui.desk.project_copies import save_as
from metst_gui.document.annotation import Verdict
from metst_gui.document.annotator_pairs import compare_videos
from metst_gui.project import agreement_and_adjudication, merging
from metst_gui.project.adjudication_dialog import AdjudicationDialog
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

DOWN, RETURN, REJECT = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Backspace


@pytest.fixture(scope="module")
def second_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """220 frames: enough for all proposals of the fake analysis."""
    return CLIPS["h264-gop15"].write(tmp_path_factory.mktemp("second") / "second", 220)


def mark(window, qtbot, onset: int, offset: int, digit: str) -> None:
    """Mark an interval with its emotion, by keys at the frames shown."""
    press(window, qtbot, Qt.Key.Key_Escape)
    for frame, key in ((onset, Qt.Key.Key_I), (offset, Qt.Key.Key_O)):
        window.desk.playback.seek(frame)
        press(window, qtbot, key)
    qtbot.keyClicks(window.video, digit)


def other_video(window, qtbot, key: Qt.Key) -> None:
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        press(window, qtbot, key)


def turn_to(window, qtbot, widget) -> None:
    """Of several windows on the screen, the one that has the keyboard."""
    with qtbot.waitActive(window):
        window.activateWindow()
    widget.setFocus()


def open_in(desk, qtbot, path: Path):
    window = desk()
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.open_path(path)
    return window


def merge(window, qtbot, monkeypatch, other: Path, out: Path, *, command: str) -> None:
    monkeypatch.setattr(merging.QFileDialog, "getOpenFileName", lambda *_args: (str(other), ""))
    monkeypatch.setattr(merging.QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.book.actions[command].trigger()
    assert window.desk.session.project_path == out


def adjudicate(window, qtbot) -> AdjudicationDialog:
    window.book.actions["adjudicate"].trigger()
    dialog = window.findChild(AdjudicationDialog)
    # A window that was just opened may take the keyboard back once.
    qtbot.waitUntil(lambda: dialog.activateWindow() or dialog.isActiveWindow(), timeout=TIMEOUT)
    qtbot.wait(300)
    turn_to(dialog, qtbot, dialog.table)
    return dialog


def decide(dialog, qtbot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(dialog.table, key)


def export(window, qtbot, dialog, monkeypatch, out: Path) -> None:
    monkeypatch.setattr(agreement_and_adjudication.QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    decide(dialog, qtbot, Qt.Key.Key_E)


def test_two_windows_on_two_copies_are_merged_decided_adjudicated_and_exported(
    desk, qtbot, clip, tmp_path, monkeypatch
) -> None:
    here, copy, out = (tmp_path / f"{name}.metst" for name in ("here", "copy", "out"))
    first = desk()
    open_and_analyse(first, qtbot, clip)
    first.desk.document.annotators.rename("Ann")
    save_as(first.desk.session, here)
    qtbot.waitUntil(lambda: bool(first.desk.document.video.ref.sha256), timeout=TIMEOUT)
    assert first.desk.session.autosaver.flush()
    shutil.copyfile(here, copy)
    second = open_in(desk, qtbot, copy)
    # Both are open, and both go on: Ann here, and there first Ann on a laptop and then Bob.
    turn_to(first, qtbot, first.video)
    press(first, qtbot, DOWN, RETURN)
    accepted = first.desk.document.view.annotations[0]
    press(first, qtbot, REJECT)
    mark(first, qtbot, 5, 15, "2")
    turn_to(second, qtbot, second.video)
    press(second, qtbot, DOWN, REJECT)
    second.desk.document.annotators.add("Bob", blind=False)
    mark(second, qtbot, 6, 16, "3")
    mark(second, qtbot, 225, 235, "4")
    second.close()
    merge(first, qtbot, monkeypatch, copy, out, command="merge_project")
    document = first.desk.document
    assert {one.name for one in document.annotators} == {"Ann", "Bob"}
    document.annotators.use(next(one.id for one in document.annotators if one.name == "Ann"))
    assert document.view.verdict(accepted.proposal_id) is Verdict.REJECTED, "the later answer"
    first.book.actions["merged_answers"].trigger()
    answers = first.features.merging.answers
    assert answers.table.rowCount() == 1
    answers.take.click()
    answers.close()
    assert document.view.verdict(accepted.proposal_id) is Verdict.ACCEPTED
    assert sum(one.verdict is Verdict.REJECTED for one in document.view.verdicts.values()) == 1
    dialog = adjudicate(first, qtbot)
    assert dialog.names() == ("Ann", "Bob")
    assert dialog.left == 3, "one that both marked, the accepted proposal, and Bob's own"
    asked: list[str] = []
    answer = [QMessageBox.StandardButton.No]
    monkeypatch.setattr(QMessageBox, "question", lambda *told: asked.append(told[2]) or answer[0])
    csv = tmp_path / "adjudicated.csv"
    decide(dialog, qtbot, Qt.Key.Key_B)
    export(first, qtbot, dialog, monkeypatch, csv)
    assert asked[0].startswith("2 events have no decision and will not be in the file")
    assert not csv.exists()
    decide(dialog, qtbot, Qt.Key.Key_A, Qt.Key.Key_B)
    export(first, qtbot, dialog, monkeypatch, csv)
    assert len(asked) == 1, "nothing is open any more"
    rows = read_records(csv, format="csv").records
    assert [(one.onset, one.offset, one.extra["decision"]) for one in rows] == [
        (6, 16, "second"), (accepted.onset, accepted.offset, "first"), (225, 235, "second"),
    ]  # fmt: skip
    assert {one.extra["decided_by"] for one in rows} == {"Ann"}
    first.close()
    assert main(["verify", str(out), "--head", verify_project(copy).head]) == 0


def test_two_blind_coders_come_from_a_hand_over_to_kappa_and_an_adjudicated_export(
    desk, qtbot, clip, second_clip, tmp_path, monkeypatch
) -> None:
    case, file, out = (tmp_path / f"{name}.metst" for name in ("case", "for_bob", "both"))
    first = desk()
    first.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(first.desk.session.settled, timeout=TIMEOUT):
        first.desk.opener.open_path(clip)
    first.desk.document.annotators.add("Ann", blind=True)
    save_as(first.desk.session, case)
    mark(first, qtbot, 20, 50, "2")
    mark(first, qtbot, 100, 130, "3")
    with qtbot.waitSignal(first.desk.session.settled, timeout=TIMEOUT):
        first.desk.opener.add_video(second_clip)
    mark(first, qtbot, 30, 60, "2")
    qtbot.waitUntil(lambda: all(one.ref.sha256 for one in first.desk.document.videos), timeout=TIMEOUT)
    first.features.handing_over.hand_over(file, "Bob", runs=False)
    first.features.handing_over.wait()
    qtbot.waitUntil(file.exists, timeout=TIMEOUT)
    first.close()
    for folder in (clip.parent, second_clip.parent):
        for one in folder.iterdir():
            if one.suffix != ".metst":
                shutil.copy(one, tmp_path / one.name)

    second = open_in(desk, qtbot, file)
    assert second.desk.document.view.blind
    mark(second, qtbot, 22, 52, "2")
    mark(second, qtbot, 100, 130, "4")
    other_video(second, qtbot, Qt.Key.Key_PageDown)
    mark(second, qtbot, 30, 60, "2")
    mark(second, qtbot, 150, 170, "5")
    second.close()

    third = open_in(desk, qtbot, case)
    merge(third, qtbot, monkeypatch, file, out, command="take_back")
    document = third.desk.document
    assert (document.layer.name, document.view.blind) == ("Ann", True)
    assert third.features.merging.brought is None, "counts of another coder are no business of one who works blind"
    monkeypatch.setattr(QMessageBox, "question", lambda *_told: QMessageBox.StandardButton.Yes)
    third.book.actions["reveal"].trigger()
    layers = {one.name: one.id for one in document.annotators}
    found = compare_videos(document, layers["Ann"], layers["Bob"])
    # Of three matched events two have the same emotion: p_o = 2/3, p_e = (2*2 + 0 + 0) / 9.
    assert found.pooled.kappa == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert [(one.n_first, one.n_second, one.n_matched) for _video, one in found.videos] == [(2, 2, 2), (1, 2, 1)]
    dialog = adjudicate(third, qtbot)
    picture = third.video.rect().translated(third.video.mapToGlobal(third.video.rect().topLeft()))
    assert dialog.frameGeometry().top() > picture.center().y(), "the picture is seen while events are decided"
    dialog._sides[0].setCurrentIndex(dialog._sides[0].findData(layers["Ann"]))
    dialog._sides[1].setCurrentIndex(dialog._sides[1].findData(layers["Bob"]))
    dialog.table.setFocus()
    dialog.go_to_first()
    third.desk.playback.seek(21)
    decide(dialog, qtbot, Qt.Key.Key_I, RETURN, Qt.Key.Key_A, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: document.video.name == document.videos[1].name, timeout=TIMEOUT)
    decide(dialog, qtbot, Qt.Key.Key_N)
    assert dialog.left == 0
    export(third, qtbot, dialog, monkeypatch, tmp_path / "adjudicated.csv")
    rows = read_records(tmp_path / "adjudicated.csv", format="csv").records
    assert [(one.onset, one.offset, one.extra["decision"]) for one in rows] == [
        (21, 50, "own"), (100, 130, "first"), (30, 60, "first"),
    ]  # fmt: skip
    third.close()
    assert verify_project(out).ok
