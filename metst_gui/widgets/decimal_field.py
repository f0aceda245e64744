"""A field for a decimal number in which a point and a comma both stand before the decimals, whatever the locale."""

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override

# What may become a number while it is typed; marks that part thousands have no place in a field.
_BEGUN = re.compile(r"[+-]?\d*(?:[.,]\d*)?")
_WHOLE = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")


class DecimalField(QDoubleSpinBox):
    """A spin box that reads 29.97 and 29,97 as the same number and never drops a mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain = QLocale.c()
        plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(plain)
        self.setGroupSeparatorShown(False)

    @override
    @safe_override(default=(QValidator.State.Invalid, "", 0))
    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Whether a text is a number, the beginning of one, or none."""
        written = self._bare(text)
        if _WHOLE.fullmatch(written) and self.minimum() <= number(written) <= self.maximum():
            return QValidator.State.Acceptable, text, place
        begun = _BEGUN.fullmatch(written) is not None
        return (QValidator.State.Intermediate if begun else QValidator.State.Invalid), text, place

    @override
    @safe_override(default=0.0)
    def valueFromText(self, text: str) -> float:
        """The number in a text."""
        written = self._bare(text)
        return number(written) if _WHOLE.fullmatch(written) else self.value()

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()


def number(text: str) -> float:
    """A number with a point or a comma before its decimals."""
    return float(text.replace(",", "."))


def ask_number(
    parent: QWidget | None, title: str, text: str, value: float, *, between: tuple[float, float], decimals: int
) -> tuple[float, bool]:
    """Ask for a decimal number; like `QInputDialog.getDouble`, but a comma stands before decimals too.

    Args:
        parent: window that asks.
        title: of the dialog.
        text: the question.
        value: to begin with.
        between: least and largest number.
        decimals: digits behind the mark.

    Returns:
        the number, and whether it was confirmed.
    """
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    question = QLabel(text)
    question.setWordWrap(True)
    field = DecimalField()
    field.setDecimals(decimals)
    field.setRange(*between)
    field.setValue(value)
    field.selectAll()
    question.setBuddy(field)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    for widget in (question, field, buttons):
        column.addWidget(widget)
    confirmed = dialog.exec() == QDialog.DialogCode.Accepted
    number_typed = field.value()
    dialog.deleteLater()
    return number_typed, confirmed
