"""An annotation that is being marked by hand, bound by bound."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.bounds import Handle
from metst_gui.desk.session import Session
from metst_gui.language import tr


@dataclass(frozen=True, slots=True)
class MarkedInterval:
    """A finished interval: onset, apex (None: not marked) and offset as frame indices."""

    onset: int
    apex: int | None
    offset: int


class Draft(QObject):
    """What is marked of an unfinished annotation.

    Attributes:
        onset, apex: frame indices; None: not marked yet.

    Signals:
        changed: a bound was marked, or all is dropped.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.onset: int | None = None
        self.apex: int | None = None
        self._said = ""  # which bound comes next
        session.opened.connect(self._on_opened)

    @property
    def text(self) -> str:
        """What is marked and which key comes next; empty: nothing is."""
        if self.onset is None:
            return ""
        apex = tr("P marks the apex") if self.apex is None else tr("apex {apex}", apex=self.apex)
        return tr(
            "New interval\n\nonset {onset} · {apex}\nO marks the offset and finishes it\nEsc discards it",
            onset=self.onset,
            apex=apex,
        )

    def drop(self) -> None:
        """Forget what is marked."""
        self.onset = self.apex = None
        if self._said:
            self._session.notifier.settle(self._said)
        self.changed.emit()

    def mark(self, handle: Handle, frame: int) -> MarkedInterval | None:
        """Mark a bound, and say which comes next.

        Returns:
            the interval, once its offset is marked; the draft is empty then.
        """
        made = None
        if handle == "onset":
            self.onset, self.apex = frame, None
            self._say(
                tr("New interval from frame {frame}: P marks its apex, O its offset, Esc discards it.", frame=frame)
            )
        elif self.onset is None:
            self._session.say(tr("Mark the onset first (I), or select an item that is in view to change it."))
        elif handle == "apex":
            self.apex = frame
            self._say(tr("Onset {onset}, apex {frame}: O marks the offset.", onset=self.onset, frame=frame))
        else:
            made = MarkedInterval(self.onset, self.apex, frame)
            self.onset = self.apex = None
        self.changed.emit()
        return made

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._session.say(sentence)

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.drop()
