"""Sound that follows the clock: whatever the clock says now is what is heard; it never leads (ADR 0018)."""

import threading
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np

from engine.types import VideoInfo
from engine.video.sound import RATE, Int16, sound_from

# Further apart than this from the clock, sound jumps to it (spec of the player, section 5: 40 ms).
MAX_DRIFT = round(0.04 * RATE)
# Sound kept ready ahead of the clock.
AHEAD = RATE


class SoundTrack:
    """The sound of one file, decoded ahead in a thread of its own and pulled by the sound card's thread.

    Args:
        info: the source.
        clock: media time in s since frame 0, or None where nothing is to be heard.
    """

    def __init__(self, info: VideoInfo, clock: Callable[[], float | None]) -> None:
        self._info, self._clock = info, clock
        self._lock = threading.Condition()
        self._pieces: deque[Int16] = deque()
        # First sample held, samples held, and the sample that is heard next.
        self._start = self._held = self._cursor = 0
        self._ended = self._stopped = False
        self._wanted: int | None = 0
        self._thread = threading.Thread(target=self._feed, name="sound", daemon=True)
        self._thread.start()

    def pull(self, count: int) -> Int16:
        """The next samples for the sound card, int16 [count, 2]; silence where none are to be heard or ready."""
        now = self._clock()
        silence = np.zeros((count, 2), np.int16)
        if now is None:
            return silence
        with self._lock:
            place = round(now * RATE)
            if abs(self._cursor - place) > MAX_DRIFT:
                self._cursor = place
            if self._ended and self._cursor > self._start + self._held:
                return silence
            if not self._start <= self._cursor <= self._start + self._held:
                self._ask(self._cursor)
                return silence
            self._drop(self._cursor - self._start)
            taken = self._take(count)
            # What is not decoded yet is not skipped: once it is late, sound jumps to the clock.
            self._cursor += count if self._ended else len(taken)
            self._lock.notify()
        silence[: len(taken)] = taken
        return silence

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._stopped = True
            self._lock.notify()
        self._thread.join()

    def _ask(self, place: int) -> None:
        # A far place is decoded anew; asking for it again on every pull would never let the decoder arrive.
        if self._wanted is None:
            self._wanted = place
            self._lock.notify()

    def _drop(self, count: int) -> None:
        self._take(count)

    def _take(self, count: int) -> Int16:
        """Remove up to `count` samples from the front."""
        taken = []
        while count > 0 and self._pieces:
            piece = self._pieces.popleft()
            if len(piece) > count:
                self._pieces.appendleft(piece[count:])
                piece = piece[:count]
            taken.append(piece)
            count -= len(piece)
            self._start += len(piece)
            self._held -= len(piece)
        return np.concatenate(taken) if taken else np.zeros((0, 2), np.int16)

    def _feed(self) -> None:
        pieces: Iterator[Int16] = iter(())
        while True:
            with self._lock:
                while not self._stopped and self._wanted is None and (self._ended or self._held >= AHEAD):
                    self._lock.wait()
                if self._stopped:
                    return
                if self._wanted is not None:
                    self._start, self._held, self._ended = self._wanted, 0, False
                    self._pieces.clear()
                    pieces = sound_from(self._info, self._start)
                    self._wanted = None
            piece = next(pieces, None)
            with self._lock:
                if self._wanted is not None:
                    continue
                if piece is None:
                    self._ended = True
                else:
                    self._pieces.append(piece)
                    self._held += len(piece)
