"""Share of frames shown exactly, of 1,000 random seeks and 500 steps each way on clips with burned-in numbers.

Run from the checkout: ``python -m benchmarks.frame_identity [--frames 900] [--width 240 --height 96]``.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from engine.video import Source, open_source
from tests.engine.clips import CLIPS, number_of, write_images

SEEKS, STEPS = 1000, 500
IMAGES = "image-folder"


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
    forward = list(range(start, start + steps))
    return {"seek": [chosen.randrange(count) for _ in range(SEEKS)], "forward": forward, "back": forward[::-1]}


def measure(kind: str, options: argparse.Namespace, folder: Path) -> str:
    """One row of the table."""
    numbers = list(range(options.frames))
    if kind == IMAGES:
        numbers = [number for number in numbers if number % 10]
        path = write_images(folder / kind, numbers, pattern="{}.jpg")
    else:
        path = CLIPS[kind].write(folder / kind, options.frames, width=options.width, height=options.height)
    began = time.perf_counter()
    with open_source(path) as source:
        opened = 1000 * (time.perf_counter() - began)
        cells = [f"{opened:9.0f}"]
        if source.info.n_frames != len(numbers):
            return f"{kind:18} {source.info.n_frames} frames instead of {len(numbers)}"
        for reads in paths(len(numbers)).values():
            share, median = exact_share(source, reads, numbers)
            cells.append(f"{share:7.2f} % {median:7.2f}")
    return f"{kind:18} " + "   ".join(cells)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=900)
    parser.add_argument("--width", type=int, default=240, help="a multiple of 24")
    parser.add_argument("--height", type=int, default=96)
    parser.add_argument("kinds", nargs="*", default=[*CLIPS, IMAGES])
    options = parser.parse_args()
    print(f"{'clip':18} {'open ms':>9}   {'seeks exact, ms':>17}   {'forward, ms':>17}   {'back, ms':>17}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds:
            print(measure(kind, options, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
