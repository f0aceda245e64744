"""Colours, glyphs and line styles of the window, for a light and a dark theme.

Colour never carries a meaning alone: every verdict has a glyph, every emotion a line style, every mask reason a
hatch, so that the window stays readable in greyscale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from engine.types import UNSCORED, Emotion, Mask

VERDICT_GLYPHS: Mapping[str, str] = {"pending": "○", "accepted": "✓", "rejected": "✗", "unsure": "?"}
EMOTION_LINES: Mapping[Emotion, Qt.PenStyle] = {
    Emotion.NEGATIVE: Qt.PenStyle.SolidLine,
    Emotion.POSITIVE: Qt.PenStyle.DashLine,
    Emotion.SURPRISE: Qt.PenStyle.DotLine,
    Emotion.OTHERS: Qt.PenStyle.DashDotLine,
    Emotion.NEUTRAL: Qt.PenStyle.DashDotDotLine,
}
MASK_HATCHES: Mapping[Mask, Qt.BrushStyle] = {
    Mask.NONE: Qt.BrushStyle.Dense7Pattern,
    Mask.NO_FACE: Qt.BrushStyle.BDiagPattern,
    Mask.REFERENCE_MOVED: Qt.BrushStyle.Dense6Pattern,
    Mask.NOT_CONVERGED: Qt.BrushStyle.DiagCrossPattern,
    Mask.BOX_OUTSIDE: Qt.BrushStyle.FDiagPattern,
    Mask.DARK: Qt.BrushStyle.CrossPattern,
    Mask.CUT: Qt.BrushStyle.VerPattern,
    Mask.SMALL_FACE: Qt.BrushStyle.HorPattern,
    Mask.TAIL: Qt.BrushStyle.Dense5Pattern,
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours (``#rrggbb``) of one theme.

    Attributes:
        name: ``"light"`` or ``"dark"``.
        window, base, raised: background of the window, of plots and lists, of buttons.
        text, muted, faint: normal and secondary text, and what stands on things small, such as their keys.
        border: lines between areas, axes, grid.
        accent: selection and focus.
        accent_text: text on `accent`.
        soft: ground of what is on or selected; text and accent can be read on it.
        stage: background around the picture.
        score, threshold, playhead, human: curve, threshold line, playhead, the reviewer's own annotations.
        emotions: curve colour of each class.
        verdicts: colour of each verdict, by its value.
        softs: ground of each verdict, by its value, for its glyph and its interval.
        masks: hue of each mask reason; ``Mask.NONE`` stands for "not analysed".
        marks: colour of hit, false alarm and missed event of a comparison.
    """

    name: Literal["light", "dark"]
    window: str
    base: str
    raised: str
    text: str
    muted: str
    faint: str
    border: str
    accent: str
    accent_text: str
    soft: str
    stage: str
    score: str
    threshold: str
    playhead: str
    human: str
    emotions: Mapping[Emotion, str]
    verdicts: Mapping[str, str]
    softs: Mapping[str, str]
    masks: Mapping[Mask, str]
    marks: Mapping[str, str]


# Widgets that are told from the ground by their outline alone.
OUTLINED = ("QCheckBox", "QRadioButton", "QLineEdit", "QAbstractSpinBox", "QMenu")

LIGHT = Theme(
    name="light",
    window="#f6f7f9",
    base="#ffffff",
    raised="#eef1f5",
    text="#1b2430",
    muted="#4d5968",
    faint="#5f6b7a",
    border="#d5dbe3",
    accent="#2566d4",
    accent_text="#ffffff",
    soft="#e8f0fd",
    stage="#14181d",
    score="#2566d4",
    threshold="#b3372f",
    playhead="#1b2430",
    human="#6b46c1",
    emotions={
        Emotion.NEGATIVE: "#0060a8",
        Emotion.POSITIVE: "#c44f00",
        Emotion.SURPRISE: "#007a58",
        Emotion.OTHERS: "#8a2a6a",
        Emotion.NEUTRAL: "#7a828e",
    },
    verdicts={"pending": "#2566d4", "accepted": "#0f7a5a", "rejected": "#b02a37", "unsure": "#8f6200"},
    softs={"pending": "#e8f0fd", "accepted": "#e4f4ec", "rejected": "#fbeae8", "unsure": "#fbf2dc"},
    masks={
        Mask.NONE: "#8d96a3",
        Mask.NO_FACE: "#b0563c",
        Mask.REFERENCE_MOVED: "#6c7a2e",
        Mask.NOT_CONVERGED: "#8a5aa8",
        Mask.BOX_OUTSIDE: "#b07d1e",
        Mask.DARK: "#4a5568",
        Mask.CUT: "#2f7f86",
        Mask.SMALL_FACE: "#3f74ad",
        Mask.TAIL: "#7d8794",
    },
    marks={"TP": "#17794a", "FP": "#b94a00", "FN": "#0060a8"},
)

