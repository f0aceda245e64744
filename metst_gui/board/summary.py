"""What the case amounts to: time by what became of it, what is left, and what was said of each subject."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from metst_gui.board.cells import BoardCell
from metst_gui.board.row_table import BoardColumn, RowTable
from metst_gui.board.time_bars import TimeBar, TimeBars
from metst_gui.board.video_columns import ABSENT, length_text, natural
from metst_gui.desk.case_totals import CaseTotals, SubjectTotals
from metst_gui.document.project import Layer
from metst_gui.language import plural, tr
from metst_gui.widgets.theme import Theme
from metst_gui.wording.time_left import left_text

ROW = 36


class Summary(QWidget):
    """Bars, a line of numbers, and a table by subject. It reads no document.

    Attributes:
        table: a row a subject.
        annotator: whose annotations it counts; its data are ids of layers.

    Signals:
        annotator_chosen: those of another one are wanted.
    """

    annotator_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = TimeBars()
        self.bars.setAccessibleName(tr("Time budget"))
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.annotator = QComboBox()
        self.annotator.setAccessibleName(tr("Annotator"))
        self.annotator.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.annotator.currentIndexChanged.connect(self.annotator_chosen)
        self.table = RowTable(lambda one: one.subject, "subjects", tr("Annotations by subject"), self)
        self.table.set_row_height(ROW)
        heads = [QLabel(tr("Time budget")), QLabel(tr("Annotations by subject"))]
        for head in heads:
            font = head.font()
            font.setBold(True)
            head.setFont(font)
        row = QHBoxLayout()
        row.addWidget(heads[1])
        row.addWidget(self.annotator)
        row.addStretch(1)
        self.line.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for one in (heads[0], self.bars, self.line):
            whole.addWidget(one)
        whole.addSpacing(8)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self.bars.set_theme(theme)
        self.table.set_theme(theme)

    def set_annotators(self, layers: Sequence[Layer], now: str) -> None:
        """Offer the annotations of these layers; the one in use is chosen at first, and when the chosen one is gone."""
        known = [self.annotator.itemData(number) for number in range(self.annotator.count())]
        if known == [one.id for one in layers]:
            return
        kept = self.annotator.currentData()
        self.annotator.blockSignals(True)
        self.annotator.clear()
        for one in layers:
            self.annotator.addItem(one.name or tr("Annotator {id}", id=one.id), one.id)
        wanted = kept if any(one.id == kept for one in layers) else now
        self.annotator.setCurrentIndex(max(0, self.annotator.findData(wanted)))
        self.annotator.blockSignals(False)
        self.annotator.setVisible(len(layers) > 1)

    def set_totals(self, found: CaseTotals, pace: float) -> None:
        """Show the sums.

        Args:
            found: of all videos.
            pace: seconds that the reviewer takes for a proposal.
        """
        lengths = [(tr("recorded"), found.recorded, "muted"), (tr("analysed"), found.analysed, "")]
        if found.judged is not None:
            lengths.append((tr("could be judged"), found.judged, ""))
        lengths.append((tr("looked at by you"), found.looked, "accepted"))
        longest = max(found.recorded, 1e-9)
        self.bars.set_bars([TimeBar(name, s / longest, length_text(s), tone) for name, s, tone in lengths])
        numbers = QLocale()
        parts = [
            tr(
                "{n} of {videos} finalised by you",
                n=found.finalised,
                videos=plural(found.videos, "{n} video", "{n} videos"),
            )
        ]
        if found.proposals is not None and found.open is not None:
            decided = found.proposals - found.open
            words = tr(
                "{n} of {all} proposals decided", n=numbers.toString(decided), all=numbers.toString(found.proposals)
            )
            parts.insert(0, words)
            if found.open:
                parts.insert(1, tr("{n} open", n=numbers.toString(found.open)))
                parts.insert(2, left_text(found.open * pace))
        self.line.setText(" · ".join(parts))

    def set_subjects(self, subjects: Sequence[SubjectTotals]) -> None:
        """Show what was said of each subject."""
        labels = sorted({one for row in subjects for one in row.emotions if one is not None}, key=tr)
        most = max((n for row in subjects for n in row.emotions.values()), default=0)
        columns = [
            BoardColumn("subject", tr("Subject"), _subject, lambda one: natural(one.subject) or None),
            _number("videos", tr("Videos"), lambda one: one.videos),
            BoardColumn(
                "seconds", tr("Length"), lambda one: BoardCell(length_text(one.seconds)), lambda one: one.seconds,
                sample="00:00:00",
            ),
        ]  # fmt: skip
        if any(row.open is not None for row in subjects):
            columns.append(_number("open", tr("Still open"), lambda one: one.open))
        columns.append(_number("all", tr("Annotations"), lambda one: sum(one.emotions.values())))
        columns += [_emotion(label, tr(label), most) for label in labels]
        if any(None in row.emotions for row in subjects):
            columns.append(_emotion(None, tr("without"), most))
        self.table.set_rows(subjects, columns)


def _subject(one: SubjectTotals) -> BoardCell:
    return BoardCell(one.subject, bold=True) if one.subject else BoardCell(tr("without a subject"), tone="muted")


def _number(id_: str, title: str, value: Callable[[SubjectTotals], int | None]) -> BoardColumn:
    def cell(one: SubjectTotals) -> BoardCell:
        n = value(one)
        return ABSENT if n is None else BoardCell(QLocale().toString(n), tone="" if n else "muted")

    return BoardColumn(id_, title, cell, value, sample="0000")


def _emotion(label: str | None, title: str, most: int) -> BoardColumn:
    """A column of an emotion: number and bar, of one scale in the whole table."""

    def cell(one: SubjectTotals) -> BoardCell:
        n = one.emotions.get(label, 0)
        return BoardCell(QLocale().toString(n), share=n / most) if n else ABSENT

    return BoardColumn(f"emotion/{label}", title, cell, lambda one: one.emotions.get(label, 0), sample="0000")
