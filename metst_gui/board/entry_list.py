"""All that was said of the videos of the case: searched, filtered, and shown in its video."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engine.explain.label_check import LabelDoubt
from metst_gui.board.entry_columns import EMOTION, answer_words, emotion_words, entry_columns, note_words
from metst_gui.board.row_table import RowTable
from metst_gui.board.video_columns import natural
from metst_gui.document.case_entries import CaseEntry
from metst_gui.language import tr
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.empty_place import EmptyPlace
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import Theme

ROW = 28


class EntryList(QWidget):
    """Filters and table. It reads no document.

    Attributes:
        table: the entries.
        search, units: what is looked for anywhere, and in the action units.
        choices: the filters by emotion, verdict, annotator and subject.

    Signals:
        opened: an entry is to be shown in its video. arg: CaseEntry.
        kept: annotations that look wrong are right. arg: list of CaseEntry.
        counted: how many are there, and how many of them are shown.
    """

    opened = Signal(object)
    kept = Signal(object)
    counted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable(identity, "entries", tr("Annotations of the case"), self)
        self.table.set_row_height(ROW)
        self.empty = EmptyPlace()
        self.search, self.units = QLineEdit(), QLineEdit()
        self.choices = {
            "emotion": _Choice(tr("Emotion"), tr("Every emotion"), EMOTION, lambda key: emotion_words(*key)),
            "said": _Choice(tr("Verdict"), tr("Every verdict"), attrgetter("said"), answer_words),
            "annotator": _Choice(tr("Annotator"), tr("Every annotator"), attrgetter("annotator"), str),
            "subject": _Choice(tr("Subject"), tr("Every subject"), attrgetter("subject"), str),
        }
        self._hay: dict[Hashable, str] = {}
        self._doubts: Mapping[str, LabelDoubt] = {}
        self.doubtful = make(ToggleButton(), "chip")
        self.doubtful.setToolTip(
            tr(
                "Only annotations that look wrong: nothing moves, a blink, an apex elsewhere, action units against the "
                "emotion, twice the same, other bounds than usual"
            )
        )
        self.doubtful.clicked.connect(self._on_filter)
        self.right = make(no_focus(QPushButton(tr("It is right"))), "link")
        self.right.setToolTip(
            tr("The selected annotations are right: do not name them any more. The journal keeps that.")
        )
        self.right.clicked.connect(self._on_right)
        self.right.hide()
        self._middle = QStackedWidget()
        self._lay_out()
        self.table.activated_row.connect(self.opened)
        self.table.selected.connect(self._on_selected)
        for field in (self.search, self.units):
            field.textChanged.connect(self._on_filter)
            field.returnPressed.connect(self.table.setFocus)
        for choice in self.choices.values():
            choice.currentIndexChanged.connect(self._on_filter)

    def set_entries(self, entries: Sequence[CaseEntry], doubts: Mapping[str, LabelDoubt] | None = None) -> None:
        """Show these; filters, order and what is selected stay.

        Args:
            entries: all of them.
            doubts: why annotations look wrong, by their id; None: not known yet.
        """
        self._hay = {}
        self._doubts = doubts or {}
        self.doubtful.setText(tr("Looks wrong") if doubts is None else f"⚑ {len(self._doubts)}")
        self.doubtful.setAccessibleName(tr("Only annotations that look wrong"))
        for choice in self.choices.values():
            choice.offer(entries)
        self.table.set_rows(entries, entry_columns(self._doubts))
        self._on_selected()
        self._on_filter()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self.table.set_theme(theme)

    @Slot()
    def show_all(self) -> None:
        """Take every filter away."""
        self.search.clear()
        self.units.clear()
        self.doubtful.setChecked(False)
        for choice in self.choices.values():
            choice.setCurrentIndex(0)
        self._on_filter()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Find in notes, names and everything else"))
        self.search.setAccessibleName(tr("Find annotations"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(360)
        self.units.setPlaceholderText(tr("Action units, as 4 12"))
        self.units.setAccessibleName(tr("Action units"))
        self.units.setClearButtonEnabled(True)
        self.units.setMaximumWidth(180)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 3)
        filters.addWidget(self.units, 1)
        for choice in self.choices.values():
            filters.addWidget(choice)
        filters.addWidget(self.doubtful)
        filters.addWidget(self.right)
        filters.addStretch(1)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(filters)
        whole.addWidget(self._middle, 1)

    @Slot()
    def _on_filter(self) -> None:
        words, units = self.search.text().casefold().split(), set(re.findall(r"\d+", self.units.text()))
        chosen = [one.test() for one in self.choices.values()]
        tests = [one for one in chosen if one is not None]
        if self.doubtful.isChecked():
            tests.append(lambda one: one.id in self._doubts)
        if units:
            tests.append(lambda one: units <= set(re.findall(r"\d+", one.action_units)))
        if words:
            tests.append(lambda one: all(word in self._text_of(one) for word in words))
        self.table.filter.set_filter((lambda one: all(test(one) for test in tests)) if tests else None)
        all_, shown = len(self.table.model_.rows), self.table.filter.rowCount()
        self._middle.setCurrentIndex(0 if shown else 1)
        if not all_:
            self.empty.show_choices(
                tr("Nothing is annotated yet"), tr("What is accepted, rejected or drawn in any video is listed here.")
            )
        elif not shown:
            self.empty.show_choices(tr("No entry passes the filters"), "", [(tr("Show all entries"), self.show_all)])
        self.counted.emit(all_, shown)

    @property
    def _doubted(self) -> list[CaseEntry]:
        """What is selected and looks wrong."""
        return [one for one in self.table.chosen if one.id in self._doubts]

    @Slot()
    def _on_selected(self) -> None:
        self.right.setVisible(bool(self._doubted))

    @Slot()
    def _on_right(self) -> None:
        if self._doubted:
            self.kept.emit(self._doubted)

    def _text_of(self, one: CaseEntry) -> str:
        """All words of an entry, made when they are first looked through."""
        key = identity(one)
        found = self._hay.get(key)
        if found is None:
            parts = (one.video_name, one.subject, one.annotator, one.action_units, note_words(one))
            found = self._hay[key] = "\n".join(
                (*parts, emotion_words(*EMOTION(one)), answer_words(one.said))
            ).casefold()
        return found


class _Choice(QComboBox):
    """One of the values that there are, or any of them.

    Args:
        name: for screen readers.
        any_: words for any of them.
        key: of an entry: what its words are made of.
        words: of a key.
    """

    def __init__(self, name: str, any_: str, key: Callable[[CaseEntry], Any], words: Callable[[Any], str]) -> None:
        super().__init__()
        self._key, self._words = key, words
        self._keys: dict[str, set[Any]] = {}
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItem(any_)

    def offer(self, entries: Sequence[CaseEntry]) -> None:
        """Offer the values of these; the one that is chosen stays, where it is still there."""
        self._keys = {}
        for key in set(map(self._key, entries)):
            self._keys.setdefault(self._words(key), set()).add(key)
        values = sorted(self._keys.keys() - {"", "–"}, key=natural)
        if values == [self.itemText(number) for number in range(1, self.count())]:
            return
        now = self.currentText() if self.currentIndex() > 0 else ""
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        self.addItems(values)
        self.setCurrentIndex(1 + values.index(now) if now in values else 0)
        self.blockSignals(False)

    def test(self) -> Callable[[CaseEntry], bool] | None:
        """Whether an entry has the value that is chosen; None: any will do."""
        if self.currentIndex() <= 0:
            return None
        key, wanted = self._key, self._keys.get(self.currentText(), set())
        return lambda one: key(one) in wanted


def identity(one: CaseEntry) -> Hashable:
    """What makes an entry the same one."""
    return one.video, one.layer, one.id
