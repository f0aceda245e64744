"""Face detection with BlazeFace (short range), on the whole picture and on tiles of it for smaller faces.

BlazeFace: Bazarevsky et al. 2019; pre- and post-processing as the feature spec 4 gives them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from engine.face.models import load_network
from engine.types import Float32, Float64, UInt8

INPUT_SIDE = 128
MIN_SCORE = 0.5
MERGE_IOU = 0.3
# A box from one tile that lies by half in a box from another is the same face, cut by the tile's edge.
SAME_FACE_OVERLAP = 0.5
# Pictures smaller than this have no face a mesh could be fitted to.
MIN_SIDE = 16

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A face the detector proposes; the mesh decides.

    Attributes:
        score: detector score in [0.5, 1].
        box: (x0, y0, x1, y1) in px of the picture: brows to chin.
        eyes: ((x, y), (x, y)) in px, the eye on the picture's left first (for an upright face).
    """

    score: float
    box: Box
    eyes: tuple[tuple[float, float], tuple[float, float]]

    @property
    def center(self) -> tuple[float, float]:
        """Centre (x, y) of `box` in px."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def size(self) -> float:
        """Mean of the box's width and height in px."""
        x0, y0, x1, y1 = self.box
        return (x1 - x0 + y1 - y0) / 2


