"""Checks that every label file gets, whatever its format."""

from collections.abc import Container, Iterable, Sequence

from engine.datasets.records import GROUPS, TIER, Issue, Record
from engine.datasets.text.numbers import LARGEST_FRAME, read_frame
from engine.messages import Said

__all__ = ["LARGEST_FRAME", "free_name", "order_issues", "parse_frame", "repeats", "unknown_emotion"]


def parse_frame(text: str) -> tuple[int | None, bool]:
    """Frame number in a text whose marks part decimals (a number cell, or what METST wrote itself).

    Returns:
        The number rounded down to a whole one, or None where the text is no finite number below 2^31; and whether
        it had a fraction.
    """
    found = read_frame(text, decimals=".,")
    return found.number, found.fraction


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with underscores until nothing else is called so."""
    while name in taken:
        name += "_"
    return name


def order_issues(row: int, record: Record, *, base: int) -> Iterable[Issue]:
    """Frames of one record that are out of order; `base` is what the file adds to a frame index."""
    onset, offset = record.onset + base, record.offset + base
    if record.onset > record.offset:
        yield Issue(
            row,
            "",
            Said("the offset {offset} lies before the onset {onset}; kept as it is", offset=offset, onset=onset),
        )
    if record.apex is None:
        return
    apex = record.apex + base
    if record.apex < record.onset:
        yield Issue(
            row, "", Said("the apex {apex} lies before the onset {onset}; kept as it is", apex=apex, onset=onset)
        )
    if record.apex > record.offset:
        yield Issue(
            row, "", Said("the apex {apex} lies after the offset {offset}; kept as it is", apex=apex, offset=offset)
        )


def unknown_emotion(row: int, column: str, record: Record) -> Iterable[Issue]:
    """An emotion word of none of the known vocabularies."""
    # The code of a mark on a tier of a project's own is no emotion.
    is_mark = bool(record.extra.get(TIER))
    if not is_mark and record.emotion is not None and record.emotion.strip().lower() not in GROUPS:
        yield Issue(
            row,
            column,
            Said("“{emotion}” is in none of the four emotion classes; kept as written", emotion=record.emotion),
        )


def repeats(rows: Sequence[tuple[int, Record]]) -> Iterable[Issue]:
    """Rows that say the same, and rows of one kind and video that share frames."""
    seen: dict[tuple[str, ...], int] = {}
    lanes: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
    for row, record in rows:
        kind = record.extra.get("kind", "")
        key = (record.subject, record.video, kind, str(record.onset), str(record.offset))
        if key in seen:
            yield Issue(row, "", Said("repeats row {seen} (same video, onset and offset); kept", seen=seen[key]))
            continue
        seen[key] = row
        lanes.setdefault(key[:3], []).append((record.onset, record.offset, row))
    for lane in lanes.values():
        yield from _overlaps(sorted(lane))


def _overlaps(lane: Sequence[tuple[int, int, int]]) -> Iterable[Issue]:
    """Neighbours in time that share more than a boundary frame; the longest-lasting earlier one is named."""
    last_offset, last_row = -1, 0
    for onset, offset, row in lane:
        if last_row and min(offset, last_offset) - onset >= 1:
            yield Issue(row, "", Said("shares frames with row {last_row}; kept", last_row=last_row))
        if offset > last_offset:
            last_offset, last_row = offset, row
