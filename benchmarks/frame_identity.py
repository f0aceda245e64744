"""Share of frames shown exactly: 1,000 random seeks and 500 steps each way on clips with burned-in numbers.

Beside METST: what OpenCV (``set(CAP_PROP_POS_FRAMES)``) and the usual PyAV snippet (seek to ``index / rate``, decode
until that time) show for the same random seeks.

Run from the checkout: ``python -m benchmarks.frame_identity [KIND...] [--frames 900] [--width 240 --height 96]``.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np

from engine.video import Source, open_source
from tests.engine.clips import CLIPS, EDIT_LIST_CUT, number_of, write_edit_list, write_images

SEEKS, STEPS = 1000, 500
IMAGES, EDIT_LIST = "image-folder-gaps", "edit-list-cut"
Shown = Callable[[int], int | None]


def exact_share(source: Source, path: list[int], numbers: list[int]) -> tuple[float, float]:
    """Share of reads along `path` that show the right number (in percent), and the median read in ms."""
    exact, spent = 0, []
    for index in path:
        began = time.perf_counter()
        frame = source.read(index)
        spent.append(1000 * (time.perf_counter() - began))
        exact += not frame.damaged and number_of(frame.bgr()) == numbers[index]
    return 100 * exact / len(path), statistics.median(spent)


def paths(count: int) -> dict[str, list[int]]:
    """Frames to read: random seeks, steps forward, steps backward."""
    chosen = random.Random(1)
    steps = min(STEPS, count - 1)
    start = chosen.randrange(count - steps)
    forward = list(range(start, start + steps + 1))
    return {"seek": [chosen.randrange(count) for _ in range(SEEKS)], "forward": forward, "back": forward[::-1]}


def opencv(path: Path) -> Shown:
    """Number shown by OpenCV at a frame."""
    capture = cv2.VideoCapture(str(path))

    def read(index: int) -> int | None:
        capture.set(cv2.CAP_PROP_POS_FRAMES, index)
        is_read, image = capture.read()
        return number_of(image) if is_read and image.ndim == 3 else None

    return read


def usual_pyav(path: Path) -> Shown:
    """Number shown by the snippet most programs use with PyAV."""
    container = av.open(str(path))
    stream = container.streams.video[0]
    rate = float(stream.average_rate or 25)

    def read(index: int) -> int | None:
        seconds = index / rate
        container.seek(int(seconds / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            if frame.time is not None and frame.time >= seconds - 0.5 / rate:
                return number_of(np.asarray(frame.to_ndarray(format="bgr24")))
        return None

    return read


def wrong_share(shown: Shown, path: list[int], numbers: list[int]) -> str:
    """Percent of wrong pictures among reads along `path`; an error counts as wrong."""
    wrong = 0
    for index in path:
        try:
            wrong += shown(index) != numbers[index]
        except (av.FFmpegError, cv2.error, ValueError):
            wrong += 1
    return f"{100 * wrong / len(path):6.1f} %"


def make(kind: str, options: argparse.Namespace, folder: Path) -> tuple[Path, list[int]]:
    """A clip, and the number every frame of it carries."""
    size = {"width": options.width, "height": options.height}
    numbers = list(range(options.frames))
    if kind == IMAGES:
        numbers = [number for number in numbers if number % 10]
        return write_images(folder / kind, numbers, pattern="{}.jpg"), numbers
    if kind == EDIT_LIST:
        return write_edit_list(folder, options.frames, **size), numbers[EDIT_LIST_CUT:]
    return CLIPS[kind].write(folder / kind, options.frames, **size), numbers


def measure(kind: str, options: argparse.Namespace, folder: Path) -> tuple[str, int]:
    """One row of the table, and how many reads were exact to the last one (0: a fault)."""
    path, numbers = make(kind, options, folder)
    began = time.perf_counter()
    with open_source(path) as source:
        cells, exact = [f"{1000 * (time.perf_counter() - began):7.0f}"], True
        if source.info.n_frames != len(numbers):
            return f"{kind:18} {source.info.n_frames} frames instead of {len(numbers)}", 0
        reads = paths(len(numbers))
        for one in reads.values():
            share, median = exact_share(source, one, numbers)
            exact = exact and share == 100
            cells.append(f"{share:6.2f} % {median:6.2f}")
    peers = reads["seek"][: options.peer_reads]
    others = (opencv, usual_pyav)
    cells += ["     -  " if path.is_dir() else wrong_share(other(path), peers, numbers) for other in others]
    total = len(list(chain.from_iterable(reads.values())))
    return f"{kind:18} " + "  ".join(cells), total if exact else 0


def main() -> int:
    """Print the table; 1 where any frame of METST was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=900)
    parser.add_argument("--width", type=int, default=240, help="a multiple of 24")
    parser.add_argument("--height", type=int, default=96)
    parser.add_argument("--peer-reads", type=int, default=200, help="random seeks given to OpenCV and PyAV")
    parser.add_argument("kinds", nargs="*", default=[*CLIPS, EDIT_LIST, IMAGES])
    options = parser.parse_args()
    print(
        f"{'clip':18} {'open ms':>7}  {'seeks: exact, ms':>15}  {'forward':>15}  {'back':>15}"
        f"  {'OpenCV':>8}  {'PyAV':>8}   (wrong seeks)"
    )
    faults = reads = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds:
            row, exact = measure(kind, options, Path(folder))
            faults, reads = faults + (exact == 0), reads + exact
            print(row, flush=True)
    print(f"{reads} reads exact; clips with a wrong frame: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
