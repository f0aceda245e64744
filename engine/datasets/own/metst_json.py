"""METST JSON: every field of every record, lossless. The schema is in ``docs/formats.md``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport, told_video
from engine.datasets.sheets.checks import LARGEST_FRAME, order_issues, repeats
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.json_text import load_json
from engine.errors import DatasetError
from engine.messages import Said

SCHEMA = "metst-annotations/1"
_TEXTS = ("subject", "video", "action_units", "objective_class")
_KNOWN = frozenset((*_TEXTS, "onset", "apex", "offset", "emotion", "extra", "source"))


def read_json(path: Path) -> ReadResult:
    """Records of a METST JSON file; an entry that is no record is left out and reported by its number.

    Raises:
        DatasetError: no file, not JSON, or another schema.
    """
    content = load_json(path)
    entries = content.get("annotations") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA or not isinstance(entries, list):
        raise DatasetError(
            Said("“{name}” does not say that it is {schema}; give a METST JSON file.", name=path.name, schema=SCHEMA)
        )
    issues: list[Issue] = []
    records: list[tuple[int, Record]] = []
    for number, entry in enumerate(entries, start=1):
        record = _record(number, entry, issues)
        if record is not None:
            records.append((number, record))
            issues.extend(order_issues(number, record, base=0))
    issues.extend(repeats(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records), tuple(issues))


def _record(number: int, entry: object, issues: list[Issue]) -> Record | None:
    if not isinstance(entry, dict):
        issues.append(Issue(number, "", Said("is no object; left out"), is_lost=True))
        return None
    wrong = _wrong(entry)
    if wrong:
        issues.append(
            Issue(
                number,
                wrong,
                Said("“{entry}” is no value for it; the entry was left out", entry=str(entry.get(wrong))[:40]),
                told_video(str(entry.get("subject", "")), str(entry.get("video", ""))),
                is_lost=True,
            )
        )
        return None
    unknown = sorted(set(entry) - _KNOWN)
    if unknown:
        issues.append(
            Issue(
                number, unknown[0], Said("the fields {unknown} are not METST's; kept as extra", unknown=tuple(unknown))
            )
        )
    more = {name: entry[name] if isinstance(entry[name], str) else json.dumps(entry[name]) for name in unknown}
    subject, video, units, objective = (entry.get(name, "") for name in _TEXTS)
    return Record(
        subject=subject,
        video=video,
        onset=entry["onset"],
        apex=entry.get("apex"),
        offset=entry["offset"],
        emotion=entry.get("emotion"),
        action_units=units,
        objective_class=objective,
        extra={**more, **entry.get("extra", {})},
        source=_source(entry.get("source")),
    )


def _wrong(entry: Mapping[str, Any]) -> str:
    """The first field whose value is of another type than it must be, or empty."""
    for name in ("onset", "offset"):
        if not _is_frame(entry.get(name)):
            return name
    if entry.get("apex") is not None and not _is_frame(entry["apex"]):
        return "apex"
    if entry.get("emotion") is not None and not isinstance(entry["emotion"], str):
        return "emotion"
    extra = entry.get("extra", {})
    if not isinstance(extra, dict) or not all(isinstance(value, str) for value in extra.values()):
        return "extra"
    return next((name for name in _TEXTS if not isinstance(entry.get(name, ""), str)), "")


def _is_frame(value: object) -> bool:
    return type(value) is int and abs(value) < LARGEST_FRAME


def _source(value: object) -> RecordSource | None:
    """The source of a record; one that is not as written is not used."""
    if not isinstance(value, dict):
        return None
    texts = [value.get(name) for name in ("format", "file", "sheet")]
    row, cells = value.get("row"), value.get("cells")
    if not all(isinstance(text, str) for text in texts) or type(row) is not int or not isinstance(cells, list):
        return None
    if not all(isinstance(cell, list) and len(cell) == 3 and all(isinstance(t, str) for t in cell) for cell in cells):
        return None
    name, file, sheet = (str(text) for text in texts)
    return RecordSource(name, file, sheet, row, tuple((cell[0], cell[1], cell[2]) for cell in cells))


def write_json(path: Path, records: Sequence[Record]) -> WriteReport:
    """Write records so that `read_json` gives equal ones, their sources included.

    Raises:
        DatasetError: a frame beyond 2^31, damaged characters, or the file cannot be written.
    """
    for number, record in enumerate(records, start=1):
        if not all(_is_frame(frame) for frame in (record.onset, record.offset, record.apex or 0)):
            raise DatasetError(
                Said("Record {number} has a frame index beyond 2,147,483,647; correct it.", number=number)
            )
    content = {"schema": SCHEMA, "frame_base": 0, "annotations": [_entry(record) for record in records]}
    write_text_atomic(path, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return WriteReport(len(records))


def _entry(record: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: getattr(record, name)
        for name in ("subject", "video", "onset", "apex", "offset", "emotion", "action_units", "objective_class")
    }
    entry["extra"] = dict(record.extra)
    if record.source is not None:
        entry["source"] = asdict(record.source)
    return entry
