"""Files are offered to be saved where a user looks and may write."""

from pathlib import Path

import platformdirs
import pytest

from metst_gui.widgets import save_folder
from metst_gui.widgets.save_folder import beside, beside_project


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: folder)
    return folder


def test_beside_a_video_of_the_user(tmp_path: Path, documents: Path) -> None:
    assert beside(tmp_path / "clip.mp4", "x.csv") == tmp_path / "x.csv"


def test_not_in_a_hidden_folder_nor_in_one_of_metsts_own(tmp_path: Path, documents: Path, monkeypatch) -> None:
    assert beside(tmp_path / ".cache" / "metst" / "demo.mp4", "x.csv") == documents / "x.csv"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda: tmp_path / "Caches")
    assert beside(tmp_path / "Caches" / "metst" / "demo.mp4", "x.csv") == documents / "x.csv"


def test_not_where_nothing_can_be_written(tmp_path: Path, documents: Path, monkeypatch) -> None:
    monkeypatch.setattr(save_folder.os, "access", lambda path, _mode: Path(path) == documents)
    assert beside(tmp_path / "clip.mp4", "x.csv") == documents / "x.csv"
    documents.rmdir()
    assert beside(tmp_path / "clip.mp4", "x.csv") == Path.home() / "x.csv"


def test_beside_the_video_of_a_project_that_metst_keeps(tmp_path: Path, documents: Path, monkeypatch) -> None:
    monkeypatch.setattr(platformdirs, "user_data_path", lambda: tmp_path / "Data")
    video, kept = tmp_path / "films" / "clip.mp4", tmp_path / "Data" / "projects" / "clip-0123456789ab.metst"
    video.parent.mkdir()
    assert beside_project(kept, video, "clip report.html") == video.parent / "clip report.html"
    named = tmp_path / "case.metst"
    assert beside_project(named, video, "case report.html") == tmp_path / "case report.html"
    hidden = tmp_path / ".cache" / "demo.mp4"
    assert beside_project(kept, hidden, "demo report.html") == documents / "demo report.html"
