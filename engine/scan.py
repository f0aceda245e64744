"""The selective state-space scan of Mamba-1 with its gate, twice: readable numpy of any dtype, and compiled float32.

Both compute, for each of E channels with N states (Gu and Dao, "Mamba", 2023, algorithm 2), and carry h on::

    h[t] = exp(delta[t] * a) * h[t - 1] + delta[t] * b[t] * u[t]        y[t] = (c[t] . h[t] + d * u[t]) * silu(z[t])
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.types import Float32

Array = NDArray[Any]
# The compiled scan has the number of states as a literal, so that they stay in vector registers; both networks have 64.
STATES = 64
LOG2_E = 1.4426950408889634
# 2^f = 1 + f (C1 + f (C2 + ...)) on [-0.5, 0.5]: minimax fit of the relative error, which is 2e-9.
C1, C2, C3 = np.float32(0.6931472028552111), np.float32(0.2402264791361571), np.float32(0.0555033247078304)
C4, C5, C6 = np.float32(0.00961843735822762), np.float32(0.0013398874557298303), np.float32(0.00015353362065365436)
# Exponents are kept in the range of normal float32 numbers: below, 2^x is 2e-38 instead of a slow denormal.
LOWEST, HIGHEST = np.float32(-125.0), np.float32(126.0)
ONE, ZERO = np.float32(1.0), np.float32(0.0)
MINUS_LOG2_E = np.float32(-LOG2_E)
# contract, nsz, nnan, ninf: as exact on every processor; reassoc lets sums use vector lanes. Not arcp or afn:
# approximate reciprocals differ by processor. nnan means that NaN gives garbage: inputs are checked before.
EXACT: Final = frozenset({"contract", "nsz", "nnan", "ninf"})
SUMS: Final = EXACT | {"reassoc"}


def selective_scan(
    u: Array, delta: Array, z: Array, *, a: Array, bc: Array, d: Array, state: Array, out: Array
) -> None:
    """Reference scan and gate: one step a sample, vectorised over channels and states; any float dtype.

    Args:
        u: [E, T] input.
        delta: [E, T] step sizes, positive.
        z: [E, T] input of the gate.
        a: [E, N] decay rates, negative.
        bc: [T, 2N] input projection, then output projection.
        d: [E] skip weight.
        state: [E, N] carried state h; changed in place.
        out: [E, T] result.
    """
    states = a.shape[1]
    driven = delta * u
    decay, gain = np.empty_like(a), np.empty_like(a)
    for t in range(u.shape[1]):
        np.multiply(delta[:, t, np.newaxis], a, out=decay)
        np.exp(decay, out=decay)
        np.multiply(driven[:, t, np.newaxis], bc[t, :states], out=gain)
        state *= decay
        state += gain
        out[:, t] = state @ bc[t, states:]
    out += d[:, np.newaxis] * u
    out *= z / (1 + np.exp(-np.maximum(z, -80)))


def compiled(
    signature: Callable[[Any], Any], *, fastmath: frozenset[str] = SUMS, inline: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: compile with the settings every kernel of the network needs (network spec 3.1).

    numpy's error model (the other one checks every division and keeps loops from being vectorised), without the
    interpreter lock, kept on disk where that is possible.

    Args:
        signature: from the module ``numba`` to the types of the arguments.
        fastmath: allowed changes of the arithmetic.
        inline: a helper of other kernels: compiled with them, not kept by itself.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        import numba

        options = {"nogil": True, "error_model": "numpy", "fastmath": set(fastmath)}
        result: Callable[..., Any]
        if inline:
            result = numba.njit(**options)(function)
            return result
        try:
            result = numba.njit(signature(numba), cache=True, **options)(function)
        except (OSError, RuntimeError):  # no folder to keep the code in, or the disk is full
            result = numba.njit(signature(numba), **options)(function)
        return result

    return decorate


@cache
def exp2_helper() -> Callable[..., Any]:
    """``2^x`` of a float32 ``x <= HIGHEST`` for compiled kernels: within 0.5 ulp from -125 on, 2^-125 below."""

    @compiled(lambda _: None, fastmath=EXACT, inline=True)
    def exp2(x: Any) -> Any:  # pragma: no cover - compiled
        x = max(x, LOWEST)
        whole = np.rint(x)
        f = x - whole
        power = ONE + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))))
        bits = np.float32(power).view(np.int32) + (np.int32(whole) << np.int32(23))
        return np.int32(bits).view(np.float32)

    return exp2


def arrays(numba: Any, *kinds: str) -> Any:
    """Kernel signature: per argument ``r`` read or ``w`` written and the number of dimensions, e.g. ``"r2"``."""
    types = numba.types
    return types.void(*(types.Array(types.float32, int(kind[1]), "C", readonly=kind[0] == "r") for kind in kinds))


@cache
def compiled_scan() -> Callable[..., None]:
    """The kernel ``(u, delta, z, a2, bc, d, state, out)`` with the arguments of `selective_scan`, ``a2 = a log2(e)``.

    float32, contiguous, N = `STATES`, finite; within 1e-6 relative of the reference; releases the interpreter lock.
    """
    exp2 = exp2_helper()

    @compiled(lambda numba: arrays(numba, "r2", "r2", "r2", "r2", "r2", "r1", "w2", "w2"))
    def scan(
        u: Float32, delta: Float32, z: Float32, a2: Float32, bc: Float32, d: Float32, state: Float32, out: Float32
    ) -> None:  # pragma: no cover - compiled
        samples = u.shape[1]
        h = np.empty(64, np.float32)
        for e in range(u.shape[0]):
            rates, kept, u_e, delta_e, z_e, out_e = a2[e], state[e], u[e], delta[e], z[e], out[e]
            for n in range(64):
                h[n] = kept[n]
            for t in range(samples):
                step = delta_e[t]
                driven = step * u_e[t]
                row = bc[t]
                total = ZERO
                for n in range(64):
                    h[n] = exp2(step * rates[n]) * h[n] + driven * row[n]
                    total += h[n] * row[64 + n]
                out_e[t] = total
            for n in range(64):
                kept[n] = h[n]
            skip = d[e]
            for t in range(samples):
                gate = z_e[t] / (ONE + exp2(min(z_e[t] * MINUS_LOG2_E, HIGHEST)))
                out_e[t] = (out_e[t] + skip * u_e[t]) * gate

    return scan
