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
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.datasets.text.formulas import guarded
from engine.evaluation.agreement import UNCOMPUTED, Agreement, AnnotatorMark, MarkedEvent
from engine.evaluation.both_missed import BothMissed
from engine.types import OriginKind
from metst_gui.document.annotator_pairs import ComparedVideos, compare_videos, full_form, missed_by, shown_name
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Video
from metst_gui.language import mark, told, tr

NOT_COMPUTED = mark("not computed (n 0)")
# Whether the onset and the offset are still the model's.
MODEL_BOUNDS = {
    (True, True): mark("bounds by the model"),
    (True, False): mark("onset by the model"),
    (False, True): mark("offset by the model"),
}
SHARED = mark("both had the same proposals in view")
APART = mark("they looked by themselves, yet at the same strong events first")
MISSED_TIP = mark(
    "An estimate from how many events the two share (capture-recapture). Who finds the same events also misses the "
    "same ones; how much so cannot be learnt from two lists and is taken from the range of the odds ratio, which "
    "widens the interval."
)
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


class PairDialog(QDialog):
    """Two annotators, chosen above a table."""

    def __init__(self, document: AnnotationDocument, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.document = document
        self.table = QTableWidget()
        self.table.setAccessibleName(title)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.verticalHeader().setVisible(False)
        self._sides = (QComboBox(), QComboBox())
        pair = self._first_pair()
        row = QHBoxLayout()
        for number, (box, label) in enumerate(zip(self._sides, (tr("First"), tr("Second")), strict=True)):
            for layer in document.annotators:
                box.addItem(shown_name(layer), layer.id)
            box.setCurrentIndex(min(pair[number], box.count() - 1))
            box.setAccessibleName(tr("{which} annotator", which=label))
            row.addWidget(QLabel(label))
            row.addWidget(box, 1)
            box.currentIndexChanged.connect(self.refresh)
        self.column = QVBoxLayout(self)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)

    def _first_pair(self) -> tuple[int, int]:
        """Places, in the list, of the first two annotators who marked anything; others where there are not two."""
        document, layers = self.document, list(range(len(self.document.annotators)))
        try:
            worked = [
                n
                for n in layers
                if any(document.view.annotations_of(document.annotators[n].id, one.id) for one in document.videos)
            ]
        except ValueError:  # they are hidden
            worked = []
        first, second, *_ = [*worked, *(n for n in layers if n not in worked), 0, 0]
        return (first, second) if first < second or len(layers) < 2 else (second, first)

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

    def fill(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show rows of texts under a header."""
        fill_table(self.table, header, rows)


def fill_table(table: QTableWidget, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show rows of texts under a header."""
    table.setColumnCount(len(header))
    table.setHorizontalHeaderLabels(list(header))
    table.setRowCount(len(rows))
    for y, texts in enumerate(rows):
        for x, text in enumerate(texts):
            table.setItem(y, x, QTableWidgetItem(text))
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)


