"""Saves after every edit; there is no unsaved state (design D10)."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from metst_gui.document.codec import write_project
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.errors import ProjectFileError

RETRY_MS = 5000
# Saving takes at most a fifth of the window's time, however fast a drag edits: after a save of t it rests for 4 t.
REST = 4
_log = logging.getLogger(__name__)


class Autosaver(QObject):
    """Writes the document to its file in the turn of the event loop in which it was edited.

    Edits that follow faster than the disk answers share a write.

    Signals:
        saved: the file is on disk. arg: local time, ``"14:02:07"``.
        failed: it could not be written; said once until it succeeds again. arg: sentence.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(
        self, document: AnnotationDocument, path: Callable[[], Path | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._path = path
        self._dirty = False
        self._complained = False
        self._rested = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)
        document.edited.connect(self._on_edited)

    @property
    def dirty(self) -> bool:
        """True while an edit is not on disk."""
        return self._dirty

    def flush(self) -> bool:
        """Save now what is not saved yet; True where nothing is left to save."""
        if self._dirty:
            self._save()
        return not self._dirty

    @Slot()
    def _on_edited(self) -> None:
        self._dirty = True
        self._timer.start(max(0, round(1000 * (self._rested - time.monotonic()))))

    @Slot()
    def _save(self) -> None:
        path = self._path()
        if path is None or not self._dirty:
            return
        began = time.monotonic()
        try:
            write_project(path, self._document.project)
        except ProjectFileError as error:
            _log.warning("autosave failed: %s", error)
            if not self._complained:
                self._complained = True
                self.failed.emit(str(error))
            self._timer.start(RETRY_MS)
            return
        now = time.monotonic()
        self._rested = now + REST * (now - began)
        self._timer.stop()
        self._dirty = self._complained = False
        self.saved.emit(datetime.now().astimezone().strftime("%H:%M:%S"))
