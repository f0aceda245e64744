"""Asks how a table made by another tool is meant: which column tells when, and which are curves or a score."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.foreign.columns import ForeignTable
from engine.foreign.mapping import TableMapping, When, Zero, one_at_a_time, people, tool_of
from metst_gui.language import mark, tr
from metst_gui.widgets.decimal_field import DecimalField
from metst_gui.widgets.text_label import text_label

WHENS: tuple[tuple[When, str], ...] = (
    ("frame0", mark("frames, the first is 0")),
    ("frame1", mark("frames, the first is 1")),
    ("seconds", mark("times in seconds")),
    ("milliseconds", mark("times in milliseconds")),
)
ZEROS: tuple[tuple[Zero, str], ...] = (
    ("medium", mark("the time stamps of the video file")),
    ("first_frame", mark("the first frame")),
)
TOOLS = {"openface": "OpenFace", "py-feat": "Py-feat"}
NO_SCORE = mark("none: show the curves in rows")
NAME_ROLE = int(Qt.ItemDataRole.UserRole)
Told = Callable[[TableMapping], str]


class CurvesDialog(QDialog):
    """Begins with what a table most likely means, and says at once where its rows would lie.

    Args:
        table: what was read.
        mapping: how it is most likely meant, or was meant before.
        name: name of a column for people.
        told: where the rows would lie, as a sentence, or what is wrong.
        parent: window that asks.
    """

    def __init__(
        self,
        table: ForeignTable,
        mapping: TableMapping,
        *,
        name: Callable[[str], str],
        told: Told,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("curves_dialog")
        self.setWindowTitle(tr("Bring in curves"))
        self._table, self._mapping, self._told = table, mapping, told
        self.column, self.when, self.zero = QComboBox(), QComboBox(), QComboBox()
        self.offset, self.person, self.score = DecimalField(), QComboBox(), QComboBox()
        self.curves = QListWidget()
        self.line = text_label()
        self._fill(name)
        self._lay_out()
        for box in (self.column, self.when, self.zero, self.person, self.score):
            box.currentIndexChanged.connect(self._refresh)
        self.offset.valueChanged.connect(self._refresh)
        self.curves.itemChanged.connect(self._refresh)
        self._refresh()

    def _fill(self, name: Callable[[str], str]) -> None:
        table, mapping = self._table, self._mapping
        self.column.addItem(tr("the number of the row"), "")
        for column in table.columns:
            if column not in table.clocks:
                self.column.addItem(column, column)
        for box, choices in ((self.when, WHENS), (self.zero, ZEROS)):
            for value, text in choices:
                box.addItem(tr(text), value)
        if people(table) and one_at_a_time(table):
            self.person.addItem(tr("all of them"), "")
        for person in people(table):
            self.person.addItem(person, person)
        self.score.addItem(tr(NO_SCORE), "")
        for column in table.columns:
            self.score.addItem(column, column)
        self.offset.setRange(-1e6, 1e6)
        self.offset.setDecimals(3)
        self.offset.setSuffix(tr(" s"))
        self.offset.setValue(mapping.offset_s)
        chosen = ((self.column, mapping.column), (self.when, mapping.when), (self.zero, mapping.zero))
        for box, key in (*chosen, (self.person, mapping.person), (self.score, mapping.score)):
            box.setCurrentIndex(max(0, box.findData(key)))
        for column in table.columns:
            item = QListWidgetItem(name(column))
            item.setData(NAME_ROLE, column)
            item.setCheckState(Qt.CheckState.Checked if column in mapping.curves else Qt.CheckState.Unchecked)
            self.curves.addItem(item)

    def _lay_out(self) -> None:
        form = QFormLayout()
        tool = TOOLS.get(tool_of(self._table))
        about = tr("“{name}”, as {tool} writes it", name=self._table.file, tool=tool) if tool else self._table.file
        form.addRow(tr("File"), text_label(about))
        self._own = bool(self._table.clocks)
        if not self._own:
            form.addRow(tr("Column that tells when"), self.column)
            form.addRow(tr("It holds"), self.when)
        form.addRow(tr("Times count from"), self.zero)
        form.addRow(tr("Added to every time"), self.offset)
        if self.person.count():
            form.addRow(tr("Face"), self.person)
        form.addRow(tr("Column that is a model's score"), self.score)
        every, none = QPushButton(tr("Tick all")), QPushButton(tr("Tick none"))
        for button, state in ((every, Qt.CheckState.Checked), (none, Qt.CheckState.Unchecked)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, state=state: self._tick(state))
        ticks = QHBoxLayout()
        self._curves_label = QLabel(tr("Curves"))
        for widget in (self._curves_label, every, none):
            ticks.addWidget(widget)
        ticks.insertStretch(1)
        self.curves.setAccessibleName(tr("Curves"))
        self._ticks = (self._curves_label, every, none, self.curves)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Bring in"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(ticks)
        column.addWidget(self.curves, 1)
        column.addWidget(self.line)
        column.addWidget(self.buttons)
        self.resize(520, 560)

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.curves.count()):
            self.curves.item(row).setCheckState(state)

    @property
    def mapping(self) -> TableMapping:
        """How the table is meant, as chosen."""
        items = [self.curves.item(row) for row in range(self.curves.count())]
        ticked = [str(one.data(NAME_ROLE)) for one in items if one.checkState() == Qt.CheckState.Checked]
        column = "" if self._own else str(self.column.currentData())
        return replace(
            self._mapping,
            when="own" if self._own else self.when.currentData(),
            column=column,
            curves=tuple(one for one in ticked if one != column),
            score=str(self.score.currentData()),
            zero=self.zero.currentData(),
            offset_s=self.offset.value(),
            person=str(self.person.currentData() or ""),
        )

    @Slot()
    def _refresh(self) -> None:
        mapping = self.mapping
        for widget in self._ticks:
            widget.setEnabled(not mapping.score)
        timed = mapping.when not in ("frame0", "frame1")
        self.zero.setEnabled(timed)
        self.offset.setEnabled(timed)
        sentence = self._told(mapping)
        self.line.setText(sentence)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(mapping.score or mapping.curves))
