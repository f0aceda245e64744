"""Resources and weights are found in a checkout and inside an installed package, which takes no other name."""

import runpy
import shutil
from pathlib import Path

import setuptools

from engine import data
from tests.conftest import ROOT


def test_a_checkout_uses_the_folders_beside_the_package() -> None:
    assert (data.RESOURCES, data.WEIGHTS, data.DOCS) == (ROOT / "resources", ROOT / "weights", ROOT / "docs")


def test_an_installed_package_uses_its_own_copies_whatever_lies_beside_it(tmp_path: Path) -> None:
    for name in ("engine/_resources", "engine/_weights", "resources", "weights"):
        (tmp_path / name).mkdir(parents=True)
    module = runpy.run_path(shutil.copy(ROOT / "engine" / "data.py", tmp_path / "engine" / "data.py"))
    assert module["RESOURCES"] == tmp_path.resolve() / "engine" / "_resources"
    assert module["WEIGHTS"] == tmp_path.resolve() / "engine" / "_weights"


def test_the_wheel_owns_two_names_and_carries_every_folder(monkeypatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr(setuptools, "setup", asked.update)
    monkeypatch.chdir(ROOT)
    runpy.run_path(str(ROOT / "setup.py"))
    packages = set(asked["packages"])
    assert {name.partition(".")[0] for name in packages} == {"engine", "metst_gui"}
    rooms = {path.parent.relative_to(ROOT) for top in ("engine", "metst_gui") for path in (ROOT / top).rglob("*.py")}
    assert {".".join(room.parts) for room in rooms} <= packages
    folders = {"engine._resources": "resources", "engine._weights": "weights", "engine._docs": "docs"}
    assert asked["package_dir"] == folders
