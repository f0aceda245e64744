"""What the gutter says beside the curves: their names, lines and scale, and their values at the playhead."""

import numpy as np
from PySide6.QtCore import Qt

from engine.types import CLASSES
from metst_gui.language import tr
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.curves_item import CurveStyle
from metst_gui.timeline.gutter import GutterLine
from metst_gui.widgets.theme import EMOTION_LINES, Theme
from metst_gui.wording.emotion_text import HINT_GLYPH

# Texts of the scale, with their places in a plot that shows 0..1 and 0.05 beyond at either end.
_SCALE = (("1", 0.0455), ("0.5", 0.5), ("0", 0.9545))
# A smaller spread of the score is none to two digits.
_LEAST_SPREAD = 0.005
_NAME_AT, _VALUE_AT = 0.27, 0.73


def emotion_styles(theme: Theme) -> list[CurveStyle]:
    """Line of each emotion, in the order of `CLASSES`."""
    return [CurveStyle(theme.emotions[emotion], EMOTION_LINES[emotion]) for emotion in CLASSES]


def score_lines(store: CurveStore, frame: int, second: CurveStore | None = None) -> list[GutterLine]:
    """Scale, name and value of the spotting score at a frame index, and the value of a second run, drawn dashed."""
    ticks = [GutterLine("", text, at=at, strong=False) for text, at in _SCALE]
    values = store.at(frame)
    score = "" if values is None else tr("none") if np.isnan(values[0]) else f"{values[0]:.2f}"
    spread = store.spread_at(frame)
    other = None if second is None else second.at(frame)
    if other is not None and not np.isnan(other[0]):
        both = f"{score or tr('none')} ╌ {other[0]:.2f}"
        return [*ticks, GutterLine(tr("spotting score"), at=_NAME_AT), GutterLine(both, at=_VALUE_AT)]
    name = GutterLine(tr("spotting score"), at=_NAME_AT)
    told = tr("this frame: {score}", score=score) if score else ""
    if score and spread is not None and spread >= _LEAST_SPREAD:
        # In the narrow gutter both numbers say more than the words.
        told = f"{score} ±.{round(100 * spread):02d}" if spread < 0.995 else f"{score} ±1"
    at_playhead = [GutterLine(told, at=_VALUE_AT)] if told else []
    return [*ticks, name, *at_playhead]


def second_style(theme: Theme) -> CurveStyle:
    """Line of a second run's score."""
    return CurveStyle(theme.muted, Qt.PenStyle.DashLine)


def emotion_lines(store: CurveStore, frame: int, theme: Theme) -> list[GutterLine]:
    """Name, line and probability at a frame index of each emotion; none where no emotion was inferred."""
    if store.probabilities is None:
        return []
    values = store.at(frame)
    row = [np.nan] * len(CLASSES) if values is None or values[1] is None else values[1].tolist()
    shown = ["" if np.isnan(value) else f"{value:.2f}".lstrip("0") for value in row]
    names = [f"{HINT_GLYPH}{tr(emotion)}" for emotion in CLASSES]
    return [GutterLine(*line) for line in zip(names, shown, emotion_styles(theme), strict=True)]
