"""Compiling numeric kernels, with the machine code kept on disk where that is possible."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core.caching import FunctionCache
from typing_extensions import override

from engine.compiling import compiling_begins

# Neither may sums be reordered nor products be fused with them: results must be the same bits on every processor.
FASTMATH = frozenset({"nsz"})
P = ParamSpec("P")
R = TypeVar("R")


class _TolerantCache(FunctionCache):
    """A cache that never stops the computation: on a full or read-only disk the code is compiled again.

    Kernels call kernels of other files of their folder and of the warp room: a change of any makes the code stale.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        folders = {Path(function.__code__.co_filename).parent, Path(__file__).parent / "warp"}
        files = sorted(file for folder in folders for file in folder.glob("*.py"))
        stamps = [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
        self._cache_file._source_stamp = tuple(stamps)  # noqa: SLF001 - what the stored index is compared with

    @override
    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]

    @override
    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = None
        with suppress(OSError):
            found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        if found is None:
            compiling_begins()
        return found


def compiled_for(signature: Any, fastmath: frozenset[str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: compile at once, for one kind of arguments only; else as `compiled`.

    Args:
        signature: of numba.
        fastmath: what the compiler may do with sums; see numba's option.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        dispatcher = _dispatcher(function, fastmath)
        if dispatcher is not function:
            dispatcher.compile(signature)
            dispatcher.disable_compile()
        result: Callable[P, R] = dispatcher
        return result

    return decorate


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call; the compiled code releases the interpreter lock.

    The code is kept beside the source or in the user's cache folder; where neither can be written, every process
    compiles anew (some seconds).
    """
    result: Callable[P, R] = _dispatcher(function, FASTMATH)
    return result


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile into each function that calls it, for small parts of a kernel: handing arrays over takes its time."""
    if getattr(numba.config, "DISABLE_JIT", False):
        return function
    result: Callable[P, R] = numba.njit(nogil=True, error_model="numpy", fastmath=set(FASTMATH), inline="always")(
        function
    )
    return result


def _dispatcher(function: Callable[..., Any], fastmath: frozenset[str]) -> Any:
    if getattr(numba.config, "DISABLE_JIT", False):
        return function
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy", fastmath=set(fastmath))(function)
    with suppress(RuntimeError, OSError):  # no folder can be written
        dispatcher._cache = _TolerantCache(function)  # noqa: SLF001 - as cache=True
    return dispatcher
