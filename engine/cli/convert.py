"""`metst convert`: annotation formats in and out."""

import argparse
from pathlib import Path

from engine.cli import options
from engine.cli.options import medium_of
from engine.cli.terminal import say
from engine.datasets import format_names, read_records, write_records
from engine.datasets.hints import with_hints
from engine.errors import DatasetError
from engine.files import keep_apart

HELP = "Convert annotation files between formats."
EXAMPLE = "metst convert labels.xlsx labels.eaf --from casme3 --to elan --times-of a.mp4 --subject spNO.1 --video a"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", metavar="SRC", type=Path, help="file to read")
    parser.add_argument("target", metavar="DST", type=Path, help="file to write")
    parser.add_argument("--from", dest="source_format", choices=format_names(), required=True, help="format of SRC")
    parser.add_argument("--to", dest="target_format", choices=format_names(), required=True, help="format of DST")
    parser.add_argument(
        "--times-of",
        type=Path,
        default=None,
        metavar="FILE",
        help="the video itself: its exact times are used for formats in time, with variable rates and late starts",
    )
    parser.add_argument(
        "--fps",
        default=None,
        help="frame rate of a video that is not at hand (30, 29.97, 30000/1001), for formats in time; with --times-of "
        "the rate at which SRC counts frames, where it does not name it",
    )
    parser.add_argument("--subject", default=None, help="take the annotations of this subject only")
    parser.add_argument(
        "--video",
        default=None,
        help="take the annotations of the video of this name only; a file is taken as --times-of",
    )
    options.add_emotion_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Convert, and say on stderr what was irregular and what could not be carried."""
    name, times_of = arguments.video, arguments.times_of
    if name is not None and times_of is None and Path(name).suffix and Path(name).is_file():
        times_of, name = Path(name), None
    keep_apart(arguments.target, arguments.source, *([] if times_of is None else [times_of]))
    medium = None if times_of is None else medium_of(times_of)
    result = read_records(arguments.source, format=arguments.source_format, fps=arguments.fps, medium=medium)
    for issue in result.issues:
        say(f"metst: {arguments.source.name}: {issue}", error=True)
    records = [
        record
        for record in result.records
        if arguments.subject in (None, record.subject) and name in (None, record.video)
    ]
    others = len(result.records) - len(records)
    if result.n_lost or others:
        n = len(result.records) + result.n_lost
        kept = f"{len(records)} kept, {result.n_lost} left out as irregular, {others} of other videos"
        say(f"metst: {arguments.source.name}: {n} entries read: {kept}.", error=True)
    if result.records and not records:
        raise DatasetError("No annotation is of that subject and video; check --subject and --video.")
    records, remark = with_hints(records, arguments.hints, format=arguments.target_format)
    if remark:
        say(f"metst: {arguments.target.name}: {remark}", error=True)
    report = write_records(
        arguments.target,
        records,
        format=arguments.target_format,
        missing_emotion=arguments.missing_emotion,
        fps=arguments.fps,
        media=medium,
    )
    for sentence in report.dropped:
        say(f"metst: {arguments.target.name}: {sentence}", error=True)
    say(f"{report.written} annotations -> {arguments.target}")
