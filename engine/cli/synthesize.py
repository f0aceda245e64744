"""`metst synthesize`: a small synthetic data set to try training and evaluation on."""

import argparse
from pathlib import Path

from engine.cli.terminal import say

HELP = "Render a synthetic data set in the CAS(ME)^3 folder layout with its label table."
EXAMPLE = "metst synthesize --out synthetic --subjects 4 --videos 2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", type=Path, required=True, help="folder to write (made if missing)")
    parser.add_argument("--subjects", type=int, default=4, help="number of subjects")
    parser.add_argument("--videos", type=int, default=2, help="videos of each")
    parser.add_argument("--frames", type=int, default=150, help="frames of each video")
    parser.add_argument("--portraits", type=Path, default=None, help="folder of package archives with the portraits")
    parser.add_argument("--seed", type=int, default=1, help="of everything")


def run(arguments: argparse.Namespace) -> None:
    """Render the videos and write the labels."""
    from engine.cli.options import UsageError
    from engine.cli.progress import shown
    from engine.synthesis.dataset import LABELS, write_dataset
    from engine.synthesis.scenes import SceneOptions
    from engine.synthesis.subject import subjects

    if min(arguments.subjects, arguments.videos) < 1 or arguments.frames < 50 or arguments.videos > 26:
        raise UsageError("Give at least one subject, 1 to 26 videos of at least 50 frames.")
    options = SceneOptions(n=arguments.frames, micros=3.0, responses=(1.0, 2.8))
    work = write_dataset(
        arguments.out,
        subjects(arguments.portraits, "training"),
        options,
        subjects=arguments.subjects,
        videos=arguments.videos,
        seed=arguments.seed,
    )
    records = shown(work, "videos", arguments.subjects * arguments.videos)
    say(f"{len(records)} micro-expressions in {arguments.out / LABELS}")
