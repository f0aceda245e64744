"""What would have been found in the shown run: planted movements, measured in the background and kept with the run."""

from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from engine.config import AnalysisConfig, DecoderConfig
from engine.planted import AtThreshold, FoundShare, PictureAnalysis, Sensitivity, SensitivityRequest
from engine.planted.alarms import AlarmRate, alarm_rate, unaccepted
from engine.planted.free import free_samples
from engine.planted.overlap import Intervals
from engine.planted.requests import in_pictures, request_of
from engine.types import AnalysisRun
from metst_gui.desk.decoding import Decoding
from metst_gui.desk.jobs import Jobs
from metst_gui.desk.planting import Planting
from metst_gui.desk.session import Session
from metst_gui.desk.threshold import Threshold
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.language import mark, tr
from metst_gui.models import is_from_file

# Digits of a threshold by which one that was measured is the one in use.
_SAME = 5e-4
NOT_KEPT = mark("What was measured is shown but not kept: this project cannot be written.")
GONE = mark("The measurement of sensitivity was given up: its video is not open any more.")
NO_NETWORK_RUN = mark(
    "The curves of this video were brought in from a file: there is no model here that could look again."
)
NO_EVIDENCE = mark("This run keeps no measurements that movements could be planted in.")
IN_ONE_PIECE = mark("This run went through the whole video in one piece: nothing can be planted in a part of it.")


class Lack(Enum):
    """Why movements cannot be planted in a run; the value says it in English, for `tr`."""

    FILE = NO_NETWORK_RUN
    WHOLE = IN_ONE_PIECE
    EVIDENCE = NO_EVIDENCE


