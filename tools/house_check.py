"""Measures the house: ``python -m tools.house_check`` prints how the sources keep to the rules of the house.

Import cycles (what is only imported for types counts too), imports against the layers of ``pyproject.toml``, classes
with too many methods, objects split into a chain of classes, `window` parameters outside the window's room, public
classes that share a name, and the lengths of files and functions. ``tests/test_house.py`` holds each figure to a
ceiling.
"""

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("engine", "metst_gui")
# Where a `window` may be handed on: the window's own room, and the program that makes it.
WINDOW_ROOMS = ("metst_gui.window", "metst_gui.app")
Functions = ast.FunctionDef | ast.AsyncFunctionDef
Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class House:
    """What was measured.

    Attributes:
        cycles: modules that import one another in a circle, each circle sorted, the largest first.
        upward: imports against the layers, as ``"from -> to"``.
        methods: methods a class has of its own, private ones and overrides too, by ``"module.Class"``.
        chains: classes that only one other class in another file builds on, and that nobody else uses.
        windows: functions outside the window's room that take the main window.
        shared: names of public classes that two modules give, as ``"Name: module, module"``.
        file_lines: lines of each file, by package.
        function_lines: lines of each function, by package.
    """

    cycles: tuple[tuple[str, ...], ...]
    upward: tuple[str, ...]
    methods: Mapping[str, int]
    chains: tuple[str, ...]
    windows: tuple[str, ...]
    shared: tuple[str, ...]
    file_lines: Mapping[str, tuple[int, ...]]
    function_lines: Mapping[str, tuple[int, ...]]


@cache
def trees() -> Mapping[str, tuple[ast.Module, int]]:
    """Syntax tree and number of lines of every module of the packages, by its dotted name."""
    found: dict[str, tuple[ast.Module, int]] = {}
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        text = path.read_text(encoding="utf-8")
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(text), text.count("\n")
    return found


@cache
def imports() -> Graph:
    """What each module imports of the packages, wherever in it the import stands."""
    names = trees().keys()
    graph: dict[str, frozenset[str]] = {}
    for module, (tree, _) in trees().items():
        found: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                inside = (f"{node.module}.{one.name}" for one in node.names)
                found.update(one if one in names else node.module for one in inside)
        graph[module] = frozenset((found & names) - {module})
    return graph


def circles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Groups of nodes that reach one another (Tarjan's strongly connected components of more than one node)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in order:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], order[other])
        if low[node] == order[node]:
            start = stack.index(node)
            group = tuple(sorted(stack[start:]))
            del stack[start:]
            if len(group) > 1:
                found.append(group)

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10 * len(graph)))
    for node in graph:
        if node not in order:
            visit(node)
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def contracts() -> tuple[Mapping[str, Any], ...]:
    """The import-linter contracts of ``pyproject.toml``."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(content["tool"]["importlinter"]["contracts"])


def floors(contract: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The layers of a contract, the highest first, each the full names of its rooms."""
    container = f"{contract['containers'][0]}." if "containers" in contract else ""
    layers: Sequence[str] = contract["layers"]
    return [tuple(f"{container}{room.strip()}" for room in layer.replace("|", ":").split(":")) for layer in layers]


def upward(graph: Graph) -> Iterator[str]:
    """Imports from a lower layer into a higher one."""
    for contract in contracts():
        if contract["type"] != "layers":
            continue
        floor = {room: number for number, rooms in enumerate(floors(contract)) for room in rooms}
        for module, others in graph.items():
            here = _floor(module, floor)
            for other in sorted(others):
                there = _floor(other, floor)
                if here is not None and there is not None and there < here:
                    yield f"{module} -> {other}"


def _floor(module: str, floor: Mapping[str, int]) -> int | None:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        found = floor.get(".".join(parts[:length]))
        if found is not None:
            return found
    return None


def own_methods(node: ast.ClassDef) -> int:
    """Methods that a class defines itself, private ones and overrides too; a property with its setter is one."""
    return len({one.name for one in node.body if isinstance(one, Functions)})


