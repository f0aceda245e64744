"""The demo portrait and where things are in it.

Coordinates are pixels of ``resources/demo/portrait.png`` (256 x 256, pixel centres at whole numbers, x right, y down,
left and right as the viewer sees them). They were read by hand off 28-fold enlargements and checked against two
landmark models (dlib's 68 points and a 468-point mesh: within 1.5 px, 2 px at the brows).
"""

import cv2
import numpy as np

from engine.data import RESOURCES
from engine.errors import SourceError
from engine.messages import Said
from engine.types import UInt8

Point = tuple[float, float]

SIZE = 256
# Inner eye corners as dlib places them: their distance sets the scale of the 320-px crop (ME-TST feature spec 1.3).
CANTHUS_LEFT: Point = (115.1, 103.3)
CANTHUS_RIGHT: Point = (140.1, 104.7)
CANTHUS_DISTANCE = 25.0
CROP_SIDE = 4.5 * CANTHUS_DISTANCE  # nine half-distances: this many portrait px are 320 px of the crop
PX320 = CROP_SIDE / 320.0  # portrait px in one px of the 320-px crop

BROW_LEFT: tuple[Point, ...] = ((95.0, 89.3), (104.0, 89.0), (113.0, 91.6))  # outer, middle, inner
BROW_RIGHT: tuple[Point, ...] = ((160.5, 93.6), (151.0, 91.9), (142.0, 92.8))
NOSTRIL_LEFT: Point = (112.5, 128.5)
NOSTRIL_RIGHT: Point = (138.5, 129.5)
LIP_LEFT: Point = (104.0, 139.5)
LIP_RIGHT: Point = (148.5, 141.0)
LIP_TOP: Point = (125.5, 138.5)
CHEEK_LEFT: Point = (97.0, 124.0)
CHEEK_RIGHT: Point = (154.0, 126.0)
HEAD: Point = (126.0, 98.0)

# Lid edges from the outer to the inner corner (left eye) and from the inner to the outer corner (right eye).
UPPER_LID_LEFT: tuple[Point, ...] = (
    (94.5, 101.6), (96.0, 100.9), (98.0, 100.0), (100.0, 98.8), (102.0, 98.0), (105.0, 97.6), (108.0, 98.2),
    (110.0, 99.3), (112.0, 101.0), (114.0, 102.8), (116.0, 103.6),
)  # fmt: skip
LOWER_LID_LEFT: tuple[Point, ...] = (
    (94.5, 101.6), (96.0, 102.0), (98.5, 102.7), (101.0, 103.7), (104.0, 104.6), (107.0, 104.7), (110.0, 104.3),
    (113.0, 104.1), (116.0, 103.6),
)  # fmt: skip
UPPER_LID_RIGHT: tuple[Point, ...] = (
    (137.0, 105.0), (138.5, 104.0), (140.0, 103.0), (142.0, 101.8), (144.0, 100.6), (147.0, 99.8), (150.0, 99.8),
    (153.0, 100.6), (155.5, 102.0), (158.0, 103.3), (160.5, 104.2),
)  # fmt: skip
LOWER_LID_RIGHT: tuple[Point, ...] = (
    (137.0, 105.0), (141.0, 105.6), (144.0, 105.9), (147.0, 106.5), (150.0, 106.5), (153.0, 105.9), (156.0, 105.2),
    (158.5, 104.6), (160.5, 104.2),
)  # fmt: skip
EYES: tuple[tuple[tuple[Point, ...], tuple[Point, ...]], ...] = (
    (UPPER_LID_LEFT, LOWER_LID_LEFT),
    (UPPER_LID_RIGHT, LOWER_LID_RIGHT),
)


def load() -> UInt8:
    """The portrait, uint8 [256, 256, 3] BGR.

    Raises:
        SourceError: the installed picture is damaged.
    """
    data = (RESOURCES / "demo" / "portrait.png").read_bytes()
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape != (SIZE, SIZE, 3):
        raise SourceError(
            Said("The portrait of the demo (resources/demo/portrait.png) is damaged; install METST again.")
        )
    return np.asarray(image, np.uint8)
