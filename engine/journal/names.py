"""Gives the objects of a project other ids, wherever they are named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.journal.chain import KINDS
from engine.journal.content import book_digest
from engine.journal.items import DECISION, PROPOSAL, Forms, Item, Key, conflict_key
from engine.journal.topics import TOPIC_PARTS, parts_of


@dataclass(frozen=True, slots=True)
class Names:
    """Old id -> new id; ids that are not in it stay.

    Attributes:
        videos, layers, runs, annotations: of the objects of that kind.
    """

    videos: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)

    def key(self, kind: str, id_: str) -> Key:
        """Where an object lies then."""
        if kind == "verdicts":
            video, layer, proposal = id_.split("/", 2)
            return kind, "/".join((self.video(video), self.layer(layer), proposal))
        if kind == "settings":
            name, parts = parts_of(id_)
            return kind, "/".join((name, *self._parts(name, parts)))
        own: Mapping[str, str] = getattr(self, kind, {})
        if kind in ("videos", "layers"):  # perhaps of a part of one, see `flat`
            whole, slash, part = id_.partition("/")
            return kind, own.get(whole, whole) + slash + part
        return kind, own.get(id_, id_)

    def video(self, id_: str) -> str:
        """Id of a video then."""
        return self.videos.get(id_, id_)

    def layer(self, id_: str) -> str:
        """Id of a layer then."""
        return self.layers.get(id_, id_)

    def item(self, item: Item) -> Item:
        """An item as it is called then."""
        kind, *rest = item
        if kind == PROPOSAL:
            return (kind, self.video(rest[0]), self.layer(rest[1]), rest[2])
        if kind == DECISION:
            return (kind, self.video(rest[0]), *(self.annotations.get(one, one) for one in rest[1:]))
        return self.key(kind, rest[0])

    def state(self, state: Forms) -> dict[str, dict[str, Any]]:
        """A state in which everything has its new id."""
        found = self._part(state)
        for key, form in state["settings"].items():
            name, parts = parts_of(key)
            # A statement that was made of exactly what is there is made of the same under its new ids.
            if name == "complete" and parts and book_digest(*_book(state, *parts)) == form["digest"]:
                where = (self.video(parts[0]), self.layer(parts[1]))
                found["settings"][self.key("settings", key)[1]] = {**form, "digest": book_digest(*_book(found, *where))}
        return found

    def _part(self, state: Forms) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS if kind in state}
        for kind, rows in state.items():
            for id_, form in rows.items():
                if kind == "settings" and id_.startswith("conflict/"):
                    new = self._conflict(form)
                    found[kind][conflict_key(tuple(new["item"]), new["forms"])] = new
                else:
                    found[kind][self.key(kind, id_)[1]] = self._form(kind, id_, form)
        return found

    def _parts(self, name: str, parts: tuple[str, ...]) -> tuple[str, ...]:
        if name == "conflict" or not parts:
            return parts
        named: Mapping[str, Callable[[str], str]] = {
            "video": self.video,
            "layer": self.layer,
            "run": lambda id_: self.runs.get(id_, id_),
        }
        return tuple(named.get(kind, str)(one) for kind, one in zip(TOPIC_PARTS[name], parts, strict=True))

    def _form(self, kind: str, id_: str, form: Any) -> Any:
        if kind == "settings":
            return self.layer(form) if id_ == "annotator" and isinstance(form, str) else form
        if kind in ("videos", "layers") and "/" in id_:
            return form
        new = dict(form)
        if "video" in new:
            new["video"] = self.video(new["video"])
        if "layer" in new:
            new["layer"] = self.layer(new["layer"])
        if kind in ("videos", "layers", "runs", "annotations"):
            new["id"] = self.key(kind, form["id"])[1]
        if kind == "videos" and new["run"] is not None:
            new["run"] = self.runs.get(new["run"], new["run"])
        if kind == "decisions":
            new |= {side: self.annotations.get(new[side], new[side]) for side in ("first", "second")}
        return new

    def _conflict(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return {**form, "item": list(self.item(tuple(form["item"]))), "forms": self._part(form["forms"])}


def _book(state: Forms, video: str, layer: str) -> tuple[dict[str, Any], dict[str, Any]]:
    annotations, verdicts = (
        {id_: form for id_, form in state[kind].items() if (form["video"], form["layer"]) == (video, layer)}
        for kind in ("annotations", "verdicts")
    )
    return annotations, verdicts
