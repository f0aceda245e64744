"""Label sheets as other programs and other countries write them: marks in numbers, merged cells, strict form, sep=."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets import read_records, write_records
from engine.datasets.records import Record
from engine.datasets.text.numbers import decimal, decimal_marks, read_frame
from engine.errors import DatasetError
from tests.engine import replica_casme3, replicas

FIELD = Path(__file__).parent / "data" / "field"
HEADER = ("Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion")


def bounds(path: Path) -> list[tuple[int, int | None, int]]:
    return [(one.onset, one.apex, one.offset) for one in read_records(path).records]


def test_german_thousands_are_frames_and_are_named() -> None:
    result = read_records(FIELD / "de_thousand.csv")
    assert bounds(FIELD / "de_thousand.csv") == [(985, 1002, 1010), (1234, 1240, 1251)]
    assert sum("its mark parts thousands" in issue.text for issue in result.issues) == 5


def test_the_sep_line_of_excel_is_no_data() -> None:
    assert bounds(FIELD / "sep.csv") == [(12, 15, 20)]
    assert read_records(FIELD / "sep.csv").issues == ()


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_delimiter_that_the_sep_line_names(tmp_path: Path, mark: str, end: str) -> None:
    rows = [f"sep={mark}", mark.join(("subject", "video", "onset", "apex", "offset", "emotion"))]
    rows += [mark.join(("s", "v", "1", "2", "3", "sad")), mark.join(("s", "v", "x", "2", "3", "sad"))]
    path = tmp_path / "a.csv"
    path.write_bytes(end.join(rows).encode())
    assert bounds(path) == [(1, 2, 3)]
    assert any(issue.row == 4 for issue in read_records(path).issues), "lines as an editor counts them"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("1234", 1234), ("1.234", 1234), ("1,234", 1234), ("1'234", 1234), ("1 234", 1234), ("1\u00a0234", 1234)),
        *(("12.345.678", 12345678), ("1.234,0", 1234), ("1,234.00", 1234), ("12.0", 12), ("12,0", 12), ("-1", -1)),
        *((" 7 ", 7), ("1e3", 1000), ("0", 0)),
    ],
)
def test_whole_frames_in_any_dress(text: str, number: int) -> None:
    found = read_frame(text)
    assert (found.number, found.fraction) == (number, False)


@pytest.mark.parametrize("text", ["12.5", "12,5", "0.500", "1.234,5", "1234.567", "1.2345"])
def test_fractions_are_no_frames(text: str) -> None:
    assert read_frame(text).fraction


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1_0", "1.23.456", "1,2,3", "99999999999", "3.000.000.000"])
def test_what_is_no_number(text: str) -> None:
    assert read_frame(text).number is None


def test_a_column_shows_what_its_mark_parts() -> None:
    assert decimal_marks(["985", "1.002"]) == ""
    assert decimal_marks(["985.000", "1002.000"]) == "."
    assert decimal_marks(["985.000", "990.000"]) == ".", "three zeros behind every number"
    assert decimal_marks(["12,5", "1,234"]) == ","
    assert read_frame("985.000", decimals=".").number == 985
    assert read_frame("1,234", decimals=",").fraction


@given(st.integers(0, 2**31 - 1), st.sampled_from([".", ",", "'", " ", "\u202f"]))
def test_grouped_numbers_come_back(number: int, mark: str) -> None:
    assert read_frame(f"{number:,}".replace(",", mark)).number == number


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_a_decimal_comma_is_a_decimal_point(value: float) -> None:
    text = f"{value:.4f}"
    assert decimal(text.replace(".", ",")) == float(text) == decimal(text)


def book(path: Path, rows: list[tuple[object, ...]], *, merge: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "label"
    for row in (HEADER, *rows):
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


ROWS: list[tuple[object, ...]] = [
    ("spNO.1", "a", "10", "14", "20", "4", "I", "disgust"),
    ("spNO.1", "a", "40", "44", "50", "12", "I", "happy"),
    ("spNO.2", "b", "5", "9", "15", "1", "I", "surprise"),
]


def test_merged_cells_count_for_all_rows_they_cover(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ROWS, merge=("A2:A3", "B2:B3"))
    result = read_records(path)
    assert [(one.subject, one.video) for one in result.records] == [("spNO.1", "a"), ("spNO.1", "a"), ("spNO.2", "b")]
    assert sum("merged" in issue.text for issue in result.issues) == 2
    field = read_records(FIELD / "merged.xlsx").records
    assert [(one.subject, one.video) for one in field] == [("spNO.1", "a"), ("spNO.1", "a"), ("spNO.1", "b")]


def test_merged_cells_of_old_workbooks(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("label")
    for row, cells in enumerate((HEADER, *ROWS)):
        for column, cell in enumerate(cells):
            if row == 0 or column > 0:
                sheet.write(row, column, cell)
    sheet.write_merge(1, 2, 0, 0, "spNO.1")
    sheet.write(3, 0, "spNO.2")
    path = tmp_path / "a.xls"
    workbook.save(str(path))
    assert [one.subject for one in read_records(path).records] == ["spNO.1", "spNO.1", "spNO.2"]


def test_a_merged_area_beyond_the_labels_costs_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ROWS, merge=("J1:J2",))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b'ref="J1:J2"', b'ref="A5:XFD1048576"'))
    assert len(read_records(path).records) == 3


def strict(path: Path) -> Path:
    """The workbook in the strict form, as Excel's “Strict Open XML Spreadsheet” names things."""
    names = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
        (b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"),
    )
    target = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as written:
        for name in archive.namelist():
            content = archive.read(name)
            for usual, other in names:
                content = content.replace(usual, other)
            written.writestr(name, content)
    path.write_bytes(target.getvalue())
    return path


