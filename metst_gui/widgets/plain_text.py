"""Names from anywhere are shown as they are written, never as HTML."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override

# Qt asks for a polish before it first measures or shows a label; one polished before the filter came is caught later.
_BEFORE_SHOWN = (QEvent.Type.Polish, QEvent.Type.Show)


class PlainText(QObject):
    """Event filter of the application: every label whose format is left to Qt shows plain text.

    Qt guesses: a subject, file or emotion called ``<img src=…>`` would be read as HTML, and the file it names opened.
    The labels of message boxes, of dialogs that Qt makes and of tool tips are labels too. One that is given
    ``RichText`` or ``MarkdownText`` keeps it.
    """

    def install(self) -> None:
        """Watch the application."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() in _BEFORE_SHOWN
            and isinstance(watched, QLabel)
            and watched.textFormat() == Qt.TextFormat.AutoText
        ):
            watched.setTextFormat(Qt.TextFormat.PlainText)
        return False
