"""Head of the queue: which rows are shown, and in which order."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget
from typing_extensions import override

from metst_gui.desk.queue_order import SORTS
from metst_gui.desk.queue_rows import FILTERS
from metst_gui.desk.review_queue import BUDGETS
from metst_gui.language import mark, plural, tr
from metst_gui.queue.row_text import DOUBT_GLYPH, filter_glyph, filter_word
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override

FILTER_TIPS = {
    "open": mark("Show or hide the proposals without a verdict"),
    "near": mark("Show or hide near misses: candidates just below the threshold"),
    "second": mark("Show or hide what only the second run proposes; accepted, it counts as that model's"),
    "accepted": mark("Show or hide the proposals that are accepted"),
    "rejected": mark("Show or hide the proposals that are rejected"),
    "unsure": mark("Show or hide the proposals that are unsure"),
    "mine": mark("Show or hide the intervals you drew or imported; accepted proposals count as accepted"),
}
SORT_TEXTS = {
    "time": mark("by time"),
    "score": mark("by score"),
    "length": mark("by length"),
    "verdict": mark("by verdict"),
    "emotion": mark("by emotion"),
    "chance": mark("likeliest first"),
    "rank": mark("surest first"),
    "uncertainty": mark("least sure first"),
    "disagreement": mark("disputed first"),
    "audit": mark("random audit"),
    "check": mark("doubtful labels"),
}
SORT_TIPS = {
    "time": mark("In order of the onset"),
    "score": mark("Highest score first"),
    "length": mark("Shortest first"),
    "verdict": mark("Open ones first, then accepted, rejected, unsure and yours"),
    "emotion": mark("In the order of the emotion keys"),
    "chance": mark(
        "Begin with the highest chance of being accepted, learnt from your verdicts on this model; until there are ten "
        "of both kinds, with the surest"
    ),
    "rank": mark(
        "Begin with the highest score above the threshold; doubtful stretches count less. This is a rank, not a "
        "probability"
    ),
    "uncertainty": mark("Begin with the scores nearest to the threshold"),
    "disagreement": mark("Begin with what only one of the two models found (analyse with a second model to compare)"),
    "audit": mark("A random order that is the same each time, to check whether the order matters"),
    "check": mark(
        "Only annotations that look wrong, the most doubtful first: ↓ goes to the next, Shift+K says that it is right"
    ),
}
BUDGET_TIP = mark(
    "Show only as many pending items, in this order, as you get through at your pace.\nFrom ten "
    "verdicts on, the line below the queue says how many more acceptances the rest is expected to hold."
)
GAP = 4


class QueueHeader(QWidget):
    """Title, a chip for each kind of rows that there is, and the order as a menu.

    The chips take a line of their own where they do not fit.

    Signals:
        toggled: rows of a filter are to be shown or hidden. arg: one of `FILTERS`.
    """

    toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(tr("Queue"))
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.chips: dict[str, ToggleButton] = {}
        self.again = make(ToggleButton(), "chip")
        self.again.hide()
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2 * GAP)
        head.addWidget(self._title)
        head.addWidget(self.again)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for name in FILTERS:
            chip = self.chips[name] = make(ToggleButton(filter_word(name)), "chip")
            chip.setToolTip(tr(FILTER_TIPS[name]))
            chip.clicked.connect(partial(self.toggled.emit, name))
            row.addWidget(chip)
        row.addStretch(1)
        self.sort = make(no_focus(QToolButton()), "link")
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.sort)
        self._menu.setToolTipsVisible(True)
        self.sort.setMenu(self._menu)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._head, 0, 0)
        self._grid.addWidget(self.sort, 0, 2)
        self._help = HelpButton("queue")
        self._grid.addWidget(self._help, 0, 3)
        self._has_own_line = True
        self._place_chips(own_line=False)

    def show_again(self, n: int, *, on: bool) -> None:
        """Show how many annotations look wrong, and whether only they are listed."""
        self.again.setText(f"{DOUBT_GLYPH} {n}")
        words = plural(
            n,
            "{n} annotation looks wrong: show it, with the reason",
            "{n} annotations look wrong: show them, the most doubtful first, with the reason",
        )
        self.again.setToolTip(tr("Show the whole queue again") if on else words)
        self.again.setAccessibleName(words)
        self.again.setChecked(on)
        self.again.setVisible(n > 0 or on)
        self._fit()

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Put the commands of the order, and of the time there is for a review, into the menu."""
        for name in SORTS:
            self._menu.addAction(actions[f"sort_{name}"])
        self._menu.addSeparator()
        self._menu.addAction(actions["sort_reverse"])
        budget = self._menu.addMenu(tr("Time for this review"))
        budget.setToolTip(tr(BUDGET_TIP))
        for minutes in BUDGETS:
            budget.addAction(actions[f"budget_{minutes}"])

    def show_order(self, sort: str, minutes: int, *, is_reversed: bool) -> None:
        """Name the order, and the time there is for the review in minutes; 0: any."""
        order = tr(SORT_TEXTS[sort])
        limit = tr("{minutes} min", minutes=minutes) if minutes else ""
        self.sort.setText(" · ".join(part for part in (order, limit) if part) + (" ▴" if is_reversed else " ▾"))
        self.sort.setAccessibleName(tr("Order of the queue: {order}", order=order))
        self.sort.setToolTip(tr("{order}; the order stays until you choose one again", order=tr(SORT_TIPS[sort])))
        self._fit()

    def show_counts(self, counts: Mapping[str, int], shown: frozenset[str], *, hides_model: bool) -> None:
        """Show how many rows there are.

        Args:
            counts: of each filter of `FILTERS`.
            shown: the filters whose rows are shown.
            hides_model: whether nothing of the model is told.
        """
        for name, chip in self.chips.items():
            # An accepted interval is no drawn one, but what is accepted is not told while the model is hidden.
            own = name == "mine"
            count = f" {counts[name]}" if own or not hides_model else ""
            word = tr("yours") if own and hides_model else filter_word(name)
            chip.setChecked(name in shown)
            chip.setAccessibleName(f"{word}{count}")
            chip.setText(f"{word}{count}" if name == "open" else f"{filter_glyph(name)}{count}")
            # A filter that hides nothing is only noise, and one that is off has to be found again.
            chip.setVisible(own if hides_model else name == "open" or counts[name] > 0)
        self._fit()

    @override
    @safe_override(default=QSize(200, 24))
    def minimumSizeHint(self) -> QSize:
        # As wide as with a line of their own for the chips: they take one before the window would have to grow.
        head = self._head.sizeHint().width() + self.sort.sizeHint().width() + self._help.sizeHint().width() + 6 * GAP
        return QSize(max(head, self._line.minimumSizeHint().width()), super().minimumSizeHint().height())

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = (self._head, self.sort, self._help)
        taken = sum(one.sizeHint().width() for one in beside) + 6 * GAP
        self._place_chips(own_line=taken + self._line.sizeHint().width() > self.width())

    def _place_chips(self, *, own_line: bool) -> None:
        if own_line != self._has_own_line:
            self._has_own_line = own_line
            self._grid.removeWidget(self._line)
            self._grid.addWidget(self._line, *((1, 0, 1, 3) if own_line else (0, 1, 1, 1)))
