"""The trunks: stem features of some samples in, fused features out, with states carried from call to call.

The numbers of samples of all products are those of the call, so equal calls give bit-identical results.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.network.kernels import Kernels
from engine.network.packed import PackedBlock, PackedConv, Packer
from engine.weights import PATHWAYS, MetstShape, PlusShape, SlowFastShape

Array = NDArray[Any]
State = tuple[Array, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Arrays one block works in, kept for the next block of the same sizes; one thread's."""

    normed: Array  # [T, D]
    projected: Array  # [2E, T]
    u: Array  # [E, T]
    mixed: Array  # [T, 2N + R]
    step: Array  # [E, T]
    out: Array  # [T, D]

    @staticmethod
    def of(block: PackedBlock, samples: int) -> "Space":
        """Space for `samples` samples of blocks like `block`."""
        (inner, width), mixed, dtype = block.w_out.shape, block.w_x.shape[1], block.w_out.dtype
        shapes = (samples, width), (2 * inner, samples), (inner, samples), (samples, mixed), (inner, samples)
        return Space(*(np.empty(shape, dtype) for shape in (*shapes, (samples, width))))


Spaces = dict[tuple[int, int], Space]


class Trunk(Protocol):
    """What is between the stem and the heads.

    Attributes:
        hop: numbers of samples must be multiples of this.
    """

    hop: int

    def start(self) -> State:
        """States at the beginning of a sequence."""
        ...

    def run(self, x: Array, state: State, spaces: Spaces) -> Array:
        """Features [T, F] of the next T samples; `x` [T, D] and `state` are changed."""
        ...


def run_block(kernels: Kernels, block: PackedBlock, x: Array, state: tuple[Array, Array], spaces: Spaces) -> None:
    """``x + norm1(Mamba(norm(x)))`` in place.

    Args:
        kernels: the functions to use.
        block: weights.
        x: [T, D].
        state: scan state [E, N] and the last three inputs of the convolution [E, 3]; changed in place.
        spaces: work arrays by (T, D), filled on first use.
    """
    space = spaces.get(x.shape)
    if space is None:
        space = spaces[x.shape] = Space.of(block, len(x))
    inner, rank = block.w_step.shape
    hidden, kept = state
    kernels.normalise(x, space.normed)
    np.matmul(block.w_in, space.normed.T, out=space.projected)
    kernels.convolve(space.projected[:inner], block.b_u, block.taps, block.tap_bias, kept, space.u)
    np.matmul(space.u.T, block.w_x, out=space.mixed)
    np.matmul(block.w_step, space.mixed[:, -rank:].T, out=space.step)
    kernels.scan(space.u, space.step, space.projected[inner:], block.a, space.mixed, block.rows, hidden)
    np.matmul(space.u.T, block.w_out, out=space.out)
    kernels.add(x, space.out, block.scale, block.shift)


def block_state(block: PackedBlock) -> State:
    """Zero state of one block."""
    dtype = block.a.dtype
    return np.zeros(block.a.shape, dtype), np.zeros((len(block.taps), block.taps.shape[1] - 1), dtype)


class _Path:
    """Consecutive blocks."""

    def __init__(self, kernels: Kernels, blocks: tuple[PackedBlock, ...]) -> None:
        self._kernels = kernels
        self._blocks = blocks
        # A checkpoint with fewer trained blocks than its architecture has keeps the others silent.
        self._acting = tuple(index for index, block in enumerate(blocks) if block.scale.any() or block.shift.any())

    def start(self) -> State:
        return tuple(array for block in self._blocks for array in block_state(block))

    @property
    def arrays(self) -> int:
        """Number of arrays in a state."""
        return 2 * len(self._blocks)

    def run(self, x: Array, state: State, spaces: Spaces) -> None:
        for index in self._acting:
            block = self._blocks[index]
            run_block(self._kernels, block, x, (state[2 * index], state[2 * index + 1]), spaces)


