"""`metst export`: the annotations of a project as label files."""

import argparse
from pathlib import Path

from engine.cli import options
from engine.cli.terminal import say
from engine.datasets import format_names
from engine.project import read_stored
from engine.project.export import ExportChoices, export_project

HELP = "Write the annotations of a project as a label file of any format."
EXAMPLE = "metst export case_017.metst case_017.csv --to csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="project file (*.metst); it is only read")
    parser.add_argument("target", metavar="DST", type=Path, help="file to write")
    parser.add_argument("--to", dest="format", choices=format_names(), required=True, help="format of DST")
    parser.add_argument("--annotator", default=None, help="whose annotations; needed where several annotated")
    parser.add_argument(
        "--fps", default=None, help="frame rate of videos that are not at hand, for formats in time (30000/1001)"
    )
    options.add_emotion_options(parser)
    parser.add_argument(
        "--questions", type=Path, default=None, metavar="FILE", help="with --to me_vqa: questions to fill in (.jsonl)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Write them, and say on stderr what the format could not carry."""
    choices = ExportChoices(
        arguments.annotator, arguments.hints, arguments.missing_emotion, arguments.fps, arguments.questions
    )
    done = export_project(read_stored(arguments.project), arguments.target, arguments.format, choices)
    for sentence in done.dropped:
        say(f"metst: {arguments.target.name}: {sentence}", error=True)
    what = "answers" if arguments.questions else "annotations"
    say(f"{done.written} {what} -> {', '.join(map(str, done.files))}")
