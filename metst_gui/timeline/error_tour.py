"""The way from error to error of what is compared on the timeline."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QObject

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.selection import ItemKind
from metst_gui.document.hits_and_errors import ERRORS, RUNS, Comparison, Finding
from metst_gui.document.project import is_labels
from metst_gui.language import mark, tr
from metst_gui.timeline.lanes import Lanes

NOTHING_COMPARED = mark("Nothing is compared on the timeline: Ctrl+L chooses what with what.")


class ErrorTour(QObject):
    """Goes through the errors of the comparison, in this video and then in the others."""

    def __init__(self, desk: Desk, book: CommandBook, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._desk = desk
        self._document = desk.document
        self._lanes = lanes
        self._at: Finding | None = None
        book.bind(
            {"next_error": partial(self.step, 1), "previous_error": partial(self.step, -1)},
            needs={"comparison": (self._can_compare, lambda: tr(NOTHING_COMPARED))},
        )

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) error, in this video and then in the others."""
        if self._lanes.pair is None:
            labels = next(one for one in self._lanes.others() if is_labels(one))
            self._lanes.set_comparison((RUNS, labels.id))
        self._lanes.up_to_date()
        found = self._next(direction)
        if found is None:
            self._desk.say(
                tr("There is no further error.") if self._errors(self._lanes.comparison) else self._all_right()
            )
        else:
            self._go(*found)

    def _can_compare(self) -> bool:
        """Whether something is compared, or there is one label file only to compare with."""
        return self._lanes.pair is not None or sum(is_labels(one) for one in self._lanes.others()) == 1

    def _all_right(self) -> str:
        if self._document.view.hidden_reason:
            return tr(self._document.view.hidden_reason)
        if self._lanes.comparison is not None and self._lanes.comparison.left_out:
            return tr("This video has no finished analysis to compare: Ctrl+R starts it.")
        if self._lanes.comparison is not None and self._lanes.comparison.n_open:
            return tr(
                "No error in what is decided; {n} proposals are not yet decided.", n=self._lanes.comparison.n_open
            )
        return tr("No error: everything marked agrees with the labels.")

    @staticmethod
    def _errors(found: Comparison | None) -> list[Finding]:
        return [] if found is None else [one for one in found.findings if one.result in ERRORS]

    def _next(self, direction: int) -> tuple[Finding, int, int] | None:
        """The error to go to, its number and how many there are in its video."""
        here = self._errors(self._lanes.comparison)
        frame = self._desk.playback.frame
        if self._at in here and self._at.onset == frame:
            number = here.index(self._at) + direction
        else:
            passed = sum(one.onset <= frame if direction > 0 else one.onset < frame for one in here)
            number = passed if direction > 0 else passed - 1
        if 0 <= number < len(here):
            return here[number], number, len(here)
        return self._next_elsewhere(direction)

    def _next_elsewhere(self, direction: int) -> tuple[Finding, int, int] | None:
        videos = [one.id for one in self._document.videos]
        now = self._document.video
        if self._lanes.pair is None or now is None or len(videos) < 2:
            return None
        at = videos.index(now.id)
        ahead = videos[at + 1 :] if direction > 0 else videos[:at][::-1]
        for id_ in ahead:
            errors = self._errors(self._lanes.compared(self._lanes.pair, {id_}))
            if errors:
                number = 0 if direction > 0 else len(errors) - 1
                return errors[number], number, len(errors)
        return None

    def _go(self, found: Finding, number: int, count: int) -> None:
        self._at = found
        kind = self._kind(found)
        id_ = found.prediction or found.truth
        video = self._document.video
        if video is None or found.video != video.id:
            self._desk.opener.show_video(found.video, place=(found.onset, kind, id_ if kind else ""))
        elif kind:
            self._desk.tour.select(kind, id_)
            self._desk.playback.seek(found.onset)
        else:
            self._desk.review.deselect()
            self._desk.playback.seek(found.onset)
        self._desk.say(
            tr(
                "Error {number} of {count}: {result}, {what}.",
                number=number + 1,
                count=count,
                result=found.result,
                what=found.text,
            )
        )

    def _kind(self, found: Finding) -> ItemKind | Literal[""]:
        """Kind of the item that can be selected, empty where it lies in another's layer."""
        assert self._lanes.pair is not None
        own = self._document.layer.id
        layer = self._lanes.pair[0] if found.prediction else self._lanes.pair[1]
        return "proposal" if found.prediction and layer == RUNS else "annotation" if layer == own else ""
