"""Commands that judge and change the item under review, and what its card asks for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from metst_gui.card.reason_menu import ReasonMenu
from metst_gui.commands.book import CommandBook
from metst_gui.desk.bounds import Handle
from metst_gui.document.annotation import EMOTION_LABELS

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

HANDLES: tuple[Handle, ...] = ("onset", "apex", "offset")
# What a key changes of the selected item: only where that is in view. Onset, apex and offset begin a new one instead.
CHANGES = (
    *(f"emotion_{digit}" for digit in range(10)),
    *("edit_action_units", "edit_note", "confidence", "kind"),
    *("nudge_back", "nudge_forward", "nudge_back_5", "nudge_forward_5"),
)


class ReviewCommands(QObject):
    """Going through the queue, verdicts and edits, in one window."""

    def __init__(self, window: "MainWindow", book: CommandBook) -> None:
        super().__init__(window)
        self._window = window
        self._book = book
        self._review = window.review
        self._bind_queue()
        self._bind_edits()
        window.card.verdict_requested.connect(self._on_verdict)
        window.card.action_units_edited.connect(self._on_action_units)
        window.card.note_edited.connect(self._on_note)
        window.timeline.context_requested.connect(self.item_menu)

    def _bind_queue(self) -> None:
        review = self._review
        accept_as = {
            f"accept_emotion_{digit}": partial(review.accept, EMOTION_LABELS[digit - 1]) for digit in range(1, 8)
        }
        self._book.bind(
            {
                "next_item": partial(review.go, 1),
                "previous_item": partial(review.go, -1),
                "next_any": partial(review.go, 1, any_=True),
                "previous_any": partial(review.go, -1, any_=True),
                "accept": review.accept,
                "accept_emotion_0": partial(review.accept, none=True),
                **accept_as,
                "reject": review.reject,
                "reject_reason": self.reject_reason,
                "unsure": review.unsure,
                "deselect": self.deselect,
            }
        )

    def _bind_edits(self) -> None:
        review, document, card = self._review, self._window.session.document, self._window.card
        steps = (("back", -1), ("forward", 1), ("back_5", -5), ("forward_5", 5))
        changes: dict[str, Callable[[], object]] = {
            **{f"emotion_{digit}": partial(review.set_emotion_by_digit, digit) for digit in range(10)},
            **{f"nudge_{name}": partial(review.nudge, step) for name, step in steps},
            "edit_action_units": card.focus_action_units,
            "edit_note": card.focus_note,
            "confidence": self._window.desk.confidence.step,
            "kind": review.toggle_kind,
        }
        self._book.bind({name: partial(review.when_in_view, changes[name]) for name in CHANGES})
        self._book.bind({f"goto_{handle}": partial(review.go_to_handle, handle) for handle in HANDLES})
        self._book.bind({f"set_{handle}": partial(review.set_handle, handle) for handle in HANDLES})
        self._book.bind(
            {
                "undo": document.history.undo,
                "redo": document.history.redo,
                "delete": review.delete,
                "split": review.split,
                "merge": review.merge,
            }
        )

    def reject_reason(self) -> None:
        """Ask for the reason of a rejection: one digit or letter."""
        if self._review.proposal is None:
            self._review.reject()  # says what to do instead
            return
        menu = ReasonMenu(self._review.reject, self._review.suggest(self._review.proposal), self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self._window.card.rect().center()
        menu.popup(self._window.card.mapToGlobal(corner))

    def deselect(self) -> None:
        """Cancel a drag, else select nothing."""
        if not self._window.timeline.cancel_drag():
            self._review.deselect()
        self._window.video.setFocus()

    @Slot(int, str, str, QPoint)
    def item_menu(self, frame: int, kind: str, id_: str, place: QPoint) -> None:
        """Menu of the timeline at a frame, with the commands for the item there."""
        names: tuple[str, ...] = ("why_here", "set_onset", "set_apex", "set_offset")
        if kind:
            self._review.select(kind, id_)
            names = ("delete", "zoom_item") if kind == "annotation" else ("accept", "reject", "unsure", "zoom_item")
        else:
            self._review.deselect()
            self._window.session.playback.seek(frame)
        menu = QMenu(self._window)
        menu.setObjectName("item_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._book.actions[name] for name in names])
        menu.popup(place)

    @Slot(str)
    def _on_verdict(self, verdict: str) -> None:
        """A verdict button was pressed."""
        names = {"accepted": "accept", "rejected": "reject", "unsure": "unsure"}
        self._book.actions[names[verdict]].trigger()

    @Slot(str)
    def _on_action_units(self, text: str) -> None:
        """The action unit line was committed."""
        self._review.set_field("action_units", text)

    @Slot(str)
    def _on_note(self, text: str) -> None:
        """The note was committed."""
        self._review.set_field("note", text)
