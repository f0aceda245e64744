"""A state of commands in which nothing is on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from metst_gui.commands.table import ACTIONS


class Nothing(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks = frozenset(spec.check.state for spec in ACTIONS if spec.check is not None)

    def add_check(self, name: str, read: Callable[[], object]) -> None:
        """Nothing is added."""

    def value(self, name: str) -> object:
        return ""
