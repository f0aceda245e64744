"""`metst convert`: annotation formats in and out."""

import argparse
import sys
from pathlib import Path

from engine.datasets import FORMATS, read_records, write_records

HELP = "Convert annotation files between formats."
EXAMPLE = "metst convert labels.xlsx labels.csv --from casme3 --to csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", metavar="SRC", type=Path, help="file to read")
    parser.add_argument("target", metavar="DST", type=Path, help="file to write")
    parser.add_argument("--from", dest="source_format", choices=FORMATS, required=True, help="format of SRC")
    parser.add_argument("--to", dest="target_format", choices=FORMATS, required=True, help="format of DST")
    parser.add_argument(
        "--missing-emotion",
        choices=("refuse", "skip", "others"),
        default="refuse",
        help="what to do with annotations whose emotion the format cannot carry",
    )


def run(arguments: argparse.Namespace) -> None:
    """Convert, and say on stderr what was irregular and what could not be carried."""
    result = read_records(arguments.source, format=arguments.source_format)
    for issue in result.issues:
        print(f"metst: {arguments.source.name}: {issue}", file=sys.stderr)
    report = write_records(
        arguments.target, result.records, format=arguments.target_format, missing_emotion=arguments.missing_emotion
    )
    for sentence in report.dropped:
        print(f"metst: {arguments.target.name}: {sentence}", file=sys.stderr)
    print(f"{report.written} annotations -> {arguments.target}")
