"""Where a scene begins, and what is stored of the choice."""

import numpy as np
import pytest

from engine.types import AnalysisRun, Curves, Mask
from metst_gui.desk.face import scene_start
from metst_gui.document.face_choice import place_of
from metst_gui.picture.face_choice import face_line


def run(settings: dict[str, object], cuts: tuple[int, ...] = ()) -> AnalysisRun:
    mask = np.zeros(100, np.uint8)
    for cut in cuts:
        mask[max(0, cut - 7) : cut + 7] = Mask.CUT
    curves = Curves(np.arange(100) * 2, np.zeros(100, np.float32), None, mask, 30.0)
    return AnalysisRun("r", "classical", "0" * 64, settings, curves, ())


@pytest.mark.parametrize(("frame", "start"), [(0, 0), (59, 0), (60, 60), (61, 60), (119, 60), (120, 120), (199, 120)])
def test_a_scene_begins_after_the_last_cut(frame: int, start: int) -> None:
    assert scene_start(run({"k": 30}, cuts=(30, 60)), frame) == start
    assert scene_start(run({"k": 30}), frame) == 0
    assert scene_start(None, frame) == 0


def test_the_line_tells_run_and_choice_apart() -> None:
    assert face_line(None, None) == face_line(run({}), None) == ""
    assert face_line(run({"face_at": [10, 20.4]}), (10.0, 20.4)) == "face chosen at (10, 20) px"
    assert face_line(run({"face_at": None}), (10.0, 20.0)) == "largest face · next analysis: face chosen at (10, 20) px"
    assert face_line(run({"face_at": (10.0, 20.0)}), None) == "face chosen at (10, 20) px · next analysis: largest face"


@pytest.mark.parametrize("stored", [None, 5, "ab", [1], [1, "x"], [1, float("nan")], [True, 2], {"x": 1}])
def test_what_is_no_place_is_the_largest_face(stored: object) -> None:
    assert place_of(stored) is None
