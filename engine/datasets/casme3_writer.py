"""Writing the CAS(ME)^3 micro-expression sheet so that the published loaders read back what was written.

Every refusal here answers a way in which those loaders lose or misread a row (dataset formats spec 1.10).
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.datasets.atomic import write_bytes_atomic
from engine.datasets.casme3 import HEADER
from engine.datasets.checks import LARGEST_FRAME
from engine.datasets.records import CASME3_EMOTIONS, MissingEmotion, Record, WriteReport
from engine.errors import DatasetError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "label"
NAMED = 3  # how many offending records a sentence names
LONGEST_CELL = 32_767  # characters of a cell in Excel
LAST_ROW = 1_048_576
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")  # Excel's spelling of a character; readers turn it into one
# Words that pandas reads as a missing or a truth value.
_PANDAS_WORDS = frozenset(
    (
        *("na", "n/a", "#n/a", "#na", "#n/a n/a", "nan", "-nan", "null", "none", "<na>", "nat", "true", "false"),
        *("1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"),
    )
)


def write_casme3(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion) -> WriteReport:
    """Write micro-expressions as the first sheet of an .xlsx file: the header of the data set, frames from 1.

    Records whose ``kind`` is not ``micro`` are left out and reported: the sheet holds micro-expressions only.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    if path.suffix.lower() != ".xlsx":
        raise DatasetError(f"“{path.name}” must end in .xlsx.")
    dropped: list[str] = []
    kept = _micro_only(records, dropped)
    kept = _with_emotions(kept, missing_emotion, dropped)
    _check(kept)
    extras = sorted({key for record in kept for key in record.extra if key != "kind"})
    if extras:
        dropped.append(f"The columns {', '.join(extras)} are not part of CAS(ME)^3 and were left out.")
    write_bytes_atomic(path, _workbook(kept))
    return WriteReport(len(kept), tuple(dropped))


def _micro_only(records: Sequence[Record], dropped: list[str]) -> list[Record]:
    kinds = Counter(record.extra.get("kind", "micro") for record in records)
    left_out = sum(count for kind, count in kinds.items() if kind != "micro")
    if left_out:
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()) if kind != "micro")
        dropped.append(f"{left_out} events that are not micro-expressions ({counts}) were left out.")
    return [record for record in records if record.extra.get("kind", "micro") == "micro"]


def _with_emotions(records: Sequence[Record], missing: MissingEmotion, dropped: list[str]) -> list[Record]:
    bad = [record for record in records if record.emotion not in CASME3_EMOTIONS]
    if not bad:
        return list(records)
    named = _name(bad, lambda record: f"{record.emotion or 'none'} at frame {record.onset}")
    count = f"{len(bad)} annotation{'s' if len(bad) > 1 else ''}"
    if missing == "refuse":
        raise DatasetError(
            f"{count} carry no emotion that CAS(ME)^3 knows ({named}); choose one of {', '.join(CASME3_EMOTIONS)} for "
            "each, or leave them out (skip), or write them as “others”."
        )
    if missing == "skip":
        dropped.append(f"{count} without an emotion that CAS(ME)^3 knows ({named}) were left out.")
        return [record for record in records if record.emotion in CASME3_EMOTIONS]
    dropped.append(f"{count} without an emotion that CAS(ME)^3 knows ({named}) were written as “others”.")
    return [record if record.emotion in CASME3_EMOTIONS else replace(record, emotion="others") for record in records]


