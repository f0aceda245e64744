"""MEAN (Liong, See and Chan 2023): spot, then recognise, sample by sample (baselines spec 2.3 to 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.decoding import released_intervals

FILTERS = (3, 3, 8)  # of the streams u, v, strain
JOINED = sum(FILTERS)
HEAD = 8
FLAT = HEAD * 7 * 7
STREAM_L2, HEAD_L2 = 0.001, 0.1
CLASSES = ("negative", "positive", "surprise")
P = 0.55


class Trunk(nn.Module):
    """Three streams of one convolution each: maps [W, 3, 42, 42] -> [W, 14, 14, 14]."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(1, filters, 5, padding=2) for filters in FILTERS)
        self.norms = nn.ModuleList(nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01) for filters in FILTERS)
        self.pool, self.dropout = nn.MaxPool2d(3), nn.Dropout(0.3)

    def forward(self, x: Tensor) -> Tensor:
        """ReLU comes before BatchNorm."""
        seen = [
            self.pool(norm(torch.relu(conv(x[:, index : index + 1]))))
            for index, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True))
        ]
        return torch.cat([self.dropout(one) for one in seen], dim=1)


class Head(nn.Module):
    """What a head makes of the joined streams: [W, 14, 14, 14] -> [W, outputs], without a last activation."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(JOINED, HEAD, 5, padding=2)
        self.pool, self.dropout = nn.MaxPool2d(2), nn.Dropout(0.2)
        self.dense = nn.Linear(FLAT, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Flattened in the order row, column, channel, as released."""
        seen = self.pool(torch.relu(self.conv(x))).permute(0, 2, 3, 1).flatten(1)
        out: Tensor = self.dense(self.dropout(seen))
        return out


class Mean(nn.Module):
    """Both networks over one trunk; the recognition head learns while the trunk is frozen."""

    def __init__(self, classes: int = len(CLASSES)) -> None:
        super().__init__()
        self.trunk, self.spot, self.recog = Trunk(), Head(1), Head(classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                assert module.bias is not None
                nn.init.zeros_(module.bias)

    def forward(self, maps: Tensor) -> tuple[Tensor, Tensor]:
        """Maps [W, 3, 42, 42] -> score [W] (linear), class probabilities [W, classes]."""
        joined = self.trunk(maps)
        return self.spot(joined)[:, 0], torch.softmax(self.recog(joined), dim=1)

    def spot_penalty(self) -> Tensor:
        """L2 penalty of the spotting network."""
        return self._trunk_penalty() + HEAD_L2 * (self.spot.conv.weight**2).sum()

    def recog_penalty(self) -> Tensor:
        """L2 penalty of the recognition network, the frozen trunk's included."""
        return self._trunk_penalty() + HEAD_L2 * (self.recog.conv.weight**2).sum()

    def _trunk_penalty(self) -> Tensor:
        return STREAM_L2 * torch.stack([(conv.weight**2).sum() for conv in self.trunk.convs]).sum()


def channels_first(maps: NDArray[Any]) -> Tensor:
    """Maps [W, 42, 42, 3] as float32 [W, 3, 42, 42]."""
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(maps, -1, 1), np.float32))


def load_keras(network: Mean, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Parameters in Keras' layout: kernels [row, column, in, out], BatchNorm gamma, beta, mean, var."""

    def tensor(name: str, order: Sequence[int] | None = None) -> Tensor:
        value = arrays[name] if order is None else np.transpose(arrays[name], order)
        return torch.from_numpy(np.ascontiguousarray(value))

    with torch.no_grad():
        for index, (conv, norm) in enumerate(zip(network.trunk.convs, network.trunk.norms, strict=True)):
            assert isinstance(conv, nn.Conv2d)
            assert isinstance(norm, nn.BatchNorm2d)
            conv.weight.copy_(tensor(f"conv{index}_kernel", (3, 2, 0, 1)))
            assert conv.bias is not None
            assert norm.running_mean is not None
            assert norm.running_var is not None
            conv.bias.copy_(tensor(f"conv{index}_bias"))
            norm.weight.copy_(tensor(f"bn{index}_gamma"))
            norm.bias.copy_(tensor(f"bn{index}_beta"))
            norm.running_mean.copy_(tensor(f"bn{index}_mean"))
            norm.running_var.copy_(tensor(f"bn{index}_var"))
        for name, head in (("spot", network.spot), ("recog", network.recog)):
            assert head.conv.bias is not None
            head.conv.weight.copy_(tensor(f"{name}_conv_kernel", (3, 2, 0, 1)))
            head.conv.bias.copy_(tensor(f"{name}_conv_bias"))
            head.dense.weight.copy_(tensor(f"{name}_dense_kernel", (1, 0)))
            head.dense.bias.copy_(tensor(f"{name}_dense_bias"))


@dataclass(frozen=True, slots=True)
class Found:
    """An interval in samples (may leave the curve), its peak, and its class by number."""

    onset: int
    offset: int
    peak: int
    number: int


def decoded(score: NDArray[Any], probabilities: NDArray[Any], *, k_p: int) -> list[Found]:
    """Intervals ``peak +- k_p`` of a video and the most frequent class of the samples before each peak.

    Args:
        score: [S], linear.
        probabilities: [S, classes].
        k_p: half-length in samples.

    Returns:
        intervals; where there is no peak the dummy [0, 0, 0], which counts as a false alarm.
    """
    numbers = probabilities.argmax(axis=1)
    found = []
    for onset, offset, peak in released_intervals(np.asarray(score, np.float64), k_p=k_p, p=P).tolist():
        before = numbers[max(0, peak - k_p) : peak] if peak else numbers[:1]
        found.append(Found(onset, offset, peak, most_frequent(before)))
    return found


def most_frequent(numbers: NDArray[np.int64]) -> int:
    """The most frequent number; of equally frequent ones the one met first."""
    values, first, counts = np.unique(numbers, return_index=True, return_counts=True)
    return int(values[np.lexsort((first, -counts))[0]])


def spotting_labels(samples: int, events: Sequence[tuple[int, int]], k_p: int) -> NDArray[np.float32]:
    """1 where the window ``[i, i + k_p)`` touches a labelled interval (onset, offset) at all: float32 [S]."""
    labels = np.zeros(samples, np.float32)
    for onset, offset in events:
        labels[max(0, onset - k_p + 1) : offset + 1] = 1
    return labels
