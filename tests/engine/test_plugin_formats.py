"""Label formats of other packages: read, written, found by their ending, and a broken one harms nothing."""

import json
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.datasets import FORMATS, Record, format_names, read_records, write_records
from engine.datasets.sniff import format_of
from engine.errors import DatasetError, PluginError
from tests.kit import plugins

CARD = {"interface": 1, "title": "Frames as text", "suffix": ".frames"}
SOUND = """
from engine.datasets import Record
class Frames:
    interface = 1
    def read(self, path, clock):
        rows = map(str.split, path.read_text().splitlines())
        return [Record(who, video, int(a), None, int(b), None) for who, video, a, b in rows]
    def write(self, path, records, clock):
        path.write_text("".join(f"{one.subject} {one.video} {one.onset} {one.offset}\\n" for one in records))
"""
RECORDS = [Record("s1", "a", 10, None, 20, None), Record("s2", "b", 30, None, 44, None)]


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str = SOUND, *, name: str = "mine", **card) -> None:
    package = f"format_of_{name}"
    groups = {"metst.formats": {name: f"{package}:Frames"}}
    plugins.write_package(folder, package, code, groups=groups, cards={name: {**CARD, **card}})
    monkeypatch.delitem(sys.modules, package, raising=False)
    plugins.install(folder, monkeypatch)


def test_it_is_read_written_and_known_by_its_ending(tmp_path: Path, monkeypatch, capsys) -> None:
    install(tmp_path, monkeypatch)
    assert format_names() == (*FORMATS, "mine")
    path = tmp_path / "labels.frames"
    assert write_records(path, RECORDS, format="mine").written == 2
    assert format_of(path) == "mine"
    assert list(read_records(path).records) == RECORDS
    assert main(["convert", str(path), str(tmp_path / "a.csv"), "--from", "mine", "--to", "csv"]) == 0
    capsys.readouterr()
    assert main(["evaluate", "--truth", str(tmp_path / "a.csv"), "--predictions", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tp"] == 2


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise RuntimeError('no such luck')", "no such luck"),
        ("class Frames:\n    interface = 2", "another version"),
        ("class Frames:\n    interface = 1", "cannot read"),
        ("class Frames:\n    interface = 1\n    def read(self, path, clock):\n        return ['x']", "gave no record"),
    ],
)
def test_one_that_fails_is_named(code: str, words: str, tmp_path: Path, monkeypatch) -> None:
    install(tmp_path, monkeypatch, code)
    (tmp_path / "labels.frames").write_text("s a 1 2\n", encoding="utf-8")
    with pytest.raises(PluginError, match=f"“mine”.*{words}"):
        read_records(tmp_path / "labels.frames")
    write_records(tmp_path / "a.csv", RECORDS, format="csv")
    assert len(read_records(tmp_path / "a.csv").records) == 2


def test_a_file_stays_where_writing_fails(tmp_path: Path, monkeypatch) -> None:
    write = "def write(self, path, records, clock):\n        path.write_text('x'); 1 / 0"
    code = f"class Frames:\n    interface = 1\n    {write}"
    install(tmp_path, monkeypatch, code)
    path = tmp_path / "labels.frames"
    path.write_text("kept", encoding="utf-8")
    with pytest.raises(PluginError, match="ZeroDivisionError"):
        write_records(path, RECORDS, format="mine")
    assert path.read_text(encoding="utf-8") == "kept"
    assert [one.name for one in tmp_path.glob("*.frames")] == ["labels.frames"]
    assert not list(tmp_path.glob(".*writing*"))


def test_metsts_own_formats_cannot_be_replaced(tmp_path: Path, monkeypatch) -> None:
    install(tmp_path, monkeypatch, name="csv")
    install(tmp_path / "more", monkeypatch, name="bad", suffix="frames")
    assert format_names() == FORMATS
    with pytest.raises(DatasetError, match="There is no format “bad”"):
        write_records(tmp_path / "x", RECORDS, format="bad")
