"""The timeline in a window: gestures by real mouse events, and no error swallowed on the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Verdict
from metst_gui.timeline.gestures import Span, whole
from metst_gui.timeline.intervals import MINE_LANE, MODEL_LANE
from metst_gui.timeline.timeline_view import TimelineView
from tests.gui.timeline_data import make_annotation, make_proposal
from tests.gui.timeline_hands import LEFT, SHIFT, N, drag, in_lane, place, record, turn_wheel

pytestmark = pytest.mark.usefixtures("_no_swallowed_errors")


def test_dragging_on_empty_timeline_scrubs(view: TimelineView) -> None:
    seeks = record(view.seek_requested)
    drag(view, place(view, 1000, "score", 0.9), place(view, 1500, "score", 0.9), place(view, 5000, "score"))
    frames = [frame for (frame,) in seeks]
    assert frames[0] == pytest.approx(1000, abs=4)
    assert frames[1] == pytest.approx(1500, abs=4)
    assert frames[2] == N - 1


def test_shift_drag_creates_an_interval_with_live_duration(view: TimelineView) -> None:
    created, seeks = record(view.interval_created), record(view.seek_requested)
    view.zoom.show(Span(100, 200))
    label = view.plots.findChild(QWidget, "duration")
    drag(view, place(view, 120, "score"), place(view, 133, "score"), keys=SHIFT, release=False)
    assert label.isVisible()
    assert label.text() == "14 frames · 467 ms"
    assert created == []
    QTest.mouseRelease(view.plots.viewport(), LEFT, SHIFT, place(view, 133, "score"))
    assert created == [(120, 133)]
    assert seeks[-1] == (133,)
    assert not label.isVisible()


def test_shift_click_creates_nothing(view: TimelineView) -> None:
    created = record(view.interval_created)
    drag(view, place(view, 120, "lanes"), keys=SHIFT)
    assert created == []


@pytest.mark.parametrize(
    ("part", "start", "share"), [("onset", 99.4, 0.8), ("apex", 110, 0.15), ("offset", 130.6, 0.8)]
)
def test_handles_of_the_selected_annotation_drag(view: TimelineView, part: str, start: float, share: float) -> None:
    annotation = make_annotation(1, 100, 130, apex=110)
    view.set_annotations([annotation])
    view.zoom.show(Span(60, 200))
    moves, seeks = record(view.annotation_dragged), record(view.seek_requested)
    press, end = (in_lane(view, frame, MINE_LANE, annotation.id, share) for frame in (start, start + 5))
    view.set_selection(Item("annotation", annotation.id))
    drag(view, press, in_lane(view, start + 2, MINE_LANE, annotation.id, share), end)
    expected = {"onset": 100, "apex": 110, "offset": 130}
    expected[part] += 5
    assert [move[5] for move in moves] == [False, False, True]
    assert len({id(move[4]) for move in moves}) == 1
    assert moves[-1][:4] == (annotation.id, expected["onset"], expected["apex"], expected["offset"])
    assert seeks[-1] == (expected[part],)


def test_edges_of_other_annotations_and_of_proposals_do_not_drag(view: TimelineView) -> None:
    annotation = make_annotation(1, 100, 130, apex=110)
    view.set_annotations([annotation])
    view.set_proposals([(make_proposal(100, 130, id_="p1"), Verdict.PENDING)])
    view.zoom.show(Span(60, 200))
    moves = record(view.annotation_dragged)
    drag(view, in_lane(view, 100, MINE_LANE, annotation.id), in_lane(view, 120, MINE_LANE, annotation.id))
    view.set_selection(Item("proposal", "p1"))
    drag(view, in_lane(view, 100, MODEL_LANE, "p1"), in_lane(view, 120, MODEL_LANE, "p1"))
    assert moves == []


def test_the_receiver_may_apply_every_step(view: TimelineView) -> None:
    annotation = make_annotation(1, 100, 130)
    view.set_annotations([annotation])
    view.set_selection(Item("annotation", annotation.id))
    view.zoom.show(Span(60, 200))
    view.annotation_dragged.connect(
        lambda _id, onset, _apex, offset, _token, _finished: view.set_annotations([make_annotation(1, onset, offset)])
    )
    drag(view, *(in_lane(view, frame, MINE_LANE, annotation.id) for frame in (99.4, 95.4, 90.4)))
    row = view.plots.intervals.lanes[MINE_LANE].row(0)
    assert (row.onset, row.offset) == (91, 130)


def test_esc_cancels_a_drag_wherever_the_focus_is(qtbot, view: TimelineView) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout, field = QVBoxLayout(window), QLineEdit()
    layout.addWidget(field)
    window.show()
    field.setFocus()
    created = record(view.interval_created)
    drag(view, place(view, 500, "score"), place(view, 900, "score"), keys=SHIFT, release=False)
    assert view.mouse.dragging
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not view.mouse.dragging
    QTest.mouseRelease(view.plots.viewport(), LEFT, SHIFT, place(view, 900, "score"))
    assert created == []
    assert not view.mouse.cancel()
    QTest.keyClicks(field, "ab")
    assert field.text() == "ab"


def test_a_drag_of_a_vanished_annotation_ends(view: TimelineView) -> None:
    annotation = make_annotation(1, 100, 130)
    view.set_annotations([annotation])
    view.set_selection(Item("annotation", annotation.id))
    view.zoom.show(Span(60, 200))
    drag(view, *(in_lane(view, frame, MINE_LANE, annotation.id) for frame in (99.4, 95.4)), release=False)
    assert view.mouse.dragging
    moves = record(view.annotation_dragged)
    view.set_annotations([])
    assert not view.mouse.dragging
    assert moves == []


def test_clicks_select_and_double_clicks_activate(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(500, 530, id_="p1"), Verdict.ACCEPTED)])
    view.set_annotations([make_annotation(7, 800, 830)])
    selected, activated, seeks = record(view.selected), record(view.activated), record(view.seek_requested)
    port = view.plots.viewport()
    QTest.mouseClick(port, LEFT, pos=in_lane(view, 515, MODEL_LANE, "p1"))
    QTest.mouseClick(port, LEFT, pos=in_lane(view, 815, MINE_LANE, f"{7:032x}"))
    assert selected == [("proposal", "p1"), ("annotation", f"{7:032x}")]
    QTest.mouseDClick(port, LEFT, pos=in_lane(view, 515, MODEL_LANE, "p1"))
    assert activated == [("proposal", "p1")]
    assert seeks == []


def test_the_menu_names_what_it_was_asked_for(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(500, 530, id_="p1"), Verdict.UNSURE)])
    asked = record(view.context_requested)
    for point in (in_lane(view, 515, MODEL_LANE, "p1"), place(view, 1000, "score")):
        port = view.plots.viewport()
        QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, port.mapToGlobal(point)))
    assert [call[1:3] for call in asked] == [("proposal", "p1"), ("", "")]
    assert asked[1][0] == pytest.approx(1000, abs=4)


def test_the_threshold_line_is_dragged(view: TimelineView) -> None:
    view.set_threshold(0.5, "threshold 0.50: 12 proposals")
    assert view.plots.threshold.label.format == "threshold 0.50: 12 proposals"
    moves, seeks = record(view.threshold_dragged), record(view.seek_requested)
    share = [(1.05 - value) / 1.1 for value in (0.5, 0.6, 0.7)]
    drag(view, *(place(view, 1000, "score", part) for part in share))
    assert [finished for _, finished in moves] == [False, False, True]
    assert moves[-1][0] == pytest.approx(0.7, abs=0.02)
    assert seeks == []
    view.set_threshold(None, "")
    drag(view, *(place(view, 1000, "score", part) for part in share))
    assert len(moves) == 3
    assert seeks != []


def test_wheel_zooms_at_the_mouse_and_pans_sideways(view: TimelineView) -> None:
    point = place(view, 900, "emotion")
    before = view.plots.position_at(point.x())
    turn_wheel(view, point, along=120)
    assert view.zoom.span.width == pytest.approx(N / 1.25)
    assert view.plots.position_at(point.x()) == pytest.approx(before)
    width, first = view.zoom.span.width, view.zoom.span.first
    turn_wheel(view, point, along=-120, keys=SHIFT)
    assert view.zoom.span.width == pytest.approx(width)
    assert view.zoom.span.first > first
    turn_wheel(view, point, across=120)
    assert view.zoom.span.first == pytest.approx(first)
    turn_wheel(view, point, along=-1200)
    assert view.zoom.span == whole(N)
    for row in (view.plots.score, view.plots.emotion):
        assert row.box.viewRange()[1] == [-0.05, 1.05]
        assert row.box.viewRange()[0] == pytest.approx([-0.5, N - 0.5])


def test_overview_jumps(view: TimelineView) -> None:
    seeks = record(view.seek_requested)
    view.zoom.show_interval(100, 130)
    x = round(view.overview._column(2000))
    QTest.mouseClick(view.overview, LEFT, pos=QPoint(x, 15))
    assert seeks[0][0] == pytest.approx(2000, abs=4)
    assert view.zoom.span.contains(2000)
    assert not view.zoom.span.contains(115)


def test_zoom_to_keeps_context_and_stays_inside(view: TimelineView) -> None:
    view.zoom.show_interval(1000, 1030)
    assert view.zoom.span.first == pytest.approx(1000 - 15.5)
    assert view.zoom.span.last == pytest.approx(1030 + 15.5)
    view.zoom.show_interval(0, 3)
    assert view.zoom.span.first == -0.5
    view.zoom.show_all()
    assert view.zoom.span == whole(N)


def test_the_view_pages_after_the_playhead_but_not_after_the_user_panned_away(view: TimelineView) -> None:
    view.zoom.show(Span(0, 100))
    view.set_playhead(99)
    view.set_playhead(101)
    assert view.zoom.span.contains(101)
    view.zoom.show(Span(2000, 2100))
    view.set_playhead(102)
    assert view.zoom.span == Span(2000, 2100)
    view.set_playhead(1500)
    assert view.zoom.span.contains(1500)
