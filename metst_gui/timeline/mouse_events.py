"""Mouse events of the plots, taken before the graphics view gives them a meaning of its own."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override


class MouseSink(Protocol):
    """Receiver of the plots' mouse events."""

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""

    def double_click(self, event: QMouseEvent) -> None:
        """Second press of a double click."""

    def menu(self, event: QContextMenuEvent) -> None:
        """Right click or menu key."""

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel turned."""

    def leave(self) -> None:
        """The mouse left the plots."""


class MouseForwarder(QObject):
    """Hands every mouse event of a viewport to one receiver, and none to the viewport."""

    def __init__(self, viewport: QWidget, sink: MouseSink) -> None:
        super().__init__(viewport)
        self._sink = sink
        viewport.installEventFilter(self)

    @override
    @safe_override(default=True)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._button(event)
        if isinstance(event, QContextMenuEvent):
            self._sink.menu(event)
        elif isinstance(event, QWheelEvent):
            self._sink.wheel(event)
        elif event.type() == QEvent.Type.Leave:
            self._sink.leave()
        else:
            return False
        return True

    def _button(self, event: QMouseEvent) -> bool:
        handlers = {
            QEvent.Type.MouseButtonPress: self._sink.press,
            QEvent.Type.MouseMove: self._sink.move,
            QEvent.Type.MouseButtonRelease: self._sink.release,
            QEvent.Type.MouseButtonDblClick: self._sink.double_click,
        }
        handler = handlers.get(event.type())
        if handler is None:
            return False
        handler(event)
        return True
