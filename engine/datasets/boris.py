"""BORIS tables: aggregated events (one row a state or point) and tabular events (a row for each start and stop).

Read are the tables of BORIS 7 to 10, as TSV, CSV or .xlsx; written is the table of aggregated events of 8.20 and later,
as TSV. Seconds have three decimals; the modifiers are the emotion and the action units.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.datasets.atomic import write_text_atomic
from engine.datasets.boris_events import (
    APEX,
    NOBODY,
    Coded,
    Event,
    offsets,
    paired,
    present,
    time_of,
)
from engine.datasets.boris_events import to_marks as marks_of
from engine.datasets.metst_csv import guarded, unguarded
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.spreadsheet import read_book
from engine.datasets.texts import read_text
from engine.datasets.timed import (
    NO_TIMING,
    Mark,
    Timing,
    decimal,
    from_marks,
    milliseconds,
    payload_rate,
    rate_or_none,
    shown,
    to_marks,
)
from engine.errors import DatasetError

HEADER = (
    *("Observation id", "Observation date", "Description", "Observation type", "Source", "Time offset (s)"),
    *("Coding duration", "Media duration (s)", "FPS (frame/s)", "Subject"),
    *("Observation duration by subject by observation", "Behavior", "Behavioral category", "Modifier #1"),
    *("Modifier #2", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name"),
    *("Image index start", "Image index stop", "Image file path start", "Image file path stop"),
    *("Comment start", "Comment stop"),
)
_MODIFIER = re.compile(r"modifiers?(?:\s*#?\s*(\d+))?", re.IGNORECASE)
_LONGEST_HEAD = 100  # lines above the header of a tabular export of BORIS 7
Row = tuple[int, dict[str, str]]


def read_boris(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a table: one for each state event; point events are their apexes, or events of one frame.

    Raises:
        DatasetError: no file, another table, or a video whose times are not known.
    """
    issues: list[Issue] = []
    rows = _rows(path, issues)
    if timing.rate is None:
        named = payload_rate(row.get("comment start", "") or row.get("comment", "") for _, row in rows)
        timing = replace(timing, rate=named)
    media = _media(rows)
    if _is_aggregated(rows):
        events = [_aggregated(number, row, media) for number, row in rows]
    else:
        coded = [Coded(_tabular(number, row, media), _status(row)) for number, row in rows]
        events = paired(coded, issues)
    marks = [replace(mark, spelled=_spelled) for mark in marks_of(events, timing, issues)]
    return from_marks(marks, issues, lambda mark: Source("boris", path.name, "", mark.row), "BORIS")


def is_boris_header(cells: Sequence[str]) -> bool:
    """Whether the cells of a row, in any case, are the header of a table of events."""
    names = {cell.strip().lower() for cell in cells}
    return "behavior" in names and (
        {"start (s)", "stop (s)"} <= names or ("time" in names and bool({"status", "behavior type"} & names))
    )


def _is_aggregated(rows: Sequence[Row]) -> bool:
    return not rows or "start (s)" in rows[0][1]


def _rows(path: Path, issues: list[Issue]) -> list[Row]:
    """Rows below the header with their numbers, by the names of the columns in lower case."""
    found: list[Row] = []
    tables = _sheets(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") else [_table(path, issues)]
    seen = False
    for table in tables:
        at = next((at for at, cells in enumerate(table[:_LONGEST_HEAD]) if is_boris_header(cells)), None)
        if at is None:
            continue
        seen = True
        header = [cell.strip().lower() for cell in table[at]]
        head = {cells[0].strip().lower(): cells[1] for cells in table[:at] if len(cells) > 1 and cells[0].strip()}
        for number, cells in enumerate(table[at + 1 :], start=at + 2):
            if any(cells):
                padded = [unguarded(cell) for cell in cells] + [""] * len(header)
                found.append((number, {**head, **dict(zip(header, padded, strict=False))}))
    if not seen:
        raise DatasetError(
            f"“{path.name}” is no table of events of BORIS: it has no columns “Behavior”, “Start (s)” and “Stop (s)”; "
            "export the aggregated events from BORIS as TSV."
        )
    return found


def _sheets(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in sheet.rows] for sheet in read_book(path).sheets]


