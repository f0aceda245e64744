"""Label Studio JSON: a task for each video, its events as timeline labels with frames from 1, both ends inclusive."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.datasets.atomic import write_text_atomic
from engine.datasets.checks import LARGEST_FRAME
from engine.datasets.metst_json import load_json
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.timed import Mark, from_marks, shown, to_marks
from engine.errors import DatasetError

_UNITS = "AU "  # begins the label that shows the action units


def read_label_studio(path: Path) -> ReadResult:
    """Records of all tasks: one for each range of a timeline label, of annotations and of predictions.

    Raises:
        DatasetError: no file, no JSON, or no list of tasks.
    """
    content = load_json(path)
    if not isinstance(content, list) or not all(isinstance(task, dict) for task in content):
        raise DatasetError(f"“{path.name}” is no list of Label Studio tasks; export it as JSON.")
    issues: list[Issue] = []
    marks: list[Mark] = []
    for number, task in enumerate(content, start=1):
        data = task.get("data")
        names = data if isinstance(data, dict) else {}
        for result in _results(task):
            found = list(_marks(number, names, result))
            if not found:
                issues.append(
                    Issue(number, str(result.get("type", "")), "a result has no frames that can be read; left out")
                )
            marks += found
    return from_marks(marks, issues, lambda mark: Source("label_studio", path.name, "", mark.row))


def _results(task: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for layer in ("annotations", "predictions"):
        entries = task.get(layer)
        for entry in entries if isinstance(entries, list) else ():
            results = entry.get("result") if isinstance(entry, dict) else None
            yield from (one for one in results or () if isinstance(one, dict)) if isinstance(results, list) else ()


def _marks(number: int, names: Mapping[str, Any], result: Mapping[str, Any]) -> Iterable[Mark]:
    value = result.get("value")
    if not isinstance(value, dict) or not isinstance(value.get("ranges"), list):
        return
    labels = value.get("timelinelabels")
    words = [one for one in labels if isinstance(one, str)] if isinstance(labels, list) else []
    meta = result.get("meta")
    payload = meta.get("metst") if isinstance(meta, dict) else None
    ours = isinstance(payload, dict)
    units = next((one.removeprefix(_UNITS) for one in words if one.startswith(_UNITS)), "")
    plain = [one for one in words if not one.startswith(_UNITS)]
    for span in value["ranges"]:
        start, end = (span.get(name) if isinstance(span, dict) else None for name in ("start", "end"))
        if type(start) is not int or type(end) is not int or max(abs(start), abs(end)) >= LARGEST_FRAME:
            return
        known = payload.get("apex") if isinstance(payload, dict) else None
        yield Mark(
            kind=plain[0] if plain else "micro",
            onset=start - 1,
            offset=end - 1,
            apex=known if type(known) is int else None,
            emotion=plain[1] if len(plain) > 1 else "",
            units=units,
            payload=json.dumps(payload) if ours else "",
            row=number,
            subject="" if ours else str(names.get("subject", "")),
            video="" if ours else str(names.get("video", "")),
        )


def write_label_studio(path: Path, records: Sequence[Record]) -> WriteReport:
    """Write records of any number of videos; `read_label_studio` gives equal ones.

    Raises:
        DatasetError: frames that a timeline cannot show.
    """
    tasks: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number, (record, mark) in enumerate(zip(records, to_marks(records, "Label Studio", None), strict=True)):
        labels = [mark.kind, *([mark.emotion] if mark.emotion else []), *([_UNITS + mark.units] if mark.units else [])]
        tasks.setdefault((record.subject, record.video), []).append(
            {
                "id": f"e{number}",
                "type": "timelinelabels",
                "from_name": "kind",
                "to_name": "video",
                "origin": "manual",
                "value": {"ranges": [{"start": mark.onset + 1, "end": mark.offset + 1}], "timelinelabels": labels},
                "meta": {"metst": json.loads(mark.payload)},
            }
        )
    content = [
        {"data": {"subject": shown(subject), "video": shown(video)}, "annotations": [{"result": result}]}
        for (subject, video), result in tasks.items()
    ]
    write_text_atomic(path, json.dumps(content, indent=1) + "\n")
    return WriteReport(len(records))
