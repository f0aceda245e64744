"""The CAS(ME)^3 sheet: made-up rows with the irregularities of the published files."""

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.datasets import CASME3_EMOTIONS, Record, read_records, write_records
from engine.datasets.sheets.casme3 import HEADER
from engine.errors import DatasetError

GOOD = ("spNO.1", "a", "5", "8", "20", "4", "I", "anger")


def sheet(path: Path, rows: Sequence[Sequence[Any]], *, header: Sequence[str] = HEADER) -> Path:
    book = openpyxl.Workbook()
    for number, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value)
    book.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> tuple[tuple[Record, ...], list[str]]:
    result = read_records(sheet(tmp_path / "labels.xlsx", rows, header=header))
    return result.records, [str(issue) for issue in result.issues]


def changed(**cells: Any) -> tuple[Any, ...]:
    names = dict(zip(("subject", "video", "onset", "apex", "offset", "au", "objective", "emotion"), GOOD, strict=True))
    return tuple({**names, **cells}.values())


def record(**fields: Any) -> Record:
    base = {"subject": "spNO.7", "video": "a", "onset": 4, "apex": 7, "offset": 19, "emotion": "anger"}
    return Record(**{**base, **fields})


def test_a_regular_row(tmp_path: Path) -> None:
    found, issues = read(tmp_path, ("spNO.1", "a", 5, 8, 20, "4+R12", "II", "happy"))
    assert found == (Record("spNO.1", "a", 4, 7, 19, "happy", "4+R12", "II"),)
    assert issues == []


def test_numbers_as_text_give_one_issue_a_column(tmp_path: Path) -> None:
    found, issues = read(tmp_path, *[changed(onset=str(n)) for n in (5, 30, 60)], changed(onset=90, offset=99))
    assert [row.onset for row in found] == [4, 29, 59, 89]
    assert "row 2, Onset: 3 of 4 cells hold text, from here on; read as numbers" in issues
    assert "row 5, Onset: holds a number, not text" in issues
    assert "row 2, Apex: 4 of 4 cells hold text, from here on; read as numbers" in issues


@pytest.mark.parametrize(
    ("cells", "fields", "issue"),
    [
        ({"onset": "0"}, {"onset": 0}, "row 2, Onset: 0 lies before the first frame 1; read as the first frame"),
        ({"offset": "0"}, {"offset": 7}, "row 2, Offset: 0 means that it was not seen; the frame 8 is taken for it"),
        ({"apex": "0"}, {"apex": None}, "row 2, Apex: “0” is no frame of the video; read as not annotated"),
        ({"apex": "-1"}, {"apex": None}, "row 2, Apex: “-1” is no frame of the video; read as not annotated"),
        ({"apex": "/"}, {"apex": None}, "row 2, Apex: “/” is no frame of the video; read as not annotated"),
        ({"apex": None}, {"apex": None}, "row 2, Apex: is empty; read as not annotated"),
        ({"apex": "4"}, {"apex": 3}, "row 2: the apex 4 lies before the onset 5; kept as it is"),
        ({"apex": "21"}, {"apex": 20}, "row 2: the apex 21 lies after the offset 20; kept as it is"),
        ({"onset": "30"}, {"onset": 29}, "row 2: the offset 20 lies before the onset 30; kept as it is"),
        ({"apex": "5.6"}, {"apex": None}, "row 2, Apex: “5.6” is no frame of the video; read as not annotated"),
        ({"emotion": "Others"}, {"emotion": "others"}, "row 2, emotion: “Others” is read as “others”"),
        ({"emotion": "happy "}, {"emotion": "happy"}, "row 2, emotion: “happy ” is read as “happy”"),
        ({"emotion": "bored"}, {"emotion": "bored"}, "row 2, emotion: “bored” is not an emotion of CAS(ME)^3; kept"),
        ({"emotion": None}, {"emotion": None}, "row 2, emotion: is empty; read as not annotated"),
        (
            {"subject": " spNO.1"},
            {"subject": "spNO.1"},
            "row 2, Subject: “ spNO.1” has blanks around it; read without them",
        ),
        ({"video": None}, {"video": ""}, "row 2, Filename: is empty"),
        (
            {"video": "J"},
            {"video": "J"},
            "row 2, Filename: “J” has a capital letter; kept, because the folder of the frames may have one too",
        ),
    ],
)
def test_irregular_cells_are_read_as_said(
    tmp_path: Path, cells: dict[str, Any], fields: dict[str, Any], issue: str
) -> None:
    found, issues = read(tmp_path, changed(**cells))
    assert issue in issues
    assert {name: getattr(found[0], name) for name in fields} == fields


