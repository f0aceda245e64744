"""Whether everything is stored; every edit is, the moment it is made (ADR 0006)."""

from PySide6.QtCore import QObject, QTimer, Slot

from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import EditRefusedError

# How often the file is looked for while nothing is edited.
LOOK_MS = 1000


class Autosaver(QObject):
    """Stores what is not stored yet, and looks now and then whether the file is there; the ledger tells of both."""

    def __init__(self, document: AnnotationDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    @property
    def dirty(self) -> bool:
        """True while something is not on disk: an unfinished drag, or edits of a project that has no file."""
        document = self._document
        return document.dirty or (document.ledger.store is None and document.history.stack.count() > 0)

    @Slot()
    def look(self) -> bool:
        """Notice what happened to the file; False where nothing can be saved from now on."""
        store = self._document.ledger.store
        try:
            if store is not None:
                store.check()
        except EditRefusedError as error:
            self._document.ledger.refused.emit(str(error))
            return False
        return True

    def stop(self) -> None:
        """The file is closed: look for it no more."""
        self._timer.stop()

    def flush(self) -> bool:
        """Store what is not stored yet; True where nothing is left to store."""
        if not self.look():
            return False
        try:
            self._document.flush()
        except EditRefusedError as error:
            self._document.ledger.refused.emit(str(error))
        return not self.dirty
