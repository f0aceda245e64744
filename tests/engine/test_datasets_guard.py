"""Label files that are no files."""

import os
from pathlib import Path

import pytest

from engine.cli.score_files import read_curves
from engine.datasets import FORMAT_TABLE, guard, read_records
from engine.errors import DatasetError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")


@pytest.mark.parametrize("name", FORMAT_TABLE)
def test_a_pipe_or_device_is_refused_at_once(name: str, tmp_path: Path) -> None:
    pipe = tmp_path / f"pipe{FORMAT_TABLE[name].suffix}"
    os.mkfifo(pipe)
    link = tmp_path / f"link{FORMAT_TABLE[name].suffix}"
    link.symlink_to("/dev/zero")
    for path in (pipe, link):
        for asked in (name, None):
            with pytest.raises(DatasetError, match="is a pipe or a device, not a file"):
                read_records(path, format=asked, fps=25)


def test_scores_are_read_from_files_only(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "scores.csv")
    with pytest.raises(DatasetError, match="is a pipe or a device"):
        read_curves(tmp_path / "scores.csv")


def test_what_announces_no_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 1000)
    (tmp_path / "a.csv").write_bytes(b"x" * 1001)
    with pytest.raises(DatasetError, match="more than any label file"):
        guard.read_file(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_bytes(b"x" * 1000)
    assert len(guard.read_file(tmp_path / "a.csv")) == 1000
