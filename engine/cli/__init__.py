"""The command line (console script ``metst``): exit code 0 success, 2 bad usage or unreadable input."""

import sys
from collections.abc import Sequence

STOPPED = "metst: stopped; files already written are complete."
EXIT_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: arguments without the program's name; None takes ``sys.argv``.

    Returns:
        exit code: 0, 2 with one sentence on stderr, or 130 when stopped by Ctrl+C.
    """
    try:
        # Here and not above: the imports take a second, in which Ctrl+C must not show a traceback.
        from engine.cli.runner import run
        from engine.cli.terminal import escaping

        with escaping():
            return run(argv)
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return EXIT_STOPPED


__all__ = ["main"]
