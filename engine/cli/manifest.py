"""What a batch has to do, and how far each task is, as a file beside its results."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from engine.files import replace_file

State = Literal["waiting", "done", "done before", "failed"]
FORMAT = 1


class Manifest:
    """``tasks.json`` in the folder of the results, or ``tasks.2-of-4.json`` of a part; written after each task."""

    def __init__(self, out: Path, names: Sequence[str], part: str = "") -> None:
        """Write all tasks as waiting.

        Args:
            out: folder of the results.
            names: of the tasks, in their order.
            part: ``"i/n"`` of the batch, or empty.
        """
        self._path = out / (f"tasks.{part.replace('/', '-of-')}.json" if part else "tasks.json")
        self._part = part
        self._tasks: dict[str, dict[str, str]] = {name: {"state": "waiting", "said": ""} for name in names}
        self._write()

    def settle(self, name: str, state: State, said: str = "") -> None:
        """A task is over; `said` is the sentence of one that failed."""
        self._tasks[name] = {"state": state, "said": said}
        self._write()

    def _write(self) -> None:
        counts: dict[str, int] = {}
        for task in self._tasks.values():
            counts[task["state"]] = counts.get(task["state"], 0) + 1
        content: dict[str, Any] = {"format": FORMAT, "part": self._part, "counts": counts, "tasks": self._tasks}
        replace_file(self._path, json.dumps(content, indent=2, ensure_ascii=False).encode())