def split_objects() -> Iterator[str]:
    """Classes made only to be built on by one class of another file: one object in pieces."""
    classes = {
        node.name: (module, node)
        for module, (tree, _) in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    heirs: dict[str, list[str]] = defaultdict(list)
    for module, node in classes.values():
        for base in node.bases:
            if _name(base) in classes and not _is_protocol(classes[_name(base)][1]):
                heirs[_name(base)].append(module)
    used: Counter[str] = Counter()
    for tree, _ in trees().values():
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        used.update(_name(call) for call in calls)
    for name, modules in sorted(heirs.items()):
        module, made = classes[name]
        built_on_once = len(modules) == 1 and modules[0] != module
        if built_on_once and not used[name] and any(isinstance(one, Functions) for one in made.body):
            yield f"{module}.{name}"


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(_name(base) in ("Protocol", "ABC") for base in node.bases)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def window_takers() -> Iterator[str]:
    """Functions outside the window's room that take the main window; a bare Qt window, without our parts, is none."""
    for module, (tree, _) in trees().items():
        if not module.startswith("metst_gui") or module.startswith(WINDOW_ROOMS):
            continue
        for node in ast.walk(tree):
            if isinstance(node, Functions):
                arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                if any(_is_window(one) for one in arguments):
                    yield f"{module}:{node.lineno} {node.name}"


def _is_window(argument: ast.arg) -> bool:
    kind = ast.unparse(argument.annotation).strip("\"'") if argument.annotation else ""
    return kind == "MainWindow" or (argument.arg == "window" and not kind.startswith("Q"))


def shared_names(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """Names that classes of several modules have; private ones, known in one module only, may share theirs."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module)
    return (f"{name}: {', '.join(found)}" for name, found in sorted(homes.items()) if len(found) > 1)


def measure() -> House:
    """Measure the packages as they are."""
    graph = imports()
    lines: dict[str, list[int]] = defaultdict(list)
    functions: dict[str, list[int]] = defaultdict(list)
    methods: dict[str, int] = {}
    for module, (tree, length) in trees().items():
        package = module.partition(".")[0]
        lines[package].append(length)
        for node in ast.walk(tree):
            if isinstance(node, Functions) and node.end_lineno is not None:
                functions[package].append(node.end_lineno - node.lineno + 1)
            elif isinstance(node, ast.ClassDef):
                methods[f"{module}.{node.name}"] = own_methods(node)
    return House(
        circles(graph),
        tuple(upward(graph)),
        methods,
        tuple(split_objects()),
        tuple(window_takers()),
        tuple(shared_names({module: tree for module, (tree, _) in trees().items()})),
        {package: tuple(found) for package, found in lines.items()},
        {package: tuple(found) for package, found in functions.items()},
    )


def report(house: House) -> Iterator[str]:
    """Lines to print."""
    yield from _listed("import cycles", (f"{len(one)} files: {', '.join(one)}" for one in house.cycles))
    yield from _listed("imports against the layers", house.upward)
    yield from _listed("objects split into a chain of classes", house.chains)
    yield from _listed("`window` parameters outside the window's room", house.windows)
    yield from _listed("names that public classes share", house.shared)
    most = sorted(house.methods.items(), key=lambda item: -item[1])[:5]
    yield "most methods: " + ", ".join(f"{name} {count}" for name, count in most)
    for what, found in (("file", house.file_lines), ("function", house.function_lines)):
        for package, lengths in found.items():
            median, p90 = np.percentile(lengths, (50, 90))
            yield (
                f"{package}: {len(lengths)} {what}s, lines median {median:.0f}, p90 {p90:.0f}, largest {max(lengths)}"
            )


def _listed(title: str, found: Iterable[str]) -> Iterator[str]:
    items = list(found)
    yield f"{title}: {len(items)}"
    yield from (f"  {one}" for one in items)


if __name__ == "__main__":
    sys.stdout.write("\n".join(report(measure())) + "\n")
