"""The threshold on the plot: dragging it decodes the stored curves again, without inference."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from engine.config import DecoderConfig, DecoderName, Synergy
from metst_gui.desk.decoding import Decoding, height_of, with_height
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes
from metst_gui.document.matching import without_decided
from metst_gui.language import plural, tr

STEP = 0.01
DECODERS: tuple[DecoderName, ...] = ("half_max", "anchored", "paper", "prior_guided")


class Threshold(QObject):
    """Between the threshold line and the decoder options.

    Signals:
        threshold_changed: height of the line (None: no curves), what the line says.
    """

    threshold_changed = Signal(object, str)

    def __init__(self, session: Session, decoding: Decoding) -> None:
        super().__init__(session)
        self._session = session
        self._decoding = decoding
        self._height: float | None = None
        self._text = ""
        self._artefact_from: int | None = None
        self._artefacts: object = ()
        session.document.changed.connect(self._on_document)
        session.opened.connect(self._on_opened)

    @property
    def height(self) -> float | None:
        """Height of the line; None: no curves."""
        return self._height

    @property
    def artefact_begun(self) -> bool:
        """Whether the first frame of an artefact is marked, and its last one is not yet."""
        return self._artefact_from is not None

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text

    def reset(self) -> None:
        """Forget the line."""
        self._height, self._text = None, ""
        self._artefact_from = None
        self._artefacts = self._session.document.view.artefacts
        self.threshold_changed.emit(None, "")

    @Slot()
    def refresh(self) -> None:
        """Put the line where the current decoder has its threshold."""
        curves, decoder = self._decoding.curves(), self._decoding.decoder()
        if curves is None or decoder is None:
            self.reset()
            return
        from engine.decoding import threshold_value

        height = threshold_value(curves, decoder)
        self._height = None if height != height else height  # NaN: nothing was scored
        self.count()

    @Slot()
    def count(self) -> None:
        """Say how many proposals and near misses there are."""
        decoder = self._decoding.decoder()
        if decoder is not None:
            document = self._session.document
            name = tr("threshold") if decoder.name == "half_max" else "p"
            value = decoder.threshold if decoder.name == "half_max" else decoder.p
            shown, near = document.view.proposals, len(document.view.near_misses)
            decided = [one for one in shown if one.id in document.view.verdicts]
            kept = len(without_decided(decided, self._decoding.at(decoder))) if decided else 0
            self._text = line_text(name, value, len(shown), near, kept=kept)
        self.threshold_changed.emit(self._height, self._text)

    @Slot(float, bool)
    def on_threshold(self, height: float, finished: bool) -> None:
        """The line was dragged; the choice is stored when the drag ends."""
        decoder = self._decoding.decoder()
        if decoder is None or self._session.document.view.run is None:
            return
        if decoder.name == "half_max":
            changed = replace(decoder, threshold=min(max(height, 0.0), 1.0))
        else:
            changed = replace(decoder, p=self._relative(height, decoder))
        self._height = height
        self._decoding.drag(changed, finished=finished)
        if finished:
            self.refresh()

    def step(self, by: float) -> None:
        """Raise or lower the threshold (of `half_max`: the height; of the others: p)."""
        decoder = self._decoding.decoder()
        if decoder is None:
            self._say_nothing(tr("Analyse a video first: the threshold works on its curves."))
            return
        self.set_value(height_of(decoder) + by)

    def set_value(self, value: float) -> None:
        """Put the threshold of `half_max`, or p of the others, on a value; there are curves."""
        decoder = self._decoding.decoder()
        if decoder is not None:
            self._decoding.redecode(with_height(decoder, min(max(round(value, 4), 0.0), 1.0)))
            self.refresh()

    def _say_nothing(self, advice: str) -> None:
        """Why there are no curves to work on: hidden, or not made yet."""
        self._session.say(tr(self._session.document.view.hidden_reason) or advice)

    def choose(self, name: DecoderName) -> None:
        """Use another decoder."""
        decoder = self._decoding.decoder()
        if decoder is None:
            self._say_nothing(tr("Analyse a video first: the decoder works on its curves."))
            return
        self._decoding.redecode(replace(decoder, name=name))
        self.refresh()

    def choose_synergy(self, synergy: Synergy) -> None:
        """Combine recognition and spotting in another way."""
        decoder, curves = self._decoding.decoder(), self._decoding.curves()
        if decoder is None or curves is None:
            self._say_nothing(tr("Analyse a video first: synergy works on its curves."))
            return
        if curves.probabilities is None:
            self._session.say(tr("This model infers no emotion: synergy changes nothing here."))
            return
        self._decoding.redecode(decoder, synergy=synergy)
        self.refresh()

    def mark_artefact(self) -> None:
        """Begin a span that is none of the face's doing, or end the one that was begun."""
        frame = self._session.playback.frame
        if self._artefact_from is None:
            self._artefact_from = frame
            self._session.say(
                tr("Artefact from frame {frame}: go to its end and press the same key again.", frame=frame)
            )
        else:
            first, last = sorted((self._artefact_from, frame))
            self._artefact_from = None
            self._set_artefacts([*self._session.document.view.artefacts, (first, last)])

    def unmark_artefact(self) -> None:
        """Count the span under the playhead again, or forget the one that was begun."""
        frame, spans = self._session.playback.frame, self._session.document.view.artefacts
        kept = [one for one in spans if not one[0] <= frame <= one[1]]
        if self._artefact_from is not None:
            self._artefact_from = None
            self._session.say(tr("No artefact was marked."))
        elif len(kept) == len(spans):
            self._session.say(tr("No artefact is marked at this frame."))
        else:
            self._set_artefacts(kept)

    def _set_artefacts(self, spans: Sequence[tuple[int, int]]) -> None:
        before = self._height
        if not self._session.attempt(lambda: self._session.document.statements.set_artefacts(spans)):
            return
        told = (
            ""
            if before is None or self._height is None
            else tr(" The line was at {before:.3f}, is at {height:.3f}.", before=before, height=self._height)
        )
        self._session.say(tr("{n} artefact spans are left out.{more}", n=len(spans), more=told))

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.reset()
        self.refresh()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer or changes.decoder:
            self.refresh()
        elif changes.items:
            self.count()
        if changes.statements:
            self._on_stated()

    def _on_stated(self) -> None:
        """Artefacts were marked or taken back, by an undo too: the curves are decoded without them."""
        artefacts, decoder = self._session.document.view.artefacts, self._decoding.decoder()
        if artefacts == self._artefacts:
            return
        self._artefacts = artefacts
        if decoder is not None:
            self._decoding.redecode(decoder, store=False)
        self.refresh()

    def _relative(self, height: float, decoder: DecoderConfig) -> float:
        """Value of p whose threshold ``mean + p (max - mean)`` lies at a height."""
        from engine.decoding import threshold_value

        curves = self._decoding.curves()
        assert curves is not None
        mean = threshold_value(curves, replace(decoder, p=0.0))
        top = threshold_value(curves, replace(decoder, p=1.0))
        return decoder.p if not top > mean else min(max((height - mean) / (top - mean), 0.0), 1.0)


def line_text(name: str, value: float, proposals: int, near: int, *, kept: int = 0) -> str:
    """What the threshold line says, e.g. ``"p 0.55: 41 proposals (2 kept as decided), +22 near misses"``.

    Args:
        name: of the value.
        value: of the threshold of `half_max`, and of p of the other decoders.
        proposals: number shown.
        near: number that a slightly lower one would add.
        kept: how many of the proposals are shown for being decided only.
    """
    found = plural(proposals, "{n} proposal", "{n} proposals")
    below = f" ({tr('{n} kept as decided', n=kept)})" if kept else ""
    missed = plural(near, "+{n} near miss", "+{n} near misses")
    return f"{name} {value:.2f}: {found}{below}, {missed}"
