"""Replicas of the published label files: every irregularity is read as said and reported as often as it occurs."""

import re
from collections import Counter
from pathlib import Path

from engine.datasets import Issue, ReadResult, read_records, write_records
from engine.datasets.sniff import format_of
from tests.engine import replicas


def count(result: ReadResult, pattern: str, *, column: str | None = None) -> int:
    return sum(bool(re.search(pattern, one.text)) and column in (None, one.column) for one in result.issues)


def found(result: ReadResult, *issues: Issue) -> None:
    for issue in issues:
        assert issue in result.issues, str(issue)


def test_the_micro_expression_file_of_casme3(tmp_path: Path) -> None:
    path = replicas.casme3_me(tmp_path / "cas(me)3_part_A_ME_label_JpgIndex_v2.xlsx")
    assert format_of(path) == "casme3"
    result = read_records(path)
    records = result.records
    assert len(records) == 860
    assert len({one.subject for one in records}) == 94
    groups = Counter(one.group for one in records)
    assert groups == {"negative": 457, "positive": 55, "surprise": 187, "others": 161}
    found(
        result,
        Issue(2, "Onset", "860 of 860 cells hold text, from here on; read as numbers"),
        Issue(130, "", "the apex 83 lies before the onset 112; kept as it is"),
        Issue(751, "", "the offset 2694 lies before the onset 3647; kept as it is"),
        Issue(798, "Offset", f"0 means that it was not seen; the frame {66 + 6 * 400} is taken for it"),
        Issue(7, "Onset", "0 lies before the first frame 1; read as the first frame"),
    )
    assert count(result, "was not seen") == 2
    assert count(result, "“Others” is read as “others”", column="emotion") == 3
    assert count(result, "“J” has a capital letter", column="Filename") == 1
    assert count(result, r"^5 events have their apex at the onset") == 1
    assert count(result, "shares frames with row") == 2
    assert count(result, r"pairs of events share more than a boundary frame \(micro-micro 2\)") == 1
    assert count(result, "164 of 189 strings of several action units are not in order") == 1
    assert count(result, "left out") == 0
    assert sum(one.onset == 0 for one in records) == 6  # five begin with frame 1, one with 0


def test_part_a_of_casme3_with_macros_and_blinks(tmp_path: Path) -> None:
    path = replicas.casme3_a(tmp_path / "CAS(ME)3_part_A_v2.xls")
    assert format_of(path) == "casme3_a"
    result = read_records(path)
    kinds = Counter(one.extra["kind"] for one in result.records)
    assert kinds == {"micro": 860, "macro": 3346, "blink": 841}
    found(
        result,
        Issue(3649, "Onset", "holds a number, not text"),
        Issue(697, "Apex", "holds a number, not text"),
        Issue(3897, "Offset", "holds a number, not text"),
        Issue(3906, "Offset", "holds a number, not text"),
        Issue(2, "Onset", "4205 of 4206 cells hold text, from here on; read as numbers"),
        Issue(2, "Offset", "4204 of 4206 cells hold text, from here on; read as numbers"),
    )
    assert count(result, "holds a number, not text") == 4
    assert count(result, "^0 lies before the first frame 1", column="Onset") == 2
    assert count(result, "“0” is no frame of the video", column="Apex") == 1
    assert count(result, "^“J” has a capital letter") == 5
    assert count(result, "sheet “eye blink”: “J” has a capital letter") == 4
    assert count(result, "^55 events have their apex at the onset") == 1
    assert count(result, "^1 events have their apex at the offset") == 1
    assert count(result, "1131 of 1437 strings of several action units are not in order") == 1
    assert count(result, "54 strings of action units name one twice") == 1
    assert count(result, "1 strings of action units have a side in a small letter") == 1
    assert count(result, "is called micro, but a rise of 12") == 4
    assert count(result, "blinks are annotated for 13 of 98 subjects") == 1
    assert count(result, "sheet “eye blink”: shares frames with row") == 1
    assert result.records[0].action_units == "r18"


def test_part_a_comes_back_with_its_cells(tmp_path: Path) -> None:
    """Untouched rows are written as they were read; only what loaders misread is written anew, and reported."""
    result = read_records(replicas.casme3_a(tmp_path / "a.xls"))
    kept = [one for one in result.records if one.apex is not None or one.extra["kind"] == "blink"]
    report = write_records(tmp_path / "b.xlsx", kept, format="casme3_a")
    again = read_records(tmp_path / "b.xlsx")
    assert list(again.records) == [_without_raw(one) for one in kept]
    assert count(again, "holds a number, not text") == 4
    assert any(line.startswith("2 cells that loaders misread were rewritten") for line in report.dropped)


def _without_raw(record):
    from dataclasses import replace

    return replace(record, extra={key: value for key, value in record.extra.items() if not key.startswith("raw_")})


