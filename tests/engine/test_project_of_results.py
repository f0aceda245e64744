"""What `metst analyze` wrote is the run it was, and a project of it holds what the window would have stored."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.cli import main
from engine.errors import DatasetError, ProjectError
from engine.journal import verify_project
from engine.project import read_stored, run_arrays
from engine.project.making import make_project
from engine.project.written_run import is_results, read_written, run_content
from metst_gui.document import videos
from metst_gui.document.file.opening import open_project
from tests.engine import scenes
from tests.engine.damage import write_clip


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    (folder / "videos").mkdir()
    clip = write_clip(folder / "videos" / "one", list(scenes.person(40, side=160)), kind="h264-mp4")
    other = write_clip(folder / "videos" / "two", list(scenes.person(44, side=160)), kind="h264-mp4")
    asked = ["--out", str(folder / "out"), "--weights", "classical", "--k", "16", "--subject", "s1", "--jobs", "1"]
    assert main(["analyze", str(clip), str(other), *asked]) == 0
    return folder / "out"


def test_a_written_run_is_read_back_and_says_where_it_comes_from(results: Path) -> None:
    found = read_written(results / "one.run.json")
    record = json.loads((results / "one.run.json").read_text())
    assert (found.run.id, found.run.model, found.subject) == (record["run"], "classical", "s1")
    assert found.place.resolve() == (results.parent / "videos" / "one.mp4").resolve()
    assert dict(found.run.settings)["k"] == 16
    lines = (results / "one.scores.csv").read_text().splitlines()[1:]
    scores = [float(line.split(",")[2] or "nan") for line in lines]
    np.testing.assert_array_equal(found.run.curves.score, np.array(scores, np.float32))
    assert [one.id for one in found.run.proposals] == [one["id"] for one in record["reproduce"]["proposals"]]
    assert found.run.evidence is not None
    assert str(found.run.notes[-1]) == "This analysis was made by metst analyze and taken from “one.run.json”."
    assert run_content(found.run) == run_content(found.run)


def test_a_project_of_results_verifies_and_opens_with_videos_and_runs(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "case.metst"
    assert main(["project", str(results), "--out", str(out), "--by", "Anna"]) == 0
    assert "2 videos, 2 runs" in capsys.readouterr().out
    assert verify_project(out).ok
    stored = read_stored(out, verify=True)
    first, second = (read_written(results / f"{name}.run.json") for name in ("one", "two"))
    assert [(one["name"], one["subject"], one["run"]) for one in stored.videos] == [
        ("one", "s1", first.run.id),
        ("two", "s1", second.run.id),
    ]
    assert stored.videos[0]["ref"]["sha256"] == first.content.sha256
    np.testing.assert_array_equal(run_arrays(stored, first.run.id, ["score"])["score"], first.run.curves.score)
    opened = open_project(out)
    try:
        assert [one.ref.path.name for one in opened.state.videos.values()] == ["one.mp4", "two.mp4"]
        assert not opened.remarks
        told = [json.loads(row["after"])["from"] for row in map(dict, _rows(out)) if row["action"] == "take run"]
        assert [one["file"] for one in told] == ["one.run.json", "two.run.json"]
        assert told[0]["source_sha256"] == first.content.sha256
    finally:
        opened.store.close()
    with pytest.raises(ProjectError, match="exists already"):
        make_project([first], out)


def _rows(path: Path) -> list[dict[str, str]]:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]
    connection.close()
    return rows


def test_a_folder_of_images_is_called_by_all_of_its_name(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("2024.03.01", "2024.03.02")]
    for n, folder in enumerate(folders, start=20):
        folder.mkdir()
        for number, image in enumerate(scenes.person(n, side=160)):
            cv2.imwrite(str(folder / f"{number}.png"), image)
    asked = ["--out", str(tmp_path / "out"), "--weights", "classical", "--k", "16", "--jobs", "1"]
    assert main(["analyze", *map(str, folders), *asked]) == 0
    assert sorted(one.name for one in (tmp_path / "out").glob("*.scores.csv")) == [
        "2024.03.01.scores.csv",
        "2024.03.02.scores.csv",
    ]
    make_project([read_written(one) for one in sorted((tmp_path / "out").glob("*.run.json"))], tmp_path / "c.metst")
    assert [one["name"] for one in read_stored(tmp_path / "c.metst").videos] == ["2024.03.01", "2024.03.02"]
    assert videos.free_name(folders[0], set()) == "2024.03.01"


def test_a_video_that_is_not_there_is_said(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = shutil.copytree(results, tmp_path / "alone")
    assert main(["project", str(alone), "--out", str(tmp_path / "case.metst")]) == 0
    assert capsys.readouterr().out.count("the window asks for it") == 2


@pytest.mark.parametrize("damage", ["absent", "cut", "swapped", "record"])
def test_results_that_are_damaged_or_of_another_version_are_refused(results: Path, tmp_path: Path, damage: str) -> None:
    folder = shutil.copytree(results, tmp_path / "out")
    curves, record = folder / "one.curves.npz", folder / "one.run.json"
    if damage == "absent":
        curves.unlink()
    elif damage == "cut":
        curves.write_bytes(curves.read_bytes()[:-200])
    elif damage == "swapped":
        shutil.copy(folder / "two.curves.npz", curves)
    else:
        record.write_text('{"run": 3}')
    with pytest.raises(DatasetError):
        read_written(record)


def test_a_folder_of_images_stays_a_video(results: Path, tmp_path: Path) -> None:
    assert is_results(results)
    assert is_results(results / "one.run.json")
    assert not is_results(tmp_path)
    assert not is_results(results.parent / "videos" / "one.mp4")
    shutil.copy(results / "one.run.json", tmp_path)
    (tmp_path / "1.JPG").touch()
    assert not is_results(tmp_path)
