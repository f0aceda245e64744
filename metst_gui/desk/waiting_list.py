"""Which videos wait for their analysis, in which order, and what became of those before them. No Qt."""

from collections.abc import Collection, Iterable, Sequence

from metst_gui.desk.queue_file import KeptQueue


class WaitingList:
    """Ids of videos, each in one place: it waits, was analysed, or failed.

    Args:
        kept: as it was when the program ended.
        known: ids of the videos of the project; others are left out.
    """

    def __init__(self, kept: KeptQueue | None = None, known: Collection[str] = ()) -> None:
        kept = kept or KeptQueue()
        self._waiting = [one for one in kept.waiting if one in known]
        self._finished = [one for one in kept.finished if one in known and one not in kept.waiting]
        self._failed = {id_: why for id_, why in kept.failed.items() if id_ in known and id_ not in kept.waiting}

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those that wait, the next one first."""
        return tuple(self._waiting)

    @property
    def finished(self) -> int:
        """How many were analysed since the list was empty."""
        return len(self._finished)

    @property
    def failed(self) -> int:
        """How many could not be analysed since the list was empty."""
        return len(self._failed)

    @property
    def settled(self) -> int:
        """How many were analysed or failed since the list was empty."""
        return len(self._finished) + len(self._failed)

    def place(self, video: str) -> int:
        """Place of a video among those that wait, from 1; 0: it does not wait."""
        return self._waiting.index(video) + 1 if video in self._waiting else 0

    def why_failed(self, video: str) -> str | None:
        """Why a video could not be analysed, as a sentence; None: it was not tried, or did not fail."""
        return self._failed.get(video)

    def restart(self) -> None:
        """What became of those before counts no longer."""
        self._finished, self._failed = [], {}

    def add(self, videos: Iterable[str], *, first: bool = False) -> None:
        """Let videos wait, at the end or before all others; what became of them before counts no longer."""
        added = [one for one in dict.fromkeys(videos) if one not in self._waiting]
        self._forget(added)
        self._waiting = [*added, *self._waiting] if first else [*self._waiting, *added]

    def move(self, video: str, by: int) -> None:
        """Let a video that waits come earlier (below zero) or later, by so many places."""
        at = self._waiting.index(video)
        self._waiting.remove(video)
        self._waiting.insert(max(0, at + by), video)

    def remove(self, videos: Collection[str]) -> None:
        """Videos neither wait, nor does it count that they failed."""
        self._waiting = [one for one in self._waiting if one not in videos]
        self._failed = {id_: why for id_, why in self._failed.items() if id_ not in videos}

    def take_next(self) -> str:
        """The next one, which no longer waits."""
        return self._waiting.pop(0)

    def finish(self, video: str) -> None:
        """A video was analysed."""
        self.remove({video})
        if video not in self._finished:
            self._finished.append(video)

    def fail(self, video: str, why: str) -> None:
        """A video could not be analysed.

        Args:
            video: which.
            why: a sentence.
        """
        self.remove({video})
        self._failed[video] = why

    def kept(self, begun: Sequence[str], *, paused: bool) -> KeptQueue:
        """What is to be kept of it.

        Args:
            begun: videos that are being analysed: they are the first of those that wait then.
            paused: whether the list rests.
        """
        first = (one for one in begun if one not in self._waiting)
        return KeptQueue((*first, *self._waiting), tuple(self._finished), dict(self._failed), paused)

    def _forget(self, videos: Collection[str]) -> None:
        self._finished = [one for one in self._finished if one not in videos]
        self._failed = {id_: why for id_, why in self._failed.items() if id_ not in videos}
