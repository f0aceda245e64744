"""The published recipes against a plain torch statement of what the released code does."""

import copy
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.errors import DatasetError
from engine.network import Network
from engine.synthesis.hybrid import WindowBatch
from engine.training.dataset import NEUTRAL, LabelledVideo
from engine.training.loso import check_lengths, predict, report
from engine.training.module import TrainableNetwork, TrainableSlowFast, drop_rates, trainable
from engine.training.published import NEUTRAL_FACTOR, half_length, published
from engine.training.trainer import Trainer, losses
from engine.weights import Shape, SlowFastShape

K = 30
EVENTS = {"a": ((12, 16, 22, 0), (70, 75, 78, 1)), "b": ((40, 44, 52, 2),), "c": ((100, 104, 109, 3), (20, 24, 33, 0))}


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def video(subject: str, *, n: int = 160, channels: int = 10, seed: int = 0) -> LabelledVideo:
    rng = np.random.default_rng([seed, ord(subject)])
    starts = np.append(np.arange(0, n - K + 1, K // 2), n - K)  # the last one a tail window
    spot, emotion = np.zeros(n, np.uint8), np.full(n, NEUTRAL, np.uint8)
    for onset, _, offset, number in EVENTS[subject]:
        spot[onset + 1 : offset], emotion[onset + 1 : offset] = 1, number
    features = rng.normal(0, 0.5, (len(starts), channels, K)).astype(np.float32)
    mask = np.zeros((len(starts), K), np.uint8)
    mask[0, :4] = 1  # could not be measured
    frames = np.arange(n)
    return LabelledVideo(subject, "v", frames, 30.0, starts, features, mask, spot, emotion, n, EVENTS[subject])


def videos(**options: int) -> list[LabelledVideo]:
    return [video(subject, **options) for subject in EVENTS]


class PlainMamba(nn.Module):
    """Mamba's slow path, sample by sample."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner, self.rank = 2 * width, width // 16
        self.in_proj = nn.Linear(width, 2 * self.inner, bias=False)
        self.conv1d = nn.Conv1d(self.inner, self.inner, 4, groups=self.inner, padding=3)
        self.x_proj = nn.Linear(self.inner, self.rank + 128, bias=False)
        self.dt_proj = nn.Linear(self.rank, self.inner)
        self.A_log = nn.Parameter(torch.zeros(self.inner, 64))
        self.D = nn.Parameter(torch.ones(self.inner))
        self.out_proj = nn.Linear(self.inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        u, z = self.in_proj(x).chunk(2, dim=-1)
        u = functional.silu(self.conv1d(u.transpose(1, 2))[..., : x.shape[1]]).transpose(1, 2)
        dt, b, c = torch.split(self.x_proj(u), [self.rank, 64, 64], dim=-1)
        delta = functional.softplus(self.dt_proj(dt))
        state, out = x.new_zeros(len(x), self.inner, 64), []
        for t in range(x.shape[1]):
            decay = torch.exp(delta[:, t, :, None] * -torch.exp(self.A_log))
            state = decay * state + (delta[:, t] * u[:, t])[..., None] * b[:, t, None]
            out.append((state * c[:, t, None]).sum(-1) + self.D * u[:, t])
        return self.out_proj(torch.stack(out, 1) * functional.silu(z))


class PlainNetwork(nn.Module):
    """ME-TST as released: stem, then the blocks once for each head, DropPath one block late."""

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        layers = [nn.Conv1d(10, width, 3, 1, 1), nn.BatchNorm1d(width), nn.ReLU()]
        self.Stem = nn.Sequential(*layers, nn.Conv1d(width, width, 3, 1, 1), nn.BatchNorm1d(width), nn.ReLU())
        self.blocks_spot = nn.ModuleList()
        for _ in range(blocks):
            block = nn.Module()
            block.norm1, block.attn = nn.LayerNorm(width), nn.Module()
            block.attn.norm, block.attn.mamba = nn.LayerNorm(width), PlainMamba(width)
            self.blocks_spot.append(block)
        self.fc_spot, self.fc_recog = nn.Sequential(nn.Linear(width, 1)), nn.Sequential(nn.Linear(width, 5))
        self.rates = [0.0, *torch.linspace(0, 0.2, blocks).tolist()][:blocks]

    def pathway(self, x: Tensor) -> Tensor:
        for block, rate in zip(self.blocks_spot, self.rates, strict=True):
            branch = block.norm1(block.attn.mamba(block.attn.norm(x)))
            if rate > 0:
                branch = branch * (torch.rand(len(x), 1, 1) < 1 - rate) / (1 - rate)
            x = x + branch
        return x

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = self.Stem(x).transpose(1, 2)
        spot = torch.sigmoid(self.fc_spot(self.pathway(x)))[..., 0]
        return spot, self.fc_recog(self.pathway(x))


def plain_loss(network: PlainNetwork, batch: WindowBatch, weights: Sequence[float]) -> Tensor:
    """Released: amplitude factor a window, MSE of the score, cross-entropy with one-hot float targets, 0.9 and 0.1."""
    x = torch.from_numpy(batch.features)
    x = x * (0.9 + torch.randint(0, 21, (len(x), 1, 1)).double() / 100)
    spot, logits = network(x)
    recognition = nn.CrossEntropyLoss(weight=torch.tensor(weights).double(), reduction="mean")
    targets = functional.one_hot(torch.from_numpy(batch.emotion), 5).double().view(-1, 5)
    of_spot = nn.MSELoss()(spot.reshape(-1), torch.from_numpy(batch.spot).double().view(-1))
    return of_spot * 0.9 + recognition(logits.reshape(-1, 5), targets) * 0.1


@pytest.mark.parametrize("neutral", [NEUTRAL_FACTOR, 0.0])
def test_one_step_is_the_released_one(neutral: float) -> None:
    plan = published("paper", blocks=3)
    sampler = plan.sampler(videos())
    recipe = plan.recipe(sampler, neutral=neutral)
    given = sampler.batch(0, 8)
    torch.manual_seed(1)
    ours = trainable(recipe, Shape(blocks=3)).double()
    plain = PlainNetwork(64, 3).double()
    with torch.no_grad():  # values at which every branch counts
        for parameter in ours.parameters():
            parameter += 0.05 * torch.randn_like(parameter)
    missing, unknown = plain.load_state_dict(ours.state_dict(), strict=False)
    assert (missing, unknown) == ([], [])
    wide = WindowBatch(given.features.astype(np.float64), given.spot, given.emotion, given.weight)
    assert (wide.weight == 1).all()
    torch.manual_seed(7)
    loss, _, _ = losses(ours, wide, recipe)
    loss.backward()
    torch.manual_seed(7)
    expected = plain_loss(plain, wide, recipe.class_weights)
    expected.backward()
    assert loss.item() == pytest.approx(expected.item(), rel=1e-9)
    wanted = dict(plain.named_parameters())
    for name, parameter in ours.named_parameters():
        assert parameter.grad is not None, name
        np.testing.assert_allclose(parameter.grad, wanted[name].grad, rtol=1e-6, atol=1e-9, err_msg=name)
    assert len(wanted) == len(list(ours.parameters()))


@pytest.mark.parametrize(("name", "peak"), [("paper", 1e-4), ("successor", 3e-4)])
def test_the_schedule_of_a_fold_is_torchs_one_cycle_with_adam(name, peak, monkeypatch) -> None:
    plan = published(name, epochs=9, blocks=1, preset="sammlv")
    sampler = plan.sampler(videos(channels=plan.channels))
    recipe = plan.recipe(sampler)
    assert recipe.total == 9 * -(-sampler.windows // 32)
    trainer = Trainer(recipe, sampler.batch, shape=plan.shape)
    monkeypatch.setattr(trainer, "_gradients", lambda *_args: (0.0, 0.0, 0.0))
    parameter = nn.Parameter(torch.zeros(1))
    adam = torch.optim.Adam([parameter], lr=peak)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, max_lr=peak, total_steps=recipe.total)
    for step in range(recipe.total):
        trainer.advance()
        ours, theirs = trainer.optimizer.param_groups[0], adam.param_groups[0]
        assert ours["lr"] == pytest.approx(theirs["lr"], rel=1e-6), step
        assert ours["betas"] == pytest.approx(theirs["betas"], rel=1e-6), step
        assert (ours["weight_decay"], ours["eps"]) == (0, theirs["eps"])
        adam.step()
        if step + 1 < recipe.total:
            schedule.step()


def test_adam_moves_as_released() -> None:
    plan = published("paper", epochs=8, blocks=1, preset="sammlv")
    sampler = plan.sampler(videos())

    def wide(step: int, size: int) -> WindowBatch:  # float64: Adam's first steps amplify rounding of small gradients
        given = sampler.batch(step, size)
        return replace(given, features=given.features.astype(np.float64))

    trainer = Trainer(plan.recipe(sampler), wide, shape=plan.shape)
    trainer.network.double()
    trainer.average = {name: value.double() for name, value in trainer.average.items()}
    plain = copy.deepcopy(trainer.network)
    adam = torch.optim.Adam(plain.parameters(), lr=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, max_lr=1e-4, total_steps=trainer.recipe.total)
    for step in range(trainer.recipe.total):
        trainer.advance()
        torch.manual_seed(plan.seed * 1_000_003 + step)
        adam.zero_grad()
        losses(plain.train(), wide(step, 32), trainer.recipe)[0].backward()
        adam.step()
        if step + 1 < trainer.recipe.total:
            schedule.step()
    for (name, ours), theirs in zip(trainer.network.named_parameters(), plain.parameters(), strict=True):
        np.testing.assert_allclose(ours.detach(), theirs.detach(), rtol=0, atol=1e-9, err_msg=name)
    assert not any(name.startswith("average") for name in trainer.weights())


def test_class_weights_come_once_from_the_windows_of_the_fold() -> None:
    plan = published("paper")
    sampler = plan.sampler(videos())
    counts = np.bincount(sampler.classes.ravel(), minlength=5)
    balanced = counts.sum() / (5 * counts)  # scikit-learn's "balanced"
    assert plan.recipe(sampler).class_weights == pytest.approx((*balanced[:4], 6 * balanced[4]))
    assert plan.recipe(sampler, neutral=0.0).class_weights == pytest.approx((*balanced[:4], 0.0))


@pytest.mark.parametrize("preset", ["casme3", "sammlv"])
def test_windows_of_a_fold_are_drawn_once_and_without_tails(preset: str) -> None:
    plan = published("paper", preset=preset)
    sampler = plan.sampler(videos())
    whole = [(one, row) for one in videos() for row, start in enumerate(one.starts) if start % (K // 2) == 0]
    positive = [one.features[row] for one, row in whole if one.spot[one.starts[row] : one.starts[row] + K].any()]
    negative = len(whole) - len(positive)
    wanted = int({"casme3": 4, "sammlv": 0.5}[preset] * len(positive))
    chosen = wanted if wanted < negative else negative - 2
    assert sampler.windows == len(positive) + chosen
    batches = -(-sampler.windows // 32)
    epochs = [
        np.concatenate([sampler.batch(epoch * batches + number, 32).features for number in range(batches)])
        for epoch in range(3)
    ]
    keys = [{window.tobytes() for window in epoch} for epoch in epochs]
    assert keys[0] == keys[1] == keys[2]
    assert {window.tobytes() for window in positive} < keys[0]
    assert any((epochs[0] != epoch).any() for epoch in epochs[1:]), "shuffled every epoch"


def test_initial_values_are_the_released_ones() -> None:
    torch.manual_seed(0)
    plan = published("paper")
    network = trainable(plan.recipe(plan.sampler(videos())), Shape(blocks=4))
    assert isinstance(network, TrainableNetwork)
    network.requires_grad_(False)
    for mamba in network.mambas():
        for linear in (mamba.in_proj, mamba.x_proj, mamba.dt_proj):
            assert float(linear.weight.std()) == pytest.approx(0.02, rel=0.15)
        assert float(mamba.dt_proj.bias.abs().max()) == 0
        bound = 1 / np.sqrt(mamba.out_proj.in_features) / 2  # Kaiming over the root of a depth of 4
        assert bound * 0.95 < float(mamba.out_proj.weight.abs().max()) <= bound
        np.testing.assert_allclose(mamba.A_log[0].exp(), np.arange(1, 65), rtol=1e-6)
    assert float(network.fc_recog[0].bias.abs().max()) == 0


def test_drop_path_rates_are_one_block_late() -> None:
    assert drop_rates(12, 0.2, later=True)[:3] == pytest.approx([0, 0, 0.2 / 11])
    assert drop_rates(12, 0.2, later=True)[-1] == pytest.approx(0.1818, abs=1e-4)
    assert drop_rates(4, 0.2, later=True) == pytest.approx([0, 0, 0.2 / 3, 0.4 / 3])
    slow_fast = trainable(
        published("successor").recipe(published("successor").sampler(videos(channels=36))), SlowFastShape()
    )
    assert isinstance(slow_fast, TrainableSlowFast)
    for name in ("block1", "block3_fast"):
        assert [block.drop for block in slow_fast.get_submodule(name)] == pytest.approx([0, 0, 0.2 / 3, 0.4 / 3])


def test_each_head_has_masks_of_its_own() -> None:
    torch.manual_seed(0)
    network = TrainableNetwork(Shape(blocks=2), drop_path=0.9, passes=2).train()
    network.fc_recog[0].weight.data[0] = network.fc_spot[0].weight.data[0]
    spot, logits = network(torch.randn(64, 10, K))
    assert (spot != logits[..., 0]).any()
    network.eval()
    spot, logits = network(torch.randn(8, 10, K))
    torch.testing.assert_close(spot, logits[..., 0])  # one function; products of other shapes round otherwise


def test_half_length_knows_all_subjects_as_released() -> None:
    lengths = [offset - onset for events in EVENTS.values() for onset, _, offset, _ in events]
    assert half_length(videos()) == int((np.mean(lengths) + 1) / 2)
    assert half_length(videos(), median=True) == int((sorted(lengths)[len(lengths) // 2] + 1) / 2)
    with pytest.raises(DatasetError):
        half_length([replace(one, events=()) for one in videos()])


@pytest.mark.parametrize(
    ("name", "epochs", "lr", "blocks"), [("paper", 30, 1e-4, 12), ("successor", 50, 3e-4, 4), ("plus", 50, 3e-4, 4)]
)
def test_the_numbers_are_the_published_ones(name, epochs, lr, blocks) -> None:
    plan = published(name)
    sampler = plan.sampler(videos(channels=plan.channels))
    recipe = plan.recipe(sampler)
    assert recipe.steps == (epochs * -(-sampler.windows // 256),)
    assert (recipe.batch, recipe.max_lr, recipe.blocks, recipe.seed) == (256, (lr,), (blocks,), 100)
    assert (recipe.spot_loss, recipe.spot_weight, recipe.recog_weight, recipe.neutral) == ("mse", 0.9, 0.1, 6.0)
    assert (recipe.gains, recipe.drop_path, recipe.clip, recipe.decay) == ((0.9, 1.1), 0.2, 0.0, 0.0)
    assert plan.recipe(sampler, neutral=0.0).neutral == 0.0


def test_deviations_change_what_they_name() -> None:
    released = published("paper")
    recipe = released.recipe(released.sampler(videos()))
    assert (recipe.passes, recipe.recog_mean, recipe.momentum, recipe.drop_later) == (2, "samples", (0.85, 0.95), True)

    def with_one(name):
        plan = published("paper", deviations=[name])
        sampler = plan.sampler(videos())
        return plan.recipe(sampler), sampler

    assert with_one("one-pass")[0].passes == 1
    assert with_one("tail-windows")[1].windows > released.sampler(videos()).windows
    assert with_one("leave-out-unscored")[1].batch(0, 64).weight.min() == 0
    assert released.sampler(videos()).batch(0, 64).weight.min() == 1
    fresh = published("paper", deviations=["fresh-negatives"], preset="sammlv").sampler(videos())
    batches = -(-fresh.windows // 32)
    first, later = (
        {window.tobytes() for number in range(batches) for window in fresh.batch(e * batches + number, 32).features}
        for e in (0, 1)
    )
    assert first != later


def test_the_successor_trains_the_slow_fast_network_and_predicts_with_it() -> None:
    plan = published("successor", epochs=2, blocks=1, preset="sammlv")
    assert (plan.channels, plan.dummy, plan.variants[1].synergy) == (36, False, "recognition_led")
    given = videos(channels=36)
    sampler = plan.sampler(given)
    trainer = Trainer(plan.recipe(sampler), sampler.batch, shape=plan.shape)
    while trainer.step < trainer.recipe.total:
        trainer.advance()
    state = trainer.weights()
    network = trainer.network.eval()
    with torch.no_grad():
        spot, logits = network(torch.from_numpy(given[0].features))
    score, classes = Network(state).windows(given[0].features)
    np.testing.assert_allclose(score, torch.sigmoid(spot), atol=2e-5)
    np.testing.assert_allclose(classes, logits, atol=2e-4)
    found = [
        one
        for each in given
        for one in predict([each], state, plan, plan.variants[1], k_p=half_length(given, median=True))
    ]
    result = report(given, found, plan, plan.variants[1])
    assert (result.protocol, result.n_truth, result.n_dummies, result.drop_neutral) == ("metst_no_dummy", 5, 0, True)


def test_plus_trains_two_pathways_and_decodes_as_metst_without_dummies() -> None:
    plan = published("plus", epochs=2, blocks=1, preset="sammlv")
    assert (plan.channels, plan.dummy, plan.variants[1].synergy, plan.shape.title) == (
        36,
        False,
        "spotting_led",
        "ME-TST+",
    )
    given = videos(channels=36)
    sampler = plan.sampler(given)
    trainer = Trainer(plan.recipe(sampler), sampler.batch, shape=plan.shape)
    while trainer.step < trainer.recipe.total:
        trainer.advance()
    state = trainer.weights()
    assert state.keys() == plan.shape.parameters().keys()
    network = trainer.network.eval()
    with torch.no_grad():
        spot, logits = network(torch.from_numpy(given[0].features))
    score, classes = Network(state).windows(given[0].features)
    np.testing.assert_allclose(score, torch.sigmoid(spot), atol=2e-5)
    np.testing.assert_allclose(classes, logits, atol=2e-4)
    k_p = half_length(given)
    found = [one for each in given for one in predict([each], state, plan, plan.variants[1], k_p=k_p)]
    assert all(one.offset - one.apex == one.apex - one.onset == k_p for one in found)
    result = report(given, found, plan, plan.variants[1])
    assert (result.protocol, result.n_truth, result.n_dummies) == ("metst_no_dummy", 5, 0)


def test_a_video_too_short_for_the_successor_is_named_before_training() -> None:
    short = replace(videos()[0], frames=np.arange(8))
    with pytest.raises(DatasetError, match=r"“a/v” has 8 samples"):
        check_lengths([short, *videos()[1:]], published("successor"))
    check_lengths([short, *videos()[1:]], published("paper"))
