"""The pictures of the window say how far two states differ, and drive actions that exist."""

import inspect
import re

import pytest
from PySide6.QtGui import QColor, QImage

from metst_gui.commands.table import ACTIONS
from tools import desk_pictures


def test_share_of_pixels_that_differ(tmp_path) -> None:
    plain = QImage(10, 5, QImage.Format.Format_RGB888)
    plain.fill(QColor(100, 100, 100))
    other = plain.copy()
    for x in range(5):
        other.setPixelColor(x, 0, QColor(100, 200, 100))
    other.setPixelColor(9, 4, QColor(100, 110, 100))  # within the tolerance
    larger = plain.scaled(11, 5)
    for name, image in (("a", plain), ("b", other), ("c", larger)):
        image.save(str(tmp_path / f"{name}.png"))
    assert desk_pictures.difference(tmp_path / "a.png", tmp_path / "a.png") == 0
    assert desk_pictures.difference(tmp_path / "a.png", tmp_path / "b.png") == pytest.approx(0.1)
    assert desk_pictures.difference(tmp_path / "a.png", tmp_path / "c.png") == 1


def test_every_action_it_drives_is_in_the_table() -> None:
    text = inspect.getsource(desk_pictures)
    named = {name for call in re.findall(r"perform\(window, ([^)]*)\)", text) for name in re.findall(r'"(\w+)"', call)}
    assert len(named) >= 10
    assert named <= {spec.id for spec in ACTIONS}
