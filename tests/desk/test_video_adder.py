"""Many videos are added at once, to the open project or to a new one."""

import shutil
from pathlib import Path

import cv2
import numpy as np

from metst_gui.desk.desk import Desk
from metst_gui.desk.video_search import has_images, is_many, videos_in
from metst_gui.desk.video_state import Stage
from tests.desk.conftest import Make
from tests.e2e.conftest import TIMEOUT
from tests.kit.many_videos import open_all, write_videos


def said(desk: Desk) -> list[str]:
    sentences: list[str] = []
    desk.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))
    return sentences


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.document.videos]


def write_images(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for number in range(1, 13):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((32, 32, 3), number, np.uint8))
    return folder


def test_what_is_searched_for_in_folders(tmp_path: Path) -> None:
    for name in ("b/2.mp4", "b/10.mp4", "b/notes.txt", "a/deep/x.MOV", ".hidden/y.mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    images = write_images(tmp_path / "c" / "color")
    (images / "inside.mp4").touch()
    found = list(videos_in([tmp_path, tmp_path / "b" / "notes.txt"], lambda: False))
    wanted = ["a/deep/x.MOV", "b/2.mp4", "b/10.mp4", "c/color", "b/notes.txt"]
    assert [one.relative_to(tmp_path).as_posix() for one in found] == wanted
    assert list(videos_in([tmp_path], lambda: True)) == []
    assert is_many([tmp_path])
    assert is_many([images, images])
    assert not is_many([images])
    assert not is_many([tmp_path / "b" / "2.mp4"])
    assert not has_images(tmp_path / "nowhere")


def test_a_folder_of_videos_becomes_a_project_and_is_analysed(make: Make, qtbot, tmp_path: Path) -> None:
    desk, folder = make(), tmp_path / "interviews"
    desk.settings.update(analyse_on_open=True)
    sentences = said(desk)
    paths = write_videos(folder / "day 1", ["a", "b"])
    write_images(folder / "day 2" / "a")
    shutil.copy(paths[0], folder / "copy of a.mp4")
    (folder / "broken.mp4").write_bytes(b"no video at all")
    (folder / "labels.csv").write_text("video,onset\n")
    with qtbot.waitSignal(desk.adder.done, timeout=TIMEOUT):
        desk.adder.add([folder])
    assert desk.session.project_path.name.startswith("interviews-")
    assert names(desk) == ["copy of a", "b", "a"], "each content once, whatever it is called"
    assert any(one.startswith("“broken.mp4”") for one in sentences)
    assert "In the project already: a" in sentences[-1]
    qtbot.waitUntil(lambda: not desk.background.active and not desk.analysis.running, timeout=TIMEOUT)
    assert [desk.background.state_of(one.id).stage for one in desk.document.videos] == [Stage.DONE] * 3
    assert desk.document.videos[0].ref.sha256
    project = desk.session.project_path
    desk.close()
    again = make()
    with qtbot.waitSignal(again.adder.done, timeout=TIMEOUT):
        again.adder.add([folder])
    assert again.session.project_path == project, "it is opened again, not made again"
    assert len(again.document.videos) == 3


def test_files_are_added_to_the_open_project_and_a_wrong_one_is_named(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b", "c"])
    sentences = said(desk)
    open_all(desk, qtbot, paths[:1])
    shown, project = desk.document.video.id, desk.session.project_path
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no video")
    with qtbot.waitSignal(desk.adder.done, timeout=TIMEOUT):
        desk.adder.add([paths[0], wrong, paths[1], tmp_path / "nowhere.mp4", paths[2]])
    assert names(desk) == ["a", "b", "c"]
    assert (desk.document.video.id, desk.session.project_path) == (shown, project), "what is shown stays"
    assert any("notes.txt" in one for one in sentences)
    assert any("nowhere.mp4" in one for one in sentences)
    assert sentences[-1] == "2 videos added. In the project already: a.mp4."
    desk.document.flush()


def test_a_folder_without_videos_and_a_project_among_files(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path / "in", ["a", "b"])
    sentences = said(desk)
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(desk.adder.done, timeout=TIMEOUT):
        desk.adder.add([tmp_path / "empty"])
    assert sentences[-1] == "There is no video in “empty”."
    open_all(desk, qtbot, paths[:1])
    project = desk.session.project_path
    desk.close()
    again = make()
    with qtbot.waitSignal(again.adder.done, timeout=TIMEOUT):
        again.adder.add([paths[1], project])
    assert again.session.project_path == project
    assert names(again) == ["a", "b"]


def test_stopping_keeps_what_was_added(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b"])
    open_all(desk, qtbot, paths[:1])
    desk.adder.add([tmp_path])
    assert [one.kind.name for one in desk.jobs.running] == ["Adding videos"]
    desk.adder.stop()
    assert not desk.adder.running
    assert desk.jobs.running == ()
    desk.adder.add([tmp_path / "nowhere.metst"])
    assert not desk.adder.running


def test_names_that_clash_are_told_apart_by_their_folders(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    for number, name in enumerate(("s1/x", "s1/y", "s2/x")):
        folder = write_images(tmp_path / name / "color")
        (folder / "13.png").write_bytes((folder / f"{number + 1}.png").read_bytes())
    with qtbot.waitSignal(desk.adder.done, timeout=TIMEOUT):
        desk.adder.add([tmp_path])
    assert names(desk) == ["color", "y-color", "x-color"]
