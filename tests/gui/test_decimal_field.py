"""Numbers typed into a field mean what is typed, in every locale."""

import pytest
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from metst_gui.widgets.decimal_field import DecimalField, ask_number


@pytest.fixture(params=["de_DE", "en_US", "fr_FR", "zh_CN", "tr_TR"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("typed", "value"), [("29.97", 29.97), ("29,97", 29.97), ("1234,5", 1234.5), ("25", 25.0), (",5", 0.5)]
)
def test_a_point_and_a_comma_stand_before_decimals(qtbot, locale, typed, value) -> None:
    field = DecimalField()
    qtbot.addWidget(field)
    field.setRange(0, 10_000)
    field.setDecimals(3)
    field.setSuffix(" ms")
    field.show()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(value)


@pytest.mark.parametrize("typed", ["1.234,5", "x", "1 000", "--1"])
def test_what_is_no_number_cannot_be_typed_into_another_one(qtbot, locale, typed) -> None:
    field = DecimalField()
    qtbot.addWidget(field)
    field.setRange(0, 10_000)
    state = field.validate(typed, 0)[0]
    assert state.name == "Invalid"


def test_what_is_shown_is_what_is_read(qtbot, locale) -> None:
    field = DecimalField()
    qtbot.addWidget(field)
    field.setRange(0, 10_000)
    field.setDecimals(3)
    field.setValue(1234.5)
    assert field.text() == "1234.500"
    assert field.valueFromText(field.text()) == 1234.5


def test_a_rate_typed_with_a_comma_is_that_rate(qtbot, locale) -> None:
    def type_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(DecimalField)
        field.selectAll()
        qtbot.keyClicks(field, "29,97")
        dialog.accept()

    QTimer.singleShot(50, type_it)
    assert ask_number(None, "Rate", "How many?", 30.0, between=(1, 10_000), decimals=3) == (pytest.approx(29.97), True)
