"""The timeline in a window: gestures by real mouse events, what is painted, and no error swallowed on the way."""

import logging

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from engine.types import Curves, Mask, ScoreChunk
from metst_gui.document.annotation import Verdict
from metst_gui.views.theme import DARK, LIGHT
from metst_gui.views.timeline.gaps import gap_brushes
from metst_gui.views.timeline.gestures import Span, whole
from metst_gui.views.timeline.intervals import MINE_LANE, MODEL_LANE, sub_lane
from metst_gui.views.timeline.timeline_view import TimelineView
from tests.gui.timeline_data import make_annotation, make_curves, make_info, make_proposal

N = 3000
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _no_swallowed_errors(caplog: pytest.LogCaptureFixture):
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture
def view(qtbot) -> TimelineView:
    widget = TimelineView()
    qtbot.addWidget(widget)
    widget.resize(1000, 420)
    widget.show()
    widget.set_video(make_info(N))
    widget.set_curves(make_curves(N), provisional=False)
    QApplication.processEvents()
    return widget


def record(signal) -> list[tuple]:
    calls: list[tuple] = []
    signal.connect(lambda *values: calls.append(values))
    return calls


def place(view: TimelineView, frame: float, row: str, share: float = 0.5) -> QPoint:
    area = view.plots.area({"score": view.plots.score, "emotion": view.plots.emotion, "lanes": view.plots.lanes}[row])
    return QPointF(view.plots.column_of(frame), area.top() + share * area.height()).toPoint()


def in_lane(view: TimelineView, frame: float, lane: int, id_: str, share: float = 0.7) -> QPoint:
    data = view.plots.intervals.lanes[lane]
    row = data.find(id_)
    assert row is not None
    top, bottom = sub_lane(lane, int(data.part[row]), int(data.parts[row]))
    return place(view, frame, "lanes", (top + share * (bottom - top)) / 2)


def drag(view: TimelineView, *points: QPoint, keys=Qt.KeyboardModifier.NoModifier, release: bool = True) -> None:
    port = view.plots.viewport()
    QTest.mousePress(port, LEFT, keys, points[0])
    for point in points[1:]:
        QTest.mouseMove(port, point)
    if release:
        QTest.mouseRelease(port, LEFT, keys, points[-1])


def turn_wheel(view: TimelineView, point: QPoint, *, across: int = 0, along: int = 0, keys=None) -> None:
    port = view.plots.viewport()
    modifiers = keys or Qt.KeyboardModifier.NoModifier
    local = QPointF(point)
    event = QWheelEvent(
        local,
        port.mapToGlobal(local),
        QPoint(),
        QPoint(across, along),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def image(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(picture: QImage, area) -> set[str]:
    xs = range(int(area.left()) + 2, int(area.right()) - 2)
    ys = range(int(area.top()) + 2, int(area.bottom()) - 2)
    return {picture.pixelColor(x, y).name() for x in xs for y in ys}


def test_dragging_on_empty_timeline_scrubs(view: TimelineView) -> None:
    seeks = record(view.seek_requested)
    drag(view, place(view, 1000, "score", 0.9), place(view, 1500, "score", 0.9), place(view, 5000, "score"))
    frames = [frame for (frame,) in seeks]
    assert frames[0] == pytest.approx(1000, abs=4)
    assert frames[1] == pytest.approx(1500, abs=4)
    assert frames[2] == N - 1


def test_shift_drag_creates_an_interval_with_live_duration(view: TimelineView) -> None:
    created, seeks = record(view.interval_created), record(view.seek_requested)
    view._set_span(Span(100, 200))
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
    view._set_span(Span(60, 200))
    moves, seeks = record(view.annotation_dragged), record(view.seek_requested)
    press, end = (in_lane(view, frame, MINE_LANE, annotation.id, share) for frame in (start, start + 5))
    view.set_selection(("annotation", annotation.id))
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
    view.set_proposals([(make_proposal(100, 130, id_="p1"), Verdict.pending)])
    view._set_span(Span(60, 200))
    moves = record(view.annotation_dragged)
    drag(view, in_lane(view, 100, MINE_LANE, annotation.id), in_lane(view, 120, MINE_LANE, annotation.id))
    view.set_selection(("proposal", "p1"))
    drag(view, in_lane(view, 100, MODEL_LANE, "p1"), in_lane(view, 120, MODEL_LANE, "p1"))
    assert moves == []


def test_the_receiver_may_apply_every_step(view: TimelineView) -> None:
    annotation = make_annotation(1, 100, 130)
    view.set_annotations([annotation])
    view.set_selection(("annotation", annotation.id))
    view._set_span(Span(60, 200))
    view.annotation_dragged.connect(
        lambda _id, onset, _apex, offset, _token, _finished: view.set_annotations([make_annotation(1, onset, offset)])
    )
    drag(view, *(in_lane(view, frame, MINE_LANE, annotation.id) for frame in (99.4, 95.4, 90.4)))
    row = view.plots.intervals.lanes[MINE_LANE].rows[0]
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
    assert not view.cancel_drag()
    QTest.keyClicks(field, "ab")
    assert field.text() == "ab"


def test_a_drag_of_a_vanished_annotation_ends(view: TimelineView) -> None:
    annotation = make_annotation(1, 100, 130)
    view.set_annotations([annotation])
    view.set_selection(("annotation", annotation.id))
    view._set_span(Span(60, 200))
    drag(view, *(in_lane(view, frame, MINE_LANE, annotation.id) for frame in (99.4, 95.4)), release=False)
    assert view.mouse.dragging
    moves = record(view.annotation_dragged)
    view.set_annotations([])
    assert not view.mouse.dragging
    assert moves == []


def test_clicks_select_and_double_clicks_activate(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(500, 530, id_="p1"), Verdict.accepted)])
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
    view.set_proposals([(make_proposal(500, 530, id_="p1"), Verdict.unsure)])
    asked = record(view.context_requested)
    for point in (in_lane(view, 515, MODEL_LANE, "p1"), place(view, 1000, "score")):
        port = view.plots.viewport()
        QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, port.mapToGlobal(point)))
    assert [call[1:3] for call in asked] == [("proposal", "p1"), ("", "")]
    assert asked[1][0] == pytest.approx(1000, abs=4)