DARK = Theme(
    name="dark",
    window="#14181e",
    base="#1c222b",
    raised="#28303b",
    text="#e7ecf2",
    muted="#a3afbd",
    faint="#8f9cab",
    border="#384453",
    accent="#6ea2f7",
    accent_text="#0d1522",
    soft="#22324a",
    stage="#0b0e12",
    score="#6ea2f7",
    threshold="#ee8a80",
    playhead="#e7ecf2",
    human="#b59cf3",
    emotions={
        Emotion.NEGATIVE: "#5ab4f0",
        Emotion.POSITIVE: "#f0a030",
        Emotion.SURPRISE: "#35c99a",
        Emotion.OTHERS: "#f2a0d8",
        Emotion.NEUTRAL: "#98a1ad",
    },
    verdicts={"pending": "#6ea2f7", "accepted": "#5fd0a8", "rejected": "#f0776d", "unsure": "#e0b75a"},
    softs={"pending": "#22324a", "accepted": "#1d3329", "rejected": "#3a2523", "unsure": "#372f1c"},
    masks={
        Mask.NONE: "#77808c",
        Mask.NO_FACE: "#e08a6d",
        Mask.REFERENCE_MOVED: "#b3c25a",
        Mask.NOT_CONVERGED: "#bf95dd",
        Mask.BOX_OUTSIDE: "#e0b454",
        Mask.DARK: "#95a1b5",
        Mask.CUT: "#5fbfc7",
        Mask.SMALL_FACE: "#7fb0e6",
        Mask.TAIL: "#8d97a5",
    },
    marks={"TP": "#4cc38a", "FP": "#f0a030", "FN": "#5ab4f0"},
)


def system_theme() -> Theme:
    """The theme that matches the desktop's colour scheme; light where it says nothing."""
    hints = QGuiApplication.styleHints()
    return DARK if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def named(name: str) -> Theme:
    """The theme called ``"light"`` or ``"dark"``; that of the desktop by any other name."""
    return {"light": LIGHT, "dark": DARK}.get(name) or system_theme()


def palette(theme: Theme) -> QPalette:
    """Qt palette of a theme, for ``QApplication.setPalette`` under the Fusion style."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.ToolTipBase: theme.base,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.threshold,
        role.Link: theme.accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Mid: theme.border,
    }
    result = QPalette()
    for colour_role, colour in colours.items():
        result.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, blend(theme.muted, theme.window, 0.65))
    return result


def use(theme: Theme) -> None:
    """Give every widget of the application the colours of a theme."""
    QApplication.setPalette(palette(theme))
    # Fusion draws these outlines 1.4 times darker than the ground, which a dark ground swallows.
    outlined = palette(theme)
    # Without a pattern: the list of a combo box fills its rows with the ground of menus, and would hide its words.
    ink = QBrush(QColor(theme.muted).lighter(140), Qt.BrushStyle.NoBrush)
    outlined.setBrush(QPalette.ColorRole.Window, ink)
    for kind in OUTLINED:
        QApplication.setPalette(outlined, kind)  # type: ignore[arg-type]  # the stub says bytes, it takes str


def blend(colour: str, background: str, share: float) -> QColor:
    """Opaque mixture: `share` (0..1) of `colour` over `background`. Cheaper to paint than a translucent colour."""
    front, back = QColor(colour), QColor(background)
    return QColor.fromRgbF(
        front.redF() * share + back.redF() * (1 - share),
        front.greenF() * share + back.greenF() * (1 - share),
        front.blueF() * share + back.blueF() * (1 - share),
    )


def leading_reason(bits: int) -> Mask:
    """The reason that decides colour and hatch of a span: the lowest unscored bit, else the lowest bit."""
    for candidates in (bits & int(UNSCORED), bits):
        if candidates:
            return Mask(candidates & -candidates)
    return Mask.NONE
