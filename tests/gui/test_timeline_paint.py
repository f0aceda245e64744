"""The timeline in a window: what is painted."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from engine.types import Curves, Mask, ScoreChunk
from metst_gui.document.annotation import Verdict
from metst_gui.timeline.gaps import gap_brushes
from metst_gui.timeline.gestures import Span
from metst_gui.timeline.intervals import MODEL_LANE
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.widgets.theme import DARK, LIGHT, blend
from tests.gui.timeline_data import make_annotation, make_curves, make_info, make_proposal
from tests.gui.timeline_hands import SHIFT, N, colours, drag, image, in_lane, place, record, turn_wheel
from tests.kit.hands import move_mouse

pytestmark = pytest.mark.usefixtures("_no_swallowed_errors")


def test_playhead_is_painted_at_its_frame(view: TimelineView) -> None:
    view.set_curves(None, provisional=False)
    view.zoom.show(Span(1000, 1100))
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
    view.zoom.show(Span(900, 1600))
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
    move_mouse(view.plots.viewport(), place(view, 1200, "score"))
    assert view.plots.viewport().toolTip() == "no score: no face found (frames 1000-1499)"
    assert view.header.toolTip() == "no score: no face found"


@pytest.mark.parametrize("span", [Span(0, N), Span(1000, 1060)], ids=["columns", "samples"])
def test_the_spread_of_the_score_is_a_band_behind_its_curve(view: TimelineView, span: Span) -> None:
    score, spread = np.full(N, 0.5, np.float32), np.full(N, 0.2, np.float32)
    curves = Curves(np.arange(N), score, None, np.zeros(N, np.uint8), 30.0, spread=spread)
    band = blend(LIGHT.score, LIGHT.base, 0.3).name()

    def rows() -> list[float]:
        area, picture = view.plots.area(view.plots.score), image(view.plots)
        x = round(area.left() + area.width() * 0.52)
        found = [y for y in range(round(area.top()), round(area.bottom())) if picture.pixelColor(x, y).name() == band]
        return [view.plots.value_at(y) for y in found]

    view.set_curves(curves, provisional=False)
    view.zoom.show(span)
    values = rows()
    assert min(values) == pytest.approx(0.3, abs=0.03)
    assert max(values) == pytest.approx(0.7, abs=0.03)
    view.set_playhead(1030)
    assert any("0.50 ±.20" in line.text for line in view.gutter.lines("score"))
    view.set_curves(replace(curves, spread=None), provisional=False)
    assert rows() == []


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
    assert next(line.text for line in view.gutter.lines("emotion")) == "≈negative"
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
    assert f"this frame: {curves.score[20]:.2f}" in texts
    view.set_playhead(55)
    assert "this frame: none" in [line.text for line in view.gutter.lines("score")]


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
    verdicts = [Verdict.PENDING, Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE]
    items = [(make_proposal(100 + 40 * n, 125 + 40 * n, id_=v.value), v) for n, v in enumerate(verdicts)]
    view.set_proposals(items)
    view.set_annotations([make_annotation(1, 100, 125), make_annotation(2, 140, 165, default=True)])
    view.zoom.show(Span(90, 300))
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
    view.set_proposals([(make_proposal(n, n + 4, id_=f"p{n}"), Verdict.ACCEPTED) for n in range(0, 2900, 15)])
    picture = image(view.plots)
    area = view.plots.area(view.plots.lanes)
    y = round(area.top() + area.height() / 4)
    lit = {x for x in range(picture.width()) if picture.pixelColor(x, y).name() == LIGHT.verdicts["accepted"]}
    missing = [n for n in range(0, 2900, 15) if not any(abs(x - view.plots.column_of(n + 2)) <= 2 for x in lit)]
    assert missing == []


def test_hints_name_interval_and_duration(view: TimelineView) -> None:
    view.set_proposals([(make_proposal(500, 529, id_="p1"), Verdict.PENDING)])
    view.zoom.show(Span(450, 600))
    move_mouse(view.plots.viewport(), in_lane(view, 515, MODEL_LANE, "p1"))
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
    view.zoom.show_all()
    view.zoom.show_interval(3, 9)
    view.set_playhead(7)
    view.set_proposals([(make_proposal(5, 9), Verdict.PENDING)])
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
        view.zoom.show(span)
        view.grab()
    assert view.gutter.lines("emotion")[0].value != ""


def test_what_the_mouse_does_is_told_on_the_ruler(view):
    assert "Shift+drag: new interval" in view.ruler.toolTip()
    assert "threshold" in view.ruler.toolTip()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_playhead_stands_at_one_x_in_every_strip(qtbot, theme):
    view = TimelineView(theme=theme)
    qtbot.addWidget(view)
    view.resize(1000, 420)
    view.show()
    view.set_video(make_info())
    view.set_curves(make_curves(), provisional=False)
    view.set_confounds({"blink": np.array([[10, 20]]), "restless": np.array([[2900, 2950]])})
    view.loudness.set_levels(np.full(100, 0.2, np.float32))
    for span, frame in ((Span(-0.5, 2999.5), 1234), (Span(1200, 1300), 1251), (Span(0, 100), 3)):
        view.zoom.show(span)
        view.set_playhead(frame)
        picture = image(view)
        ratio = picture.devicePixelRatio()
        wanted, painted = view.plots.column_of(frame) + view.plots.x(), set()
        for strip in (view.ruler, view.loudness, view.confounds, view.plots):
            y = round((strip.y() + strip.height() - 4) * ratio)
            if strip is view.plots:
                y = round((view.plots.y() + view.plots.area(view.plots.lanes).center().y()) * ratio)
            dark = [x for x in range(130, 990) if picture.pixelColor(round(x * ratio), y).name() == theme.playhead]
            assert dark, type(strip).__name__
            assert all(abs(x - wanted) <= 1.5 for x in dark), (type(strip).__name__, dark, wanted)
            painted |= set(dark)
        assert max(painted) - min(painted) <= 1


def test_a_hidden_run_is_not_called_not_analysed(view: TimelineView) -> None:
    view.set_curves(None, provisional=False)
    assert not view.header.isHidden(), "the legend of what is not analysed"
    view.set_hidden(hidden=True)
    view.set_curves(None, provisional=False)
    assert view.header.isHidden()


def test_the_frame_numbers_are_whole_at_the_least_height_with_everything_shown(qtbot):
    view = TimelineView(theme=LIGHT)
    qtbot.addWidget(view)
    view.show()
    view.set_video(make_info())
    view.set_curves(make_curves(), provisional=True)
    view.set_confounds({name: np.array([[10, 20]]) for name in ("blink", "head", "brows_unjudged", "mouth_unjudged")})
    view.loudness.set_levels(np.full(100, 0.2, np.float32))
    view.resize(1000, view.minimumHeight())
    image(view)  # what is not painted is not laid out
    axis = view.plots._axis.sceneBoundingRect()
    assert not view.header.isHidden()
    assert not view.loudness.isHidden()
    assert axis.bottom() <= view.plots.height()
    assert axis.height() >= 16


def test_a_click_on_any_strip_goes_to_the_frame_under_it(qtbot):
    view = TimelineView(theme=LIGHT)
    qtbot.addWidget(view)
    view.resize(1000, 420)
    view.show()
    view.set_video(make_info())
    view.set_confounds({"blink": np.array([[10, 20]])})
    view.loudness.set_levels(np.full(100, 0.2, np.float32))
    sought = record(view.seek_requested)
    view.zoom.show(Span(1000, 1100))
    for strip in (view.ruler, view.loudness, view.confounds):
        for frame in (1003, 1050, 1097):
            sought.clear()
            QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(strip.column(frame)), 6))
            assert sought == [(frame,)]
        sought.clear()
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(20, 6))
        assert sought == []


def playhead_columns(view: TimelineView) -> dict[str, list[int]]:
    """Columns of the picture that have the colour of the playhead, one height in each strip and plot."""
    heights = {type(strip).__name__: strip.y() + 3 for strip in (view.loudness, view.confounds, view.overview)}
    heights["TimeRuler"] = view.ruler.y() + view.ruler.height() - 3
    for name, row, share in (("score", view.plots.score, 0.1), ("emotion", view.plots.emotion, 0.02),
                             ("lanes", view.plots.lanes, 0.5)):  # fmt: skip
        area = view.plots.area(row)
        heights[name] = round(view.plots.y() + area.top() + share * area.height())
    picture, ratio = image(view), view.devicePixelRatioF()
    columns = range(round(124 * ratio), round(985 * ratio))
    return {
        name: [x for x in columns if picture.pixelColor(x, round(y * ratio)).name() == LIGHT.playhead]
        for name, y in heights.items()
    }


def test_the_playhead_is_one_line_down_to_the_strip_of_the_whole_video(qtbot):
    view = TimelineView(theme=LIGHT)
    qtbot.addWidget(view)
    view.resize(1001, 460)
    view.show()
    view.set_video(make_info())
    view.set_confounds({"blink": np.array([[10, 20]])})
    view.loudness.set_levels(np.full(100, 0.2, np.float32))
    for frame in range(1201, 1290, 8):
        view.set_playhead(frame)
        found = playhead_columns(view)
        assert len({tuple(columns) for columns in found.values()}) == 1, (frame, found)
        assert len(found["score"]) == round(view.devicePixelRatioF()), "and as wide everywhere"


@pytest.mark.parametrize("frame", [1, 777, 1503, 2998])
def test_a_click_on_any_axis_goes_to_the_frame_under_it(qtbot, frame):
    view = TimelineView(theme=LIGHT)
    qtbot.addWidget(view)
    view.resize(4000, 460)
    view.show()
    view.set_video(make_info())
    view.set_curves(make_curves(), provisional=False)
    sought, left = record(view.seek_requested), record(view.left)
    x = round(view.plots.column_of(frame))
    areas = [view.plots.area(row) for row in (view.plots.score, view.plots.emotion, view.plots.lanes)]
    for area in (*areas, view.plots.axis_area()):
        y = round(area.center().y())
        QTest.mouseClick(view.plots.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        assert {call[0] for call in (*sought, *left)} == {frame}, (y, sought, left)
        sought.clear()
        left.clear()
    QTest.mouseClick(view.overview, Qt.MouseButton.LeftButton, pos=QPoint(x + view.plots.x(), 8))
    assert sought == [(frame,)]


class Dots(TimeStrip):
    """A strip of another feature, which keeps a value a frame."""

    def __init__(self):
        super().__init__(LIGHT, 20)
        self.values = []

    def set_info(self, info):
        super().set_info(info)
        self.values = [0.0] * self.n_frames


def test_a_strip_that_a_feature_adds_lives_on_the_axis_of_the_timeline(qtbot):
    view = TimelineView(theme=DARK)
    qtbot.addWidget(view)
    view.resize(1000, 420)
    view.show()
    view.set_video(make_info())
    view.zoom.show(Span(1000, 1100))
    view.set_playhead(1050)
    dots = Dots()
    view.add_strip(dots)
    qtbot.waitUntil(dots.isVisible)
    assert (len(dots.values), dots.playhead, dots.span, dots.theme) == (3000, 1050, Span(1000, 1100), DARK)
    qtbot.waitUntil(lambda: view.header.y() < dots.y() < view.plots.y())
    assert dots.column(1050) == pytest.approx(view.plots.column_of(1050) + view.plots.x(), abs=1.5)
    sought = record(view.seek_requested)
    QTest.mouseClick(dots, Qt.MouseButton.LeftButton, pos=QPoint(round(dots.column(1003)), 6))
    assert sought == [(1003,)]
    view.set_theme(LIGHT)
    view.set_video(None)
    assert (dots.values, dots.n_frames, dots.playhead, dots.theme) == ([], 0, 0, LIGHT)
