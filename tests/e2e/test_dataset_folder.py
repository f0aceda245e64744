"""A data set's frames and labels become a project whose labels are a layer beside the reviewer's."""

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QProgressDialog

from engine.datasets import Record, read_records, write_records
from metst_gui.document.dataset import labels_layer
from metst_gui.evaluation.evaluation_dialog import EvaluationDialog
from metst_gui.labels import dataset_folder, label_files

pytestmark = pytest.mark.e2e


def frames(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        cv2.imwrite(str(folder / f"{number}.jpg"), np.full((48, 64, 3), number * 3 % 255, np.uint8))


def data_set(root: Path, count: int = 40) -> Path:
    frames(root / "part_A" / "spNO.1" / "a" / "color", count)
    frames(root / "part_A" / "spNO.2" / "b" / "color", 30)
    rows = [
        Record("spNO.1", "a", 4, 7, 19, "anger", "4", "II"),
        Record("spNO.1", "a", 30, 35, 60, "sad", "1", "II"),  # behind the last image
        Record("spNO.2", "b", 10, 12, 20, "happy", "12", "I"),
        Record("spNO.3", "c", 1, 2, 3, "fear", "5", "I"),  # no frames
    ]
    path = root / "labels.xlsx"
    write_records(path, rows, format="casme3")
    return path


def build(desk, root: Path, labels: Path, project: Path, go_on) -> list[str]:
    """Make and open a project without a thread."""
    return dataset_folder.finish(desk, dataset_folder.make(root, labels, project, go_on))


def test_the_videos_are_opened_in_the_background(desk, qtbot, tmp_path: Path, monkeypatch) -> None:
    window = desk()
    labels, reached, go = data_set(tmp_path / "set"), threading.Event(), threading.Event()
    here = threading.get_ident()
    real = dataset_folder.dataset_videos

    def slow(folder):
        assert threading.get_ident() != here
        for one in real(folder):
            reached.set()
            go.wait(20)
            yield one

    monkeypatch.setattr(dataset_folder, "dataset_videos", slow)
    ticks: list[int] = []
    timer = QTimer(window)
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    job = dataset_folder.start_job(window.desk, window, tmp_path / "set", labels, tmp_path / "set.metst")
    qtbot.waitUntil(lambda: reached.is_set() and len(ticks) > 5, timeout=20_000)
    assert job.isRunning(), "the window goes on while a video is being opened"
    told: list[tuple[int, int]] = []
    job.progress.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(window.desk.session.opened, timeout=30_000):
        go.set()
    assert told == [(1, 2), (2, 2)]
    assert len(window.desk.document.videos) == 2
    box = window.findChild(QMessageBox)
    assert box is not None, "remarks are shown"
    box.close()


def test_stop_ends_the_job_and_so_does_closing_the_window(desk, qtbot, tmp_path: Path, monkeypatch) -> None:
    window = desk()
    labels, reached, go = data_set(tmp_path / "set"), threading.Event(), threading.Event()
    real = dataset_folder.dataset_videos

    def slow(folder):
        for one in real(folder):
            reached.set()
            go.wait(20)
            yield one

    monkeypatch.setattr(dataset_folder, "dataset_videos", slow)
    job = dataset_folder.start_job(window.desk, window, tmp_path / "set", labels, tmp_path / "set.metst")
    qtbot.waitUntil(reached.is_set, timeout=20_000)
    window.findChild(QProgressDialog).canceled.emit()
    go.set()
    qtbot.waitUntil(lambda: "no project was made" in window.messages.message, timeout=20_000)
    assert not (tmp_path / "set.metst").exists()
    reached.clear()
    job = dataset_folder.start_job(window.desk, window, tmp_path / "set", labels, tmp_path / "set.metst")
    stopped = job._stopped
    monkeypatch.setattr(go, "wait", lambda _seconds: stopped.wait(20))
    qtbot.waitUntil(reached.is_set, timeout=20_000)
    window.close()
    assert stopped.is_set()
    assert not (tmp_path / "set.metst").exists()


def test_frames_and_labels_become_a_project(desk, qtbot, tmp_path: Path) -> None:
    window = desk()
    labels = data_set(tmp_path / "set")
    session, project = window.desk.session, tmp_path / "set.metst"
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    with qtbot.waitSignal(session.opened, timeout=30_000):
        remarks = build(window.desk, tmp_path / "set", labels, project, go_on)
    assert told == [(1, 2), (2, 2)]
    document = session.document
    assert [(one.subject, one.name) for one in document.videos] == [("spNO.1", "a"), ("spNO.2", "b")]
    assert {one.ref.fps for one in document.videos} == {30.0}
    truth = next(one for one in document.annotators if one.name == labels_layer("labels.xlsx"))
    assert document.layer != truth, "the reviewer's own layer is in use"
    assert document.view.annotations == ()
    first, second = (document.view.annotations_of(truth.id, one.id) for one in document.videos)
    assert [(one.onset, one.apex, one.offset, one.emotion) for one in first] == [(4, 7, 19, "anger")]
    assert [(one.onset, one.action_units) for one in second] == [(10, "12")]
    text = "\n".join(remarks)
    assert "2 videos with 3 rows found in “set”; 1 rows without a video" in text
    assert "spNO.3/c, 1 rows: there is no folder or video called spNO.3/c/color" in text
    assert "1 of 2 rows end behind the last of 40 images" in text
    assert "spNO.1/a: Frames 30 to 60 were left out: The offset lies behind the last frame." in text
    before = len(document.videos)
    assert build(window.desk, tmp_path / "set", labels, project, go_on) == []
    assert "is there already" in window.messages.message
    assert len(document.videos) == before


def test_stopping_makes_no_project(desk, tmp_path: Path) -> None:
    window = desk()
    labels = data_set(tmp_path / "set")
    assert build(window.desk, tmp_path / "set", labels, tmp_path / "p.metst", lambda *_: False) == []
    assert not (tmp_path / "p.metst").exists()


def test_a_folder_without_the_videos_is_refused(desk, tmp_path: Path) -> None:
    window = desk()
    labels = data_set(tmp_path / "set")
    (tmp_path / "empty").mkdir()
    assert build(window.desk, tmp_path / "empty", labels, tmp_path / "p.metst", lambda *_: True) == []
    assert not (tmp_path / "p.metst").exists()
    assert "No video of “labels.xlsx” was found in “empty”" in window.messages.message


def test_runs_are_compared_with_the_labels(desk, qtbot, tmp_path: Path) -> None:
    window = desk()
    labels = data_set(tmp_path / "set", 240)
    session = window.desk.session
    with qtbot.waitSignal(session.opened, timeout=30_000):
        build(window.desk, tmp_path / "set", labels, tmp_path / "set.metst", lambda *_: True)
    dialog = EvaluationDialog(window.desk, window)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: session.document.view.run is not None, timeout=30_000)
    dialog.refresh()
    found = dialog.comparison
    assert found is not None
    assert found.report.n_truth == 2, "of the analysed video only"
    assert found.left_out == ("spNO.2 b",)
    assert found.report.tp + found.report.fn == 2
    assert dialog.table.rowCount() == len(found.findings) == found.report.tp + found.report.fp + found.report.fn
    errors = [one for one in found.findings if one.result != "TP"]
    dialog.step(1)
    if errors:
        qtbot.waitUntil(lambda: session.playback.frame == errors[0].onset)
    assert "Spotting (Table I)" in dialog.tables.toPlainText()
    dialog.tabs.setCurrentWidget(dialog.plots)
    assert "false alarms" in dialog.plots.words.text()
    assert dialog.plots.plots[0].curves[0].points[-1][1] == found.report.recall
    dialog.save(tmp_path / "report")
    assert "labels: labels.xlsx" in (tmp_path / "report" / "report.html").read_text()


