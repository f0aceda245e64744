"""MEAN and SFAMNet of the example package: features, networks and decoding against the released code's numbers."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "examples" / "metst-baselines"))

from metst_baselines import maps, mean, sfamnet, tvl1

Golden = dict[str, np.ndarray]


def stored(shared: Path, name: str) -> Golden:
    with np.load(shared / "golden" / "baselines" / f"{name}.npz") as golden:
        return dict(golden)


def cases(golden: Golden) -> list[str]:
    return sorted({name.split("_")[0] for name in golden if name[0].isdigit()})


def test_a_step_of_the_flow_is_the_released_one(shared: Path) -> None:
    golden = stored(shared, "mean_tvl1_step_a")
    gradients = tvl1.central_gradient(golden["i1"])
    for found, name in zip(gradients, ("gradient_x", "gradient_y"), strict=True):
        np.testing.assert_array_equal(found, golden[name])
    for source, name in zip((golden["i1"], *gradients), ("warped", "warped_x", "warped_y"), strict=True):
        np.testing.assert_allclose(tvl1.sampled(source, golden["u"], golden["v"]), golden[name], rtol=0, atol=1e-4)
    warped = tvl1.warp(golden["i0"], golden["i1"], gradients, golden["u"], golden["v"])
    u, v = golden["u"].copy(), golden["v"].copy()
    duals = tvl1.Duals(*(golden[name].copy() for name in tvl1.Duals._fields))
    for step in (1, 2, 3):
        error = tvl1.inner_step(warped, u, v, duals)
        assert error == pytest.approx(float(golden[f"error_after{step}"]), rel=1e-4)
        for name, found in (("u", u), ("v", v), *duals._asdict().items()):
            np.testing.assert_allclose(found, golden[f"{name}_after{step}"], rtol=0, atol=1e-4)


def test_the_whole_flow_is_near_the_released_one(shared: Path) -> None:
    golden = stored(shared, "mean_features_a")
    for index, expected in enumerate(golden["flow"]):
        difference = np.abs(tvl1.tvl1(golden["img1"][index], golden["img2"][index]) - expected)
        assert difference.mean() <= 0.02
        assert np.percentile(difference, 99) <= 0.2
    assert not tvl1.tvl1(golden["img1"][-1], golden["img2"][-1]).any()


def test_maps_are_the_released_ones(shared: Path) -> None:
    golden = stored(shared, "mean_features_a")
    for index, flow in enumerate(golden["flow"]):
        found = maps.with_strain(flow)
        np.testing.assert_allclose(found[..., 0], golden["u"][index], rtol=0, atol=5e-4)
        np.testing.assert_allclose(found[..., 1], golden["v"][index], rtol=0, atol=5e-4)
        np.testing.assert_allclose(found[..., 2], golden["strain"][index], rtol=0, atol=1e-3)
        released = np.stack([golden[name][index] for name in ("u", "v", "strain")], axis=-1)
        points, expected = golden["points"][index], golden["features"][index]
        np.testing.assert_allclose(maps.strips(maps.scaled(released), points), expected, rtol=0, atol=2e-6)
        np.testing.assert_allclose(maps.strips(golden["norm"][index], points), expected, rtol=0, atol=1e-6)


def test_landmarks_outside_the_crop_are_named() -> None:
    with pytest.raises(ValueError, match="landmarks"):
        maps.strips(np.zeros((128, 128, 3)), np.full((68, 2), 400))


def test_mean_has_parity(shared: Path) -> None:
    golden = stored(shared, "mean_network_a")
    network = mean.Mean()
    mean.load_keras(network, golden)
    network.eval()
    assert (
        sum(one.numel() for one in network.trunk.parameters()) + sum(one.numel() for one in network.spot.parameters())
        == 3593
    )  # trainable of 3621
    x = mean.channels_first(golden["x"])
    with torch.no_grad():
        spot, recog = network(x)
        np.testing.assert_allclose(spot, golden["spot"][:, 0], rtol=0, atol=2e-6)
        np.testing.assert_allclose(recog, golden["recog"], rtol=0, atol=2e-6)
        first = network.trunk(x)[0].permute(1, 2, 0)
        np.testing.assert_allclose(first, golden["merged_first"], rtol=0, atol=2e-6)
        spot, recog = network.double()(x.double())
    np.testing.assert_allclose(spot, golden["spot64"][:, 0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(recog, golden["recog64"], rtol=0, atol=1e-12)
    mse = ((spot - torch.from_numpy(golden["y"])) ** 2).mean()
    entropy = -(torch.from_numpy(golden["y_class"]) * recog.log()).sum(dim=1).mean()
    found = [float(mse), network.spot_penalty().item(), float(entropy), network.recog_penalty().item()]
    np.testing.assert_allclose(found, [*golden["loss_spot"][:2], *golden["loss_recog"][:2]], rtol=1e-6)


def test_mean_decodes_and_labels_as_released(shared: Path) -> None:
    golden = stored(shared, "mean_decoding_a")
    for case in cases(golden):
        k_p = int(golden[f"{case}_k_p"])
        found = mean.decoded(golden[f"{case}_score"], golden[f"{case}_prob"], k_p=k_p)
        assert [[one.onset, one.offset, one.peak] for one in found] == golden[f"{case}_intervals"].tolist()
        assert [one.number for one in found] == golden[f"{case}_class_before_peak"].tolist()
        events = [(onset, offset) for onset, _, offset in golden[f"{case}_truth"].tolist()]
        labels = mean.spotting_labels(len(golden[f"{case}_score"]), events, k_p)
        np.testing.assert_array_equal(labels, golden[f"{case}_pseudo"])


def test_sfamnet_has_parity(shared: Path) -> None:
    golden = stored(shared, "sfamnet_network_a")
    network = sfamnet.SfamNet()
    sfamnet.load_released(network, {name[2:]: value for name, value in golden.items() if name.startswith("w.")})
    network.eval()
    x = torch.from_numpy(golden["x"])
    with torch.no_grad():
        score, logits = network(x)
        np.testing.assert_allclose(score, golden["spot"], rtol=0, atol=1e-6)
        np.testing.assert_allclose(logits, golden["recog"], rtol=0, atol=1e-6)
        np.testing.assert_allclose(network.joined(x)[0], golden["merged_first"], rtol=0, atol=1e-6)
        score, logits = network.double()(x.double())
    np.testing.assert_allclose(score, golden["spot64"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(logits, golden["recog64"], rtol=0, atol=1e-12)
    truth = torch.from_numpy(golden["y"]).double(), torch.from_numpy(golden["y1"]).long()
    found = sfamnet.losses(score, logits, truth, torch.from_numpy(golden["class_weight"]).double())
    np.testing.assert_allclose(found, golden["losses"], rtol=1e-6)


def test_sfamnet_decodes_as_released(shared: Path) -> None:
    golden = stored(shared, "sfamnet_decoding_a")
    for case in cases(golden):
        score = golden[f"{case}_score"]
        for box, name in ((sfamnet.MICRO_BOX, "micro"), (sfamnet.MACRO_BOX, "macro")):
            expected = golden[f"{case}_smoothed_{name}"]
            np.testing.assert_allclose(sfamnet.smoothed(score, box), expected, rtol=0, atol=1e-9)
        for found, name in zip(sfamnet.decoded(score, golden[f"{case}_class"]), ("micro", "macro"), strict=True):
            dummy = bool(golden[f"{case}_{name}_is_dummy"])
            assert found == ([] if dummy else [tuple(row) for row in golden[f"{case}_{name}"].tolist()])


def test_an_empty_or_short_curve_has_no_expression() -> None:
    for samples in (0, 1, 13, 14, 15, 20):
        assert sfamnet.decoded(np.zeros(samples), np.zeros(samples, np.int64)) == ([], [])
