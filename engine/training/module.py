"""The ME-TST network as a torch module whose state dict has the released names (network spec 1).

One trunk serves both heads. The released code runs the same blocks twice; without DropPath that is the same function.
"""

import math
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from engine.training.scan_gradient import scan_backward, scan_forward
from engine.types import Float32
from engine.weights import Shape

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

    def __init__(self, shape: Shape) -> None:
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
        """Initial values: step sizes log-uniform in [0.001, 0.1], projections as asked for."""
        inner, rank = self.shape.inner, self.shape.rank
        for linear in (self.in_proj, self.x_proj):
            if projections == "released":
                nn.init.trunc_normal_(linear.weight, std=0.02)
            else:
                nn.init.kaiming_uniform_(linear.weight, a=math.sqrt(5))
        nn.init.uniform_(self.dt_proj.weight, -(rank**-0.5), rank**-0.5)
        step = torch.exp(torch.rand(inner) * (math.log(0.1) - math.log(0.001)) + math.log(0.001)).clamp(min=1e-4)
        with torch.no_grad():
            self.dt_proj.bias.copy_(step + torch.log(-torch.expm1(-step)))
        nn.init.kaiming_uniform_(self.out_proj.weight, a=math.sqrt(5))
        with torch.no_grad():
            self.out_proj.weight /= math.sqrt(4)

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
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.mamba = Mamba(shape)


class Block(nn.Module):
    """``x + DropPath(norm1(Mamba(norm(x))))``."""

    def __init__(self, shape: Shape, drop: float) -> None:
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


class TrainableNetwork(nn.Module):
    """ME-TST with gradients."""

    def __init__(
        self, shape: Shape = RELEASED, *, drop_path: float = 0.0, projections: Projections = "released"
    ) -> None:
        """Build the network with initial values that torch's global generator draws.

        Args:
            shape: sizes.
            drop_path: share of skipped branches in the last block, falling linearly to 0 in the first (released: 0.2).
            projections: initial values of Mamba's input projections: ``"released"`` (normal, 0.02) or ``"wide"`` (as
                Mamba's own code): with the small ones the states hardly take part for the first thousands of steps.
        """
        super().__init__()
        width = shape.width
        self.Stem = nn.Sequential(
            nn.Conv1d(shape.channels, width, 3, 1, 1),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Conv1d(width, width, 3, 1, 1),
            nn.BatchNorm1d(width),
            nn.ReLU(),
        )
        drops = torch.linspace(0, drop_path, shape.blocks).tolist()
        self.blocks_spot = nn.ModuleList(Block(shape, drop) for drop in drops)
        self.fc_spot = nn.Sequential(nn.Linear(width, 1))
        self.fc_recog = nn.Sequential(nn.Linear(width, shape.classes))
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

    @override
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Windows [W, 10, T] -> spotting logit [W, T] (before the sigmoid), emotion logits [W, T, 5]."""
        features = self.trunk(x)
        return self.fc_spot(features)[..., 0], self.fc_recog(features)

    def trunk(self, x: Tensor) -> Tensor:
        """Windows [W, 10, T] -> what both heads look at, [W, T, 64]."""
        features: Tensor = self.Stem(x).transpose(1, 2).contiguous()
        for block in self.blocks_spot:
            features = block(features)
        return features

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
