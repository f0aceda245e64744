"""The only writer of the project file: a change is durable before anything is seen of it (ADR 0006)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.focus import Focus
from metst_gui.document.project import Video


class Ledger(QObject):
    """Writes changes to the open project file; without a file nothing is written, and nothing is refused.

    Args:
        focus: whose name the journal tells.
        parent: owner.

    Attributes:
        store: the open file; None: what is shown is stored nowhere.

    Signals:
        saved: a change is durable. arg: local time, ``"14:02:07"``.
        refused: a change could not be stored, or something stored cannot be read. arg: sentence.
        unsaved: an edit was refused, because it could not be stored; whoever made it tells why. arg: sentence.
        rescued: something happened to the file, and what is stored goes elsewhere. arg: sentence.
    """

    saved = Signal(str)
    # As objects: a text of Qt's would not tell of the template and the values of a sentence.
    refused = Signal(object)
    unsaved = Signal(object)
    rescued = Signal(object)

    def __init__(self, focus: Focus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store: ProjectStore | None = None
        self._focus = focus
        self._withheld = ""
        self._first: list[Callable[[], None]] = []

    @property
    def head(self) -> str:
        """Hash of the last journal row; empty where there is no file."""
        return self.store.head if self.store is not None else ""

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, as a sentence; empty where it can."""
        return (self.store.read_only if self.store is not None else "") or self._withheld

    @property
    def withheld(self) -> str:
        """Why the current video cannot be worked on, as a sentence; empty where it can."""
        return self._withheld

    def use_store(self, store: ProjectStore) -> None:
        """Write to this file from now on; it holds what is there."""
        self.store = store
        store.said = self.rescued.emit

    def withhold(self, why: str) -> None:
        """Refuse every change while the current video is shown: its file proved to be another one.

        Args:
            why: one sentence; empty: allow changes again.
        """
        self._withheld = why

    def before_commit(self, act: Callable[[], None]) -> None:
        """Call this before every change that is stored, to store first what is still waiting."""
        self._first.append(act)

    def note(self, action: str, told: Mapping[str, Any], *, object_: str = "project") -> None:
        """Write a journal row that changes nothing: an export, a report.

        Raises:
            EditRefusedError: it could not be written.
        """
        self.commit(action, object_, {}, told)

    def commit(
        self,
        action: str,
        object_: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *,
        blobs: Mapping[tuple[str, str], bytes] | None = None,
    ) -> None:
        """Make a change durable; nothing may change before this returns.

        Args:
            action: what the journal calls it.
            object_: what the journal names it by.
            before: forms of what it touches as they were, by kind and id; None: absent.
            after: the same as they are from now on.
            blobs: packed curves by run and name.

        Raises:
            EditRefusedError: it could not be written.
        """
        if self._withheld:
            raise EditRefusedError(self._withheld)
        if self.store is None:
            return
        for act in self._first:
            act()
        try:
            self.store.commit(action, object_, before, after, annotator=self._focus.layer.name, blobs=blobs)
        except EditRefusedError as error:
            self.unsaved.emit(str(error))
            raise
        self.saved.emit(datetime.now().astimezone().strftime("%H:%M:%S"))

    def located(self, video: Video) -> Video:
        """The video with its path as seen from the project file, where they share a drive."""
        if self.store is None:
            return video
        folder, path = self.store.path.absolute().parent, video.ref.path
        try:
            relative = path.relative_to(folder).as_posix()
        except ValueError:
            relative = ""
        return replace(video, ref=replace(video.ref, relative=relative))


def utc_now() -> str:
    """UTC time, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
