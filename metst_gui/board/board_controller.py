"""Connects the case board to the desk: which rows it shows, and what its buttons and keys do."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox

from engine.content import stem_without_digest
from engine.explain.label_check import LabelDoubt
from metst_gui.board.board_page import ENTRIES, SUMMARY, BoardPage
from metst_gui.board.video_columns import natural, video_columns
from metst_gui.board.video_pictures import VideoPictures
from metst_gui.commands.book import CommandBook
from metst_gui.desk.case_board import BoardRow
from metst_gui.desk.case_totals import by_subject, totals
from metst_gui.desk.desk import Desk
from metst_gui.document.case_entries import CaseEntry
from metst_gui.language import plural, tr
from metst_gui.widgets import theme as themes


class BoardController(QObject):
    """What the board does.

    Args:
        desk: what is open.
        book: the commands.
        page: the board.
    """

    def __init__(self, desk: Desk, book: CommandBook, page: BoardPage) -> None:
        super().__init__(page)
        self._desk, self._book, self._page = desk, book, page
        self.pictures = VideoPictures(self)
        self.pictures.arrived.connect(page.videos.table.viewport().update)
        desk.closing.connect(self.pictures.shutdown)
        desk.board.shown_changed.connect(self._on_shown)
        desk.board.changed.connect(self.refresh)
        desk.theme.changed.connect(self._on_theme)
        page.closed.connect(desk.board.hide)
        page.sheet_changed.connect(self._on_sheet)
        desk.label_check.case_changed.connect(self.refresh)
        page.entries.opened.connect(desk.board.show_entry)
        page.entries.kept.connect(self._on_kept)
        page.summary.annotator_chosen.connect(self.refresh)
        videos = page.videos
        videos.opened.connect(self.open_video)
        videos.analysis_asked.connect(self.analyse)
        videos.subject_asked.connect(self.set_subject)
        videos.removal_asked.connect(self.remove)
        videos.table.customContextMenuRequested.connect(self.show_menu)
        page.set_actions(book.actions)
        book.bind({"case_board": desk.board.toggle}, on={"case_board": lambda: desk.board.is_shown})
        self._on_theme()

    @Slot()
    def refresh(self) -> None:
        """Show the rows as they are now."""
        desk, page = self._desk, self._page
        if not desk.board.is_shown:
            return
        path = desk.session.project_path
        page.set_case("" if path is None else stem_without_digest(path.stem))
        page.set_back(tr("Back to the video") if desk.session.info is not None else tr("Close"))
        page.videos.set_possible(not desk.document.ledger.read_only, not desk.document.view.blind)
        actions = self._book.actions
        page.videos.set_empty(
            tr("No case is open"),
            tr("A case is a project with its videos: open one, or add the first video."),
            [
                (tr("Open project…"), actions["open_project"].trigger),
                (tr("Open video…"), actions["open_video"].trigger),
                (tr("Open dataset folder…"), actions["open_dataset"].trigger),
            ],
        )
        rows = desk.board.rows
        columns = video_columns(desk.board.annotators, self._picture, hides_model=desk.document.view.hides)
        page.videos.set_rows(rows, columns)
        # What is not seen is not made: it is when it is turned to.
        if page.sheet == ENTRIES:
            page.entries.set_entries(desk.board.entries, self._doubts())
        elif page.sheet == SUMMARY:
            page.summary.set_annotators(desk.board.layers, desk.document.layer.id)
            page.summary.set_totals(totals(rows, desk.document.layer.id), desk.queue.pace.seconds)
            layer = str(page.summary.annotator.currentData())
            page.summary.set_subjects(by_subject(rows, desk.board.entries, layer))

    @Slot(str)
    def open_video(self, id_: str) -> None:
        """Show a video in place of the board."""
        video, desk = self._desk.document.video, self._desk
        if video is None or video.id != id_ or desk.session.info is None:
            desk.opener.show_video(id_)
        desk.board.hide()

    @Slot(object)
    def analyse(self, ids: Sequence[str]) -> None:
        """Let the model look at these videos, one after the other in the background."""
        if not self._desk.background.analyse(ids) and not self._desk.document.view.blind:
            self._desk.say(tr("These videos wait for their analysis, or were analysed in the same way already."))

    @Slot(object)
    def take_off(self, ids: Sequence[str]) -> None:
        """Do not analyse these videos after all."""
        self._desk.background.take_out(ids)

    def move(self, ids: Sequence[str], *, earlier: bool) -> None:
        """Let the first of these that waits be analysed next, or last."""
        waiting = self._desk.background.waiting
        for id_ in [one for one in ids if one in waiting][:1]:
            self._desk.background.move(id_, -len(waiting) if earlier else len(waiting))

    @Slot(object)
    def set_subject(self, ids: Sequence[str]) -> None:
        """Ask whom these videos show."""
        videos = [one for one in self._desk.document.videos if one.id in set(ids)]
        known = sorted({one.subject for one in self._desk.document.videos if one.subject}, key=natural)
        now = videos[0].subject if videos and all(one.subject == videos[0].subject for one in videos) else ""
        words = plural(len(videos), "Whom does this video show?", "Whom do these {n} videos show?")
        at = known.index(now) if now in known else -1
        name, done = QInputDialog.getItem(self._page, tr("Set subject"), words, known, at, True)
        if done:
            self._desk.attempt(lambda: self._desk.document.videos.set_subject(list(ids), name.strip()))

    @Slot(object)
    def remove(self, ids: Sequence[str]) -> None:
        """Ask, then take these videos out of the project."""
        document = self._desk.document
        if document.focus.video_id in ids and self._desk.session.info is not None:
            self._desk.notifier.error(tr("The video that is open cannot be removed: open another one first."))
            return
        words = plural(
            len(ids),
            "Take this video out of the project, with everything that anybody said of it? The file stays. You cannot "
            "undo this, nor any edit before it; the journal keeps what was there.",
            "Take these {n} videos out of the project, with everything that anybody said of them? The files stay. You "
            "cannot undo this, nor any edit before it; the journal keeps what was there.",
        )
        if QMessageBox.question(self._page, tr("Remove videos"), words) == QMessageBox.StandardButton.Yes:
            self._desk.background.take_out(ids)
            self._desk.attempt(lambda: document.videos.remove(list(ids)))

    @Slot(QPoint)
    def show_menu(self, place: QPoint) -> None:
        """Show what can be done with the rows that are selected."""
        self.make_menu().popup(self._page.videos.table.viewport().mapToGlobal(place))

    def make_menu(self) -> QMenu:
        """A menu of what can be done with the rows that are selected; it goes when it is closed."""
        menu = QMenu(self._page)
        menu.setObjectName("board_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id_ in ("open", "analyse", "subject", "remove"):
            button = self._page.videos.buttons[id_]
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        self._add_queue(menu)
        return menu

    def _add_queue(self, menu: QMenu) -> None:
        """What can be done with rows that wait for their analysis, or are analysed in the background."""
        queue, ids = self._desk.background, self._page.videos.chosen
        if not {*queue.waiting, queue.current}.isdisjoint(ids):
            menu.addSeparator()
            menu.addAction(tr("Analyse next")).triggered.connect(lambda: self.move(ids, earlier=True))
            menu.addAction(tr("Analyse last")).triggered.connect(lambda: self.move(ids, earlier=False))
            menu.addAction(tr("Do not analyse")).triggered.connect(lambda: self.take_off(ids))

    def _picture(self, row: BoardRow) -> QImage | None:
        return self.pictures.picture(row.video)

    def _doubts(self) -> dict[str, LabelDoubt] | None:
        case = self._desk.label_check.case
        return None if case is None else {one.label.id: one.doubt for one in case.found}

    @Slot(object)
    def _on_kept(self, entries: Sequence[CaseEntry]) -> None:
        self._desk.label_check.keep_in_case({one.id for one in entries})

    @Slot()
    def _on_sheet(self) -> None:
        self.refresh()
        if self._page.sheet == ENTRIES:
            self._desk.label_check.look_at_case()

    @Slot()
    def _on_shown(self) -> None:
        if self._desk.board.is_shown:
            self._desk.playback.pause()
            self._on_sheet()
            self._page.take_keyboard()

    @Slot()
    def _on_theme(self) -> None:
        self._page.set_theme(themes.named(self._desk.theme.name))