def _table(path: Path, issues: list[Issue]) -> list[list[str]]:
    found = read_text(path)
    issues.extend(found.issues)
    try:
        return list(csv.reader(io.StringIO(found.text, newline=""), delimiter=_delimiter(found.text), strict=True))
    except csv.Error as error:
        raise DatasetError(f"“{path.name}” is not an intact table ({error}); export it again from BORIS.") from error


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:_LONGEST_HEAD]
    for delimiter in "\t;,":
        if any(is_boris_header(line.split(delimiter)) for line in lines):
            return delimiter
    return "\t" if "\t" in "".join(lines[:1]) else ","


class _Media:
    """Media of each observation: their order, when they begin, and their rates."""

    def __init__(self) -> None:
        self.begins: dict[str, dict[str, Fraction]] = {}
        self.rates: dict[tuple[str, str], object] = {}


def _media(rows: Sequence[Row]) -> _Media:
    found = _Media()
    order: dict[str, dict[str, Fraction]] = {}
    lengths: dict[str, dict[str, Fraction]] = {}
    playlists: dict[str, list[str]] = {}
    for _, row in rows:
        observation, name = row.get("observation id", "").strip(), _medium_of(row)
        names = _listed(row.get("source", "") or row.get("media file", ""), path=True)
        durations = [time_of(one) for one in _listed(row.get("media duration (s)", ""))]
        rates = _listed(_rate_cell(row))
        if len(names) > len(playlists.get(observation, ())):
            playlists[observation] = names
        known = lengths.setdefault(observation, {})
        if len(names) == len(durations):
            known |= {one: length for one, length in zip(names, durations, strict=True) if length is not None}
        elif len(durations) == 1 and durations[0] is not None and name:
            known.setdefault(name, durations[0])
        place = names.index(name) if name in names else 0
        if rates:
            found.rates[observation, name] = rates[place] if place < len(rates) else rates[0]
        start = time_of(row.get("start (s)", "") or row.get("time", ""))
        if name and start is not None:
            earlier = order.setdefault(observation, {})
            earlier[name] = min(start, earlier.get(name, start))
    for observation, starts in order.items():
        seen = sorted(starts, key=starts.__getitem__)
        listed = playlists.get(observation, [])
        found.begins[observation] = offsets(listed if set(seen) <= set(listed) else seen, lengths.get(observation, {}))
    return found


def _medium_of(row: Mapping[str, str]) -> str:
    return present(row.get("media file name", "") or row.get("media file path", "") or row.get("media file", ""))


def _listed(text: str, *, path: bool = False) -> list[str]:
    """Entries of the first player: ``player #1:a.mp4;b.mp4|player #2:c.mp4``."""
    first = re.sub(r"^\s*player\s*#\d+\s*:\s*", "", re.split(r"\||\s*player\s*#[2-9]", text)[0], flags=re.IGNORECASE)
    entries = [present(one) for one in first.split(";")]
    return [one for one in entries if one] if path else entries if any(entries) else []


def _rate_cell(row: Mapping[str, str]) -> str:
    return next((value for name, value in row.items() if name == "fps" or name.startswith("fps ")), "")


def _common(number: int, row: Mapping[str, str], media: _Media, get: Callable[[str], str]) -> Event:
    """What rows of both tables tell, without times."""
    observation, name = get("observation id").strip(), _medium_of(row)
    rate = media.rates.get((observation, name))
    subject = get("subject").strip()
    return Event(
        row=number,
        observation=observation,
        medium=name,
        subject="" if subject == NOBODY else subject,
        behavior=get("behavior").strip(),
        modifiers=_modifiers(row),
        start=None,
        stop=None,
        is_point=False,
        rate=None if rate is None else rate_or_none(rate),
    )


def _modifiers(row: Mapping[str, str]) -> tuple[str, ...]:
    """Modifiers of a row: a column each, or all in one between bars."""
    columns = [(int(found[1] or 0), row[name]) for name in row if (found := _MODIFIER.fullmatch(name))]
    texts = [text for _, text in sorted(columns, key=lambda one: one[0])]
    if len(columns) == 1 and columns[0][0] == 0:
        head, _, tail = texts[0].rpartition("|")
        # Earlier versions of METST wrote emotion and action units into one column: the last bar parts them.
        texts = [head, tail] if row.get("comment start", "").startswith("{") else texts[0].split("|")
    return tuple(map(_spelled, texts))


def _spelled(text: str) -> str:
    """A modifier as the table shows it; what BORIS writes where none was chosen is none."""
    return "" if text.strip().lower() in ("none", "na", "nan") else shown(text)


