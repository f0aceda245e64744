"""SFAMNet (Liong and others 2024): network and decoding (baselines spec 3.2 to 3.5).

Its input was never published: METST's runs use MEAN's optical-flow maps of every second frame, an assumption, and are
comparable with the published row “O” only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.decoding.peaks import find_peaks
from metst_baselines.mean import most_frequent

CLASSES = ("negative", "positive", "surprise", "others", "neutral")
SPOT_WEIGHT, RECOG_WEIGHT = 0.9, 0.1
MICRO_BOX, MACRO_BOX = 14, 20
# Given without a source, the same for every fold (quirk S2): height of a peak, mean over an interval, rise of the peak
# over its bounds, mean of a curve from which on a video has no prediction.
HEIGHT, MOST_MEAN, LEAST_RISE, RESTLESS = 0.576, 0.725, 0.017, 0.41


class ChannelGate(nn.Module):
    """Weights of the channels from their mean and maximum."""

    def __init__(self) -> None:
        super().__init__()
        self.mlp = nn.Sequential(nn.Flatten(), nn.Linear(3, 1), nn.ReLU(), nn.Linear(1, 3))

    def forward(self, x: Tensor) -> Tensor:
        """The map, weighted."""
        gate = torch.sigmoid(self.mlp(x.mean(dim=(2, 3))) + self.mlp(x.amax(dim=(2, 3))))
        return x * gate[:, :, None, None]


class _GateConv(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv, self.bn = nn.Conv2d(2, 1, 7, padding=3, bias=False), nn.BatchNorm2d(1)


class SpatialGate(nn.Module):
    """Weights of the places from the channels' maximum and mean; its BatchNorm is never applied (quirk S5)."""

    def __init__(self) -> None:
        super().__init__()
        self.spatial = _GateConv()

    def forward(self, x: Tensor) -> Tensor:
        """The map, weighted."""
        seen = torch.stack([x.amax(dim=1), x.mean(dim=1)], dim=1)
        return x * torch.sigmoid(self.spatial.conv(seen))


class _Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.ChannelGate, self.SpatialGate = ChannelGate(), SpatialGate()

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.SpatialGate(self.ChannelGate(x))
        return out


