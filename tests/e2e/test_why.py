"""“Why not here?” in the real window: by key, by tool tip and by menu, for the decoder in use."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from engine.config import TALKING_WEIGHTS
from metst_gui.document.annotation import Verdict
from metst_gui.explain.why import MEASURING
from metst_gui.models import model_of_run
from metst_gui.timeline.intervals import MODEL_LANE
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse, with_evidence


def test_the_key_tells_why_there_is_no_proposal_at_the_frame_shown(desk, qtbot, clip, said) -> None:
    window = desk()
    sentences = said(window)
    window.book.actions["why_here"].trigger()
    assert "analyse the video first" in sentences[-1]
    open_and_analyse(window, qtbot, clip)
    for frame, words in (
        (60, "80 % below the threshold 0.500"),
        (125, "no face found; frames 120 to 129"),
        (90, "apex 90"),
    ):
        window.desk.playback.seek(frame)
        qtbot.keyClick(window.video, Qt.Key.Key_N)
        assert words in sentences[-1]
        assert sentences[-1] == window.messages.message
    # The answer follows the threshold without a new analysis.
    decoder = window.desk.decoding.decoder()
    window.desk.decoding.redecode(replace(decoder, threshold=0.93))
    qtbot.keyClick(window.video, Qt.Key.Key_N)
    assert "9 % below the threshold 0.930" in sentences[-1]


def test_tool_tip_and_menu_of_the_curves_ask_the_same(desk, qtbot, clip, monkeypatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    window = desk()
    open_and_analyse(window, qtbot, clip)
    explain = window.timeline.mouse._host.explain
    assert explain(60).replace("\n", " ") == window.desk.explanation.reason(60).sentence
    assert max(map(len, explain(60).split("\n"))) <= 72
    window.features.timeline.item_menu(60, "", "", QPoint(10, 10))
    menu = window.findChild(QMenu, "item_menu")
    assert window.book.actions["why_here"] in menu.actions()


def test_the_panel_tells_region_sigma_blink_and_the_score_without_a_region(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    qtbot.keyClick(window.video, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    panel = window.why_panel
    assert panel.isVisible()
    assert "Select an item" in panel.title.text()
    blink, smile = window.desk.document.view.proposals[:2]
    window.desk.tour.select("proposal", smile.id)
    assert "older version" in panel.title.text()
    with_evidence(window)
    blink, smile = window.desk.document.view.proposals[:2]
    window.desk.tour.select("proposal", smile.id)
    assert "Most unusual: mouth up 1.5 px" in panel.title.text()
    assert [row.name for row in panel.traces.rows if row.strong] == ["mouth"]
    qtbot.waitUntil(lambda: panel.without.text() not in ("", MEASURING), timeout=4 * TIMEOUT)
    assert panel.without.text().startswith("▼ without mouth: 0.")
    first = panel.without.text()
    window.desk.tour.select("proposal", blink.id)
    assert "Blink in frames 32 to 40" in panel.title.text()
    window.desk.tour.select("proposal", smile.id)
    assert panel.without.text() == first, "what was measured once is known"
    assert "⚠ blink in frames 32 to 40" in window.timeline.mouse._host.describe(MODEL_LANE, blink.id)
    assert "⚠" not in window.timeline.mouse._host.describe(MODEL_LANE, smile.id)
    assert window.desk.document.view.verdict(blink.id) is Verdict.PENDING, "a confound decides nothing"
    run = window.desk.document.view.run
    both = replace(run, id="b" * 32, second_model=TALKING_WEIGHTS, second_digest="1" * 64)
    window.desk.document.set_run(both)
    window.desk.tour.select("proposal", window.desk.document.view.proposals[1].id)
    qtbot.waitUntil(lambda: panel.without.text().endswith(first), timeout=4 * TIMEOUT)
    assert panel.without.text().startswith(f"By “{model_of_run(run).title}” alone"), "the score of both is another"
    image = QImage(panel.size(), QImage.Format.Format_RGB32)
    panel.render(image)
    window.book.actions["why_panel"].trigger()
    assert panel.isHidden()
