"""Colours, glyphs and line styles of the window, for a light and a dark theme.

Colour never carries a meaning alone: every verdict has a glyph, every emotion a line style, every mask reason a
hatch, so that the window stays readable in greyscale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
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
        text, muted: normal and secondary text.
        border: lines between areas, axes, grid.
        accent: selection and focus.
        accent_text: text on `accent`.
        stage: background around the picture.
        score, threshold, playhead, human: curve, threshold line, playhead, the reviewer's own annotations.
        emotions: curve colour of each class.
        verdicts: colour of each verdict, by its value.
        masks: hue of each mask reason; ``Mask.NONE`` stands for "not analysed".
        marks: colour of hit, false alarm and missed event of a comparison.
    """

    name: Literal["light", "dark"]
    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    stage: str
    score: str
    threshold: str
    playhead: str
    human: str
    emotions: Mapping[Emotion, str]
    verdicts: Mapping[str, str]
    masks: Mapping[Mask, str]
    marks: Mapping[str, str]


# Widgets that are told from the ground by their outline alone.
OUTLINED = ("QCheckBox", "QRadioButton", "QLineEdit", "QAbstractSpinBox", "QMenu")

LIGHT = Theme(
    name="light",
    window="#f1f3f6",
    base="#ffffff",
    raised="#e6e9ee",
    text="#1b212c",
    muted="#596475",
    border="#c3cad4",
    accent="#1f5fbf",
    accent_text="#ffffff",
    stage="#20242b",
    score="#1d4f91",
    threshold="#b3261e",
    playhead="#101318",
    human="#6a3fa0",
    emotions={
        Emotion.NEGATIVE: "#0060a8",
        Emotion.POSITIVE: "#c44f00",
        Emotion.SURPRISE: "#007a58",
        Emotion.OTHERS: "#a8407f",
        Emotion.NEUTRAL: "#7a828e",
    },
    verdicts={"pending": "#2f6db5", "accepted": "#17794a", "rejected": "#a8453a", "unsure": "#9a6700"},
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
    window="#23272e",
    base="#191c21",
    raised="#303640",
    text="#e6e9ee",
    muted="#a3adbb",
    border="#454d59",
    accent="#5a9bf0",
    accent_text="#0d1117",
    stage="#0f1114",
    score="#7db4ff",
    threshold="#ff8a7a",
    playhead="#ffffff",
    human="#c39bf5",
    emotions={
        Emotion.NEGATIVE: "#5ab4f0",
        Emotion.POSITIVE: "#f0a030",
        Emotion.SURPRISE: "#35c99a",
        Emotion.OTHERS: "#e58fc4",
        Emotion.NEUTRAL: "#98a1ad",
    },
    verdicts={"pending": "#6aa9f0", "accepted": "#4cc38a", "rejected": "#f08a7d", "unsure": "#e3b341"},
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
    outlined.setColor(QPalette.ColorRole.Window, QColor(theme.muted).lighter(140))
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
