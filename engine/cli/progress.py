"""Progress bars for work that comes as a generator."""

from collections.abc import Generator, Iterable
from threading import RLock
from typing import TypeVar

from engine.cli.terminal import say

Result = TypeVar("Result")


def own_lock() -> None:
    """Give progress bars a lock of this process: theirs is shared, and told of as leaked where a process is killed."""
    from tqdm import tqdm

    tqdm.set_lock(RLock())


def shown(
    work: Generator[object, None, Result], unit: str, total: int, *, title: str = "", draws: bool = True
) -> Result:
    """Run a generator to its end with a progress bar; its result.

    Args:
        work: yields numbers of things done, or reports with ``step`` (0-based) and ``loss``.
        unit: what is counted, in the plural.
        total: how many there will be; 0: not known.
        title: before the bar; empty: the unit.
        draws: whether there is a bar.
    """
    from tqdm import tqdm

    quiet = None if draws else True
    with tqdm(total=total or None, unit=unit.rstrip("s"), desc=title or unit, disable=quiet) as bar:
        while True:
            try:
                step = next(work)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            done = step if isinstance(step, int) else getattr(step, "step", bar.n) + 1
            bar.total = bar.total or getattr(step, "total", None)
            bar.update(done - bar.n)
            loss = getattr(step, "loss", None)
            if loss is not None:
                bar.set_postfix(loss=f"{loss:.3f}", refresh=False)


def say_notes(notes: Iterable[str]) -> None:
    """Notes on standard error, each in a line."""
    for note in notes:
        say(f"note: {note}", error=True)
