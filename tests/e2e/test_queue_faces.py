"""The rows of the queue show the face at onset and apex, of the frames they name, and only for rows in view."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.types import UInt8
from engine.video import open_source
from metst_gui.desk.queue_rows import QueueItem
from metst_gui.queue.row_faces import BESIDE, KEPT, SIDE, RowFaces
from tests.e2e.conftest import TIMEOUT

pytestmark = pytest.mark.e2e


def row(number: int, onset: int, apex: int | None) -> QueueItem:
    return QueueItem("annotation", f"a{number}", onset, onset + 10, onset / 30, apex=apex)


def middle(path: Path, frame: int) -> UInt8:
    """The square in the middle of a frame, as a row shows it where no face is seen."""
    with open_source(path) as source:
        bgr = source.read(frame).bgr()
    side = min(bgr.shape[:2])
    top, left = (bgr.shape[0] - side) // 2, (bgr.shape[1] - side) // 2
    return np.asarray(
        cv2.resize(bgr[top : top + side, left : left + side], (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8
    )


def test_rows_show_their_frames(desk, qtbot, clip: Path) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    faces = window.queue.faces
    item = row(1, 30, 37)
    assert faces.pictures(item) == ()
    qtbot.waitUntil(lambda: len(faces.pictures(item)) == 2, timeout=TIMEOUT)
    for picture, frame in zip(faces.pictures(item), (30, 37), strict=True):
        wanted = middle(clip, frame)
        shown = np.array(picture.constBits()).reshape(SIDE, picture.bytesPerLine())[:, : 3 * SIDE]
        off = np.abs(shown.reshape(SIDE, SIDE, 3).astype(int) - wanted.astype(int))
        others = [np.abs(middle(clip, frame + n).astype(int) - wanted.astype(int)).mean() for n in (-1, 1)]
        assert off.mean() < min(others) / 2, "no neighbour looks like it"
    moved = row(1, 60, 67)
    assert len(faces.pictures(moved)) == 2, "the former ones stand meanwhile"
    before = faces.pictures(moved)
    qtbot.waitUntil(lambda: faces.pictures(moved) != before, timeout=TIMEOUT)


def test_what_scrolls_past_is_not_decoded(qtbot) -> None:
    faces = RowFaces(lambda: None)
    rows = [row(number, number, number + 1) for number in range(1000)]
    faces._info = object()  # asked for only once the list rests
    for one in rows:
        assert faces.pictures(one) == ()
    faces.in_view = lambda: rows[700:704]
    asked = list(faces._next())
    assert asked[:4] == ["a700", "a701", "a702", "a703"], "what is seen comes first, from the top"
    assert asked[4:] == [f"a{number}" for number in range(999, 999 - BESIDE, -1)]
    faces.shutdown()


def test_what_is_kept_is_bounded_and_goes_with_the_video(qtbot) -> None:
    faces = RowFaces(lambda: None)
    assert faces.pictures(row(1, 0, 1)) == (), "no video, no picture"
    faces.set_source(None)
    faces.shutdown()
    assert KEPT * 2 * SIDE * SIDE * 4 < 30_000_000
