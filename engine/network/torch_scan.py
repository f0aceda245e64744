"""The selective scan with torch, for devices: over time, in two levels, or with mamba-ssm's kernel.

All carry a state: ``scan(u, delta, a, b, c, h) -> (y, h)`` for u and delta [B, E, T], a [E, N], b and c [B, N, T],
h [B, E, N]; y [B, E, T] is ``c . h`` without the skip term.
"""

import logging
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.network.reference_scan import selective_scan

Scan = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]
# A kernel must agree this well with the reference; fast approximate exponentials of a GPU reach 1e-6.
SELF_TEST_TOLERANCE = 1e-4
# Sequences longer than this are scanned in two levels: fewer, larger steps.
LONG = 256
LOG = logging.getLogger(__name__)


def loop_scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    """Step by step: best for hundreds of short windows at once."""
    y = torch.empty_like(u)
    driven = delta * u
    for t in range(u.shape[2]):
        h = torch.exp(delta[:, :, t, None] * a) * h + driven[:, :, t, None] * b[:, None, :, t]
        y[:, :, t] = (h * c[:, None, :, t]).sum(-1)
    return y, h


def two_level_scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    """All pieces of Q samples side by side from zero, then the states from piece to piece, then what they add.

    About ``3 sqrt(T)`` steps instead of T. Exact: every factor is an exponential of a sum of ``delta a <= 0``.
    """
    batch, inner, samples = u.shape
    piece = max(1, math.isqrt(samples))
    pieces = -(-samples // piece)
    short = pieces * piece - samples
    u, delta, b, c = (torch.nn.functional.pad(x, (0, short)) for x in (u, delta, b, c))  # delta 0: the state stays
    u, delta = (x.reshape(batch, inner, pieces, piece) for x in (u, delta))
    b, c = (x.reshape(batch, 1, -1, pieces, piece).transpose(2, 3) for x in (b, c))  # [B, 1, M, N, Q]
    since = delta.cumsum(-1)
    local = u.new_zeros(batch, inner, pieces, a.shape[1])
    rates = a[:, None, :]
    y = torch.empty_like(u)
    for q in range(piece):
        local = torch.exp(delta[..., q, None] * rates) * local + (delta * u)[..., q, None] * b[..., q]
        y[..., q] = (local * c[..., q]).sum(-1)
    entering = torch.empty_like(local)
    decay = torch.exp(since[..., -1, None] * rates)
    for m in range(pieces):
        entering[:, :, m] = h
        h = decay[:, :, m] * h + local[:, :, m]
    for q in range(piece):
        y[..., q] += (torch.exp(since[..., q, None] * rates) * entering * c[..., q]).sum(-1)
    return y.reshape(batch, inner, -1)[..., :samples], h


def plain_scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    """`loop_scan` for windows, `two_level_scan` for long sequences."""
    return (two_level_scan if u.shape[2] > LONG else loop_scan)(u, delta, a, b, c, h)


def kernel_scan(kernel: Callable[..., Any]) -> Scan:
    """A scan around mamba-ssm's ``selective_scan_fn``, which takes no state: its share is added (network spec 4).

    With S[t] the sum of delta up to t: ``y[t] += c[t] . (exp(a S[t]) h)`` and ``h' = last + exp(a S[T]) h``.
    """

    def scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        u, delta, b, c = (x.contiguous() for x in (u, delta, b, c))
        y, last = kernel(u, delta, a.contiguous(), b, c, return_last_state=True)
        since = delta.cumsum(-1)
        if torch.count_nonzero(h):
            for t in range(u.shape[2]):
                y[:, :, t] += (torch.exp(since[:, :, t, None] * a) * h * c[:, None, :, t]).sum(-1)
        return y, last + torch.exp(since[:, :, -1, None] * a) * h

    return scan


def choose_scan(device: torch.device) -> tuple[Scan, str]:
    """The scan for a device, and its name: mamba-ssm's kernel on CUDA if it passes a test here and now."""
    if device.type == "cuda":
        try:
            from mamba_ssm.ops.selective_scan_interface import selective_scan_fn
        except Exception:  # noqa: BLE001 - importing mamba-ssm can fail in any way; plain torch always works
            LOG.info("mamba-ssm cannot be imported; the scan runs with plain torch")
        else:
            scan = kernel_scan(selective_scan_fn)
            if passes(scan, device):
                return scan, "mamba-ssm"
    return plain_scan, "torch"


def passes(scan: Scan, device: torch.device) -> bool:
    """Whether a scan called on the device gives the reference's numbers, with a state carried in and out."""
    rng = np.random.default_rng(0)
    inner, states, samples = 8, 64, 33
    u, gate = rng.standard_normal((inner, samples)), np.full((inner, samples), 200.0)  # silu(200) = 200
    step = rng.uniform(-7, 2, (inner, samples))
    delta = np.logaddexp(0, step)
    a, bc = -np.exp(rng.uniform(-2, 4, (inner, states))), rng.standard_normal((samples, 2 * states))
    h = rng.standard_normal((inner, states))
    arrays = (u, delta, a, bc[:, :states].T, bc[:, states:].T, h)
    given = [torch.tensor(x, dtype=torch.float32, device=device) for x in arrays]
    try:
        y, last = scan(*(x if x is given[2] else x[None] for x in given))
        found, carried = (x[0].double().cpu().numpy() for x in (y, last))
    except Exception:  # noqa: BLE001 - a kernel built for another machine can fail in any way
        LOG.info("the scan kernel of mamba-ssm does not work here; the scan runs with plain torch")
        return False
    expected = u.copy()
    selective_scan(expected, step, gate, a, bc, np.zeros((3, inner)), h)
    expected /= 200
    good = np.abs(found - expected).max() <= SELF_TEST_TOLERANCE * np.abs(expected).max()
    return bool(good and np.abs(carried - h).max() <= SELF_TEST_TOLERANCE * np.abs(h).max())