class FaceDetector:
    """BlazeFace on grey pictures. Not thread-safe."""

    def __init__(self) -> None:
        self._network = load_network("face_detection_short_range.tflite", ("regressors", "classificators"))
        self._anchors = _anchors()

    def detect(self, gray: UInt8, *, thorough: bool = True) -> list[Candidate]:
        """Faces in `gray`, best score first.

        The network finds faces of at least some 15 % of the longer side of what it is shown. Where the whole
        picture gives none, square tiles over the shorter side are tried, then (`thorough`) tiles of half that size.

        Args:
            gray: uint8 [H, W].
            thorough: also try the half-size tiles (some 20 more runs of the network for a 16:9 picture).

        Returns:
            Candidates in px of `gray`; empty where there is none.
        """
        height, width = gray.shape
        if min(height, width) < MIN_SIDE:
            return []
        found = self.detect_in(gray, (0, 0, width, height))
        side = min(height, width)
        for tile_side in (side, side // 2) if thorough else (side,):
            if not found and tile_side >= MIN_SIDE:
                tiles = [self.detect_in(gray, tile) for tile in _tiles(height, width, tile_side)]
                found = _distinct([candidate for tile in tiles for candidate in tile])
        return found

    def others(self, gray: UInt8, found: list[Candidate], *, thorough: bool) -> list[Candidate]:
        """Faces beside those already `found`: smaller ones, which only tiles of the picture show.

        Args:
            gray: uint8 [H, W].
            found: what `detect` returned for it.
            thorough: also try the half-size tiles.

        Returns:
            Further candidates in px of `gray`, best score first.
        """
        height, width = gray.shape
        side = min(height, width)
        # one tile over the whole picture would show what `detect` has seen
        sides = [*([side] if height != width else []), *([side // 2] if thorough else [])]
        tiles = [tile for one in sides if one >= MIN_SIDE for tile in _tiles(height, width, one)]
        return _distinct([item for tile in tiles for item in self.detect_in(gray, tile)], beside=found)

    def detect_in(self, gray: UInt8, area: tuple[int, int, int, int]) -> list[Candidate]:
        """Faces in one part of the picture, by one run of the network.

        Args:
            gray: uint8 [H, W].
            area: (x0, y0, x1, y1) in px, end-exclusive; cut to the picture.

        Returns:
            Candidates in px of `gray`, best score first.
        """
        height, width = gray.shape
        x0, y0, x1, y1 = max(area[0], 0), max(area[1], 0), min(area[2], width), min(area[3], height)
        if x1 - x0 < MIN_SIDE or y1 - y0 < MIN_SIDE:
            return []
        canvas, scale, pad_x, pad_y = _letterbox(gray[y0:y1, x0:x1])
        regressors, logits = (output[0] for output in self._network.run(canvas))
        boxes, eyes, scores = self._decode(regressors, logits[:, 0])
        offset = np.array([x0 - pad_x / scale, y0 - pad_y / scale])
        merged = _merge(boxes, eyes, scores)
        return [_placed(box, pair, score, offset, 1 / scale) for box, pair, score in merged]

    def _decode(self, regressors: Float32, logits: Float32) -> tuple[Float64, Float64, Float64]:
        """Boxes [n, 4] (x0, y0, x1, y1) and eyes [n, 2, 2] in network px, and scores [n], above `MIN_SCORE`."""
        chosen = np.flatnonzero(logits > 0)  # sigmoid(0) = MIN_SCORE
        raw = regressors[chosen].astype(np.float64)
        center = raw[:, 0:2] + self._anchors[chosen]
        half = raw[:, 2:4] / 2
        eyes = raw[:, 4:8].reshape(-1, 2, 2) + self._anchors[chosen][:, np.newaxis]
        scores = 1 / (1 + np.exp(-logits[chosen].astype(np.float64)))
        return np.hstack([center - half, center + half]), eyes, scores


def _anchors() -> Float64:
    """Anchor centres [896, 2] in network px: a 16 x 16 grid with 2 anchors a cell, then 8 x 8 with 6."""
    grids = []
    for cells, repeat in ((16, 2), (8, 6)):
        centers = (np.arange(cells) + 0.5) * (INPUT_SIDE / cells)
        x, y = np.meshgrid(centers, centers)
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), repeat, axis=0))
    return np.concatenate(grids)


def _letterbox(gray: UInt8) -> tuple[Float32, float, float, float]:
    """Network input [128, 128] in [-1, 1], the scale (network px a picture px), and the left and top margin."""
    height, width = gray.shape
    scale = INPUT_SIDE / max(height, width)
    inner_w, inner_h = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (INPUT_SIDE - inner_w) // 2, (INPUT_SIDE - inner_h) // 2
    # Area averaging of a 4K picture is slow and adds nothing here: thin it out to about twice the size first.
    step = max(1, int(1 / scale) // 2)
    small = cv2.resize(gray[::step, ::step], (inner_w, inner_h), interpolation=cv2.INTER_AREA)
    canvas = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
    canvas[top : top + inner_h, left : left + inner_w] = small
    return np.asarray(canvas / 127.5 - 1, np.float32), scale, left, top


def _merge(boxes: Float64, eyes: Float64, scores: Float64) -> Iterator[tuple[Float64, Float64, float]]:
    """Weighted non-maximum suppression: overlapping boxes become their mean, weighted by score."""
    left = np.argsort(-scores, kind="stable")
    while len(left):
        best = left[0]
        same = _iou(boxes[best], boxes[left]) > MERGE_IOU
        same[0] = True
        group = left[same]
        weights = scores[group] / scores[group].sum()
        yield weights @ boxes[group], np.tensordot(weights, eyes[group], 1), float(scores[best])
        left = left[~same]


def _placed(box: Float64, eyes: Float64, score: float, offset: Float64, factor: float) -> Candidate:
    corners = (box.reshape(2, 2) * factor + offset).tolist()
    (ax, ay), (bx, by) = (eyes * factor + offset).tolist()
    return Candidate(score, (*corners[0], *corners[1]), ((ax, ay), (bx, by)))


def _iou(box: Float64, others: Float64) -> Float64:
    overlap = _intersection(box, others)
    return overlap / np.maximum(_area(box) + _area(others) - overlap, 1e-9)


def _intersection(box: Float64, others: Float64) -> Float64:
    size = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    overlap: Float64 = np.prod(np.maximum(size, 0), axis=1)
    return overlap


def _area(boxes: Float64) -> Float64:
    area: Float64 = np.prod(np.maximum(boxes[..., 2:] - boxes[..., :2], 0), axis=-1)
    return area


def _distinct(candidates: list[Candidate], *, beside: list[Candidate] | None = None) -> list[Candidate]:
    """Candidates of several tiles, best first, without those that mostly cover a better one or one of `beside`."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda item: -item.score):
        box = np.array(candidate.box)
        others = np.array([other.box for other in [*(beside or ()), *kept]]).reshape(-1, 4)
        shared = _intersection(box, others) / np.maximum(np.minimum(_area(box), _area(others)), 1e-9)
        if not np.any(shared > SAME_FACE_OVERLAP):
            kept.append(candidate)
    return kept


def _tiles(height: int, width: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """Square tiles of `side` px that cover the picture and overlap by at least half, as (x0, y0, x1, y1)."""
    for top in _starts(height, side):
        for left in _starts(width, side):
            yield left, top, left + side, top + side


def _starts(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side / 2))) + 1
    starts: list[int] = np.linspace(0, length - side, count).astype(int).tolist()
    return starts
