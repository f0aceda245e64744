"""Progress bars for work that comes as a generator."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TypeVar

from engine.cli.terminal import line_text, name_text, say
from engine.compiling import PREPARING, told_of_compiling
from engine.config import AnalysisConfig
from engine.types import AnalysisRun, Progress
from engine.video import open_source

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


@contextmanager
def frame_bar(source: Path, *, draws: bool | None = None) -> Iterator[Callable[[object], None]]:
    """A progress bar of one analysis, to be given its events; it says, too, that kernels are compiled meanwhile.

    Args:
        source: what is analysed.
        draws: whether there is a bar; None: where standard error is a terminal.
    """
    from tqdm import tqdm

    name = line_text(name_text(source))
    disable = None if draws is None else not draws
    prepares = False
    with tqdm(disable=disable, unit="frame", desc=name) as bar:

        def prepare() -> None:
            nonlocal prepares
            if not prepares:
                prepares = True
                bar.set_description(f"{name}: {PREPARING}")

        def follow(event: object) -> None:
            nonlocal prepares
            if not isinstance(event, Progress):
                return
            if prepares:
                prepares = False
                bar.set_description(name, refresh=False)
            bar.total = event.total
            bar.update(event.done - bar.n)

        with told_of_compiling(prepare):
            yield follow


def analysed(source: Path, config: AnalysisConfig, fps: float | None) -> tuple[AnalysisRun, int]:
    """Analyse one source with a progress bar: the finished run, and the frames of the source.

    Args:
        source: video file or image folder.
        config: options of the analysis.
        fps: frame rate of an image folder.

    Raises:
        EngineError: the source or the model cannot be read.
    """
    import cv2

    from engine.pipeline import analyze

    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    finished: AnalysisRun | None = None
    with open_source(source, fps=fps) as opened, frame_bar(source) as follow:
        for event in analyze(opened, config):
            follow(event)
            if isinstance(event, AnalysisRun):
                finished = event
        n_frames = opened.info.n_frames
    assert finished is not None
    return finished, n_frames


def say_notes(notes: Iterable[str]) -> None:
    """Notes on standard error, each in a line."""
    for note in notes:
        say(f"note: {note}", error=True)
