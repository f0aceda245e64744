"""Progress bars for work that comes as a generator."""

from collections.abc import Generator, Iterable
from typing import TypeVar

from engine.cli.terminal import say

Result = TypeVar("Result")


def shown(work: Generator[object, None, Result], unit: str, total: int) -> Result:
    """Run a generator to its end with a progress bar; its result.

    Args:
        work: yields numbers of things done, or reports with ``step`` (0-based) and ``loss``.
        unit: what is counted, in the plural.
        total: how many there will be.
    """
    from tqdm import tqdm

    with tqdm(total=total, unit=unit.rstrip("s"), desc=unit, disable=None) as bar:
        while True:
            try:
                step = next(work)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            done = step if isinstance(step, int) else getattr(step, "step", bar.n) + 1
            bar.update(done - bar.n)
            loss = getattr(step, "loss", None)
            if loss is not None:
                bar.set_postfix(loss=f"{loss:.3f}", refresh=False)


def say_notes(notes: Iterable[str]) -> None:
    """Notes on standard error, each in a line."""
    for note in notes:
        say(f"note: {note}", error=True)
