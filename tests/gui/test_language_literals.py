"""No string that a user sees is written past the translation: found in the sources, not by running them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from engine.explain.label_check import Doubt
from tests.conftest import ROOT

# What shows its text to the user.
SHOWN_BY = {
    *("setText", "setPlainText", "setDetailedText", "setInformativeText", "setWindowTitle", "setTitle", "setLabelText"),
    *("setToolTip", "setStatusTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText"),
    *("setHeaderLabels", "setHorizontalHeaderLabels", "setSuffix", "setPrefix", "setSpecialValueText", "setLabel"),
    *("addAction", "addMenu", "addItem", "addItems", "addRow", "addTab", "addButton", "drawText", "showText"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
    *("ToggleButton", "VerdictButton", "ElidedLabel", "QTableWidgetItem", "QTreeWidgetItem", "QListWidgetItem"),
    *(
        "QProgressDialog",
        "question",
        "warning",
        "information",
        "critical",
        "getText",
        "getItem",
        "getInt",
        "getDouble",
        "ask_number",
    ),
    *("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    *("set_message", "show_nothing", "show_sentence", "show_occlusion", "GutterLine", "info", "error"),
}
# Their strings are translated, or are never shown.
TRANSLATING = {"tr", "mark", "plural", "told", "Said"}
# The same word in both languages: names of formats, units, and of what only the log and developers read.
KNOWN = {
    "metst_gui/project/agreement_and_adjudication.py": {"agreement.json", "adjudicated.csv"},
}
LETTERS = re.compile(r"[^\W\d_]{2}")
SENTENCE = re.compile(r"[a-z]{2,}[,:;]? .*[a-z]{2}")


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_log(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and re.match(r"_log|logging|root", ast.unparse(node.func.value)) is not None
    )


def bare(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings of an argument that do not pass through a translating function."""
    if isinstance(node, ast.Call):
        if called(node) in TRANSLATING or called(node) in ("replace", "strip", "removeprefix", "startswith", "get"):
            return
        if called(node) == "join" and isinstance(node.func, ast.Attribute):
            for argument in node.args:
                yield from bare(argument)
            return
    if isinstance(node, ast.Subscript | ast.Compare):
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and LETTERS.search(node.value):
            yield node.lineno, node.value
        return
    if isinstance(node, ast.FormattedValue):
        yield from bare(node.value)
        return
    for child in ast.iter_child_nodes(node):
        yield from bare(child)


def shown_literals(tree: ast.AST) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWN_BY and not is_log(node):
            # The first argument of pyqtgraph's setLabel names the axis.
            for argument in node.args[1 if called(node) == "setLabel" else 0 :]:
                found += list(bare(argument))
    return found


SOURCES = sorted((ROOT / "metst_gui").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_string_reaches_the_window_untranslated(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = shown_literals(ast.parse(path.read_text(encoding="utf-8")))
    assert [one for one in found if one[1] not in KNOWN.get(name, set())] == []


def test_the_search_finds_what_it_is_for() -> None:
    code = (
        "label.setText('Open')\nlabel.setText(f'{n} items')\nQLabel('a' if x else 'Two words')\n"
        "label.setText(tr('Open'))\nlabel.setText(names['open'])\n_log.info('the log only')\n"
        "label.setText(' · '.join([tr('a'), 'bare words']))\n"
    )
    assert [text for _, text in shown_literals(ast.parse(code))] == ["Open", " items", "Two words", "bare words"]


def looks_spoken(text: str) -> bool:
    return bool(SENTENCE.search(text))


def unwrapped(tree: ast.AST) -> list[tuple[int, str]]:
    """Literals that read like words for people and pass through nothing that translates them."""
    found: list[tuple[int, str]] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and called(node.exc) == "ValueError":
            return  # for the developer who calls it wrongly
        if isinstance(node, ast.Call) and (called(node) in TRANSLATING or is_log(node)):
            for keyword in node.keywords:
                visit(keyword.value)
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks_spoken(node.value):
            found.append((node.lineno, node.value))
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found


# Rooms whose strings are shown.
ROOMS = {
    *("window", "queue", "explain", "timeline", "evaluation", "picture", "project", "labels", "model", "card"),
    *("commands", "widgets", "wording", "desk"),
}
# Spoken strings that are rightly not translated, by file: what is stored, and what the table of actions holds (the
# catalogue reads it whole). `document` raises English sentences, which are translated where they are shown.
NOT_SHOWN = {
    "metst_gui/app.py": "the help of the command line",
    "metst_gui/commands/table.py": "the table of actions, and what a developer reads who breaks it",
    "metst_gui/commands/needs.py": "names of needs and ids of commands",
    "metst_gui/commands/keys.py": "the page of the manual",
    "metst_gui/wording/facs_units.py": "muscles, Latin in every language; a test sees every name in Chinese",
}


@pytest.mark.parametrize(
    "path",
    [
        one
        for one in SOURCES
        if ROOMS & set(one.relative_to(ROOT).parts) and one.relative_to(ROOT).as_posix() not in NOT_SHOWN
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_words_for_people_are_wrapped(path: Path) -> None:
    # Stored in a report, in the journal, or given to Qt as a style; codes of a label check's doubts.
    allowed = {
        *get_args(Doubt),
        "this project, ",
        "changed since",
        "runs of this project",
        "export agreement",
        "export adjudicated",
        "hand over",
        "save copy",
        "SELECT data FROM videos",
        "%s failed; the window stays usable",
        "font-family: monospace",
        "QMenu::separator { height: 1px; background: palette(mid); margin: 2px 8px; }",
    }
    found = unwrapped(ast.parse(path.read_text(encoding="utf-8")))
    assert [one for one in found if one[1] not in allowed] == []
