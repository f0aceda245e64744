"""What the list of recent files and the foot of the window say while one video follows another."""

from PySide6.QtCore import Qt

from metst_gui.recent_files import RecentFiles
from tests.engine.clips import CLIPS
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def test_the_recent_files_know_how_far_the_review_was_when_another_video_was_opened(
    desk, qtbot, clip, tmp_path
) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    n = len(window.desk.document.view.proposals)
    open_and_analyse(window, qtbot, CLIPS["h264-gop15"].write(tmp_path / "other", 160))
    window.close()
    files = {one.video: one for one in RecentFiles().files}
    assert (files[clip.name].decided, files[clip.name].proposals) == (1, n)


def test_a_message_is_not_painted_over_the_words_of_the_command_under_the_pointer(desk) -> None:
    window = desk()
    window.status.showMessage("Take the last edit back")
    window.messages.show_message("info", "The report is written.")
    assert window.status.currentMessage() == ""
    assert window.messages.isVisible()
