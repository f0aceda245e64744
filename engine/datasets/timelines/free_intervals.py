"""Which of many intervals is the first that holds a point and is not taken yet."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from fractions import Fraction


class FreeIntervals:
    """Intervals that are taken one by one, each by a point it holds, in time that grows with n log n.

    A tree over the points that will be asked for: an interval is noted at the few nodes that together make up the
    points in it, and a point looks at the nodes above it alone.

    Args:
        points: every value that `take` will be asked for, in any order and unit.
    """

    def __init__(self, points: Iterable[Fraction | int]) -> None:
        self._points = sorted(set(points))
        self._nodes: dict[int, deque[int]] = {}
        self._taken: set[int] = set()

    def add(self, number: int, start: Fraction | int, end: Fraction | int) -> None:
        """Note an interval, both ends inclusive; each `number` is higher than those before it."""
        size = len(self._points)
        low, high = bisect_left(self._points, start) + size, bisect_right(self._points, end) + size
        while low < high:
            if low & 1:
                self._nodes.setdefault(low, deque()).append(number)
                low += 1
            if high & 1:
                high -= 1
                self._nodes.setdefault(high, deque()).append(number)
            low, high = low >> 1, high >> 1

    def take(self, point: Fraction | int) -> int | None:
        """The lowest number of a free interval that holds the point, taken from now on; None: there is none."""
        node, lowest = bisect_left(self._points, point) + len(self._points), None
        while node:
            waiting = self._nodes.get(node)
            while waiting and waiting[0] in self._taken:
                waiting.popleft()
            if waiting and (lowest is None or waiting[0] < lowest):
                lowest = waiting[0]
            node >>= 1
        if lowest is not None:
            self._taken.add(lowest)
        return lowest
