"""`metst check-labels`: labels that look wrong, the most doubtful first, each with the reason."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from engine.cli.predictions import Reading
from engine.cli.terminal import say
from engine.datasets import Record, format_names
from engine.datasets.records import is_point, told_video
from engine.explain.label_check import CheckedLabel, LabelDoubt, LabelHabit, check_video, habit_doubts, strongest
from engine.explain.project_labels import DoubtedLabel, checked_label, project_doubts
from engine.project.stored import read_stored

HELP = (
    "Name the labels that look wrong, the most doubtful first, with the reason. In a project they are compared with "
    "what the analyses of its videos measured; in a label file only with one another."
)
EXAMPLE = "metst check-labels case_017.metst --most 20"


class Row(NamedTuple):
    """One doubtful label, as it is printed; frames 0-based, inclusive."""

    video: str
    annotator: str
    onset: int
    offset: int
    row: int | None
    doubt: str
    weight: float
    reason: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "labels", type=Path, metavar="LABELS", help="project file (*.metst), or label file of any format"
    )
    parser.add_argument("--format", choices=format_names(), default=None, help="default: by its ending and first words")
    parser.add_argument("--fps", default=None, help="frame rate, for label files that count in seconds")
    parser.add_argument("--most", type=int, default=0, help="print so many at most; 0: all")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Check, print."""
    habits: Sequence[LabelHabit] = ()
    unmeasured = 0
    if arguments.labels.suffix.lower() == ".metst":
        found = project_doubts(arguments.labels)
        rows, checked, habits, unmeasured = (
            _of_project(arguments.labels, found.found),
            found.checked,
            found.habits,
            found.unmeasured,
        )
    else:
        told = Reading(arguments.format, arguments.fps, None).labels(arguments.labels)
        for remark in told.remarks:
            say(f"metst: {arguments.labels.name}: {remark}", error=True)
        records = [one for one in told.records if not is_point(one) and one.extra.get("kind") != "blink"]
        rows, checked = _of_records(records), len(records)
        unmeasured = checked
    shown = rows[: arguments.most] if arguments.most > 0 else rows
    if arguments.json:
        print(json.dumps(_form(shown, checked, unmeasured, habits), indent=2, ensure_ascii=False))
        return
    for one in shown:
        where = f"row {one.row}" if one.row is not None else one.annotator
        place = ", ".join(part for part in (one.video, where, f"frames {one.onset} to {one.offset}") if part)
        say(f"{place}: {one.reason} ({one.doubt})")
    say(f"{len(rows)} of {checked} labels look wrong; a hint, not a correction.")
    if unmeasured:
        say(f"{unmeasured} of them were compared with one another only: their videos are not analysed in a project.")
    for habit in habits:
        if habit.low > 0 or habit.high < 0:
            say(_habit_line(habit))


def _habit_line(habit: LabelHabit) -> str:
    side = "later" if habit.shift > 0 else "earlier"
    name = habit.annotator or "the labels"
    return (
        f"{name}: movements lie {abs(habit.shift):g} frames [{habit.low:g}, {habit.high:g}] {side} than the labels say "
        f"(median of {habit.n}): are the frames of the file counted from 0 or from 1?"
    )


def _of_project(path: Path, found: Sequence[DoubtedLabel]) -> list[Row]:
    project = read_stored(path)
    videos = {str(one["id"]): one for one in project.videos}
    rows = []
    for one in found:
        label, video = one.label, videos.get(one.label.video, {})
        name = told_video(str(video.get("subject", "")), str(video.get("name", "")) or label.video)
        annotator = label.annotator or str(project.layers.get(label.layer, {}).get("name", ""))
        told = one.doubt
        rows.append(Row(name, annotator, label.onset, label.offset, None, told.doubt, told.weight, str(told.reason)))
    return rows


def _of_records(records: Sequence[Record]) -> list[Row]:
    """Doubts of the records of a file; habits are those of an annotator in all videos of it."""
    videos: dict[tuple[str, str], list[CheckedLabel]] = {}
    for number, one in enumerate(records):
        if one.offset >= one.onset:
            videos.setdefault((one.subject, one.video), []).append(_checked(number, one))
    found = [doubt for own in videos.values() for doubt in check_video(own, None)[0]]
    found += habit_doubts([one for own in videos.values() for one in own], ())
    return [_row(records[int(one.key)], one) for one in strongest(found)]


def _checked(number: int, one: Record) -> CheckedLabel:
    bounds = one.onset, one.apex, one.offset
    name = one.extra.get("annotator", "")
    return checked_label(str(number), name, bounds, emotion=one.emotion, action_units=one.action_units)


def _row(one: Record, told: LabelDoubt) -> Row:
    row = None if one.source is None else one.source.row
    video, name = told_video(one.subject, one.video), one.extra.get("annotator", "")
    return Row(video, name, one.onset, one.offset, row, told.doubt, told.weight, str(told.reason))


def _form(rows: Sequence[Row], checked: int, unmeasured: int, habits: Sequence[LabelHabit]) -> dict[str, Any]:
    return {
        "checked": checked,
        "unmeasured": unmeasured,
        "doubts": [{**one._asdict(), "weight": round(one.weight, 3)} for one in rows],
        "habits": [
            {"annotator": one.annotator, "n": one.n, "shift_frames": one.shift, "interval_90": [one.low, one.high]}
            for one in habits
        ],
    }
