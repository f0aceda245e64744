"""Which network a state dict belongs to: names and sizes of every parameter that influences the output."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.errors import CheckpointError
from engine.messages import Said

MAX_BLOCKS = 64
# Released with the networks but without effect on their output (network spec 1): a second trunk, a norm never called.
UNUSED = re.compile(r"^blocks_recog\.|\.norm2\.|\.num_batches_tracked$")
Sizes = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class BlockShape:
    """Sizes of a block ``x + norm1(Mamba(norm(x)))``: D = width, E = 2 D, rank = D / 16, 64 states, 4 taps."""

    width: int
    states: int = 64
    taps: int = 4

    @property
    def inner(self) -> int:
        """E, width inside the Mamba layer."""
        return 2 * self.width

    @property
    def rank(self) -> int:
        """Rank of the projection to step sizes (Mamba's "auto": D / 16, rounded up)."""
        return -(-self.width // 16)

    def parameters(self, block: str) -> Sizes:
        """Shape of each parameter by name, for names that begin with ``<block>.``."""
        d, e, mamba = self.width, self.inner, f"{block}.attn.mamba."
        sizes: Sizes = {
            f"{block}.{norm}.{part}": (d,) for norm in ("norm1", "attn.norm") for part in ("weight", "bias")
        }
        sizes[mamba + "A_log"] = (e, self.states)
        sizes[mamba + "D"] = sizes[mamba + "conv1d.bias"] = sizes[mamba + "dt_proj.bias"] = (e,)
        sizes[mamba + "in_proj.weight"] = (2 * e, d)
        sizes[mamba + "conv1d.weight"] = (e, 1, self.taps)
        sizes[mamba + "x_proj.weight"] = (self.rank + 2 * self.states, e)
        sizes[mamba + "dt_proj.weight"] = (e, self.rank)
        sizes[mamba + "out_proj.weight"] = (d, e)
        return sizes


@dataclass(frozen=True, slots=True)
class MetstShape:
    """ME-TST: 10 channels, one trunk; only the number of blocks may differ from the released network."""

    blocks: int = 12
    channels: int = 10
    width: int = 64
    classes: int = 5
    title = "ME-TST"

    @property
    def block(self) -> BlockShape:
        """Sizes of every block."""
        return BlockShape(self.width)

    @property
    def inner(self) -> int:
        """Width inside the Mamba layers."""
        return self.block.inner

    @property
    def states(self) -> int:
        """States a channel of the scan."""
        return self.block.states

    @property
    def taps(self) -> int:
        """Taps of the causal convolution."""
        return self.block.taps

    @property
    def rank(self) -> int:
        """Rank of the projection to step sizes."""
        return self.block.rank

    def parameters(self) -> Sizes:
        """Shape of every parameter that influences the output, by its name in the state dict."""
        sizes = {**_stem(self.channels, self.width), **_heads(self.width, self.classes)}
        for index in range(self.blocks):
            sizes |= self.block.parameters(f"blocks_spot.{index}")
        return sizes


@dataclass(frozen=True, slots=True)
class SlowFastShape:
    """BoostingVRME's METST_SF: 36 channels, fast path of width 128, slow path of 256 at half the rate, three stages."""

    blocks: int = 4
    channels: int = 36
    width: int = 128
    classes: int = 5
    title = "METST_SF"

    def parameters(self) -> Sizes:
        """Shape of every parameter that influences the output, by its name in the state dict."""
        fast, slow = self.width, 2 * self.width
        sizes = {**_stem(self.channels, fast), **_heads(fast + slow, self.classes)}
        for name in ("Stem_slow", "fuse_1.conv", "fuse_2.conv"):
            sizes |= _normed_conv(name, (0, 1), slow, fast)
        for stage in STAGES:
            for index in range(self.blocks):
                sizes |= BlockShape(slow).parameters(f"block{stage}.{index}")
                sizes |= BlockShape(fast).parameters(f"block{stage}_fast.{index}")
        return sizes


STAGES: Final = (1, 2, 3)
NetworkShape = MetstShape | SlowFastShape


def network_shape(shapes: Mapping[str, tuple[int, ...]], *, name: str = Said("The checkpoint")) -> NetworkShape:
    """The network that parameters of these names and shapes make.

    Args:
        shapes: shape by parameter name, without the unused ones.
        name: what to call the checkpoint in messages.

    Raises:
        CheckpointError: a parameter is missing, has another shape, or is unknown.
    """
    found = _candidate(shapes, name=name)
    expected = found.parameters()
    missing = sorted(expected.keys() - shapes.keys())
    unknown = sorted(shapes.keys() - expected.keys())
    for problem, keys in (("lacks", missing), (Said("has the unknown parameter"), unknown)):
        if keys:
            more = Said(" and {n} more", n=len(keys) - 1) if len(keys) > 1 else ""
            raise CheckpointError(
                Said(
                    "{name} {problem} “{key}”{more}; choose a complete {title} checkpoint.",
                    name=name,
                    problem=problem,
                    key=keys[0][:80],
                    more=more,
                    title=found.title,
                )
            )
    for key, size in expected.items():
        if shapes[key] != size:
            raise CheckpointError(
                Said(
                    "{name} has “{key}” of shape {shape} where {title} has {size}; choose an {title} checkpoint.",
                    name=name,
                    key=key,
                    shape=str(shapes[key]),
                    title=found.title,
                    size=str(size),
                )
            )
    return found


def _candidate(names: Iterable[str], *, name: str) -> NetworkShape:
    names = list(names)
    for prefix, make in (("block1_fast", SlowFastShape), ("blocks_spot", MetstShape)):
        found = {int(match[1]) for key in names if (match := re.match(rf"{prefix}\.(\d{{1,4}})\.", key))}
        if found and found == set(range(len(found))) and len(found) <= MAX_BLOCKS:
            return make(blocks=len(found))
    raise CheckpointError(
        Said("{name} holds no ME-TST network; choose a checkpoint trained with ME-TST or BoostingVRME.", name=name)
    )


def _stem(channels: int, width: int) -> Sizes:
    return {**_normed_conv("Stem", (0, 1), width, channels), **_normed_conv("Stem", (3, 4), width, width)}


def _normed_conv(name: str, layers: tuple[int, int], outputs: int, inputs: int) -> Sizes:
    """A convolution of width 3 and the BatchNorm after it."""
    conv, norm = (f"{name}.{layer}." for layer in layers)
    sizes: Sizes = {conv + "weight": (outputs, inputs, 3), conv + "bias": (outputs,)}
    return sizes | {norm + part: (outputs,) for part in ("weight", "bias", "running_mean", "running_var")}


def _heads(width: int, classes: int) -> Sizes:
    return {
        "fc_spot.0.weight": (1, width),
        "fc_spot.0.bias": (1,),
        "fc_recog.0.weight": (classes, width),
        "fc_recog.0.bias": (classes,),
    }
