"""How far the threshold has to go down before the model proposes anything more."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject

from engine.types import Proposal
from metst_gui.desk.decoding import Decoding, height_of, with_height
from metst_gui.desk.session import Session
from metst_gui.document.matching import without_decided

# Thresholds are offered as a person would say them.
GRID = 0.05


@dataclass(frozen=True, slots=True)
class Offer:
    """A lower threshold.

    Attributes:
        value: of the threshold of `half_max`, and of p of the other decoders.
        n: number of proposals there that are neither shown nor decided now.
    """

    value: float
    n: int


class Weaker(QObject):
    """Looks for weaker proposals in the curves of the open video; nothing is inferred for it."""

    def __init__(self, session: Session, decoding: Decoding) -> None:
        super().__init__(session)
        self._document = session.document
        self._session = session
        self._decoding = decoding
        self._known: tuple[object, Offer | None] | None = None

    def offer(self) -> Offer | None:
        """The highest threshold of a grid of 0.05 below the one in use that has something new; None: none has."""
        decoder, info, run = self._decoding.decoder(), self._session.info, self._document.view.run
        if decoder is None or info is None or run is None or self._decoding.dragged is not None:
            return None
        known = self._document.view.proposals
        key = (run.id, decoder, self._decoding.synergy, self._document.view.artefacts, [one.id for one in known])
        if self._known is None or self._known[0] != key:
            self._known = key, self._look(known)
        return self._known[1]

    def _look(self, known: tuple[Proposal, ...]) -> Offer | None:
        decoder = self._decoding.decoder()
        assert decoder is not None
        first = math.ceil(height_of(decoder) / GRID - 1e-6) - 1
        for step in range(first, 0, -1):
            value = round(step * GRID, 2)
            found = without_decided(self._decoding.at(with_height(decoder, value)), known)
            if found:
                return Offer(value, len(found))
        return None
