"""Every reference in the sources to a section of the method, a decision or a page resolves inside the repository."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

ROOMS = ("engine", "metst_gui", "tests", "benchmarks", "tools", "examples", "docs", "weights", ".ci")
ENDINGS = {".py", ".md", ".toml", ".json", ".yml", ""}
HERE = Path(__file__).name
HEADING = re.compile(r"^#+ ((?:Feature|Network|Evaluation|Weights|Field|Baselines) spec R?[0-9.]+)", re.M)
NUMBER = r"R?[0-9]+(?:\.[0-9]+)?"
NAMED = re.compile(
    rf"\b(feature|network|evaluation|weights|field|baselines) spec ({NUMBER}(?:(?:, | to | and ){NUMBER})*)", re.I
)
ANY = re.compile(r"(?i)\bspec(?:/[a-z]+)? [0-9]|\bdesign D[0-9]|\bspec/[a-z-]+\.md")
DECISION = re.compile(r"\bADRs? (\d{4}(?:(?:, | and | to )\d{4})*)")
PAGE = re.compile(r"\b(docs/[\w./-]+\.md)\b")


def sources() -> Iterator[tuple[Path, str]]:
    names = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "pyproject.toml", "main.py", "justfile")
    paths = [ROOT / name for name in names]
    for room in ROOMS:
        paths += sorted((ROOT / room).rglob("*")) if (ROOT / room).is_dir() else []
    for path in paths:
        if path.is_file() and path.suffix in ENDINGS and path.name != HERE and "__pycache__" not in path.parts:
            yield path, re.sub(r"\s*\n\s*(?:#|//)? ?", " ", path.read_text(encoding="utf-8"))


def sections() -> set[str]:
    pages = (ROOT / "docs" / name for name in ("method.md", "baselines.md"))
    return {name.lower() for page in pages for name in HEADING.findall(page.read_text(encoding="utf-8"))}


def test_sections_of_the_method_exist() -> None:
    known, used, lost = sections(), 0, []
    for path, text in sources():
        for kind, numbers in NAMED.findall(text):
            for number in re.findall(NUMBER, numbers):
                used += 1
                if f"{kind} spec {number}".lower() not in known:
                    lost.append(f"{path.relative_to(ROOT)}: {kind} spec {number}")
    assert lost == []
    assert used > 50


def test_no_reference_leads_out_of_the_repository() -> None:
    lost = []
    for path, text in sources():
        bare = NAMED.sub("", text)
        lost += [f"{path.relative_to(ROOT)}: {found}" for found in ANY.findall(bare)]
    assert lost == []


def test_decisions_exist() -> None:
    known = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md")}
    lost = [
        f"{path.relative_to(ROOT)}: ADR {number}"
        for path, text in sources()
        for numbers in DECISION.findall(text)
        for number in re.findall(r"\d{4}", numbers)
        if number not in known
    ]
    assert lost == []


def test_pages_exist() -> None:
    lost = [
        f"{path.relative_to(ROOT)}: {page}"
        for path, text in sources()
        for page in PAGE.findall(text)
        if not (ROOT / page).is_file()
    ]
    assert lost == []