def test_the_strict_form_is_read_like_the_usual_one(tmp_path: Path) -> None:
    usual = read_records(book(tmp_path / "a.xlsx", ROWS))
    found = read_records(strict(book(tmp_path / "b.xlsx", ROWS)))
    assert found.records == usual.records
    assert len(found.records) == 3


def test_number_cells_are_not_grouped(tmp_path: Path) -> None:
    rows = [("spNO.1", "a", 1.234, 14, 20, "4", "I", "disgust"), ("spNO.1", "a", "1.234", 1240, 1251, "4", "I", "sad")]
    result = read_records(book(tmp_path / "a.xlsx", rows))
    assert [one.onset for one in result.records] == [1233]
    assert any("“1.234” is not a whole frame; the row was left out" in issue.text for issue in result.issues)


@pytest.mark.parametrize("seed", range(40))
def test_every_row_is_taken_or_named(tmp_path: Path, seed: int) -> None:
    """Rows in the file = records + rows that an issue says were left out."""
    rng = random.Random(seed)
    cells = ("12", "1.234", "12.5", "x", "", "1 000", "0", "-1", "7,0")
    rows = [
        ("s", "v", rng.choice(cells), rng.choice(cells), rng.choice(cells), rng.choice(("sad", "", "bored")))
        for _ in range(rng.randint(1, 12))
    ]
    text = "subject;video;onset;apex;offset;emotion\n" + "".join(";".join(row) + "\n" for row in rows)
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    result = read_records(path)
    out = {issue.row for issue in result.issues if "left out" in issue.text}
    assert len(result.records) + len(out) == len(rows)
    workbook = book(tmp_path / "a.xlsx", [(*row[:5], "4", "I", row[5]) for row in rows])
    result = read_records(workbook)
    out = {issue.row for issue in result.issues if "left out" in issue.text}
    assert len(result.records) + len(out) == len(rows)


def test_a_refusal_names_subject_video_and_row(tmp_path: Path) -> None:
    rows = [*ROWS, ("spNO.7", "c", "30", "", "45", "4", "I", "sad"), ("spNO.8", "d", "30", "20", "45", "4", "I", "sad")]
    records = [
        Record(one.subject, one.video, one.onset, one.apex, one.offset + 1, one.emotion, source=one.source)
        for one in read_records(book(tmp_path / "a.xlsx", rows)).records
    ]
    with pytest.raises(DatasetError, match=r"spNO\.7/c, row 5"):
        write_records(tmp_path / "b.xlsx", records, format="casme3")
    with pytest.raises(DatasetError, match=r"spNO\.8/d, row 6"):
        write_records(tmp_path / "b.xlsx", [*records[:3], records[4]], format="casme3")


def test_an_untouched_sheet_is_written_back_as_it_was(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ("spNO.7", "c", "30", "", "45", "2+1", "I", "sad"),
        ("spNO.8", "d", "30", "20", "45", "4", "I", "Others"),
        ("spNO.9", "e", 0, "1", "45", "4", "I", "bored "),
        ("spNO.9", "e", "60", "59", "40", "r18", "I", "sad"),
    ]
    path = book(tmp_path / "a.xlsx", rows)
    report = write_records(tmp_path / "b.xlsx", read_records(path).records, format="casme3")
    assert report.written == len(rows)

    def cells(path: Path) -> list[tuple[object, ...]]:
        return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]

    assert cells(tmp_path / "b.xlsx") == cells(path)
    assert any("as they were" in sentence for sentence in report.dropped)


@pytest.mark.parametrize(
    ("name", "make"), [("casme_sq", replicas.casme_sq), ("casme3", replica_casme3.casme3_me)], ids=["sq", "me"]
)
def test_a_published_sheet_is_written_back_as_it_was(tmp_path: Path, name: str, make: Callable[[Path], Path]) -> None:
    original = read_records(make(tmp_path / "a.xlsx"))
    report = write_records(tmp_path / "b.xlsx", original.records, format=name)
    again = read_records(tmp_path / "b.xlsx")
    assert report.written == len(original.records)
    assert again.records == original.records
    assert [one.source.cells for one in again.records] == [one.source.cells for one in original.records]


def test_samms_sheets_come_back_and_the_micro_table_is_read_alone(tmp_path: Path) -> None:
    original = read_records(replicas.samm(tmp_path))
    (tmp_path / "again").mkdir()
    write_records(tmp_path / "again" / "b.xlsx", original.records, format="samm_lv")
    assert read_records(tmp_path / "again" / "b.xlsx").records == original.records
    (tmp_path / "alone").mkdir()
    alone = tmp_path / "alone" / "codes.xlsx"
    (tmp_path / "SAMM_Micro_FACS_Codes_v2.xlsx").rename(alone)
    result = read_records(alone)
    assert len(result.records) == 159
    assert {one.extra["kind"] for one in result.records} == {"micro"}
    assert all(one.emotion and one.objective_class for one in result.records)
    assert "count differently" in result.issues[0].text


def test_a_touched_row_among_untouched_ones_is_checked(tmp_path: Path) -> None:
    rows = [*ROWS, ("spNO.8", "d", "30", "20", "45", "4", "I", "Others")]
    records = list(read_records(book(tmp_path / "a.xlsx", rows)).records)
    records[0] = Record("spNO.1", "a", 9, None, 19, "disgust", source=records[0].source)
    with pytest.raises(DatasetError, match=r"1 of 4 annotations \(frame 9 of spNO\.1/a, row 2"):
        write_records(tmp_path / "b.xlsx", records, format="casme3")
