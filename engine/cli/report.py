"""`metst report`: a project as one HTML file."""

import argparse
from pathlib import Path

from engine.case_report import write_case_report
from engine.cli.terminal import say

HELP = (
    "Write the report of a project as one HTML file: faces and their movement, verdicts, curves, and the head hash. "
    "As a PDF: metst-gui PROJECT --report FILE.pdf."
)
EXAMPLE = "metst report case_017.metst --out case_017.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="project file (*.metst)")
    parser.add_argument("--out", type=Path, required=True, help="HTML file to write")


def run(arguments: argparse.Namespace) -> None:
    """Write it, and print its digest."""
    digest = write_case_report(arguments.project, arguments.out)
    say(f"report -> {arguments.out} (sha256 {digest})")
