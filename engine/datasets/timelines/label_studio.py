"""Label Studio JSON and JSON_MIN: a task for each video, its events as timeline labels.

Label Studio counts frames from 1, both ends inclusive, at the rate that its ``Video`` tag is given (``frameRate``),
over the seconds of the medium. Where the times of the video are known METST counts so too and names the rate in the
data of each task, ``fps``; else the numbers are those of the video's own frames.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.clock import Rate
from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport, is_emotion_word, told_video
from engine.datasets.sheets.checks import LARGEST_FRAME
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.json_text import load_json
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    from_marks,
    nearest,
    parse_seconds,
    rate_or_none,
    shown,
    stem_of,
    to_frame_marks,
    to_marks,
    unquoted,
)
from engine.errors import DatasetError
from engine.messages import Said

_UNITS = "AU "  # begins the label that shows the action units
# Fields of a task that name its rate, with case and underscores left out.
_RATES = ("fps", "framerate", "videofps")
# Fields of a task that may hold its video.
_VIDEOS = ("video", "video_url", "videoUrl", "video_path", "url", "file", "audio")
_NOT_LABELS = {
    "predictions": "is a prediction of a model and no label; left out",
    "drafts": "is a draft that nobody submitted; left out",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A result with what its task says."""

    task: int
    names: Mapping[str, Any]
    result: Mapping[str, Any]
    annotator: str
    rate: Rate | None
    alone: bool


