"""Small pieces of the card."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from engine.clock import time_text
from engine.types import Float64
from metst_gui.document.annotation import HIDDEN_ORIGIN, Annotation
from metst_gui.language import tr


def in_brackets(key: str) -> str:
    """A key behind a tool tip; empty where there is none."""
    return f" ({key})" if key else ""


def muted(label: QLabel) -> QLabel:
    """The same label in the colour of secondary text."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def origin_of(annotation: Annotation) -> str:
    """Where an annotation no proposal stands behind came from, in a word."""
    if annotation.origin == HIDDEN_ORIGIN:
        return tr("yours")
    return tr("imported") if annotation.origin.startswith("import:") else tr("drawn by hand")


def time_of(frame: int, fps: float, times: Float64 | None) -> str:
    """Time of a frame index: the video's own, else that of the mean frame rate in Hz."""
    if times is not None and 0 <= frame < len(times):
        return time_text(float(times[frame]))
    return time_text(frame / fps if fps > 0 else 0.0)
