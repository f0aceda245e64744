"""The commands of one window: an action for each row of the table, what it does, whether it is possible and ticked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from metst_gui.commands.needs import Need
from metst_gui.commands.table import ACTIONS, REPEATING, ActionSpec, check_conflicts, tool_tip
from metst_gui.language import tr


class State(Protocol):
    """What is on, by the names of `Check.state`, and what holds, by the names of `Need`."""

    @property
    def changed(self) -> SignalInstance:
        """Sent when some state may have changed."""

    @property
    def checks(self) -> frozenset[str]:
        """Names of all states."""

    def add_check(self, name: str, read: Callable[[], object]) -> None:
        """Name a state and say how it is read."""

    def value(self, name: str) -> object:
        """A state as it is now: a text out of several, or whether it is on."""

    @property
    def needs(self) -> frozenset[str]:
        """Names of all needs."""

    def add_need(self, name: str, holds: Callable[[], object], why: Callable[[], str]) -> None:
        """Name a need, say whether it holds, and what to do where it does not."""

    def holds(self, name: str) -> bool:
        """Whether a need holds now."""

    def why(self, name: str) -> str:
        """What to do where a need does not hold."""


class Command(QAction):
    """An action that is triggered through its book, which says what to do first where it is not possible.

    Args:
        text: for the menu.
        window: its owner.
        is_possible: asked before it is triggered by the program; the mouse and keys never trigger a disabled action.
    """

    def __init__(self, text: str, window: QWidget, is_possible: Callable[[], bool]) -> None:
        super().__init__(text, window)
        self._is_possible = is_possible

    @override
    def trigger(self) -> None:
        if self._is_possible():
            super().trigger()


class CommandBook(QObject):
    """Makes the actions of a table, runs what is bound to them, and keeps them enabled and ticked truly.

    Args:
        state: what is on.
        window: owner of the actions; their keys work in it.
        table: the rows.

    Attributes:
        table: the rows.
        actions: the actions by id.

    Signals:
        refused: a command that is not possible now was asked for. arg: one sentence on what to do first.

    Raises:
        ValueError: a key is bound twice, or the table is wrong otherwise.
    """

    refused = Signal(str)

    def __init__(self, state: State, window: QWidget, *, table: Sequence[ActionSpec] = ACTIONS) -> None:
        super().__init__(window)
        problems = check_conflicts(table)
        if problems:
            raise ValueError(" ".join(problems))
        self.table = tuple(table)
        self._state = state
        self._specs = {spec.id: spec for spec in table}
        self._functions: dict[str, Callable[[], object]] = {}
        self.actions = {spec.id: self._make(spec, window) for spec in table}
        self._group(window)
        # A listener that keeps a state itself may hear of a change after the book: look once more when all have heard.
        self._later = QTimer(self, singleShot=True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.refresh)
        state.changed.connect(self.refresh)
        state.changed.connect(self._later.start)

    def bind(
        self,
        functions: Mapping[str, Callable[[], object]],
        *,
        on: Mapping[str, Callable[[], object]] | None = None,
        needs: Mapping[Need, tuple[Callable[[], object], Callable[[], str]]] | None = None,
    ) -> None:
        """Say what actions do.

        Args:
            functions: callable without arguments, by id of the action.
            on: how a state is read that ticks some of them, by its name in `Check.state`.
            needs: whether something they need holds, and what to do where it does not.

        Raises:
            ValueError: an id that the table does not have, or that is bound already.
        """
        unknown = functions.keys() - self.actions.keys()
        if unknown:
            raise ValueError(f"The table has no command {_named(unknown)}.")
        twice = functions.keys() & self._functions.keys()
        if twice:
            raise ValueError(f"Bound twice: {_named(twice)}.")
        self._functions.update(functions)
        for name, read in (on or {}).items():
            self._state.add_check(name, read)
        for need, (holds, why) in (needs or {}).items():
            self._state.add_need(need, holds, why)

    def trigger(self, id_: str) -> None:
        """Do what a command does, or say what to do first."""
        self.actions[id_].trigger()

    def missing(self, id_: str) -> Need | None:
        """The first need of a command that does not hold; None: the command is possible."""
        return next((need for need in self._specs[id_].needs if not self._state.holds(need)), None)

    def why_not(self, id_: str) -> str:
        """What to do before a command is possible, as one translated sentence; empty where it is."""
        need = self.missing(id_)
        return "" if need is None else self._state.why(need)

    def finish(self) -> None:
        """All is bound: tick what is on.

        Raises:
            ValueError: a command is bound to nothing, or nobody tells whether it is on, or possible.
        """
        unbound = self.actions.keys() - self._functions.keys()
        if unbound:
            raise ValueError(f"Bound to nothing: {_named(unbound)}.")
        asked = {spec.check.state for spec in self.table if spec.check is not None}
        if asked != self._state.checks:
            raise ValueError(f"Only asked for, or only told, whether it is on: {_named(asked ^ self._state.checks)}.")
        needed = {need for spec in self.table for need in spec.needs}
        if needed != self._state.needs:
            raise ValueError(f"Needed without a rule, or needed by nothing: {_named(needed ^ self._state.needs)}.")
        self.refresh()

    def rename(self, id_: str, text: str, tip: str, *, value: str = "") -> None:
        """Call a command otherwise, where what it does depends on the project.

        Args:
            id_: of the command.
            text: for the menu, translated already.
            tip: what it does, translated already.
            value: of its state, that ticks it from now on; empty: as before.
        """
        before = self._specs[id_]
        check = before.check if before.check is None or not value else replace(before.check, value=value)
        after = replace(before, text=text, tip=tip, check=check)
        if after == before:
            return
        self._specs[id_] = after
        self.table = tuple(self._specs.values())
        # A name of the project's own may hold an ampersand, which is no mnemonic.
        self.actions[id_].setText(text.replace("&", "&&"))
        self.actions[id_].setStatusTip(tip)

    def explain(self) -> None:
        """Let the tip of every action say what it does, and below that what to do first where it is not possible."""
        for id_, spec in self._specs.items():
            action = self.actions[id_]
            keys = [one.toString(QKeySequence.SequenceFormat.PortableText) for one in action.shortcuts()]
            tip, why = tool_tip(replace(spec, keys=tuple(keys))), self.why_not(id_)
            action.setToolTip(f"{tip}\n{why}" if why else tip)

    @Slot()
    def refresh(self) -> None:
        """Enable every action that is possible and tick every one that is on, and no other one."""
        values: dict[str, object] = {}
        held: dict[str, bool] = {}
        for spec in self.table:
            self.actions[spec.id].setEnabled(self._is_held(spec, held))
            if spec.check is not None:
                name = spec.check.state
                if name not in values:
                    values[name] = self._state.value(name)
                on = values[name] == spec.check.value if spec.check.value else bool(values[name])
                self.actions[spec.id].setChecked(on)

    def _is_held(self, spec: ActionSpec, known: dict[str, bool]) -> bool:
        """Whether all that a command needs holds; each need is asked once, and none after one that does not hold."""
        for need in spec.needs:
            if need not in known:
                known[need] = self._state.holds(need)
            if not known[need]:
                return False
        return True

    def _is_possible(self, id_: str) -> bool:
        """Whether a command is possible at this moment; where it is not, that is said."""
        self.refresh()
        if self.actions[id_].isEnabled():
            return True
        self.refused.emit(self.why_not(id_))
        return False

    def _run(self, id_: str, _checked: bool = False) -> None:
        try:
            self._functions[id_]()
        finally:
            # Qt has turned the tick already, whatever came of the command.
            self.refresh()

    def _make(self, spec: ActionSpec, window: QWidget) -> Command:
        action = Command(tr(spec.text), window, partial(self._is_possible, spec.id))
        action.setObjectName(spec.id)
        action.setCheckable(spec.check is not None)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcuts([QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in spec.keys])
        action.setToolTip(tool_tip(spec))
        action.setStatusTip(tr(spec.tip))
        # A platform must not move actions such as Quit or About by their wording.
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setAutoRepeat(spec.id.startswith(REPEATING))
        action.triggered.connect(partial(self._run, spec.id))
        window.addAction(action)
        return action

    def _group(self, window: QWidget) -> None:
        """Actions of which one is ticked are drawn and read out as such."""
        groups: dict[str, QActionGroup] = {}
        for spec in self.table:
            if spec.check is not None and spec.check.value:
                name = spec.check.state
                group = groups.setdefault(name, QActionGroup(window))
                group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
                group.addAction(self.actions[spec.id])


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in sorted(names))
