"""Which message is shown now: the latest first, and then those before it that were not read yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from metst_gui.language import mark

# What happened, in words of a screen reader, and its sign.
LEVELS: Mapping[str, str] = {
    mark("info"): "ℹ",
    mark("notice"): "ℹ",
    mark("warning"): "⚠",
    mark("error"): "✖",
}
# What is no answer to the last key: it comes again where something was shown over it before it could be read.
LASTING = frozenset({"notice", "error"})
SHOW_MS = 8000
# Time that reading a character takes: 200 words a minute are about 16 characters a second.
MS_A_CHARACTER = 60
# A notice that was in sight but for this share of its time was read.
READ = 0.25
MOST_NOTICES = 5


@dataclass(slots=True, eq=False)
class Message:
    """One message.

    Attributes:
        level: one of `LEVELS`.
        sentence: what happened and what to do.
        left: ms it is still to be seen; None: it stands until it is dismissed or settled.
        offer: what can be done about it, on a button; empty: nothing.
    """

    level: str
    sentence: str
    left: int | None
    offer: str = ""

    @property
    def needed(self) -> int:
        """Ms it is to be seen."""
        return max(SHOW_MS, MS_A_CHARACTER * len(self.sentence))


class MessageStack:
    """Messages that are not gone yet; the last is shown."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    @property
    def top(self) -> Message | None:
        """What is shown now; None: nothing."""
        return self._messages[-1] if self._messages else None

    @property
    def waiting(self) -> int:
        """Number of those behind it."""
        return max(0, len(self._messages) - 1)

    def put(self, level: str, sentence: str, seen: int) -> None:
        """Show another one.

        Args:
            level: one of `LEVELS`.
            sentence: what is shown.
            seen: ms that the one before was in sight.
        """
        before = self.top
        if before is not None and before.left is not None:
            before.left -= seen
            if before.level not in LASTING or before.left < READ * before.needed:
                self._messages.pop()
        self._messages = [one for one in self._messages if one.sentence != sentence]
        made = Message(level, sentence, None)
        if level != "error":
            made.left = made.needed
        self._messages.append(made)
        notices = [one for one in self._messages if one.level == "notice"]
        for one in notices[:-MOST_NOTICES]:
            self._messages.remove(one)

    def drop(self) -> None:
        """Take away what is shown."""
        if self._messages:
            self._messages.pop()

    def settle(self, sentence: str) -> None:
        """Take away what is no longer true."""
        self._messages = [one for one in self._messages if one.sentence != sentence]

    def clear(self) -> None:
        """Take all away."""
        self._messages.clear()
