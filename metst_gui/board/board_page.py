"""The case board as a page of the window: its name, and three sheets of which one is shown."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metst_gui.board.entry_list import EntryList
from metst_gui.board.summary import Summary
from metst_gui.board.video_list import VideoList
from metst_gui.language import plural, tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import Theme

MARGIN = 12
VIDEOS, ENTRIES, SUMMARY = range(3)


class BoardPage(QWidget):
    """Title, sheets and what stands beside them. It reads no document.

    Attributes:
        videos, entries, summary: the sheets.

    Signals:
        sheet_changed: another sheet is shown.
        closed: the desk is to be shown again.
    """

    sheet_changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Case board"))
        self.videos, self.entries, self.summary = VideoList(), EntryList(), Summary()
        self._title, self._count = QLabel(), QLabel()
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._back = make(no_focus(QPushButton(tr("Back to the video"))), "plain")
        self._back.clicked.connect(self.closed)
        self._counts = [(0, 0), (0, 0)]
        self._sheets = QStackedWidget()
        for sheet in (self.videos, self.entries, self.summary):
            self._sheets.addWidget(sheet)
        self._tabs = QButtonGroup(self)
        self._lay_out()
        self._tabs.idClicked.connect(self.show_sheet)
        self.videos.counted.connect(lambda all_, shown: self._set_count(VIDEOS, all_, shown))
        self.entries.counted.connect(lambda all_, shown: self._set_count(ENTRIES, all_, shown))

    @property
    def sheet(self) -> int:
        """Which sheet is shown: `VIDEOS`, `ENTRIES` or `SUMMARY`."""
        return self._sheets.currentIndex()

    @Slot(int)
    def show_sheet(self, number: int) -> None:
        """Show a sheet."""
        self._tabs.button(number).setChecked(True)
        self._sheets.setCurrentIndex(number)
        self._refresh()
        self.take_keyboard()
        self.sheet_changed.emit()

    def take_keyboard(self) -> None:
        """Let keys move through what is shown."""
        (self.videos.table, self.entries.table, self.summary.table)[self.sheet].setFocus()

    def set_case(self, name: str) -> None:
        """Name the case."""
        self._title.setText(name or tr("Case board"))

    def set_back(self, text: str) -> None:
        """What the button that closes the board is called."""
        self._back.setText(text)

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        for sheet in (self.videos, self.entries, self.summary):
            sheet.set_theme(theme)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Buttons of commands that stand in the board too."""
        for id_, text in (("add_video", tr("Add videos…")), ("case_next", tr("Next open proposal"))):
            button = no_focus(QToolButton())
            actions[id_].setIconText(text)
            button.setDefaultAction(actions[id_])
            button.setAccessibleName(text)
            self._head.insertWidget(self._head.count() - 1, button)

    def _lay_out(self) -> None:
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self._title.setFont(font)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._title)
        self._head.addSpacing(8)
        for number, text in enumerate((tr("All videos"), tr("All annotations"), tr("Summary"))):
            tab = make(no_focus(QToolButton()), "chip")
            tab.setText(text)
            tab.setCheckable(True)
            self._tabs.addButton(tab, number)
            self._head.addWidget(tab)
        self._tabs.button(VIDEOS).setChecked(True)
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        self._head.addWidget(self._back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        whole.setSpacing(8)
        whole.addLayout(self._head)
        whole.addWidget(self._sheets, 1)

    def _set_count(self, sheet: int, all_: int, shown: int) -> None:
        self._counts[sheet] = all_, shown
        self._refresh()

    def _refresh(self) -> None:
        """Say how much the sheet shows."""
        if self.sheet == SUMMARY:
            self._count.clear()
            return
        all_, shown = self._counts[self.sheet]
        if self.sheet == VIDEOS:
            words = plural(all_, "{n} video", "{n} videos")
        else:
            words = plural(all_, "{n} entry", "{n} entries")
        self._count.setText(words if shown == all_ else tr("{shown} of {all}", shown=shown, all=words))
