"""Frames of the next items are decoded before they are asked for; newer requests overtake; opening is told."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.video import Frame, open_source
from metst_gui.playback import FrameService
from metst_gui.playback import frame_worker as worker_module
from metst_gui.playback.ahead import Ahead
from tests.engine.clips import CLIPS, number_of
from tests.kit.frames import COUNT, Opener, frame, open_clip, settle, shown


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return CLIPS["h264-gop250"].write(tmp_path_factory.mktemp("clips") / "clip", COUNT)


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def service(qtbot: QtBot, opener: Opener) -> Iterator[FrameService]:
    service = FrameService(opener=opener)
    yield service
    opener.gate.set()
    service.shutdown()


def test_wanted_frames_are_held_most_urgent_first() -> None:
    ahead = Ahead(1000)
    ahead.want([range(50, 54), range(90, 92)])
    assert ahead.missing() == 50
    assert not ahead.put(frame(3))
    taken = []
    while (index := ahead.missing()) is not None:
        taken.append(index)
        assert ahead.put(frame(index))
    assert taken == [50, 51, 52, 53, 90, 91]
    assert (len(ahead), ahead.nbytes) == (6, 600)
    ahead.want([range(91, 93)])
    assert (51 in ahead, 91 in ahead, ahead.nbytes, ahead.missing()) == (False, True, 100, 92)
    ahead.clear()
    assert (len(ahead), ahead.nbytes, ahead.missing()) == (0, 0, None)


def test_the_budget_is_shared_between_the_items() -> None:
    ahead = Ahead(1000)
    ahead.want([range(100), range(200, 300), range(400, 500)])
    while (index := ahead.missing()) is not None:
        assert ahead.put(frame(index))
    assert [index for index in range(500) if index in ahead] == [0, 1, 2, 200, 201, 202, 400, 401, 402]
    assert ahead.nbytes <= 1000


def test_planned_items_are_shown_without_decoding(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_clip(qtbot, service, clip)
    assert shown(qtbot, service, 2) == 2
    service.plan([range(120, 130), range(70, 75)])
    settle(qtbot, opener)
    qtbot.waitUntil(lambda: len(service._worker._ahead) == 15, timeout=5000)
    decoded: list[int] = []
    monkeypatch.setattr(service._worker, "_decode_to", lambda _, index: decoded.append(index))
    for index in (120, 74, 129, 70, 121):
        assert shown(qtbot, service, index) == index
    assert decoded == []


def test_planning_does_not_move_the_decoding_at_the_playhead(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path
) -> None:
    open_clip(qtbot, service, clip)
    assert shown(qtbot, service, 20) == 20
    service.plan([range(120, 125)])
    qtbot.waitUntil(lambda: len(service._worker._ahead) == 5, timeout=5000)
    opener.reads.clear()
    assert shown(qtbot, service, 45) == 45
    settle(qtbot, opener)
    assert opener.reads == list(range(45, 70))


def test_a_new_source_forgets_the_plan(qtbot: QtBot, service: FrameService, clip: Path) -> None:
    open_clip(qtbot, service, clip)
    service.plan([range(10, 20)])
    qtbot.waitUntil(lambda: len(service._worker._ahead) == 10, timeout=5000)
    open_clip(qtbot, service, clip)
    qtbot.wait(30)
    assert len(service._worker._ahead) == 0
    assert shown(qtbot, service, 12) == 12


def test_a_newer_request_ends_a_long_decoding(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "SHOWN_EVERY", 60.0)
    open_clip(qtbot, service, clip)
    assert shown(qtbot, service, 0) == 0
    settle(qtbot, opener)
    arrived: list[tuple[int, int | None]] = []
    service.frame_ready.connect(lambda index, picture, _: arrived.append((index, number_of(picture))))
    opener.gate.clear()
    service.request(149)
    qtbot.wait(50)
    service.request(3)
    opener.gate.set()
    qtbot.waitUntil(lambda: bool(arrived), timeout=5000)
    qtbot.wait(50)
    assert arrived == [(3, 3)]
    assert 149 not in opener.reads


def test_opening_is_told_and_shows_the_first_picture(qtbot: QtBot, tmp_path: Path) -> None:
    path = CLIPS["h264-gop15"].write(tmp_path / "fresh", 40)

    def slow(path: Path, *, fps: float | None, opening: object):
        class Slowly:
            def first_picture(self, frame: Frame) -> None:
                opening.first_picture(frame)

            def progress(self, share: float) -> None:
                opening._told = 0.0
                opening.progress(share)

        return open_source(path, fps=fps, opening=Slowly())

    service = FrameService(opener=slow)
    try:
        said: list[tuple[str, object]] = []
        service.previewed.connect(lambda picture: said.append(("picture", number_of(picture))))
        service.opening.connect(lambda share: said.append(("share", share)))
        service.opened.connect(lambda info: said.append(("frames", info.n_frames)))
        service.open(path)
        qtbot.waitUntil(lambda: said[-1:] == [("frames", 40)], timeout=5000)
        assert said[0] == ("picture", 0)
        assert said[1][0] == "share"
        assert 0 <= np.float64(said[1][1]) <= 1
    finally:
        service.shutdown()


def test_an_opening_that_is_overtaken_says_nothing(qtbot: QtBot, tmp_path: Path, clip: Path) -> None:
    fresh = CLIPS["h264-gop15"].write(tmp_path / "fresh", 40)
    service = FrameService()
    try:
        said: list[object] = []
        service.failed.connect(said.append)
        service.opened.connect(lambda info: said.append(info.path))
        service.open(fresh)
        service.open(clip)
        qtbot.waitUntil(lambda: bool(said), timeout=5000)
        qtbot.wait(50)
        assert said == [clip]
    finally:
        service.shutdown()


def test_a_request_is_served_between_two_prefetched_frames(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path
) -> None:
    open_clip(qtbot, service, clip)
    assert shown(qtbot, service, 100) == 100
    settle(qtbot, opener)
    opener.reads.clear()
    opener.slow = 0.02
    # Much to prefetch: the frames behind 149, then forty of an item.
    service.plan([range(20, 60)])
    assert shown(qtbot, service, 125) == 125
    before = len(opener.reads)
    assert shown(qtbot, service, 101) == 101
    assert len(opener.reads) - before <= 3
