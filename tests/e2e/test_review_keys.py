"""The review desk by its keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from engine.journal import connect_readonly
from tests.kit.hands import move_mouse, press
from tests.kit.windows import open_and_analyse


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_up_and_down_go_through_open_items_and_reasons_are_kept(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    first, second, third, fourth = (("proposal", one.id) for one in document.view.proposals)
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Backspace, modifier=Qt.KeyboardModifier.ShiftModifier)
    menu = window.findChild(QMenu, "reason_menu")
    qtbot.keyClick(menu, Qt.Key.Key_2)
    assert document.project.verdicts[first[1]].reason == "head"
    assert window.desk.selection.item == second
    press(window, qtbot, Qt.Key.Key_Return, Qt.Key.Key_Up)
    assert window.desk.selection.item == third, "both before it are decided"
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.selection.item == second
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert window.desk.selection.item == fourth
    press(window, qtbot, Qt.Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.view.annotation_of(fourth[1]).emotion is None
    assert document.view.annotation_of(fourth[1]).kind is None
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    window.desk.tour.select(*fourth)
    press(window, qtbot, Qt.Key.Key_T)
    assert document.view.annotation_of(fourth[1]).kind == "macro"
    press(window, qtbot, Qt.Key.Key_T)
    assert document.view.annotation_of(fourth[1]).kind is None


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_return_on_an_own_interval_goes_on_from_the_row_of_its_proposal(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    _first, second, third, _fourth = (("proposal", one.id) for one in document.view.proposals)
    window.desk.tour.select(*second)
    press(window, qtbot, Qt.Key.Key_Return)
    window.desk.tour.select("annotation", document.view.annotation_of(second[1]).id)
    row = window.queue._list.currentIndex().row()
    assert row >= 0, "a row is marked"
    assert (window.queue._list.rows.items[row].kind, window.queue._list.rows.items[row].id) == second
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.desk.selection.item == third, "not the first open one"
    window.desk.queue.set_filter("accepted", shown=False)
    window.desk.tour.select("annotation", document.view.annotation_of(second[1]).id)
    assert second not in window.desk.queue.shown_ids()
    press(window, qtbot, Qt.Key.Key_Down)
    assert window.desk.selection.item == third, "nor where its row is hidden"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_interval_just_drawn_has_no_emotion_until_one_is_said(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.review.create(100, 110)
    pressed = [label for label, button in window.card.emotions.chips.items() if button.isChecked()]
    assert pressed == []
    press(window, qtbot, Qt.Key.Key_0)
    assert [label for label, button in window.card.emotions.chips.items() if button.isChecked()] == [None]
    assert window.desk.document.view.annotation(window.desk.selection.item[1]).no_emotion
    press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not any(button.isChecked() for button in window.card.emotions.chips.values())


def test_what_is_put_off_comes_again_at_the_end(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    items = [("proposal", one.id) for one in window.desk.document.view.proposals]
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_S)
    assert window.desk.queue.shown_ids() == [*items[1:], items[0]]
    assert window.desk.selection.item == items[1]
    press(window, qtbot, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert window.desk.selection.item == items[0], "the one put off comes again"
    press(window, qtbot, Qt.Key.Key_Return)
    # The share that was looked at is counted a moment later.
    qtbot.waitUntil(lambda: window.queue.progress_text.startswith("4 of 4 decided · "))
    qtbot.waitUntil(lambda: "% looked at" in window.queue.progress_text)


def test_split_merge_and_the_order_of_the_queue(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    window.desk.review.create(10, 40)
    window.desk.playback.seek(25)
    press(window, qtbot, Qt.Key.Key_B, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [(one.onset, one.offset) for one in document.view.annotations] == [(10, 24), (25, 40)]
    window.desk.tour.select("annotation", document.view.annotations[0].id)
    press(window, qtbot, Qt.Key.Key_M, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [(one.onset, one.offset) for one in document.view.annotations] == [(10, 40)]
    for _ in range(2):
        press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [(one.onset, one.offset) for one in document.view.annotations] == [(10, 40)], "undone as one step each"
    by_time = window.desk.queue.shown_ids()
    window.book.actions["sort_uncertainty"].trigger()
    assert window.desk.queue.shown_ids() != by_time
    window.book.actions["sort_time"].trigger()
    assert window.desk.queue.shown_ids() == by_time
    window.book.actions["filter_open"].trigger()
    assert [kind for kind, _ in window.desk.queue.shown_ids()] == ["annotation"]


def test_near_misses_are_hollow_and_become_proposals_when_decided(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    rows = window.desk.session.project_path, document.ledger.store.rows
    window.timeline.threshold_dragged.emit(0.72, False)
    assert document.ledger.store.rows == rows[1], "a drag is stored when it ends"
    window.timeline.threshold_dragged.emit(0.72, True)
    assert document.ledger.store.rows == rows[1] + 1
    assert len(document.view.proposals) == 3
    (near,) = document.view.near_misses
    assert window.desk.threshold.text == "threshold 0.72: 3 proposals, +1 near miss"
    lane = window.timeline.plots.intervals.lanes[0]
    styles = {row.id: row.style for row in map(lane.row, range(len(lane)))}
    assert styles[near.id] == "near"
    assert ("proposal", near.id) not in window.desk.queue.shown_ids()
    window.book.actions["filter_near"].trigger()
    assert ("proposal", near.id) in window.desk.queue.shown_ids()
    window.desk.tour.select("proposal", near.id)
    press(window, qtbot, Qt.Key.Key_Return)
    assert document.view.near_misses == ()
    assert document.view.annotation_of(near.id) is not None
    assert len(document.view.proposals) == 4
    told = "threshold 0.72: 4 proposals (1 kept as decided), +0 near misses"
    assert window.desk.threshold.text == told, "it is listed for being decided, not for reaching the threshold"
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    assert window.desk.threshold.text.startswith("threshold 0.73: 4 proposals"), "a decided one stays"


def test_an_artefact_is_left_out_until_it_is_taken_back(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    window.book.actions["decoder_paper"].trigger()
    before, count = window.desk.threshold.height, len(document.view.proposals)
    for frame in (20, 55):
        window.desk.playback.seek(frame)
        press(window, qtbot, Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.view.artefacts == ((20, 55),)
    assert window.desk.threshold.height < before
    assert not any(one.apex in range(20, 56) for one in document.view.proposals)
    assert "artefact, marked by hand" in window.timeline.header.toolTip()
    path = window.desk.session.project_path
    window.desk.playback.seek(30)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(window, qtbot, Qt.Key.Key_D, modifier=both)
    assert (document.view.artefacts, window.desk.threshold.height, len(document.view.proposals)) == ((), before, count)
    assert path == window.desk.session.project_path


def test_an_edge_of_an_open_proposal_is_dragged_and_a_rejected_one_stays_rejected(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, timeline = window.desk.document, window.timeline
    first = document.view.proposals[0]
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Z)
    QApplication.processEvents()
    lanes = timeline.plots.area(timeline.plots.lanes)
    height = round(lanes.top() + lanes.height() * 0.35)
    columns = [round(timeline.plots.column_of(first.offset + 0.5 + frames)) for frames in (0, 1, 3)]
    mouse, port = QTest, timeline.plots.viewport()
    mouse.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(columns[0] + 3, height))
    for column in columns[1:]:
        move_mouse(port, QPoint(column + 3, height), held=Qt.MouseButton.LeftButton)
    assert document.view.annotations == (), "nothing is decided before the edge is let go"
    assert window.desk.playback.frame == first.offset + 3
    mouse.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(columns[-1] + 3, height))
    (made,) = document.view.annotations
    assert (made.onset, made.apex, made.offset) == (first.onset, first.apex, first.offset + 3)
    assert not made.default_bounds
    press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.view.annotations == (), "one gesture is one step"
    press(window, qtbot, Qt.Key.Key_Backspace)
    window.desk.tour.select("proposal", first.id)
    sentences = said(window)
    press(window, qtbot, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert document.view.annotations == ()
    assert sentences == ["This proposal is rejected: accept it first (Enter), then change it."]


def test_the_words_of_the_threshold_line_are_in_the_picture(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    label = window.timeline.plots.threshold.label
    for act in (window.timeline.zoom.show_all, lambda: window.timeline.zoom.by(4), lambda: window.resize(1000, 640)):
        act()
        QApplication.processEvents()
        place = label.textItem.sceneBoundingRect()
        assert window.timeline.plots.area(window.timeline.plots.score).adjusted(-9, -9, 9, 9).contains(place)


def actions(path: Path) -> list[str]:
    """What the journal calls each of its rows."""
    with connect_readonly(path) as connection:
        return [str(name) for (name,) in connection.execute("SELECT action FROM journal ORDER BY rowid")]


class KeyCounter(QObject):
    """Counts the keys that are pressed; keys that only shift others are none."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and event.key() not in MODIFIERS:
            self.count += 1
        return False


