"""From the curves of the run to proposals: which decoder, which synergy, which artefacts."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engine.config import DecoderConfig, Synergy, stored_decoder
from engine.types import Curves, Proposal
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes
from metst_gui.language import tr

if TYPE_CHECKING:
    from engine.decoding.stepwise import Stepwise

SYNERGIES: tuple[Synergy, ...] = ("none", "recognition_led", "spotting_led", "paper")
_log = logging.getLogger(__name__)


def height_of(decoder: DecoderConfig) -> float:
    """The threshold of `half_max`, and p of the other decoders."""
    return decoder.threshold if decoder.name == "half_max" else decoder.p


def with_height(decoder: DecoderConfig, value: float) -> DecoderConfig:
    """The same decoder with another threshold, or p."""
    return replace(decoder, threshold=value) if decoder.name == "half_max" else replace(decoder, p=value)


def chosen_decoder(chosen: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> DecoderConfig:
    """The decoder of a video.

    Args:
        chosen: options chosen since its run, as they are stored; None: the run's own.
        settings: of the run.
    """
    stored = chosen or settings.get("decoder") or {}
    try:
        return stored_decoder({name: value for name, value in stored.items() if name != "synergy"})
    except (AttributeError, TypeError, ValueError):
        _log.warning("unknown decoder options in the project: %s", stored)
        return DecoderConfig()


def chosen_synergy(chosen: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> Synergy:
    """How recognition and spotting are combined in a video; see `chosen_decoder`."""
    stored = (chosen or {}).get("synergy") or settings.get("synergy")
    return stored if stored in SYNERGIES else "spotting_led"


def reset_text(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> str:
    """That another model's run does without the options chosen for a video, as a sentence; empty where it does not.

    Args:
        before: options chosen for the video before the run; None: none were.
        after: those that still hold.
        settings: of the run.
    """
    if before is None or after is not None:
        return ""
    chosen, own = chosen_decoder(before, settings), chosen_decoder(None, settings)
    if chosen.name != own.name:
        return tr("The decoder that was chosen here belonged to another model: this model's own is in use now.")
    if height_of(chosen) == height_of(own):
        return ""
    return tr(
        "The threshold {before:.2f} that was chosen here belonged to another model: {after:.2f}, this model's own, is "
        "in use now.",
        before=height_of(chosen),
        after=height_of(own),
    )


class Decoding(QObject):
    """Decodes the run of the open video, as often as its options change; no inference.

    Attributes:
        dragged: options while the threshold is being dragged; None: it rests.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._stepwise: Stepwise | None = None
        self._clean: tuple[str, tuple[tuple[int, int], ...], Curves] | None = None  # curves without artefacts
        self.dragged: DecoderConfig | None = None
        self._storing = False
        session.arrived.connect(self.repeat)
        self._document.changed.connect(self._on_document)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        # What another annotator may see is decoded for them; a choice is decoded again where it was taken back.
        if changes.layer or (changes.decoder and not self._storing):
            self.repeat()

    def decoder(self) -> DecoderConfig | None:
        """Decoder the shown proposals come from; None before the first run."""
        run, video = self._document.view.run, self._document.video
        if run is None:
            return None
        assert video is not None
        if self.dragged is not None:
            return self.dragged
        return chosen_decoder(video.decoder, run.settings)

    @property
    def synergy(self) -> Synergy:
        """How recognition and spotting are combined in the shown proposals."""
        video, blind = self._document.video, self._document.view.blind
        run = None if blind else self._document.runs.of(video)
        chosen = None if video is None or blind else video.decoder
        return chosen_synergy(chosen, {} if run is None else run.settings)

    def curves(self) -> Curves | None:
        """Curves of the current run without what was marked as an artefact; None before the first run."""
        from engine.decoding import without

        run, artefacts = self._document.view.run, self._document.view.artefacts
        if run is None:
            return None
        if self._clean is None or self._clean[:2] != (run.id, artefacts):
            self._clean = run.id, artefacts, without(run.curves, artefacts)
        return self._clean[2]

    def redecode(self, decoder: DecoderConfig, *, store: bool = True, synergy: Synergy | None = None) -> None:
        """Decode the current run again with other options; decided proposals stay.

        Args:
            decoder: the options.
            store: whether they are the user's choice from now on.
            synergy: how recognition and spotting are combined; None: as now.
        """
        curves = self.curves()
        if curves is None:
            return
        synergy = synergy or self.synergy
        proposals, near = self._found(curves, decoder, synergy=synergy)
        # What is so already is no choice, and nothing to be taken back.
        chosen = store and (decoder, synergy) != (self.decoder(), self.synergy)
        stored = {**asdict(decoder), "synergy": synergy} if chosen else None
        self._storing = True
        try:
            self._session.attempt(lambda: self._document.set_proposals(proposals, near=near, decoder=stored))
        finally:
            self._storing = False

    def at(self, decoder: DecoderConfig) -> tuple[Proposal, ...]:
        """What the current run would propose with other options; nothing is shown or stored of it."""
        curves = self.curves()
        return () if curves is None else self._found(curves, decoder, synergy=self.synergy)[0]

    def _found(
        self, curves: Curves, decoder: DecoderConfig, *, synergy: Synergy
    ) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
        """Proposals and near misses; those that were given by a file stay as they are, the threshold chooses."""
        run, video = self._document.view.run, self._document.video
        if run is not None and run.settings.get("given"):
            from engine.foreign.runs import given_at

            return given_at(run.proposals, height_of(decoder))
        assert video is not None
        # The session is still at the video before when the document arrives at this one.
        return self._steps().at(curves, decoder, n_frames=video.ref.n_frames, synergy=synergy)

    def drag(self, decoder: DecoderConfig, *, finished: bool) -> None:
        """Decode with options that are being dragged; they are stored once the drag is finished."""
        self.dragged = None if finished else decoder
        self.redecode(decoder, store=finished)

    @Slot()
    def repeat(self) -> None:
        """Decode as it was decoded last."""
        decoder = self.decoder()
        if decoder is not None:
            self.redecode(decoder, store=False)

    def _steps(self) -> "Stepwise":
        """Made when first needed: a window opens without the decoding rooms."""
        if self._stepwise is None:
            from engine.decoding import decode
            from engine.decoding.stepwise import Stepwise

            self._stepwise = Stepwise(decode)
        return self._stepwise
