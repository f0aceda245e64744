"""What a widget painted: which words stand out from the ground, and how much."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

# Pixels of the picture a pixel of the window: strokes of small letters reach the full ink.
ENLARGED = 4
# px of the window: a mark is a word where it is at least this high, and two words lie at least this far apart.
LEAST_HEIGHT, APART = 5, 6


def luminances(pixels: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG 2.2) of uint8 [..., 3], red first."""
    parts = pixels.astype(np.float64) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def picture(widget: QWidget) -> np.ndarray:
    """What the window shows of a widget that is in sight, uint8 [height, width, 3], enlarged."""
    part = widget.visibleRegion().boundingRect()
    pixmap = QPixmap(part.size() * ENLARGED)
    pixmap.setDevicePixelRatio(ENLARGED)
    pixmap.fill(Qt.GlobalColor.white)
    corner = widget.mapTo(widget.window(), part.topLeft())
    widget.window().render(pixmap, QPoint(0, 0), QRegion(QRect(corner, part.size())))
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def runs(inked: np.ndarray, apart: int) -> Iterator[tuple[int, int]]:
    """First and behind the last of each run of true values (bool [N]); gaps shorter than `apart` are no gaps."""
    places = np.flatnonzero(inked)
    if len(places):
        for part in np.split(places, np.flatnonzero(np.diff(places) > apart) + 1):
            yield int(part[0]), int(part[-1]) + 1


def contrasts(widget: QWidget, *, frame: bool = False) -> list[float]:
    """Contrast (1..21) of each word of a widget against its commonest colour; a round `frame` is no word."""
    across, down = (ENLARGED * 8, ENLARGED * 3) if frame else (0, 0)
    pixels = picture(widget)
    pixels = pixels[down : len(pixels) - down, across : pixels.shape[1] - across]
    if not pixels.size:
        return []
    codes = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    values, counts = np.unique(codes, return_counts=True)
    common = int(values[counts.argmax()])
    ground = luminances(np.array([common >> 16, (common >> 8) & 255, common & 255], np.uint8))
    light = luminances(pixels)
    ratio = (np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)
    found = []
    for top, bottom in runs((ratio > 1.2).any(axis=1), ENLARGED // 2):
        band = ratio[top:bottom]
        for first, last in runs((band > 1.2).any(axis=0), APART * ENLARGED):
            word = band[:, first:last]
            if np.ptp(np.flatnonzero((word > 1.2).any(axis=1))) >= LEAST_HEIGHT * ENLARGED:
                found.append(float(word.max()))
    return found
