"""The line of the threshold in the score plot, with what it says."""

import pyqtgraph as pg
from PySide6.QtGui import QFont

from metst_gui.widgets.theme import Theme

_FONT_POINTS = 8.0
# The curve must stay visible behind the words.
_BACKDROP_ALPHA = 150


class ThresholdLine(pg.InfiniteLine):  # type: ignore[misc]
    """A level line with a label at its right end; hidden until it has a place.

    Attributes:
        score: where it lies (0..1), None while it is hidden.
        text: what it says.
    """

    def __init__(self) -> None:
        super().__init__(
            angle=0,
            movable=False,
            label="",
            labelOpts={"position": 0.995, "anchors": [(1, -0.05), (1, 1.05)], "fill": (0, 0, 0, 0)},
        )
        self.score: float | None = None
        self.text = ""
        self.setZValue(40)
        self.setVisible(False)
        small = QFont()
        small.setPointSizeF(_FONT_POINTS)
        self.label.setFont(small)

    def set_theme(self, theme: Theme) -> None:
        """Colours of line, words and what lies behind the words."""
        self.setPen(pg.mkPen(theme.threshold, width=1))
        self.label.setColor(theme.threshold)
        backdrop = pg.mkColor(theme.base)
        backdrop.setAlpha(_BACKDROP_ALPHA)
        self.label.fill = pg.mkBrush(backdrop)

    def show_at(self, value: float | None, text: str) -> None:
        """Lie at a score (0..1) and say this; None hides it."""
        self.score, self.text = value, text
        self.setVisible(value is not None)
        if value is not None:
            if value == self.value():
                self.label.setFormat(text)
            else:
                # A line that moves has its label written anew: to set the format as well would do it twice.
                self.label.format = text
                self.setValue(value)
            self.place_label()

    def place_label(self) -> None:
        """Scale the label anew, after the plot changed its size or range."""
        # A label that was out of the picture once is never painted again, and only painting corrects its scale.
        self.label.updateTransform(force=True)
