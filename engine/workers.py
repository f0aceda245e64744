"""Processes of a batch: a dead one costs its own task only, and none outlives the process that started it."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from threading import Thread, local
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

# prctl(2): the signal a process gets when the thread that started it ends.
PR_SET_PDEATHSIG = 1


class WorkerDiedError(Exception):
    """The process that worked on a task ended: killed, crashed, or out of memory."""


def end_with_parent(*, by_kernel: bool = True) -> None:
    """Have this spawned process end when the one that started it does, however that happens; called in the child.

    A thread watches for the parent's end on the pipe that both share. On Linux the kernel sends SIGKILL besides, for
    the case that a native call keeps that thread waiting.

    Args:
        by_kernel: not where the thread that starts the process may end before it: the kernel looks at that thread.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if by_kernel and sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:  # it ended before it was asked for
            os._exit(1)
    Thread(target=_watch, args=(parent.sentinel,), daemon=True, name="metst-parent").start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


class Crew(Generic[Task, Result]):
    """Runs a function on tasks in spawned processes, each owned by a thread of its own.

    Each thread has a pool of one process: when that dies, only its task is lost, and the next one gets a new process.
    """

    def __init__(self, work: Callable[[Task], Result], jobs: int) -> None:
        """Prepare; nothing is started yet.

        Args:
            work: importable function of one picklable task.
            jobs: processes at the same time, at least 1.
        """
        self._work = work
        self._jobs = max(1, jobs)
        self._own = local()
        self._pools: list[ProcessPoolExecutor] = []

    def results(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, "Future[Result]"]]:
        """Each task with its finished future, in the order of the tasks.

        The future raises `WorkerDiedError` where the process died, else whatever the function raised.
        """
        # The threads end last: on Linux a process gets its signal when the thread that started it ends.
        threads = ThreadPoolExecutor(min(self._jobs, max(1, len(tasks))), thread_name_prefix="metst-crew")
        futures = deque(threads.submit(self._run, task) for task in tasks)
        try:
            for task in tasks:
                future = futures.popleft()  # what came of a task is kept by nobody here
                future.exception()
                yield task, future
                del future
        finally:
            for future in futures:
                future.cancel()
            for pool in self._pools:
                pool.shutdown(wait=True, cancel_futures=True)
            threads.shutdown(wait=True)

    def _run(self, task: Task) -> Result:
        pool: Any = getattr(self._own, "pool", None)
        if pool is None:
            context = multiprocessing.get_context("spawn")
            pool = self._own.pool = ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent)
            self._pools.append(pool)
        try:
            result: Result = pool.submit(self._work, task).result()
        except BrokenProcessPool:
            self._own.pool = None
            pool.shutdown(wait=False)
            raise WorkerDiedError from None
        return result