def test_the_threshold_line_is_dragged(view: TimelineView) -> None:
    view.set_threshold(0.5, 12)
    assert view.plots._threshold.label.format == "threshold 0.50 → 12 proposals"
    moves, seeks = record(view.threshold_dragged), record(view.seek_requested)
    share = [(1.05 - value) / 1.1 for value in (0.5, 0.6, 0.7)]
    drag(view, *(place(view, 1000, "score", part) for part in share))
    assert [finished for _, finished in moves] == [False, False, True]
    assert moves[-1][0] == pytest.approx(0.7, abs=0.02)
    assert seeks == []
    view.set_threshold(None, 0)
    drag(view, *(place(view, 1000, "score", part) for part in share))
    assert len(moves) == 3
    assert seeks != []


def test_wheel_zooms_at_the_mouse_and_pans_sideways(view: TimelineView) -> None:
    point = place(view, 900, "emotion")
    before = view.plots.position_at(point.x())
    turn_wheel(view, point, along=120)
    assert view.span.width == pytest.approx(N / 1.25)
    assert view.plots.position_at(point.x()) == pytest.approx(before)
    width, first = view.span.width, view.span.first
    turn_wheel(view, point, along=-120, keys=SHIFT)
    assert view.span.width == pytest.approx(width)
    assert view.span.first > first
    turn_wheel(view, point, across=120)
    assert view.span.first == pytest.approx(first)
    turn_wheel(view, point, along=-1200)
    assert view.span == whole(N)
    for row in (view.plots.score, view.plots.emotion):
        assert row.box.viewRange()[1] == [-0.05, 1.05]
        assert row.box.viewRange()[0] == pytest.approx([-0.5, N - 0.5])


def test_overview_jumps(view: TimelineView) -> None:
    seeks = record(view.seek_requested)
    view.zoom_to(100, 130)
    x = round(view.overview._column(2000))
    QTest.mouseClick(view.overview, LEFT, pos=QPoint(x, 15))
    assert seeks[0][0] == pytest.approx(2000, abs=4)
    assert view.span.contains(2000)
    assert not view.span.contains(115)


def test_zoom_to_keeps_context_and_stays_inside(view: TimelineView) -> None:
    view.zoom_to(1000, 1030)
    assert view.span.first == pytest.approx(1000 - 15.5)
    assert view.span.last == pytest.approx(1030 + 15.5)
    view.zoom_to(0, 3)
    assert view.span.first == -0.5
    view.zoom_all()
    assert view.span == whole(N)


