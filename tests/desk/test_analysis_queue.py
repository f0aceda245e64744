"""Many videos are analysed in the background, one after the other, while another one is open."""

import json
import os
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from PySide6.QtTest import QSignalSpy

from engine.journal import verify_project
from metst_gui.desk.desk import Desk
from metst_gui.desk.queue_file import queue_path, read_queue
from metst_gui.desk.queue_text import queue_text
from metst_gui.desk.video_state import Stage
from tests.desk.conftest import Make
from tests.e2e.conftest import TIMEOUT
from tests.kit.many_videos import open_all, write_videos


def stages(desk: Desk, ids: list[str]) -> list[Stage]:
    return [desk.background.state_of(one).stage for one in ids]


def wait_until_empty(desk: Desk, qtbot) -> None:
    qtbot.waitUntil(lambda: not desk.background.active, timeout=TIMEOUT)


def runs_of(path: Path) -> int:
    """How often a video was analysed."""
    kept = path.with_suffix(".runs")
    return len(kept.read_text()) if kept.exists() else 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_are_analysed_in_order_while_the_first_is_open(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b", "c"])
    ids, queue = open_all(desk, qtbot, paths), desk.background
    assert stages(desk, ids) == [Stage.NONE] * 3
    assert queue_text(queue) == ""
    assert queue.analyse_all() == 3
    assert [queue.state_of(one).place for one in ids] == [1, 2, 3]
    assert queue_text(queue) == "0 of 3 analysed"
    order: list[str] = []
    queue.changed.connect(lambda: order.extend({queue.current} - {"", *order}))
    wait_until_empty(desk, qtbot)
    assert order == ids
    assert stages(desk, ids) == [Stage.DONE] * 3
    assert queue.counts == (3, 0, 3)
    assert queue_text(queue) == "3 of 3 analysed"
    assert not queue_path(desk.session.project_path).exists(), "nothing is left to go on with"
    assert len(desk.document.view.proposals) == 1, "what was found of the open video is shown"
    for one in ids[1:]:
        assert len(desk.document.view.proposals_of(one)) == 1
    desk.close()
    assert verify_project(desk.session.project_path).ok


def test_one_that_fails_or_whose_process_dies_costs_itself_only(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    desk.settings.update(weights="metst-synth-v1")
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b-fails", "c-dies", "d"]))
    desk.background.analyse_all()
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.DONE, Stage.FAILED, Stage.FAILED, Stage.DONE]
    assert "No usable frame" in desk.background.state_of(ids[1]).reason
    assert "stopped unexpectedly" in desk.background.state_of(ids[2]).reason
    assert queue_text(desk.background) == "2 of 4 analysed, 2 failed"
    assert desk.settings.value.weights == "metst-synth-v1", "the chosen model stays chosen"
    kept = read_queue(desk.session.project_path)
    assert set(kept.failed) == set(ids[1:3]), "why is told after a restart, too"


def test_what_was_done_by_the_same_model_and_settings_is_left_out(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse_all()
    wait_until_empty(desk, qtbot)
    assert desk.background.analyse_all() == 0
    assert [runs_of(path) for path in paths] == [1, 1]
    first = {one.id: one.run for one in desk.document.videos}
    desk.settings.update(preset="sammlv")
    assert desk.background.analyse([ids[1]]) == 1, "with other settings it is another analysis"
    wait_until_empty(desk, qtbot)
    assert [runs_of(path) for path in paths] == [1, 2]
    desk.settings.update(preset="casme3")
    assert desk.background.analyse_all() == 0
    assert {one.id: one.run for one in desk.document.videos} == first, "the run of these settings is current again"


def test_order_taking_out_and_a_pause_in_the_middle_of_a_video(make: Make, qtbot, tmp_path: Path) -> None:
    desk, queue = make(), None
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b-slow", "c", "d", "e"]))
    queue = desk.background
    queue.analyse(ids[1:])
    queue.move(ids[4], -1)
    queue.move(ids[3], -9)
    queue.move(ids[3], 1)
    queue.take_out([ids[2]])
    assert queue.waiting == (ids[1], ids[3], ids[4])
    qtbot.waitUntil(lambda: queue.state_of(ids[1]).share > 0.1, timeout=TIMEOUT)
    queue.pause()
    assert queue.paused
    assert queue_text(queue) == "0 of 3 analysed, paused"
    assert queue.state_of(ids[1]).stage is Stage.PAUSED
    qtbot.wait(200)
    before = queue.state_of(ids[1]).share
    qtbot.wait(400)
    assert queue.state_of(ids[1]).share == before, "it rests where it is"
    queue.go_on()
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.NONE, Stage.DONE, Stage.NONE, Stage.DONE, Stage.DONE]


def test_the_open_video_goes_first_and_nothing_is_lost_by_it(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a-slow", "b-slow"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse([ids[1]])
    qtbot.waitUntil(lambda: desk.background.state_of(ids[1]).share > 0.1, timeout=TIMEOUT)
    with qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT):
        desk.analysis.start()
        qtbot.waitUntil(lambda: desk.background.state_of(ids[1]).stage is Stage.PAUSED, timeout=TIMEOUT)
        assert queue_text(desk.background) == "0 of 1 analysed, the open video goes first"
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.DONE, Stage.DONE]
    assert [runs_of(path) for path in paths] == [1, 1]


