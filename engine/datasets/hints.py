"""Where the values of a record come from; emotions of a model are told apart, marked, or left out of a label file.

A record says it in further columns, ``onset_origin``, ``emotion_origin`` and so on, each an `engine.types.Origin.text`.
An empty emotion with an origin is somebody's “no emotion can be inferred”; without one nobody set it yet. A model
trained on synthetic movements only reads which region of the face moved; written as a label without a mark its class
would pass for a human's judgement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from engine.datasets.formats import FORMAT_TABLE
from engine.datasets.plugin_formats import format_row
from engine.datasets.records import Record
from engine.errors import DatasetError
from engine.messages import Said
from engine.origins import BOUNDS, ENDING, VALUES, Origins, present, stored_origins
from engine.types import Origin, OriginKind

KEY = f"emotion{ENDING}"
# What older versions wrote there instead of an origin; files of METST's may still hold it.
HINT = "model hint"
NONE_INFERRED = "none inferred"
# Columns that only a proposals.csv of `metst analyze` has together.
_OF_PROPOSALS = frozenset(("score", "decoder", "quality", "model_id"))
SUFFIX = f" ({HINT})"
# Formats with a column for the mark, and those whose labels are free texts.
COLUMN_FORMATS = tuple(name for name, one in FORMAT_TABLE.items() if one.origins == "columns")
TEXT_FORMATS = tuple(name for name, one in FORMAT_TABLE.items() if one.origins in ("payload", "texts"))
Hints = Literal["refuse", "without", "marked"]


def is_hint(record: Record) -> bool:
    """Whether the emotion of a record is a model's, set or confirmed by nobody."""
    return record.emotion is not None and _emotion_origin(record).kind is OriginKind.MODEL


def is_none_inferred(record: Record) -> bool:
    """Whether somebody said that no emotion can be inferred."""
    return record.emotion is None and _emotion_origin(record).kind not in (OriginKind.UNKNOWN, OriginKind.MODEL)


def is_proposal(record: Record) -> bool:
    """Whether it is a proposal of a model, judged by nobody, as `metst analyze` writes them."""
    return record.extra.keys() >= _OF_PROPOSALS and "annotator" not in record.extra


def _emotion_origin(record: Record) -> Origin:
    """Origin of the emotion; as older versions wrote it, too."""
    told = record.extra.get(KEY, "")
    if not told and is_proposal(record):
        return Origin(OriginKind.MODEL, record.extra.get("model_id", ""))
    if told == HINT or told.startswith(f"{HINT}; "):
        return Origin.of(f"{OriginKind.MODEL}{told.removeprefix(HINT)}")
    if told == NONE_INFERRED:
        return Origin(OriginKind.HUMAN, record.extra.get("annotator", ""))
    return Origin.of(told)


def record_origins(record: Record, *, file: str) -> Origins:
    """Where the values of a record come from; what a file of another program holds comes from `file`."""
    told = {name: record.extra.get(f"{name}{ENDING}", "") for name in VALUES}
    values = {name: getattr(record, name, None) for name in VALUES}
    values |= {"kind": record.extra.get("kind"), "no_emotion": is_none_inferred(record)}
    if is_proposal(record):
        found = Origins.all(Origin(OriginKind.MODEL, record.extra["model_id"])).put(("apex",), Origin.of(told["apex"]))
    elif "origin" in record.extra and not any(told[name] for name in BOUNDS):
        hint = is_hint(record)
        found = stored_origins({**values, **record.extra, "default_emotion": hint, "emotion": record.emotion})
    else:
        found = Origins.all(Origin(OriginKind.FILE, file))
    for name, text in told.items():
        if text:
            found = found.put((name,), _emotion_origin(record) if name == "emotion" else Origin.of(text))
    return present(found, values)


def origin_columns(origins: Origins, values: Mapping[str, object]) -> dict[str, str]:
    """Further columns that tell the origin of every value that is there; see `record_origins`."""
    there = [name for name in VALUES if values.get(name) not in (None, "")]
    there += ["emotion"] if values.get("no_emotion") else []
    return {f"{name}{ENDING}": origins.of(name).text for name in VALUES if name in there}


def carried(records: Sequence[Record], *, format: str) -> tuple[list[Record], list[str]]:  # noqa: A002
    """The records as a format may hold them whatever was asked before, and what it cannot tell of their origins.

    A format without columns of its own for it never gets a model's emotion without the mark.
    """
    if format in COLUMN_FORMATS:
        return list(records), []
    kept = [_without(one) if is_hint(one) and not (one.emotion or "").endswith(SUFFIX) else one for one in records]
    n = sum(one is not other for one, other in zip(kept, records, strict=True))
    told = [f"{n} emotions that nobody set or confirmed were left out."] if n else []
    if format_row(format).origins == "payload":
        return kept, told
    assumed = sum(Origin.of(one.extra.get(f"apex{ENDING}", "")).kind is OriginKind.ASSUMED for one in records)
    if assumed:
        told.append(
            Said(
                "{assumed} apexes are assumed, measured by nobody; this format has no room to say so.", assumed=assumed
            )
        )
    ends = (f"onset{ENDING}", f"offset{ENDING}")
    models = sum(all(Origin.of(one.extra.get(key, "")).kind is OriginKind.MODEL for key in ends) for one in records)
    if models:
        told.append(
            Said(
                "{models} intervals have bounds of a model, moved by nobody; this format has no room to say so.",
                models=models,
            )
        )
    return kept, told


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
            Said(
                "{n} emotions are hints of a model that nobody set or confirmed; choose to leave them out "
                "(without) or to mark them (marked).",
                n=n,
            )
        )
    if choice != "without" and format in COLUMN_FORMATS:
        marked = [_told_in_column(one) for one in records]
        return marked, f"{n} emotions are marked as “{HINT}” in the column {KEY}."
    if choice == "marked" and format in TEXT_FORMATS:
        return [_marked(one) for one in records], f"{n} emotions are marked as “{HINT}”."
    why = "" if choice == "without" else Said(", because this format has no room for the mark")
    return [_without(one) for one in records], f"{n} emotions that nobody set or confirmed were left out{why}."


def _told_in_column(record: Record) -> Record:
    """The mark of a hint in its column: “model hint”, then who or what the origin names."""
    if not is_hint(record):
        return record
    origin = _emotion_origin(record)
    told = f"{HINT}{origin.text.removeprefix(origin.kind)}"
    return replace(record, emotion=plain_emotion(record), extra={**record.extra, KEY: told})


def _marked(record: Record) -> Record:
    return replace(record, emotion=f"{plain_emotion(record)}{SUFFIX}") if is_hint(record) else record


def _without(record: Record) -> Record:
    if not is_hint(record):
        return record
    return replace(record, emotion=None, extra={key: value for key, value in record.extra.items() if key != KEY})
