"""BORIS tables: aggregated events (one row a state or point) and tabular events (a row for each start and stop).

Read are the tables of BORIS 7 to 10, as TSV, CSV or .xlsx; written is the table of aggregated events of 8.20 and later,
as TSV. Seconds have three decimals; the modifiers are the emotion and the action units.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from engine.clock import Rate
from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.sheets.spreadsheet import read_book
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.delimited import without_sep
from engine.datasets.text.encoding import read_text
from engine.datasets.text.formulas import guarded, unguarded
from engine.datasets.text.numbers import plain_decimal
from engine.datasets.timelines.boris_events import (
    APEX,
    NOBODY,
    BorisEvent,
    Coded,
    offsets,
    paired,
    present,
    spelled_in_project,
    time_of,
)
from engine.datasets.timelines.boris_events import to_marks as marks_of
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    Timing,
    decimal,
    from_marks,
    is_payload,
    kind_of_tier,
    milliseconds,
    payload_rate,
    rate_or_none,
    shown,
    to_marks,
)
from engine.errors import DatasetError
from engine.messages import Said

_FRONT = (
    *("Observation id", "Observation date", "Description", "Observation type", "Source", "Time offset (s)"),
    *("Coding duration", "Media duration (s)", "FPS (frame/s)", "Subject"),
    *("Observation duration by subject by observation", "Behavior", "Behavioral category"),
)
_BACK = (
    *("Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name"),
    *("Image index start", "Image index stop", "Image file path start", "Image file path stop"),
    *("Comment start", "Comment stop"),
)
_MODIFIER = re.compile(r"modifiers?(?:\s*#?\s*(\d+))?", re.IGNORECASE)
_LONGEST_HEAD = 100  # lines above the header of a tabular export of BORIS 7
# Columns as versions of BORIS and those who edit its tables call them, and the names that are read here.
_ALIASES = {
    **dict.fromkeys(("start", "start time", "start time (s)", "start(s)"), "start (s)"),
    **dict.fromkeys(("stop", "stop time", "stop time (s)", "stop(s)", "end (s)"), "stop (s)"),
    "time (s)": "time",
    "media duration": "media duration (s)",
    "time offset": "time offset (s)",
    "image index (start)": "image index start",
    "image index (stop)": "image index stop",
    "behaviour": "behavior",
    "behaviour type": "behavior type",
    "behavioural category": "behavioral category",
}
# Columns that tell of the observation, or that are computed of others: all further ones are kept.
_KNOWN = frozenset(
    (
        *map(str.lower, (*_FRONT, *_BACK)),
        *("time", "status", "comment", "image index", "image file path", "media file", "media file path"),
        *("media file(s)", "total length", "observation duration", "observation duration (s)", "fps"),
    )
)


class BorisRow(NamedTuple):
    """A row below the header: its number, its cells by the names of their columns, and those of unknown columns."""

    number: int
    cells: dict[str, str]
    extra: tuple[tuple[str, str], ...]


def read_boris(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a table: one for each state event; point events are their apexes, or events of one frame.

    Raises:
        DatasetError: no file, another table, or a video whose times are not known.
    """
    timing = timing.as_players_show()
    issues: list[Issue] = []
    rows = _rows(path, issues)
    if timing.rate is None:
        named = payload_rate(row.cells.get("comment start", "") or row.cells.get("comment", "") for row in rows)
        timing = replace(timing, rate=named)
    media = _media(rows)
    if _is_aggregated(rows):
        events = [_aggregated(row, media) for row in rows]
    else:
        coded = [Coded(_tabular(row, media), _status(row.cells)) for row in rows]
        events = paired(coded, issues)
    marks = [_of_table(mark) for mark in marks_of(events, timing, issues)]
    return from_marks(marks, issues, lambda mark: RecordSource("boris", path.name, "", mark.row), "BORIS")


def _of_table(mark: TimedMark) -> TimedMark:
    """The mark, with the spellings of a project where METST wrote it into one and BORIS exported the table."""
    texts = {mark.emotion, mark.units, *(mark.further or ())}

    def spelled(text: str) -> str:
        plain, other = _spelled(text), spelled_in_project(text)
        return other if plain not in texts and other in texts else plain

    return replace(mark, kind=kind_of_tier(mark.kind) if mark.payload else mark.kind, spelled=spelled)


