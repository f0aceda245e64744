"""Calls of another package's code: with a limit in time, and with every error made one sentence."""

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from engine.errors import EngineError, PluginError, words_of
from engine.messages import Said

# The first call may load a large network from a slow disk.
LIMIT_S: Final = 120.0
LONGEST_S: Final = 3600.0


def guarded(name: str, work: Callable[[], Any], limit_s: float = LIMIT_S) -> Any:
    """What `work` returns; it runs on a thread that is left behind where it does not come back.

    What it prints goes to the error stream, so that results on the standard output stay whole.

    Args:
        name: the plug-in's, for sentences.
        work: a call of its code.
        limit_s: seconds after which it counts as hanging.

    Raises:
        PluginError: it raised an error, or took longer.
    """
    results: list[Any] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it must reach the one who waits
            errors.append(error)

    thread = threading.Thread(target=run, name=f"plug-in {name}", daemon=True)
    with contextlib.redirect_stdout(sys.stderr):
        thread.start()
        thread.join(limit_s)
    if results:
        return results[0]
    if not errors:
        raise PluginError(
            Said(
                "The plug-in “{name}” gave no answer within {limit:g} s and was stopped; do without it, or tell its "
                "author.",
                name=name,
                limit=limit_s,
            )
        )
    if isinstance(errors[0], EngineError):
        raise errors[0]
    raise PluginError(
        Said(
            "The plug-in “{name}” failed: {why}. Do without it, or tell its author.", name=name, why=words_of(errors[0])
        )
    ) from errors[0]
