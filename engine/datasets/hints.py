"""Emotions that a model gave and no human set or confirmed: told apart, marked, or left out of a label file.

Such a record says so in its extra column ``emotion_origin``, which also tells a human's “no emotion can be inferred”
from an emotion that nobody set yet. A model trained on synthetic movements only reads which
region of the face moved; written as a label without a mark its class would pass for a human's judgement.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from engine.datasets.records import Record
from engine.errors import DatasetError

KEY = "emotion_origin"
HINT = "model hint"
NONE_INFERRED = "none inferred"
SUFFIX = f" ({HINT})"
# Formats with a column for the mark, and those whose labels are free texts.
COLUMN_FORMATS = ("csv", "json")
TEXT_FORMATS = ("elan", "textgrid", "boris", "label_studio", "vtt", "srt")
Hints = Literal["refuse", "without", "marked"]


def is_hint(record: Record) -> bool:
    """Whether the emotion of a record is a model's, set or confirmed by nobody."""
    return record.emotion is not None and record.extra.get(KEY) == HINT


def is_none_inferred(record: Record) -> bool:
    """Whether a human said that no emotion can be inferred."""
    return record.emotion is None and record.extra.get(KEY) == NONE_INFERRED


def plain_emotion(record: Record) -> str | None:
    """The emotion word without a mark."""
    return record.emotion.removesuffix(SUFFIX) if record.emotion and is_hint(record) else record.emotion


def with_hints(records: Sequence[Record], choice: Hints, *, format: str) -> tuple[list[Record], str]:  # noqa: A002
    """The records as a file may hold them.

    Args:
        records: what is to be written.
        choice: leave unconfirmed emotions out, mark them, or refuse. A format without room for the mark loses them.
        format: name of the format.

    Returns:
        the records, and a sentence about what was done; empty where no emotion is a hint.

    Raises:
        DatasetError: there are hints and `choice` is to refuse.
    """
    n = sum(is_hint(one) for one in records)
    if not n:
        return list(records), ""
    if choice == "refuse" and format not in COLUMN_FORMATS:
        raise DatasetError(
            f"{n} emotions are hints of a model that nobody set or confirmed; choose to leave them out (without) or to "
            "mark them (marked)."
        )
    if choice != "without" and format in COLUMN_FORMATS:
        marked = [replace(one, emotion=plain_emotion(one)) for one in records]
        return marked, f"{n} emotions are marked as “{HINT}” in the column {KEY}."
    if choice == "marked" and format in TEXT_FORMATS:
        return [_marked(one) for one in records], f"{n} emotions are marked as “{HINT}”."
    why = "" if choice == "without" else ", because this format has no room for the mark"
    return [_without(one) for one in records], f"{n} emotions that nobody set or confirmed were left out{why}."


def _marked(record: Record) -> Record:
    return replace(record, emotion=f"{plain_emotion(record)}{SUFFIX}") if is_hint(record) else record


def _without(record: Record) -> Record:
    if not is_hint(record):
        return record
    return replace(record, emotion=None, extra={key: value for key, value in record.extra.items() if key != KEY})
