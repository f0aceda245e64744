"""What the pages say of the tree is so: the drawn architecture, the index of benchmarks, the version to cite."""

import re
import tomllib

import pytest

from engine.datasets import FORMATS
from tests.conftest import ROOT
from tools import architecture

BENCHMARKS = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")


def test_the_picture_is_that_of_the_contracts() -> None:
    text = architecture.PAGE.read_text(encoding="utf-8")
    assert architecture.page(text) == text, "python -m tools.architecture"


def test_the_picture_shows_every_room() -> None:
    shown = architecture.drawn()
    rooms = {path.name for path in (ROOT / "metst_gui").iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f'"metst_gui.{room}"' not in shown} == set()


def test_a_page_without_a_place_for_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        architecture.page("# Architecture\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_label_format_is_in_the_table(name: str) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", page, re.M), "docs/formats.md needs a row that names the format"


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_in_the_index(name: str) -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    source = (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
    row = (
        rf"^\| `python -m benchmarks\.{name}[ `].* \| .{{20,}} \|$"
        if "__main__" in source
        else rf"`benchmarks/{name}\.py`"
    )
    assert re.search(row, text, re.M), "docs/benchmarks.md needs a row: the command, and what it measures"


def test_the_index_names_no_benchmark_that_is_gone() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"benchmarks[./]([a-z_]+)(?:\.py)?[ `]", text)) <= set(BENCHMARKS)


def test_the_version_to_cite_is_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", cited, re.M) == [project["version"]]


def test_the_commands_of_the_justfile_use_markers_that_exist() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    names = {marker.partition(":")[0] for marker in declared["markers"]}
    chosen = re.findall(r'-m "([^"]+)"', (ROOT / "justfile").read_text(encoding="utf-8"))
    used = {word for one in chosen for word in re.findall(r"[a-z0-9]+", one)} - {"or", "and", "not"}
    assert used
    assert used <= names


def test_the_folders_of_the_tests_are_their_markers(request: pytest.FixtureRequest) -> None:
    assert "house" in {marker.name for marker in request.node.iter_markers()}
