"""A place with nothing in it: why, and what can be done next, as buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override

# What a button says, and what it does.
Choice = tuple[str, Callable[[], object]]


class ChoiceButton(QPushButton):
    """A button that widens no panel: what does not fit is in its tool tip."""

    def __init__(self, text: str, act: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act = act
        no_focus(self)
        self.offer(text, act)
        self.clicked.connect(self._on_clicked)

    def offer(self, text: str, act: Callable[[], object]) -> None:
        """Say what a click does, and do it from now on."""
        self._act = act
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    @override
    @safe_override(default=QSize(60, 28))
    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    @Slot()
    def _on_clicked(self) -> None:
        self._act()


class EmptyPlace(QWidget):
    """Title, text and buttons in the middle of what would be empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.rest = QLabel(), QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.rest.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.buttons: list[ChoiceButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 4, 16, 4)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        for label in (self.title, self.rest):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(label)
        self._column.addStretch(1)

    def text(self) -> str:
        """Title and text."""
        return "\n".join(one.text() for one in (self.title, self.rest) if one.text())

    def show_choices(self, title: str, text: str = "", choices: Sequence[Choice] = ()) -> None:
        """Say why it is empty, and offer what can be done.

        Args:
            title: in a few words.
            text: more of it; empty: the title says all.
            choices: the likeliest first.
        """
        self.title.setText(title)
        self.rest.setText(text)
        for label in (self.title, self.rest):
            label.setVisible(bool(label.text()))
        # Buttons stay where they are: one that is pressed while this is said again must still be clicked.
        for button, (words, act) in zip(self.buttons, choices, strict=False):
            button.offer(words, act)
        for button in self.buttons[len(choices) :]:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        del self.buttons[len(choices) :]
        for words, act in choices[len(self.buttons) :]:
            button = ChoiceButton(words, act)
            self.buttons.append(button)
            self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
