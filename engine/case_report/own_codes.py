"""What a report tells of a coding scheme of the project's own, and of the marks on its tiers (ADR 0029)."""

from collections.abc import Mapping
from typing import Any

from engine.case_report.rows import span
from engine.clock import Clock, time_text
from engine.coding_scheme import CASME3_SCHEME, CodingScheme
from engine.types import Origin

HEADS = ("Tier", "When (frames)", "Code", "Note", "Who, when")


def scheme_words(scheme: CodingScheme) -> str:
    """A scheme in one sentence; empty for the usual one, which says nothing of its own."""
    if scheme == CASME3_SCHEME:
        return ""
    parts = [f"emotions {', '.join(scheme.emotions)}" if scheme.emotions else "no emotions"]
    parts += [f"{one.name} ({', '.join(one.values)})" for one in scheme.modifiers]
    parts += [f"{one.kind}s on the tier “{one.name}”" for one in scheme.tiers]
    return f"Coding scheme of the project: {'; '.join(parts)}."


def mark_rows(marks: tuple[Mapping[str, Any], ...], clock: Clock) -> list[list[str]]:
    """Rows of the table of marks, see `HEADS`."""
    rows = []
    for one in marks:
        first, last, by = one["first"], one["last"], Origin.of(one["by"])
        point = f"{time_text(float(clock.seconds(first)))} ({first})"
        when = point if first == last else span(first, last, clock)
        who = ", ".join(text for text in (by.who, by.at) if text) or "–"
        rows.append([one["tier"], when, one["code"] or "–", one["note"] or "–", who])
    return rows