@pytest.mark.parametrize("start", [0, 1])
def test_labels_stand_on_the_images_they_name(desk, qtbot, tmp_path: Path, start: int) -> None:
    window = desk("endless")
    window.desk.settings.update(analyse_on_open=False)
    labels = data_set(tmp_path / "set")
    color = tmp_path / "set" / "part_A" / "spNO.1" / "a" / "color"
    for number in (2, 3, 11):
        (color / f"{number}.jpg").unlink()
    if start == 0:
        (color / "1.jpg").rename(color / "0.jpg")
    remarks = build(window.desk, tmp_path / "set", labels, tmp_path / "p.metst", lambda *_: True)
    qtbot.waitUntil(lambda: window.desk.session.info is not None, timeout=20000)
    assert any("the labels go by the numbers in the names" in one for one in remarks)
    document = window.desk.document
    layer = next(one for one in document.annotators if one.name == labels_layer("labels.xlsx"))
    document.annotators.use(layer.id)
    (one,) = document.view.annotations
    names = sorted(int(path.stem) for path in color.iterdir())
    # Onset 5, apex 8, offset 20 in the sheet.
    assert [names[frame] for frame in (one.onset, one.apex, one.offset)] == [5, 8, 20]
    # The same label file, imported into the open folder, says the same; written back it names the same images.
    window.desk.document.videos.name(subject="spNO.1", video_name="a")
    assert label_files.read_labels(window.desk, labels) == 0, "the same annotation is there already"
    back = tmp_path / "back.xlsx"
    assert label_files.write_labels(window.desk, back, format_="casme3", missing="refuse")
    assert [(r.onset, r.apex, r.offset) for r in read_records(back).records] == [(4, 7, 19)]
