"""Line icons in the ink of the theme: drawn from ``resources/icons`` at the resolution of the screen.

One drawing serves every state: ink when an action can be had, the muted ink when it cannot, the accent when it is on.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from engine.data import RESOURCES
from metst_gui.widgets.theme import Theme, blend

SIDE = 18  # px of the window
# Pixels of the screen a pixel of the window that pictures are kept for; Qt scales the larger one for others.
SCALES = (1, 2)
INK = "currentColor"
# Sides of the application's icon that desktops ask for, in px.
APP_SIDES = (16, 24, 32, 48, 64, 128, 256)


@cache
def _drawing(name: str) -> str:
    """Text of an icon's SVG.

    Raises:
        FileNotFoundError: no icon has this name.
    """
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, theme: Theme, *, ink: str | None = None) -> QIcon:
    """An icon for buttons, menus and the toolbar.

    Args:
        name: file name in ``resources/icons`` without its ending.
        theme: whose colours it has.
        ink: colour (``#rrggbb``) that stands for the theme's text, as on a primary button.

    Raises:
        FileNotFoundError: no icon has this name.
    """
    plain = ink or theme.text
    faint = blend(theme.muted, theme.window, 0.65).name()
    result = QIcon()
    for scale in SCALES:
        for mode, state, colour in (
            (QIcon.Mode.Normal, QIcon.State.Off, plain),
            (QIcon.Mode.Normal, QIcon.State.On, ink or theme.accent),
            (QIcon.Mode.Disabled, QIcon.State.Off, faint),
            (QIcon.Mode.Disabled, QIcon.State.On, faint),
        ):
            result.addPixmap(pixmap(name, colour, SIDE, scale), mode, state)
    return result


def app_icon() -> QIcon:
    """The application's icon, for the title bar and the task bar."""
    renderer = QSvgRenderer(QByteArray((RESOURCES / "app_icon.svg").read_bytes()))
    result = QIcon()
    for side in APP_SIDES:
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(picture.rect()))
        painter.end()
        result.addPixmap(picture)
    return result


def pixmap(name: str, colour: str, side: int = SIDE, scale: float = 1.0) -> QPixmap:
    """An icon as a picture of `side` x `side` px of the window, for a screen with `scale` pixels each."""
    key = f"{name} {colour} {side} {scale}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(QSize(round(side * scale), round(side * scale)))
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(INK, colour).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, picture)
    return picture