def is_boris_header(cells: Sequence[str]) -> bool:
    """Whether the cells of a row, in any case, are the header of a table of events."""
    names = {_column(cell) for cell in cells}
    return "behavior" in names and (
        {"start (s)", "stop (s)"} <= names or ("time" in names and bool({"status", "behavior type"} & names))
    )


def _column(cell: str) -> str:
    """Name of a column as it is read here."""
    name = " ".join(cell.replace("_", " ").lower().split())
    return _ALIASES.get(name, name)


def _is_aggregated(rows: Sequence[BorisRow]) -> bool:
    return not rows or "start (s)" in rows[0].cells


def _rows(path: Path, issues: list[Issue]) -> list[BorisRow]:
    """Rows below the header with their numbers, by the names of the columns in lower case."""
    found: list[BorisRow] = []
    tables = _sheets(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") else [_table(path, issues)]
    seen = False
    for table in tables:
        at = next((at for at, cells in enumerate(table[:_LONGEST_HEAD]) if is_boris_header(cells)), None)
        if at is None:
            continue
        seen = True
        header = [_column(cell) for cell in table[at]]
        further = [(place, cell.strip()) for place, cell in enumerate(table[at]) if _is_further(header[place])]
        head = {cells[0].strip().lower(): cells[1] for cells in table[:at] if len(cells) > 1 and cells[0].strip()}
        for number, cells in enumerate(table[at + 1 :], start=at + 2):
            if any(cells):
                padded = [unguarded(cell) for cell in cells] + [""] * len(header)
                kept = ((name, shown(padded[place])) for place, name in further)
                extra = tuple((name, text) for name, text in kept if present(text))
                found.append(BorisRow(number, {**head, **dict(zip(header, padded, strict=False))}, extra))
    if not seen:
        raise DatasetError(
            Said(
                "“{name}” is no table of events of BORIS: it has no columns “Behavior”, “Start (s)” and "
                "“Stop (s)”; export the aggregated events from BORIS as TSV.",
                name=path.name,
            )
        )
    return found


def _is_further(name: str) -> bool:
    """Whether a column is one that BORIS does not write by itself, such as an independent variable."""
    return bool(name) and name not in _KNOWN and not _MODIFIER.fullmatch(name) and not name.startswith("fps ")


def _sheets(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in sheet.rows] for sheet in read_book(path).sheets]


def _table(path: Path, issues: list[Issue]) -> list[list[str]]:
    found = read_text(path)
    issues.extend(found.issues)
    body, mark = without_sep(found.text)
    delimiter = mark or _delimiter(body)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if delimiter != "\t":
            raise DatasetError(
                Said("“{name}” is not an intact table ({why}); export it again from BORIS.", name=path.name, why=error)
            ) from error
        # Texts with a quote at their beginning, as programs write them that quote nothing.
        rows = [list(map(_unquoted, line.split("\t"))) for line in re.split("\r\n|\n|\r", body)]
    return [[], *rows] if mark else rows


def _unquoted(cell: str) -> str:
    """A cell without the quotes around it, where it has them at both ends."""
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:_LONGEST_HEAD]
    for delimiter in "\t;,":
        if any(is_boris_header([cell.strip().strip('"') for cell in line.split(delimiter)]) for line in lines):
            return delimiter
    return "\t" if "\t" in "".join(lines[:1]) else ","


