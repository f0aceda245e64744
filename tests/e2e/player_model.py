"""What the player should show, in exact arithmetic: an independent model of clock, loop and keys."""

import math
from dataclasses import dataclass
from fractions import Fraction

LADDER = tuple(Fraction(2) ** power for power in range(-4, 3))


@dataclass
class PlayerModel:
    """A video of `count` frames at a constant `fps`; positions are media times in frames."""

    count: int
    fps: int
    frame: int = 0
    playing: bool = False
    rate: Fraction = Fraction(1)
    loop: tuple[int, int] | None = None
    position: Fraction = Fraction(0)

    @property
    def span(self) -> tuple[int, int]:
        return self.loop if self.loop is not None else (0, self.count - 1)

    def enter(self, index: int) -> None:
        """Stand at the edge of a frame where playing enters it."""
        self.frame = min(max(index, 0), self.count - 1)
        self.position = Fraction(self.frame + (self.rate < 0))

    def play(self) -> None:
        if self.playing:
            return
        first, last = self.span
        begin, end = (first, last) if self.rate > 0 else (last, first)
        self.playing = True
        self.enter(begin if not first <= self.frame <= last or self.frame == end else self.frame)

    def toggle(self) -> None:
        if self.playing:
            self.playing = False
        else:
            self.play()

    def step(self, count: int) -> None:
        self.playing = False
        self.enter(self.frame + count)

    def set_rate(self, rate: Fraction) -> None:
        rate = min(max(abs(rate), LADDER[0]), LADDER[-1]) * (1 if rate > 0 else -1)
        turned = rate * self.rate < 0
        self.rate = rate
        if turned:
            self.enter(self.frame)

    def shuttle(self, direction: int) -> None:
        if self.playing and self.rate * direction > 0:
            self.set_rate(self.rate * 2)
        else:
            self.set_rate(Fraction(direction))
            self.play()

    def stop(self) -> None:
        if not self.playing:
            self.set_rate(Fraction(1))
        self.playing = False

    def change_speed(self, step: int) -> None:
        at = LADDER.index(abs(self.rate)) + step
        self.set_rate(LADDER[min(max(at, 0), len(LADDER) - 1)] * (1 if self.rate > 0 else -1))

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        if loop is not None:
            loop = max(loop[0], 0), min(loop[1], self.count - 1)
        if loop == self.loop:
            return
        self.loop = loop
        if self.playing and loop is not None and not loop[0] <= self.frame <= loop[1]:
            self.enter(loop[0] if self.rate > 0 else loop[1])

    def pass_time(self, seconds: Fraction) -> None:
        """Let time run, then look once."""
        if not self.playing:
            return
        self.position += self.rate * seconds * self.fps
        first, last = self.span
        index = self.at_position()
        if self.loop is None:
            self.frame = min(max(index, first), last)
            self.playing = self.frame != (last if self.rate > 0 else first)
            return
        if self.rate > 0 and index > last:
            self.position = first + (self.position - last - 1) % (last + 1 - first)
            index = self.at_position()
        elif self.rate < 0 and index < first:
            self.position = last + 1 - (first - self.position) % (last + 1 - first)
            index = self.at_position()
        self.frame = index

    def at_position(self) -> int:
        return math.floor(self.position) if self.rate > 0 else math.ceil(self.position) - 1
