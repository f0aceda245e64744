"""Curves with a column a device pixel as a picture of such columns.

A path through thousands of full-height zigzags is drawn pixel by pixel, twice; filling whole columns of a small picture
shows the same at a fraction of the time.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.int16]

# Columns further apart than this many pixels are lines, which a path draws better.
_FURTHEST = 3
# A row no picture has; the distance of two rows stays within 16 bits.
_NOTHING = 16_000


def column_spans(x: Floats, low: Floats, high: Floats, width: int) -> tuple[Rows, Rows] | None:
    """Which rows of each pixel column the line low - high - next low - next high of each curve crosses.

    Args:
        x: float64 [B], place of each column in pixels, ascending.
        low: float [C, B], row of the smallest sample of each column; NaN breaks the line.
        high: float [C, B], row of the largest sample.
        width: pixel columns of the picture; what lies outside is left out.

    Returns:
        First and last row, inclusive, int16 [C, width] each; both far below any picture where nothing is drawn.
        None where columns lie so far apart, or so close, that they are no columns.
    """
    column = np.floor(x).astype(np.int64)
    steps = np.diff(column)
    if len(steps) and not 1 <= steps.min() <= steps.max() <= _FURTHEST:
        return None
    first = np.full((len(low), width), np.inf)
    last = np.full((len(low), width), -np.inf)

    def cover(at: NDArray[np.int64], rows: Floats) -> None:
        # Each pixel column occurs once in `at`, so that plain indexing does.
        inside = slice(*np.searchsorted(at, (0, width)).tolist())
        place, values = at[inside], rows[:, inside]
        first[:, place] = np.fmin(first[:, place], values)
        last[:, place] = np.fmax(last[:, place], values)

    cover(column, low)
    cover(column, high)
    slope = (low[:, 1:] - high[:, :-1]) / np.maximum(1e-9, np.diff(x))
    for number in range(1, int(steps.max(initial=0)) + 1):
        reaches = steps >= number
        edge = column[:-1][reaches] + number
        rows = high[:, :-1][:, reaches] + slope[:, reaches] * (edge - x[:-1][reaches])
        cover(edge - 1, rows)
        cover(edge, rows)
    shown = first <= last
    return _rows(np.where(shown, first, _NOTHING)), _rows(np.where(shown, last, _NOTHING))


def band_spans(x: Floats, low: Floats, high: Floats, width: int) -> tuple[Rows, Rows]:
    """Which rows of each pixel column lie between two curves, for `column_picture`.

    Args:
        x: float64 [B], place of each sample in pixels, ascending.
        low: float [B], row of one curve at each; NaN breaks the band.
        high: float [B], row of the other curve.
        width: pixel columns of the picture.

    Returns:
        First and last row, inclusive, int16 [1, width] each; both far below any picture where nothing is drawn.
    """
    at = np.arange(width) + 0.5
    # Between a known and an unknown sample the interpolation is NaN, so that the band breaks there.
    one, other = (np.interp(at, x, values, left=np.nan, right=np.nan) for values in (low, high))
    rows = np.stack([np.fmin(one, other), np.fmax(one, other)])
    rows[:, np.isnan(one) | np.isnan(other)] = _NOTHING
    return _rows(rows[:1]), _rows(rows[1:])


def _rows(rows: Floats) -> Rows:
    whole: Rows = np.clip(np.floor(rows + 0.5), -_NOTHING, _NOTHING).astype(np.int16)
    return whole


def column_picture(first: Rows, last: Rows, height: int, colours: Sequence[QColor]) -> QImage:
    """Picture of columns, later curves over earlier ones; transparent where nothing is drawn.

    Args:
        first: int16 [C, W], first row of each column.
        last: int16 [C, W], last row, inclusive.
        height: rows of the picture.
        colours: of each curve.
    """
    width = first.shape[1]
    stride = -(-width // 4) * 4
    pixels = np.zeros((height, stride), np.uint8)
    row = np.arange(height, dtype=np.int16)[:, np.newaxis]
    for number, (upper, lower) in enumerate(zip(first, last, strict=True), start=1):
        # One comparison for both ends: rows above the first wrap around to huge distances.
        inside = (row - upper).view(np.uint16) <= (lower - upper).view(np.uint16)
        np.maximum(pixels[:, :width], inside.view(np.uint8) * np.uint8(number), out=pixels[:, :width])
    picture = QImage(pixels.data, width, height, stride, QImage.Format.Format_Indexed8)
    picture.setColorTable([0, *(colour.rgba() for colour in colours)])
    # In the screen's own format, which is drawn faster than indexed pixels are and does not hold on to `pixels`.
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
