"""What the engine may say to the user, found in its sources: it knows no Qt, so it cannot mark its strings itself."""

import ast
from collections.abc import Iterator
from pathlib import Path


def engine_strings(root: Path) -> set[str]:
    """Sentences and names of the engine; fields of f-strings are numbered ``{0}``, ``{1}``...

    Args:
        root: folder that holds ``engine``.
    """
    found: set[str] = set()
    for path in sorted((root / "engine").rglob("*.py")):
        found.update(_raised(ast.parse(path.read_text(encoding="utf-8"))))
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
            text += str(part.value)
        else:
            text += f"{{{number}}}"
            number += 1
    return text


def _raised(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            name = node.exc.func.id if isinstance(node.exc.func, ast.Name) else ""
            text = template(node.exc.args[0])
            if name.endswith("Error") and " " in text and text[-1] in ".!?":
                yield text
