"""Videos and annotators in parts that are stated apart: a subject named on one computer, a rate given on another."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.journal.chain import KINDS
from engine.journal.items import Forms

# What is known of a video's times: taken together, for annotations count by them.
_TIMES = ("n_frames", "fps", "table_digest", "rate_given")
_SHOWN = ("run", "decoder")
_APART = ("sha256", "fast")


def flat(state: Forms) -> dict[str, dict[str, Any]]:
    """A state whose videos and layers lie in parts under ``"<id>/<part>"``; empty parts are absent."""
    found = {kind: dict(rows) for kind, rows in state.items()}
    for kind, parts in _PARTS.items():
        if kind in state:
            found[kind] = {
                f"{id_}/{name}": value
                for id_, form in state[kind].items()
                for name, value in ({} if form is None else parts(form)).items()
                if value not in ("", None)
            }
    return found


def whole(state: Forms) -> dict[str, dict[str, Any]]:
    """See `flat`."""
    found: dict[str, dict[str, Any]] = {kind: dict(state[kind]) for kind in KINDS}
    for kind, make in _WHOLE.items():
        parts: dict[str, dict[str, Any]] = {}
        for key, value in state[kind].items():
            id_, _, name = key.rpartition("/")
            parts.setdefault(id_, {})[name] = value
        found[kind] = {id_: make(id_, one) for id_, one in parts.items()}
    return found


def _video(form: Mapping[str, Any]) -> dict[str, Any]:
    ref = form["ref"]
    there = {name: value for name, value in ref.items() if name not in (*_TIMES, *_APART)}
    return {
        "subject": form["subject"],
        "name": form["name"],
        "shown": None if form["run"] is None else {name: form[name] for name in _SHOWN},
        "times": {name: ref[name] for name in _TIMES if name in ref},
        "place": there,
        "added": form["added"],
        **{name: ref.get(name) for name in _APART},
    }


def _video_of(id_: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    digests = {name: parts.get(name, "") for name in _APART}
    return {
        "id": id_,
        "ref": {**parts["place"], **parts["times"], **digests},
        "subject": parts.get("subject", ""),
        "name": parts.get("name", ""),
        **parts.get("shown", dict.fromkeys(_SHOWN)),
        "added": parts["added"],
    }


def _layer(form: Mapping[str, Any]) -> dict[str, Any]:
    sight = {name: form[name] for name in ("blind", "revealed")}
    return {"name": form["name"], "labels": form.get("labels", ""), "sight": sight}


def _layer_of(id_: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": id_, "name": parts.get("name", ""), "labels": parts.get("labels", ""), **parts["sight"]}


_PARTS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {"videos": _video, "layers": _layer}
_WHOLE: Mapping[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {"videos": _video_of, "layers": _layer_of}
