"""The tour: six steps once with the demo, later when asked for; keys and clicks stay with it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from metst_gui import language
from metst_gui.document.annotation import Verdict
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

SIZES = ((1366, 718), (1920, 1030), (960, 540))


@pytest.fixture
def toured(desk, qtbot, clip):
    """A window in which the demo (here: the clip) was asked for the first time."""
    window = desk()
    window.file_commands.demo_requested.disconnect()
    window.file_commands.demo_requested.connect(window.introduction._on_demo)
    window.book.actions["open_demo"].trigger()
    open_and_analyse(window, qtbot, clip)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_it_begins_with_the_first_demo_and_never_again_by_itself(toured, desk, qtbot, clip) -> None:
    marks = toured.introduction.marks
    assert marks.isVisible()
    assert toured.desk.settings.value.tour_seen
    qtbot.keyClick(marks, Qt.Key.Key_Escape)
    assert not marks.isVisible()
    assert QApplication.focusWidget() is toured.video
    toured.book.actions["open_demo"].trigger()
    with qtbot.waitSignal(toured.desk.session.opened, timeout=TIMEOUT):
        toured.desk.opener.open_path(clip)
    assert not marks.isVisible()
    toured.book.actions["tour"].trigger()
    assert (marks.isVisible(), marks.number) == (True, 0)


def test_no_other_video_begins_it(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    assert not window.introduction.marks.isVisible()
    assert not window.desk.settings.value.tour_seen


def test_keys_go_through_it_and_do_nothing_else(toured, qtbot) -> None:
    marks, document = toured.introduction.marks, toured.desk.document
    seen = [marks._title.text()]
    for _ in range(5):
        qtbot.keyClick(marks, Qt.Key.Key_Return)
        seen.append(marks._title.text())
        assert not marks.place.isEmpty(), seen[-1]
    assert seen == ["The time axis", "The queue", "The pictures", "The card", "Your verdict", "When you are done"]
    assert toured.desk.selection.item is not None
    qtbot.keyClick(marks, Qt.Key.Key_Left)
    assert marks._title.text() == "Your verdict"
    for key in (Qt.Key.Key_S, Qt.Key.Key_1, Qt.Key.Key_Delete):
        qtbot.keyClick(marks, key)
    assert {document.view.verdict(one.id) for one in document.view.proposals} == {Verdict.PENDING}
    assert not document.history.stack.canUndo()
    qtbot.mouseClick(marks.on, Qt.MouseButton.LeftButton)
    assert marks.on.text() == "Done"
    qtbot.mouseClick(marks.on, Qt.MouseButton.LeftButton)
    assert not marks.isVisible()


def test_a_click_beside_the_words_goes_on_and_one_on_them_does_not(toured, qtbot) -> None:
    marks = toured.introduction.marks
    qtbot.mouseClick(marks, Qt.MouseButton.LeftButton, pos=marks.bubble.geometry().center())
    qtbot.mouseClick(marks._title, Qt.MouseButton.LeftButton)
    assert marks.number == 0

    def beside() -> QPoint:
        inside = marks.rect().adjusted(1, 1, -1, -1)
        corners = (inside.topLeft(), inside.bottomRight())
        return next(one for one in corners if not marks.bubble.geometry().contains(one))

    qtbot.mouseClick(marks, Qt.MouseButton.RightButton, pos=beside())
    assert marks.number == 0
    for number in range(1, 6):
        qtbot.mouseClick(marks, Qt.MouseButton.LeftButton, pos=beside())
        assert (marks.isVisible(), marks.number) == (True, number)
    qtbot.mouseDClick(marks, Qt.MouseButton.LeftButton, pos=beside())
    assert marks.isVisible(), "the second press of a double click"
    qtbot.mouseClick(marks, Qt.MouseButton.LeftButton, pos=beside())
    assert not marks.isVisible()
    assert not toured.desk.document.history.stack.canUndo()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("spoken", language.LANGUAGES[1:])
def test_the_words_are_whole_and_never_on_what_they_explain(desk, qtbot, clip, size, spoken) -> None:
    assert language.install(spoken)
    try:
        window = desk()
        open_and_analyse(window, qtbot, clip)
        window.resize(*size)
        QApplication.processEvents()
        window.book.actions["tour"].trigger()
        marks = window.introduction.marks
        for _ in range(6):
            QApplication.processEvents()
            bubble, place = marks.bubble.geometry(), marks.place
            assert marks.rect().contains(bubble)
            assert marks._text.height() >= marks._text.heightForWidth(marks._text.width())
            covered = bubble.intersected(place)
            assert covered.width() * covered.height() < 0.35 * place.width() * place.height(), marks._title.text()
            qtbot.keyClick(marks, Qt.Key.Key_Right)
    finally:
        language.remove()
