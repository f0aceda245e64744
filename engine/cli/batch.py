"""The tasks of a command: where they run, which of them are this call's, and how far each is."""

import argparse
import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from engine.cli.manifest import Manifest
from engine.cli.progress import own_lock
from engine.cli.terminal import line_text
from engine.errors import AnalysisError, EngineError
from engine.executors import Done, Named, Result, Task, executor, shard
from engine.workers import WorkerDiedError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What the options of `engine.cli.options.add_batch_options` say.

    Attributes:
        executor: see `engine.executors.executor`.
        jobs: tasks at the same time.
        part: ``"i/n"``, or empty: all tasks.
        resume: whether results that are there already are kept.
    """

    executor: str = "local"
    jobs: int = 1
    part: str = ""
    resume: bool = True

    @property
    def is_local(self) -> bool:
        """Whether the tasks run on this machine, without a cluster's scheduler."""
        return self.executor == "local"


def batch_options(arguments: argparse.Namespace, *, threads: int = 1) -> BatchOptions:
    """The options; without ``--jobs`` this machine's processors are used.

    Args:
        arguments: of the command.
        threads: of one task: that many processors are one job.
    """
    jobs = arguments.jobs
    if jobs is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        jobs = max(1, cores // threads)
    return BatchOptions(arguments.executor, max(1, jobs), arguments.shard, getattr(arguments, "resume", True))


def training_options(arguments: argparse.Namespace) -> tuple[BatchOptions, str]:
    """The options of a training, and its torch device.

    On a cluster CUDA is used where it is asked for only, since this machine is none of it; where it is used, one task
    at a time has it unless ``--jobs`` says otherwise.

    Raises:
        AnalysisError: CUDA is asked for and not there.
    """
    from engine.training import labelled

    options = batch_options(arguments)
    if not options.is_local:
        return options, "cuda" if arguments.device == "cuda" else "cpu"
    device = labelled.torch_device(arguments.device)
    return (replace(options, jobs=1) if device == "cuda" and arguments.jobs is None else options), device


class TaskBatch:
    """Runs the tasks of a command and writes how far they are; a failed task costs no other one."""

    def __init__(
        self, options: BatchOptions, out: Path, *, unit: str = "task", undone: str = "was not done", apart: bool = True
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            options: where the tasks run.
            out: folder of the results, in which the manifest lies and clusters write what they say.
            unit: what a task is, for the progress bar.
            undone: what is said of a task whose process ended.
            apart: each task runs in a process of its own, even where only one runs at a time.

        Raises:
            AnalysisError: ``--shard`` is no part of a batch.
        """
        self.options = options
        self._out, self._unit, self._undone, self._apart = out, unit, undone, apart
        self._manifest: Manifest | None = None
        shard((), options.part or "1/1")

    @property
    def shows_one(self) -> bool:
        """Whether a task may draw a progress bar of its own: no other one runs beside it."""
        return self.options.jobs == 1 and self.options.is_local

    def reached(self, path: Path) -> Path:
        """The path as a task is told it: elsewhere nobody works in this folder."""
        return path if self.options.is_local else path.absolute()

    def expect(self, names: Sequence[str]) -> None:
        """Tasks that will be run, for the manifest; those that `outcomes` gets are expected by themselves.

        A single task on this machine needs no manifest.
        """
        alone = len(names) == 1 and self.options.is_local and not self.options.part
        if self._manifest is None and alone:
            return
        if self._manifest is None:
            self._out.mkdir(parents=True, exist_ok=True)
            self._manifest = Manifest(self._out, names, self.options.part)
        self._manifest.expect(names)

    def own(self, tasks: Sequence[Named[Task]]) -> list[Named[Task]]:
        """The tasks of this part of the batch."""
        return shard(tasks, self.options.part) if self.options.part else list(tasks)

    def outcomes(
        self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]
    ) -> Iterator[tuple[str, Done[Result] | str]]:
        """Name and result of each task, in their order; where it failed, one sentence on why.

        Args:
            work: importable function of one picklable task, or a `functools.partial` of one.
            tasks: of this part.
        """
        self.expect([task.name for task in tasks])
        own_lock()
        with tqdm(total=len(tasks), unit=self._unit, disable=None if len(tasks) > 1 else True) as bar:
            try:
                for name, outcome in self._run(work, tasks):
                    self._settle(name, outcome)
                    bar.update()
                    yield name, outcome
            finally:
                if self._manifest is not None:
                    self._manifest.flush()

    def _settle(self, name: str, outcome: Done[Any] | str) -> None:
        if self._manifest is None:
            return
        if isinstance(outcome, str):
            self._manifest.settle(name, "failed", outcome)
        else:
            self._manifest.settle(name, "done before" if outcome.before else "done")

    def _run(
        self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]
    ) -> Iterator[tuple[str, Done[Result] | str]]:
        options = self.options
        attempt = partial(_attempt, work)
        if options.is_local and (len(tasks) == 1 or (options.jobs == 1 and not self._apart)):
            yield from ((task.name, attempt(task)) for task in tasks)
            return
        crew = executor(options.executor, attempt, options.jobs, self._out / "jobs")
        for task, future in crew.results(tasks):
            try:
                yield task.name, future.result()
            except WorkerDiedError:
                yield (
                    task.name,
                    f"“{task.name}” {self._undone}: its process ended (killed, crashed or out of memory); run the "
                    "command again to do what is left.",
                )
            except Exception as error:  # noqa: BLE001 - a fault in one task must not cost the others
                _log.exception("an internal error")
                yield (
                    task.name,
                    f"“{task.name}” {self._undone}: an internal error ({type(error).__name__}); please report it.",
                )

    def every(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result]:
        """Results of all tasks, also of those of other parts where nobody has done them yet.

        A part begins with its own tasks, so that several machines seldom do the same one.

        Raises:
            AnalysisError: some failed; the others are done.
        """
        mine, place = self.own(tasks), {task.name: at for at, task in enumerate(tasks)}
        names = {task.name for task in mine}
        order = [*mine, *(task for task in tasks if task.name not in names)]
        found = self._sound(work, order)
        return [found[at] for at in sorted(range(len(order)), key=lambda at: place[order[at].name])]

    def some(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result] | None:
        """Results of all tasks; None where this call does only a part of them, which is done then.

        Raises:
            AnalysisError: some failed; the others are done.
        """
        found = self._sound(work, self.own(tasks))
        return None if self.options.part else found

    def _sound(self, work: Callable[[Task], Done[Result]], tasks: Sequence[Named[Task]]) -> list[Result]:
        found: list[Result] = []
        failures: list[str] = []
        for _, outcome in self.outcomes(work, tasks):
            if isinstance(outcome, str):
                failures.append(line_text(outcome))
            else:
                found.append(outcome.result)
        if failures:
            raise AnalysisError(" ".join(failures))
        return found


def _attempt(work: Callable[[Task], Done[Result]], named: Named[Task]) -> Done[Result] | str:
    """The result of one task, or one sentence on why there is none."""
    gc.collect()  # circles hold pictures for a hundred tasks: the interpreter counts objects, not bytes
    try:
        return work(named.task)
    except EngineError as error:
        return str(error)
    except MemoryError:
        return f"“{named.name}” was not done: there is not enough memory; close other programs."
