"""Tables of a report: pairs of a label and a text, and whole rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.clock import Clock, time_text


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of a table: text, what stands in another type, and more text; the template escapes all of it."""

    label: str
    text: str = ""
    code: str = ""
    after: str = ""


def video_title(form: Mapping[str, Any]) -> str:
    """What a video is called for people: its name, and its subject."""
    name = form["name"] or Path(form["ref"]["path"]).name
    return f"{name} (subject {form['subject']})" if form["subject"] else name


def moment(frame: int | None, clock: Clock) -> str:
    """A frame as people find it: ``"0:01.333 (40)"``; a dash where there is none."""
    return "–" if frame is None else f"{time_text(float(clock.seconds(frame)))} ({frame})"


def span(first: int, last: int, clock: Clock) -> str:
    """An interval as people find it: ``"0:01.333 to 0:01.667 (40 to 50)"``."""
    start, end = (time_text(float(clock.seconds(one))) for one in (first, last))
    return f"{start} to {end} ({first} to {last})"


def when(at: str) -> str:
    """A stored time as people read it, to the second: ``"2026-11-30 11:03:13 UTC"``; anything else as it is."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return at
    return found.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if found.tzinfo is not None else at