MODIFIERS = {Qt.Key.Key_Alt, Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Meta}


def test_keys_a_verdict_takes_by_the_journal(desk, qtbot, clip) -> None:
    """One key accepts, one rejects, one chord accepts with an emotion; two moved edges and an emotion take nine."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    counter = KeyCounter()
    window.video.installEventFilter(counter)
    alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    script = [
        [(Qt.Key.Key_Return, None)],
        [(Qt.Key.Key_Backspace, None)],
        [(Qt.Key.Key_2, control)],
        [
            *((Qt.Key.Key_Q, None), (Qt.Key.Key_Left, alt), (Qt.Key.Key_Left, alt)),
            *((Qt.Key.Key_E, None), (Qt.Key.Key_Right, alt), (Qt.Key.Key_Right, alt), (Qt.Key.Key_Right, alt)),
            *((Qt.Key.Key_4, None), (Qt.Key.Key_Return, None)),
        ],
    ]
    edits, keys = [], []
    for item in script:
        rows, counter.count = window.desk.document.ledger.store.rows, 0
        for key, modifier in item:
            press(window, qtbot, key, modifier=modifier or Qt.KeyboardModifier.NoModifier)
        keys.append(counter.count)
        edits.append(actions(window.desk.session.project_path)[rows:])
    assert keys == [1, 1, 1, 9]
    assert keys[-1] <= 12
    assert edits[:3] == [["accept"], ["reject"], ["accept"]]
    assert edits[3] == ["accept", *["change onset, apex, offset"] * 4, "change emotion"]
    (last,) = [one for one in window.desk.document.view.annotations if one.emotion == "disgust"]
    proposal = window.desk.document.view.proposal(last.proposal_id)
    assert (last.onset, last.offset) == (proposal.onset - 2, proposal.offset + 3)
