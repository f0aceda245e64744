"""How to train: what decides the weights besides the data. The published recipes are in `engine.training.published`."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

NetworkName = Literal["ME-TST", "METST_SF", "ME-TST+"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights besides the data.

    Attributes:
        name: for logs and cards.
        steps: optimiser steps, once for each stage of `blocks`.
        blocks: blocks of the network in each stage; later stages add blocks that at first change nothing.
        cycles: steps after which the learning rate of each stage would be down; empty where that is at its end. A
            stage that ends earlier hands over while there is still movement.
        one_way: number of stages that look at each window in one direction. In later stages the mean logit of a window
            seen forwards and backwards is what learns (half as many windows a step): the network looks back only, and
            a sudden beginning is told from a micro-expression by what follows.
        near_end: number of stages in which what is seen is relative to the sample looked at first; in later ones it is
            relative to the other end of the window, so that a lasting change shows from the beginning.
        batch: windows a step.
        max_lr: peak of the 1cycle schedule in each stage (Smith and Topin 2019; torch's defaults: cosine, 30 % up,
            starting at a 25th, ending at a 250,000th).
        rise: share of a stage in which the learning rate rises (torch and paper: 0.3).
        shards: parts of a batch whose gradients are computed at the same time and averaged; each has its own
            BatchNorm statistics, so that the number is part of the recipe.
        spot_loss: ``"mse"`` of the score (paper) or ``"bce"`` of its logit (ours: measured better).
        spot_weight, recog_weight: weights of the two losses (paper: 0.9 and 0.1).
        neutral: factor on the neutral class in the emotion loss, on top of balanced class weights where `balanced`
            (paper: 6; 0 without synergy).
        balanced: weight classes by the inverse of their frequency in the batch.
        class_weights: weight of each of the five classes instead; the published recipes take them once a fold.
        recog_mean: what the emotion loss is divided by: the sum of its samples' class weights, or their number (torch
            divides by that where targets are one-hot rows, as released).
        gains: (least, largest) factor on a window's features (paper: 0.9 to 1.1 in steps of 0.01).
        drop_path: largest DropPath rate (released code: 0.2).
        drop_later: rates one block later, so that the first two blocks drop nothing (released code).
        passes: 2 runs the trunk once for each head, each with its own DropPath masks (released ME-TST); without
            DropPath that is the same function as 1.
        momentum: (least, largest) first moment factor of Adam, cycled against the learning rate (torch's OneCycleLR);
            empty leaves it at 0.9.
        network: which network is trained.
        projections: initial values of Mamba's projections (paper: released), see `Mamba.start`.
        decay: AdamW weight decay (paper: Adam, 0).
        clip: largest gradient norm; 0 is no limit (paper).
        average: factor of the moving average of the weights, which is what is kept; 0 keeps the last ones (paper).
        stop: step after which the training ends although the schedule goes on; 0 is the end of the schedule.
        seed: of initial values, batches and DropPath.
    """

    name: str
    steps: tuple[int, ...]
    blocks: tuple[int, ...] = (12,)
    cycles: tuple[int, ...] = ()
    one_way: int = 99
    near_end: int = 99
    batch: int = 64
    max_lr: tuple[float, ...] = (2e-3,)
    rise: float = 0.3
    shards: int = 1
    spot_loss: Literal["mse", "bce"] = "bce"
    spot_weight: float = 0.9
    recog_weight: float = 0.1
    neutral: float = 0.15
    balanced: bool = False
    class_weights: tuple[float, ...] = ()
    recog_mean: Literal["weights", "samples"] = "weights"
    gains: tuple[float, float] = (1.0, 1.0)
    drop_path: float = 0.0
    drop_later: bool = False
    passes: int = 1
    momentum: tuple[float, ...] = ()
    network: NetworkName = "ME-TST"
    projections: Literal["released", "wide"] = "wide"
    decay: float = 0.01
    clip: float = 1.0
    average: float = 0.995
    stop: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what would not be reproducible: shards draw no random numbers."""
        if self.shards > 1 and (self.drop_path > 0 or self.gains != (1.0, 1.0)):
            raise ValueError("several shards need drop_path 0 and gains 1")

    @property
    def total(self) -> int:
        """Steps that are taken."""
        return min(self.stop or sum(self.steps), sum(self.steps))

    def stage(self, step: int) -> tuple[int, int]:
        """Stage a step belongs to, and the step's number within it."""
        for stage, steps in enumerate(self.steps):
            if step < steps:
                return stage, step
            step -= steps
        return len(self.steps) - 1, self.steps[-1] - 1

    def cycle(self, stage: int) -> int:
        """Steps of a stage's learning rate schedule."""
        return self.cycles[stage] if self.cycles else self.steps[stage]

    def both_ways(self, stage: int) -> bool:
        """Whether a stage learns from windows seen forwards and backwards together."""
        return stage >= self.one_way

    def far_end(self, stage: int) -> bool:
        """Whether a stage sees windows relative to the end that it looks at last."""
        return stage >= self.near_end

    def windows(self, stage: int) -> int:
        """Windows in a step of a stage."""
        return self.batch // 2 if self.both_ways(stage) else self.batch

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return asdict(self)
