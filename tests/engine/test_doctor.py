"""`metst doctor` says what is there, what is missing, and what to type."""

import json

import pytest

from engine.cli import doctor, main
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS


def test_all_that_is_needed_is_there(capsys) -> None:
    assert main(["doctor", "--json"]) == 0
    found = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(doctor.NEEDED) <= {name for name, one in found.items() if one["state"] == "there"}
    assert found["default model"]["state"] == "there"


def test_what_is_missing_is_named_with_what_to_type(monkeypatch, capsys) -> None:
    gone = {"numba", "dlib"}
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name in gone else object())
    assert main(["doctor"]) == 2
    told = capsys.readouterr()
    assert "! numba: missing" in told.out
    assert "    type: pip install metst" in told.out.splitlines()
    assert "- dlib: missing, for the official feature geometry" in told.out
    assert "pip install 'metst[dlib]'" in told.out
    assert told.err.strip() == "metst: Missing: numba. Type what stands under each."


def test_nothing_is_to_be_typed_where_there_are_no_wheels(monkeypatch, capsys) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name == "torch" else object())
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "- torch: missing, for training and learning: there is none for Macs with an Intel processor" in told
    assert "pip install torch" not in told


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch) -> None:
    def refuse(_path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    found = doctor._writable("cache folder", tmp_path / "a" / "b")
    assert (found.state, str(tmp_path) in found.told) == ("missing", True)


@pytest.mark.parametrize("name", doctor.OPTIONAL)
def test_what_to_type_names_an_extra_that_exists(name: str) -> None:
    from tests.conftest import ROOT

    mend = doctor.OPTIONAL[name][1]
    extra = mend.partition("[")[2].partition("]")[0]
    assert mend.startswith("pip install ")
    assert not extra or f"\n{extra} = [" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [DEFAULT_WEIGHTS, TALKING_WEIGHTS])
def test_either_model_that_an_analysis_may_take_is_missed(name, tmp_path, monkeypatch, capsys) -> None:
    for one in {DEFAULT_WEIGHTS, TALKING_WEIGHTS} - {name}:
        (tmp_path / f"{one}.safetensors").touch()
    monkeypatch.setattr(doctor, "WEIGHTS", tmp_path)
    assert main(["doctor"]) == 2
    assert f"{name}.safetensors is not there" in capsys.readouterr().out
