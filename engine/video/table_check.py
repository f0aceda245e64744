"""Whether a frame table is that of a file, by asking the file at both ends and between; whole packets are not decoded.

A table that a cache kept could be any well-formed one: half the frames, or those of another file.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice, pairwise

from engine.video.container import Key, Reader
from engine.video.frame_table import MAX_REORDER, MAX_TAIL, Entry, FrameTable, cut_through, is_displayed

PLACES = 6
# At each place; a few large packets are enough. The last group of pictures is read to the end of the file.
MOST_PACKETS, LEAST_PACKETS, MOST_BYTES = 80, 4, 4 << 20
MOST_BYTES_AT_END = 64 << 20


@dataclass(frozen=True, slots=True)
class _Group:
    """Packets from a place on: pts of the displayed ones in order, and whether the file ends with them."""

    pts: list[int]
    ends: bool


def is_table_of(reader: Reader, table: FrameTable) -> bool:
    """Whether the file has the frames of the table, wherever it was asked; a doubtful one is not.

    Args:
        reader: the file; where it stands afterwards is undefined.
        table: what was kept of it.
    """
    if table.ordinals is not None:
        return _is_numbered(reader, table)
    known = table.identities.tolist()
    if any(after <= before for before, after in pairwise(known)):
        return False
    entries = table.entries
    if any(not 0 <= one.index < len(known) or known[one.index] < one.key.stamp for one in entries):
        return False
    if not _begins(reader, known[0]):
        return False
    places = _places(entries)
    return all(_agrees(_group(reader, one, last=one == places[-1]), known, one) for one in places)


def _places(entries: tuple[Entry, ...]) -> list[Key | None]:
    """The start, the last keyframe, and a few spread between."""
    if not entries:
        return [None]
    spread = sorted({len(entries) * step // PLACES for step in range(PLACES)} | {len(entries) - 1})
    return [None, *(entries[number].key for number in spread)]


def _begins(reader: Reader, first: int) -> bool:
    """Whether the first picture that can be decoded is the table's."""
    shown = (pts for pts, picture in reader.run() if not picture.is_corrupt and pts is not None)
    return first in islice(shown, 2)


def _group(reader: Reader, key: Key | None, *, last: bool) -> _Group:
    found: list[int | None] = []
    corrupt: list[bool] = []
    weight, ends = 0, True
    packets, limit = (MAX_TAIL, MOST_BYTES_AT_END) if last else (MOST_PACKETS, MOST_BYTES)
    for number, packet in enumerate(reader.packets_at(key)):
        if number >= packets or (number >= LEAST_PACKETS and weight > limit):
            ends = False
            break
        weight += packet.size
        corrupt.append(packet.is_corrupt)
        found.append(packet.pts if is_displayed(packet, reader) else None)
    whole = found[: len(found) - (cut_through(corrupt, reader) if ends else 0)]
    return _Group(sorted(pts for pts in whole if pts is not None), ends)


def _agrees(group: _Group, known: list[int], key: Key | None) -> bool:
    """Whether the table holds the group's frames and none between them; nothing is known where the seek missed."""
    seen = [pts for pts in group.pts if pts >= known[0]]
    if not seen:
        return key is not None
    if not group.ends and any(pts > known[-1] for pts in seen):
        return False
    if group.ends and seen[-1] != known[-1]:
        return False
    # Pictures are stored out of order: of the last ones some may be missing here.
    sure = seen if group.ends else seen[: max(0, len(seen) - MAX_REORDER)]
    if not set(seen) <= set(known[bisect_left(known, seen[0]) : bisect_right(known, seen[-1])]):
        return False
    if not sure:
        return True
    begin = sure[0] if key is None else max(key.stamp, known[0])
    return known[bisect_left(known, begin) : bisect_right(known, sure[-1])] == [pts for pts in sure if pts >= begin]


def _is_numbered(reader: Reader, table: FrameTable) -> bool:
    """Whether the packets of the whole file are the table's, which such files are read through for."""
    numbers = set(table.identities.tolist())
    if len(numbers) != len(table.identities):
        return False
    pictures = reader.run(ordinals={})
    if table.identities[0] != next((one for one, picture in pictures if not picture.is_corrupt), None):
        return False
    first, last = min(numbers), max(numbers)
    stamps = dict(zip(table.identities.tolist(), table.stamps.tolist(), strict=False))
    shown: list[int] = []
    corrupt: list[bool] = []
    for number, packet in enumerate(reader.packets_at(None)):
        corrupt.append(packet.is_corrupt)
        if is_displayed(packet, reader) or number in numbers:
            shown.append(number)
        if stamps.get(number, packet.pts) != packet.pts:
            return False
    end = len(corrupt) - cut_through(corrupt, reader)
    shown = [number for number in shown if number < end]
    inside = [number for number in shown if first <= number <= last]
    return set(inside) == numbers and bool(shown) and shown[-1] == last
