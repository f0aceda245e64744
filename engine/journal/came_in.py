"""What a merge brought, video by video."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.journal.items import Forms
from engine.journal.topics import parts_of

# Of the settings: statement -> what it is counted as.
_SETTINGS = {"mark": "marks", "complete": "finalised"}


@dataclass(frozen=True, slots=True)
class CameIn:
    """What came in of one video.

    Attributes:
        video: its name.
        subject: who is seen.
        counts: ``annotations``, ``verdicts``, ``decisions``, ``marks`` (on own tiers), ``finalised`` (statements) and
            ``runs`` that are new or another than before, and ``looked``, frames that were looked at now and not before;
            what is 0 is absent.
    """

    video: str
    subject: str
    counts: Mapping[str, int] = field(default_factory=dict)


def came_in(was: Forms, now: Forms) -> tuple[CameIn, ...]:
    """What is new or another in a project, of every video in its order; those of which nothing is new too.

    Args:
        was: what it held, under the ids of now.
        now: what it holds.
    """
    counts: dict[str, Counter[str]] = {id_: Counter() for id_ in now["videos"]}
    for kind in ("annotations", "verdicts", "decisions", "runs"):
        for id_, form in now[kind].items():
            if was[kind].get(id_) != form and form["video"] in counts:
                counts[form["video"]][kind] += 1
    for key, form in now["settings"].items():
        name, parts = parts_of(key)
        if not parts or parts[0] not in counts or was["settings"].get(key) == form:
            continue
        if name in _SETTINGS:
            counts[parts[0]][_SETTINGS[name]] += 1
        elif name == "looked":
            counts[parts[0]]["looked"] += _frames(form) - _frames(was["settings"].get(key))
    ordered = sorted(now["videos"].values(), key=lambda form: (form["added"], form["id"]))
    return tuple(
        CameIn(str(form["name"] or Path(form["ref"]["path"]).name), str(form["subject"]), +counts[form["id"]])
        for form in ordered
    )


def _frames(spans: Any) -> int:
    return sum(int(last) - int(first) + 1 for first, last in spans or ())
