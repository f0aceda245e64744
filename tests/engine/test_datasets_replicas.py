"""Replicas of the published label files: every irregularity is read as said and reported as often as it occurs."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

from engine.datasets import Issue, ReadResult, Record, read_records, write_records
from engine.datasets.sniff import format_of
from tests.engine import replica_casme3, replicas


def count(result: ReadResult, pattern: str, *, column: str | None = None) -> int:
    return sum(bool(re.search(pattern, one.text)) and column in (None, one.column) for one in result.issues)


def found(result: ReadResult, *issues: Issue) -> None:
    for issue in issues:
        assert issue in result.issues, str(issue)


def test_the_micro_expression_file_of_casme3(tmp_path: Path) -> None:
    path = replica_casme3.casme3_me(tmp_path / "cas(me)3_part_A_ME_label_JpgIndex_v2.xlsx")
    assert format_of(path) == "casme3"
    result = read_records(path)
    records = result.records
    assert len(records) == 860
    assert len({one.subject for one in records}) == 94
    groups = Counter(one.group for one in records)
    assert groups == {"negative": 457, "positive": 55, "surprise": 187, "others": 161}
    for column in ("Onset", "Apex", "Offset"):
        found(result, Issue(2, column, "860 of 860 cells hold text, from here on; read as numbers"))
    found(
        result,
        Issue(130, "", "the apex 83 lies before the onset 112; kept as it is"),
        Issue(751, "", "the offset 2694 lies before the onset 3647; kept as it is"),
        Issue(798, "Offset", f"0 means that it was not seen; the frame {66 + 6 * 400} is taken for it"),
        Issue(800, "Offset", f"0 means that it was not seen; the frame {66 + 8 * 400} is taken for it"),
        Issue(2, "Onset", "0 lies before the first frame 1; read as the first frame"),
        Issue(2, "Apex", "“0” is no frame of the video; read as not annotated"),
    )
    assert count(result, "^the apex .* lies before the onset") == 2  # rows 130 and 751
    assert count(result, "^the offset .* lies before the onset") == 1
    assert count(result, "lies after the offset") == 0
    assert count(result, "was not seen") == 2
    assert count(result, "^0 lies before the first frame 1", column="Onset") == 1
    assert count(result, "“0” is no frame of the video", column="Apex") == 1
    assert count(result, "^5 events begin with the first frame") == 1
    assert count(result, "“Others” is read as “others”", column="emotion") == 3
    assert count(result, "“J” has a capital letter", column="Filename") == 1
    assert count(result, r"^6 events have their apex at the onset") == 1  # five, and the row 0/0/25
    assert count(result, "shares frames with row") == 2
    assert count(result, r"^2 pairs of events share more than a boundary frame \(micro-micro 2\)$") == 1
    assert count(result, "^these pairs of events are in 2 videos, and 1 of them are nested$") == 1
    assert count(result, r"^6 pairs of events share exactly one boundary frame \(micro-micro 6\)$") == 1
    assert count(result, r"^at most 2 events run at the same frame \(micro 2\)$") == 1
    assert count(result, "164 of 189 strings of several action units are not in order") == 1
    assert count(result, "are out of order|out of order of onset") == 0
    assert count(result, "repeats row|has blanks around it|is empty|left out") == 0
    assert sum(one.onset == 0 for one in records) == 6  # five begin with frame 1, one with 0


def test_the_copy_of_casme3_with_four_corrected_cells(tmp_path: Path) -> None:
    result = read_records(replica_casme3.casme3_me(tmp_path / "casme3_label.xlsx", corrected=True))
    places = [(one.row, one.column) for one in result.issues if one.text == "holds a number, not text"]
    assert sorted(places) == [(130, "Apex"), (751, "Onset"), (798, "Offset"), (800, "Offset")]
    assert count(result, "lies before the onset|was not seen") == 0


def test_part_a_of_casme3_with_macros_and_blinks(tmp_path: Path) -> None:
    path = replica_casme3.casme3_a(tmp_path / "CAS(ME)3_part_A_v2.xls")
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
        Issue(2, "Apex", "4205 of 4206 cells hold text, from here on; read as numbers"),
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
    assert count(result, "is called ") == 4
    assert count(result, r"blinks are annotated for 13 of 98 subjects \(106 videos\)") == 1
    assert count(result, "^11 events begin with the first frame") == 1
    assert count(result, "^1 videos have events out of order of onset") == 1
    assert count(result, "repeats row|has blanks around it|is empty|left out") == 0
    assert count(result, "sheet “eye blink”: shares frames with row") == 1
    assert result.records[0].action_units == "r18"
    units = Counter(one.action_units for one in result.records)
    assert (units["2+1"], units["1+2"], units["4+L14+L14"]) == (216, 44, 1)
    tokens = [token for string in units.elements() if string for token in string.split("+")]
    sides = Counter(token[0] if token[0].isalpha() else "plain" for token in tokens)
    assert sides == {"plain": 5843, "R": 275, "L": 167, "B": 40, "T": 38, "r": 1}
    at_onset = [one for one in result.records if one.apex is not None and one.apex == one.onset]
    assert len(at_onset) == 54  # and the row 0/0/25, whose apex is read as not annotated
    assert {one.extra["kind"] for one in at_onset} == {"micro"}
    assert max(one.onset for one in at_onset) <= 12


def test_overlaps_of_part_a(tmp_path: Path) -> None:
    result = read_records(replica_casme3.casme3_a(tmp_path / "a.xls"))
    said = [one.text for one in result.issues if re.search("pairs of events|share frames|same frame", one.text)]
    assert said == [
        "129 pairs of events share more than a boundary frame (macro-macro 103, macro-micro 24, micro-micro 2)",
        "these pairs of events are in 77 videos, and 71 of them are nested",
        "194 pairs of events share exactly one boundary frame (macro-macro 141, macro-micro 47, micro-micro 6)",
        "65 micro-expressions share frames with a macro-expression, 23 of them more than a boundary",
        "at most 3 events run at the same frame (macro 3, micro 2)",
        "at most 4 events run at the same frame when blinks are counted",
    ]


def test_overlaps_are_counted_as_by_hand(tmp_path: Path) -> None:
    """Against a plain count over all pairs, which knows nothing of the reader."""
    records = read_records(replica_casme3.casme3_a(tmp_path / "a.xls")).records
    videos: dict[tuple[str, str], list[Record]] = {}
    for one in records:
        if one.extra["kind"] != "blink":
            videos.setdefault((one.subject, one.video), []).append(one)
    shared = Counter(
        ("-".join(sorted((a.extra["kind"], b.extra["kind"]))), min(frames, 2))
        for events in videos.values()
        for a, b in combinations(events, 2)
        if (frames := min(a.offset, b.offset) - max(a.onset, b.onset) + 1) > 0
    )
    assert shared == {
        ("macro-macro", 2): 103,
        ("macro-micro", 2): 24,
        ("micro-micro", 2): 2,
        ("macro-macro", 1): 141,
        ("macro-micro", 1): 47,
        ("micro-micro", 1): 6,
    }


def test_part_a_comes_back_with_its_cells(tmp_path: Path) -> None:
    """The published sheet, unchanged, is written as it was, rows without an apex and out of order included."""
    result = read_records(replica_casme3.casme3_a(tmp_path / "a.xls"))
    assert any(one.apex is None and one.extra["kind"] != "blink" for one in result.records)
    report = write_records(tmp_path / "b.xlsx", result.records, format="casme3_a")
    again = read_records(tmp_path / "b.xlsx")
    assert again.records == result.records
    assert [one.source.cells for one in again.records] == [one.source.cells for one in result.records]
    assert count(again, "holds a number, not text") == 4
    assert any("original rows that loaders may misread were written back as they were" in one for one in report.dropped)


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
    assert count(result, "are not in order of onset") == 75
    assert len({one.video for one in result.records}) == 147
    assert count(result, "is not a whole number of frames; not used", column="Duration") == 154
    assert count(result, "99 is not offset - onset [+] 1; kept, and not used", column="Duration") == 1
    assert count(result, "78 of 502 cells hold a number") == 1
    assert count(result, "37 of 159 action units are numbers, the others text") == 1
    assert count(result, "counts frames from elsewhere in 65 of 79 videos; not used") == 1
    assert count(result, "differ by no constant") == 0
    at_zero = [one for one in result.records if one.extra.get("raw_Onset") == "0"]
    assert [one.extra["kind"] for one in at_zero] == ["macro"] * 10
    unseen = Counter(one.extra["kind"] for one in result.records if one.apex is None)
    assert unseen == {"micro": 2, "macro": 4}
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
    assert Counter(one.emotion for one in result.records) == {
        "negative": 126,
        "positive": 124,
        "others": 82,
        "surprise": 25,
    }
    micro = [one for one in result.records if one.extra["kind"] == "micro"]
    assert Counter(one.emotion for one in micro) == {"negative": 21, "positive": 8, "others": 19, "surprise": 9}
    assert [one.extra["kind"] for one in result.records if one.extra.get("raw_offset") == "0"] == ["macro"] * 44
    assert {one.subject for one in result.records} == {str(number) for number in range(1, 23)}
    found(
        result,
        *(
            Issue(row, "", f"the apex {apex} lies after the offset {offset}; kept as it is")
            for row, apex, offset in ((211, 1230, 1224), (212, 2203, 2202), (213, 2455, 2451))
        ),
    )
    unseen = result.records[100]
    assert unseen.offset == unseen.apex == 104
    assert result.records[0].extra["folder"] == "s15"
    assert result.records[0].extra["video_code"] == "0101"


def test_scratch_sheets_and_unnamed_columns_of_version_1(tmp_path: Path) -> None:
    head = [*replica_casme3.HEADER_ME, None, None]
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
