"""What is known of a video without showing it: looked up in the background, one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.content import Content, Stop, content_of
from engine.errors import EngineError
from engine.types import VideoInfo
from engine.video import open_source


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A file or folder that was looked at.

    Attributes:
        path: where it is.
        info: what is known of its frames; None: it cannot be opened.
        content: its identity; None: it cannot be opened.
        refusal: why it cannot be opened, as a sentence; empty where it can.
    """

    path: Path
    info: VideoInfo | None = None
    content: Content | None = None
    refusal: str = ""


class LookUp(QThread):
    """Looks at videos in a thread of its own.

    Args:
        search: finds the videos; runs in the thread.
        parent: owner.

    Signals:
        found: one was looked at. args: LookedUp, its number from 1, how many there are.
        ended: all were looked at; not told where it was stopped.
    """

    found = Signal(object, int, int)
    ended = Signal()

    def __init__(self, search: Callable[[Stop], Iterable[Path]], parent: QObject) -> None:
        super().__init__(parent)
        self._search = search
        self.setObjectName("look-up")

    def stop(self) -> None:
        """Stop at the next video, and wait for that."""
        self.requestInterruption()
        self.wait()

    @override
    def run(self) -> None:
        paths = list(self._search(self.isInterruptionRequested))
        for number, path in enumerate(paths, start=1):
            if self.isInterruptionRequested():
                return
            self.found.emit(look_up(path, self.isInterruptionRequested), number, len(paths))
        self.ended.emit()


def look_up(path: Path, stop: Stop) -> LookedUp:
    """Open a video, and read it for its identity.

    Args:
        path: a file or a folder of images.
        stop: asked often; True gives up.
    """
    try:
        with open_source(path) as source:
            info = source.info
        return LookedUp(path, info, content_of(path, stop=stop))
    except EngineError as error:
        return LookedUp(path, refusal=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a file holds, the others are looked at
        return LookedUp(path, refusal=_unexpected(path, error))


def _unexpected(path: Path, error: Exception) -> str:
    from engine.messages import Said

    return Said("“{name}” cannot be opened ({why}).", name=path.name, why=type(error).__name__)
