"""The dialog in which a project chooses what it codes: emotions, modifiers, and tiers of its own."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.coding_scheme import (
    MOST_TIERS,
    PRESET_TITLES,
    PRESETS,
    USUAL_TIERS,
    WITH_KEY,
    CodingScheme,
    Modifier,
    Tier,
    TierKind,
)
from metst_gui.commands.table import ACTIONS, shown_key
from metst_gui.document.annotation import new_id
from metst_gui.language import mark, told, tr
from metst_gui.project.scheme_file import read_scheme, write_scheme

OWN = "own"
FILES = mark("Coding schemes (*.json)")
_EDITABLE = Qt.ItemFlag.ItemIsEditable
KINDS: tuple[tuple[TierKind, str], ...] = (("interval", mark("intervals")), ("point", mark("points")))
NAME, KIND, CODES, KEY = range(4)
HEADS = (mark("Name"), mark("Marks are"), mark("Codes, with commas between them"), mark("Key"))
# px; nine emotions and six tiers are seen at once where there is room.
LIST_HEIGHT, TABLE_HEIGHT = 120, 100
SIZE = 660, 600


class CodingDialog(QDialog):
    """Emotions and modifiers as lines of text, tiers as a table.

    Args:
        scheme: what it starts with.
        parent: window it belongs to.
        keys: of the tiers, as the platform writes them; None: those that nobody changed.
    """

    def __init__(
        self, scheme: CodingScheme, parent: QWidget | None = None, *, keys: Sequence[str] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Coding scheme"))
        self.preset = QComboBox()
        for name, title in PRESET_TITLES.items():
            self.preset.addItem(told(title), name)
        self.preset.addItem(tr("Own"), OWN)
        self.emotions, self.modifiers = QPlainTextEdit(), QPlainTextEdit()
        self.emotions.setAccessibleName(tr("Emotions, one a line"))
        self.modifiers.setAccessibleName(tr("Modifiers, one a line"))
        self.modifiers.setPlaceholderText(tr("side: left, right, both"))
        for one in (self.emotions, self.modifiers):
            one.setTabChangesFocus(True)
            one.setMinimumHeight(LIST_HEIGHT)
        self.tiers = QTableWidget(0, len(HEADS))
        self.tiers.setAccessibleName(tr("Tiers"))
        self._before = scheme
        self._tier_keys = usual_keys() if keys is None else tuple(keys)
        self._ids: list[str] = []
        self._keys, self._problem = QLabel(), QLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._lay_out()
        self._show(scheme)
        self.preset.activated.connect(self._on_preset)
        self.emotions.textChanged.connect(self.check)
        self.modifiers.textChanged.connect(self.check)
        self.tiers.itemChanged.connect(self.check)
        self.check()

    @property
    def scheme(self) -> CodingScheme:
        """What is written in the dialog.

        Raises:
            ValueError: it is no scheme, with a sentence on what is wrong.
        """
        emotions = tuple(line.strip() for line in self.emotions.toPlainText().splitlines() if line.strip())
        modifiers = tuple(_modifier(line) for line in self.modifiers.toPlainText().splitlines() if line.strip())
        found = CodingScheme(OWN, emotions, modifiers, tuple(self._tier(row) for row in range(self.tiers.rowCount())))
        for name, one in PRESETS.items():
            if (one.emotions, one.modifiers) == (found.emotions, found.modifiers):
                return replace(found, name=name)
        return found

    @property
    def problem(self) -> str:
        """What is wrong with what is written; empty: nothing."""
        return self._problem.text()

    def add_tier(self, tier: Tier) -> None:
        """Write a tier into the table."""
        row = self.tiers.rowCount()
        self.tiers.blockSignals(True)  # a row that is half made is no tier
        self.tiers.insertRow(row)
        self._ids.append(tier.id)
        kind = QComboBox()
        kind.setAccessibleName(tr(HEADS[KIND]))
        for value, text in KINDS:
            kind.addItem(tr(text), value)
        kind.setCurrentIndex(kind.findData(tier.kind))
        self.tiers.setItem(row, NAME, QTableWidgetItem(tier.name))
        self.tiers.setCellWidget(row, KIND, kind)
        self.tiers.setItem(row, CODES, QTableWidgetItem(", ".join(tier.codes)))
        key = QTableWidgetItem(self._tier_keys[row])
        key.setFlags(key.flags() & ~_EDITABLE)
        self.tiers.setItem(row, KEY, key)
        self.tiers.blockSignals(False)
        kind.activated.connect(self.check)
        self.check()

    def remove_tier(self) -> None:
        """Take the selected tier out of the table."""
        row = self.tiers.currentRow()
        if row >= 0:
            self.tiers.removeRow(row)
            del self._ids[row]
            for number in range(row, self.tiers.rowCount()):
                self._text_item(number, KEY).setText(self._tier_keys[number])
            self.check()

    def show_scheme(self, scheme: CodingScheme) -> None:
        """Write another scheme into the dialog instead."""
        while self.tiers.rowCount():
            self.tiers.setCurrentCell(0, NAME)
            self.remove_tier()
        self._show(scheme)
        self.check()

    @Slot()
    def read(self) -> None:
        """Ask for a file that holds a scheme, and show what it holds."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Read a coding scheme"), "", tr(FILES))
        if not name:
            return
        try:
            self.show_scheme(read_scheme(Path(name), like=self._before))
        except ValueError as error:
            self._say(told(str(error)))

    @Slot()
    def write(self) -> None:
        """Ask for a file, and write what the dialog says into it."""
        start = f"{tr('Coding scheme')}.json"
        name, _ = QFileDialog.getSaveFileName(self, tr("Write the coding scheme"), start, tr(FILES))
        if not name:
            return
        try:
            write_scheme(Path(name), self.scheme)
        except ValueError as error:
            self._say(told(str(error)))

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    @Slot()
    def check(self) -> None:
        """Say what is wrong, and which keys the emotions have; nothing that is wrong can be stored."""
        try:
            scheme = self.scheme
        except ValueError as error:
            self._problem.setText(told(str(error)))
            self._keys.setText("")
        else:
            self._problem.setText("")
            keys = [f"{digit} {tr(one)}" for digit, one in enumerate(scheme.emotions[:WITH_KEY], start=1)]
            rest = tr(", ").join(tr(one) for one in scheme.emotions[WITH_KEY:])
            keys += [tr("without a key: {names}", names=rest)] if rest else []
            self._keys.setText(" · ".join([*keys, tr("0 no emotion inferred")]))
            self.preset.setCurrentIndex(self.preset.findData(scheme.name))
        self._problem.setVisible(bool(self._problem.text()))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not self._problem.text())

    def _tier(self, row: int) -> Tier:
        kind = self.tiers.cellWidget(row, KIND)
        assert isinstance(kind, QComboBox)
        codes = tuple(one.strip() for one in self._text_item(row, CODES).text().split(",") if one.strip())
        value: TierKind = "point" if kind.currentData() == "point" else "interval"
        return Tier(self._ids[row], self._text_item(row, NAME).text().strip(), value, codes)

    def _text_item(self, row: int, column: int) -> QTableWidgetItem:
        found = self.tiers.item(row, column)
        return QTableWidgetItem() if found is None else found

    def _show(self, scheme: CodingScheme) -> None:
        self.emotions.setPlainText("\n".join(scheme.emotions))
        self.modifiers.setPlainText("\n".join(f"{one.name}: {', '.join(one.values)}" for one in scheme.modifiers))
        for tier in scheme.tiers:
            self.add_tier(tier)

    @Slot()
    def _on_preset(self) -> None:
        """The emotions and modifiers of a preset; tiers stay."""
        chosen = PRESETS.get(str(self.preset.currentData()))
        if chosen is not None:
            self.emotions.setPlainText("\n".join(chosen.emotions))
            self.modifiers.setPlainText("\n".join(f"{one.name}: {', '.join(one.values)}" for one in chosen.modifiers))

    def _usual(self) -> QMenu:
        """Tiers that are often wanted."""
        menu = QMenu(self)
        for tier in USUAL_TIERS:
            action = menu.addAction(tr(tier.name))
            action.triggered.connect(partial(self._add_usual, tier))
        menu.addSeparator()
        menu.addAction(tr("Empty")).triggered.connect(partial(self._add_usual, Tier("", "", "interval")))
        return menu

    def _add_usual(self, tier: Tier, _checked: bool = False) -> None:
        if self.tiers.rowCount() < MOST_TIERS:
            self.add_tier(replace(tier, id=new_id(), name=tr(tier.name), codes=tuple(tr(one) for one in tier.codes)))
            self.tiers.setCurrentCell(self.tiers.rowCount() - 1, NAME)

    def _lay_out(self) -> None:
        self.tiers.setHorizontalHeaderLabels([tr(one) for one in HEADS])
        self.tiers.verticalHeader().setVisible(False)
        header = self.tiers.horizontalHeader()
        header.setSectionResizeMode(CODES, QHeaderView.ResizeMode.Stretch)
        self.tiers.setMinimumHeight(TABLE_HEIGHT)
        self._keys.setWordWrap(True)
        self._problem.setWordWrap(True)
        add, remove = QPushButton(tr("Add tier")), QPushButton(tr("Remove tier"))
        add.setMenu(self._usual())
        remove.clicked.connect(self.remove_tier)
        lists = QHBoxLayout()
        for words, field in (
            (tr("Emotions, one a line"), self.emotions),
            (tr("Modifiers, one a line"), self.modifiers),
        ):
            column = QVBoxLayout()
            label = QLabel(words)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            lists.addLayout(column)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Tiers: what is no expression, such as the question asked or the gaze")))
        row.addStretch(1)
        row.addWidget(add)
        row.addWidget(remove)
        files = QHBoxLayout()
        files.addWidget(self.preset, 1)
        for words, act in ((tr("Read…"), self.read), (tr("Write…"), self.write)):
            button = QPushButton(words)
            button.clicked.connect(act)
            files.addWidget(button)
        form = QFormLayout()
        form.addRow(tr("Preset"), files)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addLayout(lists)
        whole.addWidget(self._keys)
        whole.addLayout(row)
        whole.addWidget(self.tiers)
        whole.addWidget(self._problem)
        whole.addWidget(QLabel(tr("What was said in other words before stays as it is. Ctrl+Z takes a change back.")))
        whole.addWidget(self._buttons)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.resize(*SIZE)


def usual_keys() -> tuple[str, ...]:
    """Keys of the tiers where nobody gave them others."""
    rows = {spec.id: spec.keys for spec in ACTIONS}
    return tuple(shown_key(rows[f"tier_{number}"][0]) for number in range(1, MOST_TIERS + 1))


def _modifier(line: str) -> Modifier:
    """A line ``"side: left, right"``."""
    name, _, values = line.partition(":")
    return Modifier(name.strip(), tuple(one.strip() for one in values.split(",") if one.strip()))
