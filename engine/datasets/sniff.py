"""Which format a label file has, from its ending and its first words."""

from pathlib import Path

from engine.datasets.challenges.megc import FORMS
from engine.datasets.formats import FORMAT_TABLE
from engine.datasets.plugin_formats import plugin_formats
from engine.datasets.sheets.casme3 import ALL, MICRO
from engine.datasets.sheets.fourdme import BASE
from engine.datasets.sheets.layout import Layout
from engine.datasets.sheets.samm import LONG
from engine.datasets.sheets.samm import MICRO as SAMM_MICRO
from engine.datasets.sheets.simple_sheets import CASME2, DFME, MMEW, PART_C, PART_C_MICRO
from engine.datasets.sheets.smic import LAYOUT as SMIC
from engine.datasets.sheets.spreadsheet import Workbook, read_book
from engine.datasets.sheets.table_reader import header_row
from engine.datasets.text.delimited import without_sep
from engine.datasets.text.encoding import read_text
from engine.datasets.text.json_text import load_json
from engine.datasets.timelines.activitynet import is_activitynet
from engine.datasets.timelines.bids import SUFFIX as BIDS_SUFFIX
from engine.datasets.timelines.boris import is_boris_header
from engine.datasets.timelines.boris_project import is_boris_project, is_boris_sheet
from engine.datasets.timelines.label_studio import is_task
from engine.datasets.timelines.textgrid import is_json_textgrid
from engine.errors import DatasetError
from engine.messages import Said

_BOOKS = (".xlsx", ".xlsm", ".xls")
_TABLES = (".csv", ".tsv", ".txt")
# Endings that only one format has.
_ENDINGS = {
    one.suffix.lower(): one.name for one in FORMAT_TABLE.values() if one.suffix not in (*_BOOKS, *_TABLES, ".json")
}
_FIRST_LINES = {one.first_line: one.name for one in FORMAT_TABLE.values() if one.first_line}
# The most demanding header first: each is looked for where the ones before it were not found.
_SHEETS: tuple[tuple[str, Layout], ...] = (
    *(
        ("casme3_a", ALL),
        ("samm_lv", LONG),
        ("4dme", BASE),
        ("smic_e", SMIC),
        ("samm_lv", SAMM_MICRO),
        ("dfme", DFME),
        ("mmew", MMEW),
    ),
    *(("casme2", CASME2), ("casme3_c", PART_C), ("casme3_c_me", PART_C_MICRO), ("casme3", MICRO)),
)


def format_of(path: Path) -> str:
    """Name of the format of a file.

    Raises:
        DatasetError: an ending that none of the formats has, or an unreadable workbook.
    """
    ending = path.suffix.lower()
    if path.name.lower().endswith(".boris.gz"):
        return "boris_project"
    if path.name.lower().endswith(BIDS_SUFFIX):
        return "bids"
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending in _BOOKS:
        return _workbook(read_book(path))
    if ending in _TABLES:
        return _table(path)
    if ending == ".json":
        return _json(path)
    plugin = next((one.name for one in plugin_formats().values() if one.suffix.lower() == ending), None)
    if plugin is not None:
        return plugin
    raise DatasetError(
        Said("“{name}” is neither .csv nor .xlsx nor another known label file; name its format.", name=path.name)
    )


def _workbook(book: Workbook) -> str:
    for name, layout in _SHEETS:
        if any(header_row(sheet, layout) for sheet in book.sheets):
            return name
    heads = [[cell.text for cell in row] for sheet in book.sheets for row in sheet.rows[:1]]
    if any(map(is_boris_sheet, heads)) or any(map(is_boris_header, heads)):
        return "boris_sheet" if any(map(is_boris_sheet, heads)) else "boris"
    first = book.sheets[0].rows[0] if book.sheets and book.sheets[0].rows else ()
    # CAS(ME)^2 has no header: its first row is data, with the type in the eighth cell.
    if len(first) >= 8 and first[7].text.strip().lower() in ("micro-expression", "macro-expression"):
        return "casme_sq"
    return "casme3"


def _table(path: Path) -> str:
    start = _start(path)
    body, _ = without_sep(start)
    line = body.split("\n", maxsplit=1)[0].strip().lower()
    lines = body.splitlines()[:60]
    if line.startswith("observation id") or any(is_boris_header(one.split(mark)) for one in lines for mark in "\t,;"):
        return "boris"
    if line in _FIRST_LINES:
        return _FIRST_LINES[line]
    if line == ",".join(FORMS["megc2024"].header) and "\r\n" in start:
        raise DatasetError(
            Said(
                "“{name}” may be METST CSV, with frames from 0, or an MEGC 2024 submission, from 1; name its format.",
                name=path.name,
            )
        )
    return "csv"


def _json(path: Path) -> str:
    """Format of a JSON file, by what it holds; one that is damaged is read as METST's, which says so."""
    if _start(path).lstrip().startswith("["):
        return "label_studio"
    try:
        content = load_json(path)
    except DatasetError:
        return "json"
    forms = (
        ("label_studio", is_task),
        ("activitynet", is_activitynet),
        ("boris_project", is_boris_project),
        ("textgrid", is_json_textgrid),
    )
    return next((name for name, fits in forms if fits(content)), "json")


def _start(path: Path) -> str:
    """The first characters of a text.

    Raises:
        DatasetError: no file, or no text.
    """
    return read_text(path).text[:4096]
