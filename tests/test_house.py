"""The house keeps to its rules: the figures of ``python -m tools.house_check`` stay under these ceilings.

A ceiling is only ever lowered.
"""

import ast

import pytest

from tools.house_check import House, circles, floors, measure, own_methods, report, shared_names, trees

CYCLES = {"engine": 0, "metst_gui": 0}  # files in circles
METHODS = 25  # of the largest class, private ones and overrides too
CHAINS = 0
WINDOWS = 0


@pytest.fixture(scope="module")
def house() -> House:
    return measure()


@pytest.mark.parametrize("package", CYCLES)
def test_modules_import_one_another_in_no_circle(house, package: str) -> None:
    files = [module for circle in house.cycles for module in circle if module.startswith(f"{package}.")]
    assert len(files) <= CYCLES[package], files


def test_no_import_goes_against_the_layers(house) -> None:
    assert house.upward == ()


def test_no_class_is_a_god(house) -> None:
    name, most = max(house.methods.items(), key=lambda item: item[1])
    assert most <= METHODS, name


def test_no_object_is_split_into_a_chain_of_classes(house) -> None:
    assert len(house.chains) <= CHAINS, house.chains


def test_nobody_outside_its_room_takes_the_window(house) -> None:
    assert len(house.windows) <= WINDOWS, house.windows


def test_each_public_class_has_a_name_of_its_own(house) -> None:
    assert house.shared == ()


def test_the_check_sees_what_it_looks_for() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b"), "d": frozenset("abc")}
    assert circles(graph) == (("b", "c"),)
    assert floors({"containers": ["engine"], "layers": ["cli", "x | y : z"]}) == [
        ("engine.cli",),
        ("engine.x", "engine.y", "engine.z"),
    ]
    tree = trees()["metst_gui.timeline.timeline_view"][0]
    view = next(node for node in tree.body if getattr(node, "name", "") == "TimelineView")
    assert own_methods(view) > 10
    made = ast.parse("class A:\n def one(self): ...\n def _two(self): ...\n @override\n def three(self): ...").body[0]
    assert isinstance(made, ast.ClassDef)
    assert own_methods(made) == 3, "private ones and overrides are counted"
    twice = {
        "a": ast.parse("class Row: ...\nclass _Own: ..."),
        "b": ast.parse("def f():\n class Row: ...\nclass _Own: ..."),
    }
    assert list(shared_names(twice)) == ["Row: a, b"]


def test_the_report_tells_each_figure(house) -> None:
    text = "\n".join(report(house))
    for title in (
        "import cycles",
        "against the layers",
        "chain of classes",
        "`window` parameters",
        "classes share",
        "median",
    ):
        assert title in text
