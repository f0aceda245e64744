"""The pages say what is so: names of controls exist, figures are the stored ones, generated pages are up to date."""

import re
import tomllib

import pytest

from engine.evaluation.agreement import cohens_kappa
from tests.conftest import ROOT
from tools import catalogue, manual_pictures, manual_tables

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in [*DOCS.glob("how-to/*.md"), *DOCS.glob("tutorial*.md")])
BOLD = re.compile(r"\*\*([^*]+?)\.?\*\*")
# Bold words that begin a paragraph and name no control.
HEADINGS = {"On one computer", "On two computers", "Agreement and adjudication", "One that METST trains"}
HEADINGS |= {"A checkpoint", "Any other model"}

# Pages that somebody reads as the manual; `explanation/figures.md` is generated.
READ = sorted({*PAGES, *(path.relative_to(DOCS).as_posix() for path in DOCS.glob("explanation/*.md"))})
READ = [*(one for one in READ if one != "explanation/figures.md"), "index.md", "index.zh_CN.md", "manual.md"]
READ += ["manual.zh_CN.md", "install.md", "curves.md", "plugins.md", "fresh-eyes.md"]
MEASURE = re.compile(r"\b(?:F1|recall|precision|kappa|AUC|alarms?)\b|召回|误报|精确率")
CRITERION = re.compile(r"IoU\W*[\d.]+")
# What follows from a trial that a page describes.
TRIALS = {"how-to/second-coder.md": frozenset({".857", ".40"})}


def controls() -> dict[str, str]:
    """Every string of the window, English to Chinese."""
    chinese = {english: text for (context, english), text in catalogue.read().items() if context == catalogue.CONTEXT}
    return {one: chinese.get(one, "") for one in catalogue.window_strings()}


@pytest.mark.parametrize("page", PAGES)
def test_every_control_that_a_page_names_is_in_the_window(page: str) -> None:
    known = controls()
    names = set(known.values()) if page.endswith("zh_CN.md") else set(known)
    text = (DOCS / page).read_text(encoding="utf-8")
    named = {part.strip() for one in BOLD.findall(text) for part in one.split("→")} - HEADINGS
    named -= {"bold", "粗体"}
    assert named or page.endswith("cluster.md")
    assert {one for one in named if one not in names} == set()


@pytest.mark.parametrize("ending", ["", ".zh_CN"])
def test_the_tutorial_shows_the_pictures_that_the_script_takes(ending: str) -> None:
    text = (DOCS / f"tutorial{ending}.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\(pictures/tutorial/([^)]+)\)", text)
    assert sorted(shown) == sorted(f"{name}{ending}.jpg" for name in manual_pictures.PICTURES)
    assert all((DOCS / "pictures" / "tutorial" / name).is_file() for name in shown)


def test_generated_pages_are_up_to_date() -> None:
    for path, text in (
        (manual_tables.COMMANDS, manual_tables.commands_page()),
        (manual_tables.FIGURES, manual_tables.figures_page()),
    ):
        assert path.read_text(encoding="utf-8") == text, "python -m tools.manual_tables"


def test_every_package_that_is_needed_has_its_licence_on_the_page() -> None:
    text = manual_tables.LICENCES.read_text(encoding="utf-8")
    listed = {row.lower().replace("_", "-") for row in re.findall(r"^\| ([\w.-]+) \|", text, re.M)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {re.split(r"[^\w.-]", one, maxsplit=1)[0].lower().replace("_", "-") for one in project["dependencies"]}
    assert direct <= listed
    assert not re.search(r"^\| [\w.-]+ \| (?:see the package)? *\|", text, re.M), "a package without a licence"


def unknown_figures(page: str, text: str) -> set[str]:
    """Measured numbers of a page that no card holds: decimals in a paragraph that speaks of a measure."""
    known = manual_tables.figures() | TRIALS.get(page, frozenset())
    known |= {one.removeprefix("0") for one in known}
    found: set[str] = set()
    for paragraph in re.split(r"\n\s*\n", text):
        if MEASURE.search(paragraph):
            found |= set(re.findall(r"(?<![\w.-])\d*\.\d+", CRITERION.sub("", paragraph)))
    return found - known


@pytest.mark.parametrize("page", READ)
def test_every_measured_figure_of_the_manual_is_a_stored_one(page: str) -> None:
    assert unknown_figures(page, (DOCS / page).read_text(encoding="utf-8")) == set()


def test_a_figure_that_nobody_measured_is_found() -> None:
    assert "explanation/model.md" in READ
    assert unknown_figures("manual.md", "It has\nan F1 of 0.987 at IoU \u2265 0.5.") == {"0.987"}
    assert unknown_figures("manual.md", "\u8bef\u62a5\u6bcf\u5206\u949f .987 \u6b21") == {".987"}
    assert unknown_figures("manual.md", "calm F1 0.59, recall .45 at 1.1 alarms a minute") == set()
    assert unknown_figures("manual.md", "The brows come back within 0.7 s.") == set(), "no measure"


def test_the_trial_with_two_coders_has_the_figures_that_follow_from_it() -> None:
    page = "how-to/second-coder.md"
    kappa, n, agreed, _note = cohens_kappa([("joy", "joy"), ("fear", "fear"), ("joy", "fear")])
    assert (n, agreed) == (3, 2)
    assert TRIALS[page] == {f"{one:.3f}".strip("0").ljust(3, "0") for one in (2 * 3 / (3 + 4), kappa or 0.0)}
    text = (DOCS / page).read_text(encoding="utf-8")
    assert all(one in text for one in TRIALS[page])


def test_the_figures_of_the_readme_are_those_of_the_cards() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(metst-synth-v\d)`[^|]*\|(.+)\|$", text, re.M)
    assert [name for name, _ in rows] == list(manual_tables.MEASURED)
    known = manual_tables.figures()
    for _name, row in rows:
        claimed = set(re.findall(r"(?<![\w.-])\d+\.\d+", re.sub(r"IoU [\d.]+", "", row)))
        assert len(claimed) > 0
        assert claimed - known == set()
        assert "0.123" not in known
    assert "docs/explanation/figures.md" in text, "the page that names each command"