def test_samm_long_videos(tmp_path: Path) -> None:
    path = replicas.samm(tmp_path)
    assert format_of(path) == "samm_lv"
    result = read_records(path)
    kinds = Counter(one.extra["kind"] for one in result.records)
    assert kinds == {"micro": 159, "macro": 343}
    micro = [one for one in result.records if one.extra["kind"] == "micro"]
    assert Counter(one.group for one in micro) == {"negative": 92, "positive": 26, "surprise": 15, "others": 26}
    assert count(result, "is not a whole frame; read as", column="Onset") == 143
    assert count(result, "is not a whole frame; read as", column="Apex") == 139
    assert count(result, "is not a whole frame; read as", column="Offset") == 148
    assert count(result, "“-1” is no frame of the video; read as not annotated", column="Apex") == 6
    assert count(result, "^0 lies before the first frame 1", column="Onset") == 10
    assert count(result, "has the name of row 18, of another type: two events") == 1
    assert count(result, "are not in order of onset") >= 75
    assert count(result, "99 is not offset - onset [+] 1; kept, and not used", column="Duration") == 1
    assert count(result, "78 of 502 cells hold a number") == 1
    assert count(result, r"counts frames from elsewhere in \d+ of 147 videos; not used") == 1
    assert result.records[300].onset == int(float(1000 + 2 * 1000 + 0.6)) - 1  # as the ME-TST loader truncates
    assert result.records[0].source is not None
    assert result.records[300].extra["raw_Onset"] == "3000.6"


def test_samm_without_its_table_says_so(tmp_path: Path) -> None:
    path = replicas.samm(tmp_path)
    path.with_name("SAMM_Micro_FACS_Codes_v2.xlsx").unlink()
    result = read_records(path)
    assert all(one.emotion is None for one in result.records)
    assert count(result, "there is no SAMM_Micro_FACS_Codes_v2.xlsx beside it") == 1


def test_casme_squared(tmp_path: Path) -> None:
    path = replicas.casme_sq(tmp_path / "CAS(ME)^2code_final(Updated).xlsx")
    assert format_of(path) == "casme_sq"
    result = read_records(path)
    assert Counter(one.extra["kind"] for one in result.records) == {"macro": 300, "micro": 57}
    assert count(result, "0 means that it was not seen", column="offset") == 44
    assert count(result, "“0” is no frame of the video", column="apex") == 1
    assert count(result, "lies after the offset") == 3
    assert count(result, "213 of 357 cells hold a number", column="AU") == 1
    assert count(result, "“happyiness” is a slip", column="self_report") == 1
    unseen = result.records[100]
    assert unseen.offset == unseen.apex == 104
    assert result.records[0].extra["folder"] == "s15"
    assert result.records[0].extra["video_code"] == "0101"


def test_scratch_sheets_and_unnamed_columns_of_version_1(tmp_path: Path) -> None:
    head = [*replicas.HEADER_ME, None, None]
    row = ["spNO.1", "a", "5", "8", "20", "4", "I", "anger", 15, 3]
    scratch = [["x"] * 14 for _ in range(918)]
    path = replicas.save_xls(tmp_path / "v1.xls", {"label": [head, row], "Sheet1": scratch})
    result = read_records(path)
    assert result.records[0].extra == {"column_9": "15", "column_10": "3"}
    assert count(result, "the sheet “Sheet1” is not read, only “label”") == 1
    assert count(result, "has no name of its own") == 2


def test_quirks_of_part_c(tmp_path: Path) -> None:
    head = ["Subject", "Onset", "Offset", "diff", "Exp_type", "risk"]
    rows = [[3, 10, 20, 10, 1, 0], [3, 100, 200, 99, 0, 1]]
    result = read_records(replicas.save_xls(tmp_path / "c.xls", {"organize": [head, *rows]}))
    assert [one.extra["kind"] for one in result.records] == ["micro", "macro"]
    assert [one.apex for one in result.records] == [None, None]
    assert count(result, "99 is not offset - onset", column="diff") == 1
    head = ["sub", "count", "onset", "offset", "au", "emotion"]
    units = ["14，L24", "14,L24,", "13?", 4]
    rows = [[3, number, 10 + 50 * number, 20 + 50 * number, unit, "negative"] for number, unit in enumerate(units)]
    result = read_records(replicas.save_xlsx(tmp_path / "c.xlsx", {"mockCrimeME": [head, *rows]}))
    assert [one.action_units for one in result.records] == ["14，L24", "14,L24,", "13?", "4"]
    assert count(result, "1 of 4 cells hold a number", column="au") == 1


def test_text_below_the_data_of_smic(tmp_path: Path) -> None:
    head = ["Subject", "Filename", None, "OnsetF", "OffsetF", "Onset2", "Offset2", None, "FirstF", "LastF"]
    rows = [
        [1, "s1_ne_01", None, 17581039, 17581060, 17581070, 17581080, None, 17581039, 17581139],
        [2, "s2_po_01", None, 500, 530, None, None, None, 490, 600],
        ["Onset2: second micro-expression of the clip"],
    ]
    result = read_records(replicas.save_xlsx(tmp_path / "s.xlsx", {"Sheet1": [head, *rows]}))
    assert [(one.onset, one.offset, one.emotion) for one in result.records] == [
        (0, 21, "negative"),
        (31, 41, "negative"),
        (10, 40, "positive"),
    ]
    assert count(result, "is no data row") == 1
