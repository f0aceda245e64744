"""What a report tells of a coding scheme of the project's own, and of the marks on its tiers (ADR 0029)."""

from collections.abc import Mapping
from typing import Any

from engine.case_report.rows import span
from engine.clock import Clock, time_text
from engine.coding_scheme import CASME3_SCHEME, CodingScheme, scheme_from
from engine.types import Origin

SCHEME = "coding scheme"
HEADS = ("Tier", "When (frames)", "Code", "Note", "Who, when")


def stored_scheme(settings: Mapping[str, Any]) -> CodingScheme:
    """The scheme among the stored settings of a project; that of CAS(ME)^3 where there is none that can be read."""
    try:
        return scheme_from(settings[SCHEME])
    except (KeyError, TypeError, ValueError):
        return CASME3_SCHEME


def stored_marks(
    settings: Mapping[str, Any], scheme: CodingScheme, video: str, layer: str
) -> tuple[Mapping[str, Any], ...]:
    """Forms of an annotator's marks in a video, in order of time, each with the name of its tier for its id."""
    head = f"mark/{video}/{layer}/"
    found = [form for key, form in settings.items() if key.startswith(head) and _is_mark(form)]
    names = {tier.id: tier.name for tier in scheme.tiers}
    named = [{**form, "tier": names.get(form["tier"], form["tier"])} for form in found]
    return tuple(sorted(named, key=lambda one: (one["first"], one["last"], one["tier"])))


def _is_mark(form: Any) -> bool:
    if not isinstance(form, Mapping) or not {"tier", "code", "note", "by", "first", "last"} <= form.keys():
        return False
    texts = all(isinstance(form[name], str) for name in ("tier", "code", "note", "by"))
    return texts and all(type(form[name]) is int and form[name] >= 0 for name in ("first", "last"))


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
