"""The networks as torch modules with gradients, whose state dicts have the released names (network spec 1, 2).

One trunk serves both heads. The released ME-TST runs the same blocks twice: without DropPath that is the same function,
with it each head sees masks of its own (``passes``).
"""

import math
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from engine.training.recipe import Recipe
from engine.training.scan_gradient import scan_backward, scan_forward
from engine.types import Float32
from engine.weights import BlockShape, NetworkShape, PlusShape, Shape, SlowFastShape

RELEASED = Shape()
Projections = Literal["released", "wide"]


class _Scan(torch.autograd.Function):
    """The compiled scan in torch's graph."""

    @staticmethod
    @override
    def forward(ctx: Any, u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor) -> Tensor:
        ctx.save_for_backward(u, delta, a, b, c)
        return torch.from_numpy(scan_forward(*(_array(x) for x in (u, delta, a, b, c))))

    @staticmethod
    @override
    def backward(ctx: Any, *grads: Tensor) -> Any:
        saved = ctx.saved_tensors
        return tuple(torch.from_numpy(g) for g in scan_backward(_array(grads[0]), *(_array(x) for x in saved)))


def _array(x: Tensor) -> Float32:
    return np.ascontiguousarray(x.detach().numpy())


def plain_scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    """The scan step by step with torch operations: any device and dtype, gradients by autograd; shapes as `_Scan`."""
    state = torch.zeros(u.shape[0], u.shape[2], a.shape[1], dtype=u.dtype, device=u.device)
    outputs = []
    for t in range(u.shape[1]):
        step = delta[:, t, :, None]
        state = torch.exp(step * a) * state + step * u[:, t, :, None] * b[:, t, None, :]
        outputs.append((state * c[:, t, None, :]).sum(-1))
    return torch.stack(outputs, 1)


