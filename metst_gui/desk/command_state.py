"""What is on and what holds now, by name: commands are ticked and possible by it. No widgets."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot


class CommandState(QObject):
    """States by name, each read where it is kept; nothing is stored here.

    Signals:
        changed: some state may have changed.
    """

    changed = Signal()
    # Of the class: signals still arrive while the collector takes a window apart.
    _busy: Callable[[], bool] = staticmethod(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checks: dict[str, Callable[[], object]] = {}
        self._needs: dict[str, tuple[Callable[[], object], Callable[[], str]]] = {}

    def add_check(self, name: str, read: Callable[[], object]) -> None:
        """Name a state and say how it is read: a text out of several, or whether it is on.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._checks:
            raise ValueError(f"The state “{name}” is read in two ways.")
        self._checks[name] = read

    def add_need(self, name: str, holds: Callable[[], object], why: Callable[[], str]) -> None:
        """Name something that commands need.

        Args:
            name: of the need.
            holds: whether it holds now, asked at every change.
            why: one translated sentence on what to do where it does not, asked only then.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._needs:
            raise ValueError(f"The need “{name}” has two rules.")
        self._needs[name] = holds, why

    def follow(self, *signals: SignalInstance) -> None:
        """Tell of a change whenever one of these signals is sent."""
        for one in signals:
            one.connect(self._on_change)

    @property
    def checks(self) -> frozenset[str]:
        """Names of all states."""
        return frozenset(self._checks)

    @property
    def needs(self) -> frozenset[str]:
        """Names of all needs."""
        return frozenset(self._needs)

    def holds(self, name: str) -> bool:
        """Whether a need holds now.

        Raises:
            KeyError: there is no need of this name.
        """
        return bool(self._needs[name][0]())

    def why(self, name: str) -> str:
        """What to do where a need does not hold, as one translated sentence."""
        return self._needs[name][1]()

    def value(self, name: str) -> object:
        """A state as it is now.

        Raises:
            KeyError: there is no state of this name.
        """
        return self._checks[name]()

    def rest_while(self, busy: Callable[[], bool]) -> None:
        """Tell of no change while this holds, as in the steps of a drag; what ends it has to be followed."""
        self._busy = busy

    @Slot()
    def _on_change(self) -> None:
        if not self._busy():
            self.changed.emit()
