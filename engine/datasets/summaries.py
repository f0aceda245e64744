"""What is odd about a label file as a whole: overlaps, marks at the edges of events, AU strings, types."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from engine.datasets.records import Issue, Record
from engine.definitions import CASME3

Rows = Sequence[tuple[int, Record]]
_CASME3_FPS = 30.0


def summaries(rows: Rows) -> Iterable[Issue]:
    """One sentence for each oddity that concerns many rows, with its count."""
    yield from _edges(rows)
    yield from _overlaps(rows)
    yield from _units(rows)
    yield from _order(rows)


def _edges(rows: Rows) -> Iterable[Issue]:
    at_onset = [number for number, one in rows if one.apex is not None and one.apex == one.onset < one.offset]
    at_offset = [number for number, one in rows if one.apex is not None and one.apex == one.offset > one.onset]
    if at_onset:
        text = f"{len(at_onset)} events have their apex at the onset (first: row {at_onset[0]}): under way at the start"
        yield Issue(None, "", text)
    if at_offset:
        yield Issue(None, "", f"{len(at_offset)} events have their apex at the offset (first: row {at_offset[0]})")


def _overlaps(rows: Rows) -> Iterable[Issue]:
    """Pairs of events of a video that share frames, by their kinds."""
    more: Counter[str] = Counter()
    one_frame: Counter[str] = Counter()
    videos: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for _, record in rows:
        if record.onset <= record.offset:
            kind = record.extra.get("kind", "micro")
            videos.setdefault((record.subject, record.video), []).append((record.onset, record.offset, kind))
    for events in videos.values():
        running: list[tuple[int, int, str]] = []
        for event in sorted(events):
            running = [one for one in running if one[1] >= event[0]]
            for other in running:
                kinds = "-".join(sorted((other[2], event[2])))
                counts = more if min(other[1], event[1]) > event[0] else one_frame
                counts[kinds] += 1
            running.append(event)
    for counts, what in ((more, "more than a boundary frame"), (one_frame, "exactly one boundary frame")):
        if counts:
            named = ", ".join(f"{kinds} {count}" for kinds, count in sorted(counts.items()))
            yield Issue(None, "", f"{counts.total()} pairs of events share {what} ({named})")


def _units(rows: Rows) -> Iterable[Issue]:
    """AU strings with several units: how many are out of order, repeat one, or have a small letter."""
    several = [re.findall(r"\d+", one.action_units) for _, one in rows if "+" in one.action_units]
    unsorted = sum([int(n) for n in units] != sorted(int(n) for n in units) for units in several if _short(units))
    tokens = [one.action_units.split("+") for _, one in rows if "+" in one.action_units]
    repeated = sum(len(set(parts)) < len(parts) for parts in tokens)
    small = sum(bool(re.search(r"\b[lrtb]\d", one.action_units)) for _, one in rows)
    if unsorted:
        text = f"{unsorted} of {len(several)} strings of several action units are not in order; kept as they are"
        yield Issue(None, "", text)
    if repeated:
        yield Issue(None, "", f"{repeated} strings of action units name one twice; kept as they are")
    if small:
        yield Issue(None, "", f"{small} strings of action units have a side in a small letter; kept as they are")


def _short(units: Sequence[str]) -> bool:
    return all(len(unit) < 6 for unit in units)


def _order(rows: Rows) -> Iterable[Issue]:
    last: dict[tuple[str, str], int] = {}
    odd: dict[tuple[str, str], int] = {}
    for number, record in rows:
        key = (record.subject, record.video)
        if record.onset < last.get(key, record.onset):
            odd.setdefault(key, number)
        last[key] = record.onset
    if odd:
        first = next(iter(odd.values()))
        yield Issue(None, "", f"{len(odd)} videos have events out of order of onset (first: row {first}); kept")


def rule_of_types(rows: Rows) -> Iterable[Issue]:
    """Events of CAS(ME)^3 whose type is not the one that its rule gives them."""
    for number, record in rows:
        kind = record.extra.get("kind", "micro")
        if record.apex is None or kind not in ("micro", "macro"):
            continue
        ruled = CASME3.kind(record.onset, record.apex, record.offset, _CASME3_FPS)
        if ruled != kind:
            text = f"is called {kind}, but a rise of {record.apex - record.onset} and a length of "
            text += f"{record.offset - record.onset} frames make it {ruled} by the rule; kept"
            yield Issue(number, "", text)
