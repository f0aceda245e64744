"""Why the model proposed something at a frame, and why not: sentences from the curves, without running the model."""

import textwrap

from engine.explain import Reason, WhyNot, confounds
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.decoding import Decoding
from metst_gui.desk.session import Session
from metst_gui.language import mark, told, tr

NO_CURVES = mark("There are no finished curves to explain: analyse the video first (Ctrl+R).")
# Characters a line of a tool tip.
TIP_WIDTH = 72


class Explanation:
    """What can be said of the frames of the open video."""

    def __init__(self, session: Session, decoding: Decoding, analysis: Analysis) -> None:
        self._session = session
        self._document = session.document
        self._decoding = decoding
        self._analysis = analysis
        self._known: tuple[object, WhyNot] | None = None

    @property
    def nothing_known(self) -> str:
        """Why no frame can be explained, as a sentence, where that is so."""
        return tr(self._document.view.hidden_reason or NO_CURVES)

    def sentence(self, frame: int) -> str:
        """Why there is no proposal at a frame, or which one there is; empty where nothing is to be explained."""
        reason = self.reason(frame)
        return "" if reason is None else told(reason.sentence)

    def hint(self, frame: int) -> str:
        """Tool tip of the curves at a frame: its sentence in short lines."""
        return textwrap.fill(self.sentence(frame), TIP_WIDTH)

    def remark(self, onset: int, offset: int) -> str:
        """What else may explain a proposal: a blink, a moving head; empty where nothing is known."""
        run = self._document.view.run
        found = None if run is None else confounds(run, onset, offset)
        return "" if found is None else told(found.text)

    def reason(self, frame: int) -> Reason | None:
        """Why a frame has a proposal or none; None without finished curves, and while the annotator works blind."""
        run, decoder, info = self._document.view.run, self._decoding.decoder(), self._session.info
        if run is None or decoder is None or info is None or self._analysis.running:
            return None
        synergy, artefacts = self._decoding.synergy, tuple(self._document.view.artefacts)
        key = (run.id, decoder, info.n_frames, synergy, artefacts)
        if self._known is None or self._known[0] != key:
            curves = self._decoding.curves()
            assert curves is not None
            self._known = key, WhyNot(curves, decoder, n_frames=info.n_frames, synergy=synergy)
        return self._known[1].at(frame)
