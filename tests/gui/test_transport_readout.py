"""The read-out says where numbers come from that the file itself does not give."""

from dataclasses import replace

import numpy as np
import pytest

from engine.types import VideoInfo
from metst_gui.picture.transport import Transport, rate_text, readout_tip
from tests.gui.timeline_data import make_info


@pytest.fixture
def info() -> VideoInfo:
    return make_info(300)


def test_assumed_times_and_forward_decoding_stay_in_sight(qtbot, info: VideoInfo) -> None:
    bar = Transport()
    qtbot.addWidget(bar)
    bar.set_info(replace(info, assumed_times=True, forward_only=True))
    bar.set_frame(7)
    assert "fps assumed" in bar.readout
    assert bar.readout.endswith("decode-forward")
    bar.set_info(info)
    assert "assumed" not in bar.readout
    assert "decode-forward" not in bar.readout
    plain, odd = readout_tip(info), readout_tip(replace(info, assumed_times=True, forward_only=True))
    assert len(odd.splitlines()) == len(plain.splitlines()) + 2


def test_the_rate_of_images_is_nobodys_measurement(qtbot, info: VideoInfo) -> None:
    bar = Transport()
    qtbot.addWidget(bar)
    images = replace(info, kind="images")
    bar.set_info(images)
    bar.set_frame(7)
    assert bar.readout.endswith("fps assumed")
    assert "images carry no times" in readout_tip(images)
    assert "images" not in readout_tip(info)


def test_the_model_step_is_the_sample_at_or_before_the_frame(qtbot, info: VideoInfo) -> None:
    bar = Transport()
    qtbot.addWidget(bar)
    bar.set_info(info)
    bar.set_samples(np.array([3, 10, 17], np.int64))
    steps = []
    for frame in (2, 3, 9, 10, 299):
        bar.set_frame(frame)
        steps.append(bar.readout.split(" · ")[2])
    assert steps == ["step −", "step 0", "step 0", "step 1", "step 2"]


def test_the_frame_number_stays_where_there_is_room_for_nothing_else(qtbot, info: VideoInfo) -> None:
    bar = Transport()
    qtbot.addWidget(bar)
    bar.set_info(info)
    bar.set_loop("interval and context")
    bar.set_frame(217)
    shown, loops = [], []
    for width in (1200, 700, bar.minimumSizeHint().width()):
        bar.resize(width, 40)
        bar.show()
        qtbot.waitExposed(bar)
        bar.layout().activate()
        shown.append(bar._rest.painted)
        loops.append(bar._loop.text())
    assert shown[0] == bar._rest.text()
    assert shown[-1] == "217"
    assert (loops[0], loops[-1]) == ("Loop: interval and context", "interval and context")
    bar.set_loop("off")
    assert bar._loop.text() == "Loop: off", "a bare “off” would tell nothing"


def test_speeds() -> None:
    assert [rate_text(rate) for rate in (1 / 16, 0.5, 1.0, 4.0, -2.0)] == ["1/16×", "1/2×", "1×", "4×", "−2×"]
