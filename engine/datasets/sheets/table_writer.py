"""Writing a label sheet so that the data set's published loaders read back what was meant, or refusing to."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from engine.datasets.records import MissingEmotion, Record
from engine.datasets.sheets.checks import LARGEST_FRAME
from engine.datasets.sheets.layout import FRAMES, Column, Layout, RecordCheck, own_word
from engine.datasets.sheets.sheet_writer import LAST_ROW, NewSheet, number_or_text, text_cell, writable
from engine.datasets.sheets.spreadsheet import BLANK, Cell, CellKind
from engine.datasets.sheets.table_reader import reread
from engine.definitions import OPEN_KIND
from engine.errors import DatasetError
from engine.messages import Said, listed

NAMED = 3  # how many offending records a sentence names
TEXT_RULE = "hold a text that a cell cannot carry (control characters or over 32,767 characters); shorten or retype it"


def prepare(
    records: Sequence[Record], layout: Layout, *, missing_emotion: MissingEmotion, dropped: list[str]
) -> list[Record]:
    """The records that will be written, with the data set's own words; sentences about the others go to `dropped`.

    Rows of the same format that nobody touched pass as they are, whatever is irregular about them.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    kept = _known_kinds(records, layout, dropped)
    kept = _with_words(kept, layout, missing_emotion, dropped)
    check([one for one in kept if not untouched(one, layout)], layout, n_all=len(kept))
    for role, what in (("action_units", "action units"), ("objective_class", "objective class"), ("apex", "apex")):
        lost = sum(bool(getattr(record, role) is not None and getattr(record, role) != "") for record in kept)
        if not layout.column(role) and lost:
            dropped.append(
                Said(
                    "The {what} of {lost} annotations is not part of {title} and was left out.",
                    what=what,
                    lost=lost,
                    title=layout.title,
                )
            )
    known = {column.key or column.name for column in layout.columns if column.role == "extra"}
    computed = {column.name for column in layout.columns if column.role == "computed"}
    lost_keys = {key for one in kept for key in _further(one, layout) if key not in {*known, "kind"}} - computed
    extras = sorted(lost_keys)
    if extras:
        dropped.append(
            Said(
                "The columns {extras} are not part of {title} and were left out.",
                extras=tuple(extras),
                title=layout.title,
            )
        )
    return kept


def sheet_of(records: Sequence[Record], layout: Layout, *, dropped: list[str]) -> NewSheet:
    """The sheet with a row for each record; cells that still say what the record says stay as they were read."""
    repaired: list[str] = []
    odd = sum(bool(untouched(record, layout) and reread(record, layout)[1]) for record in records)
    if odd:
        dropped.append(
            Said(
                "{odd} original rows that loaders may misread were written back as they were, because "
                "nothing in them was changed.",
                odd=odd,
            )
        )
    rows: list[list[Cell]] = [[text_cell(text) for text in row] for row in layout.preamble]
    if layout.header:
        rows.append([text_cell("" if column.role == "blank" else column.name) for column in layout.columns])
    rows.extend(_cells(record, layout, repaired) for record in records)
    if repaired:
        dropped.append(
            Said(
                "{n} cells that loaders misread were rewritten as they were understood ({repaired}).",
                n=len(repaired),
                repaired=(*repaired[:NAMED], *(["…"] if len(repaired) > NAMED else [])),
            )
        )
    return NewSheet(layout.sheet, rows)


def _further(record: Record, layout: Layout) -> Iterable[str]:
    """Keys of a record's further values; of an untouched row its cells themselves hold what they said."""
    as_it_was = untouched(record, layout)
    return (key for key in record.extra if not (as_it_was and key.startswith("raw_")))


def untouched(record: Record, layout: Layout) -> bool:
    """True for a row of the same format in which every cell still says what the record says."""
    before, _ = reread(record, layout)
    if before is None or record.source is None:
        return False
    event = before.extra.get("event", "")  # part of a name in some data sets
    if event and record.extra.get("event", event) != event:
        return False
    there = {name for name, _, _ in record.source.cells}
    return all(_says(before, record, column, layout) for column in layout.columns if column.name in there)


