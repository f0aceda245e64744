"""The network on patch channels as a torch module; `engine.patches.network` computes the same without torch."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from engine.patches.network import CLASSES, DILATIONS, TAPS
from engine.types import Float32


class PatchModule(nn.Module):
    """One layer per sample, five residual convolutions in time, heads."""

    def __init__(self, channels: int, width: int = 40, *, drop: float = 0.0) -> None:
        """Draw initial values from torch's global generator.

        Args:
            channels: of a sample.
            width: inner channels.
            drop: share of inner channels left out while training.
        """
        super().__init__()
        self.first = nn.Linear(channels, width)
        self.convs = nn.ModuleList(
            nn.Conv1d(width, width, TAPS, padding=dilation * (TAPS // 2), dilation=dilation) for dilation in DILATIONS
        )
        self.mixes = nn.ModuleList(nn.Linear(width, width) for _ in DILATIONS)
        self.last = nn.Linear(width, 2 + CLASSES)
        self.drop = drop
        for mix in self.mixes:
            nn.init.normal_(mix.weight, std=0.02)  # type: ignore[arg-type]
            nn.init.zeros_(mix.bias)  # type: ignore[arg-type]
        nn.init.constant_(self.last.bias, 0.0)
        with torch.no_grad():
            self.last.bias[:2] = -2.0

    @override
    def forward(self, x: Tensor, known: Tensor) -> Tensor:
        """Channels [B, S, C] and [B, S, 1], 0 beyond the ends of a run -> logits [B, S, 6]."""
        x = functional.relu(self.first(x)) * known
        for conv, mix in zip(self.convs, self.mixes, strict=True):
            y = functional.relu(conv(x.transpose(1, 2)).transpose(1, 2))
            if self.training and self.drop:
                y = functional.dropout(y, self.drop)
            x = (x + mix(y)) * known
        result: Tensor = self.last(x)
        return result

    def arrays(self, prefix: str) -> dict[str, Float32]:
        """Parameters by name, float32."""
        return {prefix + name: value.detach().numpy().astype(np.float32) for name, value in self.state_dict().items()}
