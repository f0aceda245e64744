"""“Why not here?” in the real window: by key, by tool tip and by menu, for the decoder in use."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tests.e2e.test_journeys import open_and_analyse


def test_the_key_tells_why_there_is_no_proposal_at_the_frame_shown(desk, qtbot, clip, said) -> None:
    window = desk()
    sentences = said(window)
    window.actions_by_id["why_here"].trigger()
    assert "analyse the video first" in sentences[-1]
    open_and_analyse(window, qtbot, clip)
    for frame, words in (
        (60, "80 % below the threshold 0.500"),
        (125, "no face found; frames 120 to 129"),
        (90, "apex 90"),
    ):
        window.session.playback.seek(frame)
        qtbot.keyClick(window.video, Qt.Key.Key_N)
        assert words in sentences[-1]
        assert sentences[-1] == window.messages.message
    # The answer follows the threshold without a new analysis.
    decoder = window.session.decoder()
    window.session.redecode(replace(decoder, threshold=0.93))
    qtbot.keyClick(window.video, Qt.Key.Key_N)
    assert "9 % below the threshold 0.930" in sentences[-1]


def test_tool_tip_and_menu_of_the_curves_ask_the_same(desk, qtbot, clip, monkeypatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    window = desk()
    open_and_analyse(window, qtbot, clip)
    explain = window.timeline.mouse.explain
    assert explain(60).replace("\n", " ") == window.why.reason(60).sentence
    assert max(map(len, explain(60).split("\n"))) <= 72
    window.handlers.item_menu(60, "", "", QPoint(10, 10))
    menu = window.findChild(QMenu, "item_menu")
    assert window.actions_by_id["why_here"] in menu.actions()
