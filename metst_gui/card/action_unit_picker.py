"""Choosing action units from a grid of all of them, with number, name, muscle and a small moving picture."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from metst_gui.card.unit_cell import UnitCell, load_sheet
from metst_gui.commands.search import rank
from metst_gui.language import mark, tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.wording.facs import Side, parse_line, unit_of, with_unit, without_unit
from metst_gui.wording.facs_units import BY_CODE, GROUPS, SOURCE, UNITS

COLUMNS = 5
SIZE, SHARE = QSize(930, 660), 0.92
# Digits typed within this time make one number.
NUMBER_MS = 900
SIDES: tuple[tuple[Side, str], ...] = (("", mark("both sides")), ("left", mark("left")), ("right", mark("right")))
INTENSITIES: tuple[tuple[str, str], ...] = (
    ("", mark("not given")),
    ("A", mark("A, trace")),
    ("B", mark("B, slight")),
    ("C", mark("C, marked")),
    ("D", mark("D, severe")),
    ("E", mark("E, maximum")),
)
PICTURES = mark(
    "The pictures are computed from a public-domain portrait: place and direction, larger than life; no skin wrinkles."
)
HOW = mark("Arrow keys and numbers go through the grid, Space chooses; L and R say the side, A to E the intensity.")
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ActionUnitPicker(QDialog):
    """Edits a line of action units; what is typed in it and is no unit of the grid stays.

    Args:
        text: the line as it is.
        parent: window it belongs to.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Action units"))
        self.line = QLineEdit(text)
        self.line.setAccessibleName(tr("Action units, as typed"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, name or muscle"))
        self.search.setAccessibleName(tr("Find an action unit"))
        self.search.setClearButtonEnabled(True)
        self.detail, self.reading = QLabel(), QLabel()
        self.reading.setWordWrap(True)
        self.side, self.intensity = QComboBox(), QComboBox()
        self.cells: dict[int, UnitCell] = {}
        self._heads: dict[str, QLabel] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._grid = QGridLayout()
        self._area = QScrollArea()
        self._digits = ""
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(NUMBER_MS)
        self._pause.timeout.connect(self._forget_digits)
        self.current = 0
        self._fill()
        self._lay_out()
        self.line.textChanged.connect(self._on_text)
        self.search.textChanged.connect(self._arrange)
        self.side.activated.connect(self._on_strength)
        self.intensity.activated.connect(self._on_strength)
        self._arrange("")
        self._on_text(text)
        chosen = [one.code for one in parse_line(text) if one.code in self.cells and not one.doubt]
        self._look((chosen or [UNITS[0].code])[0])
        self.cells[self.current].setFocus()

    @property
    def text(self) -> str:
        """The line."""
        return self.line.text()

    def _fill(self) -> None:
        sheet = load_sheet()
        for group in GROUPS:
            head = self._heads[group] = QLabel(tr(group))
            font = head.font()
            font.setBold(True)
            head.setFont(font)
        for unit in UNITS:
            cell = self.cells[unit.code] = UnitCell(unit, sheet)
            cell.looked_at.connect(self._look)
            cell.picked.connect(self._on_picked)
            cell.installEventFilter(self)
        for box, choices, name in (
            (self.side, SIDES, tr("Side of the face")),
            (self.intensity, INTENSITIES, tr("Intensity")),
        ):
            box.setAccessibleName(name)
            for value, words in choices:
                box.addItem(tr(words), value)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._grid)
        self._grid.setSpacing(6)
        for number in range(COLUMNS):
            self._grid.setColumnStretch(number, 1)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.detail.setProperty("verbatim", True)  # the muscle is Latin in every language
        self.detail.setWordWrap(True)
        strength = QHBoxLayout()
        strength.addWidget(self.detail, 1)
        for words, box in ((tr("Side"), self.side), (tr("Intensity"), self.intensity)):
            strength.addWidget(QLabel(words))
            strength.addWidget(box)
        note = QLabel(f"{tr(HOW)}\n{tr(SOURCE)} {tr(PICTURES)}")
        note.setWordWrap(True)
        font = note.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        note.setFont(font)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.search.installEventFilter(self)
        last = QHBoxLayout()
        last.addWidget(self.line, 1)
        last.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self._area, 1)
        column.addLayout(strength)
        column.addLayout(last)
        column.addWidget(self.reading)
        column.addWidget(note)
        free = self.screen().availableSize() * SHARE
        self.resize(SIZE.boundedTo(free))

    @Slot(str)
    def _arrange(self, typed: str) -> None:
        """Place the units that fit what was typed, group by group."""
        for widget in (*self._heads.values(), *self.cells.values()):
            self._grid.removeWidget(widget)
            widget.hide()
        self._places.clear()
        row = 0
        for group in GROUPS:
            fitting = [one for one in UNITS if one.group == group and self._fits(typed, one.code)]
            if not fitting:
                continue
            self._grid.addWidget(self._heads[group], row, 0, 1, COLUMNS)
            self._heads[group].show()
            for number, unit in enumerate(fitting):
                place = row + 1 + number // COLUMNS, number % COLUMNS
                self._places[unit.code] = place
                self._grid.addWidget(self.cells[unit.code], *place)
                self.cells[unit.code].show()
            row += 1 + -(-len(fitting) // COLUMNS)
        for number in range(self._grid.rowCount()):
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(row, 1)

    @Slot()
    def _to_grid(self) -> None:
        """Go to the first unit that fits what was typed."""
        if self._places:
            self._focus(next(iter(self._places)))

    @staticmethod
    def _fits(typed: str, code: int) -> bool:
        unit = BY_CODE[code]
        if typed.strip().isdigit():
            return str(code).startswith(typed.strip())
        fit = rank(typed, tr(unit.name), (unit.name, unit.muscle))
        return fit is not None and fit[1] == 0

    @Slot(int)
    def _look(self, code: int) -> None:
        """Say what a unit is, and how it stands in the line."""
        self.current = code
        unit, found = BY_CODE[code], unit_of(self.text, code)
        self.detail.setText(
            " · ".join(filter(None, (tr("AU{code}, {name}", code=code, name=tr(unit.name)), unit.muscle)))
        )
        self.side.setCurrentIndex([one for one, _ in SIDES].index(found.side if found else ""))
        self.intensity.setCurrentIndex([one for one, _ in INTENSITIES].index(found.intensity if found else ""))

    @Slot(int, bool)
    def _on_picked(self, code: int, on: bool) -> None:
        self.line.setText(with_unit(self.text, code) if on else without_unit(self.text, code))

    @Slot()
    def _on_strength(self) -> None:
        """A side or intensity was chosen: the unit is chosen with it."""
        side, intensity = self.side.currentData(), self.intensity.currentData()
        self.line.setText(with_unit(self.text, self.current, side=side, intensity=intensity))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        units = parse_line(text)
        codes = {one.code for one in units if not one.doubt}
        for code, cell in self.cells.items():
            cell.setChecked(code in codes)
        self.reading.setText(" · ".join(one.words() for one in units))
        if self.current:
            self._look(self.current)

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.search and event.key() in RETURN:
            # It would press the button that is the dialog's.
            self._to_grid()
            return True
        return isinstance(watched, UnitCell) and self._press(watched, event)

    def _press(self, watched: UnitCell, event: QKeyEvent) -> bool:
        """Whether a key on a cell was one of the grid."""
        key, letter = Qt.Key(event.key()), event.text().upper()
        if key in MOVES:
            self._move(watched.unit.code, *MOVES[key])
        elif key in RETURN:
            self.accept()
        elif letter and letter in "0123456789":
            self._type(letter)
        elif letter and letter in "LR":
            self._turn(self.side, "left" if letter == "L" else "right")
        elif letter and letter in "ABCDE":
            self._turn(self.intensity, letter)
        else:
            return False
        return True

    def _turn(self, box: QComboBox, value: str) -> None:
        """Choose something for the current unit; the same again takes it back."""
        box.setCurrentIndex(0 if box.currentData() == value else box.findData(value))
        self._on_strength()

    def _type(self, digit: str) -> None:
        self._digits += digit
        if not (self._digits.isdigit() and int(self._digits) in self._places):
            starts = any(str(code).startswith(self._digits) for code in self._places)
            self._digits = self._digits if starts else digit
        self._pause.start()
        if int(self._digits) in self._places:
            self._focus(int(self._digits))

    @Slot()
    def _forget_digits(self) -> None:
        self._digits = ""

    def _move(self, code: int, rows: int, columns: int) -> None:
        """Go to the neighbour; up and down pass over headings, to the nearest column."""
        row, column = self._places[code]
        if columns:
            order = list(self._places)
            self._focus(order[min(max(order.index(code) + columns, 0), len(order) - 1)])
            return
        others = [(abs(r - row), abs(c - column), one) for one, (r, c) in self._places.items() if (r - row) * rows > 0]
        if others:
            self._focus(min(others)[2])

    def _focus(self, code: int) -> None:
        self.cells[code].setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.cells[code])
