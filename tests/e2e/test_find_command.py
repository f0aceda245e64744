"""Finding a command by name in a real window, and doing it."""

from PySide6.QtCore import Qt

from metst_gui.commands import palette as palette_module
from metst_gui.commands.palette import Palette
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def find(window, qtbot, monkeypatch, typed: str) -> Palette:
    """Press Ctrl+Shift+P, type and press Return; where that does not close the dialog, Esc."""
    shown: list[Palette] = []

    def act(dialog: Palette) -> int:
        shown.append(dialog)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.keyClicks(dialog.line, typed)
        dialog.explained = dialog.note.text()
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
        if dialog.isVisible():
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        return dialog.result()

    monkeypatch.setattr(palette_module.Palette, "exec", act)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, qtbot, Qt.Key.Key_P, modifier=CONTROL_SHIFT)
    (dialog,) = shown
    return dialog


def test_a_command_is_found_and_done_after_the_dialog_is_closed(desk, qtbot, clip, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    find(window, qtbot, monkeypatch, "emotion: surp")
    assert window.book.actions["emotion_2"].isChecked()
    find(window, qtbot, monkeypatch, "theme dark")
    assert window.book.actions["theme_dark"].isChecked()


def test_a_command_that_is_not_possible_says_why_and_nothing_is_done(desk, qtbot, said, monkeypatch) -> None:
    window = desk()
    sentences = said(window)
    dialog = find(window, qtbot, monkeypatch, "finalise")
    assert dialog.explained == "Open a video first."
    assert (dialog.chosen, sentences) == ("", [])


def test_typing_in_it_triggers_no_key_of_the_window(desk, qtbot, clip, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    before = window.book.actions["undo"].isEnabled()
    dialog = find(window, qtbot, monkeypatch, "s b 1 zzz")
    assert dialog.line.text() == "s b 1 zzz"
    assert (dialog.chosen, window.book.actions["undo"].isEnabled()) == ("", before)
    assert not window.book.actions["blind_look"].isChecked()
