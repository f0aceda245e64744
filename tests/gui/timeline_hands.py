"""Mouse gestures on a timeline, and its pixels."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from metst_gui.timeline.intervals import sub_lane
from metst_gui.timeline.timeline_view import TimelineView
from tests.kit.hands import move_mouse

N = 3000
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


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
    return place(view, frame, "lanes", (top + share * (bottom - top)) / len(view.plots.intervals.lanes))


def drag(view: TimelineView, *points: QPoint, keys=Qt.KeyboardModifier.NoModifier, release: bool = True) -> None:
    port = view.plots.viewport()
    QTest.mousePress(port, LEFT, keys, points[0])
    for point in points[1:]:
        move_mouse(port, point, held=LEFT)
    if release:
        QTest.mouseRelease(port, LEFT, keys, points[-1])
    if keys:  # Qt takes the keys of the last event as still held, in the tests that follow too
        QTest.keyRelease(port, Qt.Key.Key_Shift)


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
