"""The training loop: one step at a time, resumable to the last bit, with a log."""

import copy
import csv
import hashlib
import io
import json
import math
import time
import zipfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from engine.errors import AnalysisError
from engine.files import replace_file
from engine.network.both_ways import backwards, forwards
from engine.synthesis.hybrid import WindowBatch
from engine.training.curves import write_curves
from engine.training.module import Trainable, TrainableNetwork, trainable
from engine.training.recipe import Recipe
from engine.types import Float32, Float64
from engine.weights import NetworkShape, Shape

BatchSource = Callable[[int, int], WindowBatch]
LOG_COLUMNS = ("step", "stage", "blocks", "lr", "loss", "spot_loss", "recog_loss", "seconds")
RELEASED = Shape()
# Raise it whenever the same recipe and data give other weights: states of before are set aside then.
STATE_RULES = "2"
STATE_FILES = ("state.npz", "log.csv", "curves.svg")
DIVERGED = "The training diverged (the loss is not a number); lower the learning rate."


@dataclass(frozen=True, slots=True)
class StepReport:
    """One finished step."""

    step: int
    total: int
    stage: int
    blocks: int
    lr: float
    loss: float
    spot_loss: float
    recog_loss: float
    seconds: float


class Trainer:
    """State of one training: network, optimiser, moving average, step number."""

    def __init__(
        self,
        recipe: Recipe,
        batches: BatchSource,
        *,
        shape: NetworkShape = RELEASED,
        device: str = "cpu",
        data: str = "",
    ) -> None:
        """Start a training.

        Args:
            recipe: how to train.
            batches: gives the batch of (step, size); the same for the same step, so that a training can be resumed.
            shape: sizes of the network but the number of blocks, which the recipe decides.
            device: torch device; ``"cpu"`` uses the compiled scan.
            data: digest of all that the batches are made of, features and labels: a state is of these only.
        """
        self.recipe, self._batches, self._shape, self._device = recipe, batches, shape, torch.device(device)
        self._data = data
        torch.manual_seed(recipe.seed)
        self.step = 0
        self.seconds = 0.0
        self._network(recipe.blocks[0], None)

    @property
    def key(self) -> str:
        """Identity of the training: sha256 hex of all that decides its weights (ADR 0019)."""
        parts = {
            "rules": STATE_RULES,
            "recipe": self.recipe.to_dict(),
            "shape": asdict(self._shape),
            "device": self._device.type,
            "data": self._data,
            "start": "",  # no training begins with a checkpoint; kept so that earlier trainings can go on
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _network(self, blocks: int, former: dict[str, Float32] | None) -> None:
        """Build the network of a stage; new blocks change nothing until they learn to."""
        network = trainable(self.recipe, replace(self._shape, blocks=blocks))
        if former is not None:
            network.load_arrays(_extended(network, former))
        self.network = network.to(self._device)
        self._replicas = [copy.deepcopy(self.network) for _ in range(self.recipe.shards)]
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=self.recipe.max_lr[0], weight_decay=self.recipe.decay
        )
        self.average = {name: value.clone() for name, value in self._parameters().items()}

    def _parameters(self) -> dict[str, Tensor]:
        """Parameters and running statistics."""
        return {
            name: value.detach()
            for name, value in self.network.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }

    def advance(self) -> StepReport:
        """Take one step.

        Raises:
            AnalysisError: the loss is not a number.
        """
        began = time.perf_counter()
        recipe = self.recipe
        stage, within = recipe.stage(self.step)
        if stage and within == 0:
            torch.manual_seed(recipe.seed * 1_000_003 + self.step)
            self._network(recipe.blocks[stage], self._kept())
        peak = recipe.max_lr[min(stage, len(recipe.max_lr) - 1)]
        lr = one_cycle(within, recipe.cycle(stage), peak, rise=recipe.rise)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
            if recipe.momentum:
                group["betas"] = (one_cycle_momentum(within, recipe), group["betas"][1])
        torch.manual_seed(recipe.seed * 1_000_003 + self.step)
        batch = self._batches(self.step, recipe.windows(stage))
        self.network.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss, spot, recog = self._gradients(batch, stage)
        if not math.isfinite(loss):
            raise AnalysisError(DIVERGED)
        if recipe.clip:
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), recipe.clip)
        self.optimizer.step()
        self._follow(within)
        self.seconds += time.perf_counter() - began
        self.step += 1
        return StepReport(self.step - 1, recipe.total, stage, recipe.blocks[stage], lr, loss, spot, recog, self.seconds)

    def _gradients(self, batch: WindowBatch, stage: int) -> tuple[float, float, float]:
        """Set the gradients of a batch; its losses (mean over the shards)."""
        parts = [batch.part(shard, self.recipe.shards) for shard in range(self.recipe.shards)]
        if len(parts) == 1:
            loss, spot, recog = losses(self.network, batch, self.recipe, self._device, stage=stage)
            loss.backward()  # type: ignore[no-untyped-call]
            return loss.item(), spot, recog
        state = self.network.state_dict()
        for replica in self._replicas:
            replica.load_state_dict(state)
            replica.zero_grad(set_to_none=True)
        with ThreadPoolExecutor(len(parts)) as pool:
            found = list(pool.map(partial(self._shard, stage=stage), self._replicas, parts))
        groups = zip(*(replica.parameters() for replica in self._replicas), strict=True)
        for parameter, shards in zip(self.network.parameters(), groups, strict=True):
            grads = [shard.grad for shard in shards if shard.grad is not None]
            parameter.grad = torch.stack(grads).mean(0) if grads else None
        buffers = zip(*(replica.buffers() for replica in self._replicas), strict=True)
        for buffer, values in zip(self.network.buffers(), buffers, strict=True):
            buffer.copy_(torch.stack(values).double().mean(0))
        loss_, spot_, recog_ = np.mean(found, axis=0).tolist()
        return loss_, spot_, recog_

    def _shard(self, replica: Trainable, part: WindowBatch, *, stage: int) -> tuple[float, float, float]:
        replica.train()
        loss, spot, recog = losses(replica, part, self.recipe, self._device, stage=stage)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.item(), spot, recog

    def _follow(self, within: int) -> None:
        """Move the average towards the parameters; faster at the start of a stage."""
        factor = min(self.recipe.average, (within + 1) / (within + 10)) if self.recipe.average else 0.0
        with torch.no_grad():
            for name, value in self._parameters().items():
                self.average[name].lerp_(value, 1 - factor)

    def _kept(self) -> dict[str, Float32]:
        return {name: value.cpu().numpy().copy() for name, value in self.average.items()}

    def weights(self, *, settle: int = 0) -> dict[str, Float32]:
        """Parameters to keep, by their released names.

        Args:
            settle: batches over which the running statistics of the averaged network are measured anew; 0 keeps the
                averaged ones.
        """
        kept = self._kept()
        if not settle:
            return kept
        stage = self.recipe.stage(self.step)[0]
        network = trainable(self.recipe, replace(self._shape, blocks=self.recipe.blocks[stage]))
        network.load_arrays(kept)
        network.train()
        for layer in network.Stem:
            if isinstance(layer, torch.nn.BatchNorm1d):
                layer.reset_running_stats()
                layer.momentum = None
        with torch.no_grad():
            for number in range(settle):
                features = self._batches(self.recipe.total + number, self.recipe.windows(stage)).features
                seen = torch.from_numpy(features)
                if self.recipe.both_ways(stage):
                    seen = both_directions(seen, far_end=self.recipe.far_end(stage))
                network.Stem(seen)
        return network.state_arrays()

    def save(self, path: Path) -> None:
        """Write everything needed to go on exactly where this training stands (npz, atomic)."""
        arrays: dict[str, Any] = {}
        for name, value in self.network.state_dict().items():
            arrays[f"network/{name}"] = value.cpu().numpy()
        for name, value in self.average.items():
            arrays[f"average/{name}"] = value.cpu().numpy()
        for name, parameter in self.network.named_parameters():
            for key, value in self.optimizer.state.get(parameter, {}).items():
                arrays[f"optimizer/{name}/{key}"] = value.cpu().numpy()
        about = {"step": self.step, "seconds": self.seconds, "recipe": self.recipe.to_dict(), "key": self.key}
        buffer = io.BytesIO()
        np.savez(buffer, about=np.array(json.dumps(about)), **arrays)
        replace_file(path, buffer.getvalue())

    def resume(self, path: Path) -> None:
        """Go on from a file of `save`.

        Raises:
            AnalysisError: the file is damaged, or of another recipe, other data or other labels.
        """
        try:
            with np.load(path) as stored:
                arrays = {name: stored[name] for name in stored.files}
            about = json.loads(str(arrays.pop("about")))
        except (OSError, ValueError, KeyError) as error:
            raise AnalysisError(f"“{path.name}” is damaged; delete it to start the training anew.") from error
        if about.get("key") != self.key:
            raise AnalysisError(f"“{path.name}” belongs to a training with other settings; delete it to start anew.")
        self.step, self.seconds = int(about["step"]), float(about["seconds"])
        self._network(self.recipe.blocks[self.recipe.stage(max(0, self.step - 1))[0]], None)
        groups: dict[str, dict[str, Tensor]] = {"network": {}, "average": {}, "optimizer": {}}
        for name, value in arrays.items():
            room, _, rest = name.partition("/")
            groups[room][rest] = torch.from_numpy(np.array(value)).to(self._device)
        self.network.load_state_dict(groups["network"])
        self.average = groups["average"]
        for name, parameter in self.network.named_parameters():
            state = {
                key.rpartition("/")[2]: value
                for key, value in groups["optimizer"].items()
                if key.rpartition("/")[0] == name
            }
            if state:
                state["step"] = state["step"].cpu()
                self.optimizer.state[parameter] = state


