"""The whole window is in sight on a low screen, whatever the card says, in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from engine.types import Emotion, Mask
from metst_gui import language
from metst_gui.document.annotation import Verdict
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
    area = window.card.findChild(QScrollArea)
    told = [one for one in area.widget().findChildren(QWidget) if not one.isHidden()]
    last = max(told, key=lambda one: one.mapTo(area.widget(), one.rect().bottomLeft()).y())
    area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty(), "what has no room is scrolled to"
