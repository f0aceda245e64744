"""What gives way on a low screen, so that the whole window is in sight: 1366 x 768, or 1920 x 1080 at 200 %."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override

# Pixels that title, menu, status line, messages, queue and verdict buttons need above and below the card.
_BESIDE_CARD = 350
_LEAST = 120
# The most of a screen's height that the timeline insists on, whatever its lanes.
SHARE = 0.5


def screen_height(widget: QWidget) -> int:
    """Pixels that a window may take on the screen a widget is on."""
    return widget.screen().availableSize().height()


class CardArea(QScrollArea):
    """Holds the card: as high as it is where the screen has the room, else it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        no_focus(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._inner = inner
        self._asked = QSize()
        self.setWidget(inner)

    @override
    @safe_override(default=QSize(200, _LEAST))
    def minimumSizeHint(self) -> QSize:
        least = self._inner.minimumSizeHint()
        return QSize(least.width(), min(least.height(), max(_LEAST, screen_height(self) - _BESIDE_CARD)))

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line more or less on the card is more or less room to ask for; other words in a line ask for nothing.
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            asked = self.minimumSizeHint()
            if asked != self._asked:
                self._asked = asked
                self.updateGeometry()
        return super().eventFilter(watched, event)
