"""Checkpoints: what is read, what is refused, and that nothing in a file is ever run."""

import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.errors import CheckpointError
from engine.weights import MetstShape, SlowFastShape, load_checkpoint
from engine.weights.plain_pickle import MAX_OPCODES, DamagedPickleError, UnsafePickleError
from engine.weights.torch_file import read_torch
from tests.engine.network_data import random_state, save_torch
from tests.kit.checkpoints import corrupted

SHAPE = MetstShape(blocks=1)


@pytest.fixture(scope="module")
def state() -> dict[str, np.ndarray]:
    return random_state(SHAPE)


def assert_same(read: dict[str, np.ndarray], state: dict[str, np.ndarray]) -> None:
    assert read.keys() == state.keys()
    for name, value in state.items():
        np.testing.assert_array_equal(read[name], value)


@pytest.mark.parametrize("zipped", [True, False])
def test_both_torch_forms_read_back_exactly(tmp_path: Path, state, zipped: bool) -> None:
    save_torch(tmp_path / "a.pkl", state, zipped=zipped)
    read, digest = load_checkpoint(tmp_path / "a.pkl")
    assert_same(read, state)
    assert len(digest) == 64


def test_views_halves_and_wrapped_state_dicts_are_read(tmp_path: Path, state) -> None:
    import torch

    tensors = {name: torch.from_numpy(value.copy()) for name, value in state.items()}
    wide = torch.stack([tensors["fc_recog.0.weight"], torch.zeros(5, 64)])  # a view into a larger storage
    tensors["fc_recog.0.weight"] = wide[0]
    tensors["Stem.0.weight"] = tensors["Stem.0.weight"].permute(2, 0, 1).contiguous().permute(1, 2, 0)
    tensors["fc_spot.0.weight"] = tensors["fc_spot.0.weight"].bfloat16()
    tensors["fc_spot.0.bias"] = tensors["fc_spot.0.bias"].double()
    torch.save({"state_dict": tensors, "epoch": 3, "optimizer": {"lr": [0.1]}}, tmp_path / "b.pt")
    read, _ = load_checkpoint(tmp_path / "b.pt")
    expected = {**state, "fc_spot.0.weight": tensors["fc_spot.0.weight"].float().numpy()}
    assert_same(read, expected)


def test_the_golden_checkpoint_reads_as_torch_reads_it(shared: Path) -> None:
    import torch

    path = shared / "golden" / "parity_A.pkl"
    expected = torch.load(path, map_location="cpu", weights_only=True)
    read, digest = load_checkpoint(path)
    assert digest.startswith("118cfa2f8ab01e92")
    for name, value in read.items():
        np.testing.assert_array_equal(value, expected["module." + name].numpy())


def test_slow_fast_shapes_have_the_published_number_of_parameters() -> None:
    sizes = SlowFastShape().parameters()
    trained = sum(int(np.prod(size)) for name, size in sizes.items() if "running" not in name)
    assert trained + 9216 == 8_368_902  # with the norms that are never called (network spec 2)
    sizes = MetstShape().parameters()
    assert sum(int(np.prod(size)) for name, size in sizes.items() if "running" not in name) == 630_918


def test_safetensors_read_back(tmp_path: Path, state) -> None:
    header, data = {}, b""
    for name, value in state.items():
        raw = value.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path = tmp_path / "c.safetensors"
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)
    assert_same(load_checkpoint(path)[0], state)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(path)


class Evil:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple:
        return os.mkdir, (str(self.target),)