def test_changed_cells_stay_as_raw_text(tmp_path: Path) -> None:
    found, _ = read(tmp_path, changed(onset="0", offset="0", emotion="Others"))
    assert found[0].extra == {"raw_Onset": "0", "raw_Offset": "0", "raw_emotion": "Others"}


@pytest.mark.parametrize("cells", [{"onset": "abc"}, {"offset": None}, {"onset": "nan"}, {"offset": "1e99"}])
def test_a_row_without_frames_is_left_out_and_reported(tmp_path: Path, cells: dict[str, Any]) -> None:
    found, issues = read(tmp_path, changed(**cells), changed(video="b"))
    assert [row.video for row in found] == ["b"]
    assert any(issue.startswith("row 2,") and "left out" in issue for issue in issues)


def test_names_that_differ_in_a_capital_only_are_kept_apart(tmp_path: Path) -> None:
    found, issues = read(tmp_path, changed(video="j"), changed(video="J", onset="50", apex="55", offset="60"))
    assert [row.video for row in found] == ["j", "J"]
    assert "row 3, Filename: “J” and “j” differ only in a capital letter; kept apart" in issues


def test_repeated_and_overlapping_rows_are_reported(tmp_path: Path) -> None:
    rows = [
        changed(),
        changed(),
        changed(onset="10", apex="15", offset="30"),
        changed(onset="30", apex="31", offset="40"),
    ]
    found, issues = read(tmp_path, *rows)
    assert len(found) == 4
    assert "row 3: repeats row 2 (same video, onset and offset); kept" in issues
    assert "row 4: shares frames with row 2; kept" in issues
    assert not any(issue.startswith("row 5") for issue in issues)


def test_the_sheet_with_macro_expressions(tmp_path: Path) -> None:
    header = ("Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Expression type", "Objective class")
    found, issues = read(
        tmp_path,
        ("spNO.1", "a", 5, 8, 20, "4", "Micro-expression", "I"),
        ("spNO.1", "a", 50, 80, 200, "12", "Macro-expression", "II"),
        ("spNO.1", "b", 50, 80, 200, "12", "macro", "II"),
        header=header,
    )
    assert [(row.extra["kind"], row.action_units) for row in found] == [
        ("micro", "4"),
        ("macro", "12"),
        ("unknown", "12"),
    ]
    assert issues == ["row 4, Expression type: “macro” is read as unknown"]


def test_further_columns_and_sheets_are_named(tmp_path: Path) -> None:
    path = sheet(tmp_path / "labels.xlsx", [(*GOOD[:2], 5, 8, 20, *GOOD[5:], 15, 3)], header=(*HEADER, None, "note"))
    book = openpyxl.load_workbook(path)
    book.create_sheet("eye blink").cell(1, 1, "Subject")
    book.create_sheet("Sheet3")
    book.save(path)
    result = read_records(path)
    assert result.records[0].extra == {"column_9": "15", "note": "3"}
    issues = [str(issue) for issue in result.issues]
    assert "the sheet “eye blink” is not read, only “Sheet”" in issues
    assert not any("Sheet3" in issue for issue in issues)


def test_cells_beyond_the_header_and_empty_rows_between(tmp_path: Path) -> None:
    found, issues = read(tmp_path, changed(), (), (*changed(video="b"), None, "note"))
    assert [row.video for row in found] == ["a", "b"]
    assert found[1].extra == {"column_10": "note"}
    assert any(issue.startswith("row 1: column 10 has no name") for issue in issues)


def test_a_header_in_another_spelling_is_read_and_reported(tmp_path: Path) -> None:
    found, issues = read(tmp_path, changed(), header=[name.upper() for name in HEADER])
    assert found[0].emotion == "anger"
    assert "row 1, SUBJECT: read as the column “Subject”" in issues


