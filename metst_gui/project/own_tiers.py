"""What the commands of the coding scheme do: choosing it, marking on its tiers, listing the marks."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from engine.coding_scheme import WITH_KEY
from metst_gui.commands.book import CommandBook
from metst_gui.commands.scheme_names import name_tiers
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.project.coding_dialog import CodingDialog
from metst_gui.project.marks_dialog import MarksDialog
from metst_gui.widgets.qt_guard import safe_override


class CodeMenu(QMenu):
    """Asks for the code of a mark: by its digit or a click; Esc leaves it without one."""

    def __init__(self, codes: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("code_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._by_digit: dict[str, QAction] = {}
        for digit, code in enumerate(codes, start=1):
            key = str(digit) if digit <= WITH_KEY else ""
            action = self.addAction(f"{code.replace('&', '&&')}\t{key}")
            action.setData(code)
            self._by_digit[key] = action

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._by_digit.get(event.text()) if event.text() else None
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()


class OwnTierCommands(QObject):
    """Binds the commands, and names them after the tiers."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._book, self._host = desk, book, host
        self._marks: MarksDialog | None = None
        tiers = {f"tier_{number}": partial(desk.tiers.mark, number) for number in range(1, WITH_KEY + 1)}
        book.bind({**tiers, "coding_scheme": self.ask, "tier_marks": self.show_marks})
        desk.tiers.code_asked.connect(self.ask_code)
        desk.document.changed.connect(self._on_document)
        desk.session.opened.connect(self._name)
        self._name()

    def ask(self) -> None:
        """Show the coding scheme, and store what was chosen."""
        actions = [self._book.actions[f"tier_{number}"] for number in range(1, WITH_KEY + 1)]
        keys = [action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) for action in actions]
        dialog = CodingDialog(self._desk.document.coding.scheme, self._host, keys=keys)
        if dialog.exec():
            self.store(dialog)

    def store(self, dialog: CodingDialog) -> None:
        """Store what a dialog says."""
        self._desk.attempt(lambda: self._desk.document.coding.set_scheme(dialog.scheme))

    def show_marks(self) -> None:
        """Show the list of the marks, or bring it to the front."""
        if self._marks is None:
            self._marks = MarksDialog(self._desk, self._host)
        self._marks.refresh()
        self._marks.show()
        self._marks.activateWindow()

    @Slot(str)
    def ask_code(self, id_: str) -> None:
        """Ask for the code of a mark that was just made."""
        found = self._desk.tiers.marks.get(id_)
        tier = None if found is None else self._desk.tiers.scheme.tier(found.tier)
        if tier is None:
            return
        menu = CodeMenu(tier.codes, self._host)
        menu.triggered.connect(lambda action: self._desk.tiers.set_code(id_, str(action.data())))
        menu.setToolTip(tr("Code of “{tier}”", tier=tier.name))
        menu.popup(self._host.mapToGlobal(QPoint(self._host.width() // 3, self._host.height() // 2)))

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.statements or changes.layer:
            self._name()

    @Slot()
    def _name(self) -> None:
        name_tiers(self._book, self._desk.document.coding.scheme)