def test_it_goes_on_when_the_project_is_opened_again(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b", "c-slow", "d"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse(ids[1:])
    qtbot.waitUntil(lambda: desk.background.state_of(ids[2]).share > 0.1, timeout=TIMEOUT)
    project = desk.session.project_path
    desk.close()
    assert read_queue(project).waiting == (ids[2], ids[3])
    again = make()
    with qtbot.waitSignal(again.session.settled, timeout=TIMEOUT):
        again.opener.open_project(project)
    assert again.background.counts == (1, 0, 3)
    wait_until_empty(again, qtbot)
    assert stages(again, ids) == [Stage.NONE, Stage.DONE, Stage.DONE, Stage.DONE]
    assert [runs_of(path) for path in paths] == [0, 1, 2, 1], "only what was not finished is done again"


def test_a_paused_list_rests_after_a_restart_as_well(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b"]))
    desk.background.pause()
    desk.background.analyse_all()
    project = desk.session.project_path
    desk.close()
    again = make()
    with qtbot.waitSignal(again.session.settled, timeout=TIMEOUT):
        again.opener.open_project(project)
    qtbot.wait(300)
    assert again.background.waiting == tuple(ids)
    assert queue_text(again.background) == "0 of 2 analysed, paused"


def test_showing_another_video_of_the_project_cancels_nothing(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b-slow", "c"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse([ids[1]])
    qtbot.waitUntil(lambda: desk.background.state_of(ids[1]).stage is Stage.RUNNING, timeout=TIMEOUT)
    told = QSignalSpy(desk.background.changed)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.show_video(ids[2])
    wait_until_empty(desk, qtbot)
    assert told.count() < 50, "120 steps are told twice a second, not each"
    assert stages(desk, ids) == [Stage.NONE, Stage.DONE, Stage.NONE]
    assert runs_of(paths[1]) == 1
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.show_video(ids[1])
    assert len(desk.document.view.proposals) == 1


def test_a_video_that_is_gone_or_another_one_by_now_is_told_of(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b", "c", "d"])
    ids = open_all(desk, qtbot, paths)
    paths[1].unlink()
    paths[2].write_bytes(paths[0].read_bytes())
    desk.background.analyse_all()
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.DONE, Stage.FAILED, Stage.FAILED, Stage.DONE]
    assert "is not at its place" in desk.background.state_of(ids[1]).reason
    assert "is not the video" in desk.background.state_of(ids[2]).reason


def test_a_result_that_cannot_be_stored_stops_the_list_and_is_told(make: Make, qtbot, tmp_path, monkeypatch) -> None:
    desk, sentences = make(), []
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b", "c"]))
    desk.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))

    def full(*_arguments: object, **_named: object) -> None:
        from metst_gui.document.file.errors import EditRefusedError

        raise EditRefusedError("The disk is full.")

    monkeypatch.setattr(type(desk.document.ledger.store), "commit", full)
    desk.background.analyse(ids[1:])
    qtbot.waitUntil(lambda: desk.background.paused, timeout=TIMEOUT)
    assert "The disk is full." in sentences[-1]
    assert desk.background.waiting == (ids[1], ids[2]), "nothing is lost, and no other one computed in vain"
    monkeypatch.undo()
    desk.background.go_on()
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids)[1:] == [Stage.DONE, Stage.DONE]


