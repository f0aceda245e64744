"""Label files that are damaged or meant to harm: one sentence, never a crash, never an entity, never a bomb."""

import io
import warnings
import zipfile
from pathlib import Path

import pytest

from benchmarks.datasets_fuzz import check
from engine.datasets import Record, read_records, write_records
from engine.datasets.sheets.spreadsheet import read_book
from engine.errors import DatasetError
from tests.engine.dataset_records import good, target

ENTITIES = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY f "&d;&d;&d;&d;&d;&d;&d;&d;">]>\n'
)


def test_damaged_files_of_every_kind_never_crash() -> None:
    outcomes, failures = check(15)
    assert failures == []
    assert outcomes.total() == 15 * 11


@pytest.mark.parametrize("evil", [ENTITIES, LAUGHS], ids=["external entity", "a million laughs"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_elan_files_with_entities_are_refused(tmp_path: Path, evil: bytes, encoding: str) -> None:
    path = target(tmp_path, "elan")
    write_records(path, good("elan"), format="elan", fps=30)
    body = path.read_bytes().split(b"?>", 1)[1].replace(b"R12+4", b"&e;")
    text = evil.decode().replace('<?xml version="1.0"?>\n', "") + body.decode()
    path.write_bytes(text.encode(encoding))
    with pytest.raises(DatasetError, match="declares a document type or entities"):
        read_records(path)


def rewritten(path: Path, change: dict[str, bytes]) -> None:
    """The workbook with some of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_workbooks_with_entities_are_refused(tmp_path: Path, part: str) -> None:
    path = target(tmp_path, "casme3")
    write_records(path, good("casme3"), format="casme3")
    with zipfile.ZipFile(path) as archive:
        data = archive.read(part)
    rewritten(path, {part: ENTITIES + data.split(b"?>\n", 1)[1]})
    with pytest.raises(DatasetError, match="declares a document type or entities"):
        read_records(path)


def test_zip_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    path = target(tmp_path, "casme3")
    write_records(path, good("casme3"), format="casme3")
    rewritten(path, {"xl/worksheets/sheet1.xml": b" " * 64_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(DatasetError, match=r"unpacks to 61 MiB in \d+ parts, far more than labels need"):
        read_records(path)


def test_a_lying_size_does_not_unpack_more(tmp_path: Path) -> None:
    path = target(tmp_path, "casme3")
    write_records(path, good("casme3"), format="casme3")
    rewritten(path, {"xl/worksheets/sheet1.xml": b" " * 64_000_000})
    data = bytearray(path.read_bytes())
    size = (64_000_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(DatasetError, match="not an intact Excel file"):
        read_records(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    with pytest.raises(DatasetError, match="has 300 MiB, more than any label file"):
        read_records(path)


def test_formulas_are_never_computed_and_reported(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"])
    book.active.append(["spNO.1", "a", 5, 8, 20, "=HYPERLINK(1)", "I", "anger"])
    book.active.append(["spNO.1", "b", "=2+3", 8, 20, "4", "I", "anger"])
    book.save(tmp_path / "f.xlsx")
    result = read_records(tmp_path / "f.xlsx")
    assert [one.video for one in result.records] == ["a"]
    assert result.records[0].action_units == ""
    issues = [str(one) for one in result.issues]
    assert any(one.startswith("row 2, AU: holds a formula") for one in issues)
    assert any(one.startswith("row 3, Onset: “” is not a frame number; the row was left out") for one in issues)


def test_texts_that_look_like_formulas_stay_texts_everywhere(tmp_path: Path) -> None:
    written = [
        Record("spNO.1", "a", 4, 7, 19, "anger", text, "II") for text in ("=1+1", "+4", "-4", "@A1", "#N/A", "'=1")
    ]
    path = target(tmp_path, "casme3")
    write_records(path, written, format="casme3")
    assert {row[5].kind for row in read_book(path).sheets[0].rows} == {"text"}
    assert [one.action_units for one in read_records(path).records] == [one.action_units for one in written]


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = target(tmp_path / "1", "casme3"), target(tmp_path / "2", "casme3")
    for path in (first, second):
        write_records(path, good("casme3"), format="casme3")
    assert first.read_bytes() == second.read_bytes()


def test_dates_that_excel_made_of_texts_are_reported(tmp_path: Path) -> None:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"])
    book.active.append(["spNO.1", "a", 5, 8, 20, datetime.datetime(2024, 1, 2), "I", "anger"])
    book.save(tmp_path / "d.xlsx")
    result = read_records(tmp_path / "d.xlsx")
    assert any("holds a date (2024-01-02 00:00:00)" in one.text for one in result.issues)


def test_what_openpyxl_warns_of_is_not_shown_but_reported(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "labels.xlsx"
    write_records(path, good("casme3"), format="casme3")
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["E2"]
    cell.value, cell.number_format = 1e12, "yyyy-mm-dd"  # no date that is one
    book.save(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read_records(path, format="casme3")
    assert found.n_lost == 1
    assert any("is not a frame number" in one.text for one in found.issues)
