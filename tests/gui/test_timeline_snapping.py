"""Where a dragged handle rests: half of the peak, the peak, the edges of what is shown; Alt switches it off."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine.types import Bounds, Curves
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Verdict
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.gestures import Span
from metst_gui.timeline.intervals import MINE_LANE, IntervalRow, build_lane
from metst_gui.timeline.snapping import EDGE, HALF, PEAK, resting_frames
from metst_gui.timeline.timeline_view import TimelineView
from tests.gui.timeline_data import make_annotation, make_proposal
from tests.gui.timeline_hands import LEFT, N, in_lane, record

pytestmark = pytest.mark.usefixtures("_no_swallowed_errors")


def bump(n: int = N, *, gap: bool = False) -> Curves:
    """A triangle: 0.8 at frame 600, half of it at 590 and 620."""
    score = np.interp(np.arange(n), [580, 600, 640], [0.0, 0.8, 0.0]).astype(np.float32)
    if gap:
        score[608:] = np.nan
    return Curves(np.arange(n), score, None, np.zeros(n, np.uint8), 30.0)


def rests(part: str, bounds: Bounds, *, gap: bool = False) -> dict[int, str]:
    store = CurveStore()
    store.write(0, bump(gap=gap))
    lanes = [build_lane([IntervalRow("own", 592, 600, 615, "human"), IntervalRow("p", 585, 600, 625, "pending")])]
    return dict(resting_frames(part, bounds, "own", store=store, lanes=lanes))  # type: ignore[arg-type]


def test_half_of_the_peak_the_peak_and_other_edges() -> None:
    bounds = Bounds(592, 600, 615)
    assert rests("onset", bounds) == {590: HALF, 585: EDGE}
    assert rests("offset", bounds) == {620: HALF, 625: EDGE}
    assert rests("apex", bounds) == {600: PEAK}
    assert rests("offset", bounds, gap=True) == {607: HALF, 625: EDGE}, "a gap ends the stretch"
    assert rests("apex", Bounds(2000, None, 2010)) == {2000: PEAK}
    assert resting_frames("apex", Bounds(2000, None, 2010), "own", store=CurveStore(), lanes=[]) == {}


@pytest.mark.parametrize(("keys", "onset"), [("", 590), ("alt", 588)])
def test_dragged_in_the_window(view: TimelineView, keys: str, onset: int) -> None:
    view.set_curves(bump(), provisional=False)
    annotation = make_annotation(1, 600, 630)
    view.set_annotations([annotation])
    view.set_proposals([(make_proposal(2000, 2030), Verdict.PENDING)])
    view.set_selection(Item("annotation", annotation.id))
    view.zoom.show(Span(400, 1100))
    moves = record(view.annotation_dragged)
    port = view.plots.viewport()
    start, end = (in_lane(view, frame, MINE_LANE, annotation.id) for frame in (599, 587))
    QTest.mousePress(port, LEFT, pos=start)
    modifier = Qt.KeyboardModifier.AltModifier if keys else Qt.KeyboardModifier.NoModifier
    place = QPointF(end)
    event = QMouseEvent(QEvent.Type.MouseMove, place, port.mapToGlobal(place), LEFT, LEFT, modifier)
    QApplication.sendEvent(port, event)
    label = view.plots.findChild(QWidget, "duration").text()
    assert ("at half of the peak" in label) == (not keys)
    QTest.mouseRelease(port, LEFT, pos=end)
    assert moves[-1][1] == pytest.approx(onset, abs=0 if not keys else 1)
    assert moves[-1][5] is True
