"""Another theme, chosen while everything is open, reaches every part of the window at once."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from metst_gui.widgets.theme import DARK, LIGHT, Theme
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def lightness(widget: QWidget) -> float:
    """Median lightness of the pixels, 0..255."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    step = max(1, picture.width() * picture.height() // 4000)
    found = sorted(
        picture.pixelColor(at % picture.width(), at // picture.width()).lightness()
        for at in range(0, picture.width() * picture.height(), step)
    )
    return found[len(found) // 2]


def has_ground_of(widget: QWidget, theme: Theme) -> bool:
    """Whether a square of 8 x 8 pixels anywhere on it has one of the grounds of a theme."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), -1)[:, : picture.width()] & 0xFFFFFF
    for colour in {theme.window, theme.base, theme.raised, theme.soft}:
        squares = np.lib.stride_tricks.sliding_window_view(rows == int(colour[1:], 16), (8, 8))
        if squares[::4, ::4].all(axis=(2, 3)).any():
            return True
    return False


def parts(window) -> dict[str, QWidget]:
    features = window.features
    assert features.states.panel is not None
    assert features.model_choice.panel is not None
    return {
        "card": window.card,
        "queue": window.queue,
        "timeline": window.timeline,
        "ruler": window.timeline.ruler,
        "gutter": window.timeline.gutter,
        "overview": window.timeline.overview,
        "transport": window.transport,
        "toolbar": window.toolbar,
        "status": window.status,
        "confounds": window.timeline.confounds,
        "menus": window.menuBar(),
        "why": window.why_panel,
        "states": features.states.panel,
        "model": features.model_choice.panel,
    }


def test_light_to_dark_with_every_panel_open_repaints_all_of_it(desk, qtbot, clip) -> None:
    window = desk("with_evidence")
    window.desk.theme.choose("light")
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    for name in ("why_panel", "network_states", "sensitivity", "model_panel"):
        window.book.actions[name].trigger()
    assert not window.why_panel.isHidden()
    qtbot.waitUntil(lambda: window.why_panel.traces.isVisible(), timeout=20_000)
    qtbot.wait(100)  # until the rows have their heights
    light = {name: lightness(part) for name, part in parts(window).items()}
    assert {name for name, value in light.items() if value < 128} == set()
    assert {name for name, part in parts(window).items() if not has_ground_of(part, LIGHT)} == set()
    window.book.actions["theme_dark"].trigger()
    assert {name for name, part in parts(window).items() if has_ground_of(part, LIGHT)} == set()
    assert {name for name, part in parts(window).items() if not has_ground_of(part, DARK)} == set()
    dark = {name: lightness(part) for name, part in parts(window).items()}
    assert {name for name, value in dark.items() if value >= 128} == set()
    assert window.features.states.panel.theme is DARK
    window.book.actions["theme_light"].trigger()
    assert {name for name, part in parts(window).items() if has_ground_of(part, DARK)} == set()
    assert {name: lightness(part) for name, part in parts(window).items()} == light
    assert window.features.states.panel.theme is LIGHT
