"""BORIS aggregated events (tab-separated): a STATE event for each interval and a POINT event for its apex.

Seconds have three decimals, enough up to 1000 frames a second because they are rounded to the nearest.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.datasets.atomic import write_text_atomic
from engine.datasets.guard import read_file
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.timed import Mark, Rate, from_marks, need_rate, payload_rate, rate_of, to_marks
from engine.errors import DatasetError

HEADER = (
    *("Observation id", "Observation date", "Description", "Media file name", "Total length", "FPS", "Subject"),
    *("Behavior", "Behavioral category", "Modifiers", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)"),
    *("Comment start", "Comment stop", "Image index start", "Image index stop"),
)
_NEEDED = ("Behavior", "Behavior type", "Start (s)", "Stop (s)")
_APEX = " apex"  # behaviour of a point event is the kind and this


def read_boris(path: Path, *, fps: Rate | None = None) -> ReadResult:
    """Records of an aggregated events table: one for each STATE event; POINT events are its apexes or single frames.

    Raises:
        DatasetError: no file, another table, or no known frame rate.
    """
    rows = _rows(path)
    issues: list[Issue] = []
    known = next((row["FPS"] for _, row in rows if row.get("FPS", "").strip()), None)
    rate = fps or payload_rate(row.get("Comment start", "") for _, row in rows) or _rate(known)
    rate = need_rate(rate, "BORIS")
    marks: list[Mark] = []
    points: list[Mark] = []
    for number, row in rows:
        mark = _mark(number, row, rate, issues)
        if mark is None:
            continue
        if row["Behavior type"].strip().upper() == "POINT":
            points.append(mark)
        else:
            marks.append(mark)
    return from_marks(_with_apexes(marks, points), issues, lambda mark: Source("boris", path.name, "", mark.row))


def _rate(text: str | None) -> Rate | None:
    try:
        return rate_of(float(text) if text and "/" not in text else text)
    except ValueError:
        return None


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    data = read_file(path)
    try:
        text = data.decode("utf-8-sig")
        delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"“{path.name}” is not a table in UTF-8; export it again from BORIS.") from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise DatasetError(
            f"“{path.name}” has no column “{missing[0]}”; export the aggregated events from BORIS as TSV."
        )
    padded = ((number, [*cells, *[""] * len(header)]) for number, cells in enumerate(rows[1:], start=2) if any(cells))
    return [(number, dict(zip(header, cells, strict=False))) for number, cells in padded]


def _mark(number: int, row: Mapping[str, str], rate: Rate, issues: list[Issue]) -> Mark | None:
    times = []
    for column in ("Start (s)", "Stop (s)"):
        text = row[column].strip()
        try:
            times.append(1000 * Fraction(text) if len(text) < 24 else Fraction(-1))
        except (ValueError, ZeroDivisionError):
            point = column == "Stop (s)" and row["Behavior type"].strip().upper() == "POINT"
            times.append(times[0] if point else Fraction(-1))
    if not all(0 <= time < 10**13 for time in times):
        issues.append(Issue(number, "Start (s)", "start and stop are no times; the row was left out"))
        return None
    onset, offset = rate.frame(times[0]), rate.frame(times[1]) - 1
    state = row["Behavior type"].strip().upper() != "POINT"
    if offset < onset:
        if state:
            issues.append(Issue(number, "Stop (s)", "is less than a frame after the start; read as one frame"))
        offset = onset
    emotion, _, units = row.get("Modifiers", "").partition("|")
    subject = row.get("Subject", "").strip()
    return Mark(
        kind=row["Behavior"].strip(),
        onset=onset,
        offset=offset,
        apex=None,
        emotion=emotion.strip(),
        units=units.strip(),
        payload=row.get("Comment start", "") if row.get("Comment start", "").startswith("{") else "",
        row=number,
        subject="" if subject == "No focal subject" else subject,
        video=row.get("Observation id", "").strip(),
    )


def _with_apexes(marks: Sequence[Mark], points: Sequence[Mark]) -> list[Mark]:
    """Each point within an interval of its kind that has no apex yet becomes that; others are events of one frame."""
    found = list(marks)
    places: dict[tuple[str, str, str, str], list[int]] = {}
    for number, mark in enumerate(found):
        places.setdefault((mark.kind, mark.subject, mark.video, mark.payload), []).append(number)
    for point in points:
        kind = point.kind.removesuffix(_APEX)
        fits = (
            number
            for number in places.get((kind, point.subject, point.video, point.payload), ())
            if found[number].apex is None and found[number].onset <= point.onset <= found[number].offset
        )
        place = next(fits, None) if kind != point.kind else None
        if place is None:
            found.append(replace(point, apex=point.onset))
        else:
            found[place] = replace(found[place], apex=point.onset)
    return found


def write_boris(path: Path, records: Sequence[Record], *, fps: Rate | None = None) -> WriteReport:
    """Write records of any number of videos, one observation a video; `read_boris` gives equal ones.

    Raises:
        DatasetError: no frame rate, or frames that a timeline cannot show.
    """
    rate = need_rate(fps, "BORIS")
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, HEADER, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for mark in to_marks(records, "BORIS", rate):
        row = {
            "Observation id": mark.video,
            "FPS": rate.text if rate.fps.denominator == 1 else f"{float(rate.fps):.6f}",
            "Subject": mark.subject or "No focal subject",
            "Comment start": mark.payload,
        }
        modifiers = f"{mark.emotion}|{mark.units}" if mark.emotion or mark.units else ""
        state = {"Behavior": mark.kind, "Modifiers": modifiers, "Behavior type": "STATE"}
        writer.writerow(row | state | _times(mark.onset, mark.offset + 1, rate))
        if mark.apex is not None:
            point = {"Behavior": mark.kind + _APEX, "Behavior type": "POINT"}
            writer.writerow(row | point | _times(mark.apex, mark.apex, rate))
    write_text_atomic(path, buffer.getvalue())
    return WriteReport(len(records))


def _times(start: int, stop: int, rate: Rate) -> dict[str, str]:
    first, last = rate.ms(start), rate.ms(stop)
    return {
        "Start (s)": f"{first // 1000}.{first % 1000:03d}",
        "Stop (s)": f"{last // 1000}.{last % 1000:03d}",
        "Duration (s)": f"{(last - first) // 1000}.{(last - first) % 1000:03d}",
        "Image index start": str(start),
        "Image index stop": str(max(start, stop - 1)),
    }
