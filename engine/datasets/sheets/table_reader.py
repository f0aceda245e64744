"""Reading a label sheet: every row becomes a record or an issue, and every irregular cell is reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.datasets.records import GROUPS, Issue, Record, RecordSource, told_video
from engine.datasets.sheets.checks import free_name, order_issues, repeats
from engine.datasets.sheets.layout import FRAMES, Layout, Names, SheetRow
from engine.datasets.sheets.spreadsheet import BLANK, Cell, Sheet
from engine.datasets.text.numbers import DECIMAL_MARKS, decimal_marks, read_frame
from engine.errors import DatasetError
from engine.messages import Said, template

_LOOK_FOR_HEADER = 40  # rows


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet holds: numbered records, and every irregularity."""

    records: tuple[tuple[int, Record], ...]
    issues: tuple[Issue, ...]


def read_table(sheet: Sheet, layout: Layout, *, file: str) -> Table:
    """Records of a sheet.

    Frames before the file's first become the first frame (onset), the apex (offset) or None (apex); reversed rows stay
    reversed. A cell that was not taken as it is stays in ``extra`` as ``raw_<column>``, and every cell in `source`.

    Raises:
        DatasetError: the sheet is empty, or a needed column is missing.
    """
    issues: list[Issue] = []
    names, first = _columns(sheet, layout, file, issues)
    rows = [
        (number, dict(zip(names, cells, strict=False)))
        for number, cells in enumerate(sheet.rows[first:], start=first + 1)
        if any(cell.text.strip() for cell in cells)
    ]
    issues.extend(_merged(sheet, names, first))
    issues.extend(_text_numbers(rows, layout))
    issues.extend(_number_units(rows, layout))
    records: list[tuple[int, Record]] = []
    frames = [layout.column(role) for role in FRAMES]
    marks = decimal_marks(row[name].text for _, row in rows for name in frames if name in row and row[name].is_text)
    for number, cells in rows:
        record = read_row(SheetRow(number, cells, issues, decimals=marks), layout, where=(file, sheet.name))
        if record is not None:
            records.append((number, record))
            issues.extend(order_issues(number, record, base=layout.base))
    issues.extend(repeats(records))
    issues.extend(_folded_names(records, layout))
    issues.sort(key=lambda issue: issue.row or 0)
    return Table(tuple(records), tuple(issues))


def header_row(sheet: Sheet, layout: Layout) -> int:
    """Number of the row that holds the needed column names, 0 where none does."""
    needed = {column.name.lower() for column in layout.columns if column.needed}
    for number, cells in enumerate(sheet.rows[:_LOOK_FOR_HEADER], start=1):
        if needed <= {cell.text.strip().lower() for cell in cells}:
            return number
    return 0


def _columns(sheet: Sheet, layout: Layout, file: str, issues: list[Issue]) -> tuple[list[str], int]:
    """Names of the columns, and the number of rows before the data."""
    if not sheet.rows:
        raise DatasetError(
            Said("The sheet “{name}” of “{file}” is empty; put the labels there.", name=sheet.name, file=file)
        )
    width = max(len(row) for row in sheet.rows)
    if not layout.header:
        known = [column.name for column in layout.columns]
        if width < sum(column.needed for column in layout.columns):
            raise DatasetError(
                Said(
                    "“{file}” has {width} columns instead of {n}; give a {title} file.",
                    file=file,
                    width=width,
                    n=len(known),
                    title=layout.title,
                )
            )
        return [*known, *(f"column_{number + 1}" for number in range(len(known), width))][:width], 0
    row = header_row(sheet, layout)
    if not row:
        present = {cell.text.strip().lower() for cells in sheet.rows[:_LOOK_FOR_HEADER] for cell in cells}
        needed = [column.name for column in layout.columns if column.needed]
        absent = next((name for name in needed if name.lower() not in present), needed[0])
        raise DatasetError(
            Said(
                "“{file}” has no column “{absent}” in row {header_row} of its sheet “{name}”; give a {title} file.",
                file=file,
                absent=absent,
                header_row=layout.header_row,
                name=sheet.name,
                title=layout.title,
            )
        )
    if row != layout.header_row:
        issues.append(
            Issue(row, "", Said("the header stands here instead of in row {header_row}", header_row=layout.header_row))
        )
    return _named(sheet.rows[row - 1], row, layout, issues), row


def _named(header: Sequence[Cell], row: int, layout: Layout, issues: list[Issue]) -> list[str]:
    known = {column.name.lower(): column.name for column in layout.columns if column.role != "blank"}
    blank = {position for position, column in enumerate(layout.columns) if column.role == "blank"}
    names: list[str] = []
    for position, cell in enumerate(header):
        written = cell.text.strip()
        name = known.get(written.lower(), written)
        if name != cell.text and name:
            issues.append(Issue(row, cell.text, Said("read as the column “{name}”", name=name)))
        if not name or name in names:
            taken = [*names, *(other.text.strip() for other in header)]
            name = free_name(f"column_{position + 1}", taken)
            if position not in blank or cell.text:
                text = Said(
                    "column {position} has no name of its own; kept as “{name}”", position=position + 1, name=name
                )
                issues.append(Issue(row, cell.text, text))
        names.append(name)
    optional = [column for column in layout.columns if column.role not in ("blank", "computed")]
    absent = [column.name for column in optional if column.name not in names]
    issues.extend(Issue(row, name, Said("there is no such column; read as empty")) for name in absent)
    return names


