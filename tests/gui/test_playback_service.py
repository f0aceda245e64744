"""Frames decoded in the background: the newest request wins, the cache stays in its budget, no thread is left."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from engine.errors import SourceError
from engine.video import NOBODY, Frame, Opening
from metst_gui.playback import FrameCache, FrameService
from tests.conftest import ROOT
from tests.engine.clips import CLIPS, number_of, write_images
from tests.kit.frames import COUNT, Opener, frame, open_clip, settle, shown


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def service(qtbot: QtBot, opener: Opener) -> Iterator[FrameService]:
    service = FrameService(opener=opener)
    yield service
    opener.gate.set()
    service.shutdown()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return CLIPS["h264-gop250"].write(tmp_path_factory.mktemp("clips") / "clip", COUNT)


def test_frames_arrive_read_only_and_decoded_elsewhere(qtbot: QtBot, service: FrameService, opener: Opener, clip: Path):
    open_clip(qtbot, service, clip)
    with qtbot.waitSignal(service.frame_ready, timeout=5000) as ready:
        service.request(42)
    index, picture, damaged = ready.args
    assert (index, damaged, number_of(picture)) == (42, False, 42)
    assert picture.dtype == np.uint8
    assert not picture.flags.writeable
    assert threading.get_ident() not in opener.threads


def test_every_request_shows_its_frame(qtbot: QtBot, service: FrameService, clip: Path) -> None:
    open_clip(qtbot, service, clip)
    for index in (0, 1, 2, 149, 148, 147, 70, 69, 68, 71, 0):
        assert shown(qtbot, service, index) == index


def test_the_newest_request_wins(qtbot: QtBot, service: FrameService, opener: Opener, clip: Path) -> None:
    open_clip(qtbot, service, clip)
    arrived: list[int] = []
    service.frame_ready.connect(lambda index, *_: arrived.append(index))
    opener.gate.clear()
    for index in range(5, 105, 5):
        service.request(index)
        if index == 5:
            qtbot.wait(50)
    opener.gate.set()
    qtbot.waitUntil(lambda: arrived[-1:] == [100], timeout=5000)
    qtbot.wait(50)
    assert arrived == [5, 100]


def test_going_forward_prefetches_ahead(qtbot: QtBot, service: FrameService, opener: Opener, clip: Path) -> None:
    open_clip(qtbot, service, clip)
    shown(qtbot, service, 30)
    settle(qtbot, opener)
    # Frame 0 is decoded by opening.
    assert opener.reads == list(range(1, 30 + 24 + 1))
    opener.reads.clear()
    assert shown(qtbot, service, 54) == 54
    settle(qtbot, opener)
    assert opener.reads == list(range(55, 79))


def test_going_backward_decodes_the_group_below_once(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path
) -> None:
    open_clip(qtbot, service, clip)
    assert shown(qtbot, service, 140) == 140
    settle(qtbot, opener)
    opener.reads.clear()
    for index in range(139, 100, -1):
        assert shown(qtbot, service, index) == index
    assert opener.reads == []


def test_going_backward_in_a_small_cache_stays_exact(qtbot: QtBot, opener: Opener, clip: Path) -> None:
    service = FrameService(opener=opener, budget_bytes=40 * 36_000)
    try:
        open_clip(qtbot, service, clip)
        for index in range(149, 60, -1):
            assert shown(qtbot, service, index) == index
        settle(qtbot, opener)
        cache = service._worker._cache
        assert cache.nbytes <= 40 * 36_000
        # Decoding the group anew for every step would take some 9,000 reads.
        assert len(opener.reads) < 8 * COUNT
    finally:
        service.shutdown()


def test_a_cache_for_one_frame_does_not_prefetch_for_ever(qtbot: QtBot, opener: Opener, clip: Path) -> None:
    service = FrameService(opener=opener, budget_bytes=1)
    try:
        open_clip(qtbot, service, clip)
        assert shown(qtbot, service, 10) == 10
        assert shown(qtbot, service, 9) == 9
        settle(qtbot, opener)
        assert len(opener.reads) < 40
    finally:
        service.shutdown()


def test_the_frame_farthest_from_the_playhead_goes_first() -> None:
    cache = FrameCache(1000)
    cache.playhead = 50
    for index in (*range(45, 55), 80, 51, 20):
        cache.put(frame(index))
    # Ahead 54 is 4 away; behind, 45 counts as 15 away but 20 as 90, and 80 is 30 away.
    assert sorted(index for index in range(100) if index in cache) == list(range(45, 55))
    cache.playhead, cache.direction = 46, -1
    cache.put(frame(44))
    assert 54 not in cache
    cache.playhead, cache.direction = 60, 1
    cache.put(frame(60))
    assert 44 not in cache
    assert cache.get(60) is not None
    assert (len(cache), cache.nbytes, cache.room()) == (10, 1000, 10)
    cache.clear()
    assert (len(cache), cache.nbytes, cache.get(60), cache.room()) == (0, 0, None, 1)


def test_a_frame_over_budget_is_still_shown() -> None:
    cache = FrameCache(10)
    cache.playhead = 3
    cache.put(frame(3))
    cache.put(frame(4))
    assert 3 in cache
    assert 4 not in cache


def test_failures_arrive_as_sentences(qtbot: QtBot, service: FrameService, tmp_path: Path, clip: Path) -> None:
    with qtbot.waitSignal(service.failed, timeout=5000) as failed:
        service.open(tmp_path / "gone.mp4")
    assert "does not exist" in failed.args[0]
    service.request(0)
    open_clip(qtbot, service, clip)
    for outside in (-1, COUNT):
        service.request(outside)
    assert shown(qtbot, service, 3) == 3


def test_a_failure_while_reading_arrives_as_a_sentence(qtbot: QtBot, clip: Path) -> None:
    class Unplugged(Opener):
        def __call__(self, path: Path, *, fps: float | None = None, opening: Opening = NOBODY):
            source = super().__call__(path, fps=fps)

            def fail(index: int) -> Frame:
                raise SourceError("The drive is gone: connect it again.")

            source.read = fail
            return source

    service = FrameService(opener=Unplugged())
    try:
        open_clip(qtbot, service, clip)
        with qtbot.waitSignal(service.failed, timeout=5000) as failed:
            service.request(7)
        assert failed.args == ["The drive is gone: connect it again."]
    finally:
        service.shutdown()


def test_nothing_of_the_former_source_arrives(
    qtbot: QtBot, service: FrameService, opener: Opener, clip: Path, tmp_path: Path
) -> None:
    folder = write_images(tmp_path / "images", range(1000, 1012))
    open_clip(qtbot, service, clip)
    opener.gate.clear()
    service.request(100)
    qtbot.wait(30)
    arrived: list[tuple[int, int | None]] = []
    service.frame_ready.connect(lambda index, picture, _: arrived.append((index, number_of(picture))))
    rates: list[float] = []
    service.opened.connect(lambda info: rates.append(info.fps))
    service.open(clip)
    service.open(folder, fps=100)
    service.request(4)
    opener.gate.set()
    qtbot.waitUntil(lambda: bool(arrived), timeout=5000)
    qtbot.wait(50)
    assert arrived == [(4, 1004)]
    assert rates == [100]
    service.close()
    service.request(5)
    qtbot.wait(50)
    assert len(arrived) == 1


def test_shutdown_joins_the_thread_even_in_the_middle(qtbot: QtBot, opener: Opener, clip: Path) -> None:
    before = {thread.ident for thread in threading.enumerate()}
    service = FrameService(opener=opener)
    open_clip(qtbot, service, clip)
    opener.gate.clear()
    service.request(149)
    qtbot.wait(30)
    threading.Timer(0.1, opener.gate.set).start()
    service.shutdown()
    assert isinstance(service._thread, QThread)
    assert service._thread.isFinished()
    assert len(opener.reads) < 10
    service.shutdown()
    service.request(3)
    service.open(clip)
    qtbot.waitUntil(lambda: {thread.ident for thread in threading.enumerate()} <= before, timeout=2000)


def test_leaving_the_application_joins_the_thread(clip: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QCoreApplication\n"
        "from metst_gui.playback import FrameService\n"
        "application = QCoreApplication([])\nservice = FrameService()\n"
        "service.frame_ready.connect(lambda index, *_: application.quit())\n"
        "service.open(Path(sys.argv[1]))\nservice.request(140)\n"
        "application.exec()\nprint(service._thread.isFinished())\n"
    )
    # Qt names a locale that is not UTF-8 on the standard error, which has to stay empty here.
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    finished = subprocess.run(
        [sys.executable, "-c", code, str(clip)], cwd=ROOT, capture_output=True, text=True, timeout=60, env=environment
    )
    assert (finished.returncode, finished.stdout.strip(), finished.stderr) == (0, "True", "")
