"""What `metst analyze` wrote, opened in the window: runs of the videos, with their curves, threshold and origin."""

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from engine.cli import main
from engine.journal import verify_project
from metst_gui.project import moved_video as find_video
from tests.e2e.conftest import TIMEOUT
from tests.engine import scenes
from tests.engine.damage import write_clip

pytestmark = pytest.mark.e2e
THRESHOLD = 0.31


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two videos, and what was found in them below it."""
    folder = tmp_path_factory.mktemp("case")
    clips = [
        write_clip(folder / name, list(scenes.person(n, side=160)), kind="h264-mp4")
        for name, n in (("one", 40), ("two", 44))
    ]
    asked = ["--weights", "classical", "--k", "16", "--subject", "s1", "--threshold", str(THRESHOLD), "--jobs", "1"]
    assert main(["analyze", *map(str, clips), "--out", str(folder / "out"), *asked]) == 0
    return folder


@pytest.fixture
def case(analysed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(analysed, tmp_path / "case")


def record(case: Path, name: str) -> dict:
    return json.loads((case / "out" / f"{name}.run.json").read_text())


def told(project: Path) -> list[dict]:
    connection = sqlite3.connect(project)
    rows = connection.execute("SELECT after FROM journal WHERE action = 'take run' ORDER BY seq").fetchall()
    connection.close()
    return [json.loads(after)["from"] for (after,) in rows]


def test_a_folder_of_results_becomes_a_project_whose_runs_are_shown(desk, qtbot, case: Path, said) -> None:
    window = desk()
    sentences = said(window)
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.open_path(case / "out")
    document, project = window.desk.document, case / "out" / "out.metst"
    assert window.desk.session.project_path == project
    run = document.view.run
    assert run.id == record(case, "one")["run"]
    assert (run.model, document.video.subject, document.video.name) == ("classical", "s1", "one")
    assert window.desk.decoding.decoder().threshold == pytest.approx(THRESHOLD)
    assert not document.view.annotations, "a run is no hand annotation"
    assert not window.desk.analysis.running, "what was analysed is not analysed again"
    scores = [line.split(",")[2] for line in (case / "out" / "one.scores.csv").read_text().splitlines()[1:]]
    np.testing.assert_array_equal(run.curves.score, np.array([float(x or "nan") for x in scores], np.float32))
    found = [(one.onset, one.apex, one.offset) for one in document.view.proposals]
    assert found == [
        (one["onset"], one["apex"], one["offset"]) for one in record(case, "one")["reproduce"]["proposals"]
    ]
    assert any("taken from “one.run.json”" in one for one in sentences)
    assert [one["file"] for one in told(project)] == ["one.run.json", "two.run.json"]
    assert verify_project(project).ok
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.show_video(document.videos[1].id)
    assert document.view.run.id == record(case, "two")["run"]


def test_results_of_the_open_video_become_its_run_once(desk, qtbot, case: Path, said, monkeypatch) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.open_path(case / "one.mp4")
    sentences, document = said(window), window.desk.document
    window.desk.review.create(10, 20, 14)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(case / "out"))
    window.book.trigger("open_results")
    qtbot.waitUntil(lambda: any("1 analysis was taken" in one for one in sentences), timeout=TIMEOUT)
    assert "1 is of a video that is not in this project" in sentences[-1]
    assert document.view.run.id == record(case, "one")["run"]
    assert [(one.onset, one.offset) for one in document.view.annotations] == [(10, 20)], "what was marked stays"
    assert told(window.desk.session.project_path)[0]["file"] == "one.run.json"
    assert not (case / "out" / "out.metst").exists()
    window.desk.opener.open_path(case / "out" / "one.run.json")
    qtbot.waitUntil(lambda: any("1 was there already" in one for one in sentences), timeout=TIMEOUT)
    assert len(told(window.desk.session.project_path)) == 1


def test_a_video_that_is_not_there_is_said_and_found_later(desk, qtbot, case: Path, monkeypatch) -> None:
    away = case.parent / "elsewhere"
    away.mkdir()
    for name in ("one.mp4", "two.mp4"):
        (case / name).rename(away / f"moved {name}")
    window = desk()
    with qtbot.waitSignal(window.desk.opener.video_missing, timeout=TIMEOUT):
        window.desk.opener.open_path(case / "out")
    assert window.messages._offer.isVisible()
    assert "Find moved video" in window.messages.message
    monkeypatch.setattr(find_video.QFileDialog, "getExistingDirectory", lambda *_: str(away))
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.messages._offer.click()
    assert window.desk.document.view.run.id == record(case, "one")["run"]
    qtbot.waitUntil(lambda: all(one.ref.path.parent == away for one in window.desk.document.videos), timeout=TIMEOUT)


def test_more_results_come_into_the_project_that_was_made(desk, qtbot, case: Path, said) -> None:
    later = case / "later"
    later.mkdir()
    for path in (case / "out").glob("two.*"):
        path.rename(later / path.name)
    window = desk()
    sentences = said(window)
    with qtbot.waitSignal(window.desk.session.settled, timeout=TIMEOUT):
        window.desk.opener.open_path(case / "out")
    window.close()
    for path in later.iterdir():
        path.rename(case / "out" / path.name)
    again = desk()
    sentences = said(again)
    again.desk.opener.open_path(case / "out")
    qtbot.waitUntil(lambda: any("1 analysis was taken" in one for one in sentences), timeout=TIMEOUT)
    assert [one.name for one in again.desk.document.videos] == ["one", "two"]
    assert verify_project(case / "out" / "out.metst").ok


def test_what_is_no_result_is_said(desk, qtbot, case: Path, said) -> None:
    window = desk()
    sentences = said(window)
    (case / "out" / "one.curves.npz").unlink()
    window.desk.opener.open_path(case / "out" / "one.run.json")
    qtbot.waitUntil(lambda: any("cannot be opened as a run" in one for one in sentences), timeout=TIMEOUT)
    window.desk.results.open(case)
    qtbot.waitUntil(lambda: any("nothing that metst analyze wrote" in one for one in sentences), timeout=TIMEOUT)
    assert window.desk.session.project_path is None