def evil_zip(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/data.pkl", content)


@pytest.mark.parametrize("protocol", [2, 4])
@pytest.mark.parametrize("zipped", [True, False])
def test_code_is_refused_and_not_run(tmp_path: Path, protocol: int, zipped: bool) -> None:
    target = tmp_path / "made"
    content = pickle.dumps({"module.Stem.0.weight": Evil(target)}, protocol=protocol)
    path = tmp_path / "evil.pkl"
    if zipped:
        evil_zip(path, content)
    else:
        path.write_bytes(content)
    with pytest.raises(CheckpointError, match="refused without running it"):
        load_checkpoint(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"cbuiltins\nexec\n(S'x=1'\ntR.",
        b"\x80\x02cnt\nsystem\n.",
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n}b.",  # BUILD on a name
        b"\x80\x02ccollections\nOrderedDict\n)\x81.",  # NEWOBJ
        b"\x80\x02ctorch\nFloatStorage\n)R.",  # calling a storage class
    ],
)
def test_tricks_are_refused(tmp_path: Path, content: bytes) -> None:
    evil_zip(tmp_path / "t.pkl", content)
    with pytest.raises((UnsafePickleError, DamagedPickleError)):
        read_torch((tmp_path / "t.pkl").read_bytes())
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path / "t.pkl")


def test_huge_claims_cost_nothing(tmp_path: Path) -> None:
    long_put = b"\x80\x02}r\xff\xff\xff\xff."  # memo entry 4 294 967 295: the C unpickler would allocate for it
    evil_zip(tmp_path / "a.pkl", long_put)
    with pytest.raises(CheckpointError, match="no ME-TST network"):
        load_checkpoint(tmp_path / "a.pkl")
    evil_zip(tmp_path / "b.pkl", b"\x80\x02" + b"N0" * MAX_OPCODES + b".")
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path / "b.pkl")
    evil_zip(tmp_path / "c.pkl", b"\x80\x02" + b")" + b"\x85" * 100_000 + b".")  # a tuple in a tuple in a tuple ...
    with pytest.raises(CheckpointError, match="no state dict"):
        load_checkpoint(tmp_path / "c.pkl")


def changed(state: dict[str, np.ndarray], **values: np.ndarray | None) -> dict[str, np.ndarray]:
    merged = {**state, **{name.replace("__", "."): value for name, value in values.items()}}
    return {name: value for name, value in merged.items() if value is not None}


def test_incomplete_and_foreign_networks_are_named(tmp_path: Path, state) -> None:
    a_log = "blocks_spot.0.attn.mamba.A_log"
    cases = [
        (changed(state, Stem__3__bias=None), "lacks “Stem.3.bias”"),
        (changed(state, extra=np.zeros(2, np.float32)), "unknown parameter “extra”"),
        (changed(state, fc_recog__0__bias=np.zeros(3, np.float32)), r"shape \(3,\) where ME-TST has \(5,\)"),
        ({"layer.weight": np.zeros(3, np.float32)}, "no ME-TST network"),
        ({**state, a_log: np.full((128, 64), 90, np.float32)}, "unusable numbers"),
        (changed(state, Stem__0__bias=np.full(64, np.nan, np.float32)), "unusable numbers"),
        (changed(state, fc_spot__0__bias=np.zeros(1, np.int64)), "more than parameters"),
    ]
    for number, (case, message) in enumerate(cases):
        save_torch(tmp_path / f"{number}.pt", case)
        with pytest.raises(CheckpointError, match=message):
            load_checkpoint(tmp_path / f"{number}.pt")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02.", b"not a checkpoint", b"\x80\x02}q\x00."])
def test_files_that_are_no_checkpoint_are_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pkl").write_bytes(content)
    with pytest.raises(CheckpointError, match=r"x\.pkl"):
        load_checkpoint(tmp_path / "x.pkl")
    with pytest.raises(CheckpointError, match="does not exist"):
        load_checkpoint(tmp_path / "missing.pkl")


@pytest.mark.parametrize("zipped", [True, False])
def test_corrupted_checkpoints_are_refused_or_read_whole(tmp_path: Path, state, zipped: bool) -> None:
    """Flipped, cut and repeated bytes; `benchmarks/network_checkpoints.py` does hundreds."""
    path = tmp_path / "a.pkl"
    save_torch(path, state, zipped=zipped)
    content = path.read_bytes()
    rng = np.random.default_rng(7)
    messages: list[str] = []
    for _ in range(15):
        path.write_bytes(corrupted(content, rng))
        try:
            read, _ = load_checkpoint(path)
        except CheckpointError as error:
            messages.append(str(error))
        else:
            assert read.keys() == state.keys()
    assert messages
    assert all(message.startswith("“a.pkl” ") for message in messages)