def test_files_that_are_no_labels_give_one_sentence(tmp_path: Path) -> None:
    path = sheet(tmp_path / "x.xlsx", [], header=("a", "b"))
    with pytest.raises(DatasetError, match="no column “Subject”"):
        read_records(path)
    with pytest.raises(DatasetError, match="does not exist"):
        read_records(tmp_path / "no.xlsx")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(DatasetError, match="empty"):
        read_records(tmp_path / "empty.xlsx")
    for data in (b"", b"a,b\n", path.read_bytes()[:700], b"\xd0\xcf\x11\xe0" + b"x" * 600):
        (tmp_path / "bad.xlsx").write_bytes(data)
        with pytest.raises(DatasetError):
            read_records(tmp_path / "bad.xlsx")


def test_damaged_old_excel_files_give_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(DatasetError, match=r"save it again as \.xlsx"):
        read_records(tmp_path / "old.xls")


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 6000), value=st.integers(0, 255))
def test_a_damaged_byte_gives_records_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, at: int, value: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "whole.xlsx"
    if not path.exists():
        sheet(path, [GOOD])
    data = bytearray(path.read_bytes())
    data[at % len(data)] = value
    (folder / "damaged.xlsx").write_bytes(data)
    with suppress(DatasetError):
        result = read_records(folder / "damaged.xlsx")
        assert len(result.records) + len(result.issues) >= 1


def test_the_written_sheet_is_the_data_set_s(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    report = write_records(path, [record(action_units="R12+4", objective_class="II")], format="casme3")
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert rows == [HEADER, ("spNO.7", "a", 5, 8, 20, "R12+4", "II", "anger")]
    assert report.written == 1
    assert report.dropped == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=x", "14"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.xlsx"
    write_records(path, [record(action_units=text, objective_class=text)], format="casme3")
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    cells = openpyxl.load_workbook(path).worksheets[0][2]
    assert [(cells[at].data_type, cells[at].value) for at in (5, 6)] == [("s", text), ("s", text)]
    assert read_records(path).records[0].action_units == text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"apex": None}, r"1 of 1 annotations \(frame 4 of spNO.7/a\) have no apex"),
        ({"apex": 3}, "not in the order onset, apex, offset"),
        ({"offset": 2}, "not in the order onset, apex, offset"),
        ({"onset": -1}, "start before the first frame"),
        ({"offset": 2**31}, "end beyond frame"),
        ({"subject": "001"}, "digits only, which the loader loses; write it as spNO.001"),
        ({"subject": "1.5"}, "have a subject name that loaders misread"),
        ({"subject": ""}, "have a subject name that loaders misread"),
        ({"subject": "sp."}, "nothing usable after its last dot"),
        ({"video": "01"}, "have a video name that loaders misread"),
        ({"video": "NA"}, "have a video name that loaders misread"),
        ({"video": " a"}, "have a video name that loaders misread"),
        ({"video": "TRUE"}, "have a video name that loaders misread"),
        ({"action_units": "\x07"}, "control characters"),
        ({"action_units": "a\rb"}, "control characters"),
        ({"action_units": "x" * 40_000}, "over 32,767 characters"),
        ({"emotion": None}, "none at frame 4"),
        ({"emotion": "negative"}, "negative at frame 4.*skip.*others"),
        ({"emotion": "Anger!"}, "Anger! at frame 4"),
    ],
)
def test_what_a_loader_would_misread_is_refused(tmp_path: Path, fields: dict[str, Any], sentence: str) -> None:
    path = tmp_path / "out.xlsx"
    with pytest.raises(DatasetError, match=sentence) as caught:
        write_records(path, [record(**fields)], format="casme3")
    assert str(caught.value).endswith(".")
    assert not path.exists()


def test_subjects_that_share_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"“a\.1” and “b\.1”"):
        write_records(tmp_path / "out.xlsx", [record(subject="a.1"), record(subject="b.1")], format="casme3")


def test_the_ending_must_fit(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"\.xlsx"):
        write_records(tmp_path / "out.xls", [record()], format="casme3")


