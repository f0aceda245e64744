"""TV-L1 optical flow (Zach, Pock and Bischof 2007) with the defaults of OpenCV's DualTVL1, which MEAN was made with.

Equal to OpenCV 4.5.5 within rounding, which the stopping rule lets grow: mean 0.02 px, single pixels over 1 px (docs:
baselines spec 2.2). OpenCV 5 has no such flow without its contrib modules and samples at other places.
"""

from typing import Any, NamedTuple

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]  # float32 [H, W]

TAU, LAMBDA, THETA, EPSILON = 0.25, 0.15, 0.3, 0.01
SCALES, SCALE_STEP, LEAST_SIDE = 5, 0.8, 16
WARPS, OUTER, INNER = 5, 10, 30
MEDIAN = 5


class Duals(NamedTuple):
    """The dual fields of both components, float32 [H, W] each."""

    p11: Picture
    p12: Picture
    p21: Picture
    p22: Picture

    @staticmethod
    def zeros(shape: tuple[int, ...]) -> "Duals":
        """Fields at the beginning of a scale."""
        return Duals(*(np.zeros(shape, np.float32) for _ in range(4)))


class Warped(NamedTuple):
    """The second picture and its gradients, sampled where the flow leads, and what follows from them."""

    x: Picture
    y: Picture
    squared: Picture  # of the gradient
    rest: Picture  # warped - gradient . flow - first picture


