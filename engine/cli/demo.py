"""`metst demo`: the synthetic demo clip and its ground truth."""

import argparse
from pathlib import Path

from engine.cli.terminal import say
from engine.files import replace_file
from engine.synthesis import demo_files

HELP = "Write the synthetic demo clip and its ground truth."
EXAMPLE = "metst demo --out demo.mp4"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", type=Path, required=True, help="video file to write; the truth lies beside it")


def run(arguments: argparse.Namespace) -> None:
    """Copy the clip (rendered once per machine) to `--out` and its truth to ``<stem>.truth.csv``."""
    from tqdm import tqdm

    with tqdm(disable=None, unit="frame", desc="rendering") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        files = demo_files(progress=show)
    out: Path = arguments.out
    out.parent.mkdir(parents=True, exist_ok=True)
    truth = out.with_name(f"{out.stem}.truth.csv")
    for made, target in ((files.video, out), (files.truth, truth)):
        replace_file(target, made.read_bytes())
    say(f"{out} and {truth}")
