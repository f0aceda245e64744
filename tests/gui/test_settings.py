"""Preferences survive; bad values never stop the program."""

import json
import logging
from dataclasses import fields
from pathlib import Path

import pytest

from metst_gui.settings import Settings, SettingsStore


def test_a_change_is_stored_and_told(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    store = SettingsStore(path)
    assert store.value == Settings()
    with qtbot.waitSignal(store.changed):
        store.update(annotator="名前", theme="dark")
    assert SettingsStore(path).value == Settings(annotator="名前", theme="dark")


def test_bad_values_fall_back_one_by_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"theme": "pink", "loop_context": True, "annotator": "A", "unknown": 1}))
    with caplog.at_level(logging.WARNING):
        assert SettingsStore(path).value == Settings(annotator="A")
    assert len(caplog.records) == 2


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\x00", b"null", b"[" * 100_000])
def test_an_unreadable_file_gives_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    assert SettingsStore(path).value == Settings()


@pytest.mark.parametrize("value", [[], {}, None, 1.5, True, "", "x" * 9])
@pytest.mark.parametrize("name", [one.name for one in fields(Settings)])
def test_no_value_of_any_setting_stops_the_program(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({name: value}))
    found = getattr(SettingsStore(path).value, name)
    assert found == getattr(Settings(), name) or found == value
    assert type(found) is type(getattr(Settings(), name))


def test_a_text_no_file_can_hold_is_stored_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    SettingsStore(path).update(weights="/models/\udcff.pkl")
    assert SettingsStore(path).value.weights == "/models/\udcff.pkl"


def test_a_wrong_value_is_refused(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "s.json")
    with pytest.raises(ValueError, match="theme"):
        store.update(theme="pink")
    assert store.value == Settings()


def test_an_unwritable_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = SettingsStore(tmp_path / "file" / "s.json")
    store.update(annotator="B")
    assert store.value.annotator == "B"
