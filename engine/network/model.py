"""A network ready to run: windows, streams and whole sequences, with one backend and one precision."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.network.blas import one_blas_thread
from engine.network.kernels import Array, Kernels, compiled_kernels, plain_kernels
from engine.network.packed import PackedConv, Packer
from engine.network.stream import Outputs, Stream
from engine.network.trunks import MetstTrunk, PlusTrunk, SlowFastTrunk, Spaces, State, Trunk
from engine.weights import MetstShape, NetworkShape, PlusShape, network_shape

Backend = Literal["auto", "numba", "numpy"]
Precision = Literal["float32", "float64"]
# Samples on either side of a sample that its stem features depend on.
LOOK_AHEAD = 2
# Samples in a product of a stream: larger is hardly faster, smaller lets live scores come earlier (network spec 3.2).
CHUNK = 128


class Network:
    """ME-TST, ME-TST+ or METST_SF on the processor.

    Every window is computed by itself with the same array shapes, so its result is bit-identical whatever other windows
    are in the call and on however many threads. A network holds no state and may be used by several threads at once.
    """

    def __init__(
        self,
        state: Mapping[str, NDArray[np.float32]],
        *,
        precision: Precision = "float32",
        backend: Backend = "auto",
    ) -> None:
        """Pack a state dict.

        Args:
            state: parameters by name, as `engine.weights.load_checkpoint` returns them.
            precision: ``"float64"`` is the slow reference mode (numpy; 1e-13 from the released code in float64).
            backend: ``"auto"`` takes numba where it works, else numpy (5 times slower).

        Raises:
            CheckpointError: parameters missing or of the wrong shape.
        """
        self.shape: NetworkShape = network_shape({name: value.shape for name, value in state.items()})
        self.dtype = np.dtype(precision)
        kernels = _kernels(backend, precision)
        self.backend = f"{kernels.name} {precision}"
        packer = Packer(state, self.dtype, kernels.decay_scale)
        self._stem = packer.conv("Stem.0", "Stem.1"), packer.conv("Stem.3", "Stem.4")
        self._heads = packer.heads(apart=isinstance(self.shape, PlusShape))
        self._trunk = _trunk(packer, kernels, self.shape)

    @property
    def hop(self) -> int:
        """Streams work in chunks of a multiple of this many samples (1 for ME-TST, else 2)."""
        return self._trunk.hop

    def windows(self, x: Array, *, threads: int = 1) -> tuple[Array, Array]:
        """Outputs of each window; states start at zero in every window.

        Args:
            x: float [B, C, T], ROI flow features in px at the 320 px crop; finite; C = ``shape.channels``.
            threads: windows computed at the same time.

        Returns:
            spot: [B, T], spotting score in [0, 1].
            logits: [B, T, 5], in `engine.types.CLASSES` order.

        Raises:
            ValueError: wrong shape or non-finite input.
        """
        check_input(x, 3, self.shape.channels)
        outputs = np.empty((len(x), x.shape[2], self.shape.classes + 1), self.dtype)
        parts = max(1, min(threads, len(x)))
        work = partial(self._each_window, x, outputs)
        with one_blas_thread(), np.errstate(all="ignore"):
            if parts == 1:
                work(range(len(x)))
            else:
                with ThreadPoolExecutor(parts) as pool:
                    list(pool.map(work, [range(part, len(x), parts) for part in range(parts)]))
        return sigmoid(outputs[..., 0]), outputs[..., 1:].copy()

    def _each_window(self, x: Array, outputs: Array, numbers: range) -> None:
        samples = x.shape[2]
        if samples == 0:
            return
        whole = -(-samples // self.hop) * self.hop
        spaces: Spaces = {}
        padded = np.zeros((self.shape.channels, whole + 2 * LOOK_AHEAD), self.dtype)
        for number in numbers:
            padded[:, LOOK_AHEAD : LOOK_AHEAD + samples] = x[number]
            outputs[number] = self.advance(padded, (0, whole), self.start(), spaces)[:samples]

    def stream(self, *, chunk: int = CHUNK) -> Stream:
        """A new sequence, given piece by piece; see `engine.network.stream.Stream`."""
        return Stream(self, chunk=chunk)

    def full(self, x: Array, *, chunk: int = CHUNK) -> tuple[Array, Array]:
        """Outputs of one sequence with states carried through: what a stream of the same chunk gives, bit for bit.

        The published networks were trained on windows whose states start at zero: this is another use of the weights.

        Args:
            x: float [C, T], finite.
            chunk: samples in a product.

        Returns:
            spot [T] and logits [T, 5], as from `windows`.
        """
        stream = self.stream(chunk=chunk)
        return joined([*stream.push(x), *stream.finish()], self.shape.classes, self.dtype)

    def start(self) -> State:
        """States at the beginning of a sequence."""
        return self._trunk.start()

    def advance(self, padded: Array, valid: tuple[int, int], state: State, spaces: Spaces) -> Array:
        """Head outputs of the next n samples.

        Args:
            padded: [C, n + 4], input with two samples before and after; zeros outside the sequence.
            valid: first and one past the last sample of the sequence, counted from the first of the n samples.
            state: changed in place.
            spaces: work arrays, one thread's.

        Returns:
            [n, 1 + classes], spotting score before the sigmoid, logits.
        """
        inner = _convolved(padded, self._stem[0])
        # the second convolution is padded with zeros too, not with what the first makes of zeros
        inner[:, : max(0, 1 + valid[0])] = 0
        inner[:, max(0, 1 + valid[1]) :] = 0
        features = np.ascontiguousarray(_convolved(inner, self._stem[1]).T)
        outputs: Array = self._trunk.run(features, state, spaces) @ self._heads.weight + self._heads.bias
        return outputs


def _trunk(packer: Packer, kernels: Kernels, shape: NetworkShape) -> Trunk:
    if isinstance(shape, MetstShape):
        return MetstTrunk(packer, kernels, shape)
    return PlusTrunk(packer, kernels, shape) if isinstance(shape, PlusShape) else SlowFastTrunk(packer, kernels, shape)


def joined(results: list[Outputs], classes: int, dtype: np.dtype[Any]) -> tuple[Array, Array]:
    """Outputs one after the other: spot [T], logits [T, classes]."""
    spot = [np.empty(0, dtype), *(result.spot for result in results)]
    logits = [np.empty((0, classes), dtype), *(result.logits for result in results)]
    return np.concatenate(spot), np.concatenate(logits)


def check_input(x: Array, dimensions: int, channels: int) -> None:
    """Refuse input the kernels would turn into garbage.

    Raises:
        ValueError: wrong shape or non-finite values.
    """
    if x.ndim != dimensions or x.shape[-2] != channels:
        raise ValueError(
            Said(
                "the network needs {channels} channels a sample, not an array of shape {shape}",
                channels=channels,
                shape=str(x.shape),
            )
        )
    if not np.isfinite(x).all():
        raise ValueError(Said("the features must be finite"))


def sigmoid(x: Array) -> Array:
    """Logistic function; exact to rounding from -80 on, below that 2e-35 instead of an overflow."""
    result: Array = 1 / (1 + np.exp(-np.maximum(x, -80)))
    return result


def _convolved(x: Array, conv: PackedConv) -> Array:
    """[C, n + 2] -> [D, n] with ReLU; the first and last column are context."""
    n = x.shape[1] - 2
    taps = np.concatenate([x[:, tap : tap + n] for tap in range(3)])
    result: Array = conv.weight @ taps
    result += conv.bias[:, np.newaxis]
    np.maximum(result, 0, out=result)
    return result


def _kernels(backend: Backend, precision: Precision) -> Kernels:
    if precision == "float64" or backend == "numpy":
        return plain_kernels()
    try:
        return compiled_kernels()
    except Exception:
        # numba can fail in any way where it is missing, too old or not allowed to write code; numpy always works
        if backend == "numba":
            raise
        return plain_kernels()