def _known_kinds(records: Sequence[Record], layout: Layout, dropped: list[str]) -> list[Record]:
    wanted = set(layout.kinds.values()) if layout.column("kind") else {layout.kind or "micro"}
    default = "micro"
    kinds = Counter(record.extra.get("kind", default) for record in records)
    hanging = 0 if OPEN_KIND in wanted else kinds.pop(OPEN_KIND, 0)
    if hanging:
        dropped.append(
            Said(
                "{hanging} events are {open_kind}, because their apex is only assumed, and were left out: "
                "set the apex or the kind of each to include them.",
                hanging=hanging,
                open_kind=OPEN_KIND,
            )
        )
    others = {kind: count for kind, count in sorted(kinds.items()) if kind not in wanted}
    if others:
        counts = ", ".join(f"{kind} {count}" for kind, count in others.items())
        other = Said("of no kind that {title} has", title=layout.title)
        what = Said("not micro-expressions") if wanted == {"micro"} else other
        dropped.append(
            Said(
                "{total} events that are {what} ({counts}) were left out.",
                total=sum(others.values()),
                what=what,
                counts=counts,
            )
        )
    return [record for record in records if record.extra.get("kind", default) in wanted]


def _with_words(records: Sequence[Record], layout: Layout, missing: MissingEmotion, dropped: list[str]) -> list[Record]:
    if not layout.column("emotion"):
        lost = sum(record.emotion is not None for record in records)
        if lost:
            dropped.append(
                Said(
                    "The emotion of {lost} annotations is not part of {title} and was left out.",
                    lost=lost,
                    title=layout.title,
                )
            )
        return list(records)
    words = {record.emotion: own_word(record.emotion, layout.emotions) for record in records if record.emotion}
    spelled = {word: own for word, own in words.items() if own is not None and own != word}
    if spelled:
        names = ", ".join(f"{word} → {own}" for word, own in sorted(spelled.items()))
        dropped.append(
            Said("Emotion words were written in the spelling of {title} ({names}).", title=layout.title, names=names)
        )
    found = [replace(one, emotion=words[one.emotion] or one.emotion) if one.emotion else one for one in records]
    found = [old if untouched(old, layout) else new for old, new in zip(records, found, strict=True)]
    bad = [one for one in found if _wordless(one, layout) and not untouched(one, layout)]
    if not bad:
        return found
    none = Said("none")
    named = _name(bad, lambda r: Said("{emotion} at {place}", emotion=r.emotion or none, place=place(r)))
    count = Said("{n} annotations", n=len(bad)) if len(bad) > 1 else Said("1 annotation")
    if missing == "refuse" or (missing == "others" and not layout.others):
        instead = Said(", or write them as “{others}”", others=layout.others) if layout.others else ""
        choice = (
            Said("choose one of {emotions} for each, or ", emotions=tuple(layout.emotions)) if layout.emotions else ""
        )
        raise DatasetError(
            Said(
                "{count} carry no emotion that {title} knows ({named}); {choice}leave them out (skip){instead}.",
                count=count,
                title=layout.title,
                named=named,
                choice=choice,
                instead=instead,
            )
        )
    if missing == "skip":
        dropped.append(
            Said(
                "{count} without an emotion that {title} knows ({named}) were left out.",
                count=count,
                title=layout.title,
                named=named,
            )
        )
        return [one for one in found if one not in bad]
    dropped.append(
        Said(
            "{count} without an emotion that {title} knows ({named}) were written as “{others}”.",
            count=count,
            title=layout.title,
            named=named,
            others=layout.others,
        )
    )
    return [replace(one, emotion=layout.others) if one in bad else one for one in found]


def _wordless(record: Record, layout: Layout) -> bool:
    """True for an emotion that the sheet cannot carry; macro-expressions and blinks need none."""
    if not record.emotion:
        return layout.emotion_needed and record.extra.get("kind", "micro") == "micro"
    return bool(layout.emotions) and record.emotion not in layout.emotions


def place(record: Record) -> str:
    """Where a record stands: subject and video, its row where it was read, and its onset."""
    name = "/".join(part for part in (record.subject, record.video) if part)
    at = Said("frame {onset}", onset=record.onset)
    found = Said("{frame} of {name}", frame=at, name=name) if name else at
    return Said("{place}, row {row}", place=found, row=record.source.row) if record.source else found


def check(records: Sequence[Record], layout: Layout, *, n_all: int | None = None) -> None:
    """Refuse what a loader would lose or misread, one sentence for all records with the same fault.

    Args:
        records: to look at.
        layout: of the sheet.
        n_all: records that will be written, with those that need no look; None: no more.

    Raises:
        DatasetError: there is such a record.
    """
    title = layout.title
    if layout.column("apex") and layout.apex_missing is None:
        refuse(
            records,
            RecordCheck(lambda r: r.apex is None, Said("have no apex, which {title} needs; set it", title=title)),
            n_all=n_all,
        )
    last = LARGEST_FRAME - 1 - layout.base
    rules = (
        RecordCheck(lambda r: r.onset < 0, Said("start before the first frame; move the onset to frame 0 or later")),
        RecordCheck(disordered, Said("are not in the order onset, apex, offset; put their frames in order")),
        RecordCheck(lambda r: r.offset > last, Said("end beyond frame {last:,}; correct the offset", last=last)),
        *layout.checks,
        RecordCheck(lambda r: not all(writable(text) for text in _texts(r, layout)), TEXT_RULE),
    )
    for rule in rules:
        refuse(records, rule, n_all=n_all)
    if len(records) + layout.header_row > LAST_ROW:
        raise DatasetError(
            Said(
                "A sheet holds {last_row} rows and there are {n}; write several files.",
                last_row=LAST_ROW - layout.header_row,
                n=len(records),
            )
        )


