"""What is read of the curves of videos that are not shown: what could be judged, and what other options find."""

from dataclasses import replace

import numpy as np

from engine.types import REGIONS, Mask, RegionCurves
from metst_gui.desk.desk import Desk
from tests.e2e.conftest import TIMEOUT


def add_copy(desk: Desk, regions: RegionCurves | None = None) -> str:
    """Another video with the run of the open one, restless in its first 60 frames; returns its id."""
    document = desk.document
    first, run = document.video, document.view.run
    id_ = document.videos.add(replace(first.ref, fast="c" * 64, sha256="c" * 64), name="copy")
    document.show_video(id_)
    curves = replace(run.curves, regions=regions)
    document.set_run(replace(run, id="c" * 32, curves=curves, restless=((0, 59),), restless_known=True))
    document.show_video(first.id)
    return id_


def row_of(desk: Desk, id_: str):
    return next(one for one in desk.board.rows if one.video.id == id_)


def test_the_share_of_each_part_is_read_from_the_run(analysed: Desk, qtbot) -> None:
    n = len(analysed.document.view.run.curves.frames)
    reasons = np.zeros((n, len(REGIONS)), np.uint8)
    reasons[: n // 4, :2] = 1  # brows
    reasons[: n // 2, 4:] = 1  # mouth
    reasons[: n // 8] = 1
    wide, heads = np.zeros((n, len(REGIONS)), np.float32), np.zeros((n, 2), np.float32)
    id_ = add_copy(analysed, RegionCurves(reasons, wide, heads, heads))
    assert row_of(analysed, id_).shares is None, "not read yet"
    qtbot.waitUntil(lambda: row_of(analysed, id_).shares is not None, timeout=TIMEOUT)
    found = row_of(analysed, id_).shares
    assert (found.brows, found.nose, found.mouth, found.any, found.apart) == (0.75, 0.875, 0.5, 0.875, True)


def test_a_model_of_the_whole_face_judges_what_is_scored_and_calm(analysed: Desk, qtbot) -> None:
    id_ = add_copy(analysed)
    qtbot.waitUntil(lambda: row_of(analysed, id_).shares is not None, timeout=TIMEOUT)
    found, mask = row_of(analysed, id_).shares, analysed.document.view.run.curves.mask
    assert np.count_nonzero(mask == Mask.NO_FACE) == 10
    assert found.brows == found.mouth == found.any == (240 - 60 - 10) / 240
    assert not found.apart
    analysed.document.view.veil(True, frame=0)
    assert row_of(analysed, id_).shares is None


def test_a_moved_threshold_counts_in_a_video_that_is_not_shown(analysed: Desk, qtbot) -> None:
    document, first = analysed.document, analysed.document.video.id
    other = add_copy(analysed)
    assert [row.video.proposals for row in analysed.board.rows] == [4, 4]
    decoder = replace(analysed.decoding.decoder(), threshold=0.75)
    analysed.decoding.redecode(decoder)
    shown = document.view.proposals
    assert len(shown) == 3
    document.show_video(other)
    qtbot.waitUntil(lambda: row_of(analysed, first).video.proposals == 3, timeout=TIMEOUT)
    assert document.case.proposals_of(first) == shown