def _merged(sheet: Sheet, names: Sequence[str], before: int) -> Iterable[Issue]:
    """Cells that a merged cell covers: one issue a column."""
    for column, name in enumerate(names, start=1):
        covered = sorted(row for row, at in sheet.merged if at == column and row > before)
        if covered:
            text = f"{len(covered)} cells lie in merged cells, from here on; the value of the merged cell is read"
            yield Issue(covered[0], name, text)


def _text_numbers(rows: Sequence[tuple[int, Mapping[str, Cell]]], layout: Layout) -> Iterable[Issue]:
    """Frame numbers stored as text: one issue a column, and one for each cell that differs from its column's habit."""
    for column in (layout.column(role) for role in FRAMES):
        filled = [(number, row[column]) for number, row in rows if column in row and row[column].text.strip()]
        texts = [number for number, cell in filled if cell.is_text]
        if not texts:
            continue
        habit = len(texts) * 2 > len(filled)
        if habit:
            count = f"{len(texts)} of {len(filled)} cells hold text, from here on; read as numbers"
            yield Issue(texts[0], column, count)
        for number, cell in filled:
            if cell.is_text != habit:
                yield Issue(
                    number,
                    column,
                    Said("holds a number, not text") if habit else Said("holds text, not a number; read as one"),
                )


def _number_units(rows: Sequence[tuple[int, Mapping[str, Cell]]], layout: Layout) -> Iterable[Issue]:
    """Action units stored as numbers among others stored as text."""
    column = layout.column("action_units")
    filled = [(number, cells[column]) for number, cells in rows if column in cells and cells[column].text]
    numbers = [number for number, cell in filled if cell.kind == "number"]
    if numbers and len(numbers) < len(filled):
        text = f"{len(numbers)} of {len(filled)} cells hold a number, from here on; all are kept as text"
        yield Issue(numbers[0], column, text)


def read_row(row: SheetRow, layout: Layout, *, where: tuple[str, str]) -> Record | None:
    """Record of one row, or None where it has no frames; `where` is (file, sheet)."""
    for column, cell in row.cells.items():
        if cell.kind in ("formula", "date", "error"):
            row.note(column, Said(_ODD_CELL[cell.kind], text=cell.text), keep=False, repair=False)
    columns = {role: layout.column(role) for role in FRAMES}
    numbers = {role: _number(row, column, layout) for role, column in columns.items()}
    for role in ("onset", "offset"):
        if numbers[role] is None:
            column = columns[role]
            fraction = read_frame(row.text(column), decimals=DECIMAL_MARKS).fraction
            fault = "a whole frame" if fraction else "a frame number"
            why = Said("“{text}” is not {fault}; the row was left out", text=row.text(column), fault=fault)
            names = (row.text(layout.column(role)) if layout.column(role) else "" for role in ("subject", "video"))
            row.issues.append(Issue(row.number, column, why, told_video(*names), is_lost=True))
            row.repaired.add(column)
            return None
    onset, apex, offset = _frames(row, layout, numbers)
    subject, video, further = layout.names(row) if layout.names else plain_names(row, layout)
    emotion = _emotion(row, layout)
    kind = _kind(row, layout)
    return Record(
        subject=subject,
        video=video,
        onset=onset,
        apex=apex,
        offset=offset,
        emotion=emotion,
        action_units=row.text(layout.column("action_units")),
        objective_class=row.text(layout.column("objective_class")),
        extra={**kind, **_extra(row, layout), **further, **row.raw},
        source=RecordSource(
            layout.format, *where, row.number, tuple((name, cell.text, cell.kind) for name, cell in row.cells.items())
        ),
    )


_ODD_CELL = {
    "formula": template("holds a formula; the value last stored, “{text}”, is read and nothing is computed"),
    "date": template("holds a date ({text}); Excel may have made it of a text"),
    "error": template("holds the error {text}"),
}


def _number(row: SheetRow, column: str, layout: Layout) -> int | None:
    """Frame number of a cell; None where it has none, or a fraction in a data set that is not known for them."""
    cell = row.cells.get(column, BLANK)
    found = read_frame(cell.text, decimals=row.decimals if cell.is_text and not layout.fractions else DECIMAL_MARKS)
    if found.grouped and found.number is not None and not found.fraction:
        row.note(
            column,
            Said("“{text}” is read as {number}: its mark parts thousands", text=cell.text, number=found.number),
            repair=False,
        )
    if found.parted and cell.is_text and not found.fraction and not layout.fractions:
        row.note(
            column,
            Said("“{text}” is read as {number}: its mark parts decimals", text=cell.text, number=found.number),
            repair=False,
        )
    if not found.fraction:
        return found.number
    if layout.fractions:
        row.note(
            column,
            Said("{text} is not a whole frame; read as {number}", text=cell.text, number=found.number),
            repair=False,
        )
        return found.number
    return None


