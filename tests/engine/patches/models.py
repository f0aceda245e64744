"""A patch checkpoint for tests: a network that only looks at the middle brow patches' movement."""

from pathlib import Path

import numpy as np

from engine.patches import CHANNEL_NAMES, CHANNELS, Covariances
from engine.patches.network import CLASSES, DILATIONS, TAPS
from engine.weights import write_safetensors

WIDTH = 8


def brow_watcher(folder: Path, *, offset: float = 0.25) -> Path:
    """Checkpoint whose brow head is 4 times the brows' upward movement over 8 samples, less an offset."""
    first = np.zeros((WIDTH, CHANNELS))
    for name in ("brow_middle_left", "brow_middle_right"):
        first[0, CHANNEL_NAMES.index(f"lag8.{name}.y")] = -1.0
    mouth = CHANNEL_NAMES.index("lag8.corner_left.y")
    first[1, mouth] = -1.0
    last = np.zeros((2 + CLASSES, WIDTH))
    last[0, 0], last[1, 1], last[2, 0] = 4.0, 4.0, 1.0
    state = {
        "net.members": np.array([1.0]),
        "net.offset": np.array([4 * offset, 4 * offset]),
        "net.return": np.zeros((2, 2)),
        "net.trusted": np.array([[-60.0, 60.0]] * 2),
        "net.0.first.weight": first,
        "net.0.first.bias": np.zeros(WIDTH),
        "net.0.last.weight": last,
        "net.0.last.bias": np.zeros(2 + CLASSES),
        **Covariances(300, np.eye(30), np.eye(30), np.eye(18)).arrays(),
    }
    for number in range(len(DILATIONS)):
        state |= {
            f"net.0.convs.{number}.weight": np.zeros((WIDTH, WIDTH, TAPS)),
            f"net.0.convs.{number}.bias": np.zeros(WIDTH),
            f"net.0.mixes.{number}.weight": np.zeros((WIDTH, WIDTH)),
            f"net.0.mixes.{number}.bias": np.zeros(WIDTH),
        }
    path = folder / "brow-watcher.safetensors"
    write_safetensors(path, state, about={"format": "metst-patches"})
    return path
