"""Commands for the time axis, the colours and the language."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from metst_gui.commands.book import CommandBook
from metst_gui.language import LANGUAGES, tr

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

# A step of the zoom, and a step along the axis as a share of what is shown.
ZOOM, PAN = 1.25, 0.25


class ViewCommands(QObject):
    """What is shown of the time axis, and how the window looks."""

    def __init__(self, window: "MainWindow", book: CommandBook) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._review = window.review
        timeline = window.timeline
        book.bind(
            {
                "zoom_item": self.zoom_item,
                "zoom_all": timeline.zoom_all,
                "zoom_in": partial(timeline.zoom_by, ZOOM),
                "zoom_out": partial(timeline.zoom_by, 1 / ZOOM),
                "pan_back": partial(timeline.pan_by, -PAN),
                "pan_forward": partial(timeline.pan_by, PAN),
                **{f"theme_{name}": partial(self.choose_theme, name) for name in ("system", "light", "dark")},
                **{f"language_{name}": partial(self.choose_language, name) for name in LANGUAGES},
            }
        )

    def zoom_item(self) -> None:
        """Zoom the time axis to the selected item."""
        item = self._review.annotation or self._review.proposal
        if item is None:
            self._session.notifier.info(self._review.select_first())
        else:
            self._window.timeline.zoom_to(item.onset, item.offset)

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on."""
        self._session.settings.update(theme=name)
        self._window.apply_theme(name)

    def choose_language(self, name: str) -> None:
        """Use a language from the next start on."""
        self._session.settings.update(language=name)
        self._session.notifier.info(tr("The language changes when METST is started again."))
