"""A state of commands in which nothing is on and everything is possible."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from metst_gui.commands.table import ACTIONS


class Nothing(QObject):
    """Attributes: missing: needs that do not hold."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks = frozenset(spec.check.state for spec in ACTIONS if spec.check is not None)
        self.missing: set[str] = set()
        self.needs = frozenset(need for spec in ACTIONS for need in spec.needs)

    def add_check(self, name: str, read: Callable[[], object]) -> None:
        """Nothing is added."""

    def add_need(self, name: str, holds: Callable[[], object], why: Callable[[], str]) -> None:
        """Nothing is added."""

    def holds(self, name: str) -> bool:
        return name not in self.missing

    def why(self, name: str) -> str:
        return f"First the {name}."

    def value(self, name: str) -> object:
        return ""
