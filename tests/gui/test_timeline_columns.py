"""What makes drawing a whole video cheap shows what the plain way shows."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from metst_gui.document.annotation import Verdict
from metst_gui.timeline.bars import bar_rects, draw_rects, joined
from metst_gui.timeline.columns import column_picture, column_spans
from metst_gui.timeline.crowd import PAINT_ORDER, crowd_of
from metst_gui.timeline.curves_item import curve_path
from metst_gui.timeline.gaps import gap_brushes, gap_texture
from metst_gui.timeline.intervals import IntervalRow, build_lane
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.widgets.theme import LIGHT
from tests.gui.timeline_data import make_proposal

WIDTH, HEIGHT = 400, 120
BLUE = QColor(0, 0, 255)


def pixels(picture: QImage) -> np.ndarray:
    rgb = picture.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(bytes(rgb.constBits()), np.uint32).reshape(rgb.height(), rgb.width()) & 0xFFFFFF


def blank() -> QImage:
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    return picture


def grown(mask: np.ndarray) -> np.ndarray:
    wide = mask.copy()
    for rows in (1, 2, 3):
        wide[rows:] |= mask[:-rows]
        wide[:-rows] |= mask[rows:]
    return wide


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("step", [1.0, 1.0134, 1.44, 1.98])
def test_columns_are_the_pixels_of_the_path(step: float) -> None:
    rng = np.random.default_rng(3)
    n = int((WIDTH - 10) / step)
    x = 5.3 + np.arange(n) * step
    low = rng.uniform(40, 110, n)
    high = low - rng.uniform(0, 35, n) * (rng.random(n) < 0.7)
    high[n // 2] = 5.0  # a peak of one sample
    low[60:80] = high[60:80] = np.nan
    drawn = blank()
    with QPainter(drawn) as painter:
        painter.setPen(BLUE)
        painter.drawPath(curve_path(x, low, high, paired=True))
    spans = column_spans(x, low[np.newaxis], high[np.newaxis], WIDTH)
    assert spans is not None
    ours = blank()
    with QPainter(ours) as painter:
        painter.drawImage(QPointF(0, 0), column_picture(*spans, HEIGHT, [BLUE]))
    path, columns = pixels(drawn) != 0xFFFFFF, pixels(ours) != 0xFFFFFF
    assert columns.sum() > 2000
    # They part only at the end of a column, by a pixel or three on steep flanks, where rounding falls the other way.
    assert (path != columns).sum() < 0.06 * path.sum()
    for one, other in ((path, columns), (columns, path)):
        assert (one & ~grown(other)).sum() < 0.003 * path.sum()
    assert columns[5, int(x[n // 2])]
    assert not columns[:, int(x[61]) : int(x[78])].any()


def test_columns_far_apart_are_left_to_the_path() -> None:
    flat = np.zeros((1, 3))
    assert column_spans(np.array([0.0, 1.0, 9.0]), flat, flat, 20) is None
    assert column_spans(np.array([0.0, 0.2, 0.4]), flat, flat, 20) is None


@pytest.mark.usefixtures("qapp")
def test_what_lies_outside_is_not_drawn() -> None:
    x = np.arange(-5.0, 30.0)
    low, high = np.full((2, 35), 9e6), np.full((2, 35), -9e6)
    spans = column_spans(x, low, high, 20)
    assert spans is not None
    picture = column_picture(*spans, 7, [BLUE, QColor(255, 0, 0)])
    assert (picture.width(), picture.height()) == (20, 7)
    assert set(np.unique(pixels(picture)).tolist()) == {0xFF0000}
    nothing = np.full((1, 35), np.nan)
    spans = column_spans(x, nothing, nothing, 20)
    assert spans is not None
    assert column_picture(*spans, 7, [BLUE]).pixelColor(3, 3).alpha() == 0


@pytest.mark.usefixtures("qapp")
def test_many_rectangles_at_once_are_those_one_by_one() -> None:
    rng = np.random.default_rng(4)
    left, top = rng.integers(0, WIDTH - 20, 80).astype(float), rng.choice([10.0, 30.0], 80)
    right, bottom = left + rng.integers(1, 20, 80), top + rng.choice([8.0, 15.0], 80)
    one, other = blank(), blank()
    with QPainter(one) as painter:
        for a, b, c, d in zip(left, top, right, bottom, strict=True):
            painter.fillRect(QRectF(a, b, c - a, d - b), BLUE)
    with QPainter(other) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BLUE)
        draw_rects(painter, np.array([rect.getRect() for rect in bar_rects(left, top, right, bottom)]))
        draw_rects(painter, np.zeros((0, 4)))
    assert (pixels(one) == pixels(other)).all()
    first, reach = joined(np.array([0, 2, 9, 0]), np.array([3, 5, 11, 4]), np.array([0, 0, 0, 1]))
    assert first.tolist() == [0, 2, 3]
    assert reach.tolist() == [5, 11, 4]


def test_a_crowd_paints_annotations_over_open_proposals_and_marks_over_both() -> None:
    lane = build_lane(
        [
            IntervalRow("mark", 0, None, 9, "pending", mark="FP"),
            IntervalRow("open", 20, None, 29, "pending"),
            IntervalRow("mine", 40, None, 49, "human"),
            IntervalRow("near", 60, None, 69, "near"),
        ]
    )
    crowd = crowd_of(lane)
    assert [PAINT_ORDER[crowd.look[row]] for row in crowd.in_order(np.arange(4))] == ["near", "pending", "human", "FP"]
    assert crowd.in_order(np.array([2, 0])).tolist() == [2, 0]
    assert not len(crowd_of(build_lane(())).order)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("bits", [-1, 1, 2, 4, 256])
def test_a_gap_in_one_brush_looks_like_tint_and_hatch(bits: int) -> None:
    plain, ours = blank(), blank()
    place = QRectF(33.4, 7.0, 341.0, 90.0)
    for picture, brushes in ((plain, gap_brushes(bits, LIGHT)), (ours, (gap_texture(bits, LIGHT),))):
        with QPainter(picture) as painter:
            painter.setPen(QColor(0, 0, 0, 0))
            for brush in brushes:
                painter.fillRect(place, brush)
    assert (pixels(plain) == pixels(ours)).all()
    assert len(np.unique(pixels(ours))) == 3


def test_the_whole_video_of_many_intervals_is_painted(view: TimelineView) -> None:
    proposals = [(make_proposal(n * 12, n * 12 + 6), Verdict.PENDING) for n in range(150)]
    view.set_proposals(proposals)
    area = view.plots.area(view.plots.lanes)
    picture = view.plots.grab().toImage()
    row = round(area.top() + area.height() * 0.25)
    colour = QColor(LIGHT.verdicts["pending"]).rgb()
    columns = {x for x in range(picture.width()) if picture.pixel(x, row) == colour}
    for proposal, _ in proposals[::10]:
        middle = view.plots.column_of((proposal.onset + proposal.offset) / 2)
        assert {round(middle) - 1, round(middle), round(middle) + 1} & columns
