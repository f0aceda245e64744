"""How far the analysis of each video of the project is; no widgets."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.analysis import Analysis
from metst_gui.desk.session import Session
from metst_gui.document.case import CaseVideo

State = Literal["none", "waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class CaseWork:
    """How far the analysis of a video is.

    Attributes:
        state: none: nobody asked for it; waiting: it comes later; then running, and done or failed.
        share: of one that is running, how much is ready, 0..1.
        reason: why it failed, as a sentence.
    """

    state: State
    share: float = 0.0
    reason: str = ""


NOT_ANALYSED, ANALYSED = CaseWork("none"), CaseWork("done")


class WorkList(QObject):
    """State of the analysis by video.

    Signals:
        changed: one of them is in another state, or further.
    """

    changed = Signal()

    def __init__(self, session: Session, analysis: Analysis) -> None:
        super().__init__(session)
        self._session = session
        self._analysis = analysis
        self._share = 0.0
        analysis.progress_changed.connect(self._on_progress)
        analysis.ended.connect(self.changed)

    def of(self, video: CaseVideo) -> CaseWork:
        """How far the analysis of a video is."""
        now = self._session.document.video
        if self._analysis.running and now is not None and now.id == video.id:
            return CaseWork("running", self._share)
        return NOT_ANALYSED if video.run is None else ANALYSED

    @Slot(str, int, int)
    def _on_progress(self, _stage: str, done: int, total: int) -> None:
        self._share = done / total if total > 1 else 0.0
        self.changed.emit()
