"""What a spotting model is to the pipeline."""

from typing import Protocol, runtime_checkable

from engine.cards.card import ModelCard
from engine.types import Float32, Float64, UInt8


class SpottingModel(Protocol):
    """Turns window features into a spotting score, in two steps around the joining of overlapping windows.

    `windows` gives a raw score for each window, `engine.windows.Stitcher` joins the windows by ``card.stitch``, and
    `finish` makes the joined raw score the spotting score.
    """

    @property
    def card(self) -> ModelCard:
        """What the model says of itself, with its inference defaults."""
        ...

    def windows(self, features: Float64) -> tuple[Float32, Float32 | None]:
        """Raw score of each window; a window's result never depends on the others in the call.

        Args:
            features: float64 [W, C, k] with C = ``card.channels``,
                ROI flow relative to the window's reference, in px at the 320 px crop; finite,
                zero in masked columns.

        Returns:
            raw score float32 [W, k]: the spotting score itself for a network, px of movement for the classical spotter;
            NaN: this window has no opinion on the sample.
            emotion probabilities float32 [W, k, 5] in `engine.types.CLASSES` order, or None: not inferred.
        """
        ...

    def finish(self, score: Float32, mask: UInt8) -> Float32:
        """Spotting score in [0, 1] from the joined raw score.

        Called on the whole video and, for a provisional preview, on its beginning.

        Args:
            score: float32 [S], joined raw score; NaN where unscored or where no window had an opinion.
            mask: uint8 [S], `Mask` bits.

        Returns:
            float32 [S]; NaN where the mask says unscored, finite elsewhere.
        """
        ...


class SpottingSequence(Protocol):
    """Scores of one video as one sequence, in pieces; what comes out lags behind what goes in."""

    def push(self, features: Float64) -> tuple[Float32, Float32]:
        """Give features float64 [C, n]; scores float32 [m] and emotion probabilities [m, 5] now complete, in order."""
        ...

    def finish(self) -> tuple[Float32, Float32]:
        """Those still missing."""
        ...


@runtime_checkable
class SequenceModel(SpottingModel, Protocol):
    """A spotting model that can carry its states through a whole video (context ``"full"``)."""

    def sequence(self) -> SpottingSequence:
        """A new sequence."""
        ...
