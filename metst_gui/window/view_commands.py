"""Commands for the time axis, the colours and the language."""

from functools import partial

from PySide6.QtCore import QObject

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.theme import THEMES
from metst_gui.language import LANGUAGES, tr
from metst_gui.timeline.timeline_view import TimelineView

# A step of the zoom, and a step along the axis as a share of what is shown.
ZOOM, PAN = 1.25, 0.25


class ViewCommands(QObject):
    """What is shown of the time axis, and how the window looks."""

    def __init__(self, desk: Desk, book: CommandBook, timeline: TimelineView) -> None:
        super().__init__(timeline)
        self._desk = desk
        self._timeline = timeline
        book.bind(
            {
                "zoom_item": self.zoom_item,
                "zoom_all": timeline.zoom.show_all,
                "zoom_in": partial(timeline.zoom.by, ZOOM),
                "zoom_out": partial(timeline.zoom.by, 1 / ZOOM),
                "pan_back": partial(timeline.zoom.pan, -PAN),
                "pan_forward": partial(timeline.zoom.pan, PAN),
                **{f"theme_{name}": partial(desk.theme.choose, name) for name in THEMES},
                **{f"language_{name}": partial(self.choose_language, name) for name in LANGUAGES},
            }
        )

    def zoom_item(self) -> None:
        """Zoom the time axis to the selected item."""
        item = self._desk.current.item
        if item is None:
            self._desk.say(self._desk.tour.advice())
        else:
            self._timeline.zoom.show_interval(item.onset, item.offset)

    def choose_language(self, name: str) -> None:
        """Use a language from the next start on."""
        self._desk.settings.update(language=name)
        self._desk.say(tr("The language changes when METST is started again."))
