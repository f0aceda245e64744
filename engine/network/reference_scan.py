"""The selective state-space scan of Mamba-1 with its gate in readable numpy, and the constants of the compiled one.

For each of E channels with N states (Gu and Dao, "Mamba", 2023, algorithm 2)::

    h[t] = exp(delta[t] * a) * h[t - 1] + delta[t] * b[t] * u[t]        delta = softplus(step)
    y[t] = (c[t] . h[t] + d * u[t]) * silu(z[t])
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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


def selective_scan(u: Array, step: Array, gate: Array, a: Array, bc: Array, rows: Array, state: Array) -> None:
    """Reference scan with its activations: one step a sample, vectorised over channels and states; any float dtype.

    Args:
        u: [E, T] input; replaced by y.
        step: [E, T] step sizes before bias and softplus; changed.
        gate: [E, T] z before its bias; changed.
        a: [E, N] decay rates, negative.
        bc: [T, 2N + R] input projection b, output projection c; the rest is ignored.
        rows: [3, E] bias of the step sizes, bias of the gate, skip weight d.
        state: [E, N] carried state h; changed in place.
    """
    states = a.shape[1]
    step += rows[0][:, np.newaxis]
    gate += rows[1][:, np.newaxis]
    delta = np.maximum(step, 0) + np.log1p(np.exp(-np.abs(step)))
    driven = delta * u
    decay, gain = np.empty_like(a), np.empty_like(a)
    u *= rows[2][:, np.newaxis]
    for t in range(u.shape[1]):
        np.multiply(delta[:, t, np.newaxis], a, out=decay)
        np.exp(decay, out=decay)
        np.multiply(driven[:, t, np.newaxis], bc[t, :states], out=gain)
        state *= decay
        state += gain
        u[:, t] += state @ bc[t, states : 2 * states]
    u *= gate / (1 + np.exp(-np.maximum(gate, -80)))
