"""Every icon is drawn in the ink of the theme, sharply, and says whether its action can be had."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from engine.data import RESOURCES
from metst_gui.widgets.icons import APP_SIDES, SIDE, app_icon, icon, pixmap
from metst_gui.widgets.theme import DARK, LIGHT

NAMES = sorted(one.name[:-4] for one in (RESOURCES / "icons").iterdir() if one.name.endswith(".svg"))


def inks(picture: QPixmap) -> set[str]:
    """Colours of the pixels that are wholly covered."""
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {one.name() for one in pixels if one.alpha() > 240}


@pytest.mark.parametrize("name", NAMES)
def test_is_drawn_in_one_ink(qapp, name) -> None:
    for colour in ("#1b2430", "#e7ecf2"):
        found = inks(pixmap(name, colour, SIDE, 3))
        assert len(found) >= 1
        for one in map(QColor, found):
            assert max(abs(a - b) for a, b in zip(one.getRgb(), QColor(colour).getRgb(), strict=True)) <= 8


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_states_differ(qapp, theme) -> None:
    made = icon("compare", theme)
    looks = [
        made.pixmap(QSize(SIDE, SIDE), 3.0, mode, state).toImage()
        for mode, state in (
            (QIcon.Mode.Normal, QIcon.State.Off),
            (QIcon.Mode.Normal, QIcon.State.On),
            (QIcon.Mode.Disabled, QIcon.State.Off),
        )
    ]
    assert looks[0] != looks[1]
    assert looks[0] != looks[2]
    assert looks[1] != looks[2]
    assert looks[0].width() >= 2 * SIDE


def test_a_name_without_a_drawing_is_an_error(qapp) -> None:
    with pytest.raises(FileNotFoundError):
        icon("nothing of the kind", LIGHT)


def test_the_icon_of_the_application_is_drawn_at_every_size(qapp) -> None:
    found = app_icon()
    assert [size.width() for size in found.availableSizes()] == list(APP_SIDES)
    for side in APP_SIDES:
        image = found.pixmap(side).toImage()
        assert image.pixelColor(0, 0).alpha() == 0, "round corners"
        assert image.pixelColor(side // 2, side * 3 // 4).name() == "#2563d9"
