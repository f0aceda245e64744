"""On a French keyboard the digit row gives signs: its keys set the emotions all the same."""

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from metst_gui.commands.digit_row import digit_of
from metst_gui.document.annotation import Verdict
from tests.kit.windows import open_and_analyse

NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
# The signs of the French digit row, from the 1 on.
SIGNS = "&é\"'(-è_çà"
MACOS = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)


def key_event(kind, place: int, modifiers=NONE, sign: str | None = None, platform: str = sys.platform) -> QKeyEvent:
    """The key at a place (0: the one of the 1) as a window system gives it."""
    sign = SIGNS[place] if sign is None else sign
    code = {"darwin": 0, "win32": 2 + place}.get(platform, 10 + place)
    virtual = MACOS[place] if platform == "darwin" else 0
    return QKeyEvent(kind, ord(sign.upper()), modifiers, code, virtual, 0, sign)


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand of the tests presses signs; it cannot say where their keys lie."""

    def by_sign(event: QKeyEvent) -> int | None:
        sign = chr(event.key()).lower()
        return (SIGNS.index(sign) + 1) % 10 if sign in SIGNS else None

    monkeypatch.setattr("metst_gui.commands.digit_row.digit_of", by_sign)


def press(qtbot, widget, place: int, modifiers=NONE) -> None:
    qtbot.keyClick(widget, Qt.Key(ord(SIGNS[place].upper())), modifiers)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_place_tells_the_digit(platform: str) -> None:
    kind = QEvent.Type.KeyPress
    assert [digit_of(key_event(kind, place, platform=platform), platform) for place in range(10)] == [*range(1, 10), 0]
    assert digit_of(key_event(kind, 0, sign="1", platform=platform), platform) is None, "Qt finds it itself"
    assert digit_of(key_event(kind, 0, SHIFT, "!", platform=platform), platform) is None
    assert digit_of(QKeyEvent(kind, Qt.Key.Key_A, NONE, 38, 0, 0, "a"), platform) is None


def test_the_digit_row_sets_emotions_without_shift(desk, qtbot, clip, french) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    first, second = window.desk.document.view.proposals[:2]
    window.desk.tour.select("proposal", first.id)
    rate = window.desk.playback.rate
    seen = []
    for place in (0, 5, 2):
        press(qtbot, window.video, place)
        seen.append(window.desk.document.statements.emotion_draft(first.id))
    assert seen == [(True, "happy"), (True, "sad"), (True, "anger")]
    assert window.desk.playback.rate == rate, "the 6 is a minus, which would be slower"
    window.desk.tour.select("proposal", second.id)
    press(qtbot, window.video, 1, CONTROL)
    (made,) = window.desk.document.focus.book.annotations.values()
    assert made.emotion == "surprise"
    assert window.desk.document.view.verdict(second.id) is Verdict.ACCEPTED


def test_a_text_field_keeps_the_signs(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    proposal = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", proposal.id)
    window.activateWindow()
    window.card.focus_note()
    field = QApplication.focusWidget()
    assert field is not window.video
    for place in (0, 1, 5):
        QCoreApplication.sendEvent(field, key_event(QEvent.Type.KeyPress, place))
    assert field.text() == "&é-"
    assert window.desk.document.statements.emotion_draft(proposal.id)[0] is False


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_menu_that_waits_for_a_digit_gets_one(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    proposal = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", proposal.id)
    window.book.actions["reject_reason"].trigger()
    menu = window.findChild(QMenu, "reason_menu")
    QCoreApplication.sendEvent(menu, key_event(QEvent.Type.KeyPress, 0))
    assert window.desk.document.view.verdict(proposal.id) is Verdict.REJECTED
