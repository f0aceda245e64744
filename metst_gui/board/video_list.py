"""The videos of the case: those that pass the filters, and what can be done with what is selected."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metst_gui.board.row_table import BoardColumn, RowTable
from metst_gui.board.video_columns import STATES, natural
from metst_gui.desk.case_board import BoardRow
from metst_gui.language import plural, tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.empty_place import Choice, EmptyPlace
from metst_gui.widgets.icons import icon
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import Theme

ROW = 48


class VideoList(QWidget):
    """Filters, table, and the buttons for what is selected. It reads no document.

    Attributes:
        table: the rows.
        search, subject, state, open_only: the filters.

    Signals:
        opened: one video is to be shown. arg: its id.
        analysis_asked, removal_asked, subject_asked: of these. arg: ids, from the top.
        counted: how many are there, and how many of them are shown.
    """

    opened = Signal(str)
    analysis_asked = Signal(object)
    removal_asked = Signal(object)
    subject_asked = Signal(object)
    counted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable(lambda row: row.video.id, "videos", tr("Videos of the case"), self)
        self.table.set_row_height(ROW)
        self.empty = EmptyPlace()
        self.search, self.subject, self.state = QLineEdit(), QComboBox(), QComboBox()
        self.open_only = make(no_focus(QToolButton()), "chip")
        self.buttons: dict[str, QPushButton] = {}
        self._choices: Sequence[Choice] = ()
        self._reason = "", ""
        self._middle = QStackedWidget()
        self._lay_out()
        self._listen()

    # What is shown.

    def set_rows(self, rows: Sequence[BoardRow], columns: Sequence[BoardColumn]) -> None:
        """Show these videos; filters, order and what is selected stay."""
        subjects = sorted({row.video.subject for row in rows if row.video.subject}, key=natural)
        if [self.subject.itemText(n) for n in range(1, self.subject.count())] != subjects:
            now = self.subject.currentText() if self.subject.currentIndex() > 0 else None
            self.subject.blockSignals(True)
            self.subject.clear()
            self.subject.addItems([tr("Every subject"), *subjects])
            self.subject.setCurrentIndex(1 + subjects.index(now) if now in subjects else 0)
            self.subject.blockSignals(False)
        self.table.set_rows(rows, columns)
        self._refresh()

    def set_empty(self, title: str, text: str, choices: Sequence[Choice]) -> None:
        """What stands in place of the table where there is no video."""
        self._reason, self._choices = (title, text), choices
        self._refresh()

    def set_possible(self, writable: bool, analysable: bool) -> None:
        """Say what may be done with what is selected.

        Args:
            writable: whether the project can be changed.
            analysable: whether the model's marks may be seen.
        """
        self._writable, self._analysable = writable, analysable
        self._on_selected()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self.table.set_theme(theme)
        for id_, name in {"open": "film", "analyse": "analyse", "remove": "delete", "subject": "edit"}.items():
            self.buttons[id_].setIcon(icon(name, theme, ink=theme.accent_text if id_ == "open" else None))

    @property
    def chosen(self) -> list[str]:
        """Ids of the videos that are selected, from the top."""
        return [row.video.id for row in self.table.chosen]

    @Slot()
    def show_all(self) -> None:
        """Take every filter away."""
        self.search.clear()
        self.subject.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        self.open_only.setChecked(False)

    # Inside.

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Find in names, subjects and paths"))
        self.search.setAccessibleName(tr("Find videos"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(360)
        self.subject.setAccessibleName(tr("Subject"))
        self.subject.addItem(tr("Every subject"))
        self.subject.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state.setAccessibleName(tr("State of the analysis"))
        self.state.addItem(tr("Analysed or not"), "")
        for name, words in STATES.items():
            self.state.addItem(tr(words), name)
        self.open_only.setText(tr("with open proposals"))
        self.open_only.setCheckable(True)
        filters, actions = QHBoxLayout(), QHBoxLayout()
        for row in (filters, actions):
            row.setSpacing(8)
        filters.addWidget(self.search, 1)
        for one in (self.subject, self.state, self.open_only):
            filters.addWidget(one)
        filters.addStretch(1)
        self._words = QLabel()
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        actions.addWidget(self._words)
        actions.addStretch(1)
        for id_, text, tip in (
            ("remove", tr("Remove…"), tr("Take these videos out of the project; the files stay (Del)")),
            ("subject", tr("Set subject…"), tr("Say whom these videos show (F2)")),
            ("analyse", tr("Analyse"), tr("Let the model look at these videos (Ctrl+R)")),
            ("open", tr("Open"), tr("Show this video (Enter, or a double click)")),
        ):
            button = self.buttons[id_] = no_focus(QPushButton(text))
            button.setToolTip(tip)
            actions.addWidget(button)
        make(self.buttons["open"], "primary")
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(filters)
        whole.addWidget(self._middle, 1)
        whole.addLayout(actions)

    def _listen(self) -> None:
        self._writable = self._analysable = True
        self.table.activated_row.connect(self._on_activated)
        self.table.selected.connect(self._on_selected)
        self.search.textChanged.connect(self._on_filter)
        self.search.returnPressed.connect(self.table.setFocus)
        self.subject.currentIndexChanged.connect(self._on_filter)
        self.state.currentIndexChanged.connect(self._on_filter)
        self.open_only.toggled.connect(self._on_filter)
        for signal, id_ in (
            (self.table.removed, "remove"),
            (self.table.renamed, "subject"),
            (self.table.analysed, "analyse"),
        ):
            signal.connect(self.buttons[id_].click)
        self.buttons["open"].clicked.connect(self._on_open)
        self.buttons["analyse"].clicked.connect(lambda: self.analysis_asked.emit(self.chosen))
        self.buttons["remove"].clicked.connect(lambda: self.removal_asked.emit(self.chosen))
        self.buttons["subject"].clicked.connect(lambda: self.subject_asked.emit(self.chosen))
        self._on_selected()

    @Slot(object)
    def _on_activated(self, row: BoardRow) -> None:
        self.opened.emit(row.video.id)

    @Slot()
    def _on_open(self) -> None:
        for id_ in self.chosen[:1]:
            self.opened.emit(id_)

    @Slot()
    def _on_selected(self) -> None:
        n = len(self.table.selectionModel().selectedRows())
        self._words.setText(plural(n, "{n} video selected", "{n} videos selected") if n else "")
        self.buttons["open"].setEnabled(n == 1)
        self.buttons["analyse"].setEnabled(n > 0 and self._analysable and self._writable)
        for id_ in ("remove", "subject"):
            self.buttons[id_].setEnabled(n > 0 and self._writable)

    @Slot()
    def _on_filter(self) -> None:
        words = self.search.text().casefold().split()
        subject = self.subject.currentText() if self.subject.currentIndex() > 0 else None
        state, open_only = self.state.currentData(), self.open_only.isChecked()

        def passes(row: BoardRow) -> bool:
            video = row.video
            if subject is not None and video.subject != subject:
                return False
            if (state and row.work.stage != state) or (open_only and not video.open):
                return False
            hay = f"{video.name}\n{video.subject}\n{video.path}".casefold()
            return all(word in hay for word in words)

        filtered = bool(words or subject is not None or state or open_only)
        self.table.filter.set_filter(passes if filtered else None)
        self._refresh()

    def _refresh(self) -> None:
        shown, all_ = self.table.filter.rowCount(), len(self.table.model_.rows)
        self.counted.emit(all_, shown)
        self._middle.setCurrentIndex(0 if shown else 1)
        if not all_:
            self.empty.show_choices(*self._reason, self._choices)
        elif not shown:
            self.empty.show_choices(tr("No video passes the filters"), "", [(tr("Show all videos"), self.show_all)])
        self._on_selected()
