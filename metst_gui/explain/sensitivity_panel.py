"""The panel of sensitivity: what would have been found here, how many alarms are false, and the threshold by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from metst_gui.explain.share_curves import ShareCurves, ShareRow
from metst_gui.language import mark, tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.decimal_field import DecimalField
from metst_gui.widgets.empty_place import Choice, EmptyPlace
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.text_label import text_label
from metst_gui.widgets.theme import Theme

# px of the panel when it is first opened.
WIDTH, HEIGHT = 350, 560
TITLE = mark("What would have been found here")
# Alarms a minute that are offered at first, and the most that can be asked for.
USUAL_ALARMS, MOST_ALARMS = 2.0, 60.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of a measurement; all of it translated, every figure with its interval.

    Attributes:
        summary: the answer in a sentence or two.
        rows: a curve a region.
        alarms: false alarms a minute.
        bounds: how far off proposed bounds are.
        method: n, what was planted, and where.
    """

    summary: str
    rows: Sequence[ShareRow]
    alarms: str
    bounds: str
    method: str


class SensitivityPanel(QWidget):
    """Shows figures, or why there are none; it decides nothing.

    Signals:
        measure_requested, cancel_requested: of the buttons.
        alarms_changed: arg: false alarms a minute that are allowed.
        threshold_requested: the threshold that keeps these is wanted.
    """

    measure_requested = Signal()
    cancel_requested = Signal()
    alarms_changed = Signal(float)
    threshold_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sensitivity"))
        self.setMinimumWidth(300)
        self.curves = ShareCurves()
        self.summary, self.alarms, self.chosen = text_label(), text_label(), text_label()
        self.bounds, self.method = text_label(), text_label()
        self.most = DecimalField()
        self.use = make(no_focus(QPushButton()), "primary")
        self.again = make(no_focus(QPushButton(tr("Measure again"))), "link")
        self.nothing = EmptyPlace()
        self.bar, self.cancel = QProgressBar(), no_focus(QPushButton(tr("Cancel")))
        self._stack = QStackedWidget()
        self._lay_out()
        self.use.clicked.connect(self.threshold_requested)
        self.again.clicked.connect(self.measure_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.most.valueChanged.connect(self.alarms_changed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`."""
        self.curves.set_theme(theme)

    def show_nothing(self, title: str, text: str = "", choices: Sequence[Choice] = ()) -> None:
        """Say why there are no figures, and offer what can be done."""
        self.nothing.show_choices(title, text, choices)
        self._stack.setCurrentIndex(0)

    def show_figures(self, figures: Figures) -> None:
        """Show what was measured."""
        self.summary.setText(figures.summary)
        self.curves.set_rows(figures.rows)
        for label, text in ((self.alarms, figures.alarms), (self.bounds, figures.bounds)):
            label.setText(text)
            label.setVisible(bool(text))
        self.method.setText(figures.method)
        self._stack.setCurrentIndex(1)

    def show_choice(self, text: str, button: str) -> None:
        """What the allowed alarms lead to.

        Args:
            text: the threshold, and what is found there.
            button: what sets it; empty: there is nothing to set.
        """
        self.chosen.setText(text)
        self.use.setText(button)
        self.use.setVisible(bool(button))

    def show_progress(self, done: int, total: int) -> None:
        """How far a measurement is; total 0: none runs."""
        self._running.setVisible(bool(total))
        self.again.setVisible(not total)
        self.bar.setRange(0, total if total > 1 else 0)
        self.bar.setValue(done)

    @override
    @safe_override(default=QSize(WIDTH, HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    @property
    def shows_figures(self) -> bool:
        """Whether figures are shown."""
        return self._stack.currentIndex() == 1

    def _lay_out(self) -> None:
        title = QLabel(tr(TITLE))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        title.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(HelpButton("sensitivity"), 0, Qt.AlignmentFlag.AlignTop)
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._running.hide()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._scrolled())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._running)
        column.addWidget(self._stack, 1)

    def _scrolled(self) -> QScrollArea:
        inner, area = QWidget(), no_focus(QScrollArea())
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        column.addWidget(self.summary)
        column.addWidget(self.curves)
        column.addWidget(self.alarms)
        column.addWidget(self._threshold_row())
        column.addWidget(self.chosen)
        column.addWidget(self.use)
        column.addWidget(self.bounds)
        for label in (self.method,):
            label.setForegroundRole(self.nothing.rest.foregroundRole())
            column.addWidget(label)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _threshold_row(self) -> QWidget:
        """How many false alarms are allowed."""
        self.most.setRange(0.1, MOST_ALARMS)
        self.most.setDecimals(1)
        self.most.setSingleStep(0.5)
        self.most.setValue(USUAL_ALARMS)
        label = QLabel(tr("False alarms a minute, at most:"))
        label.setBuddy(self.most)
        self.most.setAccessibleName(tr("False alarms a minute, at most:"))
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(label)
        row.addWidget(self.most)
        row.addStretch(1)
        return whole