class Mamba(nn.Module):
    """Mamba-1 (Gu and Dao 2023) with the released parameter names."""

    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        self.shape = shape
        width, inner, states, rank = shape.width, shape.inner, shape.states, shape.rank
        self.A_log = nn.Parameter(torch.log(torch.arange(1, states + 1, dtype=torch.float32)).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.in_proj = nn.Linear(width, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, shape.taps, groups=inner, padding=shape.taps - 1)
        self.x_proj = nn.Linear(inner, rank + 2 * states, bias=False)
        self.dt_proj = nn.Linear(rank, inner)
        self.out_proj = nn.Linear(inner, width, bias=False)
        self.compiled = True

    def start(self, projections: Projections) -> None:
        """Initial values of the projections.

        ``"released"``: every one normal with 0.02 and no bias, that of the step sizes too (the released code starts
        anew what Mamba had started). ``"wide"``: as Mamba's own code, step sizes log-uniform in [0.001, 0.1]. The
        output projection is Mamba's divided by 2 in both (released: by the root of a depth of 4).
        """
        for linear in (self.in_proj, self.x_proj, self.dt_proj):
            if projections == "released":
                nn.init.trunc_normal_(linear.weight, std=0.02)
            else:
                nn.init.kaiming_uniform_(linear.weight, a=math.sqrt(5))
        if projections == "released":
            nn.init.zeros_(self.dt_proj.bias)
        else:
            self._start_steps()
        nn.init.kaiming_uniform_(self.out_proj.weight, a=math.sqrt(5))
        with torch.no_grad():
            self.out_proj.weight /= math.sqrt(4)

    def _start_steps(self) -> None:
        inner, rank = self.shape.inner, self.shape.rank
        nn.init.uniform_(self.dt_proj.weight, -(rank**-0.5), rank**-0.5)
        step = torch.exp(torch.rand(inner) * (math.log(0.1) - math.log(0.001)) + math.log(0.001)).clamp(min=1e-4)
        with torch.no_grad():
            self.dt_proj.bias.copy_(step + torch.log(-torch.expm1(-step)))

    @override
    def forward(self, x: Tensor) -> Tensor:
        """[W, T, D] -> [W, T, D]."""
        inner, states, rank = self.shape.inner, self.shape.states, self.shape.rank
        samples = x.shape[1]
        u, gate = self.in_proj(x).split(inner, dim=-1)
        u = functional.silu(self._conv(u)[:, :samples])
        step, b, c = self.x_proj(u).split((rank, states, states), dim=-1)
        delta = functional.softplus(self.dt_proj(step))
        rates = -torch.exp(self.A_log)
        scan = _Scan.apply if self.compiled and u.device.type == "cpu" and u.dtype == torch.float32 else plain_scan
        y = scan(u, delta, rates, b, c) + self.D * u
        return self.out_proj(y * functional.silu(gate))  # type: ignore[no-any-return]

    def _conv(self, u: Tensor) -> Tensor:
        """Causal depthwise convolution of [W, T, E] as shifted sums (faster here than a grouped convolution)."""
        weight = self.conv1d.weight[:, 0]
        padded = functional.pad(u, (0, 0, self.shape.taps - 1, 0))
        bias = self.conv1d.bias
        assert bias is not None
        total = bias + weight[:, 0] * padded[:, : u.shape[1]]
        for tap in range(1, self.shape.taps):
            total = torch.addcmul(total, weight[:, tap], padded[:, tap : tap + u.shape[1]])
        return total


class _Attention(nn.Module):
    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.mamba = Mamba(shape)


class Block(nn.Module):
    """``x + DropPath(norm1(Mamba(norm(x))))``."""

    def __init__(self, shape: BlockShape, drop: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(shape.width)
        self.attn = _Attention(shape)
        self.drop = drop

    @override
    def forward(self, x: Tensor) -> Tensor:
        """[W, T, D] -> [W, T, D]."""
        moved: Tensor = self.norm1(self.attn.mamba(self.attn.norm(x)))
        if self.training and self.drop > 0:
            keep = 1 - self.drop
            moved = moved * (torch.rand(len(x), 1, 1, device=x.device) < keep).to(x.dtype) / keep
        return x + moved


def drop_rates(blocks: int, largest: float, *, later: bool) -> list[float]:
    """DropPath rates of a path, rising linearly from 0; `later`: one block later, as released (0, 0, ...)."""
    rates: list[float] = torch.linspace(0, largest, blocks).tolist()
    return [0.0, *rates[:-1]] if later else rates


class _Trainable(nn.Module):
    """What both networks share: initial values and the exchange of parameters."""

    fc_spot: nn.Sequential
    fc_recog: nn.Sequential

    def _start(self, projections: Projections) -> None:
        for head in (self.fc_spot, self.fc_recog):
            linear = head[0]
            assert isinstance(linear, nn.Linear)
            nn.init.trunc_normal_(linear.weight, std=0.02)
            nn.init.zeros_(linear.bias)
        for mamba in self.mambas():
            mamba.start(projections)

    def mambas(self) -> list[Mamba]:
        """The Mamba layers, first block first."""
        return [module for module in self.modules() if isinstance(module, Mamba)]

    def state_arrays(self) -> dict[str, Float32]:
        """Parameters and running statistics by their released names, without counters: what a checkpoint holds."""
        return {
            name: value.detach().cpu().numpy().astype(np.float32)
            for name, value in self.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }

    def load_arrays(self, state: dict[str, Float32]) -> None:
        """Take over parameters from `state_arrays`'s form."""
        tensors = {name: torch.from_numpy(np.array(value)) for name, value in state.items()}
        missing, unknown = self.load_state_dict(tensors, strict=False)
        if unknown or any(not name.endswith("num_batches_tracked") for name in missing):
            raise ValueError(f"parameters do not fit: {[*unknown, *missing][:3]}")


def _stem(channels: int, width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv1d(channels, width, 3, 1, 1),
        nn.BatchNorm1d(width),
        nn.ReLU(),
        nn.Conv1d(width, width, 3, 1, 1),
        nn.BatchNorm1d(width),
        nn.ReLU(),
    )


def _halving(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv1d(width, 2 * width, 3, 2, 1), nn.BatchNorm1d(2 * width), nn.ReLU())


class TrainableNetwork(_Trainable):
    """ME-TST with gradients."""

    def __init__(
        self,
        shape: Shape = RELEASED,
        *,
        drop_path: float = 0.0,
        drop_later: bool = False,
        passes: int = 1,
        projections: Projections = "released",
    ) -> None:
        """Build the network with initial values that torch's global generator draws.

        Args:
            shape: sizes.
            drop_path: share of skipped branches in the last block, falling linearly to 0 in the first (released: 0.2).
            drop_later: rates one block later, see `drop_rates`.
            passes: 1, or 2: the trunk runs once for each head.
            projections: initial values of Mamba's projections, see `Mamba.start`: with the released small ones the
                states hardly take part for the first thousands of steps.
        """
        super().__init__()
        width = shape.width
        self.Stem = _stem(shape.channels, width)
        self.passes = passes
        drops = drop_rates(shape.blocks, drop_path, later=drop_later)
        self.blocks_spot = nn.ModuleList(Block(BlockShape(width), drop) for drop in drops)
        self.fc_spot = nn.Sequential(nn.Linear(width, 1))
        self.fc_recog = nn.Sequential(nn.Linear(width, shape.classes))
        self._start(projections)

    @override
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Windows [W, 10, T] -> spotting logit [W, T] (before the sigmoid), emotion logits [W, T, 5]."""
        stem = self._stem(x)
        seen = self._blocks(stem)
        again = self._blocks(stem) if self.passes == 2 and self.training else seen
        return self.fc_spot(seen)[..., 0], self.fc_recog(again)

    def trunk(self, x: Tensor) -> Tensor:
        """Windows [W, 10, T] -> what both heads look at, [W, T, 64]."""
        return self._blocks(self._stem(x))

    def _stem(self, x: Tensor) -> Tensor:
        features: Tensor = self.Stem(x)
        return features.transpose(1, 2).contiguous()

    def _blocks(self, features: Tensor) -> Tensor:
        for block in self.blocks_spot:
            features = block(features)
        return features


class _Lateral(nn.Module):
    def __init__(self, fast: int) -> None:
        super().__init__()
        self.conv = _halving(fast)


class _Pathway(nn.Module):
    """A fast path of a width, and a slow one at half the rate and twice the width."""

    def __init__(self, fast: int, drops: list[float]) -> None:
        super().__init__()
        self.Stem_slow = _halving(fast)
        for stage in (1, 2, 3):
            for name, width in ((f"block{stage}", 2 * fast), (f"block{stage}_fast", fast)):
                self.add_module(name, nn.ModuleList(Block(BlockShape(width), drop) for drop in drops))
        self.fuse_1, self.fuse_2 = _Lateral(fast), _Lateral(fast)

    def fused(self, features: Tensor) -> Tensor:
        """What the stem gives, [W, D, T], T even -> what the heads look at, [W, T, 3 D]."""
        fast = features.transpose(1, 2).contiguous()
        slow: Tensor = self.Stem_slow(features).transpose(1, 2).contiguous()
        for stage in (1, 2, 3):
            slow, fast = self._path(f"block{stage}", slow), self._path(f"block{stage}_fast", fast)
            if stage < 3:
                joined: Tensor = (self.fuse_1, self.fuse_2)[stage - 1].conv(fast.transpose(1, 2))
                slow = slow + joined.transpose(1, 2)
        return torch.cat([slow.repeat_interleave(2, dim=1), fast], dim=2)

    def _path(self, name: str, features: Tensor) -> Tensor:
        for block in self.get_submodule(name).children():
            features = block(features)
        return features


class TrainableSlowFast(_Trainable, _Pathway):
    """METST_SF (BoostingVRME) with gradients: one slow-fast pathway for both heads."""

    def __init__(
        self,
        shape: SlowFastShape,
        *,
        drop_path: float = 0.0,
        drop_later: bool = False,
        projections: Projections = "released",
    ) -> None:
        """Build the network; arguments as `TrainableNetwork`'s, rates of each stage by themselves."""
        super().__init__(shape.width, drop_rates(shape.blocks, drop_path, later=drop_later))
        self.Stem = _stem(shape.channels, shape.width)
        self.fc_spot = nn.Sequential(nn.Linear(3 * shape.width, 1))
        self.fc_recog = nn.Sequential(nn.Linear(3 * shape.width, shape.classes))
        self._start(projections)

    @override
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Windows [W, 36, T], T even -> spotting logit [W, T] (before the sigmoid), emotion logits [W, T, 5]."""
        fused = self.fused(self.Stem(x))
        return self.fc_spot(fused)[..., 0], self.fc_recog(fused)


class TrainablePlus(_Trainable):
    """ME-TST+ with gradients: a slow-fast pathway for each head over one stem."""

    def __init__(
        self,
        shape: PlusShape,
        *,
        drop_path: float = 0.0,
        drop_later: bool = False,
        projections: Projections = "released",
    ) -> None:
        """Build the network; arguments as `TrainableSlowFast`'s."""
        super().__init__()
        drops = drop_rates(shape.blocks, drop_path, later=drop_later)
        self.Stem = _stem(shape.channels, shape.width)
        self.spot_pathway, self.recog_pathway = _Pathway(shape.width, drops), _Pathway(shape.width, drops)
        self.fc_spot = nn.Sequential(nn.Linear(3 * shape.width, 1))
        self.fc_recog = nn.Sequential(nn.Linear(3 * shape.width, shape.classes))
        self._start(projections)

    @override
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Windows [W, 36, T], T even -> spotting logit [W, T] (before the sigmoid), emotion logits [W, T, 5]."""
        features: Tensor = self.Stem(x)
        spot, recog = self.spot_pathway.fused(features), self.recog_pathway.fused(features)
        return self.fc_spot(spot)[..., 0], self.fc_recog(recog)


Trainable = TrainableNetwork | TrainableSlowFast | TrainablePlus


def trainable(recipe: Recipe, shape: NetworkShape) -> Trainable:
    """The network of a recipe with its initial values."""
    if not isinstance(shape, Shape):
        drop, later, start = recipe.drop_path, recipe.drop_later, recipe.projections
        if isinstance(shape, PlusShape):
            return TrainablePlus(shape, drop_path=drop, drop_later=later, projections=start)
        return TrainableSlowFast(shape, drop_path=drop, drop_later=later, projections=start)
    return TrainableNetwork(
        shape,
        drop_path=recipe.drop_path,
        drop_later=recipe.drop_later,
        passes=recipe.passes,
        projections=recipe.projections,
    )
