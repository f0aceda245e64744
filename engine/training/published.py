"""The published recipes as the released code carries them out, and METST's deviations from them by name.

`docs/method.md` (Training) puts paper, released code and METST side by side. A fold's recipe depends on the fold: its
number of steps and its class weights come from its own windows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engine.config import PRESET_BATCH, DecoderConfig, Deviation, RecipeName, Synergy
from engine.errors import DatasetError
from engine.training.dataset import RATIOS, LabelledVideo, WindowSampler
from engine.training.recipe import NetworkName, Recipe
from engine.training.trainer import balanced_weights
from engine.weights import NetworkShape, PlusShape, Shape, SlowFastShape

# What the emotion loss multiplies the balanced weight of neutral with (released; 0 without synergy).
NEUTRAL_FACTOR: Final = 6.0
SEED: Final = 100
SHAPES: Final[Mapping[RecipeName, type[Shape] | type[SlowFastShape] | type[PlusShape]]] = {
    "paper": Shape,
    "successor": SlowFastShape,
    "plus": PlusShape,
}
NETWORKS: Final[Mapping[RecipeName, NetworkName]] = {"paper": "ME-TST", "successor": "METST_SF", "plus": "ME-TST+"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of Table IV.

    Attributes:
        name: ``"without synergy"`` or ``"with synergy"``.
        neutral: factor on the neutral class in training (0: it does not count).
        synergy: how recognition and spotting are combined.
    """

    name: str
    neutral: float
    synergy: Synergy


@dataclass(frozen=True, slots=True)
class Published:
    """A published way to train and to predict.

    Attributes:
        name: ``"paper"`` (ME-TST as released), ``"successor"`` (BoostingVRME as released) or ``"plus"`` (ME-TST+ as
            its code has it).
        preset: data set whose windows, batch and ratio are used (``"casme3"`` or ``"sammlv"``).
        epochs: 30 (ME-TST) and 50 as released.
        blocks: blocks of the network (ME-TST 12; METST_SF and ME-TST+ 4 a stage).
        deviations: what METST does otherwise than the released code; none by default:
            ``one-pass``: the trunk runs once for both heads, with one set of DropPath masks;
            ``fresh-negatives``: negative windows are drawn anew every epoch, not once a fold;
            ``tail-windows``: a last window covers the end of a video that windows of half steps do not reach;
            ``leave-out-unscored``: samples that could not be measured count in no loss;
            ``k-p-of-others``: k_p from the other subjects only (the released one knows the test labels);
            ``clean-joining``: windows joined as intended, without the released loader's two bugs.
        seed: of initial values, batches and DropPath (100 as released).
    """

    name: RecipeName
    preset: str = "casme3"
    epochs: int = 30
    blocks: int = 12
    deviations: frozenset[Deviation] = frozenset()
    seed: int = SEED

    @property
    def channels(self) -> int:
        """Channels of the features: 10 (ME-TST), 36 (METST_SF, ME-TST+)."""
        return self.shape.channels

    @property
    def shape(self) -> NetworkShape:
        """Sizes of the network."""
        return SHAPES[self.name](blocks=self.blocks)

    @property
    def ratio(self) -> float:
        """Negative windows for one positive."""
        return RATIOS[self.preset]

    @property
    def variants(self) -> tuple[Variant, Variant]:
        """The rows of Table IV, without and with synergy (recognition leads in the successor, spotting else)."""
        led: Synergy = "recognition_led" if self.name == "successor" else "spotting_led"
        return Variant("without synergy", 0.0, "none"), Variant("with synergy", NEUTRAL_FACTOR, led)

    @property
    def dummy(self) -> bool:
        """Whether a video without a peak gets the dummy interval [0, 0], a false positive (ME-TST)."""
        return self.name == "paper"

    def sampler(self, videos: Sequence[LabelledVideo]) -> WindowSampler:
        """Batches of a fold's windows."""
        return WindowSampler(
            videos,
            ratio=self.ratio,
            seed=self.seed,
            fresh="fresh-negatives" in self.deviations,
            tail="tail-windows" in self.deviations,
            count_unscored="leave-out-unscored" not in self.deviations,
        )

    def recipe(self, sampler: WindowSampler, *, neutral: float = NEUTRAL_FACTOR) -> Recipe:
        """How to train on a fold: Adam, 1cycle, class weights of the fold's windows, steps of the fold.

        Args:
            sampler: the fold's windows.
            neutral: factor on the balanced weight of the neutral class; 0 without synergy.
        """
        weights = balanced_weights(sampler.classes)
        weights[-1] *= neutral
        batch = PRESET_BATCH[self.preset]
        return Recipe(
            name=self.name,
            steps=(self.epochs * max(1, -(-sampler.windows // batch)),),
            blocks=(self.blocks,),
            batch=batch,
            max_lr=(1e-4 if self.name == "paper" else 3e-4,),
            spot_loss="mse",
            neutral=neutral,
            class_weights=tuple(float(weight) for weight in weights),
            recog_mean="samples",
            gains=(0.9, 1.1),
            drop_path=0.2,
            drop_later=True,
            passes=2 if self.name == "paper" and "one-pass" not in self.deviations else 1,
            momentum=(0.85, 0.95),
            network=NETWORKS[self.name],
            projections="released",
            decay=0.0,
            clip=0.0,
            average=0.0,
            seed=self.seed,
        )

    def decoder(self, videos: Iterable[LabelledVideo]) -> DecoderConfig:
        """Intervals of a fold: `k_p` from the labels of `videos`; the paper's fixed ones, or the successor's."""
        k_p = half_length(videos, median=self.name == "successor")
        return DecoderConfig(name="prior_guided" if self.name == "successor" else "paper", k_p=k_p, rule="extensible")


def published(
    name: RecipeName,
    *,
    preset: str = "casme3",
    epochs: int | None = None,
    blocks: int | None = None,
    deviations: Iterable[Deviation] = (),
    seed: int = SEED,
) -> Published:
    """A published way to train, with the released numbers where none are given."""
    made = Published(name, preset, 30, 12) if name == "paper" else Published(name, preset, 50, 4)
    return replace(
        made,
        epochs=made.epochs if epochs is None else epochs,
        blocks=made.blocks if blocks is None else blocks,
        deviations=frozenset(deviations),
        seed=seed,
    )


def half_length(videos: Iterable[LabelledVideo], *, median: bool = False) -> int:
    """k_p: ``int((m + 1) / 2)`` samples, m the mean of offset - onset over all expressions (feature spec 1.11).

    Args:
        videos: with their expressions in samples.
        median: m is the upper median (BoostingVRME, network spec 2.3).

    Raises:
        DatasetError: there is no expression.
    """
    lengths = sorted(offset - onset for video in videos for onset, _, offset, _ in video.events)
    if not lengths:
        raise DatasetError("The label table names no micro-expression; choose another one.")
    middle = lengths[len(lengths) // 2] if median else float(np.mean(lengths))
    return max(1, int((middle + 1) / 2))
