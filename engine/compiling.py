"""Tells that numeric kernels are being compiled: up to a minute on a computer that never did it, and then never again.

Whoever shows how far an analysis is, waits inside the analysis meanwhile: so they are called, not asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.messages import Said

PREPARING = Said("Preparing the measurement for this computer, once")
_listeners: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class Preparing:
    """Nothing else goes on until the next event of an analysis.

    Attributes:
        text: what goes on, as a sentence without a full stop.
    """

    text: str = PREPARING


@contextmanager
def told_of_compiling(tell: Callable[[], None]) -> Iterator[None]:
    """Within the context `tell` is called whenever a kernel begins to be compiled, in the thread that needs it."""
    _listeners.append(tell)
    try:
        yield
    finally:
        _listeners.remove(tell)


def compiling_begins() -> None:
    """A kernel whose code is nowhere kept begins to be compiled."""
    for tell in tuple(_listeners):
        tell()
