"""Where the tasks of a batch run: on this machine, on a Dask cluster, or as Slurm jobs; the results are the same.

A task is a picklable value for an importable function; every executor gives each task with its finished future, in the
order of the tasks. A dead process costs its own task: its future raises `engine.workers.WorkerDiedError`.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

from engine.errors import AnalysisError
from engine.messages import Said
from engine.workers import Crew, WorkerDiedError

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Named(Generic[Task]):
    """A task with its name, by which users find it in a manifest."""

    name: str
    task: Task


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What came of a task; `before`: it was there already, and nothing was computed."""

    result: Result
    before: bool = False


class Waves(Protocol):
    """Runs tasks that build on one another's results: all of one kind, then those of the next."""

    def every(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result]:
        """Results of all tasks, in their order."""
        ...

    def some(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result] | None:
        """Results of all tasks, in their order; None where only a part of them was this call's, which is done then."""
        ...


class Here:
    """Waves in this process, one task after the other."""

    def every(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result]:
        """See `Waves.every`."""
        return [work(task.task).result for task in tasks]

    def some(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result] | None:
        """See `Waves.some`."""
        return self.every(work, tasks)


KINDS: Final = ("local", "dask", "slurm")
NO_CLUSTER: Final = Said(
    "Clusters need further packages that are not installed here: run “pip install 'metst[cluster]'” and try again."
)
# A job that Slurm has not ended after a day hangs; and one that a node lost is not asked for again by itself.
SLURM_MINUTES: Final = 24 * 60


class Executor(Protocol[Task, Result]):
    """Runs one function on many tasks."""

    def results(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, "Future[Result]"]]:
        """Each task with its finished future, in the order of the tasks."""
        ...


def executor(name: str, work: Callable[[Task], Result], jobs: int, logs: Path) -> Executor[Task, Result]:
    """The executor of a name.

    Args:
        name: ``"local"``; ``"dask"`` (workers on this machine) or ``"dask=ADDRESS"`` of a scheduler; ``"slurm"``,
            ``"slurm=PARTITION"``, or ``"slurm=local"``: the same way, but as processes of this machine, for trying.
        work: importable function of one picklable task; what it imports must be installed where it runs.
        jobs: tasks at the same time; of a Dask scheduler's workers as many as there are.
        logs: folder for what Slurm jobs write; every node must reach it.

    Raises:
        AnalysisError: no such executor, or its packages are not installed.
    """
    kind, _, where = name.partition("=")
    if kind not in KINDS or (kind == "local" and where):
        raise AnalysisError(
            Said(
                "There is no executor “{name}”; use local, dask, dask=ADDRESS, slurm or slurm=PARTITION.",
                name=name[:80],
            )
        )
    if kind == "local":
        return Crew(work, jobs)
    return DaskCrew(work, jobs, where) if kind == "dask" else SlurmCrew(work, jobs, where, logs)


class DaskCrew(Generic[Task, Result]):
    """Runs tasks on the workers of a Dask scheduler; a task of a lost worker is given to another one."""

    def __init__(self, work: Callable[[Task], Result], jobs: int, address: str) -> None:
        """Prepare; nothing is started yet.

        Args:
            work: importable function of one picklable task.
            jobs: workers that are started where there is no address.
            address: of a scheduler, for example ``tcp://host:8786``; empty starts one on this machine.

        Raises:
            AnalysisError: distributed is not installed.
        """
        try:
            import distributed
        except ImportError as error:
            raise AnalysisError(NO_CLUSTER) from error
        self._dask = distributed
        self._work, self._jobs, self._address = work, max(1, jobs), address

    def results(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, "Future[Result]"]]:
        """See `Executor.results`.

        Raises:
            AnalysisError: the scheduler cannot be reached.
        """
        dask = self._dask
        if not self._address:
            cluster = dask.LocalCluster(
                n_workers=self._jobs, threads_per_worker=1, dashboard_address=None, protocol="tcp"
            )
            with cluster, dask.Client(cluster) as client:
                yield from self._each(client, tasks)
            return
        try:
            client = dask.Client(self._address, timeout="30s")
        except (OSError, TimeoutError, ValueError) as error:
            raise AnalysisError(
                Said("No Dask scheduler answers at “{address}”; check the address.", address=self._address)
            ) from error
        with client:
            yield from self._each(client, tasks)

    def _each(self, client: Any, tasks: Sequence[Task]) -> Iterator[tuple[Task, "Future[Result]"]]:
        asked = [client.submit(self._work, task, pure=False) for task in tasks]
        for task, future in zip(tasks, asked, strict=True):
            error = future.exception()
            died = isinstance(error, self._dask.KilledWorker)
            yield task, _settled(WorkerDiedError() if died else error, None if error else future.result())
            future.release()


class SlurmCrew(Generic[Task, Result]):
    """Runs tasks as jobs of Slurm, at most `jobs` at the same time."""

    def __init__(self, work: Callable[[Task], Result], jobs: int, partition: str, logs: Path) -> None:
        """Prepare; nothing is submitted yet.

        Args:
            work: importable function of one picklable task.
            jobs: jobs at the same time.
            partition: of the cluster; empty: its default; ``"local"``: processes of this machine.
            logs: folder for the jobs' files.

        Raises:
            AnalysisError: submitit is not installed, or there is no Slurm here.
        """
        try:
            import submitit
        except ImportError as error:
            raise AnalysisError(NO_CLUSTER) from error
        self._submitit = submitit
        cluster = "local" if partition == "local" else "slurm"
        if cluster == "slurm" and submitit.SlurmExecutor.affinity() < 0:
            raise AnalysisError(Said("There is no Slurm on this machine (no “srun”); log in to a node of the cluster."))
        self._executor = submitit.AutoExecutor(folder=str(logs), cluster=cluster)
        self._executor.update_parameters(timeout_min=SLURM_MINUTES, cpus_per_task=1)
        if partition not in ("", "local"):
            self._executor.update_parameters(slurm_partition=partition)
        self._work, self._jobs = work, max(1, jobs)

    def results(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, "Future[Result]"]]:
        """See `Executor.results`."""
        waiting = deque(tasks)
        running: deque[tuple[Task, Any]] = deque()
        while waiting or running:
            while waiting and len(running) < self._jobs:
                task = waiting.popleft()
                running.append((task, self._executor.submit(self._work, task)))
            task, job = running.popleft()
            yield task, self._outcome(job)

    def _outcome(self, job: Any) -> "Future[Result]":
        try:
            return _settled(None, job.result())
        except self._submitit.core.utils.UncompletedJobError:
            return _settled(WorkerDiedError(), None)
        except Exception as error:  # noqa: BLE001 - whatever the task raised is its outcome
            return _settled(error, None)


def _settled(error: BaseException | None, result: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
    return future


def shard(tasks: Sequence[Task], part: str) -> list[Task]:
    """The tasks of one of several machines that share them, in their order: every n-th, from the i-th on.

    Args:
        tasks: the same on every machine.
        part: ``"i/n"``, i from 1.

    Raises:
        AnalysisError: not of that form.
    """
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", part)
    i, n = map(int, found.groups()) if found else (0, 0)
    if not 1 <= i <= n:
        raise AnalysisError(Said("“{part}” is no part of a batch: write for example 2/4.", part=part[:40]))
    return list(tasks[i - 1 :: n])
