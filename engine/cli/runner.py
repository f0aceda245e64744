"""Argument parsing and the exit-code contract; each command lives in its own module."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import NoReturn

from typing_extensions import override

from engine.cli import (
    analyze,
    check_labels,
    convert,
    decode,
    demo,
    doctor,
    evaluate,
    export,
    features,
    handover,
    infer,
    loso,
    merge,
    project,
    report,
    reproduce,
    rerun,
    sensitivity,
    synthesize,
    train,
    verify,
)
from engine.cli.terminal import line_text, say
from engine.errors import NO_TORCH, EngineError, is_torch_missing

COMMANDS = (
    analyze,
    features,
    infer,
    decode,
    evaluate,
    convert,
    export,
    train,
    loso,
    synthesize,
    reproduce,
    rerun,
    sensitivity,
    check_labels,
    demo,
    doctor,
    verify,
    project,
    merge,
    handover,
    report,
)
EXIT_OK, EXIT_BAD_INPUT = 0, 2
EXAMPLE = "Example: "
EPILOG = "Proposals are candidates for human review, not evidence, and say nothing about deception, stress or intent."


class _Help(argparse.ArgumentDefaultsHelpFormatter):
    """Leaves the example on one line: broken at a hyphen or a blank, it would be no command any more."""

    @override
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith(EXAMPLE) else super()._fill_text(text, width, indent)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints show the names in them on one line."""

    @override
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and end with exit code 2."""
        super().error(line_text(message))


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    parser = _Parser(prog="metst", description="Micro-expression proposals for human review.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"metst {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        name = module.__name__.rsplit(".", 1)[-1].replace("_", "-")
        sub = commands.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            epilog=f"{EXAMPLE}{module.EXAMPLE}",
            formatter_class=_Help,
        )
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: arguments without the program's name; None takes ``sys.argv``.

    Returns:
        exit code: 0, or 2 with one sentence on stderr.
    """
    arguments = build_parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except EngineError as error:
        say(f"metst: {error}", error=True)
        return EXIT_BAD_INPUT
    except ModuleNotFoundError as error:
        if not is_torch_missing(error):
            raise
        say(f"metst: {NO_TORCH}", error=True)
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        say(f"metst: “{error.filename}” cannot be used ({error.strerror}): choose another file or folder.", error=True)
        return EXIT_BAD_INPUT
    return EXIT_OK


def _version() -> str:
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
