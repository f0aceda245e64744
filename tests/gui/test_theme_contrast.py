"""Contrast of the two themes (WCAG 2.2: 4.5 for words, 3 for graphics), and verdicts without colour."""

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox

from metst_gui.widgets.theme import DARK, EMOTION_LINES, LIGHT, MASK_HATCHES, OUTLINED, VERDICT_GLYPHS, use


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_words_and_graphics_can_be_told_from_the_ground(theme) -> None:
    for ground in (theme.window, theme.base, theme.raised):
        assert contrast(theme.text, ground) >= 4.5
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.accent_text, theme.accent) >= 4.5
    for colour in (theme.score, theme.threshold, theme.playhead, theme.human, theme.accent, *theme.verdicts.values()):
        assert contrast(colour, theme.base) >= 3
    for colour in theme.emotions.values():
        assert contrast(colour, theme.base) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_boxes_and_fields_have_an_outline_that_is_seen(qapp, theme) -> None:
    use(theme)
    for kind in OUTLINED:
        # What Fusion makes of the ground for an outline.
        outline = QApplication.palette(kind).window().color().darker(140).name()
        for ground in (theme.window, theme.base):
            assert contrast(outline, ground) >= 3, kind
    box = QCheckBox("x")
    box.ensurePolished()
    assert box.palette().window() != QApplication.palette().window()


def test_nothing_is_told_by_colour_alone() -> None:
    assert len(set(VERDICT_GLYPHS.values())) == len(VERDICT_GLYPHS)
    assert len(set(EMOTION_LINES.values())) == len(EMOTION_LINES)
    assert len(set(MASK_HATCHES.values())) == len(MASK_HATCHES)
