"""The page before a video is open: where to begin, and what was open lately."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from metst_gui.document.file.opening import new_project
from metst_gui.recent_files import RecentFile
from metst_gui.widgets.theme import DARK, LIGHT
from metst_gui.window.start_page import StartPage, recent_name, recent_words


def page(qtbot) -> StartPage:
    widget = StartPage(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    return widget


def test_its_buttons_ask_for_what_they_say(qtbot) -> None:
    shown = page(qtbot)
    asked = {
        "Open video…": shown.open_requested,
        "Open project…": shown.project_requested,
        "Open dataset folder…": shown.folder_requested,
        "Open demo clip": shown.demo_requested,
    }
    buttons = {one.text(): one for one in shown.findChildren(QPushButton)}
    for text, signal in asked.items():
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
    shown.set_theme(DARK)
    assert not shown.grab().isNull()


def test_recent_files_are_listed_and_chosen(qtbot, tmp_path: Path) -> None:
    shown = page(qtbot)
    assert not shown.recent.isVisible()
    there, gone = tmp_path / "case.metst", tmp_path / "gone.metst"
    there.touch()
    shown.set_recent([RecentFile(there, "a.mp4", "2026-11-30T08:00:00+00:00", 3, 8), RecentFile(gone)])
    assert shown.recent.count() == 2
    first, second = shown.recent.item(0), shown.recent.item(1)
    assert first.text().startswith("case.metst\na.mp4 · ")
    assert "5 open proposals" in first.text()
    assert "not there now" in second.text()
    assert not second.flags() & Qt.ItemFlag.ItemIsEnabled
    with qtbot.waitSignal(shown.recent_chosen) as chosen:
        shown.recent.itemClicked.emit(first)
    assert chosen.args == [str(there)]
    with qtbot.waitSignal(shown.forget_requested):
        qtbot.mouseClick(shown._clear, Qt.MouseButton.LeftButton)


def test_how_far_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    assert "not analysed" in recent_words(RecentFile(path))
    project = tmp_path / "a.metst"
    new_project(project).store.close()
    assert "not analysed" in recent_words(RecentFile(project))
    project.write_bytes(b"SQLite format 3\0" + bytes(2000))
    assert "analysed" not in recent_words(RecentFile(project)), "it cannot be told"
    assert "1 open proposal" in recent_words(RecentFile(path, decided=1, proposals=2))
    assert "no proposals" in recent_words(RecentFile(path, decided=0, proposals=0))
    assert "all proposals decided" in recent_words(RecentFile(path, decided=2, proposals=2))
    assert recent_words(RecentFile(path, at="long ago")) == recent_words(RecentFile(path))


def test_a_project_nobody_named_is_listed_by_its_video() -> None:
    kept = RecentFile(Path("/u/projects/interview_B-0123456789ab.metst"), "interview_B.mp4")
    assert recent_name(kept) == "interview_B.mp4"
    assert "project kept by METST" in recent_words(kept)
    assert recent_name(RecentFile(Path("/u/projects/interview_B-0123456789ab-2.metst"))) == "interview_B"
    for name in ("case-017.metst", "case-0123456789AB.metst", "interview-0123456789ab.mp4"):
        assert recent_name(RecentFile(Path("/u") / name, "a.mp4")) == name
