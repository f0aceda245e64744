"""Processes that the window spawns: how they start, and how they end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from threading import Lock
from types import ModuleType

# Several threads spawn; what one hides, another must not take for the start module.
_STARTS = Lock()


@contextmanager
def start_module_hidden() -> Iterator[None]:
    """While a process is spawned: keeps the child from importing the program's start module, and Qt with it.

    A spawned child imports the parent's ``__main__`` first; the console script that pip writes imports the whole window
    in its first lines. What is done apart from the window needs nothing of it.
    """
    with _STARTS:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def end_process(process: BaseProcess, *, grace: float) -> None:
    """Wait for a process, then make it end; one that never started is let be.

    Args:
        process: spawned by this one.
        grace: s it has to end by itself.
    """
    if process.pid is None:
        return
    process.join(grace)
    for act in (process.terminate, process.kill):
        if process.is_alive():
            act()
            process.join(1)
    with suppress(ValueError):  # not even a kill ended it: the system has it in its hands
        process.close()
