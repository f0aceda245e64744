"""What two merged projects say differently: how it is told, and how it is decided (ADR 0030)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.journal.chain import KINDS
from engine.journal.flat import flat, whole
from engine.journal.items import DECISION, PROPOSAL, Forms, Item, item_of
from engine.journal.topics import parts_of
from engine.messages import Said, listed

_LONGEST = 80  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """One answer that is not in effect, beside the one that is.

    Attributes:
        key: its name in the settings of the project.
        item: what it is about, see `engine.journal.items`.
        video: id of the video; empty: it is about the project.
        layer: id of the annotator's layer; empty: it is nobody's own.
        frame: where it is to be seen; None: nowhere.
        what: what it is about, in words.
        now: what is in effect.
        other: what the other side said.
        at: UTC time that was said.
        forms: what the other side said, as it is stored.
    """

    key: str
    item: Item
    video: str
    layer: str
    frame: int | None
    what: str
    now: str
    other: str
    at: str
    forms: Forms


def conflicts_of(state: Forms) -> tuple[MergeConflict, ...]:
    """What is to be decided in a project, in order of video and frame.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, IndexError: a form is none of METST's.
    """
    keys = [key for key in state["settings"] if parts_of(key)[0] == "conflict" and parts_of(key)[1]]
    parts = flat(state) if keys else {}
    found = [_conflict(key, state["settings"][key], parts) for key in keys]
    return tuple(sorted(found, key=lambda one: (one.video, one.frame or 0, one.item, one.key)))


def taking_other(state: Forms, conflict: MergeConflict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Forms before and after the other side's answer is put in effect; kind -> id -> form, None: absent."""
    parts = flat(state)
    now = _in_effect(parts, conflict.item)
    if conflict.item[0] in ("videos", "layers"):
        kind, id_ = conflict.item[0], conflict.item[1].rpartition("/")[0]
        one: dict[str, dict[str, Any]] = {other: {} for other in KINDS}
        one[kind] = {key: form for key, form in parts[kind].items() if key.startswith(f"{id_}/")}
        one[kind] |= conflict.forms.get(kind, {})
        before, after = {kind: {id_: state[kind][id_]}}, {kind: whole(one)[kind]}
    else:
        kinds = now.keys() | conflict.forms.keys()
        ids = {kind: now.get(kind, {}).keys() | conflict.forms.get(kind, {}).keys() for kind in kinds}
        before = {kind: {id_: state[kind].get(id_) for id_ in ids[kind]} for kind in kinds}
        after = {kind: {id_: conflict.forms.get(kind, {}).get(id_) for id_ in ids[kind]} for kind in kinds}
    return _decided(state, conflict, before, after)


def keeping(state: Forms, conflict: MergeConflict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Forms before and after what is in effect is left so; see `taking_other`."""
    return _decided(state, conflict, {}, {})


def _decided(
    state: Forms, conflict: MergeConflict, before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    before["settings"] = {**before.get("settings", {}), conflict.key: state["settings"][conflict.key]}
    after["settings"] = {**after.get("settings", {}), conflict.key: None}
    return before, after


def _in_effect(parts: Forms, item: Item) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind, rows in parts.items():
        for id_, form in rows.items():
            if (kind, id_) == item or (item[0] in (PROPOSAL, DECISION) and item_of(kind, id_, form) == item):
                found.setdefault(kind, {})[id_] = form
    return found


def _conflict(key: str, form: Mapping[str, Any], parts: Forms) -> MergeConflict:
    item: Item = tuple(str(one) for one in form["item"])
    now, other = _in_effect(parts, item), form["forms"]
    video, layer = _place(item, now, other)
    frames = [_frame(one) for side in (now, other) for kind in ("annotations", "verdicts") for one in _rows(side, kind)]
    return MergeConflict(
        key, item, video, layer, min(frames, default=None), _what(item), _words(now), _words(other), form["at"], other
    )


def _rows(part: Forms, kind: str) -> list[Any]:
    return list(part.get(kind, {}).values())


def _place(item: Item, now: Forms, other: Forms) -> tuple[str, str]:
    if item[0] == PROPOSAL:
        return item[1], item[2]
    if item[0] == DECISION:
        return item[1], ""
    if item[0] == "annotations":
        form = (_rows(now, "annotations") or _rows(other, "annotations"))[0]
        return str(form["video"]), str(form["layer"])
    if item[0] == "videos":
        return item[1].rpartition("/")[0], ""
    name, parts = parts_of(item[1]) if item[0] == "settings" else ("", ())
    return (parts[0] if parts and name != "conflict" else ""), (parts[1] if len(parts) > 1 else "")


def _frame(form: Mapping[str, Any]) -> int:
    one = form.get("proposal", form)
    return int(one["onset"] if one["apex"] is None else one["apex"])


def _what(item: Item) -> str:
    if item[0] == PROPOSAL:
        return Said("Proposal")
    if item[0] == DECISION:
        return Said("Adjudication")
    if item[0] == "annotations":
        return Said("Annotation")
    if item[0] == "videos":
        part = item[1].rpartition("/")[2]
        named = {"subject": Said("Subject"), "name": Said("Name of the video"), "times": Said("Frame rate")}
        return named.get(part, Said("Video"))
    if item[0] == "layers":
        return Said("Annotator's name")
    names = {
        "definition": Said("Definition"),
        "coding scheme": Said("Coding scheme"),
        "dataset": Said("Label format"),
        "complete": Said("Statement that nothing else is there"),
        "mark": Said("Mark on a tier"),
        "face": Said("Analysed face"),
        "model": Said("Model kept for a video"),
        "checked": Said("Doubts of a label taken away"),
    }
    return names.get(parts_of(item[1])[0], Said("Setting"))


def _words(part: Forms) -> str:
    """What one side says, in a few words."""
    words: list[str] = []
    for record in _rows(part, "verdicts"):
        verdict = str(record["verdict"])
        known = {"accepted": Said("accepted"), "rejected": Said("rejected"), "unsure": Said("unsure")}
        word = known.get(verdict, verdict)
        words.append(Said("{word} ({reason})", word=word, reason=record["reason"]) if record.get("reason") else word)
    for form in _rows(part, "annotations"):
        words.append(Said("frames {onset} to {offset}", onset=int(form["onset"]), offset=int(form["offset"])))
        words += [str(form[name]) for name in ("emotion", "action_units", "kind", "note") if form.get(name)]
    for form in _rows(part, "decisions"):
        words.append(str(form["choice"]))
        if form["choice"] == "own":
            words.append(Said("frames {onset} to {offset}", onset=int(form["onset"]), offset=int(form["offset"])))
    for kind in ("settings", "videos", "layers"):
        words += [_value(form) for form in _rows(part, kind)]
    return listed(word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…" for word in words) or Said("not there")


def _value(form: Any) -> str:
    if isinstance(form, Mapping) and form.get("name"):
        return str(form["name"])
    if isinstance(form, Mapping) and "fps" in form:
        return Said("{fps} Hz", fps=form["fps"])
    return form if isinstance(form, str) else json.dumps(form, ensure_ascii=False)
