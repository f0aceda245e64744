"""Face scenes for the robustness table (feature spec 5), made from the public-domain portrait clip without a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from engine.types import VideoInfo
from tests.engine import portrait_clip


@dataclass(frozen=True)
class SceneFrame:
    """One frame of a `Scene`."""

    index: int
    pixels: np.ndarray
    damaged: bool = False
    key: bool = False
    refitted: bool = False

    def gray(self, out: np.ndarray | None = None) -> np.ndarray:
        return self.pixels


class Scene:
    """Grey frames as a source, as `engine.video.open_source` gives one."""

    def __init__(self, frames: Sequence[np.ndarray], *, fps: float = 30.0, damaged: Sequence[int] = ()) -> None:
        self._frames, self._damaged = list(frames), frozenset(damaged)
        count = len(self._frames)
        height, width = self._frames[0].shape
        times = np.arange(count) / fps
        self.info = VideoInfo(
            Path("scene.mp4"), "video", count, width, height, fps, times, True, "h264", 1, "0" * 64, ()
        )

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[SceneFrame]:
        for index in range(start, len(self._frames) if stop is None else stop):
            yield SceneFrame(index, self._frames[index], index in self._damaged)


@cache
def person(count: int, *, side: int = 360) -> np.ndarray:
    """uint8 [count, side, side]: the portrait clip forwards and backwards, a moving face without a jump."""
    clip = portrait_clip.frames()
    there_and_back = [*range(len(clip)), *range(len(clip) - 2, 0, -1)]
    chosen = clip[np.resize(there_and_back, count)]
    return chosen if side == clip.shape[1] else portrait_clip.resized(chosen, side / clip.shape[1])


@cache
def other_person(count: int, *, side: int = 360) -> np.ndarray:
    """uint8 [count, side, side]: somebody else: mirrored, narrower, with other tones."""
    clip = person(count)[:, :, ::-1]
    tones = (255 * (np.arange(256) / 255) ** 1.8).astype(np.uint8)
    narrow = [cv2.resize(tones[frame], None, fx=0.85, fy=1.0, interpolation=cv2.INTER_AREA) for frame in clip]
    padded = np.pad(np.stack(narrow), ((0, 0), (0, 0), (27, 27)), mode="edge")
    return np.stack([cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA) for frame in padded])


@cache
def room(height: int, width: int) -> np.ndarray:
    """uint8 [height, width]: a textured wall without a face, the same every time."""
    rng = np.random.default_rng(4)
    return cv2.resize(rng.integers(60, 150, (9, 16)).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)


@cache
def oval(side: int) -> np.ndarray:
    """float32 [side, side]: 1 on the face, softly 0 around it, so that no straight edge moves with the face."""
    weight = np.zeros((side, side), np.float32)
    cv2.ellipse(weight, (int(side * 0.5), int(side * 0.42)), (int(side * 0.3), int(side * 0.4)), 0, 0, 360, 1.0, -1)
    return cv2.GaussianBlur(weight, (0, 0), side / 90)


def placed(canvas: np.ndarray, face: np.ndarray, left: float, top: float) -> np.ndarray:
    """The canvas with a square face picture at (left, top) px, which may lie partly or wholly outside it."""
    (height, width), side = canvas.shape, len(face)
    x, y = round(left), round(top)
    rows, cols = slice(max(y, 0), min(y + side, height)), slice(max(x, 0), min(x + side, width))
    picture = canvas.copy()
    if rows.start < rows.stop and cols.start < cols.stop:
        own = slice(rows.start - y, rows.stop - y), slice(cols.start - x, cols.stop - x)
        weight = oval(side)[own]
        picture[rows, cols] = np.rint(picture[rows, cols] * (1 - weight) + face[own] * weight).astype(np.uint8)
    return picture


def two_people(count: int = 60, *, step: float = 0.0, only_large: bool = False) -> list[np.ndarray]:
    """Frames uint8 [360, 640]: a large face on the left, a smaller one on the right; `step` px a frame they cross."""
    frames, wall = [], room(360, 640)
    for index, (large, small) in enumerate(zip(person(count, side=300), other_person(count, side=240), strict=True)):
        frame = wall if only_large else placed(wall, small, 380 - step * index, 60)
        frames.append(placed(frame, large, 0.6 * step * index, 30))
    return frames
