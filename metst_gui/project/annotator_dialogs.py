"""Dialogs about annotators: who works, how far two agree, and what is decided where they do not."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.evaluation.agreement import UNCOMPUTED, AnnotatorMark, MarkedEvent
from engine.types import OriginKind
from metst_gui.document.annotation import new_id
from metst_gui.document.annotator_pairs import CHOICES, compare_annotators, decision_on, events_here, full_form
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.ledger import utc_now
from metst_gui.document.project import Decision
from metst_gui.language import mark, told, tr

NOT_COMPUTED = mark("not computed (n 0)")
MEASURES = {
    "videos": mark("Videos"),
    "events_first": mark("Intervals of the first"),
    "events_second": mark("Intervals of the second"),
    "events_matched": mark("Matched intervals (IoU at least 0.5)"),
    "events_matched_bounds_stated": mark("… whose bounds both stated"),
    "event_f1_iou_0.5": mark("Event F1 at IoU 0.5"),
    "au_agreement": mark("Action units: 2 × agreed / total"),
    "emotion_kappa": mark("Emotion: Cohen's kappa"),
}


class AnnotatorDialog(QDialog):
    """Name of a further annotator, and whether they work blind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add annotator"))
        self._name = QLineEdit()
        self._blind = QCheckBox(tr("Work blind: hide the model's and the others' marks, counts and order"))
        self._blind.setChecked(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Name"), self._name)
        form.addRow(self._blind)
        note = QLabel(
            tr("Each annotator has a layer of their own. Revealing ends blind work and is recorded in the journal.")
        )
        note.setWordWrap(True)
        form.addRow(note)
        form.addRow(buttons)
        self.setMinimumWidth(420)

    @property
    def name(self) -> str:
        """Name as typed, without blanks around."""
        return self._name.text().strip()

    @property
    def blind(self) -> bool:
        """Whether to hide the other marks."""
        return self._blind.isChecked()


class _PairDialog(QDialog):
    """Two annotators, chosen above a table."""

    def __init__(self, document: AnnotationDocument, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document = document
        self.table = QTableWidget()
        self.table.setAccessibleName(title)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.verticalHeader().setVisible(False)
        self._sides = (QComboBox(), QComboBox())
        row = QHBoxLayout()
        for number, (box, label) in enumerate(zip(self._sides, (tr("First"), tr("Second")), strict=True)):
            for layer in document.annotators:
                box.addItem(layer.name or tr("Annotator {id}", id=layer.id), layer.id)
            box.setCurrentIndex(min(number, box.count() - 1))
            box.setAccessibleName(tr("{which} annotator", which=label))
            row.addWidget(QLabel(label))
            row.addWidget(box, 1)
            box.currentIndexChanged.connect(self.refresh)
        self._column = QVBoxLayout(self)
        self._column.addLayout(row)
        self._column.addWidget(self.table, 1)

    @property
    def pair(self) -> tuple[str, str]:
        """Ids of the chosen layers."""
        return str(self._sides[0].currentData()), str(self._sides[1].currentData())

    def names(self) -> tuple[str, str]:
        """Names of the chosen annotators."""
        return self._sides[0].currentText(), self._sides[1].currentText()

    @Slot()
    def refresh(self) -> None:
        """Show the chosen pair."""

    def _fill(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.table.setColumnCount(len(header))
        self.table.setHorizontalHeaderLabels(list(header))
        self.table.setRowCount(len(rows))
        for y, texts in enumerate(rows):
            for x, text in enumerate(texts):
                self.table.setItem(y, x, QTableWidgetItem(text))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)


class AgreementDialog(_PairDialog):
    """How far two annotators agree, with the counts behind every number.

    Signals:
        export_requested: ids of the two layers, and whether values from label files count.
    """

    export_requested = Signal(str, str, bool)

    def __init__(self, document: AnnotationDocument, parent: QWidget | None = None) -> None:
        super().__init__(document, tr("Agreement of two annotators"), parent)
        self.files = QCheckBox(tr("Values from label files count as the annotator's own"))
        self.files.toggled.connect(self.refresh)
        export = QPushButton(tr("Export…"))
        export.clicked.connect(lambda: self.export_requested.emit(*self.pair, self.files.isChecked()))
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._column.addWidget(self.files)
        self._column.addWidget(self._note)
        self._column.addWidget(export, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(620, 560)
        self.refresh()

    @override
    @Slot()
    def refresh(self) -> None:
        """Show the chosen pair."""
        try:
            found = compare_annotators(self._document, *self.pair, files=self.files.isChecked())
        except ValueError as error:
            self._fill((tr("Measure"), tr("Value"), tr("of")), ())
            self._note.setText(told(str(error)))
            return
        rows = [(measure_text(name), value_text(name, value, n), str(n)) for name, value, n in found.rows()]
        self._fill((tr("Measure"), tr("Value"), tr("of")), rows)
        note = tr("Kappa is undefined: {kappa_note}. ", kappa_note=told(found.kappa_note)) if found.kappa_note else ""
        self._note.setText(
            tr(
                "{note}Only what both annotators stated is compared: frames and emotions that a model set and nobody "
                "moved or confirmed do not count.{left} Differences are absolute. Action units are compared by number, "
                "without side and intensity; “of” counts those of both.",
                note=note,
                left=_left_text(found.unstated),
            )
        )


class AdjudicationDialog(_PairDialog):
    """Matched and unmatched intervals side by side; a decision with a reason, the originals untouched.

    Signals:
        shown: an event was chosen. arg: frame index to show.
        refused: a decision could not be stored. arg: sentence.
        export_requested: ids of the two layers.
    """

    shown = Signal(int)
    refused = Signal(str)
    export_requested = Signal(str, str)

    def __init__(self, document: AnnotationDocument, parent: QWidget | None = None) -> None:
        super().__init__(document, tr("Adjudication"), parent)
        self._events: list[MarkedEvent] = []
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Reason of the decision"))
        self.reason.setAccessibleName(tr("Reason of the decision"))
        self._column.addWidget(self.reason)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for choice, text in (*CHOICES, ("", tr("Take back"))):
            self.buttons[choice] = QPushButton(tr(text))
            self.buttons[choice].setAutoDefault(False)
            self.buttons[choice].clicked.connect(lambda _checked=False, choice=choice: self.decide(choice))
            row.addWidget(self.buttons[choice])
        export = QPushButton(tr("Export adjudicated…"))
        export.setAutoDefault(False)
        export.clicked.connect(lambda: self.export_requested.emit(*self.pair))
        row.addStretch(1)
        row.addWidget(export)
        self._column.addLayout(row)
        self.table.itemSelectionChanged.connect(self._on_selected)
        document.changed.connect(self._on_document)
        self.resize(900, 480)
        self.refresh()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.decisions or changes.annotations or changes.layer:
            self.refresh()

    @override
    @Slot()
    def refresh(self) -> None:
        """Show the events of the current video."""
        chosen = self.table.currentRow()
        try:
            self._events = events_here(self._document, *self.pair)
        except ValueError:
            self._events = []
        rows = []
        for event in self._events:
            decision = decision_on(self._document, event)
            what = tr(dict(CHOICES).get(decision.choice, "") if decision is not None else "open")
            rows.append((mark_text(event.first), mark_text(event.second), difference_text(event), what,
                         decision.reason if decision is not None else ""))  # fmt: skip
        self._fill((*self.names(), tr("Second − first (frames)"), tr("Decision"), tr("Reason")), rows)
        self.table.selectRow(min(max(chosen, 0), len(rows) - 1))
        for button in self.buttons.values():
            button.setEnabled(bool(rows))

    def decide(self, choice: str) -> None:
        """Decide on the chosen event; an empty choice takes the decision back."""
        row = self.table.currentRow()
        if not 0 <= row < len(self._events) or self._document.video is None:
            return
        event = self._events[row]
        known = decision_on(self._document, event)
        try:
            if choice:
                self._document.adjudications.decide(
                    Decision(
                        id=known.id if known is not None else new_id(),
                        video=self._document.video.id,
                        first=None if event.first is None else event.first.id,
                        second=None if event.second is None else event.second.id,
                        choice=choice,
                        reason=self.reason.text().strip(),
                        annotator=self._document.layer.name,
                        at=utc_now(),
                    )
                )
                self.reason.clear()
                self.table.selectRow(min(row + 1, len(self._events) - 1))
            elif known is not None:
                self._document.adjudications.undecide(known.id)
        except ValueError as error:
            self.refused.emit(str(error))

    @Slot()
    def _on_selected(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._events):
            self.shown.emit(self._events[row].onset)


def measure_text(name: str) -> str:
    """Words for a measure: ``"onset_p90_ms"`` is “Onset difference, 90th percentile (ms)”."""
    if name in MEASURES:
        return tr(MEASURES[name])
    bound, statistic, unit = name.split("_")
    unit = tr("frames") if unit == "frames" else unit
    what = tr("median") if statistic == "median" else tr("90th percentile")
    return tr("{bound} difference, {what} ({unit})", bound=tr(bound).capitalize(), what=what, unit=unit)


def _left_text(unstated: Mapping[str, int]) -> str:
    """How many emotions do not count, and why."""
    texts = {"model": mark("the model's"), "file": mark("from label files"), "unknown": mark("of unknown origin")}
    parts = [f"{n} {tr(texts.get(kind, kind))}" for kind, n in unstated.items()]
    return tr(" Emotions of matched intervals left out: {what}.", what=", ".join(parts)) if parts else ""


def value_text(name: str, value: float | None, n: int = 1) -> str:
    """A value as it is shown; a dash where it is undefined, in words where there is nothing to compute it from."""
    if value is None:
        return "–" if n else tr(NOT_COMPUTED)
    if name in ("videos", "events_first", "events_second", "events_matched", "events_matched_bounds_stated"):
        return str(int(value))
    return f"{value:.1f}" if name.endswith(("frames", "ms")) else f"{value:.3f}"


def mark_text(mark: AnnotatorMark | None) -> str:
    """One mark in a line; a dash where there is none. What a model set is in brackets with its origin."""
    if mark is None:
        return "–"
    return " ".join(one for one in (_bounds_text(mark), _emotion_text(mark), mark.action_units) if one)


def _bounds_text(mark: AnnotatorMark) -> str:
    frames = " / ".join("–" if one is None else str(one) for one in (mark.onset, mark.apex, mark.offset))
    is_model = OriginKind.MODEL in (mark.origins.onset.kind, mark.origins.offset.kind)
    told = [tr("bounds by the model")] if is_model else []
    told += [tr("apex assumed")] if mark.origins.apex.kind is OriginKind.ASSUMED else []
    return f"{frames} ({', '.join(told)})" if told else frames


def _emotion_text(mark: AnnotatorMark) -> str:
    if not mark.emotion or mark.origins.emotion.kind is not OriginKind.MODEL:
        return mark.emotion or ""
    return tr("({emotion}: the model's, stated by nobody)", emotion=tr(mark.emotion))


def difference_text(event: MarkedEvent) -> str:
    """Differences of onset, apex and offset of a matched event."""
    first, second = event.first, event.second
    if first is None or second is None:
        return tr("only one marked it")
    pairs = ((first.onset, second.onset), (first.apex, second.apex), (first.offset, second.offset))
    return " / ".join("–" if one is None or other is None else f"{other - one:+d}" for one, other in pairs)


def export_agreement(document: AnnotationDocument, pair: tuple[str, str], path: Path, *, files: bool = False) -> None:
    """Write the agreement: ``.csv`` the measures, anything else everything as JSON.

    Args:
        document: with its project.
        pair: ids of the two layers.
        path: the file, replaced where it exists.
        files: whether values that came from a label file count as the annotator's own.

    Raises:
        ValueError: the marks are hidden from the annotator in use.
        OSError: it cannot be written.
    """
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("measure", "value", "n"))
        rows = compare_annotators(document, *pair, files=files).rows()
        writer.writerows((name, _cell(value, n), n) for name, value, n in rows)
        path.write_text(text.getvalue(), "utf-8")
    else:
        path.write_text(json.dumps(full_form(document, *pair, files=files), indent=2) + "\n", "ascii")


def _cell(value: float | None, n: int) -> str | float:
    if value is None:
        return "undefined" if n else UNCOMPUTED
    return value
