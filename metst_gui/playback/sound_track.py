"""Sound that follows the clock: whatever the clock says now is what is heard; it never leads (ADR 0018)."""

import threading
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np

from engine.types import VideoInfo
from engine.video.sound import RATE, Int16, at_speed, sound_from

# Further apart than this from the clock, sound jumps to it (spec of the player, section 5: 40 ms).
MAX_DRIFT = round(0.04 * RATE)
# Samples to be heard that are kept ready ahead of the clock.
AHEAD = RATE


class SoundTrack:
    """The sound of one file, decoded ahead in a thread of its own and pulled by the sound card's thread.

    Args:
        info: the source.
        clock: media time in s since frame 0 and the speed it runs at, or None where nothing is to be heard.
    """

    def __init__(self, info: VideoInfo, clock: Callable[[], tuple[float, float] | None]) -> None:
        self._info, self._clock = info, clock
        self._lock = threading.Condition()
        self._pieces: deque[Int16] = deque()
        # Place in the medium (in samples) and speed of what was decoded, samples of it heard and held, and the place
        # that is heard next.
        self._base, self._speed = 0.0, 1.0
        self._gone = self._held = 0
        self._cursor = 0.0
        self._ended = self._stopped = False
        self._wanted: tuple[float, float] | None = (0.0, 1.0)
        self._thread = threading.Thread(target=self._feed, name="sound", daemon=True)
        self._thread.start()

    def pull(self, count: int) -> Int16:
        """The next samples for the sound card, int16 [count, 2]; silence where none are to be heard or ready."""
        now = self._clock()
        silence = np.zeros((count, 2), np.int16)
        if now is None:
            return silence
        place, speed = round(now[0] * RATE), now[1]
        with self._lock:
            # A sound card asks for a few hundredths of a second at once: the faster, the more of the medium.
            if abs(self._cursor - place) > MAX_DRIFT * max(1.0, speed):
                self._cursor = place
            if self._wanted is not None or not self._is_held(speed):
                return silence
            taken = self._take(count)
            # What is not decoded yet is not skipped: once it is late, sound jumps to the clock.
            self._cursor += (count if self._ended else len(taken)) * speed
            self._lock.notify()
        silence[: len(taken)] = taken
        return silence

    def _is_held(self, speed: float) -> bool:
        """Whether what is heard next is the first that is held, or comes next; where it is not, it is asked for."""
        number = round((self._cursor - self._base) / speed)
        if speed == self._speed and self._gone <= number <= self._gone + self._held:
            self._take(number - self._gone)
            return True
        if speed != self._speed or not self._ended or number < self._gone:
            # A far place is decoded anew; asking again on every pull would never let the decoder arrive.
            self._wanted = self._cursor, speed
            self._lock.notify()
        return False

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._stopped = True
            self._lock.notify()
        self._thread.join()

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
            self._gone += len(piece)
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
                    self._base, self._speed = self._wanted
                    self._gone, self._held, self._ended, self._wanted = 0, 0, False, None
                    self._pieces.clear()
                    pieces = sound_from(self._info, round(self._base))
                    if self._speed != 1.0:
                        pieces = at_speed(pieces, self._speed)
            piece = next(pieces, None)
            with self._lock:
                if self._wanted is not None:
                    continue
                if piece is None:
                    self._ended = True
                else:
                    self._pieces.append(piece)
                    self._held += len(piece)
