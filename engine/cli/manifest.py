"""What a batch has to do, and how far each task is, as a file beside its results."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from engine.files import replace_file

State = Literal["waiting", "done", "done before", "failed"]
FORMAT = 1
# The whole file is written anew: at every task of thousands, that would be most of the work.
EVERY_SECONDS = 0.5


class Manifest:
    """``tasks.json`` in the folder of the results, or ``tasks.2-of-4.json`` of a part."""

    def __init__(self, out: Path, names: Sequence[str], part: str = "") -> None:
        """Write all tasks as waiting.

        Args:
            out: folder of the results.
            names: of the tasks, in their order.
            part: ``"i/n"`` of the batch, or empty.
        """
        self._path = out / (f"tasks.{part.replace('/', '-of-')}.json" if part else "tasks.json")
        self._part = part
        self._written = 0.0
        self._tasks: dict[str, dict[str, str]] = {name: {"state": "waiting", "said": ""} for name in names}
        self._write()

    def expect(self, names: Sequence[str]) -> None:
        """Further tasks that are waiting; those that are known keep their state."""
        new = [name for name in names if name not in self._tasks]
        if new:
            self._tasks |= {name: {"state": "waiting", "said": ""} for name in new}
            self._write()

    def settle(self, name: str, state: State, said: str = "") -> None:
        """A task is over; `said` is the sentence of one that failed. The file follows within `EVERY_SECONDS`."""
        self._tasks[name] = {"state": state, "said": said}
        if time.monotonic() - self._written > EVERY_SECONDS:
            self._write()

    def flush(self) -> None:
        """Have the file say what is known."""
        self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        counts: dict[str, int] = {}
        for task in self._tasks.values():
            counts[task["state"]] = counts.get(task["state"], 0) + 1
        content: dict[str, Any] = {"format": FORMAT, "part": self._part, "counts": counts, "tasks": self._tasks}
        replace_file(self._path, json.dumps(content, indent=2, ensure_ascii=False).encode())
