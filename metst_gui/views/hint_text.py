"""How an emotion that nobody set or confirmed is written."""

from metst_gui.document.annotation import Annotation
from metst_gui.language import tr

HINT_GLYPH = "≈"


def emotion_text(annotation: Annotation, class_name: str) -> str:
    """An emotion no chip stands for: one that nobody confirmed, or a word of another vocabulary."""
    emotion = tr(annotation.emotion or "")
    if annotation.default_emotion:
        return tr("{hint}: {emotion}, confirmed by nobody; its key confirms it", hint=tr(class_name), emotion=emotion)
    return tr("Emotion: {emotion}", emotion=emotion)


def legend_text(class_name: str) -> str:
    """What the mark of an emotion says."""
    return f"{HINT_GLYPH} {tr('{hint}, set or confirmed by nobody', hint=tr(class_name))}"


def unset_text(class_name: str) -> str:
    """What stands above the class probabilities of a proposal."""
    return tr("{hint}, set by nobody:", hint=tr(class_name))
