"""Going from open proposal to open proposal through all videos of the project."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from metst_gui.desk.case_board import CaseBoard
from metst_gui.desk.case_details import CaseDetails
from metst_gui.desk.project_opener import ProjectOpener
from metst_gui.desk.session import Session
from metst_gui.desk.tour import Tour
from metst_gui.document.project import Video
from metst_gui.language import told, tr


class CaseTour(QObject):
    """Leads through the queues of all videos, in the order in which the videos were added.

    Args:
        session: what is open.
        opener: shows another video.
        tour: leads through the queue of the video that is shown.
        board: gives way to the video.
        details: knows what is found in videos that are not shown.
    """

    def __init__(
        self, session: Session, opener: ProjectOpener, tour: Tour, board: CaseBoard, details: CaseDetails
    ) -> None:
        super().__init__(session)
        self._details = details
        self._session, self._opener, self._tour, self._board = session, opener, tour, board
        # Videos whose file is not there: gone past until they are open again.
        self._missing: set[str] = set()
        opener.video_missing.connect(self._on_missing)
        session.opened.connect(self._on_opened)

    def go(self, step: int) -> None:
        """Show the next (1) or the previous (-1) open proposal of the case; after the last comes the first."""
        document = self._session.document
        if document.view.hides:
            self._session.say(told(document.view.hidden_reason))
            return
        here = self._tour.next_open(step)
        if here is None and not self._go_elsewhere(step):
            here = self._tour.next_open(step, anew=True)
            if here is None:
                self._session.say(tr("No proposal of this case is open; the case board shows what is analysed."))
                return
            self._session.say(tr("Only this video has open proposals left: from its other end."))
        if here is not None:
            self._board.hide()
            self._tour.select(*here)

    def _go_elsewhere(self, step: int) -> bool:
        """Show the nearest other video that has open proposals, at the first or last of them; whether there is one."""
        document = self._session.document
        ids = [one.id for one in document.videos]
        at = ids.index(document.focus.video_id)
        for id_ in (ids[(at + step * n) % len(ids)] for n in range(1, len(ids))):
            if id_ in self._missing:
                continue
            self._details.bring(id_)
            found = document.case.open_in(id_)
            if found:
                one = found[0 if step > 0 else -1]
                self._board.hide()
                self._opener.show_video(id_, place=(one.onset, "proposal", one.id))
                return True
        return False

    @Slot(object, object)
    def _on_missing(self, _project: Path, video: Video) -> None:
        self._missing.add(video.id)

    @Slot()
    def _on_opened(self) -> None:
        self._missing.discard(self._session.document.focus.video_id)
