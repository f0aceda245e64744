"""What a contributor is offered works: recipes, hooks and templates are read as their tools read them."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
import yaml

from engine.cli.runner import COMMANDS
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
# Arguments that a recipe cannot do without.
NEEDED = {"bench": ["startup"]}
PROMISED = ("setup", "run", "quick", "test", "lint", "types", "bench", "docs")


def just(*arguments: str) -> str:
    """What `just` prints; it comes with the test extra, beside the Python in use."""
    beside = Path(sys.executable).parent / "just"
    program = str(beside) if beside.exists() else shutil.which("just")
    assert program is not None, "just is missing: pip install '.[test]'"
    finished = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout + finished.stderr


def assert_can_run(line: str) -> None:
    """Whether the program of a command line is there, and the module or file that Python is to run."""
    words = shlex.split(line)
    if words[0] == "env":
        words = [word for word in words[1:] if word not in ("-u", "QT_QPA_PLATFORM")]
    program = Path(sys.executable).parent / words[0]
    assert program.exists() or shutil.which(words[0]), line
    if words[0] == "python" and words[1] == "-m":
        own = ROOT / words[2].replace(".", "/")
        assert own.is_dir() or own.with_suffix(".py").is_file() or PathFinder.find_spec(words[2]) is not None, line
    elif words[0] == "python":
        assert (ROOT / words[1]).is_file(), line


def recipes() -> dict[str, dict]:
    return json.loads(just("--dump", "--dump-format", "json"))["recipes"]


def test_every_recipe_can_be_run_and_says_what_it_does() -> None:
    found = recipes()
    assert set(PROMISED) <= set(found)
    listed = just("--list")
    for name, recipe in found.items():
        assert name in listed
        if name == "default":
            continue
        assert recipe["doc"], name
        for line in just("--dry-run", name, *NEEDED.get(name, [])).splitlines():
            assert_can_run(line)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", ".github/pull_request_template.md", "docs/benchmarks.md"])
def test_pages_name_recipes_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    code = re.findall(r"`([^`\n]+)`|^(just .*)$", text, re.MULTILINE)
    named = {name for pair in code for name in re.findall(r"\bjust ([a-z]+)\b", " ".join(pair))}
    assert named
    assert named <= set(recipes()), page


def test_every_hook_runs_what_the_test_extra_installs() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in settings["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in settings["repos"]} == {"local"}, "a hook fetches nothing"
    assert len({hook["id"] for hook in hooks}) == len(hooks) > 0
    for hook in hooks:
        assert hook["name"]
        assert hook["language"] == "system", hook["id"]
        assert_can_run(hook["entry"])


def test_the_citation_is_complete_and_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    # The required fields of the Citation File Format 1.2.0.
    assert {"authors", "cff-version", "message", "title"} <= set(cited)
    assert cited["cff-version"] == "1.2.0"
    assert (cited["version"], cited["license"]) == (PROJECT["version"], PROJECT["license"])
    for one in (cited, *cited.get("references", ())):
        assert one["title"]
        assert one["authors"]
        assert all(author.get("name") or author.get("family-names") for author in one["authors"])
    assert all("type" in one for one in cited.get("references", ()))


def test_the_templates_of_issues_are_offered() -> None:
    assert isinstance(yaml.safe_load((TEMPLATES / "config.yml").read_text(encoding="utf-8")), dict)
    pages = sorted(TEMPLATES.glob("*.md"))
    assert len(pages) >= 2
    for page in pages:
        _, head, body = page.read_text(encoding="utf-8").split("---\n", 2)
        asked = yaml.safe_load(head)
        assert asked["name"], page
        assert asked["about"], page
        assert "**" in body, page


def test_templates_name_commands_that_exist() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in (ROOT / ".github").rglob("*.md"))
    named = set(re.findall(r"`metst ([a-z]+)", text))
    assert named
    assert named <= {module.__name__.rpartition(".")[2] for module in COMMANDS}