def with_idle_blocks(state: dict[str, Float32], blocks: int) -> dict[str, Float32]:
    """The same function with as many blocks as the released network: the further ones add nothing."""
    torch.manual_seed(0)
    return _extended(TrainableNetwork(Shape(blocks=blocks), projections="wide"), state)


def _extended(network: Trainable, former: dict[str, Float32]) -> dict[str, Float32]:
    """Parameters of `network` with those of a smaller one in their places; its other blocks add nothing."""
    fresh = network.state_arrays()
    for name in fresh:
        if name.endswith("norm1.weight") and name not in former:
            fresh[name] = np.zeros_like(fresh[name])
    return {**fresh, **former}


def losses(
    network: Trainable,
    batch: WindowBatch,
    recipe: Recipe,
    device: torch.device | None = None,
    *,
    stage: int = 0,
) -> tuple[Tensor, float, float]:
    """Weighted sum of both losses, and each of them.

    Spotting: mean squared error of the score, or binary cross-entropy; recognition: cross-entropy with class weights
    (paper 3.2: 0.9 and 0.1). Samples of weight 0 count in neither. In a stage that looks both ways the logits are
    means over the window and the same window backwards.
    """
    features = torch.from_numpy(batch.features).to(device)
    if recipe.gains != (1.0, 1.0):
        steps = torch.randint(0, round((recipe.gains[1] - recipe.gains[0]) * 100) + 1, (len(features), 1, 1))
        features = features * (recipe.gains[0] + steps.to(features) / 100)
    spot, weight = torch.from_numpy(batch.spot).to(device), torch.from_numpy(batch.weight).to(device)
    score, logits = network_views(network, features, recipe, stage)
    if recipe.spot_loss == "mse":
        each = (torch.sigmoid(score) - spot) ** 2
    else:
        each = functional.binary_cross_entropy_with_logits(score, spot, reduction="none")
    spotting = (each * weight).sum() / weight.sum().clamp(min=1)
    emotion = torch.from_numpy(batch.emotion).to(device)
    entropy = functional.cross_entropy(logits.flatten(0, 1), emotion.flatten(), reduction="none")
    class_weight = class_weights(batch, recipe).to(features)[emotion].flatten() * weight.flatten()
    whole = weight.sum() if recipe.recog_mean == "samples" else class_weight.sum()
    recognition = (entropy * class_weight).sum() / whole.clamp(min=1e-6)
    total = recipe.spot_weight * spotting + recipe.recog_weight * recognition
    return total, float(spotting.item()), float(recognition.item())