class MetstTrunk:
    """ME-TST: ``blocks_spot`` serve both heads (network spec 2: bit-identical to the released two passes)."""

    hop = 1

    def __init__(self, packer: Packer, kernels: Kernels, shape: MetstShape) -> None:
        self._path = _Path(kernels, tuple(packer.block(f"blocks_spot.{index}") for index in range(shape.blocks)))

    def start(self) -> State:
        """See `Trunk.start`."""
        return self._path.start()

    def run(self, x: Array, state: State, spaces: Spaces) -> Array:
        """See `Trunk.run`."""
        self._path.run(x, state, spaces)
        return x


class SlowFastTrunk:
    """METST_SF: a fast path, a slow path at half the rate, joined after stages 1 and 2 (network spec 2)."""

    hop = 2

    def __init__(self, packer: Packer, kernels: Kernels, shape: SlowFastShape | PlusShape, *, prefix: str = "") -> None:
        """Pack one pathway; `prefix` stands before its parameters' names."""

        def path(name: str) -> _Path:
            return _Path(kernels, tuple(packer.block(f"{prefix}{name}.{index}") for index in range(shape.blocks)))

        self._slow = [path(f"block{stage}") for stage in (1, 2, 3)]
        self._fast = [path(f"block{stage}_fast") for stage in (1, 2, 3)]
        self._halving = packer.conv(f"{prefix}Stem_slow.0", f"{prefix}Stem_slow.1")
        self._joins = [packer.conv(f"{prefix}fuse_{stage}.conv.0", f"{prefix}fuse_{stage}.conv.1") for stage in (1, 2)]
        self._width = shape.width

    def start(self) -> State:
        """The last fast sample before each of the three halving convolutions, then the states of all blocks."""
        dtype = self._halving.weight.dtype
        last = tuple(np.zeros((1, self._width), dtype) for _ in range(3))
        return (*last, *(array for path in self._paths() for array in path.start()))

    def _paths(self) -> list[_Path]:
        return [path for pair in zip(self._slow, self._fast, strict=True) for path in pair]

    def run(self, x: Array, state: State, spaces: Spaces) -> Array:
        """See `Trunk.run`."""
        slow = _halved(x, self._halving, state[0])
        position = 3
        for stage, (slow_path, fast_path) in enumerate(zip(self._slow, self._fast, strict=True)):
            for path, features in ((slow_path, slow), (fast_path, x)):
                path.run(features, state[position : position + path.arrays], spaces)
                position += path.arrays
            if stage < len(self._joins):
                slow = slow + _halved(x, self._joins[stage], state[1 + stage])
        return np.concatenate([np.repeat(slow, 2, axis=0), x], axis=1)


class PlusTrunk:
    """ME-TST+: a pathway for the spotting score and one for the emotion; their features stand side by side."""

    hop = 2

    def __init__(self, packer: Packer, kernels: Kernels, shape: PlusShape) -> None:
        self._pathways = [SlowFastTrunk(packer, kernels, shape, prefix=prefix) for prefix in PATHWAYS]

    def start(self) -> State:
        """See `Trunk.start`."""
        return tuple(array for pathway in self._pathways for array in pathway.start())

    def run(self, x: Array, state: State, spaces: Spaces) -> Array:
        """See `Trunk.run`; F is that of both pathways together."""
        half = len(state) // 2
        stem = x.copy()  # a pathway changes what it is given
        seen = [
            self._pathways[0].run(x, state[:half], spaces),
            self._pathways[1].run(stem, state[half:], spaces),
        ]
        return np.concatenate(seen, axis=1)


def _halved(x: Array, conv: PackedConv, last: Array) -> Array:
    """Convolution of width 3 and stride 2 with ReLU: [T, D] -> [T/2, 2D]; `last` [1, D] is the sample before."""
    joined = np.concatenate([last, x])
    last[:] = x[-1]
    triples = np.concatenate([joined[tap : tap + len(x) : 2] for tap in range(3)], axis=1)
    result: Array = np.maximum(triples @ conv.weight.T + conv.bias, 0)
    return result
