"""Shift of the blocks between two patches, compiled; see `engine.face.jumps`."""

from typing import Any

import numpy as np

from engine.numba_cache import compiled

Array = np.ndarray[Any, Any]
UNKNOWNS = 4  # across, down, gain and offset of the light


@compiled
def _solve(normal: Array, right: Array, ridge: Array, out: Array) -> None:
    """``(normal + diag(ridge)) out = right`` by elimination; positive definite."""
    matrix, side = normal.copy(), right.copy()
    for i in range(UNKNOWNS):
        matrix[i, i] += ridge[i]
    for i in range(UNKNOWNS):
        for j in range(i + 1, UNKNOWNS):
            factor = matrix[j, i] / matrix[i, i]
            for c in range(i, UNKNOWNS):
                matrix[j, c] -= factor * matrix[i, c]
            side[j] -= factor * side[i]
    for i in range(UNKNOWNS - 1, -1, -1):
        total = side[i]
        for c in range(i + 1, UNKNOWNS):
            total -= matrix[i, c] * out[c]
        out[i] = total / matrix[i, i]


@compiled
def _sums(mean: Array, change: Array, row0: int, col0: int, block: int, normal: Array, right: Array) -> float:
    """Mean products over a block: of the unknowns' planes with each other and with the change, and its energy."""
    size, share = mean.shape[0], 1.0 / (block * block)
    level, energy, planes = 0.0, 0.0, np.empty(UNKNOWNS)
    for y in range(row0, row0 + block):
        for x in range(col0, col0 + block):
            level += mean[y, x]
    level *= share
    normal[:], right[:] = 0.0, 0.0
    for y in range(row0, row0 + block):
        above, below = max(y - 1, 0), min(y + 1, size - 1)
        for x in range(col0, col0 + block):
            before, after = max(x - 1, 0), min(x + 1, size - 1)
            planes[0] = (mean[y, after] - mean[y, before]) / (after - before)
            planes[1] = (mean[below, x] - mean[above, x]) / (below - above)
            planes[2], planes[3] = mean[y, x] - level, 1.0
            for a in range(UNKNOWNS):
                for b in range(a + 1):
                    normal[a, b] += planes[a] * planes[b]
                right[a] += planes[a] * change[y, x]
            energy += change[y, x] * change[y, x]
    for a in range(UNKNOWNS):
        right[a] *= share
        for b in range(a + 1):
            normal[a, b] *= share
            normal[b, a] = normal[a, b]
    return energy * share


@compiled
def moved(one: Array, two: Array, block: int, ridge: Array, out: Array) -> None:
    """Shift, change and gradient of each block between two patches.

    Args:
        one: float32 [S, S].
        two: float32 [S, S], the later one.
        block: side of a block in px.
        ridge: float64 [4], what keeps blocks solvable.
        out: float32 [3, blocks], written.
    """
    mean = (one.astype(np.float64) + two) / 2
    change = two.astype(np.float64) - one
    blocks = one.shape[0] // block
    solved, right, normal = np.empty(UNKNOWNS), np.empty(UNKNOWNS), np.empty((UNKNOWNS, UNKNOWNS))
    for number in range(blocks * blocks):
        left = _sums(mean, change, number // blocks * block, number % blocks * block, block, normal, right)
        _solve(normal, right, ridge, solved)
        for a in range(UNKNOWNS):
            modelled = 0.0
            for b in range(UNKNOWNS):
                modelled += normal[a, b] * solved[b]
            left -= solved[a] * (2 * right[a] - modelled)
        gradient = np.sqrt(normal[0, 0] + normal[1, 1])
        shift = np.sqrt(solved[0] * solved[0] + solved[1] * solved[1])
        out[0, number], out[2, number] = shift, gradient
        out[1, number] = np.sqrt(shift * shift + max(left, 0.0) / max(gradient, 1.0) ** 2)