def tvl1(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Picture:
    """Flow float32 [H, W, 2] (x, y) in px from one grey picture [H, W] to another."""
    pyramid = [(first.astype(np.float32), second.astype(np.float32))]
    while len(pyramid) < SCALES:
        smaller = [cv2.resize(one, None, fx=SCALE_STEP, fy=SCALE_STEP) for one in pyramid[-1]]
        if min(smaller[0].shape) < LEAST_SIDE:
            break
        pyramid.append((smaller[0], smaller[1]))
    u = np.zeros_like(pyramid[-1][0])
    v = np.zeros_like(u)
    for level, (one, other) in reversed(list(enumerate(pyramid))):
        u, v = one_scale(one, other, u, v)
        if level:
            height, width = pyramid[level - 1][0].shape
            u, v = (cv2.resize(part, (width, height)) * np.float32(1 / SCALE_STEP) for part in (u, v))
    return np.stack([u, v], axis=-1)


def one_scale(first: Picture, second: Picture, u: Picture, v: Picture) -> tuple[Picture, Picture]:
    """The flow of one scale, from that of the smaller one."""
    limit = EPSILON**2 * first.size
    duals = Duals.zeros(first.shape)
    gradients = central_gradient(second)
    for _ in range(WARPS):
        warped = warp(first, second, gradients, u, v)
        error = np.inf
        for _ in range(OUTER):
            if error <= limit:
                break
            u, v = cv2.medianBlur(u, MEDIAN), cv2.medianBlur(v, MEDIAN)
            for _ in range(INNER):
                if error <= limit:
                    break
                error = inner_step(warped, u, v, duals)
    return u, v


def central_gradient(picture: Picture) -> tuple[Picture, Picture]:
    """Half the difference of both neighbours, half of one-sided differences at the borders; x and y."""
    padded = np.pad(picture, 1, mode="edge")
    half = np.float32(0.5)
    return half * (padded[1:-1, 2:] - padded[1:-1, :-2]), half * (padded[2:, 1:-1] - padded[:-2, 1:-1])


def warp(first: Picture, second: Picture, gradients: tuple[Picture, Picture], u: Picture, v: Picture) -> Warped:
    """What one warp needs, with the second picture sampled bicubically at 1/32 px."""
    warped, x, y = (sampled(one, u, v) for one in (second, *gradients))
    return Warped(x, y, x * x + y * y, warped - (x * u + y * v) - first)


@numba.njit(cache=True)  # type: ignore[misc]
def _cubic(t: float) -> tuple[float, float, float, float]:
    a = np.float32(-0.75)
    t = np.float32(t)
    one = np.float32(1)
    far = t + one
    w0 = ((a * far - 5 * a) * far + 8 * a) * far - 4 * a
    w1 = ((a + 2) * t - (a + 3)) * t * t + one
    back = one - t
    w2 = ((a + 2) * back - (a + 3)) * back * back + one
    return w0, w1, w2, one - w0 - w1 - w2


@numba.njit(cache=True)  # type: ignore[misc]
def sampled(picture: Picture, u: Picture, v: Picture) -> Picture:
    """The picture at x + u, y + v, rounded to 1/32 px, bicubic (A = -0.75), 0 outside."""
    height, width = picture.shape
    out = np.empty_like(picture)
    for row in range(height):
        for col in range(width):
            px = np.rint((np.float32(col) + u[row, col]) * np.float32(32))
            py = np.rint((np.float32(row) + v[row, col]) * np.float32(32))
            x0, y0 = int(np.floor(px / 32)), int(np.floor(py / 32))
            wx, wy = _cubic((px - 32 * x0) / 32), _cubic((py - 32 * y0) / 32)
            total = np.float32(0)
            for i in range(4):
                r = y0 - 1 + i
                if 0 <= r < height:
                    line = np.float32(0)
                    for j in range(4):
                        c = x0 - 1 + j
                        if 0 <= c < width:
                            line += picture[r, c] * np.float32(wx[j])
                    total += line * np.float32(wy[i])
            out[row, col] = total
    return out


def inner_step(warped: Warped, u: Picture, v: Picture, duals: Duals) -> float:
    """One step; flow and dual fields are changed, the sum of the flow's squared change is returned."""
    return float(_step(*warped, u, v, *duals))


@numba.njit(cache=True)  # type: ignore[misc]
def _step(  # noqa: PLR0913 - arrays of one loop
    wx: Picture,
    wy: Picture,
    squared: Picture,
    rest: Picture,
    u: Picture,
    v: Picture,
    p11: Picture,
    p12: Picture,
    p21: Picture,
    p22: Picture,
) -> float:
    height, width = u.shape
    lt, theta, dual = np.float32(LAMBDA * THETA), np.float32(THETA), np.float32(TAU / THETA)
    error = 0.0
    for row in range(height):
        for col in range(width):
            rho = rest[row, col] + (wx[row, col] * u[row, col] + wy[row, col] * v[row, col])
            edge = lt * squared[row, col]
            factor = np.float32(0)
            if rho < -edge:
                factor = lt
            elif rho > edge:
                factor = -lt
            elif squared[row, col] > np.finfo(np.float32).eps:
                factor = -rho / squared[row, col]
            left, above = col > 0, row > 0
            div1 = p11[row, col] - (p11[row, col - 1] if left else np.float32(0))
            div1 += p12[row, col] - (p12[row - 1, col] if above else np.float32(0))
            div2 = p21[row, col] - (p21[row, col - 1] if left else np.float32(0))
            div2 += p22[row, col] - (p22[row - 1, col] if above else np.float32(0))
            new_u = u[row, col] + factor * wx[row, col] + theta * div1
            new_v = v[row, col] + factor * wy[row, col] + theta * div2
            error += float((new_u - u[row, col]) ** 2 + (new_v - v[row, col]) ** 2)
            u[row, col], v[row, col] = new_u, new_v
    for row in range(height):
        for col in range(width):
            right, below = col + 1 < width, row + 1 < height
            ux = u[row, col + 1] - u[row, col] if right else np.float32(0)
            uy = u[row + 1, col] - u[row, col] if below else np.float32(0)
            vx = v[row, col + 1] - v[row, col] if right else np.float32(0)
            vy = v[row + 1, col] - v[row, col] if below else np.float32(0)
            down1 = np.float32(1) + dual * np.sqrt(ux * ux + uy * uy)
            down2 = np.float32(1) + dual * np.sqrt(vx * vx + vy * vy)
            p11[row, col] = (p11[row, col] + dual * ux) / down1
            p12[row, col] = (p12[row, col] + dual * uy) / down1
            p21[row, col] = (p21[row, col] + dual * vx) / down2
            p22[row, col] = (p22[row, col] + dual * vy) / down2
    return error