def network_views(network: Trainable, features: Tensor, recipe: Recipe, stage: int) -> tuple[Tensor, Tensor]:
    """Spotting logits [W, k] and emotion logits [W, k, 5] of windows as a stage sees them."""
    if not recipe.both_ways(stage):
        return network(features)  # type: ignore[no-any-return]
    score, logits = network(both_directions(features, far_end=recipe.far_end(stage)))
    half = len(features)
    return (score[:half] + score[half:].flip(1)) / 2, (logits[:half] + logits[half:].flip(1)) / 2


def both_directions(features: Tensor, *, far_end: bool) -> Tensor:
    """The windows [W, 10, k] forwards, then the same backwards: [2 W, 10, k]."""
    windows = features.cpu().numpy()
    both = np.concatenate([forwards(windows, far_end=far_end), backwards(windows, far_end=far_end)])
    return torch.from_numpy(both).to(features)


def class_weights(batch: WindowBatch, recipe: Recipe) -> Tensor:
    """Weight of each class: the recipe's own, or "balanced" in the batch if wanted; neutral times a factor."""
    if recipe.class_weights:
        return torch.tensor(recipe.class_weights)
    weights = torch.ones(5)
    if recipe.balanced:
        weights = torch.from_numpy(balanced_weights(batch.emotion[batch.weight > 0])).float()
    weights[-1] *= recipe.neutral
    return weights


