"""One BLAS thread for the small products of the network.

With the default number of threads the same pass costs several times more processor time on a busy machine, and the
number of threads changes results in the last bits (network spec 3.1).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any


class _Pin:
    """The process-wide limit, and how many callers want it at the moment."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.users = 0
        self.limiter: Any = None


_PIN = _Pin()


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """One BLAS thread while at least one caller is inside; inner uses cost nothing.

    A worker enters it once for its whole life.
    """
    with _PIN.lock:
        if _PIN.users == 0:
            _PIN.limiter = _controller().limit(limits=1, user_api="blas")
        _PIN.users += 1
    try:
        yield
    finally:
        with _PIN.lock:
            _PIN.users -= 1
            if _PIN.users == 0:
                _PIN.limiter.restore_original_limits()
