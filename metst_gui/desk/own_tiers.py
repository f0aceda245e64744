"""Marking on the project's own tiers while the video runs: a key makes a point, or begins and ends an interval."""

from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from engine.clock import time_text
from engine.coding_scheme import CodingScheme, Tier
from metst_gui.desk.session import Session
from metst_gui.document.own_marks import TierMark
from metst_gui.language import tr


class OwnTiers(QObject):
    """Acts on the tiers of the project's coding scheme, for the annotator in use and the current video.

    Attributes:
        begun: tier id -> frame index where an interval that is not ended yet began.

    Signals:
        changed: an interval was begun, ended or dropped.
        code_asked: a mark was made on a tier that has codes. arg: its id.
    """

    changed = Signal()
    code_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._coding = session.document.coding
        self.begun: dict[str, int] = {}
        session.opened.connect(self._on_opened)

    @property
    def scheme(self) -> CodingScheme:
        """What the project codes."""
        return self._coding.scheme

    @property
    def marks(self) -> dict[str, TierMark]:
        """The own marks in the current video by id, in order of time."""
        return self._coding.marks

    def mark(self, number: int) -> None:
        """Make a point on a tier at this frame, or begin an interval there, or end the one that is begun.

        Args:
            number: of the tier, from 1.
        """
        if number > len(self.scheme.tiers):
            self._session.say(
                tr("The coding scheme has no tier {number}: Review, Own tiers, Coding scheme…", number=number)
            )
            return
        tier, frame = self.scheme.tiers[number - 1], self._session.playback.frame
        if tier.kind == "interval" and tier.id not in self.begun:
            self.begun[tier.id] = frame
            self._session.say(
                tr(
                    "“{tier}” begins at {time}: the same key ends it, Esc drops it.",
                    tier=tier.name,
                    time=self._time(frame),
                )
            )
            self.changed.emit()
            return
        start = self.begun.get(tier.id, frame)
        self._add(tier, min(start, frame), max(start, frame))

    def drop(self) -> bool:
        """Forget the intervals that are begun; whether there was one."""
        if not self.begun:
            return False
        self.begun.clear()
        self.changed.emit()
        return True

    def set_code(self, id_: str, code: str) -> None:
        """Say what a mark is."""
        self._session.attempt(lambda: self._coding.change(id_, code=code))

    def set_bound(self, id_: str, bound: Literal["first", "last"]) -> None:
        """Put the beginning or end of a mark on the frame shown; a point moves as a whole, a passed end goes along."""
        mark, frame = self.marks.get(id_), self._session.playback.frame
        tier = None if mark is None else self.scheme.tier(mark.tier)
        if mark is None:
            return
        first, last = (frame, max(frame, mark.last)) if bound == "first" else (min(frame, mark.first), frame)
        if tier is not None and tier.kind == "point":
            first = last = frame
        self._session.attempt(lambda: self._coding.change(id_, first=first, last=last))

    def set_note(self, id_: str, note: str) -> None:
        """Write a note to a mark."""
        self._session.attempt(lambda: self._coding.change(id_, note=note))

    def delete(self, id_: str) -> None:
        """Delete a mark."""
        self._session.attempt(lambda: self._coding.delete(id_))

    def _add(self, tier: Tier, first: int, last: int) -> None:
        made: list[str] = []
        if not self._session.attempt(lambda: made.append(self._coding.add(tier, first, last))):
            return
        self.begun.pop(tier.id, None)
        self.changed.emit()
        where = self._time(first) if first == last else f"{self._time(first)} – {self._time(last)}"
        self._session.say(tr("Marked on “{tier}”: {where}.", tier=tier.name, where=where))
        if tier.codes:
            self.code_asked.emit(made[0])

    def _time(self, frame: int) -> str:
        info = self._session.info
        return "" if info is None else time_text(float(info.times[frame]))

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.drop()
