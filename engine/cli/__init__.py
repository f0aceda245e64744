"""The command line (console script ``metst``): exit code 0 success, 2 bad usage or unreadable input."""

from engine.cli.main import main

__all__ = ["main"]
