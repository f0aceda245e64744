"""BORIS as its versions, its users and their spreadsheets write it, beyond what `test_dialects` holds."""

import csv
import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.datasets import ReadResult, Record, read_records, write_records
from engine.datasets.sniff import format_of
from tests.engine.dataset_records import target

COLUMNS = (
    *("Observation id", "Observation date", "Observation type", "Source", "Time offset (s)", "Media duration (s)"),
    *("FPS (frame/s)", "weather", "Subject", "Behavior", "Behavioral category", "Modifier #1", "Modifier #2"),
    *("Modifier #3", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name"),
    *("Image index start", "Image index stop", "Comment start", "Comment stop"),
)
USUAL = {
    "Observation id": "o",
    "Observation type": "Media file",
    "FPS (frame/s)": "25.000",
    "Subject": "s1",
    "Behavior": "micro",
    "Behavior type": "STATE",
    "Media file name": "a.mp4",
    "Time offset (s)": "0",
    "Start (s)": "1.000",
    "Stop (s)": "1.400",
}


def table(path: Path, *rows: dict[str, str], mark: str = "\t", names: dict[str, str] | None = None) -> Path:
    """A table of aggregated events; `names` renames columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=mark)
        writer.writerow([(names or {}).get(one, one) for one in COLUMNS])
        writer.writerows([(USUAL | row).get(name, "") for name in COLUMNS] for row in rows)
    return path


def frames(result: ReadResult) -> list[tuple[str, int, int]]:
    return [(one.video, one.onset, one.offset) for one in result.records]


def told(result: ReadResult) -> str:
    return "\n".join(map(str, result.issues))


def project(path: Path, *events: list[object], sets: list[str] | None = None, **changed: object) -> Path:
    modifiers = {str(n): {"name": name, "type": 0, "values": []} for n, name in enumerate(sets or [])}
    behaviors = {"0": {"type": "State event", "code": "micro", "modifiers": modifiers}}
    observation = {"type": "MEDIA", "file": {"1": ["a.mp4"]}, "media_info": {"fps": {"a.mp4": 25.0}}, "events": events}
    content = {"behaviors_conf": behaviors, "observations": {"o": {**observation, **changed}}}
    path.write_text(json.dumps(content))
    return path


# ---- modifiers: an emotion only where one is meant


@pytest.mark.parametrize(
    ("modifiers", "emotion", "units", "rest"),
    [
        (("strong", "", ""), None, "", "strong"),
        (("left", "happy", ""), "happy", "", "left"),
        (("Surprise+Positive", "R12+4", "x"), "Surprise+Positive", "R12+4", "x"),
        (("happy", "surprise", "7"), "happy", "", "surprise|7"),
        (("3", "", ""), None, "", "3"),
        (("None", "AU 4", "None"), None, "AU 4", ""),
        (("fear", "low", "AU1+2"), "fear", "AU1+2", "low"),
    ],
)
@pytest.mark.parametrize("name", ["boris", "boris_project"])
def test_only_an_emotion_becomes_the_emotion_and_the_rest_comes_back(
    tmp_path: Path, name: str, modifiers: tuple[str, ...], emotion: str | None, units: str, rest: str
) -> None:
    if name == "boris":
        path = table(tmp_path / "x.tsv", {f"Modifier #{n}": text for n, text in enumerate(modifiers, start=1)})
    else:
        joined = "|".join(modifiers)
        path = project(tmp_path / "x.boris", [1.0, "s1", "micro", joined, "", 25], [1.4, "s1", "micro", joined, "", 35])
    (one,) = read_records(path).records
    assert (one.emotion, one.action_units, one.extra.get("modifiers", "")) == (emotion, units, rest)
    for back in ("boris", "boris_project", "boris_sheet"):
        there = target(tmp_path / back, back)
        write_records(there, [one], format=back, fps=25)
        again = read_records(there, format=back)
        assert list(again.records) == [one]
        assert not again.issues
    written = (tmp_path / "boris" / "labels.tsv").read_text().splitlines()
    cells = [dict(zip(written[0].split("\t"), line.split("\t"), strict=True)) for line in written[1:]]
    assert [cells[0].get(f"Modifier #{n}", "") for n in range(3, 3 + len(rest.split("|")))] == rest.split("|")


def test_the_names_of_the_sets_decide(tmp_path: Path) -> None:
    def read(sets: list[str], modifiers: str) -> tuple[str | None, str, str]:
        path = project(
            tmp_path / "x.boris", *([at, "s1", "micro", modifiers, "", "NA"] for at in (1.0, 1.4)), sets=sets
        )
        (one,) = read_records(path).records
        return one.emotion, one.action_units, one.extra.get("modifiers", "")

    assert read(["side", "Emotion"], "left|amazed") == ("amazed", "", "left")
    assert read(["count", "AU"], "4|4") == (None, "4", "4")
    assert read(["happy or not", "intensity"], "happy|3") == ("happy", "", "3")
    assert read(["emotion", "action units"], "None|12") == (None, "12", "")


def test_a_further_modifier_that_was_changed_in_boris_is_read_as_it_is_now(tmp_path: Path) -> None:
    (one,) = read_records(table(tmp_path / "x.tsv", {"Modifier #1": "strong", "Modifier #2": "late"})).records
    path = target(tmp_path / "back", "boris")
    write_records(path, [one], format="boris", fps=25)
    path.write_text(path.read_text().replace("\tlate\t", "\tearly\t"))
    found = read_records(path)
    assert found.records[0].extra["modifiers"] == "strong|early"
    assert "was “strong|late” when METST wrote it and is “strong|early” now" in told(found)


# ---- cells as spreadsheets leave them


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_a_decimal_comma_is_a_decimal_point(tmp_path: Path, mark: str) -> None:
    several = {"Source": "player #1:v/a.mp4;v/b.mp4", "Media file name": "v/b.mp4"}
    several |= {"Media duration (s)": "20,000;12,500", "FPS (frame/s)": "25,000;50,000", "Time offset (s)": "0,500"}
    path = table(tmp_path / "x.tsv", {**several, "Start (s)": "20,600", "Stop (s)": "20,7"}, mark=mark)
    assert frames(read_records(path)) == [("b", 5, 9)]
    large = table(
        tmp_path / "y.tsv", {"Start (s)": "1.234,400", "Stop (s)": "1.235,000", "FPS (frame/s)": "29,970"}, mark=mark
    )
    (one,) = read_records(large).records
    assert one.onset == 36995


def test_columns_may_be_spelled_otherwise_and_further_ones_are_kept(tmp_path: Path) -> None:
    names = {"Behavior": "Behaviour", "Behavior type": "behavior_type", "Start (s)": "Start time", "Stop (s)": "STOP"}
    path = table(tmp_path / "x.csv", {"weather": "rain, then “sun”", "Comment stop": "late"}, mark=",", names=names)
    assert format_of(path) == "boris"
    found = read_records(path)
    assert frames(found) == [("a", 25, 34)]
    assert found.records[0].extra["weather"] == "rain, then “sun”"
    assert found.records[0].extra["note"] == "late"
    back = target(tmp_path / "back", "boris")
    write_records(back, found.records, format="boris", fps=25)
    assert list(read_records(back).records) == list(found.records)


def test_codes_with_commas_and_quotes_are_kept(tmp_path: Path) -> None:
    code = 'smile, "wide"; left'
    for mark in (",", ";", "\t"):
        path = table(tmp_path / "x.csv", {"Behavior": code, "Comment start": 'he said "no", twice'}, mark=mark)
        (one,) = read_records(path).records
        assert (one.extra["kind"], one.extra["note"]) == (code, 'he said "no", twice')
    bare = table(tmp_path / "x.tsv", {"Behavior": "micro", "Comment start": "Q"})
    bare.write_text(bare.read_text().replace("\tQ\t", '\t"wide" smile\t'))
    assert read_records(bare).records[0].extra["note"] == '"wide" smile'


def test_a_sep_line_and_a_comment_in_json_that_is_not_ours(tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", {"Comment start": '{"rater": 2}', "Modifier #1": "strong"}, mark=";")
    path.write_text("sep=;\n" + path.read_text())
    assert format_of(path) == "boris"
    found = read_records(path)
    assert found.records[0].extra["note"] == '{"rater": 2}'
    assert found.records[0].emotion is None
    assert found.records[0].source.row == 3  # type: ignore[union-attr]
    assert not found.issues


# ---- why a row has no frames


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"Stop (s)": "NA"}, "has a start and no stop"),
        ({"Start (s)": "", "Stop (s)": "2"}, "has a stop and no start"),
        ({"Start (s)": "x", "Stop (s)": "NA"}, "has no time and no image index"),
        (
            {"Source": "player #1:a.mp4;b.mp4", "Media file name": "b.mp4", "Start (s)": "30", "Stop (s)": "31"},
            "“b.mp4” is played after a video whose length is not told",
        ),
        (
            {"Source": "player #1:a.mp4;b.mp4", "Media file name": "Not found", "Image index start": "3"},
            "plays several videos and does not say which",
        ),
    ],
)
def test_the_reason_is_the_right_one_and_names_subject_video_and_row(
    tmp_path: Path, row: dict[str, str], why: str
) -> None:
    found = read_records(table(tmp_path / "x.tsv", {}, row))
    assert len(found.records) == 1
    (issue,) = found.issues
    video = {"b.mp4": "b", "Not found": "o"}.get(row.get("Media file name", ""), "a")
    assert str(issue).startswith("row 3, micro: ")
    assert str(issue).endswith(f"left out (s1/{video})")
    assert why in issue.text
    assert issue.text.endswith("left out")
    assert found.n_lost == 1


def test_a_medium_that_a_row_does_not_name_is_found_by_the_lengths(tmp_path: Path) -> None:
    several = {"Source": "player #1:a.mp4;b.mp4", "Media file name": "Not found", "Media duration (s)": "20.0;9.0"}
    several |= {"FPS (frame/s)": "25;50"}
    path = table(tmp_path / "x.tsv", {**several, "Start (s)": "21", "Stop (s)": "21.2"}, several)
    assert frames(read_records(path)) == [("b", 50, 59), ("a", 25, 34)]
    short = {**several, "Media file name": "b.mp4", "Source": "player #1:/long/way/a.mp4;/long/way/b.mp4"}
    path = table(tmp_path / "x.tsv", {**short, "Start (s)": "21", "Stop (s)": "21.2"})
    assert frames(read_records(path)) == [("b", 50, 59)]


def test_a_project_whose_first_video_has_no_length_does_not_guess(tmp_path: Path) -> None:
    events = [[1.0, "s1", "micro", "", "", 25], [1.4, "s1", "micro", "", "", 35]]
    path = project(tmp_path / "x.boris", *events, file={"1": ["a.mp4", "b.mp4"]})
    found = read_records(path, fps=25)
    assert not found.records
    assert "row 1, micro: its observation plays several videos, and the length of one before this time" in told(found)
    lengths = {"length": {"a.mp4": 20.0}, "fps": {"a.mp4": 25.0, "b.mp4": 50.0}}
    known = project(tmp_path / "x.boris", *events, file={"1": ["a.mp4", "b.mp4"]}, media_info=lengths)
    assert frames(read_records(known)) == [("a", 25, 34)]


def test_a_state_over_two_videos_says_so(tmp_path: Path) -> None:
    lengths = {"length": {"a.mp4": 20.0, "b.mp4": 9.0}, "fps": {"a.mp4": 25.0, "b.mp4": 25.0}}
    events = [[19.0, "s1", "micro", "", "", "NA"], [21.0, "s1", "micro", "", "", "NA"]]
    found = read_records(project(tmp_path / "x.boris", *events, file={"1": ["a.mp4", "b.mp4"]}, media_info=lengths))
    assert not found.records
    assert "row 1, micro: starts in “a.mp4” and stops in “b.mp4”; left out (s1/a)" in told(found)


def test_without_a_rate_the_image_index_counts(tmp_path: Path) -> None:
    row = {"FPS (frame/s)": "", "Image index start": "25", "Image index stop": "35"}
    assert frames(read_records(table(tmp_path / "x.tsv", row))) == [("a", 25, 34)]


def test_the_command_counts_what_it_read_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path / "x.tsv", {}, {"Stop (s)": "NA"}, {"Media file name": "b.mp4", "Observation id": "p"})
    out = tmp_path / "y.csv"
    assert main(["convert", str(path), str(out), "--from", "boris", "--to", "csv", "--video", "a"]) == 0
    told_lines = capsys.readouterr().err.splitlines()
    assert "metst: x.tsv: 3 entries read: 1 kept, 1 left out as irregular, 1 of other videos." in told_lines


def test_a_table_that_boris_exports_of_a_project_of_metst_is_unchanged(tmp_path: Path) -> None:
    """BORIS shows the lanes of the project as codes and the modifiers without what it forbids in them."""
    one = Record("s1", "a", 25, 27, 34, "happy (sure), late", "4", extra={"kind": "micro", "modifiers": "a, b|c"})
    path = target(tmp_path / "x", "boris")
    write_records(path, [one], format="boris", fps=25)
    text = path.read_text()
    assert text.count("\tmicro\t") == 1
    text = text.replace("\tmicro\t", "\tmicro/2\t").replace("happy (sure), late\t4\ta, b", "happy sure late\t4\ta b")
    path.write_text(text)
    found = read_records(path)
    assert list(found.records) == [one]
    assert not found.issues
