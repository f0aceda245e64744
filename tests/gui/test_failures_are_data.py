"""What fails in a thread arrives as a template with its values, so that it can be said in the window's language."""

from pathlib import Path

import numpy as np
import pytest

from engine.messages import Said
from engine.types import VideoInfo, frozen
from metst_gui.playback import FrameService
from metst_gui.playback.cutter import Cutter
from metst_gui.playback.evidence import EvidenceService

GONE = Path("gone “<b>” {0}.mp4")


@pytest.fixture
def gone(tmp_path: Path) -> VideoInfo:
    """A video whose file is not there any more."""
    times = frozen(np.arange(30) / 30)
    return VideoInfo(tmp_path / GONE, "video", 30, 64, 64, 30.0, times, True, "h264", 1, "digest")


def test_a_video_that_cannot_be_opened(qtbot, tmp_path: Path) -> None:
    frames = FrameService()
    try:
        with qtbot.waitSignal(frames.failed, timeout=20_000) as failed:
            frames.open(tmp_path / GONE)
    finally:
        frames.shutdown()
    (sentence,) = failed.args
    assert isinstance(sentence, Said)
    assert sentence.template != sentence, "its values are apart from it"


def test_a_face_that_cannot_be_measured(qtbot, gone: VideoInfo) -> None:
    service = EvidenceService()
    service.set_source(gone)
    try:
        with qtbot.waitSignal(service.failed, timeout=20_000) as failed:
            service.compare(3, 8)
    finally:
        service.shutdown()
    assert isinstance(failed.args[0], Said)


def test_every_failure_is_sent_as_it_is() -> None:
    for kind in (FrameService, EvidenceService, Cutter):
        assert "failed(PyObject)" in kind.failed.__str__()
