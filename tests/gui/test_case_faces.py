"""Faces of the case are those of the face that is analysed."""

from pathlib import Path

import cv2
import numpy as np

from metst_gui.playback.case_faces import FaceAsk, FaceWorker
from tests.engine import portrait_clip


def test_another_face_that_was_chosen_since_is_shown(qapp, tmp_path: Path) -> None:
    still = portrait_clip.frames()[0]
    two = np.full((400, 840), 128, np.uint8)
    two[20:380, 20:380], two[20:380, 460:820] = still, still[:, ::-1] // 2
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number:03d}.png"), two)
    found: list[np.ndarray] = []
    worker = FaceWorker()
    worker.ready.connect(lambda _job, _key, pictures: found.append(pictures))
    for at in ((200.0, 200.0), (640.0, 200.0)):
        worker.make(FaceAsk(0, "one", tmp_path, 30.0, (1,), at))
    worker._close()
    left, right = (one.mean() for one in found)
    assert right < 0.75 * left, "the one on the right is dark"
