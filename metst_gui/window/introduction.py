"""The tour for whoever is new: six coach marks on the demo, by themselves once, later from the Help menu."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow, QToolButton, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.commands.keys import first_keys
from metst_gui.desk.desk import Desk
from metst_gui.language import mark, tr
from metst_gui.window.coach_marks import CoachMarks, CoachStep
from metst_gui.window.features import Widgets
from metst_gui.window.file_commands import FileCommands
from metst_gui.window.keys_in_use import KeysInUse

# Number of the step that explains the pictures: an item is selected for it.
PICTURES = 2
# Title and text of the steps, and the commands whose keys the text names.
TOLD: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        mark("The time axis"),
        mark(
            "The model gave every frame a score. Where it is above the threshold, METST proposes an interval. These "
            "are candidates, and most are wrong; there may also be expressions where nothing was proposed."
        ),
        {},
    ),
    (
        mark("The queue"),
        mark(
            "Every proposal, with the face at its onset and at its apex. {next} and {previous} go to those you have "
            "not decided."
        ),
        {"next": "next_item", "previous": "previous_item"},
    ),
    (
        mark("The pictures"),
        mark(
            "The whole frame is on the left; the face is on the right, held still and looped slowly. Flicker, Wipe "
            "and Difference show the same movement in other ways. {play} plays and pauses."
        ),
        {"play": "play"},
    ),
    (
        mark("The card"),
        mark(
            "What is known about this item. Under each bound you see where it comes from. A dashed emotion is only a "
            "hint from the model; {first} to {last} set the emotion you see."
        ),
        {"first": "emotion_1", "last": "emotion_9"},
    ),
    (
        mark("Your verdict"),
        mark(
            "{accept} accepts, {reject} rejects, {unsure} puts off, and the next one comes. {undo} takes it "
            "back. {onset}, {apex} and {offset} mark what the model missed."
        ),
        {
            **{name: name for name in ("accept", "reject", "unsure", "undo")},
            **{name: f"set_{name}" for name in ("onset", "apex", "offset")},
        },
    ),
    (
        mark("When you are done"),
        mark(
            "Finalise states that everything in this video is marked; Export writes the labels. The manual is under "
            "Help, and each small question mark opens it at the right page."
        ),
        {},
    ),
)


class Introduction(QObject):
    """Begins the tour with the first demo, or when it is asked for; without a video that opens the demo.

    Args:
        desk: what is open.
        book: the commands.
        widgets: what is explained.
        keys: the keys in use.
        files: opens the demo.
        host: the window.
    """

    def __init__(
        self, desk: Desk, book: CommandBook, widgets: Widgets, keys: KeysInUse, files: FileCommands, host: QMainWindow
    ) -> None:
        super().__init__(host)
        self._desk, self._book, self._widgets, self._keys, self._host = desk, book, widgets, keys, host
        self.marks = CoachMarks(host)
        self.marks.shown.connect(self._on_step)
        self.marks.left.connect(widgets.stage.video.setFocus)
        # Wanted with the next video, and with the end of its analysis.
        self._wanted = self._ready = False
        book.bind({"tour": self.ask})
        files.demo_requested.connect(self._on_demo)
        desk.session.opened.connect(self._on_opened)
        desk.analysis.ended.connect(self._on_analysed)

    def ask(self) -> None:
        """Begin it: on what is open, else on the demo."""
        if self._desk.session.info is not None:
            self._begin()
        else:
            self._wanted = True
            self._book.trigger("open_demo")

    @Slot()
    def _on_demo(self) -> None:
        self._wanted = self._wanted or not self._desk.settings.value.tour_seen

    @Slot()
    def _on_opened(self) -> None:
        self._ready, self._wanted = self._wanted, False
        self.marks.leave()
        if self._ready and self._desk.document.view.run is not None:
            self._begin()

    @Slot()
    def _on_analysed(self) -> None:
        if self._ready:
            self._begin()

    def _begin(self) -> None:
        self._ready = self._wanted = False
        self._desk.settings.update(tour_seen=True)
        self.marks.begin(self.steps())

    @Slot(int)
    def _on_step(self, number: int) -> None:
        if number == PICTURES and self._desk.selection.item is None:
            self._desk.tour.go(1)

    def steps(self) -> Sequence[CoachStep]:
        """The six steps, in the language and with the keys of the window."""
        keys, widgets = first_keys(self._keys.specs), self._widgets
        places: tuple[Callable[[], Sequence[QWidget]], ...] = (
            lambda: [widgets.timeline],
            lambda: [widgets.queue],
            lambda: [widgets.stage.video, widgets.compare],
            lambda: [widgets.card],
            lambda: [widgets.card.verdicts],
            lambda: self._buttons("finalise", "export"),
        )
        return [
            CoachStep(tr(title), tr(text, **{field: keys[id_] for field, id_ in named.items()}), place)
            for (title, text, named), place in zip(TOLD, places, strict=True)
        ]

    def _buttons(self, *ids: str) -> list[QWidget]:
        """Buttons of the toolbar for some commands."""
        actions = [self._book.actions[id_] for id_ in ids]
        return [one for one in self._host.findChildren(QToolButton) if one.defaultAction() in actions]