def _frames(row: SheetRow, layout: Layout, numbers: Mapping[str, int | None]) -> tuple[int, int | None, int]:
    base = layout.base
    onset, apex, offset = (numbers[role] for role in FRAMES)
    first = f"the first frame {base}"
    if onset is None or onset < base:
        column = layout.column("onset")
        row.note(
            column, Said("{text} lies before {first}; read as the first frame", text=row.text(column), first=first)
        )
        onset = base
    column = layout.column("apex")
    if apex is None or apex < base:
        apex = None
        if column in row.cells or layout.header:
            _no_apex(row, layout, column)
    if offset is None or offset < base:
        column = layout.column("offset")
        offset = onset if apex is None else apex
        row.note(
            column,
            Said(
                "{text} means that it was not seen; the frame {offset} is taken for it",
                text=row.text(column),
                offset=offset,
            ),
        )
    return onset - base, None if apex is None else apex - base, offset - base


def _no_apex(row: SheetRow, layout: Layout, column: str) -> None:
    text = row.text(column)
    if not column or column not in row.cells:
        return
    usual = text.strip() == (layout.apex_missing or "")
    what = f"“{text}” is no frame of the video" if text.strip() else Said("is empty")
    row.note(column, Said("{what}; read as not annotated", what=what), keep=not usual, repair=not usual)


def plain_names(row: SheetRow, layout: Layout) -> Names:
    """Subject and video from their columns."""
    subject, video = (name_of(row, layout.column(role)) for role in ("subject", "video"))
    if layout.capitals and video != video.lower():
        column = layout.column("video")
        text = f"“{video}” has a capital letter; kept, because the folder of the frames may have one too"
        row.note(column, text, keep=False, repair=False)
    return subject, video, {}


def name_of(row: SheetRow, column: str) -> str:
    """Name in a cell, without blanks around it."""
    text = row.text(column)
    name = text.strip()
    if name != text:
        row.note(column, Said("“{text}” has blanks around it; read without them", text=text))
    if not name:
        row.note(column, Said("is empty"))
    return name


def _emotion(row: SheetRow, layout: Layout) -> str | None:
    column = layout.column("emotion")
    text = row.text(column)
    word = text.strip()
    if not word:
        if column in row.cells and layout.emotion_needed:
            row.note(column, Said("is empty; read as not annotated"))
        return None
    if not layout.emotions:
        if word.lower() not in GROUPS and "+" not in word:
            row.note(
                column,
                Said("“{word}” is in none of the four emotion classes; kept as written", word=word),
                repair=False,
            )
        return word
    own = next((known for known in layout.emotions if known.lower() == word.lower()), None)
    if own is None:
        row.note(column, Said("“{word}” is not an emotion of {title}; kept", word=word, title=layout.title))
        return word
    if text != own:
        row.note(column, Said("“{text}” is read as “{own}”", text=text, own=own))
    return own


def _kind(row: SheetRow, layout: Layout) -> dict[str, str]:
    column = layout.column("kind")
    text = row.text(column) if column else ""
    if not text:
        return {"kind": layout.kind} if layout.kind else {}
    known = {word.lower(): kind for word, kind in layout.kinds.items()}
    kind = known.get(text.strip().lower())
    if kind is None or text not in layout.kinds:
        row.note(column, Said("“{text}” is read as {kind}", text=text, kind=kind or "unknown"))
    return {"kind": kind or "unknown"}


def _extra(row: SheetRow, layout: Layout) -> dict[str, str]:
    """Cells that are no field of a record, by their key."""
    extra = {}
    for name, cell in row.cells.items():
        column = layout.by_name.get(name)
        if column is None or column.role == "extra":
            extra[column.key or name if column else name] = cell.text
    return extra


def _folded_names(rows: Sequence[tuple[int, Record]], layout: Layout) -> Iterable[Issue]:
    """Videos of one subject whose names differ only in capital letters: two videos, or a slip?"""
    spellings: dict[tuple[str, str], set[str]] = {}
    for number, record in rows:
        known = spellings.setdefault((record.subject, record.video.lower()), set())
        if known and record.video not in known:
            text = f"“{record.video}” and “{min(known)}” differ only in a capital letter; kept apart"
            yield Issue(number, layout.column("video"), text)
        known.add(record.video)


def reread(record: Record, layout: Layout) -> tuple[Record | None, frozenset[str]]:
    """What a record's own cells say when they are read again, and the columns among them that need repair."""
    source = record.source
    if source is None or source.format != layout.format:
        return None, frozenset()
    row = SheetRow(source.row, {name: Cell(text, kind) for name, text, kind in source.cells}, [])  # type: ignore[arg-type]
    found = read_row(row, layout, where=(source.file, source.sheet))
    return (None if found is None else replace(found, source=None)), frozenset(row.repaired)
