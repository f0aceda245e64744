"""The label at an interval being drawn or dragged: how long it is, and what its edge rests at."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QLabel

from engine.types import Bounds, Float64
from metst_gui.language import tr
from metst_gui.timeline.gestures import duration_text
from metst_gui.timeline.plots import PlotStack
from metst_gui.widgets.theme import Theme

_GAP = 4


class DragLabel(QLabel):
    """Lies on the plots right above the lanes, over the middle of the interval."""

    def __init__(self, plots: PlotStack, margin: int) -> None:
        """Begin hidden.

        Args:
            plots: what it lies on.
            margin: px between it and the right edge, at least.
        """
        super().__init__(plots)
        self._plots = plots
        self._right = margin
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(QFrame.Shape.Box)
        self.setObjectName("duration")
        self.setMargin(3)
        self.setAutoFillBackground(True)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Words and ground in each other's colours."""
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Window, QColor(theme.text))
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.base))
        self.setPalette(colours)

    def tell(self, bounds: Bounds, times: Float64, note: str) -> None:
        """Say how long an interval is.

        Args:
            bounds: of the interval.
            times: float64 [N], seconds of each frame.
            note: what else to say, to be translated; empty: nothing.
        """
        duration = duration_text(bounds.onset, bounds.offset, times)
        self.setText(f"{duration} · {tr(note)}" if note else duration)
        self.adjustSize()
        middle = self._plots.column_of((bounds.onset + bounds.offset) / 2)
        left = min(max(0.0, middle - self.width() / 2), self._plots.width() - self.width() - self._right)
        top = self._plots.area(self._plots.lanes).top() - self.height() - _GAP
        self.move(round(left), round(top))
        self.show()
