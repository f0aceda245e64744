"""Small shared pieces of the panels."""

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QStyleOptionToolButton, QToolButton, QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override

W = TypeVar("W", bound=QWidget)


def no_focus(widget: W) -> W:
    """The same widget, never taking the keyboard: keys belong to the review (ME review conventions, keyboard)."""
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return widget


class ToggleButton(QToolButton):
    """Checkable button without focus; checked it has the accent colour, which a dark theme needs to be seen at all."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        no_focus(self)

    @override
    @safe_override
    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.palette = _accented(option.palette, on=self.isChecked())


class ElidedLabel(QLabel):
    """One line with an ellipsis where there is no room: at its end, or where `elide` says. It widens no window."""

    elide = Qt.TextElideMode.ElideRight
    # The same in ever fewer words: the first that has room is told; none: the last is cut.
    shorter: tuple[str, ...] = ()

    @property
    def painted(self) -> str:
        """What is to be read now."""
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        told = (self.text(), *self.shorter)
        fit = next((one for one in told if metrics.horizontalAdvance(one) <= room), told[-1])
        return metrics.elidedText(fit, self.elide, room)

    @override
    @safe_override(default=QSize(20, 16))
    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                self.contentsRect(),
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
                self.palette(),
                self.isEnabled(),
                self.painted,
                self.foregroundRole(),
            )


def _accented(palette: QPalette, *, on: bool) -> QPalette:
    if not on:
        return palette
    result = QPalette(palette)
    result.setBrush(QPalette.ColorRole.Button, palette.brush(QPalette.ColorRole.Highlight))
    result.setBrush(QPalette.ColorRole.ButtonText, palette.brush(QPalette.ColorRole.HighlightedText))
    return result
