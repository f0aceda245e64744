"""Frames that a decoding thread is asked for, without a file."""

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.video import NOBODY, Frame, Opening, open_source
from metst_gui.playback import FrameService
from tests.engine.clips import number_of

COUNT = 150


class Slab:
    """A picture of 100 bytes."""

    nbytes = 100


def frame(index: int) -> Frame:
    return Frame(index, damaged=False, picture=Slab())  # type: ignore[arg-type]


class Opener:
    """Opens sources that count their reads and can be held up."""

    def __init__(self) -> None:
        self.reads: list[int] = []
        self.slow = 0.0
        self.gate = threading.Event()
        self.gate.set()
        self.threads: set[int] = set()

    def __call__(self, path: Path, *, fps: float | None = None, opening: Opening = NOBODY):
        source, read = open_source(path, fps=fps, opening=opening), None
        read = source.read

        def counted(index: int) -> Frame:
            assert self.gate.wait(10)
            threading.Event().wait(self.slow)
            self.reads.append(index)
            self.threads.add(threading.get_ident())
            return read(index)

        source.read = counted
        return source


def open_clip(qtbot: QtBot, service: FrameService, path: Path) -> None:
    with qtbot.waitSignal(service.opened, timeout=5000) as opened:
        service.open(path)
    assert opened.args[0].n_frames == COUNT


def shown(qtbot: QtBot, service: FrameService, index: int) -> int | None:
    with qtbot.waitSignal(service.frame_ready, timeout=5000) as ready:
        service.request(index)
    assert ready.args[0] == index
    assert not ready.args[2]
    return number_of(ready.args[1])


def settle(qtbot: QtBot, opener: Opener) -> None:
    """Wait until prefetching has nothing left to do."""
    before = -1
    while before != len(opener.reads):
        before = len(opener.reads)
        qtbot.wait(40)
