"""Argument parsing and the exit-code contract; each command lives in its own module."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import metadata

from engine.cli import (
    analyze,
    convert,
    decode,
    demo,
    evaluate,
    features,
    infer,
    loso,
    report,
    reproduce,
    rerun,
    synthesize,
    train,
    verify,
)
from engine.errors import NO_TORCH, EngineError, is_torch_missing

COMMANDS = (
    analyze,
    features,
    infer,
    decode,
    evaluate,
    convert,
    train,
    loso,
    synthesize,
    reproduce,
    rerun,
    demo,
    verify,
    report,
)
EXIT_OK, EXIT_BAD_INPUT = 0, 2
EPILOG = "Proposals are candidates for human review, not evidence, and say nothing about deception, stress or intent."


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="metst", description="Micro-expression proposals for human review.", epilog=EPILOG
    )
    parser.add_argument("--version", action="version", version=f"metst {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        name = module.__name__.rsplit(".", 1)[-1]
        sub = commands.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            epilog=f"Example: {module.EXAMPLE}",
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
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
        print(f"metst: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except ModuleNotFoundError as error:
        if not is_torch_missing(error):
            raise
        print(f"metst: {NO_TORCH}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        print(f"metst: “{error.filename}” cannot be used: {error.strerror}.", file=sys.stderr)
        return EXIT_BAD_INPUT
    return EXIT_OK


def _version() -> str:
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
