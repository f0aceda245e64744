"""The modifiers of the card: for each of the coding scheme a button with the chosen value, and a menu of all."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QToolButton, QWidget

from engine.coding_scheme import Modifier
from metst_gui.card.card_parts import in_brackets
from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make

COLUMNS = 2


class ModifierRow(QWidget):
    """Buttons of the modifiers; hidden where the scheme has none.

    Signals:
        chosen: args: name of the modifier, value; empty: none.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modifiers: tuple[Modifier, ...] = ()
        self._values: dict[str, str] = {}
        self._key = ""
        self.buttons: dict[str, QToolButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        self.hide()

    def set_modifiers(self, modifiers: Sequence[Modifier]) -> None:
        """Offer these."""
        if tuple(modifiers) == self._modifiers:
            return
        self._modifiers = tuple(modifiers)
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        for number, one in enumerate(self._modifiers):
            button = self.buttons[one.name] = make(no_focus(QToolButton()), "chip")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._popup, one.name))
            self._grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        self.setVisible(bool(self._modifiers))
        self._show_all()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key that opens the menu of all."""
        self._key = keys["modifiers"]
        self._show_all()

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show what was chosen; a modifier that is not in `values` has no value."""
        self._values = dict(values)
        self._show_all()

    def menu(self, only: str = "") -> QMenu:
        """A new menu of the values of one modifier, or of all; it deletes itself."""
        menu = QMenu(self)
        menu.setObjectName("modifier_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._modifiers:
            if only in ("", one.name):
                menu.addSection(tr(one.name))
                for value in (*one.values, ""):
                    self._add(menu, one.name, value)
        return menu

    def popup_all(self, place: QPoint) -> None:
        """Ask for the values of all modifiers."""
        self.menu().popup(place)

    def _add(self, menu: QMenu, name: str, value: str) -> None:
        action = menu.addAction(tr(value) if value else tr("not stated"))
        action.setCheckable(True)
        action.setChecked(self._values.get(name, "") == value)
        choose: Callable[[], None] = partial(self.chosen.emit, name, value)
        action.triggered.connect(lambda _checked=False: choose())

    def _popup(self, name: str, _checked: bool = False) -> None:
        button = self.buttons[name]
        self.menu(name).popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_all(self) -> None:
        for name, button in self.buttons.items():
            value = self._values.get(name, "")
            text = f"{tr(name)}: {tr(value) if value else '–'}"
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tr("Choose the modifier {name}", name=tr(name)) + in_brackets(self._key))
