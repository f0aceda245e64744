"""Plug-ins installed for one test: packages on the path, with their entry points."""

import importlib
import json
import shutil
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

CARD = {"interface": 1, "title": "A plug-in", "statement": "Made for a test.", "takes": "windows"}


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages in a folder can be imported and found, here and in processes started from here."""
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()


def write_package(
    folder: Path,
    name: str,
    code: str,
    *,
    groups: Mapping[str, Mapping[str, str]],
    cards: Mapping[str, Mapping[str, Any]],
) -> None:
    """A package with its entry points (group -> name -> object) and cards, as if pip had installed it there."""
    package = folder / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    for card, values in cards.items():
        (package / f"{card}.json").write_text(json.dumps(values), encoding="utf-8")
    _write_entries(folder, name, {group: dict(entries) for group, entries in groups.items()})


def spotter(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    score: str,
    *,
    name: str = "mine",
    before: str = "",
    **card: Any,
) -> None:
    """Install a spotter `name` whose method `score(self, given)` has the body `score`."""
    body = f"class Spotter:\n    interface = 1\n    def score(self, given):\n        {score}\n"
    code = f"import numpy as np\n{before}\n{body}"
    package = f"plugin_of_{name}"
    write_package(
        folder,
        package,
        code,
        groups={"metst.spotters": {name: f"{package}:Spotter"}},
        cards={name: {**CARD, **card}},
    )
    monkeypatch.delitem(sys.modules, package, raising=False)
    install(folder, monkeypatch)


def install_example(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example package of the repository, as pip lays it out."""
    source = ROOT / "examples" / "metst-example-spotter"
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(source / "metst_example_spotter", folder / "metst_example_spotter")
    _write_entries(folder, "metst_example_spotter", project["entry-points"])
    monkeypatch.delitem(sys.modules, "metst_example_spotter", raising=False)
    install(folder, monkeypatch)


def _write_entries(folder: Path, name: str, groups: Mapping[str, Mapping[str, str]]) -> None:
    about = folder / f"{name}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n", encoding="utf-8")
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{key} = {value}" for key, value in entries.items()))
    ]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
