"""Whether everything is stored; every edit is, the moment it is made (ADR 0006)."""

from PySide6.QtCore import QObject, Signal

from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import EditRefusedError


class Autosaver(QObject):
    """Tells the window what the document says about its file.

    Signals:
        saved: a change is on disk. arg: local time, ``"14:02:07"``.
        failed: a change could not be written. arg: sentence.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, document: AnnotationDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        document.saved.connect(self.saved)
        document.refused.connect(self.failed)

    @property
    def dirty(self) -> bool:
        """True while something is not on disk: an unfinished drag, or edits of a project that has no file."""
        document = self._document
        return document.dirty or (document.store is None and document.undo_stack.count() > 0)

    def flush(self) -> bool:
        """Store what is not stored yet; True where nothing is left to store."""
        try:
            self._document.flush()
        except EditRefusedError as error:
            self.failed.emit(str(error))
        return not self.dirty