@dataclass(slots=True)
class _Playlist:
    """The media of an observation: of its first player, as far as its rows tell them.

    Attributes:
        names: in the order in which they are played.
        lengths: in s, by name.
        begins: when each begins, in s of the observation; none after one of unknown length.
        rates: as written, by name.
        starts: earliest event of each medium that a row names, in s of the observation.
    """

    names: list[str] = field(default_factory=list)
    lengths: dict[str, Fraction] = field(default_factory=dict)
    begins: dict[str, Fraction] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    starts: dict[str, Fraction] = field(default_factory=dict)

    def called(self, name: str) -> str:
        """The medium of a name, which may lack the folder; the name itself where it is none of the list."""
        if not name or name in self.names:
            return name
        alike = [one for one in self.names if _file_name(one) == _file_name(name)]
        return alike[0] if len(alike) == 1 else name

    def shown_at(self, time: Fraction | None) -> str:
        """The medium that is played at a time of the observation; empty where that is not known."""
        if len(self.names) < 2:
            return next(iter(self.names), "")
        if time is None or len(self.lengths) < len(self.names):
            return ""
        return next((one for one in reversed(self.names) if self.begins.get(one, time + 1) <= time), "")


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _media(rows: Sequence[BorisRow]) -> dict[str, _Playlist]:
    """The media of each observation."""
    found: dict[str, _Playlist] = {}
    for _, row, _ in rows:
        playlist = found.setdefault(row.get("observation id", "").strip(), _Playlist())
        names = _listed(_source_of(row), path=True)
        if len(names) > len(playlist.names):
            playlist.names = list(names)
    for _, row, _ in rows:
        playlist = found[row.get("observation id", "").strip()]
        name, names = playlist.called(_medium_of(row)), _listed(_source_of(row), path=True)
        durations = [time_of(one) for one in _listed(row.get("media duration (s)", ""))]
        if len(names) == len(durations):
            known = zip(names, durations, strict=True)
            playlist.lengths |= {one: length for one, length in known if length is not None}
        elif len(durations) == 1 and durations[0] is not None and name:
            playlist.lengths.setdefault(name, durations[0])
        rates = _listed(_rate_cell(row))
        if len(rates) == len(names):
            playlist.rates |= dict(zip(names, rates, strict=True))
        elif rates:
            playlist.rates[name] = rates[0]
        start = _row_time(row)
        if name and start is not None:
            playlist.starts[name] = min(start, playlist.starts.get(name, start))
    for playlist in found.values():
        seen = sorted(playlist.starts, key=playlist.starts.__getitem__)
        order = playlist.names if set(seen) <= set(playlist.names) else seen
        playlist.begins = offsets(order, playlist.lengths)
    return found


def _row_time(row: Mapping[str, str]) -> Fraction | None:
    """The time of a row, of its start, on the observation's clock."""
    time = time_of(row.get("start (s)", "") or row.get("time", ""))
    offset = time_of(row.get("time offset (s)", ""))
    return time - offset if time is not None and offset else time


def _source_of(row: Mapping[str, str]) -> str:
    return row.get("source", "") or row.get("media file(s)", "") or row.get("media file", "")


def _medium_of(row: Mapping[str, str]) -> str:
    """The medium that a row names, or empty: none, or a list of several."""
    text = row.get("media file name", "") or row.get("media file path", "") or row.get("media file", "")
    names = _listed(text, path=True)
    return names[0] if len(names) == 1 else ""


@lru_cache(maxsize=256)
def _listed(text: str, *, path: bool = False) -> tuple[str, ...]:
    """Entries of the first player: ``player #1:a.mp4;b.mp4|player #2:c.mp4``."""
    first = re.sub(r"^\s*player\s*#\d+\s*:\s*", "", re.split(r"\||\s*player\s*#[2-9]", text)[0], flags=re.IGNORECASE)
    entries = tuple(present(one) for one in first.split(";"))
    return tuple(filter(None, entries)) if path else entries if any(entries) else ()


def _rate_cell(row: Mapping[str, str]) -> str:
    return next((value for name, value in row.items() if name == "fps" or name.startswith("fps ")), "")


def _common(row: BorisRow, media: Mapping[str, _Playlist]) -> BorisEvent:
    """What rows of both tables tell, without times."""
    cells = row.cells
    observation, subject = cells.get("observation id", "").strip(), cells.get("subject", "").strip()
    playlist = media[observation]
    name = playlist.called(_medium_of(cells)) or playlist.shown_at(_row_time(cells))
    rate = playlist.rates.get(name) or playlist.rates.get("")
    return BorisEvent(
        row=row.number,
        observation=observation,
        medium=name,
        subject="" if subject == NOBODY else present(subject),
        behavior=cells.get("behavior", "").strip(),
        modifiers=_modifiers(cells),
        start=None,
        stop=None,
        is_point=False,
        rate=None if rate is None else _rate(rate),
        extra=row.extra,
    )


@lru_cache(maxsize=256)
def _rate(text: str) -> Rate | None:
    return rate_or_none(plain_decimal(text))


def _modifiers(row: Mapping[str, str]) -> tuple[str, ...]:
    """Modifiers of a row: a column each, or all in one between bars."""
    columns = [(int(found[1] or 0), row[name]) for name in row if (found := _MODIFIER.fullmatch(name))]
    texts = [text for _, text in sorted(columns, key=lambda one: one[0])]
    if len(columns) == 1 and columns[0][0] == 0:
        head, _, tail = texts[0].rpartition("|")
        # Earlier versions of METST wrote emotion and action units into one column: the last bar parts them.
        texts = [head, tail] if is_payload(row.get("comment start", "")) else texts[0].split("|")
    return tuple(map(_spelled, texts))


