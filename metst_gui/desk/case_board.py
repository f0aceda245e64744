"""The case board: whether it is shown in place of the desk, and what it says of each video; no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from metst_gui.desk.case_details import CaseDetails, CaseShares
from metst_gui.desk.case_work import WorkList
from metst_gui.desk.project_opener import ProjectOpener
from metst_gui.desk.session import Session
from metst_gui.desk.video_state import NOT_ANALYSED, VideoState
from metst_gui.document.case import CaseVideo
from metst_gui.document.case_entries import CaseEntry, case_entries
from metst_gui.document.changes import Changes, Place
from metst_gui.document.project import Layer

# Changes come in bursts, as while a model works: the board follows at most this often.
_LATE_MS = 200


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One row of the board.

    Attributes:
        video: what the project says of the video.
        work: how far its analysis is.
        shares: what could be judged; None: not analysed, hidden, or not known yet.
    """

    video: CaseVideo
    work: VideoState = NOT_ANALYSED
    shares: CaseShares | None = None


class CaseBoard(QObject):
    """The rows, made when they are looked at.

    Attributes:
        is_shown: whether the board is shown in place of the desk.

    Signals:
        shown_changed: it is shown now, or no longer.
        changed: rows may differ.
    """

    shown_changed = Signal()
    changed = Signal()

    def __init__(self, session: Session, opener: ProjectOpener, work: WorkList, details: CaseDetails) -> None:
        super().__init__(session)
        self.is_shown = False
        self._session, self._opener = session, opener
        self._details = details
        self._entries: tuple[CaseEntry, ...] | None = None
        details.changed.connect(self._note)
        self._document = session.document
        self._work = work
        self._late = QTimer(self, singleShot=True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self.changed)
        self._document.changed.connect(self._on_document)
        self._work.changed.connect(self._note)
        session.opened.connect(self._note)

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """All videos of the project, in the order they were added."""
        self._details.look()
        return tuple(
            BoardRow(one, self._work.of(one), self._details.shares(one)) for one in self._document.case.videos()
        )

    @property
    def entries(self) -> tuple[CaseEntry, ...]:
        """All that was said of the videos, as far as the annotator in use may see it."""
        if self._entries is None:
            self._entries = case_entries(self._document)
        return self._entries

    @property
    def layers(self) -> Sequence[Layer]:
        """The layers that entries may be of."""
        return self._document.view.layers

    def show_entry(self, one: CaseEntry) -> None:
        """Show an entry in its video, in place of the board."""
        own = one.layer == self._document.layer.id
        self.show_place(one.video, (one.onset, one.kind if own else "", one.id if own else ""))

    def show_place(self, video: str, place: Place) -> None:
        """Show a place of any video, in place of the board."""
        if video == self._document.focus.video_id and self._session.info is not None:
            self._document.tell(Changes(scope=self._document.focus.scope, place=place))
        else:
            self._opener.show_video(video, place=place)
        self.hide()

    @property
    def annotators(self) -> Sequence[Layer]:
        """Those whose work is in `CaseVideo.reviews`, in that order."""
        return self._document.case.annotators

    def show(self) -> None:
        """Show the board in place of the desk."""
        self._set(True)

    @Slot()
    def hide(self) -> None:
        """Show the desk again."""
        self._set(False)

    def toggle(self) -> None:
        """Show the board, or the desk again."""
        self._set(not self.is_shown)

    def _set(self, shown: bool) -> None:
        if shown != self.is_shown:
            self.is_shown = shown
            # Nobody tells of what was looked at, nor of another project before it is shown.
            self._document.case.forget()
            self._entries = None
            self.shown_changed.emit()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes != Changes(scope=changes.scope, place=changes.place):
            self._entries = None
            self._note()

    @Slot()
    def _note(self) -> None:
        """Tell of it soon; a hidden board is told of nothing, and looks when it is shown."""
        if self.is_shown and not self._late.isActive():
            self._late.start()
