"""MEAN and SFAMNet as methods for ``metst loso --model mean sfamnet``."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.training.methods import Arrays, FaceVideo, Measured, Spotted
from engine.types import CLASSES
from metst_baselines import mean, sfamnet
from metst_baselines.maps import SIDE, motion_maps

REACH_SECONDS = 0.1  # k of baselines spec 2.1
CROP_MARGIN = 0.05  # of the side of the square around the points
NEGATIVES = 5  # for one positive (MEAN)


def face_maps(video: FaceVideo, samples: Sequence[int], reach: int) -> NDArray[np.float32]:
    """Maps float32 [n, 42, 42, 3] of the pairs (i, i + reach); zeros where the first frame shows no face."""
    found = np.zeros((len(samples), 42, 42, 3), np.float32)
    points = video.points(0) if len(video.frames) else None
    if points is None:
        return found
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    side = int(max(right - left, bottom - top) * (1 + 2 * CROP_MARGIN))
    corner = np.array([(left + right - side) // 2, (top + bottom - side) // 2])
    on_crop = np.rint((points - corner) * SIDE / side).astype(np.int64)

    def crop(sample: int) -> NDArray[np.uint8]:
        gray = video.gray(sample)
        whole = np.array([[SIDE / side, 0, -corner[0] * SIDE / side], [0, SIDE / side, -corner[1] * SIDE / side]])
        return np.asarray(cv2.warpAffine(gray, whole, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.uint8)

    for number, sample in enumerate(samples):
        found[number] = motion_maps(crop(sample), crop(sample + reach), on_crop)
    return found


def reach_of(rate: float) -> int:
    """Samples in 0.1 s, at least 1."""
    return max(1, round(REACH_SECONDS * rate))


def half_length(videos: Sequence[Measured]) -> int:
    """k_p in samples, from the training videos."""
    lengths = [offset - onset for one in videos for onset, _, offset, _ in one.events]
    return max(1, int((float(np.mean(lengths)) + 1) / 2))


class MeanMethod:
    """MEAN (Liong, See and Chan 2023)."""

    interface = 1
    name = "mean"
    title = "MEAN (re-implemented)"
    statement = (
        "MEAN (Liong, See and Chan 2023) trained here; the crop is a square around the landmarks of the first frame "
        "instead of a detector's box, k_p comes from the training subjects, and each fold's Adam begins anew."
    )
    version = 1
    learns = True
    epochs: ClassVar[tuple[int, int]] = (10, 100)  # spotting, recognition

    def measure(self, video: FaceVideo) -> Arrays:
        """The maps of every pair of the video."""
        reach = reach_of(video.rate)
        samples = range(max(0, len(video.frames) - reach))
        return {"maps": face_maps(video, samples, reach)}

    def fit(self, videos: Sequence[Measured], *, seed: int) -> tuple[mean.Mean, int]:
        """Spot first, then recognise with a frozen trunk."""
        torch.manual_seed(seed)
        rng, k_p, network = np.random.default_rng(seed), half_length(videos), mean.Mean()
        maps, labels = [], []
        for one in videos:
            truth = mean.spotting_labels(len(one.arrays["maps"]), [(a, c) for a, _, c, _ in one.events], k_p)
            maps.append(one.arrays["maps"])
            labels.append(truth)
        x, y = mean.channels_first(np.concatenate(maps)), np.concatenate(labels)
        negative = rng.permutation(np.flatnonzero(y == 0))[: NEGATIVES * int(y.sum())]
        chosen = np.concatenate([np.flatnonzero(y), negative])
        target = torch.from_numpy(y)

        def spotting(batch: Tensor) -> Tensor:
            return nn.functional.mse_loss(network(x[batch])[0], target[batch]) + network.spot_penalty()

        parameters = [*network.trunk.parameters(), *network.spot.parameters()]
        _learn(network, parameters, chosen, spotting, (self.epochs[0], rng))
        self._recognise(network, videos, rng)
        return network.eval(), k_p

    def _recognise(self, network: mean.Mean, videos: Sequence[Measured], rng: np.random.Generator) -> None:
        pairs = [
            (one.arrays["maps"][min(apex, len(one.arrays["maps"]) - 1)], str(CLASSES[number]))
            for one in videos
            for _, apex, _, number in one.events
            if len(one.arrays["maps"]) and str(CLASSES[number]) in mean.CLASSES
        ]
        if not pairs:
            return
        x = mean.channels_first(np.stack([one for one, _ in pairs]))
        target = torch.tensor([mean.CLASSES.index(word) for _, word in pairs])
        network.trunk.eval()

        def recognition(batch: Tensor) -> Tensor:
            return (
                nn.functional.nll_loss(network(x[batch])[1].clamp(1e-7).log(), target[batch]) + network.recog_penalty()
            )

        parameters = list(network.recog.parameters())
        _learn(network.recog, parameters, np.arange(len(pairs)), recognition, (self.epochs[1], rng))

    def predict(self, fitted: tuple[mean.Mean, int], video: Measured) -> list[Spotted]:
        """Intervals around the peaks; a curve without a peak gives none."""
        network, k_p = fitted
        maps = video.arrays["maps"]
        if not len(maps):
            return []
        with torch.no_grad():
            score, probabilities = network(mean.channels_first(maps))
        found = mean.decoded(score.numpy(), probabilities.numpy(), k_p=k_p)
        return [
            Spotted(one.onset, one.peak, one.offset, mean.CLASSES[one.number])
            for one in found
            if (one.onset, one.offset) != (0, 0)
        ]


class SfamNetMethod:
    """SFAMNet (Liong and others 2024) on optical flow."""

    interface = 1
    name = "sfamnet"
    title = "SFAMNet (optical flow, assumed input)"
    statement = (
        "SFAMNet (Liong and others 2024) trained here on MEAN's optical-flow maps of every second sample: its own "
        "input was never published, so the row is comparable with the published row “O” at most."
    )
    version = 1
    learns = True
    steps = 1001
    batch = 1024

    def measure(self, video: FaceVideo) -> Arrays:
        """The maps of every second sample."""
        reach = reach_of(video.rate)
        samples = range(0, max(0, len(video.frames) - reach), 2)
        return {"maps": face_maps(video, samples, reach)}

    def fit(self, videos: Sequence[Measured], *, seed: int) -> sfamnet.SfamNet:
        """Positive samples, and as many others."""
        torch.manual_seed(seed)
        rng, network = np.random.default_rng(seed), sfamnet.SfamNet()
        maps, spot, classes = [], [], []
        for one in videos:
            found = one.arrays["maps"]
            labels = np.full(len(found), sfamnet.CLASSES.index("neutral"))
            for onset, apex, _, number in one.events:
                labels[int((onset + apex) / 2) // 2 : apex // 2 + 1] = number
            maps.append(found)
            classes.append(labels)
            spot.append(labels != sfamnet.CLASSES.index("neutral"))
        x = mean.channels_first(np.concatenate(maps))
        y, numbers = np.concatenate(spot), np.concatenate(classes)
        positive = np.flatnonzero(y)
        chosen = np.concatenate([positive, rng.permutation(np.flatnonzero(~y))[: len(positive)]])
        target = torch.from_numpy(y.astype(np.float32)), torch.from_numpy(numbers.astype(np.int64))
        weight = _balanced(numbers[chosen])

        def both(batch: Tensor) -> Tensor:
            gain = torch.from_numpy(rng.integers(90, 111, (len(batch), 1, 1, 1)) / 100).float()
            score, logits = network(x[batch] * gain)
            return sfamnet.losses(score, logits, (target[0][batch], target[1][batch]), weight)[-1]

        optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
        for _ in range(self.steps if len(chosen) else 0):
            optimizer.zero_grad()
            both(torch.from_numpy(rng.permutation(chosen)[: self.batch])).backward()
            optimizer.step()
        return network.eval()

    def predict(self, fitted: sfamnet.SfamNet, video: Measured) -> list[Spotted]:
        """Micro-expressions only; neutral ones have no emotion."""
        maps = video.arrays["maps"]
        if not len(maps):
            return []
        with torch.no_grad():
            score, logits = fitted(mean.channels_first(maps))
        micro, _ = sfamnet.decoded(score.numpy(), logits.argmax(dim=1).numpy())
        words = [sfamnet.CLASSES[number] for _, _, number in micro]
        return [
            Spotted(onset, (onset + offset) // 2, offset, None if word == "neutral" else word)
            for (onset, offset, _), word in zip(micro, words, strict=True)
        ]


def _learn(
    module: nn.Module,
    parameters: Sequence[nn.Parameter],
    chosen: NDArray[np.int64],
    loss: Callable[[Tensor], Tensor],
    how: tuple[int, np.random.Generator],
) -> None:
    """Adam 0.0005 in shuffled batches of 32, for a number of epochs."""
    epochs, rng = how
    optimizer = torch.optim.Adam(parameters, lr=5e-4)
    module.train()
    for _ in range(epochs):
        order = rng.permutation(chosen)
        for first in range(0, len(order), 32):
            optimizer.zero_grad()
            loss(torch.from_numpy(order[first : first + 32])).backward()
            optimizer.step()
    module.eval()


def _balanced(numbers: NDArray[Any]) -> Tensor:
    """Class weights by the inverse of their frequency; neutral's is 0."""
    counts = np.bincount(numbers, minlength=len(sfamnet.CLASSES))[:-1].astype(np.float64)
    weight = np.divide(counts.sum(), len(counts) * counts, out=np.zeros(len(counts)), where=counts > 0)
    return torch.from_numpy(np.append(weight, 0.0)).float()
