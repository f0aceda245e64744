"""The threshold on the plot: dragging it decodes the stored curves again, without inference."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from engine.config import DecoderConfig, DecoderName
from metst_gui.views.session import Session


class LiveDecoder(QObject):
    """Between the threshold line and the decoder options.

    Signals:
        threshold_changed: height of the line (None: no curves), number of proposals.
    """

    threshold_changed = Signal(object, int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._height: float | None = None
        self._count = 0

    def reset(self) -> None:
        """Forget the line."""
        self._height = None
        self.threshold_changed.emit(None, 0)

    def refresh(self) -> None:
        """Put the line where the current decoder has its threshold."""
        run, decoder = self._session.document.run, self._session.decoder()
        if run is None or decoder is None:
            self.reset()
            return
        from engine.decoding import threshold_value

        height = threshold_value(run.curves, decoder)
        self._height = None if height != height else height  # NaN: nothing was scored
        self.threshold_changed.emit(self._height, self._count)

    def count(self, number: int) -> None:
        """Note how many proposals are shown."""
        self._count = number
        self.threshold_changed.emit(self._height, number)

    @Slot(float, bool)
    def on_threshold(self, height: float, finished: bool) -> None:
        """The line was dragged."""
        run, decoder = self._session.document.run, self._session.decoder()
        if run is None or decoder is None:
            return
        if decoder.name == "half_max":
            changed = replace(decoder, threshold=min(max(height, 0.0), 1.0))
        else:
            changed = replace(decoder, p=self._relative(height, decoder))
        self._height = height
        self._session.redecode(changed, store=finished)
        if finished:
            self.refresh()

    def choose(self, name: DecoderName) -> None:
        """Use another decoder."""
        decoder = self._session.decoder()
        if decoder is None:
            self._session.notifier.info("Analyse a video first: the decoder works on its curves.")
            return
        self._session.redecode(replace(decoder, name=name))
        self.refresh()

    def _relative(self, height: float, decoder: DecoderConfig) -> float:
        """Value of p whose threshold ``mean + p (max - mean)`` lies at a height."""
        from engine.decoding import threshold_value

        run = self._session.document.run
        assert run is not None
        mean = threshold_value(run.curves, replace(decoder, p=0.0))
        top = threshold_value(run.curves, replace(decoder, p=1.0))
        return decoder.p if not top > mean else min(max((height - mean) / (top - mean), 0.0), 1.0)
