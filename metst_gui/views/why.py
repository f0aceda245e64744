"""“Why not here?”: one sentence about the frame shown, from the stored curves and the decoder in use."""

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from engine.explain import Reason, WhyNot
    from metst_gui.views.main_window import MainWindow

NO_CURVES = "There are no finished curves to explain: analyse the video first (Ctrl+R)."
# Characters a line of a tool tip.
TIP_WIDTH = 72


class Why(QObject):
    """Answers why the model proposed something, or did not, in one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session = window.session
        self._known: tuple[object, WhyNot] | None = None
        window.timeline.mouse.explain = self.hint

    def table(self) -> dict[str, Callable[[], object]]:
        """Handler name -> callable."""
        return {"why_here": self.why_here}

    def why_here(self) -> None:
        """Say why there is no proposal at the frame shown, or which one there is."""
        reason = self.reason(self._session.playback.frame)
        self._session.notifier.info(NO_CURVES if reason is None else reason.sentence)

    def hint(self, frame: int) -> str:
        """Tool tip of the curves at a frame; empty where nothing is to be explained."""
        reason = self.reason(frame)
        return "" if reason is None else textwrap.fill(reason.sentence, TIP_WIDTH)

    def reason(self, frame: int) -> "Reason | None":
        """Why a frame has a proposal or none; None without finished curves, and while the annotator works blind."""
        found = self._answers()
        return None if found is None else found.at(frame)

    def _answers(self) -> "WhyNot | None":
        session = self._session
        run, decoder, info = session.document.run, session.decoder(), session.info
        if run is None or decoder is None or info is None or session.inference.running:
            return None
        key = (run.id, decoder, info.n_frames)
        if self._known is None or self._known[0] != key:
            from engine.explain import WhyNot

            synergy = run.settings.get("synergy", "spotting_led")
            self._known = key, WhyNot(run.curves, decoder, n_frames=info.n_frames, synergy=synergy)
        return self._known[1]
