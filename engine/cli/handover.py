"""`metst handover`: a file in which a second coder works blind, and its return."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from engine.cli import merge
from engine.cli.terminal import say
from engine.errors import ProjectError
from engine.journal.hand_over import hand_over
from engine.journal.merge_files import merge_projects

HELP = (
    "Write a small project file for a second coder: the videos by their content and names, the coding scheme, the "
    "definition and the threshold, and nothing that anybody marked, so that the coder works blind on another computer. "
    "The videos themselves are not in it: the coder needs them, and names their folder once (File, Find videos in a "
    "folder…). With --back the file that comes back is merged with the project into a new file: the coder's layer is "
    "added, both journals are kept, and what came in of every video is said; a file that was not handed over from the "
    "project is refused."
)
EXAMPLE = "metst handover case_017.metst --to Bob --out for_bob.metst"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="project file (*.metst)")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--to", metavar="NAME", help="hand over to a second coder of this name")
    way.add_argument("--back", metavar="FILE", type=Path, help="take back the file the second coder worked in")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the new file")
    parser.add_argument(
        "--runs",
        action="store_true",
        help="hand the analysis runs over, too, with their proposals, which stay hidden until the coder reveals them",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who hands over or takes back, for the journal")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Hand over, or take back.

    Raises:
        ProjectError: it cannot be done.
    """
    if arguments.back is not None:
        if arguments.runs:
            raise ProjectError("--runs belongs to --to: what comes back brings all its runs.")
        merged = merge_projects(arguments.project, arguments.back, arguments.out, annotator=arguments.by, returned=True)
        merge.tell(merged, as_json=arguments.json)
        return
    found = hand_over(arguments.project, arguments.out, to=arguments.to, runs=arguments.runs, annotator=arguments.by)
    if arguments.json:
        print(json.dumps({**asdict(found), "path": str(found.path)}, indent=2))
        return
    say(f"handed over to {found.to}: {found.path}, head {found.head}")
    named = ", ".join(found.videos)
    say(f"{len(found.videos)} video(s), {found.runs} analysis run(s), no annotation and no verdict: {named}")
    say(f"the head of the project was {found.parent}")
