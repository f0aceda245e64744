"""What the GUI thread says to the decoding thread: one slot, the newest request wins."""

import threading


class Mailbox:
    """What the GUI thread wants next: one slot, overwritten by each newer request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: int | None = None
        self._ranges: tuple[range, ...] = ()
        self._job = 0
        self._stopping = False

    def put(self, index: int) -> bool:
        """Want `index` instead of whatever was wanted; True where the worker has to be woken."""
        with self._lock:
            was_empty, self._wanted = self._wanted is None, index
            return was_empty

    def take(self, job: int) -> int | None:
        """The wanted index, once; None where it belongs to a newer job than `job`."""
        with self._lock:
            if job != self._job:
                return None
            wanted, self._wanted = self._wanted, None
            return wanted

    @property
    def is_waiting(self) -> bool:
        """Whether a newer request waits."""
        with self._lock:
            return self._wanted is not None

    def plan(self, ranges: tuple[range, ...]) -> None:
        """Frames that will be wanted later, the most urgent range first."""
        with self._lock:
            self._ranges = ranges

    @property
    def ranges(self) -> tuple[range, ...]:
        """What was planned last for the present job."""
        with self._lock:
            return self._ranges

    def new_job(self) -> int:
        """Number of a newly opened source; requests for the former one are dropped."""
        with self._lock:
            self._job, self._wanted, self._ranges = self._job + 1, None, ()
            return self._job

    def stop(self) -> None:
        """End all work at the next frame."""
        with self._lock:
            self._stopping = True

    def is_stale(self, job: int) -> bool:
        """Whether results of `job` are of no use any more."""
        with self._lock:
            return self._stopping or job != self._job