def _on_medium(time: Fraction | None, event: Event, row: Mapping[str, str], media: _Media) -> Fraction | None:
    """A time of the observation on the clock of the event's medium; None where it is not known when that begins."""
    if time is None:
        return None
    time -= time_of(row.get("time offset (s)", "")) or 0
    begins = media.begins.get(event.observation, {})
    if not event.medium or not begins:
        return time
    return time - begins[event.medium] if event.medium in begins else None


def _aggregated(number: int, row: Mapping[str, str], media: _Media) -> Event:
    def get(name: str) -> str:
        return row.get(name, "")

    event = _common(number, row, media, get)
    point = get("behavior type").strip().upper() == "POINT"
    start = time_of(get("start (s)"))
    stop = start if point else time_of(get("stop (s)"))
    return replace(
        event,
        start=_on_medium(start, event, row, media),
        stop=_on_medium(stop, event, row, media),
        is_point=point,
        comment=get("comment start"),
        frames=_frames(get("image index start"), get("image index stop"), row, point=point),
    )


def _tabular(number: int, row: Mapping[str, str], media: _Media) -> Event:
    def get(name: str) -> str:
        return row.get(name, "")

    event = _common(number, row, media, get)
    time = _on_medium(time_of(get("time")), event, row, media)
    frames = _frames(get("image index"), "", row, point=True)
    return replace(event, start=time, stop=time, comment=get("comment"), frames=frames)


def _status(row: Mapping[str, str]) -> str:
    text = (row.get("status", "") or row.get("behavior type", "")).strip().upper()
    return text if text in ("START", "STOP", "POINT") else ""


def _frames(start: str, stop: str, row: Mapping[str, str], *, point: bool) -> tuple[int, int] | None:
    """Frame indices of a row; BORIS counts pictures of folders from 1 and frames of videos from 0."""
    pictures = any(word in row.get("observation type", "").lower() for word in ("picture", "images"))
    found = [_index(text, base=1 if pictures else 0) for text in (start, start if point else stop)]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _index(text: str, *, base: int) -> int | None:
    plain = text.strip().removesuffix(".0")
    return int(plain) - base if plain.isdecimal() and len(plain) < 10 else None


def write_boris(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write records of any number of videos, one observation a video; `read_boris` gives equal ones.

    Raises:
        DatasetError: a video whose times are not known, or frames that a timeline cannot show.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, HEADER, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for record, mark in zip(records, to_marks(records, "BORIS", timing), strict=True):
        for row in _written(record, mark, timing):
            writer.writerow({name: guarded(text) for name, text in row.items()})
    write_text_atomic(path, buffer.getvalue())
    return WriteReport(len(records))


def _written(record: Record, mark: Mark, timing: Timing) -> list[dict[str, str]]:
    """Rows of a record: a state, and a point for its apex."""
    span = mark.times
    medium = timing.of(record.subject, record.video)
    name = medium.path.name if medium is not None and medium.path is not None else ""
    row = {
        "Observation id": mark.video,
        "Observation type": "Media file",
        "Source": f"player #1:{name}" if name else "",
        "Time offset (s)": "0",
        "FPS (frame/s)": "" if span.clock is None else f"{float(span.clock.fps):.3f}",
        "Subject": mark.subject or NOBODY,
        "Media file name": name,
        "Comment start": mark.payload,
    }
    if medium is not None and medium.clock.n_frames is not None:
        row["Media duration (s)"] = decimal(Fraction(milliseconds(medium.clock, medium.clock.n_frames), 1000))
    state = {
        "Behavior": mark.kind,
        "Modifier #1": mark.emotion,
        "Modifier #2": mark.units,
        "Behavior type": "STATE",
        "Duration (s)": decimal(span.end - span.start),
    }
    rows = [row | state | _times(span.start, span.end, mark.onset, mark.offset + 1)]
    if span.apex is not None and mark.apex is not None:
        point = {"Behavior": mark.kind + APEX, "Behavior type": "POINT", "Duration (s)": "NA"}
        rows.append(row | point | _times(span.apex, span.apex, mark.apex, mark.apex))
    return rows


def _times(start: Fraction, stop: Fraction, first: int, last: int) -> dict[str, str]:
    return {
        "Start (s)": decimal(start),
        "Stop (s)": decimal(stop),
        "Image index start": str(first),
        "Image index stop": str(last),
    }
