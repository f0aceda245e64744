"""Emotions nobody confirmed are marked or left out of label files, never written as a human's."""

from pathlib import Path

import pytest

from engine.cli.runner import run
from engine.datasets import FORMAT_TABLE, read_records, write_records
from engine.datasets.hints import (
    COLUMN_FORMATS,
    HINT,
    KEY,
    NONE_INFERRED,
    SUFFIX,
    TEXT_FORMATS,
    is_hint,
    is_none_inferred,
    plain_emotion,
    with_hints,
)
from engine.datasets.records import Record
from engine.errors import DatasetError
from tests.engine.dataset_records import content

HUMAN = Record("s1", "a", 10, 15, 20, "surprise")
GUESS = Record("s1", "a", 40, 45, 50, "surprise", extra={KEY: HINT})


def test_every_format_is_sorted_by_what_it_can_mark() -> None:
    assert set(COLUMN_FORMATS) | set(TEXT_FORMATS) <= set(FORMAT_TABLE)
    assert {one.name for one in FORMAT_TABLE.values() if one.timed} <= set(TEXT_FORMATS)


@pytest.mark.parametrize("name", [*COLUMN_FORMATS, *(one for one in TEXT_FORMATS if one != "srt")])
def test_the_mark_survives_writing_and_reading(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"x{FORMAT_TABLE[name].suffix}"
    records, told = with_hints([HUMAN, GUESS], "marked", format=name)
    assert told.startswith("1 emotions are marked")
    write_records(path, records, format=name, fps=30)
    read = read_records(path, format=name, fps=30).records
    assert [is_hint(one) for one in read] == [False, True]
    assert [plain_emotion(one) for one in read] == ["surprise", "surprise"]
    assert HINT in str(content(path))


@pytest.mark.parametrize("name", [*COLUMN_FORMATS, *(one for one in TEXT_FORMATS if one != "srt")])
def test_no_emotion_said_by_a_human_is_not_an_unset_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"x{FORMAT_TABLE[name].suffix}"
    unset = Record("s1", "a", 10, 15, 20, None)
    said = Record("s1", "a", 40, 45, 50, None, extra={KEY: NONE_INFERRED})
    records, told = with_hints([unset, said], "without", format=name)
    assert told == "", "neither is asked about as a hint"
    write_records(path, records, format=name, fps=30)
    read = read_records(path, format=name, fps=30).records
    assert [(one.emotion, is_none_inferred(one)) for one in read] == [(None, False), (None, True)]


@pytest.mark.parametrize("name", ["casme3", "samm_lv", "megc2024", "srt", "csv"])
@pytest.mark.parametrize("choice", ["without", "marked"])
def test_no_format_gets_a_guess_as_a_plain_label(name: str, choice) -> None:
    records, told = with_hints([HUMAN, GUESS], choice, format=name)
    assert records[0] == HUMAN
    second = records[1]
    assert told
    assert second.emotion is None or second.emotion.endswith(SUFFIX) or name in COLUMN_FORMATS
    if choice == "without":
        assert second.emotion is None
        assert KEY not in second.extra


def test_refusing_is_a_sentence_and_nothing_is_asked_without_hints() -> None:
    with pytest.raises(DatasetError, match="1 emotions are hints"):
        with_hints([GUESS], "refuse", format="casme3")
    assert with_hints([HUMAN], "refuse", format="casme3") == ([HUMAN], "")


def test_convert_refuses_guesses_unless_told(tmp_path: Path, capsys) -> None:
    source = tmp_path / "p.csv"
    write_records(source, [HUMAN, GUESS], format="csv")
    ways = ["convert", str(source), str(tmp_path / "x.xlsx"), "--from", "csv", "--to", "casme3"]
    assert run(ways) == 2
    assert "nobody set or confirmed" in capsys.readouterr().err
    assert run([*ways, "--hints", "without", "--missing-emotion", "skip"]) == 0
    assert [one.onset for one in read_records(tmp_path / "x.xlsx").records] == [10]
    assert run(["convert", str(source), str(tmp_path / "y.json"), "--from", "csv", "--to", "json"]) == 0
    assert is_hint(read_records(tmp_path / "y.json").records[1])
