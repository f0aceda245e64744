"""How long a reviewer waits for a picture: steps, the next proposal, cold seeks; and whether the window stays smooth.

Every wait is from the request until the picture is painted (raster, off screen). A cold seek is measured in pairs with
plain PyAV (seek to the keyframe, decode to the frame, convert to BGR), in CPU time and in wall time. The window's gaps
are those of a 16 ms timer while the video plays, without and with an analysis running.

Run from the checkout: ``python -m benchmarks.player_latency [--video FACE.mp4]``.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a benchmark of the window

from metst_gui.app import build_window
from metst_gui.picture.video_view import VideoView
from metst_gui.playback import FrameService
from metst_gui.window.main_window import MainWindow
from tests.engine.clips import Clip

COUNT = 1500
GOP_250 = Clip(".mp4", options={"bf": "3", "g": "250", "sc_threshold": "0", "preset": "veryfast"})
IDLE_MS = 60


class Desk:
    """A decoder and a picture, without the rest of the window."""

    def __init__(self, path: Path) -> None:
        self.view = VideoView()
        self.view.resize(1280, 720)
        self.view.show()
        self.service = FrameService()
        self.service.frame_ready.connect(self._show)
        self._painted = -1
        self._loop = QEventLoop()
        self.service.opened.connect(lambda _info: self._loop.quit())
        self.service.open(path)
        self._loop.exec()

    def wait(self, index: int) -> float:
        """Milliseconds until frame `index` is painted."""
        began = time.perf_counter()
        self._painted, self._wanted = -1, index
        self.service.request(index)
        self._loop.exec()
        return 1000 * (time.perf_counter() - began)

    def rest(self, milliseconds: int = IDLE_MS) -> None:
        """Let the decoder prefetch."""
        QTimer.singleShot(milliseconds, self._loop.quit)
        self._loop.exec()

    def settle(self) -> None:
        """Wait until nothing is decoded any more."""
        used = -1.0
        while time.process_time() - used > 0.01:
            used = time.process_time()
            self.rest()

    def _show(self, index: int, picture: object, damaged: bool) -> None:
        self.view.show_frame(index, picture, damaged)  # type: ignore[arg-type]
        self.view.repaint()
        if index == self._wanted:
            self._loop.quit()


class PlainPyAV:
    """The cheapest exact read PyAV allows: one seek, decoding up to the frame, one conversion."""

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._pts = sorted(packet.pts for packet in self._container.demux(self._stream) if packet.pts is not None)

    def read(self, index: int) -> None:
        """Read a frame as BGR."""
        self._container.seek(self._pts[index], stream=self._stream)
        for frame in self._container.decode(self._stream):
            if frame.pts == self._pts[index]:
                frame.to_ndarray(format="bgr24")
                return
        raise ValueError(index)


def told(name: str, values: list[float], limit: str) -> None:
    """One row: median and 95th percentile in ms."""
    print(
        f"{name:44} p50 {np.percentile(values, 50):7.2f}  p95 {np.percentile(values, 95):7.2f} ms   ({limit})",
        flush=True,
    )


def steps(desk: Desk) -> None:
    """A held arrow key at 30 a second, both ways."""
    desk.wait(700)
    desk.settle()
    for name, step in (("forward", 1), ("back", -1)):
        at, spent = 700 if step > 0 else 850, []
        desk.wait(at)
        desk.settle()
        for _ in range(150):
            at += step
            spent.append(desk.wait(at))
            desk.rest(33)
        told(f"step {name} inside the ring", spent, "target 16 ms p95")


def proposals(desk: Desk, chosen: random.Random) -> None:
    """Arriving at a proposal that was decoded ahead."""
    spent = []
    for _ in range(20):
        onset = chosen.randrange(30, COUNT - 60)
        desk.service.plan([range(onset - 8, onset + 30)])
        desk.wait((onset + COUNT // 2) % COUNT)
        desk.settle()
        spent.append(desk.wait(onset))
    desk.service.plan([])
    told("next proposal, decoded ahead", spent, "target 50 ms")


def cold_seeks(path: Path, chosen: random.Random, count: int = 40) -> None:
    """Pairs of the same far seek by METST and by plain PyAV."""
    desk, plain = Desk(path), PlainPyAV(path)
    spent: dict[str, list[float]] = {"metst": [], "pyav": [], "metst cpu": [], "pyav cpu": []}
    at = 0
    for number in range(count):
        at = (at + chosen.randrange(500, 1000)) % COUNT
        desk.settle()
        for name in ("metst", "pyav") if number % 2 else ("pyav", "metst"):
            began, used = time.perf_counter(), time.process_time()
            if name == "metst":
                desk.wait(at)
            else:
                plain.read(at)
            spent[name].append(1000 * (time.perf_counter() - began))
            spent[f"{name} cpu"].append(1000 * (time.process_time() - used))
    desk.service.shutdown()
    told("cold seek", spent["metst"], "painted")
    told("cold seek, plain PyAV", spent["pyav"], "not painted")
    for kind in ("", " cpu"):
        ratio = sum(spent[f"metst{kind}"]) / sum(spent[f"pyav{kind}"])
        median = statistics.median(spent[f"metst{kind}"]) / statistics.median(spent[f"pyav{kind}"])
        print(f"  METST / PyAV,{kind or ' wall'} time: sum {ratio:.2f}, median {median:.2f}   (target 1.2)", flush=True)


def gaps(window: MainWindow, seconds: float) -> tuple[np.ndarray, np.ndarray]:
    """Milliseconds between the ticks of a 16 ms timer while the video plays in a loop: wall, CPU of this thread."""
    ticks: list[tuple[float, float]] = []
    timer = QTimer(window)
    timer.setInterval(16)
    timer.timeout.connect(lambda: ticks.append((time.perf_counter(), time.thread_time())))
    last = window.desk.session.info.n_frames - 1 if window.desk.session.info is not None else 0
    window.desk.playback.set_loop(0, last)
    window.desk.playback.play()
    timer.start()
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    timer.stop()
    window.desk.playback.pause()
    wall, used = 1000 * np.diff(np.array(ticks), axis=0).T
    return wall, used


def smoothness(path: Path, seconds: float) -> None:
    """Gaps of the whole window, idle and with an analysis running."""
    window = build_window()
    window.desk.settings.update(analyse_on_open=False)
    window.resize(1366, 768)
    window.show()
    loop = QEventLoop()
    window.desk.session.opened.connect(lambda _info: loop.quit())
    window.desk.opener.open_path(path)
    loop.exec()
    for name in ("playing", "playing while an analysis runs"):
        if name != "playing":
            window.desk.analysis.start()
        found, used = gaps(window, seconds)
        running = window.desk.analysis.inference.running
        p50, p99 = np.percentile(found, (50, 99))
        own = np.percentile(used, 99)
        note = "target 100 ms p99" + ("" if name == "playing" else ", analysis " + ("running" if running else "ended"))
        waits = f"p50 {p50:5.1f}  p99 {p99:6.1f}  max {found.max():6.1f}  own CPU p99 {own:5.1f} ms"
        print(f"window, {name:30} {waits}  ({note})", flush=True)
    window.desk.analysis.cancel()
    window.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--video", type=Path, help="a face video for the smoothness of the window; default: the clip")
    parser.add_argument("--seconds", type=float, default=15.0)
    options = parser.parse_args()
    application = QApplication([])
    chosen = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = os.environ["XDG_CACHE_HOME"] = folder
        path = GOP_250.write(Path(folder) / "clip", COUNT, width=1280, height=720)
        desk = Desk(path)
        steps(desk)
        proposals(desk, chosen)
        desk.service.shutdown()
        cold_seeks(path, chosen)
        smoothness(options.video or path, options.seconds)
    application.quit()


if __name__ == "__main__":
    main()
