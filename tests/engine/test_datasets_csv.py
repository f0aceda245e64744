"""METST CSV in and out."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.datasets import Record, read_records, write_records
from engine.datasets.text.atomic import write_bytes_atomic, write_text_atomic
from engine.errors import DatasetError

texts = st.text(max_size=12)
frames = st.integers(-5, 10_000)
records = st.builds(
    Record,
    subject=texts,
    video=texts,
    onset=frames,
    apex=st.none() | frames,
    offset=frames,
    emotion=st.none() | texts,
    action_units=texts,
    objective_class=texts,
    extra=st.dictionaries(texts, texts, max_size=3),
)


def row(text: str, *, header: str = "subject,video,onset,apex,offset,emotion") -> str:
    return f"{header}\n{text}\n"


def read(tmp_path: Path, text: str) -> tuple[tuple[Record, ...], list[str]]:
    path = tmp_path / "labels.csv"
    path.write_bytes(text.encode())
    result = read_records(path)
    return result.records, [str(issue) for issue in result.issues]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(records, max_size=5))
@example([Record("a\rb", 'q"', 1, None, 2, "x\n")])
@example([Record("", "", 0, 0, 0, None, extra={"a;b;c;d;e;f;g;h;i": ";"})])
@example([Record("s", "v", 1, None, 2, "=1+1", extra={"kind": "blink", "raw_onset": "1.5"})])
@example([Record("\ud800", "v", 1, None, 2, None)])
def test_every_record_comes_back_or_is_refused(tmp_path: Path, written: list[Record]) -> None:
    path = tmp_path / "labels.csv"
    path.unlink(missing_ok=True)
    try:
        report = write_records(path, written, format="csv")
    except DatasetError:
        assert not path.exists()
        return
    assert report.written == len(written)
    assert report.dropped == ()
    assert list(read_records(path).records) == written
    assert list(tmp_path.iterdir()) == [path]


def test_plain_records_are_never_refused(tmp_path: Path) -> None:
    written = [
        Record("spNO.1", "a", 3, 5, 9, "happy", "R12+4", "II", {"kind": "micro"}),
        Record("spNO.1", "b", 3, None, 9, None),
    ]
    path = tmp_path / "labels.csv"
    write_records(path, written, format="csv")
    assert path.read_bytes() == (
        b"subject,video,onset,apex,offset,emotion,action_units,objective_class,kind\n"
        b"spNO.1,a,3,5,9,happy,R12+4,II,micro\nspNO.1,b,3,,9,,,,\n"
    )
    result = read_records(path)
    assert list(result.records) == written
    assert result.issues == ()


def test_no_cell_is_a_formula_for_a_spreadsheet(tmp_path: Path) -> None:
    texts = ("=1+1", "+R4", "-x", "@a", "'=1", "''=1", "-0.5", "'a")
    written = [Record("=s", "v", 1, None, 2, text, extra={"=key": text, "score": "-0.5"}) for text in texts]
    path = tmp_path / "labels.csv"
    write_records(path, written, format="csv")
    cells = [cell for row in csv.reader(path.read_text().splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell[:1] and cell != "-0.5"]
    assert list(read_records(path).records) == written


def test_empty_values_are_the_same_as_none() -> None:
    assert Record("s", "v", 1, None, 2, "", extra={"note": ""}) == Record("s", "v", 1, None, 2, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_byte_order_mark(tmp_path: Path, delimiter: str) -> None:
    text = "\ufeff" + row("s,v,1,2,3,sad").replace(",", delimiter)
    found, issues = read(tmp_path, text)
    assert found == (Record("s", "v", 1, 2, 3, "sad"),)
    assert issues == []


def test_frames_that_count_from_one(tmp_path: Path) -> None:
    header = "subject,video,onset_1based,apex_1based,offset_1based,emotion"
    found, issues = read(tmp_path, row("s,v,1,,3,sad", header=header))
    assert found == (Record("s", "v", 0, None, 2, "sad"),)
    assert issues == []


@pytest.mark.parametrize(
    ("line", "issue"),
    [
        ("s,v,9,,3,sad", "row 2: the offset 3 lies before the onset 9; kept as it is"),
        ("s,v,1,0,3,sad", "row 2: the apex 0 lies before the onset 1; kept as it is"),
        ("s,v,1,4,3,sad", "row 2: the apex 4 lies after the offset 3; kept as it is"),
        ("s,v,1,x,3,sad", "row 2, apex: “x” is not a frame number; read as empty"),
        ("s,v,1,2.5,3,sad", "row 2, apex: 2.5 is not a whole frame; not read"),
        ("s,v,-1,2,3,sad", "row 2, onset: -1 lies before the first frame; kept as it is"),
        ("s,v,1,2,3,bored", "row 2, emotion: “bored” is in none of the four emotion classes; kept as written"),
        ("s,v,1,2,3", "row 2: has 5 cells instead of 6; the missing ones are empty"),
        ("s,v,1,2,3,sad,7", "row 2: has 7 cells instead of 6; the rest is kept as “surplus”"),
        ("s,v,1,2,3,sad\ns,v,1,2,3,sad", "row 3: repeats row 2 (same video, onset and offset); kept"),
        ("s,v,1,2,9,sad\n\ns,v,5,6,12,sad", "row 4: shares frames with row 2; kept"),
    ],
)
def test_irregular_rows_are_kept_and_reported(tmp_path: Path, line: str, issue: str) -> None:
    found, issues = read(tmp_path, row(line))
    assert issue in issues
    assert len(found) == len(line.split("\n\n") if "\n\n" in line else line.split("\n"))


def test_changed_cells_keep_their_text(tmp_path: Path) -> None:
    found, _ = read(tmp_path, row("s,v,1.500,x,3000,sad,more,cells"))
    assert found[0].onset == 1500
    assert found[0].apex is None
    assert found[0].extra == {"raw_onset": "1.500", "raw_apex": "x", "surplus": "more,cells"}


@pytest.mark.parametrize("cell", ["", "x", "nan", "inf", "1e300", "99999999999", "1_0"])
def test_a_row_without_frames_is_left_out_and_reported(tmp_path: Path, cell: str) -> None:
    found, issues = read(tmp_path, row(f"s,v,{cell},,3,sad\ns,w,1,,3,sad"))
    assert [record.video for record in found] == ["w"]
    assert any("row 2, onset" in issue and "left out" in issue for issue in issues)


def test_nameless_and_repeated_columns_survive(tmp_path: Path) -> None:
    found, issues = read(
        tmp_path, row("s,v,1,,3,sad,a,b,c", header="Subject,video,ONSET,apex,offset,emotion,,note,note")
    )
    assert found[0].extra == {"column_7": "a", "note": "b", "column_9": "c"}
    assert len(issues) == 2


def test_missing_optional_columns_are_reported(tmp_path: Path) -> None:
    found, issues = read(tmp_path, row("1,3", header="onset,offset"))
    assert found == (Record("", "", 1, None, 3, None),)
    assert len(issues) == 4


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "no column “onset”"),
        ("subject,onset\nä,1\n".encode("utf-16"), "no column “offset”"),
        (b'onset,offset\n"1"x,2\n', "not a CSV file"),
        (b"\x00\x01\x02", "holds zero bytes"),
    ],
)
def test_files_that_are_no_labels_give_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(data)
    with pytest.raises(DatasetError, match=sentence):
        read_records(path)


def test_a_missing_file_a_folder_and_an_unknown_ending_give_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="does not exist"):
        read_records(tmp_path / "no.csv")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_records(tmp_path, format="csv")
    with pytest.raises(DatasetError, match="neither"):
        read_records(tmp_path / "labels.docx")
    with pytest.raises(DatasetError, match="no format"):
        write_records(tmp_path / "x.csv", [], format="eaf")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    write_records(path, [Record("s", "v", 1, None, 2, None)], format="csv")
    before = path.read_bytes()
    for bad in (Record("s", "v", 2**40, None, 2, None), Record("s", "v", 1, None, 2, None, extra={"Onset": "1"})):
        with pytest.raises(DatasetError):
            write_records(path, [bad], format="csv")
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["labels.csv"]


def test_atomic_write_cleans_up_when_the_target_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    with pytest.raises(DatasetError, match="cannot be written"):
        write_text_atomic(tmp_path / "target", "x")
    with pytest.raises(DatasetError, match="cannot be written"):
        write_text_atomic(tmp_path / "no" / "target", "x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["target"]


def test_atomic_write_follows_links_and_honours_the_umask(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    write_bytes_atomic(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o400
