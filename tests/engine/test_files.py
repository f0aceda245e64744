"""A file that is replaced is the old one or the new one, whatever happens meanwhile."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from engine.errors import OutputError
from engine.files import replace_file, replacing


def test_the_new_file_is_flushed_before_it_takes_the_place(tmp_path: Path, monkeypatch) -> None:
    path, order = tmp_path / "a.txt", []
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", lambda _handle: order.append(path.read_text()))
    replace_file(path, "new")
    assert order == ["old"]
    assert path.read_text() == "new"


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.NPZ"
    path.write_bytes(b"old")
    with suppress(KeyError), replacing(path) as temporary:
        assert temporary.suffix == ".npz"
        temporary.write_bytes(b"half")
        raise KeyError
    with pytest.raises(FileNotFoundError), replacing(path):
        pass
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_line_ends_and_long_names_are_kept(tmp_path: Path) -> None:
    path = tmp_path / ("表" * 80 + ".csv")
    replace_file(path, "a\r\nb\n")
    assert path.read_bytes() == b"a\r\nb\n"


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="choose another folder or free space"):
        replace_file(tmp_path / "missing" / "a.txt", b"")
    with pytest.raises(OutputError, match="would hold a damaged character"):
        replace_file(tmp_path / "a.txt", "\ud800")
    assert list(tmp_path.iterdir()) == []