class Stream(nn.Module):
    """One map [W, 1, 42, 42] -> [W, 3, 14, 14]; both BatchNorms are never applied (quirk S5)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 3, 5, padding=2, bias=False), nn.BatchNorm2d(3)
        self.conv2, self.bn2 = nn.Conv2d(3, 3, 5, padding=2, bias=False), nn.BatchNorm2d(3)
        self.downsample = nn.Sequential(nn.Conv2d(1, 3, 1, bias=False))
        self.cbam = _Attention()

    def forward(self, x: Tensor) -> Tensor:
        """Two convolutions with attention, and the shortcut."""
        seen = self.cbam(self.conv2(torch.relu(self.conv1(x))))
        return nn.functional.max_pool2d(torch.relu(seen + self.downsample(x)), 3)


class SfamNet(nn.Module):
    """Three streams and two heads, with the released parameters' names."""

    def __init__(self, classes: int = len(CLASSES)) -> None:
        super().__init__()
        self.c1, self.c2, self.c3 = (nn.Sequential(Stream()) for _ in range(3))
        self.conv1, self.conv2 = (nn.Conv2d(9, 8, 5, padding=2) for _ in range(2))
        self.fc_spot, self.fc_recog = nn.Linear(392, 1), nn.Linear(392, classes)

    def joined(self, x: Tensor) -> Tensor:
        """Maps [W, 3, 42, 42] -> [W, 9, 14, 14]."""
        return torch.cat([one(x[:, n : n + 1]) for n, one in enumerate((self.c1, self.c2, self.c3))], dim=1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Maps [W, 3, 42, 42] -> score [W] in [0, 1], class logits [W, classes]."""
        joined = self.joined(x)
        spot, recog = (nn.functional.max_pool2d(conv(joined), 3, 2, 1).flatten(1) for conv in (self.conv1, self.conv2))
        return torch.sigmoid(self.fc_spot(spot))[:, 0], self.fc_recog(recog)


def load_released(network: SfamNet, state: Mapping[str, NDArray[Any]]) -> None:
    """Parameters by their released names."""
    network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})


def losses(score: Tensor, logits: Tensor, truth: tuple[Tensor, Tensor], class_weight: Tensor) -> tuple[Tensor, ...]:
    """MSE of the score, weighted cross-entropy of the classes, and their sum by 0.9 and 0.1.

    Args:
        score: [W], from `SfamNet`.
        logits: [W, classes], from `SfamNet`.
        truth: spotting labels [W] and class numbers [W].
        class_weight: [classes]; neutral's is 0.
    """
    spot = nn.functional.mse_loss(score, truth[0])
    recog = nn.functional.cross_entropy(logits, truth[1], weight=class_weight)
    return spot, recog, SPOT_WEIGHT * spot + RECOG_WEIGHT * recog


class Rule(NamedTuple):
    """How one kind of expression is read off its curve, in samples of every second frame."""

    box: int
    cut: int  # at both ends
    distance: int
    early: int  # samples by which the released peak is too early (quirk S1)
    before: int
    after: int
    least: int
    most: int
    widened: int


MICRO = Rule(MICRO_BOX, 7, 11, early=1, before=7, after=16, least=7, most=16, widened=0)
MACRO = Rule(MACRO_BOX, 10, 25, early=0, before=25, after=25, least=12, most=45, widened=8)
Expression = tuple[int, int, int]  # onset and offset in frames, class number


def decoded(score: NDArray[Any], numbers: NDArray[Any]) -> tuple[list[Expression], list[Expression]]:
    """Micro- and macro-expressions of a video; none at all where its curve is restless (quirk S3).

    Args:
        score: [S], in [0, 1], of every second frame.
        numbers: [S], most likely class of each.
    """
    if len(score) == 0:
        return [], []
    curves = [smoothed(score, rule.box) for rule in (MICRO, MACRO)]
    if curves[0].mean() >= RESTLESS:
        return [], []
    micro, macro = (
        [_expression(interval, numbers) for interval in intervals(curve, rule)]
        for curve, rule in zip(curves, (MICRO, MACRO), strict=True)
    )
    return micro, macro


def smoothed(score: NDArray[Any], box: int) -> NDArray[np.float64]:
    """Mean over `box` samples, as numpy's ``convolve`` with mode ``"same"``."""
    return np.convolve(np.asarray(score, np.float64), np.ones(box) / box, mode="same")


def intervals(curve: NDArray[np.float64], rule: Rule) -> list[tuple[int, int, int]]:
    """Onset, offset and peak in samples."""
    inner = curve[rule.cut : len(curve) - rule.cut]
    if len(inner) == 0:
        return []
    found = []
    for place in find_peaks(inner, height=HEIGHT, distance=rule.distance).tolist():
        peak = place + rule.cut - rule.early
        onset = _bound(curve, peak, range(max(0, peak - rule.before), peak + 1))
        offset = _bound(curve, peak, range(peak, min(len(curve), peak + rule.after + 1)))
        if rule.widened and offset - onset < rule.least:
            onset, offset = max(0, onset - rule.widened), min(len(curve) - 1, offset + rule.widened)
        if _is_kept(curve, (onset, offset, peak), rule):
            found.append((onset, offset, peak))
    return found


def _bound(curve: NDArray[np.float64], peak: int, places: Sequence[int]) -> int:
    above = [place for place in places if curve[place] > HEIGHT]
    return max(above, key=lambda place: abs(curve[place] - curve[peak]), default=peak)


def _is_kept(curve: NDArray[np.float64], interval: tuple[int, int, int], rule: Rule) -> bool:
    onset, offset, peak = interval
    if not rule.least <= offset - onset <= rule.most:
        return False
    rise = curve[peak] - max(curve[onset], curve[offset])
    if rule is MACRO:
        return bool(rise > 0)
    return bool(curve[onset : offset + 1].mean() < MOST_MEAN and rise > LEAST_RISE)


def _expression(interval: tuple[int, int, int], numbers: NDArray[Any]) -> Expression:
    onset, offset, peak = interval
    return 2 * onset, 2 * offset, most_frequent(np.asarray(numbers[onset : peak + 1]))
