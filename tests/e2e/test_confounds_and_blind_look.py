"""What the card says of eyes and head, the reason it fills in, and the blind look."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from engine.journal import verify_project
from metst_gui.document.annotation import Verdict
from tests.kit.documents import journal
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse, with_evidence

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_blink_at_the_apex_is_on_the_card_and_its_reason_is_one_key(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    with_evidence(window)
    document = window.desk.document
    blink, smile, third = document.view.proposals[:3]
    assert 32 <= blink.apex <= 40, "the fake blink covers the apex"
    window.desk.tour.select("proposal", blink.id)
    assert "⚠ blink in frames 32 to 40" in window.card._remark.text()
    assert "Reject: blink" in window.card.verdicts.buttons["rejected"].text()
    press(window, qtbot, Qt.Key.Key_Backspace)
    assert document.view.verdicts[blink.id].reason == "blink"
    action, after = journal(window.desk.session.project_path)[-1]
    assert (action, after["suggested_reason"]) == ("reject", "blink")
    assert window.desk.selection.item == ("proposal", smile.id)
    assert "blink" not in window.card._remark.text()
    assert "Reject\n" in window.card.verdicts.buttons["rejected"].text()
    press(window, qtbot, Qt.Key.Key_Backspace)
    assert document.view.verdicts[smile.id].reason == "", "nothing is filled in where nothing is known"
    assert "suggested_reason" not in journal(window.desk.session.project_path)[-1][1]
    window.desk.tour.select("proposal", blink.id)
    press(window, qtbot, Qt.Key.Key_Backspace, modifier=SHIFT)
    menu = window.findChild(QMenu, "reason_menu")
    assert menu.activeAction().text() == "&Blink\t1", "one more key confirms it"
    qtbot.keyClick(menu, Qt.Key.Key_O)
    assert document.view.verdicts[blink.id].reason == "", "or states none"
    assert document.view.verdict(third.id) is Verdict.PENDING


def test_a_blink_elsewhere_in_the_interval_suggests_nothing(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    with_evidence(window)
    run = window.desk.document.view.run
    shifted = replace(run.evidence, eyes=run.evidence.eyes.copy())
    shifted.eyes[:] = 0.3
    shifted.eyes[40:49] *= 0.7
    window.desk.document.set_run(replace(run, id="c" * 32, evidence=shifted))
    first = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", first.id)
    assert "blink in frames 40 to 48" in window.card._remark.text()
    assert "Reject\n" in window.card.verdicts.buttons["rejected"].text()


def test_a_blind_look_hides_the_model_and_nothing_else(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, session = window.desk.document, window.desk.session
    sentences = said(window)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    window.desk.review.create(60, 70, 64)
    decided = document.view.verdicts.keys()
    press(window, qtbot, Qt.Key.Key_Down)
    before = window.desk.queue.shown_ids(), document.view.proposals, window.desk.threshold.height
    press(window, qtbot, Qt.Key.Key_B)
    assert document.view.veiled
    assert (document.view.proposals, document.view.near_misses, document.view.run) == ((), (), None)
    assert window.desk.threshold.height is None
    assert window.timeline.plots.intervals.lanes[0].ids == ()
    assert {kind for kind, _ in window.desk.queue.shown_ids()} <= {"annotation"}
    assert session.selection.item is None
    assert len(document.view.annotations) == 2, "what the reviewer stands for stays in view"
    assert window.features.blind_look.label.text()
    rows = window.queue._list.rows.items
    chips = " ".join(chip.text() + chip.accessibleName() for chip in window.queue.header.chips.values())
    assert "yours 2" in chips
    assert "drawn" not in chips, "one of them was accepted"
    assert "accepted" not in window.queue.progress_text
    assert [row.emotion for row in rows] == [None, None], "no hint of the model on what was accepted"
    window.desk.tour.select("annotation", document.view.annotations[0].id)
    shown = " ".join(one.text() + one.toolTip() for one in window.card.findChildren(QLabel))
    assert not any(
        word in shown for word in ("Accepted proposal", "model's bounds", "surprise", "assumed", "decoder")
    ), shown
    window.desk.selection.clear()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Backspace, Qt.Key.Key_N):
        press(window, qtbot, key)
    assert document.view.verdicts.keys() == decided
    assert "analyse" not in " ".join(sentences[-3:]).lower(), "there is an analysis; it is hidden"
    window.desk.review.deselect()
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=60_000):
        window.desk.analysis.start()
    assert document.view.run is None
    assert "what it found is hidden" in " ".join(sentences)
    assert "proposals to review" not in " ".join(sentences)
    session.playback.seek(30)
    for key in (Qt.Key.Key_I, Qt.Key.Key_P, Qt.Key.Key_O):
        press(window, qtbot, key)
        session.playback.seek(session.playback.frame + 5)
    assert len(document.view.annotations) == 3
    press(window, qtbot, Qt.Key.Key_B)
    assert (
        window.desk.queue.shown_ids()[: len(before[0])] != [],
        document.view.proposals,
        window.desk.threshold.height,
    ) == (
        True,
        *before[1:],
    )
    assert window.features.blind_look.label.text() == ""
    told = [(action, json.dumps(after)) for action, after in journal(session.project_path) if "marks" in action]
    assert [action for action, _ in told] == ["hide the model's marks", "show the model's marks"]
    assert "frame" in told[0][1]
    assert verify_project(session.project_path).ok
