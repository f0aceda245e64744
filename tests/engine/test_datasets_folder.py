"""Labels over folders of frames: rows find their videos, and what does not fit is said."""

from pathlib import Path

import pytest

from engine.datasets import Record, read_records
from engine.datasets.folder import map_dataset
from engine.errors import DatasetError
from tests.engine import replicas


def images(folder: Path, numbers: range, pattern: str = "{}.jpg") -> Path:
    folder.mkdir(parents=True)
    for number in numbers:
        (folder / pattern.format(number)).touch()
    return folder


def row(subject: str, video: str, offset: int = 9, **extra: str) -> Record:
    return Record(subject, video, 0, None, offset, "sad", extra=extra)


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (row("spNO.1", "a"), "part_A/spNO.1/a/color"),
        (row("006", "006_1"), "SAMM_longvideos/006_1"),
        (row("1", "disgust1", folder="s15", video_code="0101"), "rawpic/s15/15_0101disgustingteeth"),
        (row("01", "EP02_01f"), "CASME2-RAW/sub01/EP02_01f"),
        (row("1", "s1_ne_01"), "SMIC-HS-E/s01/s1_ne_01"),
        (row("S01", "S01-01-001"), "Micro_Expression/anger/S01-01-001"),
        (row("", "interview"), "interview"),
    ],
)
def test_the_places_of_the_published_data_sets(tmp_path: Path, record: Record, place: str) -> None:
    images(tmp_path / place, range(1, 12))
    images(tmp_path / "elsewhere" / "x", range(3))
    found = map_dataset([record], tmp_path)
    assert [(one.path, one.problems) for one in found.videos] == [(tmp_path / place, ())]
    assert found.spare == (tmp_path / "elsewhere" / "x",)
    assert found.unmatched == ()


def test_videos_are_found_by_name(tmp_path: Path) -> None:
    (tmp_path / "spNO.1").mkdir()
    (tmp_path / "spNO.1" / "a.mp4").touch()
    (tmp_path / "spNO.1_b.avi").touch()
    found = map_dataset([row("spNO.1", "a"), row("spNO.1", "b"), row("spNO.1", "c")], tmp_path)
    assert [one.path.name for one in found.videos] == ["a.mp4", "spNO.1_b.avi"]
    assert [one.video for one in found.unmatched] == ["c"]
    assert found.problems == ("spNO.1/c, 1 rows: there is no folder or video called spNO.1/c/color",)
    assert found.to_text().startswith("2 videos with 2 rows found")


def test_capital_letters_are_a_second_choice_and_said(tmp_path: Path) -> None:
    images(tmp_path / "spNO.3" / "J" / "color", range(1, 30))
    found = map_dataset([row("spNO.3", "j")], tmp_path)
    assert "found only without regard to capital letters" in found.videos[0].problems[0]
    images(tmp_path / "spNO.3" / "j" / "color", range(1, 30))
    assert map_dataset([row("spNO.3", "j")], tmp_path).videos[0].path.parent.name == "j"


def test_a_name_in_two_places_goes_to_neither(tmp_path: Path) -> None:
    images(tmp_path / "one" / "006_1", range(3))
    images(tmp_path / "two" / "006_1", range(3))
    found = map_dataset([row("006", "006_1")], tmp_path)
    assert found.videos == ()
    assert "“006_1” is there 2 times" in found.problems[0]


def test_missing_images_and_rows_behind_the_end_are_said(tmp_path: Path) -> None:
    folder = images(tmp_path / "spNO.1" / "a", range(1, 101))
    (folder / "50.jpg").unlink()
    found = map_dataset([row("spNO.1", "a", 20), row("spNO.1", "a", 120)], tmp_path)
    assert found.videos[0].problems == (
        "spNO.1/a: 1 images between 1 and 100 are missing; the labels go by the numbers in the names of the images",
        "spNO.1/a: 1 of 2 rows end behind the last of 99 images",
    )
    assert [one.offset for one in found.videos[0].records] == [20, 119]


def test_a_whole_replica_is_mapped(tmp_path: Path) -> None:
    records = read_records(replicas.casme_sq(tmp_path / "code_final.xlsx")).records
    for number in range(1, 21):
        for code in ("0101", "0201", "0301", "0401", "0501"):
            images(tmp_path / "rawpic" / f"s{number + 14}" / f"{number + 14}_{code}name", range(1, 3), "img{}.jpg")
    found = map_dataset(records, tmp_path)
    assert len(found.videos) == 20 * 5
    assert {one.subject for one in found.unmatched} == {"21", "22"}
    assert sum(len(one.records) for one in found.videos) + len(found.unmatched) == 357
    assert found.spare == ()


def test_no_folder_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is no folder"):
        map_dataset([], tmp_path / "no")
