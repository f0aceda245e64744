"""The list of an annotator's marks on the project's own tiers: looked at, changed, deleted."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.clock import time_text
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import mark, plural, tr

TIER, FROM, TO, CODE, NOTE = range(5)
HEADS = (mark("Tier"), mark("From"), mark("To"), mark("Code"), mark("Note"))
_ID = Qt.ItemDataRole.UserRole
_EDITABLE = Qt.ItemFlag.ItemIsEditable
WIDTH, HEIGHT = 620, 360


class MarksDialog(QDialog):
    """One row a mark; a click shows it, code and note are changed in the row."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Marks on own tiers"))
        self._desk = desk
        self._count = QLabel()
        self.table = QTableWidget(0, len(HEADS))
        self.table.setAccessibleName(tr("Marks on own tiers"))
        self.table.setHorizontalHeaderLabels([tr(one) for one in HEADS])
        self.table.verticalHeader().setVisible(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        self._delete = QPushButton(tr("Delete mark"))
        self._begin, self._end = QPushButton(tr("Begin here")), QPushButton(tr("End here"))
        self._begin.setToolTip(tr("Put the beginning of the mark on the frame that is shown"))
        self._end.setToolTip(tr("Put the end of the mark on the frame that is shown"))
        close = QPushButton(tr("Close"))
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        for button in (self._begin, self._end, self._delete):
            row.addWidget(button)
        row.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table)
        whole.addLayout(row)
        self.resize(WIDTH, HEIGHT)
        self._delete.clicked.connect(self.delete)
        self._begin.clicked.connect(lambda: desk.tiers.set_bound(self._chosen(), "first"))
        self._end.clicked.connect(lambda: desk.tiers.set_bound(self._chosen(), "last"))
        close.clicked.connect(self.close)
        self.table.currentCellChanged.connect(self._on_row)
        self.table.itemChanged.connect(self._on_item)
        desk.document.changed.connect(self._on_document)
        desk.session.opened.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List the marks as the document has them now."""
        tiers, info = self._desk.tiers, self._desk.session.info
        chosen = self._chosen()
        self.table.blockSignals(True)
        marks = {} if info is None else tiers.marks
        self.table.setRowCount(len(marks))
        for row, (id_, one) in enumerate(marks.items()):
            tier = tiers.scheme.tier(one.tier)
            times = [time_text(float(info.times[frame])) if info else "" for frame in (one.first, one.last)]
            texts = (tier.name if tier else one.tier, f"{times[0]} ({one.first})", f"{times[1]} ({one.last})")
            for column, text in enumerate((*texts, one.code, one.note)):
                item = QTableWidgetItem(text)
                item.setData(_ID, id_)
                if column != NOTE:
                    item.setFlags(item.flags() & ~_EDITABLE)
                self.table.setItem(row, column, item)
            codes = tier.codes if tier else ()
            self.table.removeCellWidget(row, CODE)
            if codes:
                self.table.setCellWidget(row, CODE, self._code_box(id_, one.code, codes))
            if id_ == chosen:
                self.table.setCurrentCell(row, NOTE)
        self.table.blockSignals(False)
        self.table.resizeColumnToContents(TIER)
        self._count.setText(plural(len(marks), "{n} mark in this video", "{n} marks in this video"))
        for button in (self._begin, self._end, self._delete):
            button.setEnabled(bool(marks))

    def delete(self) -> None:
        """Delete the selected mark."""
        chosen = self._chosen()
        if chosen:
            self._desk.tiers.delete(chosen)

    def _code_box(self, id_: str, code: str, codes: tuple[str, ...]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr(HEADS[CODE]))
        for one in dict.fromkeys(("", *codes, code)):
            box.addItem(one or "–", one)
        box.setCurrentIndex(box.findData(code))
        box.activated.connect(lambda _index: self._desk.tiers.set_code(id_, str(box.currentData())))
        return box

    def _chosen(self) -> str:
        item = self.table.item(self.table.currentRow(), NOTE)
        return "" if item is None else str(item.data(_ID))

    @Slot(int)
    def _on_row(self, row: int) -> None:
        item = self.table.item(row, NOTE)
        found = None if item is None else self._desk.tiers.marks.get(str(item.data(_ID)))
        if found is not None:
            self._desk.playback.seek(found.first)

    @Slot(QTableWidgetItem)
    def _on_item(self, item: QTableWidgetItem) -> None:
        if item.column() == NOTE:
            self._desk.tiers.set_note(str(item.data(_ID)), item.text().strip())

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.statements or changes.layer or changes.videos:
            self.refresh()
