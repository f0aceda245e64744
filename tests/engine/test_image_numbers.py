"""Labels name images by the numbers in their names: gaps and a zero start move nothing onto another image."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.datasets import FORMAT_TABLE, Record, read_records, write_records
from engine.datasets.folder import map_dataset
from engine.datasets.numbering import image_numbers, to_numbers, to_positions
from engine.datasets.records import RecordSource
from engine.training import dataset
from engine.training.dataset import load_dataset
from tests.engine.portrait_clip import CONFIG

TRUTH = [("anger", 12, 18, 30), ("happy", 52, 55, 70)]  # numbers of images


def images(folder: Path, numbers, pattern: str = "{}.jpg") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        cv2.imwrite(str(folder / pattern.format(number)), np.full((32, 48), number % 251, np.uint8))
    return folder


def labels(path: Path, form: str) -> list[Record]:
    """The truth as a data set's sheet, or as METST CSV of the complete folder from 1.jpg."""
    rows = [Record("spNO.1", "a", on - 1, apex - 1, off - 1, word, "4", "II") for word, on, apex, off in TRUTH]
    write_records(path, rows, format=form)
    return list(read_records(path).records)


def named(folder: Path, record: Record) -> tuple[int, int, int]:
    """Numbers of the images that the frames of a record are."""
    numbers = image_numbers(folder)
    assert numbers is not None
    return tuple(numbers[frame] for frame in (record.onset, record.apex, record.offset))


FOLDERS = {
    "complete": range(1, 91),
    "gap": [n for n in range(1, 91) if n not in (5, 6, 7, 40)],
    "first missing": [n for n in range(3, 91) if n != 9],
    "zero start": range(91),
    "zero start and gap": [n for n in range(91) if n not in (2, 33)],
}


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize("pattern", ["{}.jpg", "img{:05}.jpg", "reg_s1-{}.jpg"])
def test_a_sheet_goes_by_the_numbers_in_the_names(kind: str, pattern: str, tmp_path: Path) -> None:
    folder = images(tmp_path / "set" / "spNO.1" / "a" / "color", FOLDERS[kind], pattern)
    records = labels(tmp_path / "labels.xlsx", "casme3")
    (video,) = map_dataset(records, tmp_path / "set").videos
    assert [named(folder, one) for one in video.records] == [row[1:] for row in TRUTH]
    assert bool(video.problems) == (kind != "complete")
    back = to_numbers(video.records, image_numbers(folder), format="casme3")
    assert [(one.onset, one.apex, one.offset) for one in back] == [(a - 1, b - 1, c - 1) for _, a, b, c in TRUTH]


@pytest.mark.parametrize("kind", ["complete", "gap"])
def test_csv_of_a_complete_folder_goes_by_the_images_too(kind: str, tmp_path: Path) -> None:
    folder = images(tmp_path / "set" / "spNO.1" / "a" / "color", FOLDERS[kind])
    records = labels(tmp_path / "labels.csv", "csv")
    (video,) = map_dataset(records, tmp_path / "set").videos
    assert [named(folder, one) for one in video.records] == [row[1:] for row in TRUTH]


def test_an_index_is_the_number_where_the_images_begin_at_zero(tmp_path: Path) -> None:
    folder = images(tmp_path / "a", FOLDERS["zero start and gap"])
    (found,), _ = to_positions([Record("s", "a", 40, 45, 50, "sad")], image_numbers(folder))
    assert named(folder, found) == (40, 45, 50)


def test_what_the_window_counted_comes_back_as_it_was(tmp_path: Path) -> None:
    numbers = image_numbers(images(tmp_path / "a", FOLDERS["gap"]))
    shown = [Record("s", "a", 20, 25, 30, "sad")]
    path = tmp_path / "own.csv"
    write_records(path, to_numbers(shown, numbers, format="csv"), format="csv")
    found, _ = to_positions(read_records(path).records, numbers)
    assert [(one.onset, one.apex, one.offset) for one in found] == [(20, 25, 30)]


def test_missing_images_at_the_bounds_and_events_without_any(tmp_path: Path) -> None:
    folder = images(tmp_path / "a", [n for n in range(1, 60) if not 20 <= n <= 30])
    records = [Record("s", "a", on - 1, apex - 1, off - 1, "sad") for on, apex, off in ((15, 22, 25), (21, 24, 28))]
    found, said = to_positions(records, image_numbers(folder))
    assert [named(folder, one) for one in found] == [(15, 19, 19)]
    assert any("1 labelled events were left out" in one for one in said)
    assert any("11 images between 1 and 59 are missing" in one for one in said)


def test_numbers_that_are_none_of_the_folder_count_from_its_first_image(tmp_path: Path) -> None:
    folder = images(tmp_path / "set" / "spNO.1" / "a", range(1001, 1091))
    records = labels(tmp_path / "labels.xlsx", "casme3")
    (video,) = map_dataset(records, tmp_path / "set").videos
    assert [(one.onset, one.offset) for one in video.records] == [(one.onset, one.offset) for one in records]
    assert "outside the image numbers 1001 to 1090" in video.problems[0]
    assert image_numbers(images(tmp_path / "names", (), "x")) is None
    assert image_numbers(folder / "1001.jpg") is None


def test_training_takes_the_same_images(tmp_path: Path, monkeypatch) -> None:
    """Windows of the folders are not measured here; their labels are what counts."""

    def measured(cache, key, make, *, resume):
        count = len(list(folder.iterdir()))
        arrays = {
            "frames": np.arange(count),
            "rate": np.array(30.0),
            "starts": np.array([0]),
            "features": np.zeros((1, 10, 30), np.float32),
            "mask": np.zeros((1, 30), np.uint8),
            "n_frames": np.array(count),
        }
        return keep_arrays(cache, key, lambda: arrays, resume=resume)

    keep_arrays = dataset.keep_arrays
    monkeypatch.setattr(dataset, "keep_arrays", measured)
    expected = {n for _, onset, _, offset in TRUTH for n in range(onset + 1, offset)}
    for kind, form in (("gap", "casme3"), ("zero start", "casme3"), ("zero start and gap", "casme3"), ("gap", "csv")):
        data = tmp_path / f"{kind} {form}"
        folder = images(data / "spNO.1" / "a" / "color", FOLDERS[kind])
        records = labels(data / f"labels{'.xlsx' if form == 'casme3' else '.csv'}", form)
        (video,) = load_dataset(data, records, CONFIG, tmp_path / "cache")
        numbers = image_numbers(folder)
        assert {numbers[frame] for frame in np.flatnonzero(video.spot)} == expected & set(numbers), (kind, form)
        assert video.notes
        (mapped,) = map_dataset(records, data).videos
        assert [(one.onset, one.offset) for one in mapped.records] == [(a, c) for a, _, c, _ in video.events]


@pytest.mark.parametrize("name", [one.name for one in FORMAT_TABLE.values() if one.timed])
def test_times_are_never_taken_for_the_numbers_of_images(name: str) -> None:
    read = [Record("s", "v", 4, 5, 9, "anger", source=RecordSource(name, "labels", "", 1))]
    zero_start = range(20)
    assert to_positions(read, zero_start) == (read, [])
    assert to_numbers(read, zero_start, format=name) == read
