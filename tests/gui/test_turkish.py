"""The window in Turkish, where an upper-case i is another letter than in English."""

import ast

from tests.conftest import ROOT


def test_no_property_is_set_by_a_name_that_begins_with_i() -> None:
    """PySide6 looks for the setter of a keyword with the locale's upper case: “interval” has none under tr_TR."""
    found = []
    for path in sorted((ROOT / "metst_gui").rglob("*.py")):
        for call in (one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            is_of_qt = name[:1] == "Q" and name[1:2].isupper()
            found += [(path.name, name, one.arg) for one in call.keywords if is_of_qt and (one.arg or "")[:1] == "i"]
    assert found == [], "set it by its setter"
