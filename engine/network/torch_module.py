"""The networks as plain torch modules whose parameters have the names of the checkpoints (network spec 1 and 2)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.network.torch_scan import Scan
from engine.weights import BlockShape, MetstShape, NetworkShape, PlusShape, SlowFastShape

# Carried states of the blocks: scan state [B, E, N] and last inputs of the convolution [B, E, 3], block after block.
State = list[Tensor]


class InferenceMamba(nn.Module):
    """Mamba-1 without its norms."""

    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        self.shape = shape
        self.A_log = nn.Parameter(torch.zeros(shape.inner, shape.states))
        self.D = nn.Parameter(torch.zeros(shape.inner))
        self.in_proj = nn.Linear(shape.width, 2 * shape.inner, bias=False)
        self.conv1d = nn.Conv1d(shape.inner, shape.inner, shape.taps, groups=shape.inner)
        self.x_proj = nn.Linear(shape.inner, shape.rank + 2 * shape.states, bias=False)
        self.dt_proj = nn.Linear(shape.rank, shape.inner)
        self.out_proj = nn.Linear(shape.inner, shape.width, bias=False)

    def run(self, x: Tensor, scan: Scan, state: State) -> Tensor:
        """[B, T, D] -> [B, T, D]; `state`, two tensors, is replaced in place."""
        shape = self.shape
        u, z = self.in_proj(x).transpose(1, 2).split(shape.inner, dim=1)
        u = torch.cat([state[1], u], dim=2)
        kept = u[:, :, u.shape[2] - shape.taps + 1 :]
        u = functional.silu(self.conv1d(u))
        step, b, c = self.x_proj(u.transpose(1, 2)).split((shape.rank, shape.states, shape.states), dim=-1)
        delta = functional.softplus(self.dt_proj(step)).transpose(1, 2)
        y, hidden = scan(u, delta, -torch.exp(self.A_log), b.transpose(1, 2), c.transpose(1, 2), state[0])
        state[:] = hidden, kept
        y = (y + self.D[:, None] * u) * functional.silu(z)
        out: Tensor = self.out_proj(y.transpose(1, 2))
        return out


class _Attention(nn.Module):
    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.mamba = InferenceMamba(shape)


class InferenceBlock(nn.Module):
    """``x + norm1(Mamba(norm(x)))``."""

    def __init__(self, width: int) -> None:
        super().__init__()
        shape = BlockShape(width)
        self.norm1 = nn.LayerNorm(width)
        self.attn = _Attention(shape)

    def run(self, x: Tensor, scan: Scan, state: State) -> Tensor:
        """[B, T, D] -> [B, T, D]."""
        moved: Tensor = self.norm1(self.attn.mamba.run(self.attn.norm(x), scan, state))
        return x + moved

    def start(self, batch: int) -> State:
        """Zero state."""
        weight = self.attn.mamba.A_log
        shape = self.attn.mamba.shape
        return [
            weight.new_zeros(batch, shape.inner, shape.states),
            weight.new_zeros(batch, shape.inner, shape.taps - 1),
        ]


def _normed_conv(inputs: int, outputs: int, stride: int = 1, padding: int = 0) -> list[nn.Module]:
    return [nn.Conv1d(inputs, outputs, 3, stride, padding), nn.BatchNorm1d(outputs), nn.ReLU()]


def _run(blocks: Any, x: Tensor, scan: Scan, state: State) -> Tensor:
    """All blocks in order; takes their states from the front of `state` and appends the new ones at its end."""
    for block in blocks:
        own = [state.pop(0), state.pop(0)]
        x = block.run(x, scan, own)
        state.extend(own)
    return x


def _stem(shape: NetworkShape) -> nn.Sequential:
    return nn.Sequential(*_normed_conv(shape.channels, shape.width), *_normed_conv(shape.width, shape.width))


def _heads(features: int, classes: int) -> tuple[nn.Sequential, nn.Sequential]:
    return nn.Sequential(nn.Linear(features, 1)), nn.Sequential(nn.Linear(features, classes))


class _OneTrunk(nn.Module):
    """Both heads see the same features."""

    fc_spot: nn.Sequential
    fc_recog: nn.Sequential

    def heads(self, fused: Tensor) -> Tensor:
        """Features [B, T, F] -> spotting score before the sigmoid and logits [B, T, 1 + classes]."""
        return torch.cat([self.fc_spot(fused), self.fc_recog(fused)], dim=-1)


class Metst(_OneTrunk):
    """ME-TST: one trunk for both heads."""

    hop = 1

    def __init__(self, shape: MetstShape) -> None:
        super().__init__()
        self.Stem = _stem(shape)
        self.blocks_spot = nn.ModuleList(InferenceBlock(shape.width) for _ in range(shape.blocks))
        self.fc_spot, self.fc_recog = _heads(shape.width, shape.classes)

    def start(self, batch: int) -> State:
        """Zero states."""
        return [array for block in self.blocks_spot for array in block.start(batch)]  # type: ignore[operator]

    def run(self, features: Tensor, scan: Scan, state: State) -> Tensor:
        """Stem features [B, T, D] -> fused features [B, T, F]; `state` is replaced in place."""
        return _run(self.blocks_spot, features, scan, state)


class _Lateral(nn.Module):
    def __init__(self, fast: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(*_normed_conv(fast, 2 * fast, 2))


class Pathway(nn.Module):
    """A fast path and a slow path at half the rate, joined after stages 1 and 2; features [B, T, 3 D]."""

    hop = 2

    def __init__(self, shape: SlowFastShape | PlusShape) -> None:
        super().__init__()
        fast = self.width = shape.width
        self.Stem_slow = nn.Sequential(*_normed_conv(fast, 2 * fast, 2))
        for stage in (1, 2, 3):
            self.add_module(f"block{stage}", nn.ModuleList(InferenceBlock(2 * fast) for _ in range(shape.blocks)))
            self.add_module(f"block{stage}_fast", nn.ModuleList(InferenceBlock(fast) for _ in range(shape.blocks)))
        self.fuse_1, self.fuse_2 = _Lateral(fast), _Lateral(fast)

    def start(self, batch: int) -> State:
        """Zero states in running order: per stage the fast sample before the halving convolution, then the blocks'."""
        weight = self.Stem_slow[0].weight
        assert isinstance(weight, Tensor)
        state: State = []
        for stage in (1, 2, 3):
            state.append(weight.new_zeros(batch, 1, self.width))
            for path in (f"block{stage}", f"block{stage}_fast"):
                for block in self.get_submodule(path).children():
                    assert isinstance(block, InferenceBlock)
                    state.extend(block.start(batch))
        return state

    def run(self, features: Tensor, scan: Scan, state: State) -> Tensor:
        """Stem features [B, T, D], T even -> fused features [B, T, F]; `state` is replaced in place."""
        fast = features
        slow = self._halved(self.Stem_slow, fast, state)
        for stage in (1, 2, 3):
            slow = _run(self.get_submodule(f"block{stage}").children(), slow, scan, state)
            fast = _run(self.get_submodule(f"block{stage}_fast").children(), fast, scan, state)
            if stage < 3:
                slow = slow + self._halved((self.fuse_1, self.fuse_2)[stage - 1].conv, fast, state)
        return torch.cat([slow.repeat_interleave(2, dim=1), fast], dim=2)

    def _halved(self, conv: nn.Module, fast: Tensor, state: State) -> Tensor:
        joined = torch.cat([state.pop(0), fast], dim=1)
        state.append(fast[:, -1:])
        halved: Tensor = conv(joined.transpose(1, 2)).transpose(1, 2)
        return halved


