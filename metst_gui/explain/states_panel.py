"""Plots of a network's carried states around an item: norm, step and path, with onset, apex and offset marked."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.explain import NetworkStates
from engine.types import Float64, Int64
from metst_gui.language import mark, tr
from metst_gui.widgets.theme import LIGHT, Theme

EMPTY = mark("Select an item to see what the network carries along around it.")
NOTE = mark(
    "The memory of the network (scan states of all blocks) in the one window that holds the apex; a window begins at "
    "zero. For research on the model: it says nothing about the person, and a large step is no expression by itself."
)
# Form, dash and word say which bound is which, not colour.
MARKS = (
    ("onset", "t1", Qt.PenStyle.DotLine),
    ("apex", "d", Qt.PenStyle.DashLine),
    ("offset", "s", Qt.PenStyle.DotLine),
)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """States with the frames they belong to.

    Attributes:
        states: as the engine gives them.
        frames: int64 [T], frame index of each sample.
        marks: frame index of onset, apex and offset.
    """

    states: NetworkStates
    frames: Int64
    marks: tuple[int, int, int]


def title_of(shown: Shown) -> str:
    """What the plots show, in words."""
    states, frames = shown.states, shown.frames
    inside = (frames >= shown.marks[0]) & (frames <= shown.marks[2])
    fastest = frames[int(np.argmax(np.where(inside, states.velocity, -np.inf)))]
    first, second = states.explained
    return tr(
        "{size} numbers in {blocks} blocks, frames {start} to {stop}. Largest step inside the item at frame {fastest}. "
        "The two components hold {first:.0%} and {second:.0%} of the variance.",
        size=states.size,
        blocks=len(states.norms),
        start=int(frames[0]),
        stop=int(frames[-1]),
        fastest=int(fastest),
        first=first,
        second=second,
    )


def relative(norms: Float64) -> Float64:
    """Norms [B, T] as shares of each block's largest, so that blocks of any size share an axis."""
    top = norms.max(axis=1, keepdims=True)
    return np.asarray(norms / np.where(top > 0, top, 1.0), np.float64)


class StatesPanel(QWidget):
    """Three plots above each other."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: Shown | None = None
        self.title = QLabel(tr(EMPTY))
        self.note = QLabel(tr(NOTE))
        self.norm = _plot(tr("norm / largest"), tr("frame"))
        self.step = _plot(tr("step"), tr("frame"))
        self.path = _plot(tr("component 2"), tr("component 1"))
        self.step.setXLink(self.norm)
        self._heads: list[pg.InfiniteLine] = []
        self._dot: pg.ScatterPlotItem | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        for label in (self.title, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.title)
        for plot, stretch in ((self.norm, 3), (self.step, 2), (self.path, 4)):
            column.addWidget(plot, stretch)
        column.addWidget(self.note)
        column.addStretch(0)
        self.set_theme(theme)
        self.show_sentence(tr(EMPTY))

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`."""
        self.theme = theme
        for plot in (self.norm, self.step, self.path):
            plot.setBackground(theme.base)
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(pg.mkPen(theme.border))
                axis.setTextPen(pg.mkPen(theme.text))
        if self.shown is not None:
            self.show_states(self.shown)

    def show_sentence(self, text: str) -> None:
        """Only a sentence: nothing is selected, or nothing can be shown."""
        self.shown = None
        self.title.setText(text)
        for plot in (self.norm, self.step, self.path):
            plot.clear()
            plot.hide()
        self._heads, self._dot = [], None

    def show_states(self, shown: Shown) -> None:
        """Plot the states of an item."""
        theme = self.theme
        self.shown = shown
        self.title.setText(title_of(shown))
        for plot in (self.norm, self.step, self.path):
            plot.clear()
            plot.show()
        rows = relative(shown.states.norms.astype(np.float64))
        for row in rows:
            self.norm.plot(shown.frames, row, pen=pg.mkPen(theme.muted, width=1))
        self.norm.plot(shown.frames, rows.mean(axis=0), pen=pg.mkPen(theme.score, width=3))
        self.step.plot(shown.frames, shown.states.velocity, pen=pg.mkPen(theme.score, width=2))
        self._heads = []
        for plot in (self.norm, self.step):
            for height, frame, (name, _form, dash) in zip((0.95, 0.84, 0.73), shown.marks, MARKS, strict=True):
                pen = pg.mkPen(theme.accent, width=1, style=dash)
                # Words at different heights: onset and apex may be three frames apart.
                label = {"color": theme.text, "position": height, "fill": theme.base}
                plot.addItem(
                    pg.InfiniteLine(frame, pen=pen, label=tr(name) if plot is self.norm else None, labelOpts=label)
                )
            head = pg.InfiniteLine(-1, pen=pg.mkPen(theme.playhead, width=1))
            plot.addItem(head)
            self._heads.append(head)
        self._show_path(shown)

    def _show_path(self, shown: Shown) -> None:
        theme, points = self.theme, shown.states.components
        inside = (shown.frames >= shown.marks[0]) & (shown.frames <= shown.marks[2])
        self.path.plot(points[:, 0], points[:, 1], pen=pg.mkPen(theme.muted, width=1))
        self.path.plot(points[inside, 0], points[inside, 1], pen=pg.mkPen(theme.score, width=3))
        for frame, (name, form, _dash) in zip(shown.marks, MARKS, strict=True):
            at = int(np.argmin(np.abs(shown.frames - frame)))
            if not shown.frames[0] <= frame <= shown.frames[-1]:
                continue  # outside the window: there is no state to mark
            spot = pg.ScatterPlotItem(
                [points[at, 0]],
                [points[at, 1]],
                symbol=form,
                size=13,
                brush=theme.base,
                pen=pg.mkPen(theme.accent, width=2),
            )
            word = pg.TextItem(tr(name), color=theme.text, anchor=(0, 1))
            word.setPos(points[at, 0], points[at, 1])
            self.path.addItem(spot)
            self.path.addItem(word)
        self.path.getViewBox().setDefaultPadding(0.16)  # room for the words
        self._dot = pg.ScatterPlotItem([], [], symbol="o", size=8, brush=theme.playhead, pen=None)
        self.path.addItem(self._dot)

    def set_playhead(self, frame: int) -> None:
        """Mark the frame shown, where the window holds it."""
        if self.shown is None or self._dot is None:
            return
        for head in self._heads:
            head.setValue(frame)
        frames = self.shown.frames
        if frames[0] <= frame <= frames[-1]:
            point = self.shown.states.components[int(np.searchsorted(frames, frame))]
            self._dot.setData([point[0]], [point[1]])
        else:
            self._dot.setData([], [])


def _plot(left: str, bottom: str) -> pg.PlotWidget:
    plot = pg.PlotWidget(enableMenu=False)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setLabel("left", left)
    plot.setLabel("bottom", bottom)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMinimumHeight(90)
    return plot