def test_the_view_pages_after_the_playhead_but_not_after_the_user_panned_away(view: TimelineView) -> None:
    view._set_span(Span(0, 100))
    view.set_playhead(99)
    view.set_playhead(101)
    assert view.span.contains(101)
    view._set_span(Span(2000, 2100))
    view.set_playhead(102)
    assert view.span == Span(2000, 2100)
    view.set_playhead(1500)
    assert view.span.contains(1500)


def test_playhead_is_painted_at_its_frame(view: TimelineView) -> None:
    view.set_curves(None, provisional=False)
    view._set_span(Span(1000, 1100))
    view.set_playhead(1040)
    area = view.plots.area(view.plots.lanes)
    y = round(area.center().y())
    picture = image(view.plots)
    dark = [x for x in range(picture.width()) if picture.pixelColor(x, y).lightness() < 60]
    assert dark
    assert all(abs(x - view.plots.column_of(1040)) <= 1 for x in dark)


def test_gaps_are_shaded_and_curves_break(view: TimelineView) -> None:
    mask = np.zeros(N, np.uint8)
    mask[1000:1500] = Mask.NO_FACE
    view.set_curves(make_curves(N, mask=mask), provisional=False)
    view._set_span(Span(900, 1600))
    picture = image(view.plots)
    area = view.plots.area(view.plots.score)
    inside = area.adjusted(0, 0, 0, 0)
    inside.setLeft(view.plots.column_of(1010))
    inside.setRight(view.plots.column_of(1490))
    tint, hatch = gap_brushes(int(Mask.NO_FACE), LIGHT)
    assert colours(picture, inside) == {tint.name(), hatch.color().name()}
    inside.setLeft(view.plots.column_of(1510))
    inside.setRight(view.plots.column_of(1590))
    assert QColor(LIGHT.base).name() in colours(picture, inside)
    assert tint.name() not in colours(picture, inside)
    QTest.mouseMove(view.plots.viewport(), place(view, 1200, "score"))
    assert view.plots.viewport().toolTip() == "no score: no face found (frames 1000-1499)"
    assert view.header.toolTip() == "no score: no face found"


def test_a_one_frame_peak_reaches_its_height_when_zoomed_out(view: TimelineView) -> None:
    score = np.zeros(N, np.float32)
    score[1777] = 1.0
    view.set_curves(Curves(np.arange(N), score, None, np.zeros(N, np.uint8), 30.0), provisional=False)
    picture = image(view.plots)
    area = view.plots.area(view.plots.score)
    top = round(area.top() + area.height() * 0.05 / 1.1) + 3
    lit = [x for x in range(picture.width()) if picture.pixelColor(x, top).name() == LIGHT.score]
    assert lit
    assert all(abs(x - view.plots.column_of(1777)) <= 2 for x in lit)


def test_emotion_curves_or_one_sentence(view: TimelineView) -> None:
    assert view.plots.emotion_curves.message == ""
    tall = view.plots.area(view.plots.emotion).height()
    assert [line.text for line in view.gutter.lines("emotion")][0] == "negative"
    view.set_curves(make_curves(N, emotion=False), provisional=False)
    assert view.plots.emotion_curves.message == "Emotion: not inferred by this model"
    assert view.plots.area(view.plots.emotion).height() < tall / 2
    assert view.gutter.lines("emotion") == ()


def test_values_at_the_playhead_are_written_out(view: TimelineView) -> None:
    mask = np.zeros(N, np.uint8)
    mask[50:60] = Mask.DARK
    curves = make_curves(N, mask=mask)
    view.set_curves(curves, provisional=False)
    view.set_playhead(20)
    texts = [line.text for line in view.gutter.lines("score")]
    assert f"playhead {curves.score[20]:.2f}" in texts
    view.set_playhead(55)
    assert "playhead no score" in [line.text for line in view.gutter.lines("score")]


def test_chunks_grow_the_curves(qtbot, view: TimelineView) -> None:
    whole_run = make_curves(N)
    view.set_curves(None, provisional=True)
    assert view.plots.score_curves.message == "Analysing: the curves grow from the left"
    assert "provisional" in view.header.state
    for start in range(0, 600, 100):
        part = slice(start, start + 100)
        piece = Curves(whole_run.frames[part], whole_run.score[part], None, whole_run.mask[part], 30.0)
        view.append_chunk(ScoreChunk(start, piece))
    qtbot.waitUntil(lambda: view.plots.score_curves.message == "", timeout=2000)
    assert view.mouse.gaps is not None
    assert view.mouse.gaps.starts.tolist() == [599.5]
    view.set_curves(whole_run, provisional=False)
    assert view.header.state == ""
    assert len(view.mouse.gaps.starts) == 0


