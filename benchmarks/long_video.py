"""Opening two hours of video: the first picture, the frame table, opening again, and the memory it takes.

Run from the checkout: ``python -m benchmarks.long_video [--hours 2] [--width 1280 --height 720]``.
"""

import argparse
import os
import resource
import tempfile
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a benchmark of the window

from metst_gui.app import build_window
from metst_gui.window.main_window import MainWindow
from tests.engine.clips import Clip

GOP_250 = Clip(".mp4", options={"bf": "3", "g": "250", "sc_threshold": "0", "preset": "veryfast"})
PART = 900


def repeated(source: Path, target: Path, times: int) -> Path:
    """The packets of a clip, `times` times one after the other."""
    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        stream = output.add_stream_from_template(container.streams.video[0])
        packets = [packet for packet in container.demux(video=0) if packet.size]
        places = [(packet.pts, packet.dts) for packet in packets]
        length = max(pts for pts, _ in places) + packets[0].duration
        for turn in range(times):
            for packet, (pts, dts) in zip(packets, places, strict=True):
                packet.pts, packet.dts = pts + turn * length, dts + turn * length
                packet.stream = stream
                output.mux(packet)
    return target


def opened(window: MainWindow, path: Path) -> dict[str, float]:
    """Seconds from the request to the first picture and to the open video; the longest silence of the window."""
    began, found, ticks = time.perf_counter(), {}, [time.perf_counter()]
    used = time.process_time()
    frames = window.desk.frames
    loop = QEventLoop()
    first = frames.previewed.connect(lambda _: found.setdefault("first picture", time.perf_counter() - began))
    ready = frames.frame_ready.connect(lambda *_: found.setdefault("first picture", time.perf_counter() - began))
    done = window.desk.session.opened.connect(lambda _: loop.quit())
    timer = QTimer(interval=16)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    window.desk.opener.open_path(path)
    loop.exec()
    found["opened"] = time.perf_counter() - began
    found["opened, CPU"] = time.process_time() - used
    found["longest gap"] = max(after - before for before, after in pairwise(ticks))
    QTimer.singleShot(500, loop.quit)
    loop.exec()
    for connection, signal in (
        (first, frames.previewed),
        (ready, frames.frame_ready),
        (done, window.desk.session.opened),
    ):
        signal.disconnect(connection)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    options = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = os.environ["XDG_CACHE_HOME"] = folder
        part = GOP_250.write(Path(folder) / "part", PART, width=options.width, height=options.height)
        path = repeated(part, Path(folder) / "long.mp4", round(options.hours * 3600 * 30 / PART))
        window = build_window()
        window.desk.settings.update(analyse_on_open=False)
        window.show()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{path.stat().st_size / 1e6:.0f} MB, {options.hours:g} h; window alone {before:.0f} MB")
        for name in ("first time", "again"):
            row = ", ".join(f"{what} {seconds:.2f} s" for what, seconds in opened(window, path).items())
            print(f"{name:10} {row}", flush=True)
        info = window.desk.session.info
        assert info is not None
        for place in range(0, info.n_frames, info.n_frames // 40):
            window.desk.playback.seek(place)
            loop = QEventLoop()
            QTimer.singleShot(400, loop.quit)
            loop.exec()
        worker = window.desk.frames._worker  # noqa: SLF001 - looks into the caches
        held = (worker._cache.nbytes + worker._ahead.nbytes) / 1e6  # noqa: SLF001
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{info.n_frames} frames; after 40 far seeks: caches {held:.0f} MB, process at most {peak:.0f} MB")
        window.close()
    application.quit()


if __name__ == "__main__":
    main()
