"""How an emotion that nobody set or confirmed is written."""

from metst_gui.document.annotation import Annotation
from metst_gui.language import mark, tr

HINT_GLYPH = "≈"
# Stands in a narrow row for “no emotion inferred”, said by a human.
NONE_INFERRED = mark("none")


def is_emotion_said(annotation: Annotation) -> bool:
    """Whether somebody gave it an emotion, or said that none can be inferred."""
    return annotation.emotion is not None or annotation.no_emotion


def row_emotion(annotation: Annotation) -> str | None:
    """What a row of the queue shows of the emotion; None: nobody set it."""
    return NONE_INFERRED if annotation.no_emotion else annotation.emotion


def none_text(annotation: Annotation) -> str:
    """What stands for the emotion of an annotation without one: nobody set it, or a human said there is none."""
    return tr("no emotion inferred") if annotation.no_emotion else tr("emotion not set")


def emotion_text(annotation: Annotation, class_name: str) -> str:
    """An emotion that nobody confirmed, or a word of another vocabulary."""
    emotion = tr(annotation.emotion or "")
    if annotation.default_emotion:
        return tr("{hint}: {emotion}. Press its key to confirm it.", hint=tr(class_name), emotion=emotion)
    return tr("Emotion: {emotion}", emotion=emotion)


def legend_text(class_name: str) -> str:
    """What the mark of an emotion says."""
    return f"{HINT_GLYPH} {tr('{hint}, not confirmed by you', hint=tr(class_name))}"


def unset_text(class_name: str) -> str:
    """What the bars under the emotions of a proposal are."""
    return tr("Bars show the {hint}; you have not confirmed it", hint=tr(class_name))
