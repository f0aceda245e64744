"""What came back from a second coder, video by video."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.journal.came_in import CameIn
from metst_gui.language import mark, plural, tr

# What is counted -> its column.
COLUMNS = {
    "annotations": mark("Annotations"),
    "verdicts": mark("Verdicts"),
    "marks": mark("Marks on tiers"),
    "looked": mark("Frames looked at"),
    "finalised": mark("Finalised"),
    "runs": mark("Analyses"),
}
WIDTH, HEIGHT = 760, 360


class CameInDialog(QDialog):
    """One row a video, those of which nothing came in too; Return and Esc close it."""

    def __init__(self, found: Sequence[CameIn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What came in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        empty = sum(not one.counts for one in found)
        self.line = QLabel(
            plural(
                len(found),
                "New from the second coder, in {n} video ({empty} of them with nothing):",
                "New from the second coder, in {n} videos ({empty} of them with nothing):",
                empty=empty,
            )
        )
        self.line.setWordWrap(True)
        self.table = QTableWidget(len(found), 1 + len(COLUMNS))
        self.table.setAccessibleName(tr("What came in"))
        self.table.setHorizontalHeaderLabels([tr("Video"), *(tr(one) for one in COLUMNS.values())])
        self.table.verticalHeader().setVisible(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for y, one in enumerate(found):
            name = "/".join(part for part in (one.subject, one.video) if part)
            texts = [name, *(str(one.counts.get(what, 0)) for what in COLUMNS)]
            for x, text in enumerate(texts):
                self.table.setItem(y, x, QTableWidgetItem(text))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        close.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        for widget in (self.line, self.table, close):
            column.addWidget(widget)
        close.button(QDialogButtonBox.StandardButton.Ok).setFocus()
        self.resize(WIDTH, HEIGHT)
