"""Commands that judge and change the item under review, and what its card asks for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt

from metst_gui.card.reason_menu import ReasonMenu
from metst_gui.commands.book import CommandBook
from metst_gui.desk.bounds import Handle
from metst_gui.desk.desk import Desk
from metst_gui.desk.point_label import mark_moment
from metst_gui.language import tr
from metst_gui.window.features import Widgets
from metst_gui.window.screens import Screens

HANDLES: tuple[Handle, ...] = ("onset", "apex", "offset")


class ReviewCommands(QObject):
    """Going through the queue, verdicts and edits."""

    def __init__(self, desk: Desk, book: CommandBook, widgets: Widgets, screens: Screens) -> None:
        super().__init__(widgets.card)
        self._screens = screens
        self._desk = desk
        self._book = book
        self._widgets = widgets
        self._bind_queue()
        self._bind_edits()

    def _bind_queue(self) -> None:
        review, tour = self._desk.review, self._desk.tour
        accept_as = {f"accept_emotion_{digit}": partial(review.accept_by_digit, digit) for digit in range(1, 8)}
        self._book.bind(
            {
                "next_item": partial(tour.go, 1),
                "previous_item": partial(tour.go, -1),
                "next_any": partial(tour.go, 1, any_=True),
                "previous_any": partial(tour.go, -1, any_=True),
                "case_next": partial(self._desk.case_tour.go, 1),
                "case_previous": partial(self._desk.case_tour.go, -1),
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
        review, tour, card = self._desk.review, self._desk.tour, self._widgets.card
        steps = (("back", -1), ("forward", 1), ("back_5", -5), ("forward_5", 5))
        # What a key changes of the selected item: only where that is in view. Onset, apex and offset begin a new one.
        changes: dict[str, Callable[[], object]] = {
            **{f"emotion_{digit}": partial(review.set_emotion_by_digit, digit) for digit in range(10)},
            **{f"nudge_{name}": partial(review.nudge, step) for name, step in steps},
            "edit_action_units": card.focus_action_units,
            "edit_note": card.focus_note,
            "kind": review.toggle_kind,
            "modifiers": self.choose_modifiers,
        }
        self._book.bind({name: partial(tour.when_in_view, act) for name, act in changes.items()})
        self._book.bind({f"goto_{handle}": partial(tour.go_to_handle, handle) for handle in HANDLES})
        self._book.bind({f"set_{handle}": partial(review.set_handle, handle) for handle in HANDLES})
        self._book.bind(
            {
                "point_label": partial(mark_moment, self._desk),
                "undo": self._desk.document.history.undo,
                "redo": self._desk.document.history.redo,
                "delete": review.delete,
                "split": review.split,
                "merge": review.merge,
            }
        )

    def choose_modifiers(self) -> None:
        """Ask for the modifiers of the item under review."""
        card = self._widgets.card
        if card.modifiers.buttons:
            card.modifiers.popup_all(card.mapToGlobal(card.rect().center()))
        else:
            self._desk.say(tr("The coding scheme has no modifiers: Review, Own tiers, Coding scheme… adds some."))

    def reject_reason(self) -> None:
        """Ask for the reason of a rejection: one digit or letter."""
        review, proposal, card = self._desk.review, self._desk.current.proposal, self._widgets.card
        if proposal is None:
            review.reject()  # says what to do instead
            return
        menu = ReasonMenu(review.reject, review.suggestion(proposal), card)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(card.mapToGlobal(card.rect().center()))

    def deselect(self) -> None:
        """Leave the full screen, the board, a drag or the selection, one at a time; else take the picture back."""
        if self._screens.leave():
            return
        if self._desk.board.is_shown:
            self._desk.board.hide()
            return
        busy = self._desk.selection.item is not None or self._desk.draft.onset is not None
        if self._desk.tiers.drop() or self._widgets.timeline.mouse.cancel():
            pass  # one thing at a time
        elif busy or not self._screens.attach():
            self._desk.review.deselect()
        self._widgets.stage.video.setFocus()