def test_who_works_blind_asks_for_nothing_and_sees_nothing(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b-slow"]))
    desk.background.analyse([ids[0], ids[1]])
    desk.document.annotators.add("Second", blind=True)
    assert desk.background.analyse_all() == 0
    wait_until_empty(desk, qtbot)
    assert desk.document.view.proposals == ()
    assert desk.document.view.proposals_of(ids[1]) is None


def test_a_list_that_cannot_be_read_is_empty(tmp_path: Path) -> None:
    project = tmp_path / "case.metst"
    for text in (
        "",
        "{",
        "[]",
        '{"waiting": 3}',
        json.dumps({"waiting": [], "finished": [], "failed": [], "paused": 0}),
    ):
        queue_path(project).write_text(text)
        assert read_queue(project).waiting == ()


def test_a_video_that_is_taken_out_of_the_project_waits_no_longer(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    ids = open_all(desk, qtbot, write_videos(tmp_path, ["a", "b-slow", "c", "d"]))
    desk.background.analyse(ids[1:])
    qtbot.waitUntil(lambda: desk.background.current == ids[1], timeout=TIMEOUT)
    desk.document.videos.remove(ids[1:3])
    assert desk.background.waiting == (ids[3],)
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.NONE, Stage.NONE, Stage.NONE, Stage.DONE]


def test_a_process_is_kept_for_the_next_video_and_ends_with_the_list(make: Make, qtbot, tmp_path: Path) -> None:
    desk = make()
    paths = write_videos(tmp_path, ["a", "b", "c"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse(ids)
    wait_until_empty(desk, qtbot)
    (pid,) = {path.with_suffix(".pid").read_text() for path in paths}
    qtbot.waitUntil(lambda: not is_alive(int(pid)), timeout=TIMEOUT)


def test_leaving_a_video_in_the_middle_of_its_analysis_cancels_nothing(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a-slow", "b", "c"])
    ids = open_all(desk, qtbot, paths)
    desk.background.analyse([ids[1]])
    desk.analysis.start()
    qtbot.waitUntil(lambda: desk.jobs.running and (desk.jobs.running[0].percent or 0) > 10, timeout=TIMEOUT)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.show_video(ids[2])
    assert not desk.analysis.running
    assert desk.jobs.running == ()
    assert desk.background.current == ids[0], "it goes on before those that wait"
    assert desk.background.state_of(ids[0]).share > 0.1
    assert desk.background.waiting == (ids[1],)
    wait_until_empty(desk, qtbot)
    assert stages(desk, ids) == [Stage.DONE, Stage.DONE, Stage.NONE]
    assert [runs_of(path) for path in paths] == [1, 1, 0]


def test_coming_back_to_it_shows_it_again_as_it_goes_on(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a-slow", "b"])
    ids = open_all(desk, qtbot, paths)
    desk.analysis.start()
    qtbot.waitUntil(lambda: desk.jobs.running and (desk.jobs.running[0].percent or 0) > 10, timeout=TIMEOUT)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.show_video(ids[1])
    assert not desk.analysis.running
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.show_video(ids[0])
    if desk.analysis.running:
        assert not desk.background.active
        qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT).wait()
    assert len(desk.document.view.proposals) == 1
    assert runs_of(paths[0]) == 1


def test_what_the_user_stops_does_not_go_on_in_the_background(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a-slow", "b"])
    ids = open_all(desk, qtbot, paths)
    desk.background.pause()
    desk.background.analyse(ids)
    desk.analysis.start()
    qtbot.waitUntil(lambda: desk.jobs.running and (desk.jobs.running[0].percent or 0) > 10, timeout=TIMEOUT)
    desk.analysis.cancel()
    assert desk.background.waiting == (ids[1],)


def test_another_project_leaves_it_to_be_gone_on_with(make: Make, qtbot, tmp_path: Path) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a-slow", "b"])
    open_all(desk, qtbot, paths[:1])
    first = desk.session.project_path
    desk.analysis.start()
    qtbot.waitUntil(lambda: desk.jobs.running and (desk.jobs.running[0].percent or 0) > 10, timeout=TIMEOUT)
    with qtbot.waitSignal(desk.session.settled, timeout=TIMEOUT):
        desk.opener.open_path(paths[1])
    assert desk.session.project_path != first
    assert not desk.background.active
    assert len(read_queue(first).waiting) == 1


def test_a_threshold_that_another_model_ends_in_the_background_is_told_with_its_video(
    make: Make, qtbot, tmp_path: Path
) -> None:
    desk, paths = make(), write_videos(tmp_path, ["a", "b"])
    ids, told = open_all(desk, qtbot, paths), []
    desk.background.analyse_all()
    wait_until_empty(desk, qtbot)
    desk.session.notifier.message.connect(lambda _, sentence: told.append(sentence))
    videos, run = desk.document.focus.state.videos, desk.document.view.run
    desk.document.put_run(ids[1], replace(run, id=uuid4().hex, model_digest="1" * 64))
    videos[ids[1]] = replace(videos[ids[1]], decoder={**run.settings["decoder"], "threshold": 0.8})
    desk.settings.update(preset="sammlv")
    desk.background.analyse([ids[1]])
    wait_until_empty(desk, qtbot)
    assert videos[ids[1]].decoder is None
    assert told[0].startswith(f"“{paths[1].name}”: The threshold 0.80 that was chosen here belonged to another model")