def balanced_weights(classes: NDArray[np.int64]) -> Float64:
    """scikit-learn's "balanced" ``n / (classes * count)`` of the classes that occur; 1 for the others."""
    counts = np.bincount(classes.ravel(), minlength=5)
    present = counts > 0
    weights = np.ones(5)
    weights[present] = counts.sum() / (present.sum() * counts[present])
    return weights


def one_cycle_momentum(step: int, recipe: Recipe) -> float:
    """Adam's first moment factor: torch's OneCycleLR cycles it against the learning rate (largest, least, largest)."""
    least, largest = recipe.momentum
    peak = max(1.0, recipe.rise * recipe.total - 1)
    if step <= peak:
        return least + (largest - least) * (1 + math.cos(math.pi * step / peak)) / 2
    share = min(1.0, (step - peak) / max(1.0, recipe.total - 1 - peak))
    return largest + (least - largest) * (1 + math.cos(math.pi * share)) / 2


def one_cycle(step: int, total: int, max_lr: float, *, rise: float = 0.3) -> float:
    """Learning rate of a step: torch's OneCycleLR with its defaults (cosine, from a 25th to the peak, to 0)."""
    start, end = max_lr / 25, max_lr / 25 / 1e4
    peak = max(1.0, rise * total - 1)
    if step <= peak:
        return max_lr + (start - max_lr) * (1 + math.cos(math.pi * step / peak)) / 2
    share = min(1.0, (step - peak) / max(1.0, total - 1 - peak))
    return end + (max_lr - end) * (1 + math.cos(math.pi * share)) / 2


def run_training(
    trainer: Trainer, folder: Path, *, save_seconds: float = 120.0, stop: Callable[[], bool] = lambda: False
) -> Generator[StepReport, None, None]:
    """Train to the end, resuming from the folder's state file where it is of this training; closing it keeps the state.

    A state of another training (other data, labels or settings, or an older version) is set aside in a folder below,
    named by its key, and found again there when that training is asked for. The folder gets ``state.npz`` (to resume
    from), ``log.csv`` (`LOG_COLUMNS`, one row a step) and its picture ``curves.svg``.

    Yields:
        a report after every step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state, log = folder / "state.npz", folder / "log.csv"
    _set_aside(folder, trainer.key)
    if state.is_file():
        trainer.resume(state)
    rows = _rows_before(log, trainer.step)
    saved = time.monotonic()
    with log.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(LOG_COLUMNS)
        writer.writerows(rows)
        try:
            while trainer.step < trainer.recipe.total and not stop():
                report = trainer.advance()
                writer.writerow([getattr(report, name) for name in LOG_COLUMNS])
                file.flush()
                if time.monotonic() - saved > save_seconds:
                    trainer.save(state)
                    saved = time.monotonic()
                yield report
        finally:
            trainer.save(state)
            file.flush()
            write_curves(log, folder / "curves.svg")


def _set_aside(folder: Path, key: str) -> None:
    """Move the files of another training out of the way, and those of this one back."""
    state = folder / "state.npz"
    if not state.is_file():
        return
    found = state_key(state)
    if found in (key, None):
        return
    _move_files(folder, folder / f"before-{(found or 'unknown')[:16]}")
    kept = folder / f"before-{key[:16]}"
    if (kept / "state.npz").is_file() and state_key(kept / "state.npz") == key:
        _move_files(kept, folder)


def _move_files(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for name in STATE_FILES:
        if (source / name).is_file():
            (source / name).replace(target / name)


def state_key(path: Path) -> str | None:
    """Key of the training a state file belongs to; empty for one of an older version, None where it is damaged."""
    try:
        with np.load(path) as stored:
            return str(json.loads(str(stored["about"])).get("key", ""))
    except (OSError, ValueError, KeyError, AttributeError, zipfile.BadZipFile, EOFError):
        return None


def _rows_before(log: Path, step: int) -> list[list[str]]:
    """Rows of an earlier part of the same training."""
    try:
        with log.open(newline="", encoding="utf-8") as file:
            return [row for row in list(csv.reader(file))[1:] if row and row[0].isdigit() and int(row[0]) < step]
    except OSError:
        return []