class MetstSlowFast(_OneTrunk, Pathway):
    """METST_SF: one pathway for both heads."""

    def __init__(self, shape: SlowFastShape) -> None:
        super().__init__(shape)
        self.Stem = _stem(shape)
        self.fc_spot, self.fc_recog = _heads(3 * shape.width, shape.classes)


class MetstPlus(nn.Module):
    """ME-TST+: a pathway for each head over one stem."""

    hop = 2

    def __init__(self, shape: PlusShape) -> None:
        super().__init__()
        self.Stem = _stem(shape)
        self.spot_pathway, self.recog_pathway = Pathway(shape), Pathway(shape)
        self.fc_spot, self.fc_recog = _heads(3 * shape.width, shape.classes)

    def start(self, batch: int) -> State:
        """Zero states, those of the spotting pathway first."""
        return [*self.spot_pathway.start(batch), *self.recog_pathway.start(batch)]

    def run(self, features: Tensor, scan: Scan, state: State) -> Tensor:
        """Stem features [B, T, D], T even -> features of both pathways [B, T, 2 F]; `state` is replaced in place."""
        half = len(state) // 2
        parts = state[:half], state[half:]
        seen = [
            pathway.run(features, scan, part)
            for pathway, part in zip((self.spot_pathway, self.recog_pathway), parts, strict=True)
        ]
        state[:] = [*parts[0], *parts[1]]
        return torch.cat(seen, dim=2)

    def heads(self, fused: Tensor) -> Tensor:
        """Features [B, T, 2 F] -> spotting score before the sigmoid and logits [B, T, 1 + classes]."""
        spot, recog = fused.chunk(2, dim=-1)
        return torch.cat([self.fc_spot(spot), self.fc_recog(recog)], dim=-1)


def build(shape: NetworkShape, state: Mapping[str, NDArray[np.float32]]) -> Metst | MetstSlowFast | MetstPlus:
    """The module of a shape with the parameters of a checked state dict, for inference."""
    module: Metst | MetstSlowFast | MetstPlus
    if isinstance(shape, MetstShape):
        module = Metst(shape)
    else:
        module = MetstPlus(shape) if isinstance(shape, PlusShape) else MetstSlowFast(shape)
    module.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()}, strict=False)
    return module.eval().requires_grad_(False)
