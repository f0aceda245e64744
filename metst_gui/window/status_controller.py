"""What the foot of the window says of annotator and file."""

from PySide6.QtCore import QObject, Slot

from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.window.status_line import StatusLine


class StatusController(QObject):
    """Says who works, and whether edits go to a file."""

    def __init__(self, desk: Desk, line: StatusLine) -> None:
        super().__init__(line)
        self._desk = desk
        self._line = line
        session, document = desk.session, desk.document
        session.opened.connect(self._on_opened)
        document.ledger.saved.connect(self._on_saved)
        document.ledger.refused.connect(self._on_save_failed)
        document.ledger.unsaved.connect(self._on_save_failed)
        document.changed.connect(self._on_document)

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        """Say whether edits go to a file; its place is the tool tip."""
        ledger = self._desk.document.ledger
        self._show_saved(tr("✗ not saved") if ledger.store is None else tr("read-only") if ledger.read_only else "")
        self._show_annotator()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            self._show_annotator()

    @Slot()
    def _show_annotator(self) -> None:
        layer = self._desk.document.layer
        parts = [tr("Annotator: {name}", name=layer.name)] if layer.name else []
        parts += [tr("works blind")] if layer.blind else []
        self._line.annotator.setText(" · ".join(parts))

    @Slot(str)
    def _on_saved(self, time: str) -> None:
        self._show_saved(tr("● saved {time}", time=time))

    @Slot(str)
    def _on_save_failed(self, _sentence: str) -> None:
        self._line.saved.setText(tr("✗ not saved"))

    def _show_saved(self, text: str) -> None:
        self._line.saved.setText(text)
        self._line.saved.setToolTip(str(self._desk.session.project_path or ""))
