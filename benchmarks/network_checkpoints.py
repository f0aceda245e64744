"""Corrupted and hostile checkpoints: every one is refused with a sentence or read whole, and none runs anything.

Run from the project's root: ``python -m benchmarks.network_checkpoints [--files 200]``. Half of the files are of the
zip form, half of the older one. An audit hook counts what the interpreter is asked to do meanwhile: importing,
compiling, executing or starting a program is a failure, and so is any exception but `CheckpointError`.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from engine.errors import CheckpointError
from engine.weights import MetstShape, load_checkpoint
from tests.engine.network_data import random_state, save_torch
from tests.kit.checkpoints import corrupted

DANGEROUS = (
    "import",
    "exec",
    "compile",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "pickle.find_class",
)


def main() -> int:
    """Print counts and the longest time; exit code 1 if anything went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=200)
    files = parser.parse_args().files
    rng = np.random.default_rng(0)
    outcomes: Counter[str] = Counter()
    events: Counter[str] = Counter()
    watching = False

    def hook(event: str, _: object) -> None:
        if watching and event in DANGEROUS:
            events[event] += 1

    sys.addaudithook(hook)
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pkl"
        contents = []
        for zipped in (True, False):
            save_torch(path, random_state(MetstShape()), zipped=zipped)
            load_checkpoint(path)  # imports what it needs before the hook looks
            contents.append(path.read_bytes())
        for number in range(files):
            path.write_bytes(corrupted(contents[number % 2], rng))
            began = time.process_time()
            watching = True
            try:
                load_checkpoint(path)
                outcome = "read whole"
            except CheckpointError as error:
                outcome = "refused: " + str(error).split("”", 1)[1].split(";")[0].split("“")[0].strip()
            except BaseException as error:  # noqa: BLE001 - this is what is looked for
                outcome = f"FAILED: {type(error).__name__}"
            watching = False
            longest = max(longest, time.process_time() - began)
            outcomes[outcome] += 1
    for outcome, count in outcomes.most_common():
        print(f"{count:5d}  {outcome}")
    print(f"longest: {longest:.2f} s of CPU; code asked for: {dict(events) or 'none'}")
    return 1 if events or any(outcome.startswith("FAILED") for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
