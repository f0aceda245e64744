"""The pages of the manual, their headings and the terms of the glossary, from the files in ``docs/``."""

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.data import DOCS
from metst_gui import language
from metst_gui.language import mark, tr

# Page of the manual: its name, its title, its file.
PAGES: dict[str, tuple[str, str]] = {
    "manual": (mark("Manual"), "manual.md"),
    "tutorial": (mark("Tutorial"), "tutorial.md"),
    "second_coder": (mark("A second coder, blind"), "how-to/second-coder.md"),
    "six_interviews": (mark("A case of six interviews"), "how-to/six-interviews.md"),
    "what_was_missed": (mark("What would have been missed"), "how-to/what-was-missed.md"),
    "dataset_folder": (mark("A data set's folder"), "how-to/dataset-folder.md"),
    "own_model": (mark("A model of your own"), "how-to/own-model.md"),
    "cluster": (mark("An archive on a cluster"), "how-to/cluster.md"),
    "hand_over": (mark("Hand over a case"), "how-to/forensic-hand-over.md"),
    "keys": (mark("Keys"), "keys.md"),
    "formats": (mark("Label formats"), "formats.md"),
    "commands": (mark("Commands"), "reference/commands.md"),
    "project_file": (mark("The project file"), "reference/project-file.md"),
    "journal": (mark("The journal"), "reference/journal.md"),
    "glossary": (mark("Glossary"), "CONTEXT.md"),
    "micro_expression": (mark("What a micro-expression is here"), "explanation/micro-expression.md"),
    "model": (mark("What the model can and cannot"), "explanation/model.md"),
    "figures": (mark("Figures, and the commands that print them"), "explanation/figures.md"),
    "statistics": (mark("Statistics"), "explanation/statistics.md"),
    "privacy": (mark("Privacy"), "explanation/privacy.md"),
    "licences": (mark("Licences"), "licences.md"),
    "install": (mark("Install"), "install.md"),
    "method": (mark("Method"), "method.md"),
}
_ANCHOR = re.compile(r'^<a id="([a-z_]+)"></a>$')
_FENCE = "```"
_ROW = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \| (.*?) \|$")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be looked up.

    Attributes:
        page: a key of `PAGES`.
        title: its heading, or the term, in the language of the page.
        anchor: what a panel calls it; empty where none does.
        text: its first paragraph, or what the term means.
        other: what it is called in another language, to be found by.
    """

    page: str
    title: str
    anchor: str = ""
    text: str = ""
    other: str = ""


def path_of(page: str) -> Path:
    """File of a page in the language of the window, else in English."""
    path = DOCS / PAGES[page][1]
    translated = path.with_suffix(f".{language.installed()}.md")
    return translated if translated.is_file() else path


def page_of(link: str, page: str) -> str:
    """The page that a link of another page leads to, a key of `PAGES`; empty where it is none of them."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(PAGES[page][1]), link.partition("#")[0]))
    return next((name for name, (_title, file) in PAGES.items() if file == place), "")


def page_title(page: str) -> str:
    """What a page is called in the language of the window."""
    return tr(PAGES[page][0])


def markdown(page: str) -> str:
    """Text of a page as Markdown; a sentence where its file is missing."""
    path = path_of(page)
    if not path.is_file():
        return tr("This page is missing from the installation: install METST again.")
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not _ANCHOR.match(line))


def topics() -> tuple[Topic, ...]:
    """Headings of the manual and the other pages, then the terms of the glossary."""
    return _topics(language.installed())


@cache
def _topics(_language: str) -> tuple[Topic, ...]:
    found = []
    for page in PAGES:
        if page != "glossary" and path_of(page).is_file():
            found += _headings(page)
    return (*found, *_terms())


def _headings(page: str) -> list[Topic]:
    lines = path_of(page).read_text(encoding="utf-8").splitlines()
    found = []
    anchor, is_code = "", False
    for number, line in enumerate(lines):
        match = _ANCHOR.match(line)
        is_code ^= line.startswith(_FENCE)
        if match:
            anchor = match[1]
        elif line.startswith("#") and not is_code:
            text = next((one for one in lines[number + 1 :] if one.strip()), "")
            plain = "" if text.startswith(("#", "|", "<", _FENCE)) else _plain(text)
            found.append(Topic(page, line.lstrip("#").strip(), anchor, plain))
            anchor = ""
    return found


def _terms() -> list[Topic]:
    path = path_of("glossary")
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    chinese = _chinese(text.partition("\n## Chinese")[2])
    found = []
    for line in text.splitlines():
        match = _ROW.match(line)
        if match:
            parts = [chinese.get(one.strip().lower(), "") for one in re.split(r" / |, | or ", match[1])]
            found.append(Topic("glossary", match[1], text=_plain(match[2]), other=" ".join(filter(None, parts))))
    return found


def _chinese(table: str) -> dict[str, str]:
    """English words of the table of Chinese terms and what each is in Chinese."""
    known: dict[str, str] = {}
    for line in table.splitlines():
        cells = [one.strip() for one in line.strip("|").split("|")]
        for english, chinese in zip(cells[::2], cells[1::2], strict=False):
            words, own = (re.split(r" / |, |: ", english), re.split(r" / |[，、：]", chinese))
            if len(words) == len(own):
                known |= {one.strip().lower(): other.strip() for one, other in zip(words, own, strict=True)}
    return known


def _plain(text: str) -> str:
    """Markdown of one paragraph without its marks."""
    return re.sub(r"[*`]", "", re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", text)).strip()
