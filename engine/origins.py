"""Where each value of an annotation comes from, in its stored form and in older ones.

See `engine.types.Origin` and docs/CONTEXT.md. A value that is not there has the origin `UNKNOWN`, which is not written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from engine.types import UNKNOWN, Origin, OriginKind

BOUNDS = ("onset", "apex", "offset")
# What a record of a label file calls the origin of a value, as a further column.
ENDING = "_origin"
# Of the onset and offset of a point label: they stand at its one moment, which says nothing of how long it lasted.
OF_POINT = Origin(OriginKind.ASSUMED, "point label")


@dataclass(frozen=True, slots=True)
class Origins:
    """Origin of every value of an annotation; `kind` is that of an override, a computed kind is its definition's.

    Attributes:
        onset, apex, offset, kind, emotion, action_units: of the value of that name.
    """

    onset: Origin = UNKNOWN
    apex: Origin = UNKNOWN
    offset: Origin = UNKNOWN
    kind: Origin = UNKNOWN
    emotion: Origin = UNKNOWN
    action_units: Origin = UNKNOWN

    @staticmethod
    def all(origin: Origin) -> "Origins":
        """The same origin for every value."""
        return Origins(*([origin] * len(VALUES)))

    def put(self, names: Iterable[str], origin: Origin) -> "Origins":
        """With another origin for the named values."""
        return replace(self, **dict.fromkeys(names, origin))

    def of(self, name: str) -> Origin:
        """Origin of the value of that name."""
        found: Origin = getattr(self, name)
        return found

    def form(self) -> dict[str, str]:
        """JSON-able form, value -> `Origin.text`, without unknown ones; see `origins_from`."""
        return {name: self.of(name).text for name in VALUES if self.of(name) != UNKNOWN}


VALUES: tuple[str, ...] = tuple(one.name for one in fields(Origins))


def origins_from(form: Mapping[str, Any]) -> Origins:
    """Origins from `Origins.form`; what is missing or not as written is unknown."""
    return Origins(**{name: Origin.of(text) for name in VALUES if isinstance(text := form.get(name), str)})


def keeps_origins(form: Mapping[str, Any]) -> bool:
    """Whether the stored form of an annotation is of a version that kept origins."""
    return isinstance(form.get("origins"), Mapping) and "default_emotion" in form


def stored_origins(form: Mapping[str, Any]) -> Origins:
    """Origins of an annotation as a project file holds it, of this version or an older one.

    Older versions kept no more than whether a proposal's bounds were moved and its emotion confirmed. What they do not
    tell stays unknown: which bound of a proposal was moved, what was changed after an import, and when.
    """
    if keeps_origins(form):
        return origins_from(form["origins"])
    whence = str(form.get("origin", ""))
    person = Origin(OriginKind.HUMAN, str(form.get("annotator", "")))
    if whence.startswith("import:"):
        # Who said it, the file or an edit since, was not kept.
        found = Origins()
    elif whence == "manual":
        found = Origins().put((*BOUNDS, "kind", "emotion", "action_units"), person)
    else:
        bounds = ("onset", "offset") if form.get("default_bounds") else ()
        found = Origins().put(("kind", "emotion", "action_units"), person).put(bounds, Origin(OriginKind.MODEL))
    if form.get("default_emotion"):
        found = replace(found, emotion=Origin(OriginKind.MODEL))
    return present(found, form)


def present(origins: Origins, values: Mapping[str, Any]) -> Origins:
    """Without origins of values that are not there; a stated absence of emotion (``no_emotion``) is a value."""
    gone = [name for name in VALUES if values.get(name) in (None, "")]
    if values.get("no_emotion"):
        gone = [name for name in gone if name != "emotion"]
    return origins.put(gone, UNKNOWN)
