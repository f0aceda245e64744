"""`metst project`: a project made from what `metst analyze` wrote."""

import argparse
from pathlib import Path

from engine.cli.terminal import say
from engine.errors import DatasetError
from engine.project.making import make_project
from engine.project.written_run import read_written, records_at

HELP = (
    "Make a project from what metst analyze wrote: its videos with these runs, to be reviewed in the window. A video "
    "that is not where it was is told by its content, and found with File, Find moved video…"
)
EXAMPLE = "metst project results --out case.metst"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("results", metavar="RESULTS", nargs="+", type=Path, help="folder of results, or a *.run.json")
    parser.add_argument("--out", type=Path, required=True, help="the new project (*.metst)")
    parser.add_argument("--by", default="", metavar="NAME", help="who makes it, for the journal")


def run(arguments: argparse.Namespace) -> None:
    """Make the project, and name the videos that are not where they were.

    Raises:
        EngineError: there are no results, or they cannot be read or the project not be written.
    """
    records = [record for path in arguments.results for record in records_at(path)]
    if not records:
        raise DatasetError(
            f"“{arguments.results[0]}” holds nothing that metst analyze wrote: give the folder that its --out named."
        )
    runs = [read_written(record) for record in records]
    head = make_project(runs, arguments.out, annotator=arguments.by)
    say(f"{len({one.content.sha256 for one in runs})} videos, {len(runs)} runs -> {arguments.out}, head {head}")
    for one in runs:
        if not one.place.exists():
            say(f"note: “{one.source}” is not at “{one.place}”: the window asks for it when it is opened.")
