"""A network on patch channels as a spotting model: it sees a video's measurement, not windows of five regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cards.card import ModelCard
from engine.config import SHORT_SAMPLES
from engine.decoding import leading_heads
from engine.errors import AnalysisError, CheckpointError
from engine.messages import Said
from engine.patches import (
    MIRROR,
    Covariances,
    PatchMeasurement,
    Whitening,
    clear_return,
    covariances,
    patch_channels,
    whitening,
)
from engine.patches.channels import largest_movement
from engine.patches.network import PatchNetwork
from engine.patches.places import GROUPS
from engine.patches.regions import usable
from engine.types import HEADS, Float32, Float64, UInt8

# Samples on either side that a score depends on: the network's sight and the lasting movement.
CONTEXT = 96
# Where no patch of a head's groups moved by so many px within 8 samples, there is nothing to be found: so far meshes
# drift until a tracker has settled on a still picture.
STILL_PX, STILL_LOGIT = 0.3, -20.0
# A video of fewer measured samples is whitened by little, so that movements stand out less, and was cut around one.
# Added to its logits: of 58 such clips without a movement the threshold then lets 3 pass (benchmarks/short_clips.py).
SHORT_LOGIT = 0.6
MOVED_BY = (("brows", "lids", "wings"), ("mouth", "wings"))


@dataclass(frozen=True, slots=True, eq=False)
class PatchScores:
    """Scores of the samples of a measurement.

    Attributes:
        score: float32 [S], spotting score: of the heads whose regions are judged, the larger one; where no region is
            judged, that of what can be measured at all; NaN where nothing can.
        heads: float32 [S, 2], each head's own score in the order of `HEADS`; NaN where its regions are not measured.
        probabilities: float32 [S, 5] in `CLASSES` order; NaN where there is no score; None: not inferred.
    """

    score: Float32
    heads: Float32
    probabilities: Float32 | None


class PatchScorer(Protocol):
    """What the analysis needs of a model on patch channels; see `PatchSpotter`."""

    @property
    def card(self) -> ModelCard: ...  # noqa: D102
    def windows(self, features: Float64) -> tuple[Float32, Float32 | None]: ...  # noqa: D102
    def finish(self, score: Float32, mask: UInt8) -> Float32: ...  # noqa: D102
    def whitening(self, measurement: PatchMeasurement) -> Whitening: ...  # noqa: D102
    def scores(  # noqa: D102
        self, measurement: PatchMeasurement, reasons: UInt8, root: Whitening, *, start: int = 0
    ) -> PatchScores: ...


class PatchSpotter:
    """`SpottingModel` for features of the second kind."""

    def __init__(self, state: Mapping[str, NDArray[Any]], card: ModelCard) -> None:
        """Wrap a network.

        Args:
            state: arrays of the checkpoint.
            card: its model card.

        Raises:
            CheckpointError: a part is missing.
        """
        self.card = card
        self.network = PatchNetwork(state, MIRROR)
        try:
            self._prior = Covariances.of_arrays(state)
        except KeyError as error:
            raise CheckpointError(Said("The checkpoint lacks its covariances; copy or download it again.")) from error

    @property
    def backend(self) -> str:
        """What computes the numbers."""
        return Said("numpy float32")

    def whitening(self, measurement: PatchMeasurement) -> Whitening:
        """Whitening of a video, or of its beginning, blended with the covariance of the people trained on."""
        return whitening(covariances(measurement), self._prior, measurement)

    def scores(self, measurement: PatchMeasurement, reasons: UInt8, root: Whitening, *, start: int = 0) -> PatchScores:
        """Scores of every sample.

        Args:
            measurement: of the video, or of a part of it with `CONTEXT` samples around what is wanted.
            reasons: uint8 [S, 6], `RegionReason` bits.
            root: whitening of the whole video.
            start: sample of the video that the measurement begins with.
        """
        able = usable(reasons)
        channels = patch_channels(measurement, root, able)
        clear = np.column_stack([clear_return(measurement, root, able, start=start, head=head) for head in (0, 1)])
        spot, classes = np.full((len(measurement), len(HEADS)), np.nan, np.float32), np.zeros((len(measurement), 4))
        for run in np.unique(measurement.run[measurement.run >= 0]).tolist():
            rows = np.flatnonzero(measurement.run == run)
            whole = slice(rows[0], rows[-1] + 1)
            found = self.network.outputs(channels[whole], clear[whole])
            if not (np.isfinite(found.spot).all() and np.isfinite(found.classes).all()):
                raise CheckpointError(
                    Said("“{title}” gives no usable numbers; choose another checkpoint.", title=self.card.title)
                )
            spot[whole] = found.spot
            classes[whole] = found.classes
        if root.rest and root.rest[0].n < SHORT_SAMPLES:
            spot += np.float32(SHORT_LOGIT)
        spot[still_heads(measurement)] = STILL_LOGIT
        return _scores(spot, classes, reasons)

    def windows(self, features: Float64) -> tuple[Float32, Float32 | None]:
        """Never: the model needs another kind of features.

        Raises:
            AnalysisError: always.
        """
        raise AnalysisError(
            Said(
                "“{title}” sees patches of the whole video, not windows of regions (asked: {shape}): "
                "use metst analyze.",
                title=self.card.title,
                shape=str(features.shape),
            )
        )

    def finish(self, score: Float32, mask: UInt8) -> Float32:  # noqa: ARG002 - the network's score needs nothing more
        """The score as it is."""
        return score

    @staticmethod
    def beside(path: Path, state: Mapping[str, NDArray[Any]], card: ModelCard) -> "PatchSpotter":
        """Spotter of a checkpoint whose arrays are read already.

        Raises:
            CheckpointError: the checkpoint is incomplete.
        """
        try:
            return PatchSpotter(state, card)
        except CheckpointError as error:
            raise CheckpointError(Said("“{name}”: {why}", name=path.name, why=error)) from error


def still_heads(measurement: PatchMeasurement) -> NDArray[np.bool_]:
    """Bool [S, 2]: no patch of the head moved near that sample, whatever a network thinks of nothing."""
    largest = largest_movement(measurement.main)
    moving = [largest[:, [i for i, (name, _) in enumerate(GROUPS) if name in names]].max(axis=1) for names in MOVED_BY]
    return np.asarray(np.column_stack(moving) < STILL_PX)


def _scores(spot: Float32, classes: Float64, reasons: UInt8) -> PatchScores:
    able = usable(reasons)
    chances = 1 / (1 + np.exp(-np.clip(spot, -60, 60)))
    can = np.column_stack([able[:, list(regions)].any(axis=1) for regions in HEADS.values()])
    heads = np.where(can & np.isfinite(spot), chances, np.nan).astype(np.float32)
    leading = leading_heads(heads, reasons)
    score = np.where(leading < 0, np.nan, heads[np.arange(len(heads)), leading]).astype(np.float32)
    powers = np.exp(classes - classes.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    probabilities = np.column_stack([shares * score[:, None], 1 - score])
    return PatchScores(score, heads, probabilities.astype(np.float32))
