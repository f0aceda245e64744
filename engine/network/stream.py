"""One long sequence given piece by piece, exactly: the same numbers however it is cut.

The sequence is computed on a fixed grid of chunks, so that every product has the same shape in every run. Samples
``[t, t + chunk)`` come out when sample ``t + chunk + 1`` is in: the stem looks two samples ahead, the rest is causal.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.network.blas import one_blas_thread

Array = NDArray[Any]
CONTEXT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Outputs of samples ``[first, first + n)``: spot [n] in [0, 1], logits [n, 5]."""

    first: int
    spot: Array
    logits: Array


@dataclass(frozen=True, slots=True, eq=False)
class StreamState:
    """Everything that decides how a stream goes on; plain arrays and numbers that may be stored.

    Attributes:
        chunk: samples in a chunk.
        first: first sample that is not out yet.
        count: samples given so far.
        pending: [C, chunk + 4], input from ``first - 2`` on; only the part up to `count` counts.
        states: carried states of the network.
    """

    chunk: int
    first: int
    count: int
    pending: Array
    states: tuple[Array, ...]

    @property
    def nbytes(self) -> int:
        """Size of the carried states in bytes."""
        return sum(array.nbytes for array in self.states)


class Runner(Protocol):
    """What a stream needs of a network."""

    @property
    def hop(self) -> int: ...  # noqa: D102
    @property
    def shape(self) -> Any: ...  # noqa: D102
    @property
    def dtype(self) -> np.dtype[Any]: ...  # noqa: D102
    def start(self) -> tuple[Array, ...]: ...  # noqa: D102
    def advance(self, padded: Array, valid: tuple[int, int], state: Any, spaces: Any) -> Array: ...  # noqa: D102


class Stream:
    """One sequence in progress, with constant memory; one thread's. Streams of one network are independent."""

    def __init__(self, network: Runner, *, chunk: int) -> None:
        """Begin a sequence.

        Args:
            network: the network.
            chunk: samples in a chunk; a multiple of ``network.hop``. Another chunk changes results within rounding.

        Raises:
            ValueError: a chunk the network cannot use.
        """
        if chunk < 1 or chunk % network.hop:
            raise ValueError(Said("a chunk must be a positive multiple of {hop}", hop=network.hop))
        self._network = network
        self._chunk = chunk
        self._first = 0
        self._count = 0
        self._finished = False
        self._pending = np.zeros((network.shape.channels, chunk + 2 * CONTEXT), network.dtype)
        self._states = network.start()
        self._spaces: dict[Any, Any] = {}

    def push(self, x: Array) -> list[Outputs]:
        """Give the next samples.

        Args:
            x: float [C, n], finite, any n.

        Returns:
            the outputs that are complete now, in order; often none.

        Raises:
            ValueError: wrong shape, non-finite input, or the stream is finished.
        """
        if self._finished:
            raise ValueError(Said("the stream is finished; begin a new one"))
        if x.ndim != 2 or x.shape[0] != self._network.shape.channels or not np.isfinite(x).all():
            raise ValueError(
                Said("a stream takes finite samples of {channels} channels", channels=self._network.shape.channels)
            )
        results = []
        taken = 0
        while taken < x.shape[1]:
            filled = self._count - self._first + CONTEXT
            n = min(self._pending.shape[1] - filled, x.shape[1] - taken)
            self._pending[:, filled : filled + n] = x[:, taken : taken + n]
            taken += n
            self._count += n
            if filled + n == self._pending.shape[1]:
                results.append(self._advance(self._chunk, end=self._count + CONTEXT))
        return results

    def finish(self) -> list[Outputs]:
        """The outputs still missing; the sequence ends with the last sample given.

        Raises:
            ValueError: the stream is finished.
        """
        if self._finished:
            raise ValueError(Said("the stream is finished; begin a new one"))
        self._finished = True
        end = -(-self._count // self._network.hop) * self._network.hop
        results = []
        while self._first < self._count:
            self._pending[:, self._count - self._first + CONTEXT :] = 0
            results.append(self._advance(min(self._chunk, self._count - self._first), end=end))
        return results

    def _advance(self, n: int, *, end: int) -> Outputs:
        """One chunk, of which the first n samples come out; the sequence has samples [0, end)."""
        valid = (-self._first, end - self._first)
        with one_blas_thread(), np.errstate(all="ignore"):
            outputs = self._network.advance(self._pending, valid, self._states, self._spaces)[:n]
            spot = 1 / (1 + np.exp(-np.maximum(outputs[:, 0], -80)))
        result = Outputs(self._first, spot, outputs[:, 1:].copy())
        self._pending[:, : 2 * CONTEXT] = self._pending[:, self._chunk :].copy()
        self._first += self._chunk
        return result

    def state(self) -> StreamState:
        """A copy of where the stream stands, for `restore`."""
        return StreamState(
            self._chunk, self._first, self._count, self._pending.copy(), tuple(array.copy() for array in self._states)
        )

    def restore(self, state: StreamState) -> None:
        """Go on from `state`, which a stream of the same network and chunk gave before it was finished.

        Raises:
            ValueError: the state is of another chunk or network.
        """
        kept = [array.shape for array in state.states]
        if state.chunk != self._chunk or kept != [array.shape for array in self._states]:
            raise ValueError(Said("the state belongs to another network or chunk"))
        self._first, self._count, self._finished = state.first, state.count, False
        self._pending = state.pending.copy()
        self._states = tuple(array.copy() for array in state.states)
