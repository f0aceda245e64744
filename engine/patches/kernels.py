"""Compiled parts of the patch measurement: sampling, texture, cells, the rigid fit and the patches.

Sums run in a fixed order without contraction, so that every processor gives the same bits from the same flow.
"""

from typing import Any

import numpy as np

from engine.numba_cache import compiled_for

Array = np.ndarray[Any, Any]
EXACT = frozenset[str]()
SIDE = 160
CELL = 5
CELLS = 32
# Cubic interpolation as image libraries have it.
SHARPNESS = -0.75
TEXTURE_FLOOR = 0.5
# Robust fit: rounds, Tukey's constant in scales of the median, and the least scale in px of the picture.
ROUNDS = 6
TUKEY = 3.5
MEDIAN_SCALE = 1.2
LEAST_SCALE = 0.12
ENOUGH_TEXTURE = 80.0
HALF_TEXTURE = 8.0
MOST_TEXTURE = 120.0


@compiled_for("void(uint8[:,::1], float64[:,::1], float32[:,::1], uint8[:,::1])", EXACT)
def sample(source: Array, camera: Array, depth: Array, out: Array) -> None:
    """Picture of a face over its canonical head: cubic, the border repeated.

    Args:
        source: uint8 [h, w], at least 4 px a side.
        camera: float64 [2, 4], from [1, x, y, z] of the picture to (x, y) of the source.
        depth: float32 [160, 160].
        out: uint8 [160, 160], written.
    """
    height, width = source.shape
    a = np.float32(SHARPNESS)
    one = np.float32(1)
    wx, wy = np.empty(4, np.float32), np.empty(4, np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            z = np.float64(depth[y, x])
            u = camera[0, 0] + camera[0, 1] * x + camera[0, 2] * y + camera[0, 3] * z
            v = camera[1, 0] + camera[1, 1] * x + camera[1, 2] * y + camera[1, 3] * z
            u = min(max(u, 1.0), width - 2.001)
            v = min(max(v, 1.0), height - 2.001)
            column, row = int(u), int(v)
            for axis in range(2):
                f = np.float32(u - column) if axis == 0 else np.float32(v - row)
                weights = wx if axis == 0 else wy
                g = one - f
                f1, g1 = one + f, one + g
                weights[0] = ((a * f1 - np.float32(5) * a) * f1 + np.float32(8) * a) * f1 - np.float32(4) * a
                weights[1] = ((a + np.float32(2)) * f - (a + np.float32(3))) * f * f + one
                weights[2] = ((a + np.float32(2)) * g - (a + np.float32(3))) * g * g + one
                weights[3] = ((a * g1 - np.float32(5) * a) * g1 + np.float32(8) * a) * g1 - np.float32(4) * a
            total = np.float32(0)
            for i in range(4):
                line = np.float32(0)
                for j in range(4):
                    line += wx[j] * np.float32(source[row - 1 + i, column - 1 + j])
                total += wy[i] * line
            out[y, x] = np.uint8(min(max(total + np.float32(0.5), np.float32(0)), np.float32(255)))


@compiled_for("void(uint8[:,::1], float32[:,::1], float32[::1])", EXACT)
def texture(picture: Array, energy: Array, cells: Array) -> None:
    """Gradient energy (Sobel / 8, squared, + 0.5).

    Args:
        picture: uint8 [160, 160].
        energy: float32 [160, 160], written.
        cells: float32 [1024], written: its mean over each cell.
    """
    eighth = np.float32(0.125)
    for y in range(SIDE):
        up, down = max(y - 1, 0), min(y + 1, SIDE - 1)
        for x in range(SIDE):
            left, right = max(x - 1, 0), min(x + 1, SIDE - 1)
            a, b, c = np.float32(picture[up, left]), np.float32(picture[up, x]), np.float32(picture[up, right])
            d, f = np.float32(picture[y, left]), np.float32(picture[y, right])
            g, h, i = np.float32(picture[down, left]), np.float32(picture[down, x]), np.float32(picture[down, right])
            gx = (c + f + f + i - a - d - d - g) * eighth
            gy = (g + h + h + i - a - b - b - c) * eighth
            energy[y, x] = gx * gx + gy * gy + np.float32(TEXTURE_FLOOR)
    for row in range(CELLS):
        for col in range(CELLS):
            total = np.float32(0)
            for y in range(CELL):
                for x in range(CELL):
                    total += energy[row * CELL + y, col * CELL + x]
            cells[row * CELLS + col] = total / np.float32(CELL * CELL)


@compiled_for("void(float32[:,:,::1], int64, float32[:,::1], float32[:,::1])", EXACT)
def cell_means(flow: Array, first: int, energy: Array, out: Array) -> None:
    """Mean flow of each cell, weighted by the texture of the earlier picture.

    Args:
        flow: float32 [rows, 160, 2], of the rows from `first` on (a multiple of 5).
        first: its first row in the picture.
        energy: float32 [160, 160].
        out: float32 [1024, 2], written; cells without flow are 0.
    """
    out[:] = np.float32(0)
    for row in range(first // CELL, (first + flow.shape[0]) // CELL):
        for col in range(CELLS):
            weight, total_x, total_y = np.float32(0), np.float32(0), np.float32(0)
            for y in range(row * CELL, row * CELL + CELL):
                for x in range(col * CELL, col * CELL + CELL):
                    e = energy[y, x]
                    weight += e
                    total_x += e * flow[y - first, x, 0]
                    total_y += e * flow[y - first, x, 1]
            out[row * CELLS + col, 0] = total_x / weight
            out[row * CELLS + col, 1] = total_y / weight


@compiled_for("void(float64[:,::1], float64[:,::1])", EXACT)
def _solve(normal: Array, right: Array) -> None:
    """Solve the 4 x 4 equations in place (Gauss, the matrix is positive definite)."""
    for a in range(4):
        for b in range(a + 1, 4):
            factor = normal[b, a] / normal[a, a]
            for c in range(a, 4):
                normal[b, c] -= factor * normal[a, c]
            for c in range(2):
                right[b, c] -= factor * right[a, c]
    for a in range(3, -1, -1):
        for c in range(2):
            for b in range(a + 1, 4):
                right[a, c] -= normal[a, b] * right[b, c]
            right[a, c] /= normal[a, a]


@compiled_for("void(float32[:,::1], float64[:,::1], int64[::1], float64[::1], float64[:,::1])", EXACT)
def _regress(cells: Array, basis: Array, chosen: Array, weight: Array, right: Array) -> None:
    """Weighted least squares of both flow components on the basis: right float64 [4, 2], written."""
    normal = np.zeros((4, 4))
    right[:] = 0.0
    for i in range(chosen.size):
        at = chosen[i]
        for a in range(4):
            wa = weight[i] * basis[at, a]
            for b in range(a, 4):
                normal[a, b] += wa * basis[at, b]
            right[a, 0] += wa * cells[at, 0]
            right[a, 1] += wa * cells[at, 1]
    for a in range(4):
        normal[a, a] += 1e-6
        for b in range(a):
            normal[a, b] = normal[b, a]
    _solve(normal, right)


@compiled_for("void(float32[:,::1], float64[:,::1], int64[::1], float64[:,::1], float64[::1])", EXACT)
def _rest(cells: Array, basis: Array, chosen: Array, right: Array, left: Array) -> None:
    """Length of what the regression leaves at each chosen cell: left float64 [n], written."""
    for i in range(chosen.size):
        at = chosen[i]
        rx, ry = np.float64(cells[at, 0]), np.float64(cells[at, 1])
        for a in range(4):
            rx -= right[a, 0] * basis[at, a]
            ry -= right[a, 1] * basis[at, a]
        left[i] = np.sqrt(rx * rx + ry * ry)


@compiled_for("float64(float32[:,::1], float32[::1], float64[:,::1], int64[::1], float64[:,::1])", EXACT)
def fit_rigid(cells: Array, energy: Array, basis: Array, chosen: Array, out: Array) -> float:
    """Motion of the head in the cells' flow: both components regressed on the basis, by Tukey's biweight.

    Args:
        cells: float32 [1024, 2], flow.
        energy: float32 [1024], texture.
        basis: float64 [1024, 4].
        chosen: int64 [n], cells that take part.
        out: float64 [2, 4], written: the coefficients; 0 where no cell takes part.

    Returns:
        the robust scale of what is left, px of the picture.
    """
    n = chosen.size
    out[:] = 0.0
    if n == 0:
        return LEAST_SCALE
    start, weight, left, right = np.empty(n), np.empty(n), np.empty(n), np.empty((4, 2))
    for i in range(n):
        e = min(np.float64(energy[chosen[i]]), ENOUGH_TEXTURE)
        start[i] = e / (e + HALF_TEXTURE)
        weight[i] = start[i]
    scale = LEAST_SCALE
    for _ in range(ROUNDS):
        _regress(cells, basis, chosen, weight, right)
        _rest(cells, basis, chosen, right, left)
        scale = max(MEDIAN_SCALE * np.median(left), LEAST_SCALE)
        for i in range(n):
            share = left[i] / (TUKEY * scale)
            weight[i] = start[i] * (1.0 - share * share) ** 2 if share < 1.0 else 0.0
    _regress(cells, basis, chosen, weight, right)
    for a in range(4):
        out[0, a], out[1, a] = right[a, 0], right[a, 1]
    return scale


@compiled_for(
    "void(float32[:,::1], float32[::1], float64[:,::1], float64[:,::1], int64[:,::1], float32[:,::1], float32[:,::1])",
    EXACT,
)
def patch_means(
    cells: Array, energy: Array, basis: Array, rigid: Array, index: Array, cover: Array, out: Array
) -> None:
    """What the rigid fit leaves of the flow in each patch: mean weighted by texture and cover.

    Args:
        cells: float32 [1024, 2], flow.
        energy: float32 [1024], texture.
        basis: float64 [1024, 4].
        rigid: float64 [2, 4], coefficients that are subtracted.
        index: int64 [p, n], cells of each patch; -1: none.
        cover: float32 [p, n], share of the cell that the patch covers.
        out: float32 [p, 2], written; 0 for a patch outside the picture.
    """
    for patch in range(index.shape[0]):
        weight, total_x, total_y = 0.0, 0.0, 0.0
        for i in range(index.shape[1]):
            at = index[patch, i]
            if at < 0:
                break
            rx, ry = np.float64(cells[at, 0]), np.float64(cells[at, 1])
            for a in range(4):
                rx -= rigid[0, a] * basis[at, a]
                ry -= rigid[1, a] * basis[at, a]
            w = np.float64(cover[patch, i]) * (min(np.float64(energy[at]), MOST_TEXTURE) + 1.0)
            weight += w
            total_x += w * rx
            total_y += w * ry
        out[patch, 0] = np.float32(total_x / weight) if weight > 0.0 else np.float32(0)
        out[patch, 1] = np.float32(total_y / weight) if weight > 0.0 else np.float32(0)


@compiled_for("void(float32[::1], int64[:,::1], float32[:,::1], float32[::1])", EXACT)
def patch_texture(energy: Array, index: Array, cover: Array, out: Array) -> None:
    """Mean texture of each patch: float32 [p], written; 0 for a patch outside the picture."""
    for patch in range(index.shape[0]):
        weight, total = np.float32(0), np.float32(0)
        for i in range(index.shape[1]):
            at = index[patch, i]
            if at < 0:
                break
            weight += cover[patch, i]
            total += cover[patch, i] * energy[at]
        out[patch] = total / weight if weight > np.float32(0) else np.float32(0)
