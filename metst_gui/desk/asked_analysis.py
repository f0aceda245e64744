"""What would be computed of a video of the project now, and whether it was computed before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.config import AnalysisConfig
from metst_gui.desk.analysis_options import options_of, rate_of, same_run
from metst_gui.desk.session import Session
from metst_gui.desk.waiting_list import WaitingList
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import Video
from metst_gui.language import tr


class AskedAnalysis:
    """Analyses of the open project by the chosen model, with the settings as they are."""

    def __init__(self, session: Session) -> None:
        self._session, self._document = session, session.document

    def may_be(self) -> bool:
        """Whether videos may be analysed in the background; where not, that is said."""
        if self._document.view.blind:
            self._session.say(HIDDEN)
            return False
        if self._session.project_path is None or self._document.ledger.read_only:
            self._session.say(tr("Several videos are analysed in a project that can be written: save this one first."))
            return False
        return True

    def config(self, video: Video, path: Path) -> AnalysisConfig:
        """Options for a video, which is at this path."""
        face, kept = self._document.statements.face(video.id), self._document.statements.kept_model(video.id)
        return options_of(self._session.settings.value, image_rate=rate_of(video.ref, path), face_at=face, kept=kept)

    def done_before(self, video: Video, runs: list[Mapping[str, Any]]) -> bool:
        """Whether this was computed before; a run that another one replaced is the current one again then.

        Args:
            video: of the project.
            runs: stored forms of its runs.
        """
        found = same_run(runs, video.ref, self.config(video, video.ref.path))
        if found and found != video.run:
            return self._session.attempt(lambda: self._document.put_run(video.id, found))
        return bool(found)

    def leave_out(self, waiting: WaitingList) -> None:
        """Let those at the head of a list count as analysed that were computed meanwhile; those that are gone, go."""
        known, runs = self._document.focus.state.videos, self._document.runs.by_video()
        while waiting.waiting:
            id_ = waiting.waiting[0]
            if id_ not in known:
                waiting.remove({id_})
            elif self.done_before(known[id_], runs.get(id_, [])):
                waiting.finish(id_)
            else:
                return
