"""Other layers on the timeline, hits and errors of a comparison, and the way from error to error."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metst_gui.document.annotation import Annotation
from metst_gui.document.dataset import labels_layer
from metst_gui.document.hits_and_errors import RUNS
from metst_gui.evaluation.evaluation_dialog import EvaluationDialog
from metst_gui.timeline.gestures import Span
from metst_gui.timeline.intervals import MARKS
from metst_gui.widgets.theme import LIGHT
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS
from tests.gui.timeline_hands import LEFT, colours, image, in_lane
from tests.kit.hands import move_mouse
from tests.kit.windows import open_and_analyse, with_evidence

pytestmark = pytest.mark.e2e
# The fake run proposes about (30, 45), (80, 100), (150, 165), (200, 215): two of these are found, one is missed.
TRUTH = ((31, 46), (82, 99), (180, 190))


def labelled(desk, qtbot, clip, *, name: str = "truth.csv"):
    """A window with a finished run, nothing of one's own, and a layer of labels."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    own = document.layer.id
    truth = document.annotators.add(labels_layer(name), blind=False, labels=name)
    for onset, offset in TRUTH:
        document.add(Annotation(onset=onset, apex=None, offset=offset, emotion="disgust", kind="micro"))
    document.annotators.use(own)
    return window, truth


def names(window) -> list[str]:
    return [line.text for line in window.timeline.gutter.lines("lanes")]


def marks(window, lane: int) -> list[str]:
    return [MARKS[code] for code in window.timeline.plots.intervals.lanes[lane].mark.tolist()]


def menu_texts(window) -> list[str]:
    menu = window.features.lanes.menu()
    texts = [one.text() for one in menu.actions() if one.text()]
    menu.deleteLater()
    return texts


