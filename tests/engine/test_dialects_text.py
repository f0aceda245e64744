"""Text files as other programs save them: their encodings, and subtitles whose cues are not set apart."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pysrt
import pytest
import webvtt

from engine.datasets import ReadResult, read_records
from engine.datasets.sniff import format_of
from engine.datasets.text.encoding import text_of
from engine.errors import DatasetError

FIELD = Path(__file__).parent / "data" / "field"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def told(result: ReadResult) -> str:
    return "\n".join(map(str, result.issues))


def frames(result: ReadResult) -> list[tuple[int, int]]:
    return [(one.onset, one.offset) for one in result.records]


# ---- encodings, told in one place

TABLES = {
    "csv": "subject;video;onset;apex;offset;emotion\nMüller;é;1;2;3;sad\n",
    "megc2024": "subject,video,onset,offset,emotion\r\nMüller,é,2,4,negative\r\n",
    "boris": "Observation id\tSubject\tFPS\tBehavior\tBehavior type\tStart (s)\tStop (s)\n"
    "é\tMüller\t25\tmicro\tSTATE\t0.040\t0.160\n",
    "textgrid": 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n1\n<exists>\n1\n"IntervalTier"\n"micro"\n'
    '0\n1\n1\n0.04\n0.16\n"Müller é"\n',
    "srt": "1\n00:00:00,040 --> 00:00:00,160\nmicro · emotion Müller é\n",
    "vtt": "WEBVTT\n\n00:00.040 --> 00:00.160\nmicro · emotion Müller é\n",
    "label_studio": '[{"data": {"video": "é", "subject": "Müller"}, "annotations": [{"result": [{"value": '
    '{"ranges": [{"start": 2, "end": 4}], "timelinelabels": ["micro"]}}]}]}]',
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", TABLES)
def test_text_is_read_in_every_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    ending = {"boris": "tsv", "label_studio": "json", "textgrid": "TextGrid", "megc2024": "csv"}.get(name, name)
    path = tmp_path / f"x.{ending}"
    path.write_bytes(TABLES[name].encode(encoding))
    if name != "megc2024":
        assert format_of(path) == name
    found = read_records(path, format=name, fps=None if name in ("boris", "csv", "megc2024", "label_studio") else 25)
    assert frames(found) == [(1, 3)]
    (one,) = found.records
    if name in ("csv", "boris", "label_studio", "megc2024"):
        assert (one.subject, one.video) == ("Müller", "é")
    else:
        assert one.emotion == "Müller é"
    if name != "label_studio":
        assert ("Windows-1252" in told(found)) == (encoding == "cp1252")


def test_chinese_tables_of_windows_are_read() -> None:
    found = text_of("被试,视频,起始\n王,甲,1\n".encode("gb18030"), "x.csv")
    assert found.text == "被试,视频,起始\n王,甲,1\n"
    assert "GB 18030" in str(found.issues[0])
    assert not text_of("王,甲,1\n".encode(), "x.csv").issues
    assert text_of("王;甲;11;12\n".encode("utf-16-le"), "x.csv").text == "王;甲;11;12\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"onset,offset\n1,2\x00\n", "holds zero bytes"),
        ("onset,offset\n".encode("utf-16") + b"\x31", "cut off or damaged"),
        (b"\x89PNG\r\n\x1a\n\xff\xd8\x01\x02", "is not text"),
        (b"\xe9\x81,onset\n", "is not text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(DatasetError, match=sentence) as refused:
        read_records(path)
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize("cell", ["a\nb", 'q"q', "x\ty"])
def test_cells_with_line_ends_survive_in_utf_16(tmp_path: Path, cell: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["subject", "video", "onset", "apex", "offset", "emotion"], [cell, "v", 1, 2, 3, ""]])
    path = tmp_path / "x.csv"
    path.write_bytes(buffer.getvalue().encode("utf-16"))
    assert read_records(path).records[0].subject == cell


# ---- cues that nothing sets apart


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cues_without_an_empty_line_between_them(tmp_path: Path, end: str) -> None:
    path = tmp_path / "x.vtt"
    lines = [
        *("WEBVTT", "00:01.000 --> 00:01.400", "micro", "00:02.000 --> 00:02.400 align:start", "macro", "more"),
        *("", "intro", "00:03.000 --> 00:03.400", "blink", ""),
    ]
    path.write_bytes(end.join(lines).encode())
    found = read_records(path, fps=25)
    assert frames(found) == [(25, 34), (50, 59), (75, 84)]
    assert [one.extra["kind"] for one in found.records] == ["micro", "macro more", "blink"]
    assert told(found).count("without an empty line") == 1
    assert "row 4" in told(found)


def test_the_numbers_of_such_cues_are_no_text(tmp_path: Path) -> None:
    cues = ("1\n00:00:01,000 --> 00:00:01,400\nmicro", "2\n00:00:02,000 --> 00:00:02,400")
    body = "\n".join([*cues, "3\n00:00:03,000 --> 00:00:03,400\n7\n"])
    (tmp_path / "x.srt").write_text(body)
    (tmp_path / "x.vtt").write_text("WEBVTT\n" + body.replace(",", "."))
    for name in ("srt", "vtt"):
        found = read_records(tmp_path / f"x.{name}", fps=25)
        assert frames(found) == [(25, 34), (50, 59), (75, 84)]
        assert [one.extra["kind"] for one in found.records] == ["micro", "micro", "7"]


def test_a_number_in_a_text_of_unnumbered_cues_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:01.400\n42\n00:02.000 --> 00:02.400\nb\n")
    assert [one.extra["kind"] for one in read_records(path, fps=25).records] == ["42", "b"]


def test_a_note_of_metst_belongs_to_the_next_cue_without_an_empty_line_too(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    note = 'NOTE METST {"metst": 1, "n": 0, "fps": "25", "subject": "s", "video": "v", "onset": 25, "apex": null, '
    note += '"offset": 34, "emotion": "sad", "action_units": "4", "objective_class": "", "extra": {"kind": "micro"}}'
    path.write_text(f"WEBVTT\n\n{note}\n1\n00:01.000 --> 00:01.400\nmicro · emotion sad · AU 4\n")
    (one,) = read_records(path).records
    assert (one.subject, one.video, one.onset, one.offset) == ("s", "v", 25, 34)


@pytest.mark.parametrize(
    "times",
    ["00:61.000 --> 01:02.000", "00:01.000 --> 00:60.000", "00:75:01.000 --> 00:76:02.000", "1:2:99.5 --> 1:3:00.5"],
)
@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_sixty_minutes_or_seconds_are_refused_with_their_line(tmp_path: Path, name: str, times: str) -> None:
    path = tmp_path / f"x.{name}"
    head = "WEBVTT\n\n" if name == "vtt" else ""
    path.write_text(f"{head}1\n00:00:00.000 --> 00:00:00.400\nmicro\n2\n{times}\nmacro\n")
    found = read_records(path, fps=25)
    assert [one.extra["kind"] for one in found.records] == ["micro"]
    line = 7 if name == "vtt" else 5
    assert f"row {line}: “{times}” are no times of a cue; left out" in told(found)


def test_a_cue_that_ends_before_it_begins_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text("WEBVTT\n\n00:02.000 --> 00:01.000\nmicro\n")
    found = read_records(path, fps=25)
    assert frames(found) == [(50, 50)]
    assert "ends before it begins" in told(found)


def test_a_line_of_blanks_stands_within_a_text(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:01.400\nmicro\n  \nmore\n\n00:02.000 --> 00:02.400\nb\n")
    assert [one.extra["kind"] for one in read_records(path, fps=25).records] == ["micro more", "b"]


def test_cues_are_those_of_webvtt_py_and_pysrt(tmp_path: Path) -> None:
    vtt = webvtt.WebVTT()
    srt = pysrt.SubRipFile()
    for n in range(5):
        start, end = f"00:0{n}:1{n}.{n}40", f"00:0{n}:1{n}.{n}80"
        vtt.captions.append(webvtt.Caption(start, end, f"k{n}\nmore", identifier=f"cue {n}"))
        times = [pysrt.SubRipTime(minutes=n, seconds=10 + n, milliseconds=100 * n + ms) for ms in (40, 80)]
        srt.append(pysrt.SubRipItem(n, *times, text=f"k{n}\nmore"))
    vtt.save(str(tmp_path / "x.vtt"))
    srt.save(str(tmp_path / "x.srt"), encoding="utf-8")
    wanted = [(25 * (60 * n + 10 + n) + (100 * n + 40) // 40, f"k{n} more") for n in range(5)]
    for name in ("vtt", "srt"):
        found = read_records(tmp_path / f"x.{name}", fps=25)
        assert [(one.onset, one.extra["kind"]) for one in found.records] == wanted
        assert not found.issues


# ---- a bad entry among good ones


@pytest.mark.parametrize("bad", [None, [1.0, "x", "y"], [1.0], [3.0, 3.2, 4], {"start": 1}, [float("inf"), 2, "x"]])
def test_a_bad_entry_of_a_text_grid_costs_that_entry(tmp_path: Path, bad: object) -> None:
    entries = [[1.0, 1.4, "happy"], bad, [2.0, 2.4, "sad"]]
    path = tmp_path / "x.TextGrid"
    for tiers in (
        [{"name": "micro", "class": "IntervalTier", "entries": entries}, {"name": "broken"}, 3],
        {"micro": {"type": "IntervalTier", "entries": entries}, "broken": {}, "": None},
    ):
        path.write_text(json.dumps({"start": 0, "end": 9, "xmin": 0, "xmax": 9, "tiers": tiers}))
        found = read_records(path, fps=25)
        assert frames(found) == [(25, 34), (50, 59)]
        assert "row 2, micro: the entry has no times and text that can be read; left out" in told(found)
        assert "broken: this tier has no list of entries; left out" in told(found)


# ---- tables as people leave them


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "\n\n", "# made by hand\n\n", "Labels of the study\nwave 2\n", "sep={mark}\n\n"])
def test_the_names_of_the_columns_may_stand_lower_and_apart_by_any_mark(tmp_path: Path, mark: str, above: str) -> None:
    table = "subject,video,onset,apex,offset,emotion\ns,a,1,2,3,sad\ns,a,x,2,3,sad\n".replace(",", mark)
    path = tmp_path / "x.csv"
    path.write_text(above.format(mark=mark) + table)
    found = read_records(path)
    assert frames(found) == [(1, 3)]
    line = above.count("\n") + 3
    assert f"row {line}, onset: names no frame; the row was left out (s/a)" in told(found)
    assert ("what stands above them is not read" in told(found)) == bool(above.strip() and "sep" not in above)


def test_what_a_mark_means_is_said_whichever_way_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    head = "subject;video;onset;apex;offset;emotion\n"
    path.write_text(head + "s;a;1.000;2.000;3.000;sad\n")
    found = read_records(path)
    assert frames(found) == [(1, 3)]
    assert told(found).count("its mark parts decimals") == 3
    path.write_text(head + "s;a;\N{MINUS SIGN}1;1.234;1.240;sad\n")
    found = read_records(path)
    assert frames(found) == [(-1, 1240)]
    assert told(found).count("its mark parts thousands") == 2


def test_a_sheet_of_labels_may_be_the_second(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["scratch"])
    sheet = book.create_sheet("labels")
    sheet.append(["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"])
    sheet.append(["spNO.1", "a", 11, 12, 16, "4", "I", "sad"])
    sheet.append(["spNO.1", "b", "x", 12, 16, "4", "I", "sad"])
    path = tmp_path / "x.xlsx"
    book.save(path)
    found = read_records(path)
    assert frames(found) == [(10, 15)]
    assert "the sheet “Sheet” is not read, only “labels”" in told(found)
    assert "row 3, Onset: “x” is not a frame number; the row was left out (spNO.1/b)" in told(found)
    assert found.n_lost == 1


# ---- Label Studio and ActivityNet of other programs


def studio(path: Path, content: object) -> ReadResult:
    path.write_text(json.dumps(content))
    return read_records(path)


REGION = {"id": "q", "type": "timelinelabels", "from_name": "kind", "value": {"ranges": [{"start": 26, "end": 35}]}}
REGION["value"] |= {"timelinelabels": ["micro"]}  # type: ignore[operator]


def test_what_is_said_of_a_region_belongs_to_it(tmp_path: Path) -> None:
    said = [
        {**REGION, "type": "choices", "from_name": "feeling", "value": {"choices": ["happy"]}},
        {**REGION, "type": "textarea", "from_name": "remark", "value": {"text": ["brow", "late"]}},
        {**REGION, "type": "rating", "from_name": "sure", "value": {"rating": 3}},
        {"type": "choices", "from_name": "whole", "value": {"choices": ["good light"]}},
    ]
    data = {"video": "s3://b/My%20Video.mp4?X=1#t", "subject": "s1"}
    task = {"data": data, "annotations": [{"result": [REGION, *said]}]}
    found = studio(tmp_path / "x.json", [task])
    (one,) = found.records
    assert (one.video, one.emotion, one.extra["remark"], one.extra["sure"]) == ("My Video", "happy", "brow, late", "3")
    assert "row 1, choices: a result has no frames that can be read; left out (s1/My Video)" in told(found)


def test_one_task_tasks_that_are_none_and_frames_with_a_point(tmp_path: Path) -> None:
    task = {"data": {"video": {"url": "/v/a.mp4"}}, "annotations": [{"result": [REGION]}]}
    assert frames(studio(tmp_path / "x.json", task)) == [(25, 34)]
    assert format_of(tmp_path / "x.json") == "label_studio"
    ranges = {"ranges": [{"start": 26.0, "end": 35.0}, {"start": 26.5, "end": 35}], "timelinelabels": ["micro"]}
    other = {"data": {"video_url": "b.mp4"}, "annotations": [{"result": [{**REGION, "value": ranges}]}]}
    cancelled = {**other, "annotations": [{"was_cancelled": "True", "result": [REGION]}]}
    found = studio(tmp_path / "x.json", [None, other, 3, cancelled])
    assert frames(found) == [(25, 34)]
    assert [one.row for one in found.issues if one.is_lost] == [1, 2, 3, 4]


def test_activitynet_with_results_lists_and_numbers_as_text(tmp_path: Path) -> None:
    segments = [{"segment": ["1,0", "1.4"], "label": ["micro", "brow"]}, {"segment": [2, 1], "label": "x"}]
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"database": {}, "results": {"a": [{"segment": [1, 2], "label": "x", "score": 0.5}]}}))
    assert frames(read_records(path, fps=25)) == [(25, 49)]
    entry = {"fps": float("nan"), "frame": 250, "duration": 10, "annotations": segments}
    path.write_text(json.dumps({"database": {"a": entry}}))
    found = read_records(path)
    assert frames(found) == [(25, 34), (50, 50)]
    assert (found.records[0].extra["kind"], found.records[0].extra["labels"]) == ("micro", "brow")
    assert "ends before it begins" in told(found)
