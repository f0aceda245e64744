"""MEAN's input (Liong, See and Chan 2023): flow and strain of the face in 42 x 42 (baselines spec 2.1)."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metst_baselines.tvl1 import tvl1

SIDE = 128  # px of the face's crop
WIDTH, STRIP = 42, 21  # px of a map, rows of each of its two strips
MARGIN = 12


def motion_maps(first: NDArray[np.uint8], second: NDArray[np.uint8], points: NDArray[np.int64]) -> NDArray[np.float64]:
    """The three maps of a pair of frames.

    Args:
        first: uint8 [128, 128], grey crop of a face.
        second: the same face later.
        points: int64 [68, 2], landmarks in px of the crop.

    Returns:
        float64 [42, 42, 3]: horizontal and vertical flow, and strain, each scaled to [0, 1].
    """
    return strips(scaled(with_strain(tvl1(first, second))), points)


def with_strain(flow: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [H, W, 3]: u, v, and the strain's magnitude ``sqrt(ux^2 + vy^2 + (uy + vx)^2 / 2)``.

    Differences are to the left and upper neighbour, 0 in the first column or row of each.
    """
    u, v = flow[..., 0], flow[..., 1]
    ux, vx = (np.diff(one, axis=1, prepend=one[:, :1]) for one in (u, v))
    uy, vy = (np.diff(one, axis=0, prepend=one[:1]) for one in (u, v))
    return np.stack([u, v, np.sqrt(ux**2 + vy**2 + (uy + vx) ** 2 / 2)], axis=-1)


def scaled(maps: NDArray[Any]) -> NDArray[Any]:
    """Each map by its minimum and maximum to [0, 1]; 0 where it is constant."""
    least, most = maps.min(axis=(0, 1)), maps.max(axis=(0, 1))
    extent = np.where(most > least, most - least, 1)
    return (maps - least) / extent


def strips(maps: NDArray[Any], points: NDArray[np.int64]) -> NDArray[np.float64]:
    """The strip of the eyes above that of the mouth, each 21 x 42: float64 [42, 42, C]."""
    x, y = points[:, 0], points[:, 1]
    eyes = maps[
        min(max(y[19] - MARGIN, 0), max(y[24] - MARGIN, 0)) : max(min(y[41] + MARGIN, SIDE), min(y[46] + MARGIN, SIDE)),
        max(x[17] - MARGIN, 0) : min(x[26] + MARGIN, SIDE),
    ]
    mouth = maps[max(y[50] - MARGIN, 0) : min(y[57] + MARGIN, SIDE), max(x[60] - MARGIN, 0) : min(x[64] + MARGIN, SIDE)]
    if not (eyes.size and mouth.size):
        raise ValueError("the landmarks leave no strip of eyes or mouth in the crop")
    return np.concatenate(
        [np.asarray(cv2.resize(one.astype(np.float64), (WIDTH, STRIP)), np.float64) for one in (eyes, mouth)]
    )
