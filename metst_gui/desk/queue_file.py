"""The list of videos that wait for their analysis, kept beside the project: it goes on after the program ended."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import OutputError
from engine.files import replace_file
from engine.messages import sentence_from, sentence_to

_log = logging.getLogger(__name__)
SUFFIX = ".queue.json"
MAX_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class KeptQueue:
    """What is kept.

    Attributes:
        waiting: ids of videos in their order; what was being analysed when it was kept is the first.
        finished: ids of those that were analysed since the list was empty.
        failed: id -> why a video could not be analysed, as a sentence.
        paused: whether nothing is to be analysed until the user says so.
    """

    waiting: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    paused: bool = False


def queue_path(project: Path) -> Path:
    """Where the list of a project is kept."""
    return project.with_name(project.name + SUFFIX)


def read_queue(project: Path) -> KeptQueue:
    """The kept list of a project; empty where there is none that can be read."""
    path = queue_path(project)
    try:
        if path.stat().st_size > MAX_BYTES:
            return KeptQueue()
        form = json.loads(path.read_text(encoding="utf-8"))
        return KeptQueue(
            waiting=tuple(dict.fromkeys(str(one) for one in form["waiting"])),
            finished=tuple(dict.fromkeys(str(one) for one in form["finished"])),
            failed={str(id_): sentence_from(said) for id_, said in form["failed"].items()},
            paused=form["paused"] is True,
        )
    except FileNotFoundError:
        return KeptQueue()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _log.warning("the list of videos to analyse beside “%s” cannot be read: %s", project, error)
        return KeptQueue()


def write_queue(project: Path, queue: KeptQueue) -> None:
    """Keep a list; one that holds nothing is taken away. What cannot be kept is logged: the analysis goes on."""
    path = queue_path(project)
    try:
        if not queue.waiting and not queue.failed:
            path.unlink(missing_ok=True)
            return
        form = {
            "waiting": list(queue.waiting),
            "finished": list(queue.finished),
            "failed": {id_: sentence_to(said) for id_, said in queue.failed.items()},
            "paused": queue.paused,
        }
        replace_file(path, json.dumps(form) + "\n")
    except (OSError, OutputError) as error:
        _log.warning("the list of videos to analyse beside “%s” cannot be kept: %s", project, error)
