"""Writes the pages of the manual that come from tables: the commands, the models' figures, the licences.

Run:  python -m tools.manual_tables
"""

import argparse
import json
import os
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from engine.cli.runner import build_parser
from tools.house_check import ROOT

COMMANDS = ROOT / "docs" / "reference" / "commands.md"
FIGURES = ROOT / "docs" / "explanation" / "figures.md"
LICENCES = ROOT / "docs" / "licences.md"
WIDTH = "100"
# Card -> the command that prints its bench, and the kind of footage it was measured on.
MEASURED = {
    "metst-synth-v1": ("python -m benchmarks.spotting_bench --portraits PORTRAITS --cache CACHE", "portraits"),
    "metst-synth-v2": ("python -m benchmarks.real_faces", "recordings"),
}
# What comes inside wheels and asks more of whoever passes a bundle on than MIT or BSD do.
WITHIN = (
    ("Qt 6, in PySide6-Essentials", "LGPL-3.0: kept as libraries of their own, which can be replaced"),
    ("FFmpeg with x264 and x265, in av", "GPL-2.0-or-later: a bundle as a whole may be passed on under the GPL"),
    ("FFmpeg, in opencv-python-headless", "LGPL-2.1-or-later"),
    ("LLVM, in llvmlite", "Apache-2.0 with LLVM exception"),
    ("OpenBLAS, in numpy", "BSD-3-Clause; libgfortran in it: GPL-3.0 with GCC exception"),
    ("Python, in a bundle", "PSF-2.0"),
    (
        "X11, glib, freetype, fontconfig, ICU, … of Debian, in the Linux bundle",
        "their texts lie in licences/ beside it",
    ),
    ("Face models (resources/face)", "Apache-2.0, see resources/face/README.md"),
    ("Portrait of the demo (resources/demo)", "public domain, NASA"),
    ("Weights (weights)", "as their cards say"),
    ("iframe-worker, in the site", "MIT"),
)


def commands_page() -> str:
    """Every command of `metst` with its options, as it prints them."""
    os.environ["COLUMNS"] = WIDTH
    lines = [
        "# Commands",
        "",
        "Written by `python -m tools.manual_tables` from the parsers; `metst COMMAND --help` prints the same.",
        "",
        "`metst-gui [PROJECT_OR_VIDEO] [--demo] [--report FILE]` opens the window, or writes a report without one.",
    ]
    for name, parser in _parsers():
        text = parser.format_help().rstrip()
        lines += ["", f"## metst {name}", "", "```text", re.sub(r"[ \t]+$", "", text, flags=re.M), "```"]
    return "\n".join(lines) + "\n"


def figures_page() -> str:
    """Every figure of the cards' benches, with the footage it was measured on and the command that prints it."""
    lines = [
        "# Figures, and the commands that print them",
        "",
        "Written by `python -m tools.manual_tables` from the model cards, which hold what the benches printed. A test",
        "compares README.md with them: neither can be changed alone. The commands need a checkout and source pictures",
        "or recordings that are not part of METST (weights/README.md).",
        "",
        "Footage: *portraits* are movements drawn into still pictures; *recordings* are movements put into recordings",
        "of people who move and talk. None of them is a real micro-expression, and how often a model errs on real ones",
        "is not known. Second and third number: 95 % interval. Figures of speed: [benchmarks](../benchmarks.md).",
    ]
    for name, (command, footage) in MEASURED.items():
        bench = json.loads((ROOT / "weights" / f"{name}.json").read_text(encoding="utf-8"))["bench"]
        lines += [
            "",
            f"## {name}",
            "",
            f"`{command}`, {footage}. {bench['what']}.",
            "",
            "| figure | value |",
            "|---|---|",
        ]
        lines += [f"| {label} | {value} |" for label, value in _values(bench) if label != "what"]
    return "\n".join(lines) + "\n"


def figures() -> set[str]:
    """Every number of the cards' benches, as pages write them: rounded to one and to two places."""
    found: set[str] = set()
    for name in MEASURED:
        bench = json.loads((ROOT / "weights" / f"{name}.json").read_text(encoding="utf-8"))["bench"]
        for _, value in _values(bench):
            for number in re.findall(r"\d+(?:\.\d+)?", value):
                found |= {number, f"{float(number):.1f}", f"{float(number):.2f}", f"{float(number):g}"}
    return found


def _values(bench: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Leaves of a bench: what is measured, and its value."""
    if isinstance(bench, dict):
        for key, value in bench.items():
            yield from _values(value, f"{path}, {key}" if path else key)
    elif isinstance(bench, list):
        words = [str(one) for one in bench]
        numbers = all(isinstance(one, int | float) for one in bench)
        yield path, f"{words[0]} [{', '.join(words[1:])}]" if numbers and len(words) > 1 else ", ".join(words)
    else:
        yield path, str(bench)


def licences_page() -> str:
    """The licence of METST, of every package that it needs to run, and of what comes inside them."""
    lines = [
        "# Licences",
        "",
        "Written by `python -m tools.manual_tables` from what the packages say of themselves. METST itself: MIT",
        "(LICENSE). A bundle holds the texts in its folder `licences`.",
        "",
        "| package | licence |",
        "|---|---|",
        *(f"| {name} | {licence} |" for name, licence in _licences()),
        "",
        "What comes inside:",
        "",
        "| part | licence |",
        "|---|---|",
        *(f"| {part} | {licence} |" for part, licence in WITHIN),
    ]
    return "\n".join(lines) + "\n"


def needed() -> list[str]:
    """Names of the packages that METST needs to run, theirs included, in the form they give themselves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    coming, found = [_name(one) for one in project["dependencies"]], dict[str, str]()
    while coming:
        name = coming.pop()
        if name in found:
            continue
        try:
            told = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # of another system or Python
            continue
        found[name] = told.metadata["Name"]
        coming += [_name(one) for one in told.requires or () if "extra ==" not in one]
    return sorted(found.values(), key=str.lower)


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _licences() -> Iterator[tuple[str, str]]:
    for name in needed():
        told = metadata.metadata(name).json
        found = told.get("classifier", ())
        classifiers = [str(one).rpartition(" :: ")[2] for one in found if "License ::" in one]
        stated = str(told.get("license_expression") or ", ".join(classifiers) or told.get("license") or "").strip()
        yield name, (stated.splitlines() or ["see the package"])[0]


def _parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in build_parser()._actions:  # noqa: SLF001 - argparse has no other way to its commands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices.items()


def main() -> None:
    """Write the pages again."""
    for path, text in ((COMMANDS, commands_page()), (FIGURES, figures_page()), (LICENCES, licences_page())):
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