def _spelled(text: str) -> str:
    """A modifier as the table shows it; what BORIS writes where none was chosen is none."""
    return "" if text.strip().lower() in ("none", "na", "nan") else shown(text)


def _on_medium(event: BorisEvent, row: Mapping[str, str], media: Mapping[str, _Playlist]) -> BorisEvent:
    """The event with its times on the clock of its medium; without them where it is not known when that begins."""
    offset = time_of(row.get("time offset (s)", "")) or Fraction(0)
    playlist = media[event.observation]
    begins, medium, several = playlist.begins, event.medium, len(playlist.names) > 1
    if event.start is None and event.stop is None:
        return event
    if not medium and several:
        why = Said("its observation plays several videos and does not say which of them is shown; the row was left out")
        return replace(event, start=None, stop=None, frames=None, why=why)
    if medium and begins and medium not in begins:
        why = Said("“{medium}” is played after a video whose length is not told; the row was left out", medium=medium)
        return replace(event, start=None, stop=None, why=why)
    at = begins.get(medium, Fraction(0)) + offset
    if not at:
        return event
    times = (None if time is None else time - at for time in (event.start, event.stop))
    return replace(event, start=next(times), stop=next(times))


def _aggregated(row: BorisRow, media: Mapping[str, _Playlist]) -> BorisEvent:
    def get(name: str) -> str:
        return row.cells.get(name, "")

    point = get("behavior type").strip().upper() == "POINT"
    start = time_of(get("start (s)"))
    event = replace(
        _common(row, media),
        start=start,
        stop=start if point else time_of(get("stop (s)")),
        is_point=point,
        comment=_comment(get("comment start") or get("comment"), "" if point else get("comment stop")),
        frames=_frames(get("image index start"), get("image index stop"), row.cells, point=point),
    )
    return _on_medium(event, row.cells, media)


def _comment(start: str, stop: str) -> str:
    """Both comments of a state; METST's data stand in the first alone."""
    if is_payload(start) or not present(stop) or stop == start:
        return start
    return "; ".join(filter(present, (start, stop)))


def _tabular(row: BorisRow, media: Mapping[str, _Playlist]) -> BorisEvent:
    def get(name: str) -> str:
        return row.cells.get(name, "")

    time = time_of(get("time"))
    frames = _frames(get("image index"), "", row.cells, point=True)
    event = replace(_common(row, media), start=time, stop=time, comment=get("comment"), frames=frames)
    return _on_medium(event, row.cells, media)


def _status(row: Mapping[str, str]) -> str:
    text = (row.get("status", "") or row.get("behavior type", "")).strip().upper()
    return text if text in ("START", "STOP", "POINT") else ""


def _frames(start: str, stop: str, row: Mapping[str, str], *, point: bool) -> tuple[int, int] | None:
    """Frame indices of a row; BORIS counts pictures of folders from 1 and frames of videos from 0."""
    pictures = any(word in row.get("observation type", "").lower() for word in ("picture", "images"))
    found = [_index(text, base=1 if pictures else 0) for text in (start, start if point else stop)]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _index(text: str, *, base: int) -> int | None:
    plain = re.sub(r"[.,]0+$", "", text.strip())
    return int(plain) - base if plain.isdecimal() and len(plain) < 10 else None


def write_boris(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write records of any number of videos, one observation a video; `read_boris` gives equal ones.

    Raises:
        DatasetError: a video whose times are not known, or frames that a timeline cannot show.
    """
    timing = timing.as_players_show()
    marks = to_marks(records, "BORIS", timing)
    n_further = max((len(mark.further or ()) for mark in marks), default=0)
    header = (*_FRONT, *(f"Modifier #{n}" for n in range(1, 3 + n_further)), *_BACK)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for record, mark in zip(records, marks, strict=True):
        for row in _written(record, mark, timing):
            writer.writerow({name: guarded(text) for name, text in row.items()})
    write_text_atomic(path, buffer.getvalue())
    return WriteReport(len(records))


def _written(record: Record, mark: TimedMark, timing: Timing) -> list[dict[str, str]]:
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
        **{f"Modifier #{n}": text for n, text in enumerate(mark.further or (), start=3)},
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