def read_label_studio(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of all tasks: one for each range of a timeline label that somebody submitted.

    Predictions, drafts and cancelled annotations are no labels and are named as left out.

    Raises:
        DatasetError: no file, no JSON, or no list of tasks.
    """
    content = load_json(path)
    content = [content] if is_task(content) else content
    if not isinstance(content, list) or (content and not any(isinstance(task, dict) for task in content)):
        raise DatasetError(
            Said("“{name}” is no list of Label Studio tasks; export it as JSON or JSON_MIN.", name=path.name)
        )
    issues: list[Issue] = []
    marks: list[TimedMark] = []
    for number, task in enumerate(content, start=1):
        if not isinstance(task, dict):
            issues.append(Issue(number, "", Said("is no task; left out"), is_lost=True))
            continue
        for found in _results(number, task, timing, issues, alone=len(content) == 1):
            marks += _marks(found, timing, issues)
    if timing.medium is not None and any(mark.span is None and not mark.payload for mark in marks):
        why = Said("the file does not name the rate at which it counts frames; they are taken as the video's own")
        issues.append(Issue(None, "", why))
    return from_marks(marks, issues, lambda mark: RecordSource("label_studio", path.name, "", mark.row), "Label Studio")


def is_task(content: object) -> bool:
    """Whether the content of a JSON file is one task by itself."""
    layers = ("annotations", "completions", *_NOT_LABELS)
    return isinstance(content, dict) and isinstance(content.get("data"), dict) and any(one in content for one in layers)


def _results(
    number: int, task: Mapping[str, Any], timing: Timing, issues: list[Issue], *, alone: bool
) -> Iterator[_Found]:
    """Results that are labels; what is none is named."""
    data = task.get("data")
    layers = [name for name in ("annotations", "completions", *_NOT_LABELS) if isinstance(task.get(name), list)]
    names = data if isinstance(data, dict) else task
    rate = _rate_in(names)
    if not layers and not isinstance(data, dict):  # JSON_MIN: the values under the names of their controls
        rate = rate or _rate_of_values(task) or _named(timing)
        for values in task.values():
            ranged = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
            for value in ranged:
                yield _Found(
                    number, names, {"value": value, "meta": value.get("meta")}, _who(task.get("annotator")), rate, alone
                )
        return
    for layer in layers:
        for entry in (one for one in task[layer] if isinstance(one, dict)):
            results = entry.get("result")
            results = [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []
            cancelled = str(entry.get("was_cancelled", "")).lower() == "true"
            why = _NOT_LABELS.get(layer) or (Said("was cancelled; left out") if cancelled else "")
            if why:
                where = _where(names)
                issues += [
                    Issue(
                        number, _says(one), Said("{range} {why}", range=_range_text(one), why=why), where, is_lost=True
                    )
                    for one in results
                ]
                continue
            counted = rate or _rate_of_values(*results) or _named(timing)
            for one in _with_attributes(results):
                yield _Found(number, names, one, _who(entry.get("completed_by")), counted, alone)


_ATTRIBUTES = ("choices", "text", "number", "rating", "taxonomy", "datetime")


def _with_attributes(results: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The regions, each with what was said of it by controls of its own: results of the same id, under their names."""
    regions = {one.get("id"): one for one in results if _labels_of(one) is not None and one.get("id") is not None}
    said: dict[object, dict[str, str]] = {}
    alone: list[Mapping[str, Any]] = []
    for one in results:
        value = one.get("value")
        told = next((value[name] for name in _ATTRIBUTES if name in value), None) if isinstance(value, dict) else None
        if one.get("id") in regions and one is not regions[one["id"]] and told is not None:
            texts = told if isinstance(told, list) else [told]
            name = str(one.get("from_name") or one.get("type") or "said")
            said.setdefault(one["id"], {})[name] = ", ".join(shown(str(text)) for text in texts)
        else:
            alone.append(one)
    for one in alone:
        yield {**one, "said": said[one["id"]]} if one.get("id") in said else one


def _labels_of(result: Mapping[str, Any]) -> list[Any] | None:
    """The labels of a region of a timeline, or None: it is something else."""
    value = result.get("value")
    labels = value.get("timelinelabels", value.get("labels")) if isinstance(value, dict) else None
    return labels if isinstance(labels, list) else None


def _named(timing: Timing) -> Rate | None:
    """The rate that the user named beside the video: that of Label Studio."""
    return timing.rate if timing.medium is not None else None


def _rate_in(names: Mapping[str, Any]) -> Rate | None:
    for key, value in names.items():
        if isinstance(key, str) and key.replace("_", "").replace(" ", "").lower() in _RATES:
            rate = rate_or_none(value)
            if rate is not None:
                return rate
    return None


def _rate_of_values(*results: Mapping[str, Any]) -> Rate | None:
    """Rate that the values of regions tell: named, or by their count of frames and their duration in seconds."""
    for result in results:
        for value in _values(result):
            rate = _rate_in(value)
            frames, seconds = _positive(value.get("framesCount")), _positive(value.get("duration"))
            if rate is None and frames and seconds:
                rate = rate_or_none(round(frames / seconds, 3))
            if rate is not None:
                return rate
    return None


def _values(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if isinstance(result.get("value"), dict):
        yield result["value"]
    for values in result.values():
        if isinstance(values, list):
            yield from (one for one in values if isinstance(one, dict))


def _positive(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else 0.0


def _who(value: object) -> str:
    """The annotator of an entry: a number, an address, or an object with one of them."""
    if isinstance(value, dict):
        value = value.get("email") or value.get("username") or value.get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _says(result: Mapping[str, Any]) -> str:
    return str(result.get("type", ""))


def _range_text(result: Mapping[str, Any]) -> str:
    value = result.get("value")
    ranges = value.get("ranges") if isinstance(value, dict) else None
    spans = [one for one in ranges if isinstance(one, dict)] if isinstance(ranges, list) else []
    return ", ".join(f"“{one.get('start')} to {one.get('end')}”" for one in spans) or "a result"


def _marks(found: _Found, timing: Timing, issues: list[Issue]) -> Iterable[TimedMark]:
    content = found.result.get("value")
    value: Mapping[str, Any] = content if isinstance(content, dict) else {}
    spans = value["ranges"] if isinstance(value.get("ranges"), list) else []
    marks: list[TimedMark] = []
    for span in spans:
        start, end = (_frame(span.get(name)) if isinstance(span, dict) else None for name in ("start", "end"))
        if start is not None and end is not None:
            marks.append(_mark(found, value, start, end, timing))
        else:
            why = Said("a range has no frames that can be read; left out")
            issues.append(Issue(found.task, _says(found.result), why, _where(found.names), is_lost=True))
    timed = None if spans else _timed(found, value, timing)
    if timed is not None:
        marks.append(timed)
    elif not spans:
        why = Said("a result has no frames that can be read; left out")
        issues.append(Issue(found.task, _says(found.result), why, _where(found.names), is_lost=True))
    return marks


def _where(names: Mapping[str, Any]) -> str:
    """Subject and video of a task, for messages."""
    return told_video(shown(str(names.get("subject", ""))), _video(names))


def _frame(value: object) -> int | None:
    """A frame, which some programs write as 26.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and abs(value) < LARGEST_FRAME else None


def _timed(found: _Found, value: Mapping[str, Any], timing: Timing) -> TimedMark | None:
    """The mark of a region in seconds, as the templates that label a video by its sound write it."""
    start, end = (value.get(name) for name in ("start", "end"))
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in (start, end)):
        return None
    times = parse_seconds(str(start)), parse_seconds(str(end))
    if times[0] is None or times[1] is None:
        return None
    clock = timing.clock_of(_video(found.names), found.rate, alone=found.alone)
    span = TimeSpan(times[0], times[1], None, clock)
    return replace(_mark(found, value, 1, 1, timing), span=span)


def _mark(found: _Found, value: Mapping[str, Any], start: int, end: int, timing: Timing) -> TimedMark:
    labels = value.get("timelinelabels", value.get("labels"))
    words = [one for one in labels if isinstance(one, str)] if isinstance(labels, list) else []
    meta = found.result.get("meta")
    payload = meta.get("metst") if isinstance(meta, dict) else None
    ours = payload if isinstance(payload, dict) else None
    units = next((one.removeprefix(_UNITS) for one in words if one.startswith(_UNITS)), "")
    plain = [one for one in words if not one.startswith(_UNITS)]
    further = {"labels": ", ".join(plain[2:])} if len(plain) > 2 else {}
    further |= {"annotator": found.annotator} if found.annotator else {}
    said = dict(found.result.get("said") or {})
    emotion = plain[1] if len(plain) > 1 else ""
    if not emotion:
        name = next((name for name, text in said.items() if name == "emotion" or is_emotion_word(text)), "")
        emotion = said.pop(name, "")
    further |= {f"said {name}" if name in ("kind", "annotator") else name: text for name, text in said.items()}
    apex = ours.get("apex") if ours else None
    mark = TimedMark(
        kind=plain[0] if plain else "micro",
        onset=start - 1,
        offset=end - 1,
        apex=apex if type(apex) is int else None,
        emotion=emotion,
        units=units,
        payload="" if ours is None else json.dumps(ours),
        row=found.task,
        subject="" if ours else shown(str(found.names.get("subject", ""))),
        video="" if ours else _video(found.names),
        extra=further,
    )
    rate = found.rate
    if rate is None:
        return mark
    clock = timing.clock_of(_video(found.names), rate, alone=found.alone)
    return replace(mark, span=TimeSpan((start - 1) / rate.fps, end / rate.fps, None, clock))


def _video(names: Mapping[str, Any]) -> str:
    """Name of a task's video: as METST writes it, or from the path or URL that the task shows."""
    texts = [text for key in _VIDEOS if (text := _address(names.get(key)))]
    value = texts[0] if texts else ""
    if "/" not in value and "\\" not in value:
        return shown(value)
    return stem_of(unquoted(value.partition("?")[0].partition("#")[0]))


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("url") or value.get("path") or value.get("src")
    return value if isinstance(value, str) else ""


def write_label_studio(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write records of any number of videos; `read_label_studio` gives equal ones.

    Raises:
        DatasetError: frames that a timeline cannot show.
    """
    known = timing.rate is not None or timing.media is not None
    marks = (
        to_marks(records, "Label Studio", timing, digits=6, counted=True)
        if known
        else to_frame_marks(records, "Label Studio")
    )
    tasks: dict[tuple[str, str], list[dict[str, Any]]] = {}
    rates: dict[tuple[str, str], Fraction] = {}
    for number, (record, mark) in enumerate(zip(records, marks, strict=True)):
        labels = [mark.kind, *([mark.emotion] if mark.emotion else []), *([_UNITS + mark.units] if mark.units else [])]
        first, last = mark.onset + 1, mark.offset + 1
        if mark.span is not None and mark.span.clock is not None:
            rate = rates[record.subject, record.video] = mark.span.clock.fps
            first, last = nearest(mark.span.start * rate) + 1, nearest(mark.span.end * rate)
        tasks.setdefault((record.subject, record.video), []).append(
            {
                "id": f"e{number}",
                "type": "timelinelabels",
                "from_name": "kind",
                "to_name": "video",
                "origin": "manual",
                "value": {"ranges": [{"start": first, "end": last}], "timelinelabels": labels},
                "meta": {"metst": json.loads(mark.payload)},
            }
        )
    content = [
        {"data": _data(*names, rates.get(names)), "annotations": [{"result": result}]}
        for names, result in tasks.items()
    ]
    write_text_atomic(path, json.dumps(content, indent=1) + "\n")
    return WriteReport(len(records))


def _data(subject: str, video: str, rate: Fraction | None) -> dict[str, Any]:
    names: dict[str, Any] = {"subject": shown(subject), "video": shown(video)}
    if rate is not None:
        names["fps"] = int(rate) if rate.denominator == 1 else round(float(rate), 6)
    return names
