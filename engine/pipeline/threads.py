"""Threads of one analysis: stages that run ahead of each other, and a pool for independent windows.

Decoding, face networks, compiled flow and the model's network release the interpreter lock, so a few threads keep all
cores busy. What comes out, and in which order, does not depend on how many threads there are.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from queue import Full, Queue
from threading import Event, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

# More threads than this gain nothing: decoding and tracking are sequential.
MAX_THREADS = 4
# How long a thread waits before it looks whether it is still wanted.
LOOK_SECONDS = 0.1


def available_threads() -> int:
    """Cores this process may use, at most `MAX_THREADS`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MAX_THREADS)


def ahead(items: Generator[T, None, None], size: int) -> Generator[T, None, None]:
    """The same items, produced by a thread of its own that is at most `size` items ahead.

    Args:
        items: closed in that thread when it ends or when this generator is closed.
        size: items that may wait.

    Yields:
        The items in order; an exception of `items` is raised here.
    """
    waiting: Queue[tuple[T] | BaseException | None] = Queue(size)
    unwanted = Event()
    thread = Thread(target=_produce, args=(items, waiting, unwanted), daemon=True, name="metst-stage")
    thread.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]
    finally:
        unwanted.set()
        thread.join()


def _produce(
    items: Generator[T, None, None], waiting: "Queue[tuple[T] | BaseException | None]", unwanted: Event
) -> None:
    last: BaseException | None = None
    try:
        for item in items:
            if not _put(waiting, (item,), unwanted):
                break
    except BaseException as error:  # noqa: BLE001 - raised again by the consumer
        last = error
    finally:
        items.close()
    _put(waiting, last, unwanted)


def _put(
    waiting: "Queue[tuple[T] | BaseException | None]", item: tuple[T] | BaseException | None, unwanted: Event
) -> bool:
    while not unwanted.is_set():
        with suppress(Full):
            waiting.put(item, timeout=LOOK_SECONDS)
            return True
    return False


class OrderedPool(Generic[T]):
    """Runs tasks on threads and gives their results back in the order of submission.

    A task's result is due after `lag` later tasks were submitted, however fast it was: the order of events so is the
    same for any number of threads.
    """

    def __init__(self, threads: int, lag: int) -> None:
        """Prepare.

        Args:
            threads: 0 runs each task at once in the calling thread.
            lag: tasks that may be under way when another is submitted.
        """
        self._pool = _pool(threads) if threads else None
        self._lag = lag
        self._pending: deque[Future[T]] = deque()
        self._begun: list[Future[Any]] = []

    def begin(self, task: Callable[[], S]) -> "Future[S]":
        """Run what a later task waits for; it is begun before every task that is added later."""
        future: Future[S] = Future()
        if self._pool is not None:
            future = self._pool.submit(task)
            self._begun = [*(each for each in self._begun if not each.done()), future]
        else:
            future.set_result(task())
        return future

    def submit(self, task: Callable[[], T]) -> None:
        """Add a task."""
        if self._pool is not None:
            self._pending.append(self._pool.submit(task))
            return
        future: Future[T] = Future()
        future.set_result(task())
        self._pending.append(future)

    def due(self, *, every: bool = False) -> Iterable[T]:
        """Results that are due, or all that are left; waits for them."""
        while len(self._pending) > (0 if every else self._lag):
            yield self._pending.popleft().result()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        left: list[Future[Any]] = [*self._begun, *self._pending]
        for future in reversed(left):  # what waits before what is waited for
            future.cancel()
        for future in left:
            if not future.cancelled():
                future.exception()
        self._pending.clear()
        self._begun = []


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Kept between videos: a thread of the parity mode owns a dlib detector, which takes a second to load."""
    return ThreadPoolExecutor(threads, thread_name_prefix="metst-window")
