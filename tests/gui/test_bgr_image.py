"""Pixels of the engine become pictures of Qt: colours in their place, copied or not."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from metst_gui.widgets.bgr_image import bgr_image, bgr_view


def pixels() -> np.ndarray:
    """Two rows of three pixels whose channels all differ."""
    return np.arange(18, dtype=np.uint8).reshape(2, 3, 3)


def test_blue_comes_first_and_the_copy_stays_when_the_pixels_change() -> None:
    source = pixels()
    picture, view = bgr_image(source), bgr_view(source)
    for made in (picture, view):
        assert (made.width(), made.height()) == (3, 2)
        assert made.pixelColor(1, 1) == QColor(14, 13, 12)
    source[1, 1] = 0
    assert picture.pixelColor(1, 1) == QColor(14, 13, 12)
    assert view.pixelColor(1, 1) == QColor(0, 0, 0)


def test_a_part_of_a_picture_and_a_mirrored_one_keep_their_pixels() -> None:
    assert bgr_image(pixels()[:, 1:]).pixelColor(0, 0) == QColor(5, 4, 3)
    assert bgr_image(pixels()[:, ::-1]).pixelColor(0, 0) == QColor(8, 7, 6)


@pytest.mark.parametrize("wrong", [np.zeros((2, 3), np.uint8), np.zeros((0, 3, 3), np.uint8), pixels()[:, 1:]])
def test_what_is_no_picture_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected contiguous"):
        bgr_view(wrong)