class SensitivityMeasuring(QObject):
    """Asks the engine what would have been found in the run that is shown, and remembers the answers.

    Attributes:
        planting: does it, and knows how far it is.

    Signals:
        changed: another run is shown, a measurement began, is further, ended or failed, or the decoder changed.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        decoding: Decoding,
        threshold: Threshold,
        jobs: Jobs,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._document = session, session.document
        self._decoding, self._threshold = decoding, threshold
        self.planting = Planting(jobs, self)
        self.planting.event_ready.connect(self._on_event)
        self.planting.finished.connect(self._on_finished)
        self.planting.changed.connect(self.changed)
        self._measured: tuple[str, str] = ("", "")
        self._unstored: dict[str, Sensitivity] = {}
        self._failures: dict[str, str] = {}
        self._counted: tuple[object, dict[DecoderConfig, AlarmRate]] = (None, {})
        self._planned: tuple[object, int] = (None, 0)
        session.opened.connect(self._on_opened)
        self._document.changed.connect(self._on_document)

    # What is known.

    @property
    def run(self) -> AnalysisRun | None:
        """The run that is shown; None while there is none, or it is hidden."""
        return self._document.view.run

    @property
    def answer(self) -> Sensitivity | None:
        """What was measured of the run that is shown; None: nothing yet."""
        run, video = self.run, self._document.video
        if run is None or video is None:
            return None
        return self._unstored.get(run.id) or self._document.statements.sensitivity(video.id, run.id)

    @property
    def failure(self) -> str:
        """Why the last measurement of the shown run gave nothing, as a sentence; empty where it did not fail."""
        return "" if self.run is None else self._failures.get(self.run.id, "")

    @property
    def running(self) -> bool:
        """Whether the shown run is being measured."""
        return self.busy and self.run is not None and self._measured[1] == self.run.id

    @property
    def busy(self) -> bool:
        """Whether any run is being measured."""
        return bool(self.planting.total)

    @property
    def unavailable(self) -> Lack | None:
        """Why nothing can be measured of the shown run; None where it can."""
        return None if self.run is None else unavailable(self.run)

    def now(self) -> tuple[tuple[tuple[str, FoundShare], ...], AlarmRate, float | None] | None:
        """The curves and alarms of the answer at the threshold in use, and at which threshold they were measured.

        Returns:
            None: nothing was measured, or with another decoder than the one in use. The threshold is None for a decoder
            without an absolute one.
        """
        found, decoder = self.answer, self._decoding.decoder()
        if found is None or decoder is None or not self._same_decoder(found, decoder):
            return None
        nearest = found.nearest(decoder.threshold) if decoder.name == "half_max" else None
        if nearest is None:
            return found.found, self._alarms_now(found, decoder), None
        at = replace(decoder, threshold=nearest.threshold)
        return nearest.found, self._alarms_now(found, at), nearest.threshold

    def not_counted(self) -> int:
        """Proposals shown now that nobody accepted and that lie where nothing can be judged: no alarms, nor found."""
        curves, decoder = self._decoding.curves(), self._decoding.decoder()
        if curves is None or decoder is None:
            return 0
        marked, anywhere = Intervals(self._occupied()), np.ones(len(curves.frames), np.bool_)
        proposals = self._decoding.at(decoder)
        return unaccepted(proposals, curves, anywhere, marked) - unaccepted(proposals, curves, self._free(), marked)

    def _free(self) -> NDArray[np.bool_]:
        """Bool [S]: the samples that are judged."""
        curves, run = self._decoding.curves(), self.run
        assert curves is not None
        assert run is not None
        return free_samples(curves, (*run.restless, *self._document.view.artefacts), ())

    def is_exact(self, measured_at: float) -> bool:
        """Whether the threshold in use is the one that was measured."""
        decoder = self._decoding.decoder()
        return decoder is not None and abs(decoder.threshold - measured_at) < _SAME

    def _same_decoder(self, found: Sensitivity, decoder: DecoderConfig) -> bool:
        if found.decoder.name != decoder.name or found.synergy != self._decoding.synergy:
            return False
        if decoder.name == "half_max":
            return replace(found.decoder, threshold=0.0) == replace(decoder, threshold=0.0)
        return found.decoder == decoder

    # Measuring.

    def measure(self) -> None:
        """Measure the shown run in the background; one that is measured is given up."""
        run, video, info = self.run, self._document.video, self._session.info
        if run is None or video is None or info is None or self.unavailable is not None:
            return
        self.cancel()
        self._failures.pop(run.id, None)
        self._measured = video.id, run.id
        self.planting.start(info.path, self._request(run, video.ref.n_frames, info.fast_digest))

    def analyses(self) -> int:
        """How many analyses of the video a measurement of the shown run takes; 0: none, or it needs no pictures."""
        from engine.planted.picture_passes import planned_passes  # what it draws from is slow to import

        run, video = self.run, self._document.video
        if run is None or video is None or not in_pictures(run):
            return 0
        request = self._request(run, video.ref.n_frames, "")
        key = run.id, request.decoder, request.synergy, request.occupied, request.restless
        if self._planned[0] != key:
            self._planned = key, planned_passes(request, self._decoding.at(request.decoder))
        return self._planned[1]

    def _request(self, run: AnalysisRun, n_frames: int, content: str) -> SensitivityRequest:
        asked = request_of(
            replace(run, restless=(*run.restless, *self._document.view.artefacts)),
            n_frames=n_frames,
            occupied=self._occupied(),
            decoder=self._decoding.decoder(),
            synergy=self._decoding.synergy,
            token=run.id,
        )
        if not in_pictures(run):
            return asked
        return replace(asked, pictures=PictureAnalysis(AnalysisConfig.from_dict(dict(run.settings)), content))

    @Slot()
    def cancel(self) -> None:
        """Give the measurement up; what was known before stays."""
        self.planting.cancel()

    def keep_alarms(self, most_per_minute: float) -> AtThreshold | None:
        """The lowest threshold measured with at most so many alarms a minute; None: none, or it was not measured.

        What was accepted or marked meanwhile is no alarm any more: proposals are counted anew, which needs no model.
        """
        found, decoder = self.answer, self._decoding.decoder()
        if found is None or decoder is None or not self._same_decoder(found, decoder):
            return None
        for one in found.thresholds:
            alarms = self._alarms_now(found, replace(decoder, threshold=one.threshold))
            if alarms.per_minute.value <= most_per_minute:
                return replace(one, alarms=alarms)
        return None

    def use(self, chosen: AtThreshold) -> None:
        """Put the threshold where that was measured: an ordinary choice, which can be undone."""
        self._threshold.set_value(chosen.threshold)

    @Slot()
    def shutdown(self) -> None:
        """Join the thread and its process; may be called more than once."""
        self.planting.shutdown()

    def _alarms_now(self, found: Sensitivity, decoder: DecoderConfig) -> AlarmRate:
        """False alarms of a decoder by what is accepted and marked now, over the minutes that were judged."""
        curves, run = self._decoding.curves(), self.run
        if curves is None or run is None:
            return found.alarms
        occupied, artefacts = tuple(self._occupied()), tuple(self._document.view.artefacts)
        key = (run.id, self._decoding.synergy, occupied, artefacts)
        if self._counted[0] != key:
            self._counted = key, {}
        known = self._counted[1]
        if decoder not in known:
            n = unaccepted(self._decoding.at(decoder), curves, self._free(), Intervals(occupied))
            known[decoder] = alarm_rate(n, found.minutes)
        return known[decoder]

    def _occupied(self) -> list[tuple[int, int]]:
        """What somebody marked or accepted: nothing is planted there, and a proposal there is no alarm."""
        view = self._document.view
        marks = (one for layer in self._document.annotators for one in view.annotations_of(layer.id))
        return sorted({(one.onset, one.offset) for one in marks})

    @Slot(object)
    def _on_event(self, found: Sensitivity) -> None:
        video, run = self._measured
        if found.token != run or not _is_in(self._document, video):
            self._session.say(tr(GONE))
            return
        self._unstored[run] = found
        if self._document.ledger.read_only:
            self._session.say(tr(NOT_KEPT))
            return
        try:
            self._document.statements.set_sensitivity(video, run, found)
        except EditRefusedError:
            return  # whoever writes the file tells why; the figures are shown all the same
        del self._unstored[run]

    @Slot(str)
    def _on_finished(self, sentence: str) -> None:
        """Tell why it failed: in the panel, or beside the figures that are there already."""
        if not sentence:
            return
        video, run = self._measured
        if run in self._unstored or self._document.statements.sensitivity(video, run) is not None:
            self._session.notifier.error(sentence)
        else:
            self._failures[run] = sentence

    @Slot()
    def _on_opened(self) -> None:
        """What belongs to another project is given up: it takes as long as several analyses."""
        if self.busy and not _is_in(self._document, self._measured[0]):
            self.cancel()
            self._session.say(tr(GONE))
        self.changed.emit()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer or changes.decoder or changes.statements or changes.items:
            self.changed.emit()


def unavailable(run: AnalysisRun) -> Lack | None:
    """Why movements cannot be planted in a run; None where they can."""
    if is_from_file(run) or run.settings.get("given"):
        return Lack.FILE
    if run.settings.get("context", "windows") != "windows":
        return Lack.WHOLE
    if in_pictures(run):
        return None
    return None if run.evidence is not None and len(run.evidence.starts) else Lack.EVIDENCE


def _is_in(document: AnnotationDocument, video: str) -> bool:
    return any(one.id == video for one in document.videos)
