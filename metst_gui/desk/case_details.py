"""What of the case is read from its curves, in small steps: what could be judged, and what other options find."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.types import REGIONS, UNSCORED, Curves
from metst_gui.desk.decoding import chosen_decoder, chosen_synergy
from metst_gui.desk.session import Session
from metst_gui.document.case import CaseVideo

# Seconds that a step may take before the window gets its turn, and the pause after it, in ms.
STEP_S, PAUSE_MS = 0.01, 5


@dataclass(frozen=True, slots=True)
class CaseShares:
    """What a run could judge, as shares of its samples, 0..1.

    Attributes:
        brows, nose, mouth: of each part; where the model does not look at parts, of the whole face.
        any: in which any of them is judged.
        apart: whether the model looks at parts.
    """

    brows: float
    nose: float
    mouth: float
    any: float
    apart: bool


class CaseDetails(QObject):
    """Reads one video after the other while the window is idle, and keeps what it found.

    Signals:
        changed: something more is known.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._document = session.document
        self._shares: dict[str, CaseShares | None] = {}
        self._wanted: dict[str, None] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def shares(self, video: CaseVideo) -> CaseShares | None:
        """What could be judged in a video; None: not analysed, hidden, or not read yet, which is then done."""
        if video.run is None or self._document.view.hides:
            return None
        if video.run not in self._shares:
            self._wanted[video.run] = None
            self._go_on()
        return self._shares.get(video.run)

    def look(self) -> None:
        """Find out what other options find in the videos that have them, in a while."""
        if self._document.case.to_decode:
            self._go_on()

    def bring(self, video: str) -> None:
        """Find out at once what the options of one video find.

        Args:
            video: its id.
        """
        if video in self._document.case.to_decode:
            self._decode(video)

    def _go_on(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _step(self) -> None:
        end = perf_counter() + STEP_S
        while perf_counter() < end:
            if self._wanted:
                run = next(iter(self._wanted))
                del self._wanted[run]
                self._shares[run] = self._shares_of(run)
            elif self._document.case.to_decode:
                self._decode(self._document.case.to_decode[0])
            else:
                break
        else:
            self._go_on()
        self.changed.emit()

    def _shares_of(self, run: str) -> CaseShares | None:
        from engine.explain.coverage import judged_shares

        found = self._document.runs.arrays(run, ("region_reasons", "mask", "frames"))
        if "region_reasons" in found:
            reasons = found["region_reasons"]
            if reasons.ndim == 2 and reasons.shape[1] == len(REGIONS):
                whole = float(np.mean((reasons == 0).any(axis=1))) if len(reasons) else 0.0
                return CaseShares(**judged_shares(reasons), any=whole, apart=True)
        if "mask" not in found or "frames" not in found:
            return None
        scored = (found["mask"] & UNSCORED) == 0
        for first, last in self._form(run).get("restless") or ():
            scored &= (found["frames"] < first) | (found["frames"] > last)
        share = float(scored.mean()) if len(scored) else 0.0
        return CaseShares(share, share, share, share, apart=False)

    def _decode(self, id_: str) -> None:
        """Tell the case what the options of a video find; what is damaged finds nothing."""
        from engine.decoding import decode, without

        document = self._document
        video = document.focus.state.videos[id_]
        run = "" if video.run is None else video.run
        found, form = document.runs.arrays(run, ("frames", "score", "mask", "probabilities")), self._form(run)
        if not {"frames", "score", "mask"} <= found.keys():
            document.case.take(id_, ())
            return
        curves = Curves(found["frames"], found["score"], found.get("probabilities"), found["mask"], float(form["rate"]))
        settings = form.get("settings") or {}
        proposals = decode(
            without(curves, document.case.artefacts(id_)),
            config=chosen_decoder(video.decoder, settings),
            n_frames=video.ref.n_frames,
            synergy=chosen_synergy(video.decoder, settings),
        )
        document.case.take(id_, proposals)

    def _form(self, run: str) -> Mapping[str, Any]:
        found = self._document.focus.state.runs.get(run)
        return found if isinstance(found, Mapping) else {}
