"""One key table: overrides, conflicts, the page of the manual, the dialog, and keys that are held."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMainWindow, QWidget

from metst_gui.card.reason_menu import ReasonMenu
from metst_gui.commands.book import CommandBook
from metst_gui.commands.key_dialog import KeyDialog
from metst_gui.commands.keys import apply_keys, first_keys, manual, usable_overrides, with_overrides
from metst_gui.commands.table import ACTIONS
from metst_gui.document.annotation import REJECT_REASONS
from metst_gui.settings import SettingsStore
from metst_gui.widgets.held_key import HeldKey
from metst_gui.wording.reasons import DIGITS, reason_list, reason_text, with_letter
from tests.conftest import ROOT
from tests.gui.commands import Nothing


def test_the_page_of_the_manual_is_current() -> None:
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page == manual(), "run: python -m metst_gui.commands.keys docs/keys.md"
    assert all(spec.tip in page for spec in ACTIONS)


def test_own_keys_are_used_and_conflicts_refused() -> None:
    assert usable_overrides({"accept": ["Y"]}) == ({"accept": ["Y"]}, "")
    assert first_keys(with_overrides({"accept": ["Y"], "unknown": ["X"]}))["accept"] == "Y"
    used, sentence = usable_overrides({"accept": ["S"]})
    assert used == {}
    assert "The key S is bound to" in sentence
    assert usable_overrides({"accept": ["Nonsense+"]})[0] == {}
    swapped = {"accept": ["S"], "unsure": ["Return"]}
    assert usable_overrides(swapped) == (swapped, "")


def test_own_keys_are_stored_and_nonsense_is_not_read(tmp_path) -> None:
    path = tmp_path / "s.json"
    SettingsStore(path).update(keys={"accept": ["Y"]})
    assert SettingsStore(path).value.keys == {"accept": ["Y"]}
    for text in ('{"keys": {"accept": "Y"}}', '{"keys": [1]}', '{"keys": {"accept": [1]}}'):
        path.write_text(text)
        assert SettingsStore(path).value.keys == {}


def test_keys_change_at_once(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    calls: list[str] = []
    book = CommandBook(Nothing(), window)
    book.bind({one.id: lambda name=one.id: calls.append(name) for one in ACTIONS})
    actions = book.actions
    central = QWidget()
    window.setCentralWidget(central)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    apply_keys(actions, with_overrides({"accept": ["Y"]}))
    qtbot.keyClick(central, Qt.Key.Key_Y)
    qtbot.keyClick(central, Qt.Key.Key_Return)
    assert calls == ["accept"]
    assert actions["accept"].toolTip().endswith("(Y)")


def test_the_dialog_offers_no_conflict(qtbot) -> None:
    dialog = KeyDialog({})
    qtbot.addWidget(dialog)
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    dialog.set_keys("accept", ["S"])
    assert "The key S is bound to" in dialog.problem
    assert not ok.isEnabled()
    dialog.set_keys("unsure", ["Return"])
    assert (dialog.problem, ok.isEnabled()) == ("", True)
    assert dialog.overrides == {"accept": ["S"], "unsure": ["Return"]}
    dialog.choose("accept")
    dialog._on_default()
    assert "Return" in dialog.problem
    dialog.choose("unsure")
    dialog._edit.setKeySequence("Y")
    dialog._on_use()
    assert dialog.overrides == {"unsure": ["Y"]}


def test_a_held_key_is_known_until_it_is_released(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    held = HeldKey(CommandBook(Nothing(), window).actions["stop"])
    window.installEventFilter(held)
    window.show()
    qtbot.keyPress(window, Qt.Key.Key_K)
    assert held.held
    qtbot.keyRelease(window, Qt.Key.Key_K)
    assert not held.held
    qtbot.keyPress(window, Qt.Key.Key_J)
    assert not held.held


def test_every_reason_has_its_own_letter() -> None:
    assert len({reason[0] for reason in REJECT_REASONS}) == len(REJECT_REASONS) == 7


def test_a_reason_has_the_same_digit_in_the_menu_and_on_the_contact_sheet(qtbot) -> None:
    chosen: list[str] = []
    for digit, reason in DIGITS.items():
        menu = ReasonMenu(chosen.append, "", None)
        qtbot.addWidget(menu)
        assert any(one.text().endswith(f"\t{digit}") for one in menu.actions())
        qtbot.keyClick(menu, str(digit))
        assert chosen[-1] == reason
        assert f"{digit} {reason_text(reason)}" in reason_list()
    qtbot.keyClick(menu, Qt.Key.Key_9)
    assert len(chosen) == len(DIGITS) == 8
    assert with_letter("nothing") == "&Nothing moves"
    assert with_letter("") == "N&o reason given"
