"""The list of files that were open lately: newest first, short, and harmless whatever stands in its file."""

import json
from pathlib import Path

import pytest

from metst_gui.recent_files import MOST, RecentFile, RecentFiles


def test_newest_first_each_once_and_not_too_many(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    recent = RecentFiles(path)
    for number in range(MOST + 3):
        recent.note(tmp_path / f"{number}.metst", f"{number}.mp4")
    with qtbot.waitSignal(recent.changed):
        recent.note(tmp_path / "5.metst", "5.mp4", decided=3, proposals=8)
    again = RecentFiles(path)
    assert again.files == recent.files
    assert len(again.files) == MOST
    first = again.files[0]
    assert (first.path, first.video, first.decided, first.proposals) == (tmp_path / "5.metst", "5.mp4", 3, 8)
    assert [one.path.name for one in again.files].count("5.metst") == 1
    recent.forget(tmp_path / "5.metst")
    assert tmp_path / "5.metst" not in [one.path for one in RecentFiles(path).files]
    recent.forget()
    assert RecentFiles(path).files == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("{", []),
        ("{}", []),
        ("[" * 100_000, []),
        ('["a", 3, null, {"path": ""}, {"path": "a\\u0000b"}, {"path": 7}]', []),
        ('[{"path": "a", "video": 3, "at": [], "decided": -1, "proposals": 2}]', [RecentFile(Path("a"))]),
        ('[{"path": "a", "decided": true, "proposals": 2}]', [RecentFile(Path("a"))]),
        ('[{"path": "a", "decided": 1, "proposals": 2}]', [RecentFile(Path("a"), decided=1, proposals=2)]),
    ],
)
def test_whatever_stands_in_the_file(qapp, tmp_path: Path, text: str, expected: list[RecentFile]) -> None:
    path = tmp_path / "recent.json"
    path.write_text(text, encoding="utf-8")
    recent = RecentFiles(path)
    assert list(recent.files) == expected
    recent.note(tmp_path / "b", "b")
    assert json.loads(path.read_text(encoding="utf-8"))[0]["path"] == str(tmp_path / "b")


def test_a_list_that_cannot_be_written_is_kept_for_now(qapp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recent = RecentFiles(tmp_path / "file" / "recent.json")
    recent.note(tmp_path / "a", "a")
    assert [one.path.name for one in recent.files] == ["a"]
