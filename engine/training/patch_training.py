"""Training the patch network: one optimiser run for each member, input scaling folded into the weights."""

import copy
import math
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.network import one_blas_thread
from engine.patches import CHANNEL_NAMES, CHANNELS, MIRROR
from engine.training.ground import Piece
from engine.training.patch_module import PatchModule
from engine.training.patch_source import MIX, PatchBatch, PatchMix, PatchSource
from engine.types import Float32

# Batches whose channels set the input scaling.
SCALING_BATCHES = 12
# The clear return that counts neither way.
RETURN_FROM = 1.2


@dataclass(frozen=True, slots=True)
class PatchRecipe:
    """How the network is trained.

    Attributes:
        steps: optimiser steps of each member.
        batch: windows a step; `each` of them come from one virtual clip.
        width: inner channels of the network.
        members: networks whose logits are averaged.
        max_lr, rise, decay: one-cycle learning rate, its rising share, and weight decay.
        dropped: largest share of channels that are left out of a window.
        positive: weight of samples within micro-expressions.
        hint: weight of the classes in the loss.
        average: decay of the moving average of the weights that is kept.
        inputs: beginnings of the names of the channels that are seen; empty: all.
        returns: logits of a head for each unit of clear return (`engine.patches.clear_return`, above `RETURN_FROM`),
            added to what the network learned: it needs no learning and so no people.
        trusted: for each head, the least and largest logit that the network adds: what it learned of few people tells
            blinks and slips of the tracker from micro-expressions, but misses more of these than the return does. Of
            a mouth that does not speak it knows more: it may say so alone.
        seed: of initial values and batches.
    """

    steps: int = 6000
    batch: int = 24
    each: int = 12
    width: int = 40
    members: int = 1
    max_lr: float = 4e-3
    rise: float = 0.15
    decay: float = 0.02
    dropped: float = 0.1
    positive: float = 1.5
    hint: float = 0.15
    average: float = 0.995
    inputs: tuple[str, ...] = ()
    returns: float = 5.0
    trusted: tuple[tuple[float, float], tuple[float, float]] = ((-3.0, 1.0), (-3.0, 5.0))
    seed: int = 1

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PatchStep:
    """One finished step of one member."""

    member: int
    step: int
    total: int
    loss: float
    seconds: float


def train_patches(
    pieces: Sequence[Piece], recipe: PatchRecipe, mix: PatchMix = MIX
) -> Generator[PatchStep, None, dict[str, Float32]]:
    """Train all members.

    Yields:
        a report after every step.

    Returns:
        the checkpoint's arrays: networks and prior covariances; ``net.offset`` is 0.
    """
    torch.set_num_threads(1)
    began = time.monotonic()
    arrays: dict[str, Float32] = {}
    with one_blas_thread():
        for member in range(recipe.members):
            source = PatchSource(pieces, mix, seed=1000 * recipe.seed + member)
            arrays |= source.prior.arrays()
            module = yield from _train_member(source, recipe, member, began)
            arrays |= module.arrays(f"net.{member}.")
    arrays["net.members"] = np.array([recipe.members], np.float32)
    arrays["net.offset"] = np.zeros(2, np.float32)
    arrays["net.return"] = np.array([[recipe.returns, RETURN_FROM]] * 2, np.float32)
    arrays["net.trusted"] = np.array(recipe.trusted, np.float32)
    return arrays


def _train_member(
    source: PatchSource, recipe: PatchRecipe, member: int, began: float
) -> Generator[PatchStep, None, PatchModule]:
    torch.manual_seed(1000 * recipe.seed + member)
    module = PatchModule(CHANNELS, recipe.width)
    middle, spread = _scaling(source, recipe)
    kept = copy.deepcopy(module)
    optimiser = torch.optim.AdamW(module.parameters(), lr=recipe.max_lr, weight_decay=recipe.decay)
    rng = np.random.default_rng([recipe.seed, member, 5])
    module.train()
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = recipe.max_lr * _cycle(step / recipe.steps, recipe.rise)
        batch = source.batch(step, recipe.batch, each=recipe.each)
        loss = _loss(module, batch, (middle, spread), recipe, rng)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        decay = min(recipe.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for ours, theirs in zip(kept.parameters(), module.parameters(), strict=True):
                ours.lerp_(theirs, 1 - decay)
        yield PatchStep(member, step, recipe.steps, float(loss.detach()), time.monotonic() - began)
    return _folded(kept.eval(), (middle, spread), recipe)


def _scaling(source: PatchSource, recipe: PatchRecipe) -> tuple[Float32, Float32]:
    """Mean and spread of the channels, alike for left and right; the mean of signed channels is 0."""
    rows = []
    for number in range(SCALING_BATCHES):
        batch = source.batch(10_000_000 + number, recipe.batch, each=recipe.each)
        rows.append(batch.channels[batch.known[..., 0] > 0])
    values = np.concatenate(rows)
    order, sign = MIRROR
    both = np.concatenate([values, values[:, order] * sign])
    return both.mean(axis=0), np.maximum(both.std(axis=0), 0.05).astype(np.float32)


def _loss(
    module: PatchModule,
    batch: PatchBatch,
    scaling: tuple[Float32, Float32],
    recipe: PatchRecipe,
    rng: np.random.Generator,
) -> Tensor:
    values = (batch.channels - scaling[0]) / scaling[1] * _seen(recipe)
    share = rng.uniform(0, recipe.dropped, (len(values), 1, 1))
    values = values * (rng.random((len(values), 1, values.shape[2])) >= share)
    known = torch.from_numpy(batch.known)
    out = module(torch.from_numpy(values.astype(np.float32)) * known, known)
    spot, weight = torch.from_numpy(batch.spot), torch.from_numpy(batch.weight * batch.known)
    weight = weight * torch.where(spot > 0, recipe.positive, 1.0)
    losses = functional.binary_cross_entropy_with_logits(out[..., :2], spot, weight=weight, reduction="sum")
    classes = torch.from_numpy(batch.classes)
    named = functional.log_softmax(out[..., 2:], dim=-1) * classes
    hint = -(named.sum() / classes.sum().clamp(min=1.0))
    total: Tensor = losses / weight.sum().clamp(min=1.0) + recipe.hint * hint
    return total


def _seen(recipe: PatchRecipe) -> Float32:
    """float32 [C]: 1 for the channels that the network sees."""
    return np.array([not recipe.inputs or name.startswith(recipe.inputs) for name in CHANNEL_NAMES], np.float32)


def _folded(module: PatchModule, scaling: tuple[Float32, Float32], recipe: PatchRecipe) -> PatchModule:
    """The module with the input scaling inside its first layer."""
    middle, spread = scaling
    with torch.no_grad():
        weight = module.first.weight / torch.from_numpy(spread) * torch.from_numpy(_seen(recipe))
        module.first.bias.copy_(module.first.bias - weight @ torch.from_numpy(middle.astype(np.float32)))
        module.first.weight.copy_(weight)
    return module


def _cycle(place: float, rise: float) -> float:
    """One cycle: up along a cosine within `rise`, then down to 1 % of the peak."""
    if place < rise:
        return 0.05 + 0.95 * (0.5 - 0.5 * math.cos(math.pi * place / rise))
    return 0.01 + 0.99 * (0.5 + 0.5 * math.cos(math.pi * (place - rise) / (1 - rise)))
