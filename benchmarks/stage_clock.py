"""CPU time of named functions while a whole run goes on, each without what it calls of the others."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

Place = tuple[Any, str, str]  # a module or class, the name of its function, and the stage that it belongs to


class StageClock:
    """CPU seconds of each stage, over all threads of Python; threads that libraries start are told apart.

    Attributes:
        seconds: stage -> CPU seconds.
        native: CPU seconds of threads that are not Python's: libav's, where it decodes on several.
        other: of Python's threads outside all stages: queues, waiting, freeing memory.
        whole: of the process.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.native = self.other = self.whole = 0.0
        self._lock = threading.Lock()
        self._own = threading.local()
        self._ended = 0.0

    @contextmanager
    def watching(self, places: Sequence[Place], thread_main: tuple[Any, str]) -> Iterator[None]:
        """Measure what is done inside.

        Args:
            places: what is measured.
            thread_main: what a thread that begins and ends inside runs from first to last.
        """
        with ExitStack() as stack:
            for owner, name, stage in places:
                stack.enter_context(mock.patch.object(owner, name, self._timed(getattr(owner, name), stage)))
            owner, name = thread_main
            stack.enter_context(mock.patch.object(owner, name, self._ending(getattr(owner, name))))
            before, began = _thread_seconds(), time.process_time()
            yield
            self.whole = time.process_time() - began
            after = _thread_seconds()
            python = sum(seconds - before.get(thread, 0.0) for thread, seconds in after.items()) + self._ended
            self.native = max(0.0, self.whole - python)
            self.other = python - sum(self.seconds.values())

    def _timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            inner: list[float] = self._own.__dict__.setdefault("inner", [])
            began = time.thread_time()
            inner.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                spent, within = time.thread_time() - began, inner.pop()
                if inner:
                    inner[-1] += spent
                with self._lock:
                    self.seconds[stage] = self.seconds.get(stage, 0.0) + spent - within

        return timed

    def _ending(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def ending(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            finally:
                with self._lock:
                    self._ended += time.thread_time()

        return ending


def _thread_seconds() -> dict[int, float]:
    """CPU seconds of every thread of Python that is alive."""
    found = {}
    for thread in threading.enumerate():
        if thread.ident is not None:
            found[thread.ident] = time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
    return found
