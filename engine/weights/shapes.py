"""Which network a state dict belongs to: names and sizes of every parameter that influences the output."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
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
    """ME-TST: 10 channels, one trunk, width 64 (first release) or 128 (the newer code); any number of blocks."""

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
        heads = _heads(3 * self.width, self.classes)
        return {**_stem(self.channels, self.width), **heads, **_pathway("", self.width, self.blocks)}


@dataclass(frozen=True, slots=True)
class PlusShape:
    """ME-TST+: 36 channels, one stem, and a slow-fast pathway of METST_SF's sizes for each head."""

    blocks: int = 4
    channels: int = 36
    width: int = 128
    classes: int = 5
    title = "ME-TST+"

    def parameters(self) -> Sizes:
        """Shape of every parameter that influences the output, by its name in the state dict."""
        sizes = {**_stem(self.channels, self.width), **_heads(3 * self.width, self.classes)}
        for pathway in PATHWAYS:
            sizes |= _pathway(pathway, self.width, self.blocks)
        return sizes


STAGES: Final = (1, 2, 3)
# What stands before the names of each pathway of ME-TST+.
PATHWAYS: Final = ("spot_pathway.", "recog_pathway.")
# Widths that ME-TST was released with.
WIDTHS: Final = (64, 128)
NetworkShape = MetstShape | SlowFastShape | PlusShape
_RENAMED: Final = (
    (re.compile(r"^spot_pathway\.block\."), "blocks_spot."),
    (re.compile(r"^fc_(spot|recog)\.(weight|bias)$"), r"fc_\1.0.\2"),
)


def parameter_names(names: Iterable[str]) -> dict[str, str]:
    """The names METST knows parameters by, and those of a released state dict that they have there.

    ``module.`` in front goes away, parameters without influence on the output are left out, and the newer code's names
    of ME-TST and of the heads become those of the first release. In the newer ME-TST the second pathway is built and
    never used.

    Args:
        names: names in a state dict.

    Returns:
        names in the state dict by METST's name.
    """
    short = {name.removeprefix("module."): name for name in names}
    one_trunk = any(_RENAMED[0][0].match(name) for name in short)
    used = (
        name for name in short if not (UNUSED.search(name) or (one_trunk and name.startswith("recog_pathway.block.")))
    )
    return {_renamed(name): short[name] for name in used}


def _renamed(name: str) -> str:
    for pattern, new in _RENAMED:
        name = pattern.sub(new, name)
    return name


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


def _candidate(shapes: Mapping[str, tuple[int, ...]], *, name: str) -> NetworkShape:
    width = next(iter(shapes.get("Stem.0.weight", ())), None)
    metst = partial(MetstShape, width=width) if width in WIDTHS else MetstShape
    kinds: tuple[tuple[str, Callable[..., NetworkShape]], ...] = (
        ("spot_pathway.block1_fast", PlusShape),
        ("block1_fast", SlowFastShape),
        ("blocks_spot", metst),
    )
    for prefix, make in kinds:
        found = {int(match[1]) for key in shapes if (match := re.match(rf"{re.escape(prefix)}\.(\d{{1,4}})\.", key))}
        if found and found == set(range(len(found))) and len(found) <= MAX_BLOCKS:
            return make(blocks=len(found))
    raise CheckpointError(
        Said(
            "{name} holds no ME-TST network; choose a checkpoint trained with ME-TST, ME-TST+ or BoostingVRME.",
            name=name,
        )
    )


def _pathway(prefix: str, fast: int, blocks: int) -> Sizes:
    """A fast path of this width, a slow one of twice it at half the rate, and what joins them."""
    sizes: Sizes = {}
    for name in ("Stem_slow", "fuse_1.conv", "fuse_2.conv"):
        sizes |= _normed_conv(prefix + name, (0, 1), 2 * fast, fast)
    for stage in STAGES:
        for index in range(blocks):
            sizes |= BlockShape(2 * fast).parameters(f"{prefix}block{stage}.{index}")
            sizes |= BlockShape(fast).parameters(f"{prefix}block{stage}_fast.{index}")
    return sizes


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
