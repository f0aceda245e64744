"""The two lines of the card that are typed into: action units and note; a text belongs to the item it was typed for."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from metst_gui.card.card_parts import in_brackets
from metst_gui.language import tr
from metst_gui.widgets.action_units_field import UnitsField
from metst_gui.widgets.buttons import ElidedLabel
from metst_gui.widgets.icons import icon
from metst_gui.widgets.theme import Theme


class TextLines(QWidget):
    """Commits a line when it is left with another text than was shown.

    Signals:
        action_units_edited, note_edited: arg: the text.
        released: Return in a line gave the keyboard back.
        pick_requested: action units are to be chosen from the grid.
    """

    action_units_edited = Signal(str)
    note_edited = Signal(str)
    released = Signal()
    pick_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading = ElidedLabel()
        self.action_units = UnitsField(self.reading)
        self.note = QLineEdit()
        self._committed: dict[QLineEdit, str] = {self.action_units: "", self.note: ""}
        self._set_up(self.action_units, tr("Action units"), tr("Action units, as typed"))
        self._set_up(self.note, tr("Note"), tr("Note"))
        self._pick = self.action_units.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._pick.setText(tr("Choose action units…"))
        self._pick.triggered.connect(self.pick_requested)
        self.action_units.editingFinished.connect(self._on_action_units)
        self.action_units.released.connect(self.released)
        self.note.returnPressed.connect(self.released)
        self.note.editingFinished.connect(self._on_note)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row.setSpacing(6)
        row.addWidget(self.action_units, 1)
        row.addWidget(self.note, 1)
        column.addLayout(row)
        column.addWidget(self.reading)

    @property
    def lines(self) -> tuple[QLineEdit, QLineEdit]:
        """Action units and note."""
        return self.action_units, self.note

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key that goes to each line: id of an action -> its first key."""
        self.action_units.setToolTip(
            tr("Action units, as typed, for example 4 12L 7B") + in_brackets(keys["edit_action_units"])
        )
        self._pick.setToolTip(tr("Choose action units…") + in_brackets(keys["pick_action_units"]))
        self.note.setToolTip(tr("Note") + in_brackets(keys["edit_note"]))

    def show_texts(self, action_units: str, note: str) -> None:
        """Show the texts of an item; what is being typed stays."""
        for line, text in zip(self.lines, (action_units, note), strict=True):
            if line.hasFocus() and line.isModified():
                continue
            self._committed[line] = text
            if line.text() != text:
                line.setText(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in the colours of a theme."""
        self._pick.setIcon(icon("contact_sheet", theme))

    def drop(self) -> None:
        """What was typed belongs to another item now and must not be committed to this one."""
        for line in self.lines:
            line.setModified(False)

    def focus(self, line: QLineEdit) -> None:
        """Put the cursor to the end of a line."""
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.end(False)

    @staticmethod
    def _set_up(line: QLineEdit, placeholder: str, tip: str) -> None:
        line.setPlaceholderText(placeholder)
        line.setToolTip(tip)
        line.setAccessibleName(tip)
        # Reached by click or key only: Tab must not walk into a text field unnoticed.
        line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _changed(self, line: QLineEdit) -> bool:
        """Whether the text is another one than was shown, which is then taken for shown."""
        line.setModified(False)
        if line.text() == self._committed[line]:
            return False
        self._committed[line] = line.text()
        return True

    @Slot()
    def _on_action_units(self) -> None:
        if self._changed(self.action_units):
            self.action_units_edited.emit(self.action_units.text())

    @Slot()
    def _on_note(self) -> None:
        if self._changed(self.note):
            self.note_edited.emit(self.note.text())