def refuse(records: Sequence[Record], rule: RecordCheck, *, n_all: int | None = None) -> None:
    """Raise where a rule finds faulty records.

    Raises:
        DatasetError: there is one; the sentence counts and names them.
    """
    bad = [record for record in records if rule.fault(record)]
    if bad:
        sentence = rule.sentence if isinstance(rule.sentence, str) else rule.sentence(bad)
        names = _name(bad, lambda record: ", ".join(filter(None, (place(record), rule.name(record)))))
        n_all = len(records) if n_all is None else n_all
        raise DatasetError(
            Said(
                "{n} of {n_all} annotations ({names}) {sentence}.",
                n=len(bad),
                n_all=n_all,
                names=names,
                sentence=sentence,
            )
        )


def disordered(record: Record) -> bool:
    """True where onset, apex and offset are not in this order."""
    apex = record.onset if record.apex is None else record.apex
    return not record.onset <= apex <= record.offset


def _name(records: Sequence[Record], name: Callable[[Record], str]) -> str:
    names = [name(record) for record in records[:NAMED]]
    return listed([*names, "…"] if len(records) > NAMED else names)


def _texts(record: Record, layout: Layout) -> tuple[str, ...]:
    extras = [record.extra.get(column.key or column.name, "") for column in layout.columns if column.role == "extra"]
    return (record.subject, record.video, record.action_units, record.objective_class, record.emotion or "", *extras)


def _cells(record: Record, layout: Layout, repaired: list[str]) -> list[Cell]:
    before, repair = reread(record, layout)
    if untouched(record, layout):
        repair = frozenset()
    source = {name: (text, kind) for name, text, kind in record.source.cells} if before and record.source else {}
    filled = layout.fill(record) if layout.fill else {}
    cells = []
    for column in layout.columns:
        fresh = filled[column.name] if column.name in filled else _fresh(record, column, layout)
        old = source.get(column.name)
        if before is not None and old is not None and _says(before, record, column, layout):
            if column.name not in repair:
                fresh = Cell(old[0], _kind_of(old[1]))
            elif fresh.text != old[0]:
                repaired.append(
                    Said("{name} of row {words}", name=column.name, words=record.source.row if record.source else 0)
                )
        if old is not None and old[1] == "text" and fresh.text:
            fresh = Cell(fresh.text, "text")  # as the sheet holds its numbers
        cells.append(fresh)
    return cells


def _kind_of(kind: str) -> CellKind:
    """What a kept cell is written as: the value of a formula becomes a text or a number, never a formula."""
    return "number" if kind == "number" else "text" if kind else "blank"


def _says(before: Record, now: Record, column: Column, layout: Layout) -> bool:
    """True where the record still says what its cell said."""
    if column.role == "kind":
        return before.extra.get("kind") == now.extra.get("kind")
    if column.role == "extra":
        key = column.key or column.name
        return before.extra.get(key) == now.extra.get(key)
    if column.role in ("computed", "blank"):
        return all(getattr(before, role) == getattr(now, role) for role in ("subject", "video", "emotion", *FRAMES))
    if layout.names and column.role in ("subject", "video"):
        return (before.subject, before.video) == (now.subject, now.video)
    return bool(getattr(before, column.role) == getattr(now, column.role))


def _fresh(record: Record, column: Column, layout: Layout) -> Cell:
    if column.role in FRAMES:
        frame = getattr(record, column.role)
        text = (layout.apex_missing or "") if frame is None else str(frame + layout.base)
        return text_cell(text) if layout.text_frames else number_or_text(text)
    if column.role == "kind":
        kind = record.extra.get("kind", "micro")
        return text_cell(next(word for word, known in layout.kinds.items() if known == kind))
    if column.role in ("computed", "blank"):
        return BLANK
    if column.role == "extra":
        text = record.extra.get(column.key or column.name, "")
    else:
        text = getattr(record, column.role) or ""
    return number_or_text(text) if column.numeric else text_cell(text)