def _check(records: Sequence[Record]) -> None:
    """Refuse what a loader would lose or misread, one sentence for all records with the same fault."""
    _refuse(records, lambda r: r.apex is None, "have no apex, which CAS(ME)^3 needs; set it")
    _refuse(records, lambda r: r.onset < 0, "start before the first frame; move the onset to frame 0 or later")
    _refuse(records, _disordered, "are not in the order onset, apex, offset; put their frames in order")
    _refuse(records, lambda r: r.offset + 1 >= LARGEST_FRAME, "end beyond frame 2,147,483,646; correct the offset")
    _refuse(records, lambda r: not _plain(r.video), _NAME_RULE.format("video"), lambda r: r.video)
    _refuse(records, lambda r: r.subject.isdecimal(), _digits_rule(records), lambda r: r.subject)
    _refuse(records, lambda r: not _plain(r.subject), _NAME_RULE.format("subject"), lambda r: r.subject)
    _refuse(
        records,
        lambda r: not _plain_folder(r.subject),
        "have a subject with nothing usable after its last dot, where the loader takes the folder from; use spNO.7",
        lambda r: r.subject,
    )
    _refuse(records, lambda r: any(not _writable(text) for text in _texts(r)), _TEXT_RULE)
    _check_folders(records)
    if len(records) >= LAST_ROW:
        raise DatasetError(f"A sheet holds {LAST_ROW - 1} rows and there are {len(records)}; write several files.")


_NAME_RULE = (
    "have a {0} name that loaders misread (empty, a number, a word such as NA or true, or blanks around it); "
    "give it a name such as a"
)
_TEXT_RULE = "hold a text that a cell cannot carry (control characters or over 32,767 characters); shorten or retype it"


def _digits_rule(records: Sequence[Record]) -> str:
    first = next((record.subject for record in records if record.subject.isdecimal()), "7")
    return f"have a subject of digits only, which the loader loses; write it as spNO.{first}"


def _refuse(
    records: Sequence[Record],
    fault: Callable[[Record], bool],
    sentence: str,
    name: Callable[[Record], str] = lambda record: f"frame {record.onset}",
) -> None:
    bad = [record for record in records if fault(record)]
    if bad:
        raise DatasetError(f"{len(bad)} of {len(records)} annotations ({_name(bad, name)}) {sentence}.")


def _name(records: Sequence[Record], name: Callable[[Record], str]) -> str:
    names = [name(record) for record in records[:NAMED]]
    return ", ".join(names) + (", …" if len(records) > NAMED else "")


def _disordered(record: Record) -> bool:
    apex = record.onset if record.apex is None else record.apex
    return not record.onset <= apex <= record.offset


def _plain(name: str) -> bool:
    """True where pandas keeps the name as the text it is."""
    if not name or name != name.strip() or name.lower() in _PANDAS_WORDS:
        return False
    try:
        float(name)
    except ValueError:
        return True
    return False


def _plain_folder(subject: str) -> bool:
    """The ME-TST loader compares the part after the last dot with the name of the folder."""
    return bool(subject.rsplit(".", 1)[-1].strip())


def _texts(record: Record) -> tuple[str, ...]:
    return (record.subject, record.video, record.action_units, record.objective_class)


def _writable(text: str) -> bool:
    """True where XML 1.0 and Excel give the text back as it is."""
    if len(text) > LONGEST_CELL or _ESCAPE.search(text):
        return False
    return all(
        character in "\t\n" or 0x20 <= ord(character) <= 0xD7FF or 0xE000 <= ord(character) <= 0xFFFD
        or ord(character) >= 0x10000
        for character in text
    )  # fmt: skip


def _check_folders(records: Iterable[Record]) -> None:
    folders: dict[str, str] = {}
    for record in records:
        folder = record.subject.rsplit(".", 1)[-1]
        other = folders.setdefault(folder, record.subject)
        if other != record.subject:
            raise DatasetError(
                f"The subjects “{other}” and “{record.subject}” end alike after the last dot, so the loader takes them "
                "for one; rename one of them."
            )


def _workbook(records: Sequence[Record]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for column, name in enumerate(HEADER, start=1):
        _put(sheet, 1, column, name)
    for number, record in enumerate(records, start=2):
        apex = record.onset if record.apex is None else record.apex
        values = (
            *(record.subject, record.video, record.onset + 1, apex + 1, record.offset + 1),
            *(record.action_units, record.objective_class, record.emotion),
        )
        for column, value in enumerate(values, start=1):
            _put(sheet, number, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(sheet: "Worksheet", row: int, column: int, value: str | int | None) -> None:
    """Write a cell; text is marked as text, so that ``=1+1`` stays a text and never becomes a formula."""
    if value in ("", None):
        return
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
