"""The beginning of the demo, analysed by the default model and reviewed by real keys (`benchmarks/review_keys`)."""

import pytest

from benchmarks.review_keys import expressions, review, targets
from engine.synthesis import Script, write_demo
from engine.synthesis.script import DEMO
from metst_gui.app import build_window
from tests.e2e.conftest import TIMEOUT

# Up to the third micro-expression, with the blinks between; the rest of the demo is left to the benchmark.
FRAMES, EVENTS = 290, 6


@pytest.mark.slow
@pytest.mark.usefixtures("hooks")
def test_keys_a_review_of_the_demo_takes_by_the_journal(qtbot, tmp_path) -> None:
    files = write_demo(tmp_path, script=Script(FRAMES, DEMO.events[:EVENTS]))
    window = build_window()
    window.desk.settings.update(arrival="stay")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=6 * TIMEOUT):
        window.desk.opener.open_path(files.video)
    try:
        document, events = window.desk.document, expressions(files.truth)
        assert len(document.view.proposals) == len(events) == 3
        asked = targets(window, events)
        assert [one.keys for one in asked[:2]] == [1, 1]
        assert [one.journal for one in asked[:2]] == [("accept",), ("reject",)]
        assert asked[2].keys <= 12
        assert asked[2].moved == 2
        assert asked[2].journal[0] == "accept"
        assert "change emotion" in asked[2].journal
        assert document.view.annotations == (), "all of it is undone"
        assert [one.verdict for one in review(window, events)] == ["accept"] * 3
        found = [(one.onset, one.apex, one.offset, one.emotion) for one in document.view.annotations]
        assert found == [(one.onset, one.apex, one.offset, one.emotion) for one in events]
    finally:
        window.close()