class AgreementDialog(PairDialog):
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
        self.videos, self._left = QTableWidget(), QLabel()
        self.videos.setAccessibleName(tr("Video by video"))
        self.videos.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.videos.verticalHeader().setVisible(False)
        self._left.setWordWrap(True)
        self.missed = QLabel()
        self.missed.setWordWrap(True)
        self.missed.setTextFormat(Qt.TextFormat.PlainText)
        self.missed.setToolTip(tr(MISSED_TIP))
        self._left.setTextFormat(Qt.TextFormat.PlainText)
        self.tabs = QTabWidget()
        self.column.replaceWidget(self.table, self.tabs)
        self.tabs.addTab(self.table, tr("All videos together"))
        self.tabs.addTab(self.videos, tr("Video by video"))
        for widget in (self.missed, self._left, self.files, self._note):
            self.column.addWidget(widget)
        self.column.addWidget(export, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(680, 620)
        self.refresh()

    @override
    @Slot()
    def refresh(self) -> None:
        """Show the chosen pair."""
        header = (tr("Measure"), tr("Value"), tr("of"))
        try:
            compared = compare_videos(self.document, *self.pair, files=self.files.isChecked())
        except ValueError as error:
            self.fill(header, ())
            fill_table(self.videos, (), ())
            self._left.clear()
            self.missed.clear()
            self._note.setText(told(str(error)))
            return
        found = compared.pooled
        self.fill(header, [(measure_text(name), value_text(name, value, n), str(n)) for name, value, n in found.rows()])
        fill_table(self.videos, self._video_header(), [video_cells(*one) for one in compared.videos])
        self._left.setText(left_out_text(compared))
        self.missed.setText("\n".join(missed_text(one) for one in missed_by(self.document, *self.pair)))
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

    def _video_header(self) -> tuple[str, ...]:
        matched, f1, kappa = tr("Matched"), tr("Event F1 at IoU 0.5"), tr("Emotion: Cohen's kappa")
        return tr("Video"), *self.names(), matched, f1, kappa, tr("of")


def video_cells(video: Video, found: Agreement) -> tuple[str, ...]:
    """One video in the list of all: name, intervals of each and of both, event F1, kappa and its n."""
    f1 = value_text("event_f1_iou_0.5", found.f1, found.n_first + found.n_second)
    kappa = value_text("emotion_kappa", found.kappa, found.kappa_n)
    numbers = [str(one) for one in (found.n_first, found.n_second, found.n_matched)]
    return video.name or video.ref.path.name, *numbers, f1, kappa, str(found.kappa_n)


def missed_text(one: BothMissed) -> str:
    """What neither of two lists holds, as an interval, with the dependence between them named."""
    first = one.first
    second = one.second or tr("the model (proposals that somebody accepted)")
    if one.found is None:
        return tr(
            "{first} and {second} share no event: nothing tells how many both missed.", first=first, second=second
        )
    low, high = one.found.dependence
    why = tr(SHARED) if one.shared_view else tr(APART)
    return tr(
        "Missed by {first} and by {second}: about {missed:.0f} [{low:.0f}, {high:.0f}] more events, 90 % interval, "
        "from {both} shared and {alone} of one only; odds ratio {least:g} to {most:g} ({why}).",
        first=first,
        second=second,
        missed=one.found.missed,
        low=one.found.low,
        high=one.found.high,
        both=one.both,
        alone=one.only_first + one.only_second,
        least=low,
        most=high,
        why=why,
    )


def left_out_text(compared: ComparedVideos) -> str:
    """Which videos do not count, and why; and where none does."""
    words = [
        tr("{video} (only {who} saw it)", video=one.name, who=one.seen_by)
        if one.seen_by
        else tr("{video} (neither saw it)", video=one.name)
        for one in compared.left_out
    ]
    text = tr("Left out, because not both saw it: {videos}.", videos=", ".join(words)) if words else ""
    return text if compared.videos else tr("No video was seen by both: nothing can be compared. {left}", left=text)


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
    onset, offset = (one.kind is OriginKind.MODEL for one in (mark.origins.onset, mark.origins.offset))
    told = [tr(MODEL_BOUNDS[onset, offset])] if onset or offset else []
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
    """Write the agreement: ``.csv`` the measures (video: empty where all are pooled), anything else everything as JSON.

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
        writer.writerow(("measure", "value", "n", "video"))
        compared = compare_videos(document, *pair, files=files)
        named = [("", compared.pooled), *((video.name or video.ref.path.name, one) for video, one in compared.videos)]
        for video, found in named:
            writer.writerows((name, _cell(value, n), n, guarded(video)) for name, value, n in found.rows())
        path.write_text(text.getvalue(), "utf-8")
    else:
        path.write_text(json.dumps(full_form(document, *pair, files=files), indent=2) + "\n", "ascii")


def _cell(value: float | None, n: int) -> str | float:
    if value is None:
        return "undefined" if n else UNCOMPUTED
    return value
