"""What other tools made, in the window: curves in rows, scores and proposals as a run, kept in the project."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from engine.cli import main
from metst_gui.document.annotation import Verdict
from metst_gui.labels import bring_in
from metst_gui.labels.curves_dialog import CurvesDialog
from metst_gui.models import model_of_run
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[CurvesDialog]:
    """Accepts every dialog as it opens, and keeps it."""
    shown: list[CurvesDialog] = []

    def accepted(dialog: CurvesDialog) -> bool:
        shown.append(dialog)
        return True

    monkeypatch.setattr(CurvesDialog, "exec", accepted)
    return shown


def openface(folder: Path) -> Path:
    frames = np.arange(240)
    table = pd.DataFrame({"frame": frames + 1, " timestamp": frames / 25, " success": 1})
    table[" AU01_r"] = np.where((frames >= 80) & (frames <= 100), 2.5, 0.1)
    table[" AU12_r"] = 0.5
    table.to_csv(folder / "openface.csv", index=False)
    return folder / "openface.csv"


def drop(window, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, Qt.KeyboardModifier.NoModifier))


def test_an_openface_table_is_dropped_and_lies_in_rows(desk, qtbot, clip, tmp_path, asked, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    run, sentences = window.desk.document.view.run, said(window)
    drop(window, openface(tmp_path))
    assert "240 values, from frame 0 to 239; 240 of them within the video" in asked[0].line.text()
    strip = window.timeline.brought
    assert [row.name for row in strip.rows] == ["AU 1 Inner brow raiser", "AU 12 Lip corner puller"]
    assert [strip.value_at(0, frame) for frame in (79, 80, 100, 101)] == pytest.approx([0.1, 2.5, 2.5, 0.1])
    assert "openface.csv" in strip.hint(3)
    assert "Brought in 2 curves of “openface.csv”" in sentences[-1]
    assert window.desk.document.view.run is run
    drop(window, openface(tmp_path))
    assert len(window.desk.document.brought.files) == 1, "the same file again takes the place of the former"
    menu = window.features.lanes.menu()
    (inner,) = [action.menu() for action in menu.actions() if action.text() == "openface.csv"]
    inner.actions()[1].trigger()
    assert [row.name for row in strip.rows] == ["AU 1 Inner brow raiser"]
    window.desk.document.annotators.add("B", blind=True)
    assert strip.rows == ()


def test_what_was_brought_in_is_kept_and_verifies(desk, qtbot, clip, tmp_path, asked, capsys) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    bring_in.bring_in(window, window.desk, openface(tmp_path))
    project = window.desk.session.project_path
    window.close()
    capsys.readouterr()
    assert main(["verify", str(project)]) == 0
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(project)
    (brought,) = again.desk.document.brought.files
    assert (brought.file, len(brought.digest), brought.origin) == ("openface.csv", 64, "file")
    assert again.timeline.brought.value_at(0, 90) == 2.5
    again.desk.document.brought.remove(brought.id)
    assert again.timeline.brought.rows == ()
    assert main(["verify", str(project)]) == 0


def test_scores_of_another_model_become_the_run(desk, qtbot, clip, tmp_path, asked) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    table = pd.DataFrame({"frame": range(240), "score": 0.1})
    table.loc[60:75, "score"] = 0.8
    table.to_csv(tmp_path / "theirs.csv", index=False)
    bring_in.bring_in(window, window.desk, tmp_path / "theirs.csv")
    document = window.desk.document
    run = document.view.run
    assert (run.model, run.settings["origin"]) == ("theirs.csv", "file")
    assert not window.timeline.confounds.lanes, "the file tells of no blinks"
    assert [(one.onset, one.offset) for one in document.view.proposals] == [(60, 75)]
    assert model_of_run(run).title == "Scores of “theirs.csv”"
    assert "Scores of “theirs.csv”" in window.model_label.text()
    document.accept(document.view.proposals[0])
    (made,) = document.view.annotations
    assert made.origins.onset.who == f"theirs.csv (sha256 {run.model_digest[:12]})"
    window.desk.threshold.on_threshold(0.9, True)
    assert [document.view.verdict(one.id) for one in document.view.proposals] == [Verdict.ACCEPTED]
    # The mapping is remembered for the header.
    assert len(window.desk.settings.value.mappings) == 1


def test_a_large_table_is_read_beside_the_window(desk, qtbot, clip, tmp_path, asked, monkeypatch) -> None:
    monkeypatch.setattr(bring_in, "LARGE_BYTES", 10)
    window = desk()
    open_and_analyse(window, qtbot, clip)
    bring_in.bring_in(window, window.desk, openface(tmp_path))
    assert asked == []
    qtbot.waitUntil(lambda: len(window.timeline.brought.rows) == 2, timeout=TIMEOUT)
    pd.DataFrame({"frame": range(240), "heart": 1.0}).to_csv(tmp_path / "heart.csv", index=False)
    bring_in.bring_in(window, window.desk, tmp_path / "heart.csv")
    qtbot.waitUntil(lambda: len(window.timeline.brought.rows) == 3, timeout=TIMEOUT)
    assert window.timeline.brought.rows[0].name == "heart", "the latest first"
    (tmp_path / "bad.npz").write_bytes(b"no table at all")
    sentences: list[str] = []
    window.desk.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))
    bring_in.bring_in(window, window.desk, tmp_path / "bad.npz")
    qtbot.waitUntil(lambda: any("“bad.npz” is damaged" in one for one in sentences), timeout=TIMEOUT)


def test_opentad_results_stay_as_they_are(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    rate = window.desk.session.info.fps
    segments = [
        {"segment": [a / rate, b / rate], "label": "micro", "score": s} for a, b, s in ((30, 46, 0.9), (40, 60, 0.6))
    ]
    others = [{"segment": [0.1, 0.4], "label": "micro", "score": 0.99}]
    path = tmp_path / "result_detection.json"
    path.write_text(json.dumps({"results": {clip.stem: segments, "another": others}}), encoding="utf-8")
    drop(window, path)
    shown = window.desk.document.view.proposals
    assert [(one.onset, one.offset, one.score) for one in shown] == [(30, 45, 0.9), (40, 59, 0.6)]
    window.desk.threshold.on_threshold(0.7, True)
    assert [one.score for one in window.desk.document.view.proposals] == [0.9]


def test_a_file_that_is_none_of_these_is_a_sentence(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    sentences = said(window)
    for name, content in (("a.edf", b"no"), ("b.json", b"{"), ("c.csv", b"x\n")):
        (tmp_path / name).write_bytes(content)
        drop(window, tmp_path / name)
        assert f"“{name}”" in sentences[-1]
    assert window.desk.document.view.run.model == "classical"
