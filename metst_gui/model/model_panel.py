"""The model panel: the card of the model that made the run, and of the one chosen for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from metst_gui.language import mark, told, tr
from metst_gui.models import Model
from metst_gui.widgets.text_label import text_label
from metst_gui.wording.model_card_text import bench_about, bench_rows, sections

FRAME_ROLE = int(Qt.ItemDataRole.UserRole)
BENCH_HEADS = (mark("measured"), mark("this model"), mark("classical spotter, same false alarms"), "n")
BENCH_STRETCHES = (3, 3, 2, 1)
HINTS = mark("The emotion classes of this model are AU-pattern hints: which region moved, not what was felt.")
MAX_SPAN_ROWS = 4


@dataclass(frozen=True, slots=True)
class PanelState:
    """What the panel shows.

    Attributes:
        made: model of the shown run; None: no run, or it is hidden.
        chosen: model of the next run.
        differs: what to say where both are not the same; empty where they are.
        coverage: how much of the video can be judged; empty without a run.
        spans: (frame index, text) of each span above the motion limit.
        former: title of the model before the chosen one; empty: none.
        is_default: whether the chosen model is the default one.
        by_movement: whether the movement may choose between the default model and the one for people who talk.
        other: the one of the two that did not make the run; None: the movement does not choose.
        reason: why the movement chose as it did, or what it will do; empty: it has no say.
        plugins: models of installed packages, each with why it cannot be used; empty where it can.
        second: model that scored together with `made`; None: none did.
        remembered: what the project does with unconfirmed emotions in exports; empty: it asks.
    """

    made: Model | None
    chosen: Model
    differs: str = ""
    coverage: str = ""
    spans: tuple[tuple[int, str], ...] = ()
    former: str = ""
    is_default: bool = True
    by_movement: bool = True
    other: Model | None = None
    reason: str = ""
    remembered: str = ""
    second: Model | None = None
    plugins: tuple[tuple[Model, str], ...] = ()


class ModelPanel(QDialog):
    """Shows cards and passes on what is asked for; it decides nothing.

    Signals:
        plugin_requested: a model of an installed package. arg: its name.
        choose_requested, default_requested, classical_requested, former_requested, learn_requested: a button.
        by_movement_requested: let the movement choose the model, or no longer.
        analyse_requested: analyse with the chosen model.
        ask_again_requested: forget what was remembered about unconfirmed emotions.
        frame_chosen: a span was clicked. arg: its first frame index.
    """

    plugin_requested = Signal(str)
    choose_requested = Signal()
    default_requested = Signal()
    classical_requested = Signal()
    former_requested = Signal()
    learn_requested = Signal()
    by_movement_requested = Signal()
    analyse_requested = Signal()
    frame_chosen = Signal(int)
    ask_again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Model"))
        self.setObjectName("model_panel")
        self.differs = text_label()
        self.coverage = text_label()
        self.reason = text_label()
        self.by_movement = QCheckBox(tr("Choose the model by how much the face moves"))
        self.by_movement.clicked.connect(self.by_movement_requested)
        self.problems = text_label()
        self.spans = QListWidget()
        self.spans.setAccessibleName(tr("Spans with too much head motion or speech"))
        self.spans.itemActivated.connect(self._on_span)
        self.spans.itemClicked.connect(self._on_span)
        self.tabs = QTabWidget()
        self.analyse = _button(tr("Analyse with the chosen model"), self.analyse_requested)
        self.former = _button("", self.former_requested)
        self.ask_again = _button(tr("Ask again"), self.ask_again_requested)
        self.remembered = text_label()
        self.plugins = QPushButton(tr("Models of plug-ins"))
        self.plugins.setAutoDefault(False)
        self.plugins.setMenu(QMenu(self.plugins))
        self.default = _button(tr("Use the default model"), self.default_requested)
        self._lay_out()
        self.resize(760, 640)

    def show_state(self, state: PanelState) -> None:
        """Show the cards anew; the tab in front stays in front."""
        self.differs.setText(state.differs)
        self.differs.setVisible(bool(state.differs))
        self.analyse.setVisible(bool(state.differs))
        self.coverage.setText(state.coverage)
        self.coverage.setVisible(bool(state.coverage))
        self.reason.setText(state.reason)
        self.reason.setVisible(bool(state.reason))
        self.by_movement.setChecked(state.by_movement)
        self.by_movement.setEnabled(state.is_default)
        self._show_spans(state.spans)
        self.former.setText(tr("Back to “{title}”", title=state.former))
        self.former.setVisible(bool(state.former))
        took_over = state.other is not None and state.other.weights == state.chosen.weights
        self.default.setEnabled(not state.is_default or took_over or state.second is not None)
        self.remembered.setText(state.remembered)
        for one in (self.remembered, self.ask_again):
            one.setVisible(bool(state.remembered))
        self._show_plugins(state.plugins)
        index = self.tabs.currentIndex()
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        for title, model in _cards(state):
            self.tabs.addTab(card_page(model), title)
        self.tabs.setCurrentIndex(min(max(index, 0), self.tabs.count() - 1))

    def text(self) -> str:
        """Everything the panel says, one label a line; for tests and for who cannot see it."""
        shown = [one.text() for one in self.findChildren(QLabel) if one.text() and not one.isHidden()]
        return "\n".join(shown + [self.spans.item(row).text() for row in range(self.spans.count())])

    def _show_plugins(self, plugins: Sequence[tuple[Model, str]]) -> None:
        menu = self.plugins.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        for model, problem in plugins:
            text = tr("{name}: cannot be used", name=model.weights) if problem else model.title
            action = menu.addAction(text.replace("&", "&&"))
            action.setEnabled(not problem)
            action.setToolTip(told(problem) if problem else model.statement)
            action.triggered.connect(partial(self.plugin_requested.emit, model.weights))
        self.plugins.setVisible(bool(plugins))
        broken = "\n".join(told(problem) for _, problem in plugins if problem)
        self.problems.setText(broken)
        self.problems.setVisible(bool(broken))

    def _show_spans(self, spans: Sequence[tuple[int, str]]) -> None:
        self.spans.clear()
        for frame, text in spans:
            item = QListWidgetItem(text)
            item.setData(FRAME_ROLE, frame)
            self.spans.addItem(item)
        self.spans.setVisible(bool(spans))
        row = self.spans.sizeHintForRow(0) if spans else 0
        self.spans.setFixedHeight(row * min(len(spans), MAX_SPAN_ROWS) + 6)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.differs, 1)
        top.addWidget(self.analyse)
        models = QHBoxLayout()
        models.addWidget(_button(tr("Choose model file…"), self.choose_requested))
        models.addWidget(self.default)
        models.addWidget(_button(tr("Use the classical spotter"), self.classical_requested))
        models.addWidget(self.plugins)
        models.addStretch(1)
        further = QHBoxLayout()
        further.addWidget(_button(tr("Learn from my decisions…"), self.learn_requested))
        further.addWidget(self.former)
        further.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        further.addWidget(close)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.coverage)
        column.addWidget(self.spans)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.reason)
        column.addWidget(self.by_movement, 0, Qt.AlignmentFlag.AlignLeft)
        asked = QHBoxLayout()
        asked.addWidget(self.remembered, 1)
        asked.addWidget(self.ask_again)
        column.addLayout(asked)
        column.addWidget(self.problems)
        column.addLayout(models)
        column.addLayout(further)

    def _on_span(self, item: QListWidgetItem) -> None:
        self.frame_chosen.emit(int(item.data(FRAME_ROLE)))


def _cards(state: PanelState) -> list[tuple[str, Model]]:
    """Title and model of each tab."""
    following = tr("Model of the next analysis"), state.chosen
    if state.made is None:
        return [following]
    made = [(tr("Model of this analysis"), state.made)]
    if state.second is not None:
        made.append((tr("Second model of this analysis"), state.second))
    if state.differs:
        return [*made, following]
    if state.second is not None:
        return made
    if state.other is not None:
        rests = state.other.weights == state.chosen.weights
        when = tr("Model that joins where the face rests") if rests else tr("Model where the face moves or speaks")
        return [*made, (when, state.other)]
    # That of the run: only it knows the digest of a plug-in.
    return [(tr("Model of this analysis and of the next"), state.made)]


def card_page(model: Model) -> QScrollArea:
    """One card, to be scrolled."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setSpacing(6)
    column.addWidget(text_label(model.title, bold=True))
    column.addWidget(text_label(model.statement))
    if model.hints:
        column.addWidget(text_label(tr(HINTS)))
    parts = sections(model)
    bench = bench_rows(model.card)
    for number, section in enumerate(parts):
        _add_rows(column, section.heading, section.rows)
        if number == 0 and bench:
            _add_bench(column, model)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(model.title)
    return area


def _add_rows(column: QVBoxLayout, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    column.addWidget(text_label(heading, bold=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 130)
    for line, (name, text) in enumerate(rows):
        grid.addWidget(text_label(name), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(text), line, 1)
    column.addLayout(grid)


def _add_bench(column: QVBoxLayout, model: Model) -> None:
    column.addWidget(text_label(tr("Measured error rates"), bold=True))
    column.addWidget(text_label(bench_about(model.card)))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(1)
    rows = [(row.name, row.value, row.classical, row.n) for row in bench_rows(model.card)]
    # What no figure of this card has would leave half of the panel empty, and the rest narrow.
    columns = [at for at in range(len(BENCH_HEADS)) if at < 2 or any(row[at] for row in rows)]
    for at in columns:
        label = text_label(tr(BENCH_HEADS[at]))
        font = label.font()
        font.setItalic(True)
        label.setFont(font)
        grid.addWidget(label, 0, at)
        grid.setColumnStretch(at, BENCH_STRETCHES[at])
        for line, row in enumerate(rows, start=1):
            grid.addWidget(text_label(row[at]), line, at, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)


def _button(text: str, signal: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(signal)
    return button
