"""Dialog: which keys an action has."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from metst_gui.commands.keys import Overrides, with_overrides
from metst_gui.commands.table import ACTIONS, check_conflicts, menu_path, shown_key
from metst_gui.language import tr

_ID = int(Qt.ItemDataRole.UserRole)


class KeyDialog(QDialog):
    """Choose an action, press the keys it is to have; two actions can never share one.

    Args:
        overrides: the reviewer's own keys so far.
        parent: window it belongs to.
    """

    def __init__(self, overrides: Overrides, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self._overrides: dict[str, list[str]] = {id_: list(keys) for id_, keys in overrides.items()}
        self._tree = QTreeWidget()
        self._tree.setHeaderLabels([tr("Action"), tr("Keys")])
        self._tree.setRootIsDecorated(False)
        self._tree.setAccessibleName(tr("Actions and their keys"))
        for spec in ACTIONS:
            item = QTreeWidgetItem([f"{menu_path(spec.menu)}: {tr(spec.text)}", ""])
            item.setData(0, _ID, spec.id)
            item.setToolTip(0, spec.tip)
            self._tree.addTopLevelItem(item)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setAccessibleName(tr("New key"))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self._refresh()
        self.choose(ACTIONS[0].id)

    @property
    def overrides(self) -> Mapping[str, Sequence[str]]:
        """Keys that differ from the table's own, by action."""
        return {spec.id: list(self._overrides[spec.id]) for spec in ACTIONS if self._is_own(spec.id)}

    @property
    def problem(self) -> str:
        """Why these keys cannot be used; empty where they can."""
        return self._problem.text()

    def set_keys(self, id_: str, keys: Sequence[str]) -> None:
        """Give an action these keys (portable sequences)."""
        self._overrides[id_] = list(keys)
        self._refresh()

    def choose(self, id_: str) -> None:
        """Make an action the one that gets a key."""
        item = next(
            one for number in range(len(ACTIONS)) if (one := self._tree.topLevelItem(number)) and _id(one) == id_
        )
        self._tree.setCurrentItem(item)

    def _is_own(self, id_: str) -> bool:
        spec = next(one for one in ACTIONS if one.id == id_)
        return id_ in self._overrides and tuple(self._overrides[id_]) != spec.keys

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("New key:")))
        row.addWidget(self._edit, 1)
        for text, slot in (
            (tr("Use it"), self._on_use),
            (tr("No key"), self._on_none),
            (tr("As delivered"), self._on_default),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self._tree, 1)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)
        self.resize(620, 640)

    def _refresh(self) -> None:
        specs = with_overrides(self._overrides)
        for number, spec in enumerate(specs):
            item = self._tree.topLevelItem(number)
            assert item is not None
            own = " (yours)" if self._is_own(spec.id) else ""
            item.setText(1, ", ".join(shown_key(key) for key in spec.keys) + own)
        self._tree.resizeColumnToContents(0)
        problems = check_conflicts(specs)
        self._problem.setText(problems[0] if problems else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problems)

    def _current(self) -> str:
        item = self._tree.currentItem()
        return "" if item is None else _id(item)

    @Slot()
    def _on_use(self) -> None:
        key = self._edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key and self._current():
            self.set_keys(self._current(), [key])
            self._edit.clear()

    @Slot()
    def _on_none(self) -> None:
        if self._current():
            self.set_keys(self._current(), [])

    @Slot()
    def _on_default(self) -> None:
        self._overrides.pop(self._current(), None)
        self._refresh()


def _id(item: QTreeWidgetItem) -> str:
    return str(item.data(0, _ID))