def test_blinks_and_movement_have_lanes_that_come_back_with_the_project(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    strip, document = window.timeline.confounds, window.desk.document
    assert strip.lanes["blink"] is None, "the fake run keeps no evidence"
    assert strip.hint(400, 5) == "not kept by this analysis: press Ctrl+R to analyse the video again"
    with_evidence(window)
    document.set_run(replace(document.view.run, id="a" * 32, restless=((150, 190),)))
    window.timeline.zoom.show(Span(-0.5, 239.5))
    blinks = [(int(first), int(last)) for first, last in strip.lanes["blink"]]
    assert len(blinks) == 1
    assert len(strip.lanes["head"]) == 0
    assert strip.lanes["restless"].tolist() == [[150, 190]]
    at = round(strip.column(170))
    below = strip.height() - 6  # blinks and head share the row above
    assert "nothing found here does not mean that there is nothing" in strip.hint(at, below)
    assert strip.hint(round(strip.column(100)), below) == ""
    assert f"Blink, frames {blinks[0][0]} to {blinks[0][1]}" in strip.hint(round(strip.column(blinks[0][0] + 1)), 6)
    picture = image(strip)
    assert LIGHT.threshold in {picture.pixelColor(at + x, below + y).name() for x in range(8) for y in range(-5, 5)}
    # Another window on the same project: nothing is measured again.
    path = window.desk.session.project_path
    window.close()
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(path)
    qtbot.waitUntil(lambda: "blink" in again.timeline.confounds.lanes, timeout=5000)
    lanes = again.timeline.confounds.lanes
    assert [tuple(one) for one in lanes["blink"].tolist()] == blinks
    assert lanes["restless"].tolist() == [[150, 190]]
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(again.video, Qt.Key.Key_L, keys)
    assert not again.timeline.confounds.isVisible()
    qtbot.keyClick(again.video, Qt.Key.Key_L, keys)
    assert again.timeline.confounds.isVisible()
    again.desk.document.annotators.add("Blind", blind=True)
    assert not again.timeline.confounds.isVisible()
    assert again.timeline.confounds.lanes == {}


def test_labels_have_a_lane_and_other_coders_only_when_asked_for(desk, qtbot, clip) -> None:
    window, truth = labelled(desk, qtbot, clip)
    document = window.desk.document
    assert names(window) == ["model", "mine", "truth.csv"]
    other = document.annotators.add("Other", blind=False)
    document.add(Annotation(onset=10, apex=None, offset=20))
    document.annotators.use("1")
    assert names(window) == ["model", "mine", "truth.csv"], "a coder's marks are not shown unasked"
    window.features.lanes.show_layer(other, shown=True)
    assert names(window) == ["model", "mine", "truth.csv", "Other"]
    assert window.timeline.plots.intervals.lanes[3].onset.tolist() == [10]
    window.features.lanes.show_layer(truth, shown=False)
    assert names(window) == ["model", "mine", "Other"]
    area = window.timeline.plots.area(window.timeline.plots.lanes)
    assert area.height() >= 3 * 24


def test_an_interval_of_another_layer_can_be_looked_at_only(desk, qtbot, clip) -> None:
    window, _ = labelled(desk, qtbot, clip)
    timeline, lane = window.timeline, window.timeline.plots.intervals.lanes[2]
    timeline.zoom.show(Span(0, 240))
    selection = window.desk.selection
    selection.clear()
    QTest.mouseClick(timeline.plots.viewport(), LEFT, pos=in_lane(timeline, 90, 2, lane.ids[1]))
    assert window.desk.playback.frame == 82
    assert selection.item is None
    qtbot.wait(50)
    move_mouse(timeline.plots.viewport(), in_lane(timeline, 91, 2, lane.ids[1]))
    tip = timeline.plots.viewport().toolTip()
    assert "labels: truth.csv: disgust" in tip
    assert "onset 82, no apex, offset 99" in tip
    before = [(one.onset, one.offset) for one in window.desk.document.view.annotations_of("2")]
    port = timeline.plots.viewport()
    QTest.mousePress(port, LEFT, pos=in_lane(timeline, 82, 2, lane.ids[1]))
    move_mouse(port, in_lane(timeline, 95, 2, lane.ids[1]), held=LEFT)
    QTest.mouseRelease(port, LEFT, pos=in_lane(timeline, 95, 2, lane.ids[1]))
    assert [(one.onset, one.offset) for one in window.desk.document.view.annotations_of("2")] == before


def test_hits_and_errors_are_marked_on_both_lanes_and_follow_what_changes(desk, qtbot, clip) -> None:
    window, truth = labelled(desk, qtbot, clip)
    desk_, timeline, document = window.features.lanes, window.timeline, window.desk.document
    desk_.set_comparison((RUNS, truth))
    assert marks(window, 0) == ["TP", "TP", "FP", "FP"]
    assert marks(window, 2) == ["TP", "TP", "FN"]
    assert [line.value for line in timeline.gutter.lines("lanes")] == ["TP 2 FP 2", "0", "TP 2 FN 1"]
    timeline.zoom.show(Span(0, 240))
    found = colours(image(timeline.plots), timeline.plots.area(timeline.plots.lanes))
    assert set(LIGHT.marks.values()) <= found
    assert set(LIGHT.marks.values()) <= colours(image(timeline.gutter), timeline.gutter.rect())
    strip = colours(image(timeline.overview), timeline.overview.rect())
    assert {LIGHT.marks["FP"], LIGHT.marks["FN"]} <= strip
    # My intervals with the labels: one right, one where nothing is.
    window.desk.review.create(180, 189)
    window.desk.review.create(220, 230)
    for one in document.view.annotations:
        document.change(one.id, kind="micro")
    desk_.set_comparison(("1", truth))
    assert marks(window, 1) == ["TP", "FP"]
    assert marks(window, 2) == ["FN", "FN", "TP"]
    assert set(marks(window, 0)) == {""}
    wrong = document.view.annotations[1].id
    document.delete(wrong)
    qtbot.waitUntil(lambda: marks(window, 1) == ["TP"], timeout=5000)
    desk_.set_comparison(None)
    assert {mark for lane in range(3) for mark in marks(window, lane)} == {""}


def test_keys_go_from_error_to_error(desk, qtbot, clip, said) -> None:
    window, truth = labelled(desk, qtbot, clip)
    sentences, playback = said(window), window.desk.playback
    proposals = window.desk.document.view.proposals
    playback.seek(0)
    frames, selected = [], []
    for _ in range(4):
        qtbot.keyClick(window.video, Qt.Key.Key_F8)
        frames.append(playback.frame)
        selected.append(window.desk.selection.item)
    assert window.features.lanes.pair == (RUNS, truth), "the only label file is compared by itself"
    assert frames == [proposals[2].onset, 180, proposals[3].onset, proposals[3].onset]
    assert selected[0] == ("proposal", proposals[2].id)
    assert selected[1] is None, "what the model missed is nobody's item yet"
    assert any(one.startswith("Error 2 of 3: FN, missed disgust at 180 to 190") for one in sentences)
    assert sentences[-1] == "There is no further error."
    for expected in (180, proposals[2].onset, proposals[2].onset):
        qtbot.keyClick(window.video, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert playback.frame == expected


def test_a_blind_coder_finds_no_other_lane_nor_comparison(desk, qtbot, clip, said) -> None:
    window, truth = labelled(desk, qtbot, clip)
    desk_, document = window.features.lanes, window.desk.document
    desk_.set_comparison((RUNS, truth))
    document.annotators.add("Blind", blind=True)
    sentences = said(window)
    assert names(window) == ["model", "mine"]
    assert window.timeline._book.marks == {}
    assert desk_.shown == ()
    assert desk_.pair is None
    assert not any("truth" in text for text in menu_texts(window))
    desk_.show_layer(truth, shown=True)
    desk_.set_comparison((RUNS, truth))
    window.book.trigger("next_error")
    assert names(window) == ["model", "mine"]
    assert not any(letter.isdigit() for sentence in sentences for letter in sentence)
    document.annotators.reveal()
    assert names(window) == ["model", "mine", "truth.csv"]
    assert desk_.pair is None, "what another annotator compared is not taken over"


def test_another_project_starts_with_its_own_lanes(desk, qtbot, clip, tmp_path) -> None:
    window, truth = labelled(desk, qtbot, clip)
    window.features.lanes.set_comparison((RUNS, truth))
    other = CLIPS["h264-gop15"].write(tmp_path / "other", 100)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(other)
    qtbot.waitUntil(lambda: names(window) == ["model", "mine"], timeout=5000)
    assert window.features.lanes.pair is None


def test_the_dialog_shows_its_comparison_on_the_timeline(desk, qtbot, clip) -> None:
    window, truth = labelled(desk, qtbot, clip)
    window.features.evaluation.show()
    dialog = window.findChild(EvaluationDialog)
    assert dialog is not None
    dialog.timeline_asked.emit((RUNS, truth), "metst")
    assert window.features.lanes.protocol == "metst"
    assert marks(window, 2) == ["TP", "TP", "FN"]
    dialog.close()


def test_the_menu_offers_what_there_is(desk, qtbot, clip) -> None:
    window, _ = labelled(desk, qtbot, clip)
    texts = menu_texts(window)
    assert "&1 labels: truth.csv" in texts
    assert "The run with labels: truth.csv" in texts
    assert "My intervals with labels: truth.csv" in texts
    assert "Next error" in texts


def test_what_is_not_yet_decided_is_neither_hit_nor_error(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    desk_, timeline, document = window.features.lanes, window.timeline, window.desk.document
    first, second, third, fourth = document.view.proposals
    document.accept(first)
    document.change(document.view.annotations[0].id, kind="micro")
    document.reject(second)
    document.unsure(third)
    own = Annotation(onset=60, apex=None, offset=75, emotion="disgust", kind="macro")
    document.add(own)
    macro = own.id
    desk_.set_comparison((RUNS, document.layer.id))
    assert marks(window, 0) == ["TP", "FP", "open", "open"]
    assert marks(window, 1) == ["TP", ""]
    assert [line.value for line in timeline.gutter.lines("lanes")] == ["TP 1 FP 1 ○ 2", "TP 1 macro 1"]
    report = desk_.comparison.report
    assert (report.tp, report.fp, report.fn, report.n_predictions) == (1, 1, 0, 2)
    assert desk_.comparison.n_open == 2
    for words in ("FP: nothing is labelled here", "○: proposed, not yet decided", "macro-expression: not compared"):
        assert words in timeline.gutter.toolTip()
    assert "not yet decided" in timeline._book.hint(0, fourth.id)
    assert "macro-expression: not compared" in timeline._book.hint(1, macro)
    # F8 knows one error only.
    sentences = said(window)
    window.desk.playback.seek(0)
    for _ in range(2):
        qtbot.keyClick(window.video, Qt.Key.Key_F8)
        assert window.desk.playback.frame == second.onset
    assert sentences[-1] == "There is no further error."
    # The drawing is hollow and in no colour of an error.
    window.desk.selection.clear()
    window.desk.playback.seek(0)
    timeline.zoom.show(Span(fourth.onset - 5, fourth.offset + 5))
    area = timeline.plots.area(timeline.plots.lanes)
    area.setHeight(area.height() / 2 - 2)
    found = colours(image(timeline.plots), area)
    assert LIGHT.muted in found
    assert not set(LIGHT.marks.values()) & found
    # A verdict makes it count at once; against labels of somebody else everything proposed counts as ever.
    document.reject(fourth)
    qtbot.waitUntil(lambda: marks(window, 0) == ["TP", "FP", "open", "FP"], timeout=5000)
    document.delete(macro)
    qtbot.waitUntil(lambda: "macro" not in timeline.gutter.lines("lanes")[1].value, timeout=5000)


def test_the_dialog_says_what_it_leaves_out(desk, qtbot, clip) -> None:
    window, _ = labelled(desk, qtbot, clip)
    document = window.desk.document
    document.reject(document.view.proposals[0])
    document.add(Annotation(onset=60, apex=None, offset=75, kind="macro"))
    dialog = EvaluationDialog(window.desk, window)
    head = dialog._head.text
    assert "Not yet decided" not in head(), "labels of a file are complete"
    dialog._layer.setCurrentIndex(dialog._layer.findData(document.layer.id))
    assert "FP 1," in head()
    assert "Not yet decided and left out: 3 proposals." in head()
    assert "Macro-expressions, not compared: 1." in head()
    results = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    assert sorted(results) == ["FP", "open", "open", "open"]
    dialog.step(1)
    dialog.step(1)
    assert dialog.table.currentRow() == results.index("FP")
    dialog.close()
