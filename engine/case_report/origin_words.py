"""Words for where a value comes from, and for how an annotator worked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from engine.origins import BOUNDS, Origins, stored_origins
from engine.types import Origin, OriginKind

DEFAULT_BOUNDS = "default: set by the decoder, moved by nobody"


def origin_words(origin: Origin) -> str:
    """One origin, e.g. ``"stated by Ann on 2026-11-30T08:00:00Z (UTC), blind"``."""
    if origin.kind is OriginKind.HUMAN:
        at = f" on {origin.at} (UTC)" if origin.at else ""
        sight = "" if origin.blind is None else ", blind" if origin.blind else ", with the model's marks in view"
        return f"stated by {origin.who or 'the annotator'}{at}{sight}"
    words = {
        OriginKind.MODEL: "set by the model, stated by nobody",
        OriginKind.ASSUMED: "assumed: measured and stated by nobody",
        OriginKind.RULE: "computed by a rule",
        OriginKind.FILE: f"from the label file {origin.who}".rstrip(),
        OriginKind.UNKNOWN: "of unknown origin: it was not kept",
    }
    return words[origin.kind]


def made_words(whence: str) -> str:
    """What an annotation was made from, as it is stored (``"proposal:p120"``), in words."""
    kind, _, rest = whence.partition(":")
    if kind == "proposal":
        return f"a proposal of the model ({rest})"
    if kind == "import":
        return f"imported ({rest})"
    return "marked by hand" if whence == "manual" else whence


def bounds_words(form: Mapping[str, Any], origins: Origins) -> str:
    """Where onset, apex and offset come from."""
    there = [name for name in BOUNDS if form[name] is not None]
    ends = {origins.onset.kind, origins.offset.kind}
    moved = origins.apex.kind in (OriginKind.HUMAN, OriginKind.FILE)
    if ends == {OriginKind.MODEL} and not moved:
        assumed = origins.apex.kind is OriginKind.ASSUMED and form["apex"] is not None
        return f"{DEFAULT_BOUNDS}{'; the apex is assumed, measured by nobody' if assumed else ''}"
    groups: dict[str, list[str]] = {}
    for name in there:
        groups.setdefault(origin_words(origins.of(name)), []).append(name)
    return "; ".join(f"{', '.join(names)} {words}" for words, names in groups.items())


def emotion_words(form: Mapping[str, Any], origins: Origins) -> str:
    """The emotion and whose it is; one that nobody stated is not named."""
    if origins.emotion.kind is OriginKind.MODEL:
        return "not set: the model's hint was set or confirmed by nobody and is left out"
    if form["emotion"]:
        return f"{form['emotion']} ({origin_words(origins.emotion)})"
    # Projects of older versions do not tell no emotion from an unset one.
    if form.get("no_emotion"):
        return f"none inferred ({origin_words(origins.emotion)})"
    return "not set" if "no_emotion" in form else "none"


def work_words(how: str, annotations: Sequence[Mapping[str, Any]], verdicts: int) -> str:
    """How an annotator worked, without saying it of what came from files."""
    files = Counter(origin.who for one in annotations if (origin := _file_of(one)) is not None)
    n = sum(files.values())
    if not n:
        return f"Worked {how}."
    names = ", ".join(f"“{name}”" for name in files if name) or "label files"
    if n == len(annotations) and not verdicts:
        return f"These labels are from {names}: who stated them, and what they saw then, is not known here."
    return f"Worked {how}. {n} annotations are from {names}: who stated them, and what they saw, is not known here."


def _file_of(form: Mapping[str, Any]) -> Origin | None:
    """The file that the bounds of an annotation come from, or None."""
    origins = stored_origins(form)
    found = next((one for one in (origins.onset, origins.offset) if one.kind is OriginKind.FILE), None)
    whence = str(form.get("origin", ""))
    if found is None and origins.onset.kind is OriginKind.UNKNOWN and whence.startswith("import:"):
        return Origin(OriginKind.FILE, whence.removeprefix("import:"))
    return found