def test_proposals_and_annotations_are_painted_in_their_lanes(view: TimelineView) -> None:
    verdicts = [Verdict.pending, Verdict.accepted, Verdict.rejected, Verdict.unsure]
    items = [(make_proposal(100 + 40 * n, 125 + 40 * n, id_=v.value), v) for n, v in enumerate(verdicts)]
    view.set_proposals(items)
    view.set_annotations([make_annotation(1, 100, 125), make_annotation(2, 140, 165, default=True)])
    view._set_span(Span(90, 300))
    picture = image(view.plots)
    area = view.plots.area(view.plots.lanes)
    for n, verdict in enumerate(verdicts):
        box = area.adjusted(0, 0, 0, -area.height() / 2)
        box.setLeft(view.plots.column_of(98 + 40 * n))
        box.setRight(view.plots.column_of(127 + 40 * n))
        assert LIGHT.verdicts[verdict.value] in colours(picture, box)
    assert [line.value for line in view.gutter.lines("lanes")] == ["4", "2"]
    own = area.adjusted(0, area.height() / 2, 0, 0)
    solid, dotted = own.adjusted(0, 0, 0, 0), own.adjusted(0, 0, 0, 0)
    solid.setLeft(view.plots.column_of(99))
    solid.setRight(view.plots.column_of(126))
    dotted.setLeft(view.plots.column_of(139))
    dotted.setRight(view.plots.column_of(166))
    counts = [
        sum(
            picture.pixelColor(x, y).name() == LIGHT.human
            for x in range(int(box.left()), int(box.right()))
            for y in range(int(box.top()), int(box.bottom()))
        )
        for box in (solid, dotted)
    ]
    assert 0 < counts[1] < 0.75 * counts[0]


def test_many_intervals_are_all_visible_as_bars(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(n, n + 4, id_=f"p{n}"), Verdict.accepted) for n in range(0, 2900, 15)])
    picture = image(view.plots)
    area = view.plots.area(view.plots.lanes)
    y = round(area.top() + area.height() / 4)
    lit = {x for x in range(picture.width()) if picture.pixelColor(x, y).name() == LIGHT.verdicts["accepted"]}
    missing = [n for n in range(0, 2900, 15) if not any(abs(x - view.plots.column_of(n + 2)) <= 2 for x in lit)]
    assert missing == []


def test_hints_name_interval_and_duration(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(500, 529, id_="p1"), Verdict.pending)])
    view._set_span(Span(450, 600))
    QTest.mouseMove(view.plots.viewport(), in_lane(view, 515, MODEL_LANE, "p1"))
    hint = view.plots.viewport().toolTip()
    assert "onset 500, apex 509, offset 529 (30 frames · 1000 ms)" in hint
    assert "proposal, pending: spotting score 0.70" in hint


def test_without_a_video_nothing_happens_and_nothing_breaks(qtbot) -> None:
    view = TimelineView(theme=DARK)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    calls = record(view.seek_requested) + record(view.interval_created)
    drag(view, QPoint(200, 50), QPoint(400, 60))
    drag(view, QPoint(200, 50), QPoint(400, 60), keys=SHIFT)
    turn_wheel(view, QPoint(200, 50), along=120)
    view.zoom_all()
    view.zoom_to(3, 9)
    view.set_playhead(7)
    view.set_proposals([(make_proposal(5, 9), Verdict.pending)])
    view.set_video(make_info(1))
    view.set_playhead(0)
    view.grab()
    view.set_video(None)
    view.set_theme(LIGHT)
    view.grab()
    assert calls == []


def test_uneven_and_resampled_videos_are_painted(qtbot, view: TimelineView) -> None:
    times = np.cumsum(np.tile([1 / 30, 1 / 15], 300))
    view.set_video(make_info(600, times=times))
    frames = np.arange(0, 600, 7)
    sparse = make_curves(len(frames))
    view.set_curves(Curves(frames, sparse.score, sparse.probabilities, sparse.mask, 30 / 7), provisional=False)
    view.set_playhead(599)
    view.grab()
    for span in (Span(0, 9), Span(0, 100), Span(100, 599)):
        view._set_span(span)
        view.grab()
    assert view.gutter.lines("emotion")[0].value != ""
