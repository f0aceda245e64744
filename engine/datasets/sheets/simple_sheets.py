"""Label files of one sheet with one header row: CASME II, DFME, MMEW and part C of CAS(ME)^3 (docs/formats.md).

Frames count from 1, in DFME from 0. In CASME II, DFME and MMEW every file name is a clip of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engine.datasets.records import MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.layout import Column, Layout, Names, RecordCheck, SheetRow
from engine.datasets.sheets.names import filled_subject, filled_video, plain_subject, plain_video
from engine.datasets.sheets.sheet_writer import book_bytes, must_be_xlsx, number_or_text
from engine.datasets.sheets.spreadsheet import Cell, read_book
from engine.datasets.sheets.table_reader import header_row, name_of, plain_names, read_table
from engine.datasets.sheets.table_writer import prepare, sheet_of
from engine.datasets.text.atomic import write_bytes_atomic
from engine.messages import Said

_CASME2_WORDS = ("happiness", "others", "disgust", "repression", "surprise", "sadness", "fear")
DFME_WORDS = ("anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise")  # in order of EmotionId
_MMEW_WORDS = ("happiness", "surprise", "anger", "disgust", "fear", "sadness", "others")

CASME2 = Layout(
    format="casme2",
    title="CASME II",
    sheet="Sheet1",
    columns=(
        Column("Subject", "subject", needed=True),
        Column("Filename", "video", needed=True),
        Column("blank 1", "blank"),
        Column("OnsetFrame", "onset", needed=True),
        Column("ApexFrame", "apex", needed=True),
        Column("OffsetFrame", "offset", needed=True),
        Column("blank 2", "blank"),
        Column("Action Units", "action_units", numeric=True),
        Column("Estimated Emotion", "emotion", needed=True),
    ),
    emotions=_CASME2_WORDS,
    others="others",
    apex_missing="/",
    checks=(
        filled_subject("01"),
        filled_video("EP02_01f"),
        RecordCheck(
            lambda r: not r.video.startswith("EP"),
            Said("have a file name without EP, by which the loaders know CASME II; use names such as EP02_01f"),
            lambda r: r.video,
        ),
    ),
)


def _dfme_names(row: SheetRow) -> Names:
    word, number = row.text("Emotion").strip().lower(), row.text("EmotionId").strip()
    right = str(DFME_WORDS.index(word)) if word in DFME_WORDS else ""
    subject, video, _ = plain_names(row, DFME)
    if number == right or "EmotionId" not in row.cells:
        return subject, video, {}
    row.note(
        "EmotionId",
        Said("{number} is not the number of “{word}”; the word is taken", number=number or "nothing", word=word),
    )
    return subject, video, {}


def _dfme_fill(record: Record) -> Mapping[str, Cell]:
    known = record.emotion in DFME_WORDS
    return {"EmotionId": number_or_text(str(DFME_WORDS.index(record.emotion or "")) if known else "")}


DFME = Layout(
    format="dfme",
    title="DFME",
    sheet="Sheet1",
    columns=(
        Column("Subject", "subject", needed=True),
        Column("Filename", "video", needed=True),
        Column("OnsetFrame", "onset", needed=True),
        Column("ApexFrame", "apex", needed=True),
        Column("OffsetFrame", "offset", needed=True),
        Column("Emotion", "emotion", needed=True),
        Column("EmotionId", "computed", needed=True),
        Column("Fps", numeric=True),
        Column("AU", "action_units", numeric=True),
    ),
    base=0,
    emotions=DFME_WORDS,
    names=_dfme_names,
    fill=_dfme_fill,
    checks=(plain_subject("sub0003"), plain_video("sub0003_01")),
)
MMEW = Layout(
    format="mmew",
    title="MMEW",
    sheet="Sheet1",
    columns=(
        Column("Subject", "subject", needed=True),
        Column("Filename", "video", needed=True),
        Column("OnsetFrame", "onset", needed=True),
        Column("ApexFrame", "apex", needed=True),
        Column("OffsetFrame", "offset", needed=True),
        Column("Action Units", "action_units", numeric=True),
        Column("Estimated Emotion", "emotion", needed=True),
        Column("remarks", needed=True),
    ),
    emotions=_MMEW_WORDS,
    others="others",
    checks=(filled_subject("S01"), filled_video("S01-01-001")),
)

_INTERVIEW = RecordCheck(
    lambda r: r.video != "part_C",
    Said("lie in another video than part_C, and part C holds one interview a subject; name the video part_C"),
    lambda r: r.video,
)


def _interview(column: str) -> Callable[[SheetRow], Names]:
    def names(row: SheetRow) -> Names:
        return name_of(row, column), "part_C", _difference(row)

    return names


def _difference(row: SheetRow) -> dict[str, str]:
    text = row.text("diff").strip()
    try:
        right = not text or float(text) == float(row.text("Offset")) - float(row.text("Onset"))
    except ValueError:
        right = False
    if not right:
        row.note("diff", Said("{text} is not offset - onset; kept, and not used", text=text), keep=False, repair=False)
    return {} if right else {"diff": text}


def _part_c_fill(record: Record) -> Mapping[str, Cell]:
    return {"diff": number_or_text(record.extra.get("diff") or str(record.offset - record.onset))}


PART_C = Layout(
    format="casme3_c",
    title="CAS(ME)^3 part C",
    sheet="organize",
    columns=(
        Column("Subject", "subject", needed=True, numeric=True),
        Column("Onset", "onset", needed=True),
        Column("Offset", "offset", needed=True),
        Column("diff", "computed"),
        Column("Exp_type", "kind", needed=True),
        Column("risk", numeric=True),
    ),
    kinds={"1": "micro", "0": "macro"},
    names=_interview("Subject"),
    fill=_part_c_fill,
    checks=(filled_subject("1"), _INTERVIEW),
)
PART_C_MICRO = Layout(
    format="casme3_c_me",
    title="CAS(ME)^3 part C (micro-expressions)",
    sheet="mockCrimeME",
    columns=(
        Column("sub", "subject", needed=True, numeric=True),
        Column("count", numeric=True),
        Column("onset", "onset", needed=True),
        Column("offset", "offset", needed=True),
        Column("au", "action_units", numeric=True),
        Column("emotion", "emotion", needed=True),
    ),
    emotions=("negative", "positive", "surprise", "others"),
    others="others",
    names=_interview("sub"),
    checks=(filled_subject("1"), _INTERVIEW),
)
LAYOUTS = {layout.format: layout for layout in (CASME2, DFME, MMEW, PART_C, PART_C_MICRO)}


def read_simple(path: Path, layout: Layout) -> ReadResult:
    """Records of the first sheet that has the layout's columns.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    book = read_book(path)
    sheet = next((one for one in book.sheets if header_row(one, layout)), book.sheets[0])
    table = read_table(sheet, layout, file=book.name)
    return ReadResult(tuple(record for _, record in table.records), table.issues)


def write_simple(
    path: Path, records: Sequence[Record], layout: Layout, *, missing_emotion: MissingEmotion = "refuse"
) -> WriteReport:
    """Write the sheet as .xlsx.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    kept = prepare(records, layout, missing_emotion=missing_emotion, dropped=dropped)
    write_bytes_atomic(path, book_bytes([sheet_of(kept, layout, dropped=dropped)]))
    return WriteReport(len(kept), tuple(dropped))
