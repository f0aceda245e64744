"""Which face of the open video is analysed."""

import numpy as np
from PySide6.QtCore import QObject

from engine.types import AnalysisRun, Mask
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Verdict
from metst_gui.document.face_choice import Place, place_of
from metst_gui.document.perspective import HIDDEN


class ChosenFace(QObject):
    """The choice of a face, kept with the video; None stands for the largest one."""

    def __init__(self, session: Session, analysis: Analysis) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._analysis = analysis

    @property
    def at(self) -> Place | None:
        """Where the chosen face is when the analysis begins, (x, y) in px of the upright picture."""
        return self._session.face_at

    @property
    def is_analysed(self) -> bool:
        """Whether the run shown is of the chosen face."""
        run = self._document.view.run
        return run is not None and run_place(run) == self.at

    @property
    def decided(self) -> int:
        """Number of proposals with a verdict: they stay when another face is chosen."""
        return sum(one.verdict is not Verdict.PENDING for one in self._document.view.verdicts.values())

    def may_choose(self) -> bool:
        """Whether the annotator in use may choose; where not, that is said."""
        if self._document.view.blind:
            self._session.say(HIDDEN)
        return self._document.video is not None and not self._document.view.blind

    def choose(self, place: Place | None) -> bool:
        """Keep the choice and start the analysis; False where it could not be stored."""
        video = self._document.video
        if video is None or not self._session.attempt(lambda: self._document.statements.choose_face(video.id, place)):
            return False
        self._analysis.start()
        return True


def run_place(run: AnalysisRun) -> Place | None:
    """The place of the face a run was asked to follow; None: the largest."""
    return place_of(run.settings.get("face_at"))


def scene_start(run: AnalysisRun | None, frame: int) -> int:
    """Frame the tracker begins with in the scene of a frame: after the last cut the run found, else the first.

    A cut marks a quarter of a window on both sides of it.
    """
    if run is None:
        return 0
    cut = (run.curves.mask & Mask.CUT) != 0
    reach = int(run.settings.get("k", 0)) // 4
    ends = np.flatnonzero(cut[:-1] & ~cut[1:]) + 1 - reach
    starts = run.curves.frames[ends[ends >= 0]]
    return int(max((start for start in starts.tolist() if start <= frame), default=0))
