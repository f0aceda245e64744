"""The speaker of the play bar: sound on or off, and how loud."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget, QWidgetAction
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.icons import icon
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

# A turn of the wheel, an arrow key on the slider or a command changes the volume by this, in percent.
STEP = 10
SLIDER_WIDTH = 140


class Speaker(QToolButton):
    """Click: sound on or off. Its arrow, or the wheel over it: the volume.

    Signals:
        volume_chosen: arg: percent, 0..100.
    """

    volume_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        no_focus(self)
        make(self, "plain")
        self.setAccessibleName(tr("Sound"))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(STEP)
        self._slider.setPageStep(2 * STEP)
        self._slider.setFixedWidth(SLIDER_WIDTH)
        self._slider.setAccessibleName(tr("Volume"))
        self._percent = QLabel()
        self._slider.valueChanged.connect(self._on_value)
        box = QWidget()
        row = QHBoxLayout(box)
        for widget in (QLabel(tr("Volume")), self._slider, self._percent):
            row.addWidget(widget)
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))
        inside = QWidgetAction(self)
        inside.setDefaultWidget(box)
        menu = QMenu(self)
        menu.addAction(inside)
        menu.aboutToShow.connect(self._slider.setFocus)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def show_state(self, theme: Theme, *, heard: bool, volume: int, tip: str) -> None:
        """Show what is heard.

        Args:
            theme: whose colours the icon has.
            heard: whether anything can be heard now.
            volume: percent, 0..100.
            tip: one sentence on it.
        """
        self.setIcon(icon("sound" if heard else "sound_off", theme))
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self._slider.blockSignals(True)
        self._slider.setValue(volume)
        self._slider.blockSignals(False)
        self._percent.setText(f"{volume} %")

    @override
    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn: QPoint = event.angleDelta()
        if turn.y():
            self._slider.setValue(self._slider.value() + (STEP if turn.y() > 0 else -STEP))
        event.accept()

    @Slot(int)
    def _on_value(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        self.volume_chosen.emit(percent)
