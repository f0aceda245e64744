"""What the window says of the regions a proposal's model could judge."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.explain.lanes import PART_LANES
from engine.types import REGIONS
from metst_gui.timeline.confound_strip import WORDS, ConfoundStrip
from metst_gui.timeline.gestures import Span
from metst_gui.widgets.theme import LIGHT
from metst_gui.wording.judged import judged_line


@pytest.mark.parametrize(
    ("judged", "line"),
    [
        (None, ""),
        ((), "No region could be judged here: the face moves too much"),
        (("brow_left", "brow_right"), "Judged here: brows and eyes"),
        (("brow_right", "nose_left"), "Judged here: right brow and eye, left of the nose"),
        (REGIONS, "Judged here: brows and eyes, nose, mouth"),
    ],
)
def test_the_card_names_the_judged_regions(judged: tuple[str, ...] | None, line: str) -> None:
    assert judged_line(judged) == line


def test_every_part_has_a_lane_that_explains_itself(qtbot: QtBot) -> None:
    assert set(PART_LANES.values()) <= set(WORDS)
    strip = ConfoundStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.resize(600, 60)
    strip.set_lanes({lane: np.array([[10, 30]]) for lane in PART_LANES.values()})
    strip.set_span(Span(0, 100))
    strip.show()
    strip.grab()
    x = 20 / 100 * strip.width()
    hints = [strip.hint(x, 1 + 13 * row + 6) for row in range(len(PART_LANES))]
    assert hints[0].startswith("Brows and eyes are not judged, frames 10 to 30:")
    assert hints[2].startswith("The mouth is not judged, frames 10 to 30:")
    assert all("does not mean that there is nothing" in hint for hint in hints)
    assert strip.hint(80 / 100 * strip.width(), 7) == ""
