"""Guard for Python overrides of Qt virtual functions (ADR 0016)."""

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast, overload

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger(__name__)


@overload
def safe_override(method: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def safe_override(*, default: object) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def safe_override(
    method: Callable[P, R] | None = None, /, *, default: object = None
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Wrap an override of a Qt virtual function so that no exception reaches C++.

    An exception that leaves a Python override reached through C++ ends the process, so it is logged here with its
    traceback and `default` is returned. The same failure (same type, same line) is reported once per override: a
    broken ``paintEvent`` would otherwise fill the log at the display rate.

    Args:
        method: the override, when used as ``@safe_override``.
        default: what to return after an exception, when used as ``@safe_override(default=...)``. Functions that must
            return a value to C++ (``event``, ``eventFilter``, ``sizeHint``, ``boundingRect``) need one.

    Returns:
        The wrapped override, or the decorator.
    """
    if method is None:
        return functools.partial(_guard, default=default)
    return _guard(method, default=default)


def _guard(method: Callable[P, R], *, default: object) -> Callable[P, R]:
    reported: set[tuple[type[Exception], int]] = set()

    @functools.wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except Exception as error:
            key = (type(error), _innermost_line(error))
            if key not in reported:
                reported.add(key)
                logger.exception("%s failed; the window stays usable", method.__qualname__)
            return cast("R", default)

    return guarded


def _innermost_line(error: Exception) -> int:
    trace = error.__traceback__
    line = 0
    while trace is not None:
        line, trace = trace.tb_lineno, trace.tb_next
    return line
