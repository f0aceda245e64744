"""The whole window is in sight on a low screen, whatever the card says, in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QToolButton, QWidget

from engine.types import Emotion, Mask
from metst_gui import language
from metst_gui.card.bound_tile import BoundTile
from metst_gui.document.annotation import Verdict
from metst_gui.widgets.buttons import ElidedLabel
from tests.kit.windows import open_and_analyse

# A title bar and the bar of the desktop.
TAKEN = 50
# 1366 x 768, and 1920 x 1080 at 200 %.
SCREENS = ((1366, 768), (960, 540))


@pytest.fixture(params=language.LANGUAGES[1:])
def spoken(request, qapp) -> Iterator[str]:
    assert language.install(request.param)
    yield request.param
    language.remove()


@pytest.mark.parametrize("screen", SCREENS)
def test_the_window_fits(desk, qtbot, clip, monkeypatch, spoken, screen) -> None:
    width, height = screen
    for room in ("widgets.small_screen", "timeline.timeline_view"):
        monkeypatch.setattr(f"metst_gui.{room}.screen_height", lambda _widget: height - TAKEN)
    window = desk()
    open_and_analyse(window, qtbot, clip)
    one, info = window.desk.document.view.proposals[0], window.desk.session.info
    full = replace(one, emotion=Emotion.SURPRISE, probabilities=(0.1, 0.05, 0.62, 0.2, 0.03), quality=int(Mask.DARK))
    window.card.show_proposal(full, Verdict.PENDING, info)
    window.card.show_remark("a blink covers the peak, the head moves 1.4 px, and the mouth speaks", "blink")
    QApplication.sendPostedEvents()
    needed = window.minimumSizeHint()
    assert needed.height() <= height - TAKEN
    assert needed.width() <= width
    window.resize(width, height - TAKEN)
    QApplication.processEvents()
    assert window.height() == height - TAKEN
    gutter = window.timeline.gutter
    for emotion in (True, False):
        window.timeline.plots.set_emotion_shown(shown=emotion)
        window.timeline._make_room()
        QApplication.processEvents()
        assert gutter.rect().contains(gutter.button.geometry()), "the button beside the axis is whole"
    area = next(one for one in window.card.findChildren(QScrollArea) if one.isVisible())
    told = [one for one in area.widget().findChildren(QWidget) if not one.isHidden()]
    last = max(told, key=lambda one: one.mapTo(area.widget(), one.rect().bottomLeft()).y())
    area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty(), "what has no room is scrolled to"


def cut(root: QWidget) -> list[str]:
    """Labels and buttons in sight whose words have not the room they need; what shows an ellipsis says so itself."""
    found = []
    for one in root.findChildren(QWidget):
        if one.visibleRegion().isEmpty() or not isinstance(one, (QLabel, QAbstractButton)) or not one.text():
            continue
        if isinstance(one, (ElidedLabel, BoundTile)) or _shows_no_words(one):
            continue
        needed = _needed(one)
        if needed.width() > one.contentsRect().width() + 1 or needed.height() > one.contentsRect().height() + 2:
            found.append(f"{type(one).__name__} “{one.text()}”: {needed.toTuple()} in {one.size().toTuple()}")
    return found


def _shows_no_words(one: QWidget) -> bool:
    return isinstance(one, QToolButton) and one.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly


def _needed(one: QLabel | QAbstractButton) -> QSize:
    """Size of the words as they are set, beside the icon of a button."""
    room = QRect(0, 0, one.contentsRect().width() if isinstance(one, QLabel) and one.wordWrap() else 9999, 9999)
    flags = int(Qt.TextFlag.TextWordWrap) if isinstance(one, QLabel) and one.wordWrap() else 0
    text = one.text().replace("&", "") if isinstance(one, QAbstractButton) else one.text()
    words = one.fontMetrics().boundingRect(room, flags, text)
    icon = one.iconSize().width() if isinstance(one, QAbstractButton) and not one.icon().isNull() else 0
    return QSize(words.width() + icon, words.height())


def test_the_measure_finds_what_is_cut(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    label = QLabel("a sentence that needs more room than this", root)
    label.resize(60, 20)
    root.show()
    assert len(cut(root)) == 1
    label.setWordWrap(True)
    assert len(cut(root)) == 1, "too low now"
    label.resize(120, 120)
    assert cut(root) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_no_word_is_cut_with_every_panel_open(desk, qtbot, clip, monkeypatch, spoken, screen) -> None:
    width, height = screen
    for room in ("widgets.small_screen", "timeline.timeline_view"):
        monkeypatch.setattr(f"metst_gui.{room}.screen_height", lambda _widget: height - TAKEN)
    window = desk("with_evidence")
    window.resize(width, height - TAKEN)
    QApplication.processEvents()
    assert cut(window) == [], "the start page"
    open_and_analyse(window, qtbot, clip)
    states = ("next_item", "compare", "why_panel", "accept", "reject", "unsure", "blind_look", "why_here")
    for name in states:
        window.book.actions[name].trigger()
        QApplication.processEvents()

        def is_whole(name: str = name) -> None:
            assert cut(window) == [], name

        qtbot.waitUntil(is_whole, timeout=2000)  # the share looked at is told, and laid out, a moment later
        assert window.size().toTuple() == (width, height - TAKEN), name


def test_on_a_narrow_window_what_was_opened_last_stands_by_the_video(desk, qtbot, clip) -> None:
    window = desk("with_evidence")
    window.resize(960, 600)
    open_and_analyse(window, qtbot, clip)
    book = window.book

    def shown() -> tuple[bool, bool]:
        QApplication.processEvents()
        assert window.width() == 960
        return window.compare.isVisible(), window.why_panel.isVisible()

    book.actions["next_item"].trigger()
    book.actions["compare"].trigger()
    assert shown() == (True, False)
    book.actions["why_panel"].trigger()
    assert shown() == (False, True)
    book.actions["compare"].trigger()
    assert shown() == (True, False)
    book.actions["compare"].trigger()
    window.desk.settings.update(face_pane=True)
    book.actions["why_panel"].trigger()
    book.actions["next_item"].trigger()
    assert shown() == (False, True), "the face that opens by itself does not close what was opened"
    window.resize(1500, 700)
    book.actions["compare"].trigger()
    QApplication.processEvents()
    assert (window.compare.isVisible(), window.why_panel.isVisible()) == (True, True)
