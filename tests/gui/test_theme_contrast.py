"""Contrast of the two themes (WCAG 2.2: 4.5 for words, 3 for graphics), and verdicts without colour, or with two cones.

Simulated by the matrices of Machado, Oliveira and Fernandes, “A physiologically-based model for simulation of color
vision deficiency”, IEEE TVCG 15 (2009), severity 1.0, on linear RGB. How far two colours are apart: CIE 1976 delta E;
2.3 is just noticeable.
"""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

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
    # What is selected or checked, and what is small: keys, origins, the words on a chip.
    for ink in (theme.text, theme.muted, theme.faint, theme.accent, *theme.verdicts.values()):
        assert contrast(ink, theme.soft) >= 4.5
        assert contrast(ink, theme.base) >= 4.5
    for name, soft in theme.softs.items():
        assert contrast(theme.verdicts[name], soft) >= 4.5
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


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_list_of_a_combo_box_can_be_read(qtbot, theme) -> None:
    use(theme)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["one", "two", "three"])
    box.showPopup()
    picture = box.view().window().grab().toImage()
    box.hidePopup()
    ground = picture.pixelColor(picture.width() - 8, picture.height() - 6).name()  # of the last row, beside its words
    assert contrast(theme.text, ground) >= 4.5


def test_nothing_is_told_by_colour_alone() -> None:
    assert len(set(VERDICT_GLYPHS.values())) == len(VERDICT_GLYPHS)
    assert len(set(EMOTION_LINES.values())) == len(EMOTION_LINES)
    assert len(set(MASK_HATCHES.values())) == len(MASK_HATCHES)


CONES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Linear sRGB to CIE XYZ (IEC 61966-2-1), and its white D65.
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = [0.95047, 1.0, 1.08883]


def seen(colour: str, cones: list[list[float]]) -> np.ndarray:
    """CIE L*a*b* of ``#rrggbb`` as it is seen."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    share = np.array(XYZ) @ np.clip(np.array(cones) @ linear, 0, 1) / np.array(WHITE)
    f = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colours, cones) -> float:
    """Least difference (delta E) of two of the colours."""
    return min(float(np.linalg.norm(seen(one, cones) - seen(other, cones))) for one, other in combinations(colours, 2))


def test_red_and_green_of_one_lightness_are_one_colour_without_red_cones() -> None:
    assert seen("#ffffff", np.eye(3).tolist()) == pytest.approx([100, 0, 0], abs=0.1)
    assert nearest(["#a05000", "#667000"], CONES["deuteranopia"]) < 10 < nearest(["#a05000", "#667000"], np.eye(3)) / 3


@pytest.mark.parametrize("cones", CONES.values(), ids=CONES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_colours_stay_apart_without_one_kind_of_cones(theme, cones) -> None:
    assert nearest(theme.verdicts.values(), cones) >= 15
    assert nearest(theme.marks.values(), cones) >= 10
    assert nearest(theme.emotions.values(), cones) >= 10
