"""The one selection."""

from metst_gui.desk.selection import SelectionModel


def test_only_a_change_is_told(qapp) -> None:
    selection = SelectionModel()
    seen = []
    selection.changed.connect(lambda: seen.append(selection.item))
    selection.clear()
    selection.select("proposal", "p1")
    selection.select("proposal", "p1")
    selection.select("annotation", "p1")
    selection.clear()
    assert seen == [("proposal", "p1"), ("annotation", "p1"), None]
