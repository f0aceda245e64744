"""Arriving at a proposal, decoding ahead, and image folders with a rate of the user's."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.video import open_source
from metst_gui.desk.bounds import LOOP_MODES, loop_range
from metst_gui.document.export import to_records
from metst_gui.labels.label_files import read_labels, write_labels
from metst_gui.window.main_window import MainWindow
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import Clip, number_of, write_images

pytestmark = pytest.mark.e2e
FIELD = Path(__file__).parents[1] / "engine" / "data" / "field"


def analysed(qtbot, window: MainWindow, path: Path) -> MainWindow:
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.opener.open_video(path)
    window.video.setFocus()
    return window


def test_arriving_at_a_proposal_loops_it_slowly(desk, clip, qtbot) -> None:
    window = analysed(qtbot, desk(), clip)
    playback, settings = window.desk.playback, window.desk.settings
    settings.update(arrival="slow", slow_rate=0.125)
    qtbot.keyClick(window.video, Qt.Key.Key_Down)
    assert (playback.playing, playback.rate) == (True, 0.125)
    assert playback.loop is not None
    first = playback.loop
    qtbot.keyClick(window.video, Qt.Key.Key_Return)
    assert playback.playing
    assert playback.loop != first
    # A decided proposal is no arrival: the reviewer stands where they went.
    qtbot.keyClick(window.video, Qt.Key.Key_K)
    window.queue.set_current("", "")
    window.desk.tour.select(*window.desk.queue.shown_ids()[0])
    assert not playback.playing


def test_once_at_full_speed_then_slowly(desk, clip, qtbot) -> None:
    window = analysed(qtbot, desk(), clip)
    playback = window.desk.playback
    window.book.actions["arrival_once"].trigger()
    now = [100.0]
    playback._clock = lambda: now[0]
    qtbot.keyClick(window.video, Qt.Key.Key_Down)
    assert (playback.playing, playback.rate) == (True, 1.0)
    now[0] += 2.0
    playback.tick()
    assert (playback.playing, playback.rate) == (True, 0.25)
    playback.pause()


def test_the_next_items_are_decoded_ahead(desk, clip, qtbot) -> None:
    window = analysed(qtbot, desk(), clip)
    order = window.desk.queue.shown_ids()
    window.desk.tour.select(*order[1])
    wanted = [window.desk.document.view.proposal(id_).onset for _, id_ in (order[1], order[2], order[3], order[0])]
    ahead = window.desk.frames._worker._ahead
    qtbot.waitUntil(lambda: all(frame in ahead for frame in wanted), timeout=TIMEOUT)


def test_loop_ranges() -> None:
    ranges = [loop_range(mode, (20, 25, 40), 8) for mode in LOOP_MODES[:-1]]
    assert ranges == [(12, 48), (16, 24), (21, 29), (20, 40)]
    assert loop_range("apex", (20, None, 40), 2) == (28, 32)
    assert loop_range("onset", (1, 2, 3), 0) == (0, 3)


def test_an_image_folder_plays_at_the_rate_the_user_sets(desk, said, qtbot, tmp_path: Path) -> None:
    folder = write_images(tmp_path / "s03", range(1, 241), pattern="s03_{:04}.jpg")
    window = desk()
    sentences = said(window)
    analysed(qtbot, window, folder)
    assert any("taken as 30 a second" in sentence for sentence in sentences)
    assert window.desk.document.view.run.settings["image_rate"] == 30.0
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.session.set_image_rate(200.0)
    assert window.desk.playback.info.times[-1] == pytest.approx(239 / 200)
    assert window.desk.document.view.run.settings["image_rate"] == 200.0
    assert "200.00 fps" in window.transport.readout
    window.close()
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_video(folder)
    assert again.desk.session.info.fps == 200.0
    # The stored curves are shown; every frame is a sample of theirs, so the read-out names no step.
    qtbot.waitUntil(lambda: again.desk.document.view.run is not None, timeout=TIMEOUT)
    assert again.desk.document.view.run.settings["image_rate"] == 200.0
    assert "200.00 fps" in again.transport.readout
    assert "step" not in again.transport.readout


def test_frames_and_clips_are_written(desk, clip, said, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = analysed(qtbot, desk(), clip)
    sentences = said(window)
    window.desk.review.create(50, 60, 55)
    for action, name in (("save_frame", "one.png"), ("save_clip_numbered", "item.mp4")):
        target = tmp_path / name
        monkeypatch.setattr(
            "metst_gui.picture.picture_export.QFileDialog.getSaveFileName", lambda *_, target=target: (str(target), "")
        )
        window.book.actions[action].trigger()
        qtbot.waitUntil(lambda name=name: any(name in sentence for sentence in sentences), timeout=TIMEOUT)
        assert target.exists()
    with open_source(tmp_path / "item.mp4") as source:
        height = window.desk.session.info.height
        assert [number_of(frame.bgr()[:height]) for frame in source.frames()] == list(range(42, 69))


def test_a_video_file_takes_the_rate_the_user_gives(
    desk, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = Clip(".mp4", rate=25, ticks=lambda number: number + 36).write(tmp_path / "slow", 60)
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_video(video)
    window.desk.review.create(10, 30, 20)
    # 20 frames of 40 ms are no half second; of a camera with 200 a second they are a tenth.
    assert to_records(window.desk.document.project)[0].extra["kind"] == "macro"
    monkeypatch.setattr("metst_gui.picture.playing.ask_number", lambda *_, **__: (200.0, True))
    window.book.actions["image_rate"].trigger()
    assert to_records(window.desk.document.project)[0].extra["kind"] == "micro"
    assert window.desk.analysis.config().image_rate == 200.0
    assert "200.00 fps" in window.transport.readout
    target = tmp_path / "a.vtt"  # players still go by the file
    assert write_labels(window.desk, target, format_="vtt", missing="refuse")
    assert "00:00:01.840 --> 00:00:02.680" in target.read_text()
    window.close()
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_video(video)
    assert again.desk.session.info.fps == 200.0
    assert again.desk.document.project.video.rate_given
    monkeypatch.setattr("metst_gui.picture.playing.ask_number", lambda *_, **__: (0.0, True))
    again.book.actions["image_rate"].trigger()
    assert again.desk.session.info.fps == pytest.approx(25)
    assert again.desk.session.info.start_s == pytest.approx(1.44)


def test_labels_of_a_slowing_video_are_exchanged_in_the_window(desk, said, qtbot, tmp_path: Path) -> None:
    video = shutil.copy(FIELD / "vfr_light_30to25.mp4", tmp_path / "slowing.mp4")
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    sentences = said(window)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_video(Path(video))
    window.desk.review.create(1200, 1212, 1205)
    target = tmp_path / "a.eaf"
    assert write_labels(window.desk, target, format_="elan", missing="refuse"), sentences
    assert 'TIME_VALUE="42000"' in target.read_text()
    foreign = tmp_path / "b.srt"
    foreign.write_text("1\n00:00:42,000 --> 00:00:42,040\nmicro\n")
    assert read_labels(window.desk, foreign) == 1, sentences
    assert any((one.onset, one.offset) == (1200, 1200) for one in window.desk.document.view.annotations)
