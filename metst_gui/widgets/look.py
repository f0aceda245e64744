"""Shape of buttons, chips, fields, toolbar and menus in the colours of a theme: quiet, with one primary button.

Widgets say what they are by a dynamic property (`make`): ``"primary"`` is the one button that stands out, ``"chip"`` a
round filter or mode, ``"tile"`` a bound on the card, ``"emotion"`` an emotion there, dashed as a ``"hint"``,
``"plain"`` a button without a frame, ``"note"`` a line on a ground of its own that is not to be overlooked.
"""

from string import Template
from typing import Literal, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from engine.data import RESOURCES
from metst_gui.widgets import theme as themes
from metst_gui.widgets.theme import Theme, blend

Part = Literal["primary", "chip", "tile", "plain", "hint", "emotion", "link", "note"]
PROPERTY = "look"
W = TypeVar("W", bound=QWidget)


def style_sheet(theme: Theme) -> str:
    """The sheet of a theme, for ``QApplication.setStyleSheet``."""
    text = (RESOURCES / "look.qss").read_text(encoding="utf-8")
    return Template(text).substitute(
        window=theme.window,
        base=theme.base,
        raised=theme.raised,
        text=theme.text,
        muted=theme.muted,
        border=theme.border,
        # Told from the ground by its outline alone: 3:1 (WCAG 2.2, 1.4.11).
        edge=blend(theme.muted, theme.base, 0.7).name(),
        line=blend(theme.border, theme.base, 0.7).name(),
        accent=theme.accent,
        accent_text=theme.accent_text,
        accent_over=blend(theme.accent, theme.text, 0.85).name(),
        soft=theme.soft,
        off=blend(theme.muted, theme.window, 0.65).name(),
    )


def use(theme: Theme) -> None:
    """Give every widget of the application the colours and shapes of a theme."""
    themes.use(theme)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setStyleSheet(style_sheet(theme))


def make(widget: W, part: Part) -> W:
    """The same widget, told what it is; may be called again with another part."""
    widget.setProperty(PROPERTY, part)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    return widget
