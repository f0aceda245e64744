"""What the recent files, the foot of the window and the card say of a video that was reviewed or has no proposals."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from metst_gui.recent_files import RecentFile, RecentFiles
from metst_gui.window.start_page import recent_words
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def test_the_recent_files_know_how_far_the_review_was_when_another_video_was_opened(
    desk, qtbot, clip, tmp_path
) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    # One is accepted; one that is marked unsure is still to be decided.
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_S)
    n = len(window.desk.document.view.proposals)
    open_and_analyse(window, qtbot, CLIPS["h264-gop15"].write(tmp_path / "other", 160))
    window.close()
    files = {one.video: one for one in RecentFiles().files}
    assert (files[clip.name].decided, files[clip.name].proposals) == (1, n)


def test_the_recent_files_know_how_far_the_review_is_also_where_the_window_is_killed(desk, qtbot, clip) -> None:
    window = desk()
    window.start._later.setInterval(10)
    open_and_analyse(window, qtbot, clip)
    n = len(window.desk.document.view.proposals)

    def told() -> tuple[int | None, int | None]:
        first = RecentFiles().files[0]
        return first.decided, first.proposals

    qtbot.waitUntil(lambda: told() == (0, n), timeout=TIMEOUT)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told() == (1, n), timeout=TIMEOUT)


def test_what_nobody_noted_of_an_analysis_is_looked_up_in_the_project(desk, qtbot, clip) -> None:
    window = desk()
    window.desk.opener.open_path(clip)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.start._later.setInterval(3_600_000)
    assert RecentFiles().files[0].proposals == 4, "noted at once when it ended"
    unnoted = RecentFile(window.desk.session.project_path)
    assert "analysed" in recent_words(unnoted).split(" · ")
    window.desk.document.annotators.add("B", blind=True)
    assert "analysed" not in recent_words(unnoted)
    window.close()
    assert "analysed" not in recent_words(unnoted), "B works blind"


def test_a_message_is_not_painted_over_the_words_of_the_command_under_the_pointer(desk) -> None:
    window = desk()
    window.status.showMessage("Undo the last edit")
    window.messages.show_message("info", "The report is written.")
    assert window.status.currentMessage() == ""
    assert window.messages.isVisible()


def test_the_card_says_where_the_model_proposes_nothing(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    assert any(one.text().startswith("Nothing selected") for one in window.card.findChildren(QLabel))
    run = window.desk.document.view.run
    still = replace(run.curves, score=np.zeros_like(run.curves.score))
    window.desk.document.set_run(replace(run, id="e" * 32, curves=still, proposals=()))
    assert any(one.text().startswith("The model proposes nothing") for one in window.card.findChildren(QLabel))
