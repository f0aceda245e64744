"""What is odd about a label file as a whole: overlaps, marks at the edges of events, AU strings, types."""

import re
from collections.abc import Iterable, Sequence

from engine.clock import steady
from engine.datasets.records import Issue, Record
from engine.datasets.sheets.overlaps import overlap_issues
from engine.definitions import CASME3
from engine.messages import Said

Rows = Sequence[tuple[int, Record]]
_CASME3_RATE = steady(30)


def summaries(rows: Rows, blinks: Rows = ()) -> Iterable[Issue]:
    """One sentence for each oddity that concerns many rows, with its count.

    Args:
        rows: numbered records of the events.
        blinks: those of the sheet of blinks, which only count where events are counted at the same frame.
    """
    yield from _edges(rows)
    yield from overlap_issues([one for _, one in rows], [one for _, one in blinks])
    yield from _units(rows)
    yield from _order(rows)


def _edges(rows: Rows) -> Iterable[Issue]:
    at_first = [number for number, one in rows if one.onset == 0 and "raw_Onset" not in one.extra]
    at_onset = [number for number, one in rows if _apex_at_onset(one)]
    at_offset = [number for number, one in rows if one.apex is not None and one.apex == one.offset > one.onset]
    if at_first:
        yield Issue(
            None,
            "",
            Said(
                "{n} events begin with the first frame (first: row {at_first})", n=len(at_first), at_first=at_first[0]
            ),
        )
    if at_onset:
        yield Issue(
            None,
            "",
            Said(
                "{n} events have their apex at the onset (first: row {at_onset}): under way at the start",
                n=len(at_onset),
                at_onset=at_onset[0],
            ),
        )
    if at_offset:
        yield Issue(
            None,
            "",
            Said(
                "{n} events have their apex at the offset (first: row {at_offset})",
                n=len(at_offset),
                at_offset=at_offset[0],
            ),
        )


def _apex_at_onset(record: Record) -> bool:
    """As the file has it: a row of onset 0 and apex 0 says so too, though its apex is read as not annotated."""
    if record.apex is None:
        cells = record.extra.get("raw_Onset"), record.extra.get("raw_Apex")
        return cells[0] is not None and cells[0] == cells[1]
    return record.apex == record.onset < record.offset


def _units(rows: Rows) -> Iterable[Issue]:
    """AU strings with several units: how many are out of order, repeat one, or have a small letter."""
    several = [re.findall(r"\d+", one.action_units) for _, one in rows if "+" in one.action_units]
    unsorted = sum([int(n) for n in units] != sorted(int(n) for n in units) for units in several if _short(units))
    tokens = [one.action_units.split("+") for _, one in rows if "+" in one.action_units]
    repeated = sum(len(set(parts)) < len(parts) for parts in tokens)
    small = sum(bool(re.search(r"\b[lrtb]\d", one.action_units)) for _, one in rows)
    if unsorted:
        yield Issue(
            None,
            "",
            Said(
                "{unsorted} of {n} strings of several action units are not in order; kept as they are",
                unsorted=unsorted,
                n=len(several),
            ),
        )
    if repeated:
        yield Issue(
            None, "", Said("{repeated} strings of action units name one twice; kept as they are", repeated=repeated)
        )
    if small:
        yield Issue(
            None,
            "",
            Said("{small} strings of action units have a side in a small letter; kept as they are", small=small),
        )


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
        yield Issue(
            None,
            "",
            Said("{n} videos have events out of order of onset (first: row {first}); kept", n=len(odd), first=first),
        )


def rule_of_types(rows: Rows) -> Iterable[Issue]:
    """Events of CAS(ME)^3 whose type is not the one that its rule gives them."""
    for number, record in rows:
        kind = record.extra.get("kind", "micro")
        if record.apex is None or kind not in ("micro", "macro"):
            continue
        ruled = CASME3.kind(record.onset, record.apex, record.offset, _CASME3_RATE)
        if ruled != kind:
            text = f"is called {kind}, but a rise of {record.apex - record.onset} and a length of "
            text += f"{record.offset - record.onset} frames make it {ruled} by the rule; kept"
            yield Issue(number, "", text)
