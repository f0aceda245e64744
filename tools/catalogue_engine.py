"""What the engine and the document may say to the user, found in their sources: they do not mark their strings."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

# Rooms whose strings are for the window; the command line, training and page layouts speak English only.
ROOMS = tuple(
    f"engine/{room}"
    for room in (
        *("decoding", "evidence", "explain", "face", "flow", "journal", "network", "pipeline", "spotters", "video"),
        *("weights", "errors.py", "types.py", "windows.py", "coverage.py", "evaluation/agreement.py"),
    )
)
# Rooms that name things with single words: regions, directions, reasons.
NAMING = ("engine/explain/movement.py", "engine/evidence/overlay.py")
# What is said with a label file, a comparison or a report.
SAYING = ("Issue", "Check", "note", "append", "lost")
# Sentences of a model card; its other values are names, numbers and settings, shown as they are.
CARD_TEXTS = (
    *("title", "statement", "needs", "blind", "not_assessed", "class_accuracy", "falls_short", "licence"),
    *("architecture", "input"),
)
# Put together of parts too short to be found, and words that stand in a field of a sentence.
COMPOSED = (
    *("{0} too much head motion or speech", "score", "not micro-expressions", "none"),
    *("{0} annotation", "{0} annotations", "choose one of {0} for each, or ", ", or write them as “{0}”"),
)
_NO_SPEECH = re.compile(r"SELECT|CREATE|PRAGMA|%[sd]|<|\| None|-src |mamba|metst (infer|features|analyze)")
# Their errors reach the terminal only.
SILENT = ("engine/cli", "engine/training")


def engine_strings(root: Path) -> set[str]:
    """Sentences, phrases and names that are shown; fields of f-strings are numbered ``{0}``, ``{1}``...

    Args:
        root: folder that holds ``engine``, ``metst_gui`` and ``weights``.
    """
    found: set[str] = {*COMPOSED}
    for path in sorted((root / "engine").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if name.startswith(SILENT):
            continue
        found.update(_raised(tree))
        if name.startswith(ROOMS):
            found.update(text for text in _literals(tree) if _is_phrase(text))
        elif name.startswith(("engine/datasets", "engine/evaluation")):
            found.update(text for text in _said(tree) if _is_phrase(text))
        if name in NAMING:
            found.update(text for text in _literals(tree) if re.fullmatch(r"[a-z][a-z ()]+", text))
    for path in sorted((root / "metst_gui" / "document").rglob("*.py")):
        found.update(text for text in _literals(ast.parse(path.read_text(encoding="utf-8"))) if _is_sentence(text))
    for path in sorted((root / "weights").glob("*.json")):
        card = json.loads(path.read_text(encoding="utf-8"))
        said = [*(card.get(key) for key in CARD_TEXTS), *card.get("bench", {}).values()]
        found.update(text for text in said if isinstance(text, str) and " " in text)
    return found


def template(node: ast.expr) -> str:
    """The literal or the template of an f-string; empty for other expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, number = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
        else:
            text += f"{{{number}}}"
            number += 1
    return text


def _is_phrase(text: str) -> bool:
    letters = len(re.findall(r"[a-z]", re.sub(r"\{[^{}]*\}", "", text)))
    return letters >= 5 and " " in text.strip() and not _NO_SPEECH.search(text)


def _is_sentence(text: str) -> bool:
    return _is_phrase(text) and text.rstrip()[-1] in ".!?" and text[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ{"


def _raised(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            name = node.exc.func.id if isinstance(node.exc.func, ast.Name) else ""
            text = template(node.exc.args[0])
            if name.endswith("Error") and name != "UsageError" and text and _is_sentence(text):
                yield text


def _said(tree: ast.AST) -> Iterator[str]:
    """Literals in the calls that make an issue, a check or a note, and reasons: what is called `why`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "why" for one in node.targets):
            yield from _parts(node.value)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("_why"):
            yield from (text for one in node.body if isinstance(one, ast.If | ast.Return) for text in _parts(one))
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SAYING:
                for argument in (*node.args, *(one.value for one in node.keywords)):
                    yield from _parts(argument)


def _literals(tree: ast.AST) -> Iterator[str]:
    """Every literal and f-string that is no docstring."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield from _parts(node)


def _parts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr | ast.Constant):
        text = template(node)
        if text:
            yield text
        for part in node.values if isinstance(node, ast.JoinedStr) else ():
            if isinstance(part, ast.FormattedValue):
                yield from _parts(part.value)
    else:
        yield from _literals(node)
