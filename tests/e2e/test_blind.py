"""A second coder who works blind sees a window that tells nothing: the same as if nobody had marked anything."""

from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractItemView, QProgressBar, QScrollBar, QWidget

from metst_gui.project.adjudication_dialog import AdjudicationDialog
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
         Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.UserRole)  # fmt: skip


def rows(model: QAbstractItemModel) -> list[str]:
    return [str(model.index(row, 0, QModelIndex()).data(role)) for row in range(model.rowCount()) for role in ROLES]


def accessible(interface, depth: int = 0) -> list[str]:
    """Names, descriptions and values of everything a screen reader can reach."""
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
    found = [f"{depth}:{interface.text(kind)}" for kind in kinds]
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            found += accessible(child, depth + 1)
    return found


def texts(window) -> list[str]:
    """Every text any widget, action, list or accessible object of the window holds, visible or not."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        for name in ("text", "title", "accessibleName", "accessibleDescription", "toolTip", "statusTip", "whatsThis",
                     "placeholderText", "currentText", "toPlainText", "value", "minimum", "maximum"):  # fmt: skip
            get = getattr(widget, name, None)
            if callable(get) and widget is not window.saved_label and not isinstance(widget, QProgressBar | QScrollBar):
                found.append(f"{type(widget).__name__}.{name}: {get()}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += rows(widget.model())
    found += [f"{one.text()}|{one.toolTip()}|{one.isEnabled()}" for one in window.findChildren(QAction)]
    found += [str(one) for one in window.messages.history]
    return found


def look(window, qtbot) -> tuple[list[str], list[str], dict[str, bytes]]:
    window.desk.playback.pause()
    window.desk.playback.seek(0)
    window.video.setFocus()
    qtbot.wait(200)
    panels = {"timeline": window.timeline, "queue": window.queue, "card": window.card, "messages": window.messages}
    pictures = {}
    for name, panel in panels.items():
        image = panel.grab().toImage()
        pictures[name] = bytes(image.constBits())
    spoken = accessible(QAccessible.queryAccessibleInterface(window))
    return texts(window), [one for one in spoken if "saved" not in one], pictures


def blind(window) -> None:
    window.desk.document.annotators.rename("First")
    window.desk.document.annotators.add("Second", blind=True)


def reference(desk, qtbot, clip: Path) -> tuple:
    """What the window shows where nobody marked anything and nothing was analysed."""
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    blind(window)
    seen = look(window, qtbot)
    path = window.desk.session.project_path
    window.desk.settings.update(analyse_on_open=True)
    window.close()
    path.unlink()
    return seen


def test_blind_work_is_indistinguishable_from_an_untouched_video(desk, qtbot, clip) -> None:
    expected = reference(desk, qtbot, clip)
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    document.accept(document.view.proposals[0], emotion="fear", chosen=True)
    document.reject(document.view.proposals[1], "blink")
    window.desk.review.create(10, 20)
    window.desk.tour.select("proposal", document.view.proposals[2].id)
    before = look(window, qtbot)
    blind(window)
    found = look(window, qtbot)
    for kind in (0, 1):
        assert before[kind] != expected[kind], "the test sees what there is to see"
        assert set(found[kind]) ^ set(expected[kind]) == set()
        assert sorted(found[kind]) == sorted(expected[kind])
    for name in expected[2]:
        assert found[2][name] == expected[2][name], f"{name} shows something"
    assert before[2]["timeline"] != expected[2]["timeline"]
    assert before[2]["queue"] != expected[2]["queue"]


def test_no_action_shows_a_blind_coder_anything_but_reveal(desk, qtbot, clip, said, monkeypatch) -> None:
    from PySide6.QtWidgets import QMessageBox

    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    document.accept(document.view.proposals[0])
    blind(window)
    sentences = said(window)
    actions = window.book.actions
    for name in ("agreement", "adjudicate", "analyse", "next_item", "previous_item", "accept", "reject", "undo", "redo",
                 "decoder_anchored", "export"):  # fmt: skip
        actions[name].trigger()
    assert not window.desk.analysis.inference.running
    assert window.findChildren(AdjudicationDialog) == []
    assert not any(any(letter.isdigit() for letter in one) for one in sentences), "a count is a leak"
    assert document.view.annotations == ()
    window.desk.review.create(30, 40)
    assert [row for row in window.desk.queue.shown_ids() if row[0] == "proposal"] == []
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    actions["reveal"].trigger()
    assert document.view.blind
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    actions["reveal"].trigger()
    assert len(document.view.proposals) == 4
    assert len([row for row in window.desk.queue.shown_ids() if row[0] == "proposal"]) == 4
    assert document.view.annotations_of("1")
