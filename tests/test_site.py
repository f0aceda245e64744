"""The site is built without a network: every link leads somewhere, no page asks a server for anything."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import architecture, site_hooks

SERVER = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href|srcset)=["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(made)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=150)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return made


def test_every_page_is_there_in_both_languages(site) -> None:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    english = {one for one in pages if not one.startswith("zh_CN/")}
    assert {"index.html", "manual.html", "keys.html", "adr/0001-frame-index.html"} <= english
    assert {f"zh_CN/{one}" for one in english} <= pages | {"zh_CN/404.html"}
    assert "工作台各面板" in (site / "zh_CN" / "manual.html").read_text(encoding="utf-8")


def test_no_page_asks_a_server(site) -> None:
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert [found for page in pages for found in SERVER.findall(page)] == []
    assert SERVER.search('<script src="https://a.example/b.js"></script>'), "the test sees what it looks for"
    assert [page for page in pages if 'class="mermaid"' in page] == []


def test_the_pictures_of_the_layers_are_in_the_page(site) -> None:
    text = (site / "architecture.html").read_text(encoding="utf-8")
    assert "<span>metst_gui.timeline</span>" in text
    assert text.count('<div class="band"') == architecture.drawn().count("subgraph")


def test_a_folder_in_the_contents_is_its_pages() -> None:
    found = site_hooks.with_folders([{"A": "adr"}, {"B": ["keys.md"]}], ROOT / "docs")
    assert len(found[0]["A"]) == len(list((ROOT / "docs" / "adr").glob("*.md")))
    assert found[1] == {"B": ["keys.md"]}
