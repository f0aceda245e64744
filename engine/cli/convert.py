"""`metst convert`: annotation formats in and out."""

import argparse
import sys
from pathlib import Path
from typing import get_args

from engine.datasets import FORMATS, read_records, write_records
from engine.datasets.hints import Hints, with_hints
from engine.errors import DatasetError

HELP = "Convert annotation files between formats."
EXAMPLE = "metst convert labels.xlsx labels.eaf --from casme3 --to elan --fps 30 --subject spNO.1 --video a"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", metavar="SRC", type=Path, help="file to read")
    parser.add_argument("target", metavar="DST", type=Path, help="file to write")
    parser.add_argument("--from", dest="source_format", choices=FORMATS, required=True, help="format of SRC")
    parser.add_argument("--to", dest="target_format", choices=FORMATS, required=True, help="format of DST")
    parser.add_argument(
        "--fps", default=None, help="frame rate of the video (30, 29.97, 30000/1001), for formats in time"
    )
    parser.add_argument("--subject", default=None, help="take the annotations of this subject only")
    parser.add_argument("--video", default=None, help="take the annotations of this video only")
    parser.add_argument(
        "--missing-emotion",
        choices=("refuse", "skip", "others"),
        default="refuse",
        help="what to do with annotations whose emotion the format cannot carry",
    )
    parser.add_argument(
        "--hints",
        choices=get_args(Hints),
        default="refuse",
        help="what to do with emotions of a model that nobody set or confirmed; METST CSV and JSON keep them marked",
    )


def run(arguments: argparse.Namespace) -> None:
    """Convert, and say on stderr what was irregular and what could not be carried."""
    result = read_records(arguments.source, format=arguments.source_format, fps=arguments.fps)
    for issue in result.issues:
        print(f"metst: {arguments.source.name}: {issue}", file=sys.stderr)
    records = [
        record
        for record in result.records
        if arguments.subject in (None, record.subject) and arguments.video in (None, record.video)
    ]
    if result.records and not records:
        raise DatasetError("No annotation is of that subject and video; check --subject and --video.")
    records, remark = with_hints(records, arguments.hints, format=arguments.target_format)
    if remark:
        print(f"metst: {arguments.target.name}: {remark}", file=sys.stderr)
    report = write_records(
        arguments.target,
        records,
        format=arguments.target_format,
        missing_emotion=arguments.missing_emotion,
        fps=arguments.fps,
    )
    for sentence in report.dropped:
        print(f"metst: {arguments.target.name}: {sentence}", file=sys.stderr)
    print(f"{report.written} annotations -> {arguments.target}")