def test_missing_emotions_can_be_skipped_or_become_others(tmp_path: Path) -> None:
    written = [record(), record(onset=5, emotion=None), record(onset=6, emotion="negative")]
    path = tmp_path / "out.xlsx"
    report = write_records(path, written, format="casme3", missing_emotion="skip")
    assert report.written == 1
    assert "2 annotations" in report.dropped[0]
    assert read_records(path).records == (record(),)
    report = write_records(path, written, format="casme3", missing_emotion="others")
    assert report.written == 3
    assert "written as “others”" in report.dropped[0]
    assert [row.emotion for row in read_records(path).records] == ["anger", "others", "others"]


def test_only_micro_expressions_are_written_and_extras_are_named(tmp_path: Path) -> None:
    written = [
        record(extra={"kind": "micro", "note": "x", "raw_Onset": "0"}),
        record(emotion=None, extra={"kind": "blink"}),
        record(emotion=None, extra={"kind": "macro"}),
    ]
    report = write_records(tmp_path / "out.xlsx", written, format="casme3")
    assert report.written == 1
    assert report.dropped == (
        "2 events that are not micro-expressions (blink 1, macro 1) were left out.",
        "The columns note, raw_Onset are not part of CAS(ME)^3 and were left out.",
    )


names = st.text(max_size=6) | st.sampled_from(["spNO.1", "a", "J", "01", "nan", "x.y", "_x0041_", "=a", "0x10", "1e5"])
anywhere = st.integers(-2, 2000)
some_records = st.builds(
    Record,
    subject=names,
    video=names,
    onset=anywhere,
    apex=st.none() | anywhere,
    offset=anywhere,
    emotion=st.none() | st.sampled_from((*CASME3_EMOTIONS, "negative", "Others")) | names,
    action_units=names,
    objective_class=names,
)
good_records = st.builds(
    lambda subject, video, onset, rise, fall, emotion, units: Record(
        f"spNO.{subject}", video, onset, onset + rise, onset + rise + fall, emotion, units, "II"
    ),
    st.integers(1, 218),
    st.sampled_from("abcdefghijklmJ"),
    st.integers(0, 5000),
    st.integers(0, 60),
    st.integers(0, 3500),
    st.sampled_from(CASME3_EMOTIONS),
    st.sampled_from(["4", "1+2", "R12+4", "r18", "=4", " 4 ", "14+14", "4，7", ""]),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(some_records | good_records, max_size=3))
@example([record(action_units="_x0041_")])
@example([record(action_units=" \n ")])
@example([record(subject="\ud800")])
@example([record(video="\ufffe")])
def test_records_come_back_equal_or_are_refused(tmp_path: Path, written: list[Record]) -> None:
    path = tmp_path / "out.xlsx"
    path.unlink(missing_ok=True)
    try:
        report = write_records(path, written, format="casme3")
    except DatasetError:
        assert not path.exists()
        return
    result = read_records(path)
    if report.dropped:
        assert "spelling of CAS(ME)^3" in report.dropped[0]
        written = [replace(one, emotion=one.emotion and one.emotion.lower()) for one in written]
    assert list(result.records) == written
    assert not any("read as" in str(issue) for issue in result.issues)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(good_records, min_size=1, max_size=4))
def test_good_records_are_never_refused(tmp_path: Path, written: list[Record]) -> None:
    path = tmp_path / "out.xlsx"
    assert write_records(path, written, format="casme3").written == len(written)
    assert list(read_records(path).records) == written


def test_pandas_reads_the_names_as_they_are(tmp_path: Path) -> None:
    """As the published loaders do: pandas, first sheet, columns by position."""
    import pandas as pd

    written = [record(subject="spNO.7", video=name) for name in ("a", "J", "1a", "None1")]
    path = tmp_path / "out.xlsx"
    write_records(path, written, format="casme3")
    table = pd.read_excel(path, sheet_name=0)
    assert list(table.columns) == list(HEADER)
    assert table.iloc[:, 1].tolist() == ["a", "J", "1a", "None1"]
    assert table["Onset"].tolist() == [5] * 4
    assert table["emotion"].tolist() == ["anger"] * 4
