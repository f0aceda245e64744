"""How far the analysis of each video of the project is, wherever it runs; no widgets."""

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.analysis import Analysis
from metst_gui.desk.analysis_queue import AnalysisQueue
from metst_gui.desk.session import Session
from metst_gui.desk.video_state import Stage, VideoState
from metst_gui.document.case import CaseVideo


class WorkList(QObject):
    """State of the analysis by video: of the open one as it is analysed there, of the others as the list has them.

    Signals:
        changed: one of them is in another state, or further.
    """

    changed = Signal()

    def __init__(self, session: Session, analysis: Analysis, background: AnalysisQueue) -> None:
        super().__init__(session)
        self._session, self._analysis, self._background = session, analysis, background
        self._share = 0.0
        analysis.progress_changed.connect(self._on_progress)
        analysis.ended.connect(self.changed)
        background.changed.connect(self.changed)

    def of(self, video: CaseVideo) -> VideoState:
        """How far the analysis of a video is."""
        if self._analysis.running and self._session.document.focus.video_id == video.id:
            return VideoState(Stage.RUNNING, share=self._share)
        return self._background.state_of(video.id)

    @Slot(str, int, int)
    def _on_progress(self, _stage: str, done: int, total: int) -> None:
        self._share = done / total if total > 1 else 0.0
        self.changed.emit()
