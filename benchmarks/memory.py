"""Memory that analysing a long 1080p file takes: the largest resident set of the process tree.

Run from the project's root: ``python -m benchmarks.memory [MINUTES]`` (20 without an argument; Linux). A short clip is
rendered, repeated without encoding it anew, and analysed by ``python -m engine analyze`` in a process of its own, whose
tree is looked at twice a second. The limit to stay under is 1 GB.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av

from benchmarks.end_to_end import render

RATE = 30
CLIP_FRAMES = 900
LIMIT_MB = 1000
LOOK_SECONDS = 0.5
REPORT_SECONDS = 60


def repeated(clip: Path, path: Path, times: int) -> None:
    """`path`: the clip `times` times, packets copied."""
    with av.open(str(path), "w") as target:
        stream = None
        for turn in range(times):
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                stream = stream or target.add_stream_from_template(video)
                length = round(CLIP_FRAMES / RATE / video.time_base)
                for packet in source.demux(video):
                    if packet.dts is None:
                        continue
                    packet.pts += turn * length
                    packet.dts += turn * length
                    packet.stream = stream
                    target.mux(packet)


def tree_mb(root: int) -> float:
    """Resident memory in MB of a process and its descendants; shared pages count for each."""
    parents, resident = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue  # it has ended
        parents[int(folder.name)] = int(status["PPid"])
        resident[int(folder.name)] = int(status.get("VmRSS", "0 kB").split()[0]) / 1e3 * 1.024
    members = {root}
    while more := {pid for pid, parent in parents.items() if parent in members} - members:
        members |= more
    return sum(resident.get(pid, 0.0) for pid in members)


def watch(path: Path, out: Path) -> tuple[float, float]:
    """Analyse and return (largest MB, seconds)."""
    command = [sys.executable, "-m", "engine", "analyze", str(path), "--out", str(out)]
    began = reported = time.perf_counter()
    largest = 0.0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            now = tree_mb(process.pid)
            largest = max(largest, now)
            if time.perf_counter() - reported > REPORT_SECONDS:
                reported = time.perf_counter()
                print(f"  after {reported - began:.0f} s: {now:.0f} MB, largest {largest:.0f} MB", flush=True)
            time.sleep(LOOK_SECONDS)  # noqa: TID251 - a script without an event loop
    if process.returncode:
        raise SystemExit(f"the analysis ended with code {process.returncode}")
    return largest, time.perf_counter() - began


def main() -> None:
    """Make the file, analyse it, print."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    os.nice(5)
    with tempfile.TemporaryDirectory() as folder:
        clip, path = Path(folder) / "clip.mp4", Path(folder) / "long.mp4"
        render(clip, 1920, 1080, CLIP_FRAMES)
        times = max(1, round(minutes * 60 * RATE / CLIP_FRAMES))
        repeated(clip, path, times)
        frames = times * CLIP_FRAMES
        print(f"{frames} frames of 1920 x 1080, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        largest, seconds = watch(path, Path(folder) / "out")
        verdict = "under" if largest < LIMIT_MB else "OVER"
        print(
            f"largest resident memory {largest:.0f} MB ({verdict} {LIMIT_MB}); {frames / seconds:.0f} frames/s as seen"
        )


if __name__ == "__main__":
    main()
