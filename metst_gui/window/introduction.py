"""The tour for whoever is new: six coach marks on the demo, by themselves once, later from the Help menu."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow, QToolButton, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.commands.keys import first_keys
from metst_gui.desk.desk import Desk
from metst_gui.language import tr
from metst_gui.window.coach_marks import CoachMarks, CoachStep
from metst_gui.window.features import Widgets
from metst_gui.window.file_commands import FileCommands
from metst_gui.window.keys_in_use import KeysInUse

# Number of the step that explains the pictures: an item is selected for it.
PICTURES = 2


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
        return (
            CoachStep(
                tr("The time axis"),
                tr(
                    "The model gave every frame a score. Where it is above the threshold, METST proposes an interval. "
                    "These are candidates, and most are wrong; what was not proposed is not absent."
                ),
                lambda: [widgets.timeline],
            ),
            CoachStep(
                tr("The queue"),
                tr(
                    "Every proposal with the face at its onset and its apex. {next} and {previous} go to the open "
                    "ones.",
                    next=keys["next_item"],
                    previous=keys["previous_item"],
                ),
                lambda: [widgets.queue],
            ),
            CoachStep(
                tr("The pictures"),
                tr(
                    "At the left the whole frame, at the right the face, held still and looped slowly. Flicker, Wipe "
                    "and Difference show the same movement in other ways. {play} plays and pauses.",
                    play=keys["play"],
                ),
                lambda: [widgets.stage.video, widgets.compare],
            ),
            CoachStep(
                tr("The card"),
                tr(
                    "What is known of this item; under each bound stands where it comes from. A dashed emotion is "
                    "a hint of the model: {first} to {last} choose one yourself.",
                    first=keys["emotion_1"],
                    last=keys["emotion_9"],
                ),
                lambda: [widgets.card],
            ),
            CoachStep(
                tr("Your verdict"),
                tr(
                    "{accept} accepts, {reject} rejects, {unsure} puts off, and the next one comes. {undo} takes it "
                    "back. {onset}, {apex} and {offset} mark what the model missed.",
                    **{name: keys[name] for name in ("accept", "reject", "unsure", "undo")},
                    **{name: keys[f"set_{name}"] for name in ("onset", "apex", "offset")},
                ),
                lambda: [widgets.card.verdicts],
            ),
            CoachStep(
                tr("When you are done"),
                tr(
                    "Finalise says that nothing else is in this video; Export writes the labels. Help has the manual, "
                    "and each small question mark opens it at its place."
                ),
                lambda: self._buttons("finalise", "export"),
            ),
        )

    def _buttons(self, *ids: str) -> list[QWidget]:
        """Buttons of the toolbar for some commands."""
        actions = [self._book.actions[id_] for id_ in ids]
        return [one for one in self._host.findChildren(QToolButton) if one.defaultAction() in actions]
