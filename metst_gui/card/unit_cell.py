"""One action unit in the picker: its picture, which moves while it is looked at, its number and its name."""

import json
from functools import cache

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QIcon, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from engine.data import RESOURCES
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.wording.facs_units import FacsUnit

PICTURE = QSize(112, 84)
CELL = QSize(132, 128)
STEP_MS = 130


@cache
def _index() -> tuple[int, int, int, tuple[int, ...]]:
    """Width, height, steps of the loop, and the units of the sheet from its top; no units where it is missing."""
    path = RESOURCES / "action_units" / "units.json"
    if not path.is_file():
        return 0, 0, 0, ()
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["width"], data["height"], data["steps"], tuple(data["units"])


def pictures_of(code: int, sheet: QPixmap) -> tuple[QPixmap, ...]:
    """Pictures of a unit: with arrows, then from rest to the peak; none where the sheet has none.

    Args:
        code: the unit.
        sheet: ``units.jpg``.
    """
    width, height, steps, units = _index()
    if code not in units or sheet.isNull():
        return ()
    top = units.index(code) * height
    return tuple(sheet.copy(number * width, top, width, height) for number in range(steps + 1))


def load_sheet() -> QPixmap:
    """All pictures; null where they are missing."""
    return QPixmap(str(RESOURCES / "action_units" / "units.jpg"))


class UnitCell(QToolButton):
    """A unit to be chosen; a button with the keyboard or under the pointer moves its picture.

    Args:
        unit: what FACS says of it.
        sheet: the pictures.

    Signals:
        looked_at: it has the keyboard or the pointer. arg: the code.
        picked: it was switched. arg: the code, whether it is on.
    """

    looked_at = Signal(int)
    picked = Signal(int, bool)

    def __init__(self, unit: FacsUnit, sheet: QPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = unit
        self._icons = tuple(QIcon(one) for one in pictures_of(unit.code, sheet))
        self._turn = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(f"{unit.code}  {tr(unit.name)}")
        self.setAccessibleName(tr("AU{code}, {name}", code=unit.code, name=tr(unit.name)))
        # All columns of the grid are alike, whatever the names.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if self._icons:
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            self.setIconSize(PICTURE)
            self.setIcon(self._icons[0])
            self.setMinimumSize(CELL)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._move)
        self.clicked.connect(lambda on: self.picked.emit(unit.code, on))

    @property
    def moves(self) -> bool:
        """Whether its picture is moving."""
        return self._timer.isActive()

    @override
    @safe_override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._begin()

    @override
    @safe_override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._end()

    @override
    @safe_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._begin()

    @override
    @safe_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end()

    def _begin(self) -> None:
        self.looked_at.emit(self.unit.code)
        if self._icons:
            self._turn = 0
            self._timer.start()

    def _end(self) -> None:
        self._timer.stop()
        if self._icons:
            self.setIcon(self._icons[0])

    @Slot()
    def _move(self) -> None:
        """Rest, peak, rest: 1 … n, and back."""
        n = len(self._icons) - 1
        self._turn = (self._turn + 1) % (2 * n)
        self.setIcon(self._icons[1 + (self._turn if self._turn < n else 2 * n - 1 - self._turn)])
