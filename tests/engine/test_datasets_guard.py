"""Label files that are no files."""

import os
from pathlib import Path

import pytest

from engine.cli.score_files import read_curves
from engine.content import content_of
from engine.datasets import FORMAT_TABLE, read_records
from engine.datasets.text import guard
from engine.errors import DatasetError, ProjectError, SourceError
from engine.journal import verify_project
from engine.video import open_source
from tests.engine.clips import write_images

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


@pytest.mark.skipif(not Path("/proc/self/pagemap").exists(), reason="files of Linux's kernel")
def test_files_of_the_kernel_that_announce_no_size_are_not_read(tmp_path: Path) -> None:
    """Regular files for whom it asks, but without an end, or waited for, as /proc/kmsg is."""
    for suffix in (".csv", ".metst", ".mp4"):
        (tmp_path / f"a{suffix}").symlink_to("/proc/self/pagemap")
    assert guard.read_file(tmp_path / "a.csv") == b""
    with pytest.raises(ProjectError, match="is not a METST project"):
        verify_project(tmp_path / "a.metst")
    with pytest.raises(SourceError, match="is empty"):
        open_source(tmp_path / "a.mp4")
    folder = tmp_path / "images"
    write_images(folder, [0, 1])
    (folder / "2.png").symlink_to("/proc/self/pagemap")
    with open_source(folder) as source:
        assert [frame.damaged for frame in source.frames()] == [False, False, True]
    assert content_of(folder, full=True).sha256
