"""Curves brought in from files: kept in the project like the curves of a run, by video, with file and digest."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.foreign.placing import PlacedCurve
from engine.journal.packed import check_run_bytes, told_bytes
from engine.journal.reader import MALFORMED
from engine.project.run_form import json_form, pack_blob, unpack_blob
from engine.types import frozen
from metst_gui.document.changes import Changes
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger

# Beside the id of a form in the table of runs: it holds curves, and is no run of a model.
KIND: Final = "lanes"
# Positions are kept in millionths of a frame.
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """The curves of one file.

    Attributes:
        id: of the entry in the project.
        file: name of the file.
        digest: sha256 hex of its bytes; empty where no file holds them.
        curves: in the order of the file.
        origin: ``"file"``, or ``"model"`` where a plug-in measured them.
    """

    id: str
    file: str
    digest: str
    curves: tuple[PlacedCurve, ...]
    origin: str = "file"


def is_brought(form: object) -> bool:
    """Whether a stored form holds curves that were brought in, and no run."""
    return isinstance(form, Mapping) and form.get("kind") == KIND


class BroughtCurves:
    """The curves brought in, by video; who works blind sees none of them, for they may be a model's.

    Args:
        focus: the project.
        ledger: stores them.
        hides: whether what machines found is hidden now.
        tell: told of every change.
    """

    def __init__(
        self, focus: Focus, ledger: Ledger, hides: Callable[[], bool], tell: Callable[[Changes], None]
    ) -> None:
        self._focus = focus
        self._ledger = ledger
        self._hides = hides
        self._tell = tell
        self._loaded: dict[str, BroughtFile | None] = {}

    @property
    def files(self) -> tuple[BroughtFile, ...]:
        """Those of the video that is shown, in the order they were brought in; none while they are hidden."""
        if self._hides():
            return ()
        found = []
        for id_, form in self._focus.state.runs.items():
            if is_brought(form) and form.get("video") == self._focus.video_id:
                if id_ not in self._loaded:
                    self._loaded[id_] = self._load(id_, form)
                one = self._loaded[id_]
                if one is not None:
                    found.append(one)
        return tuple(found)

    def add(
        self,
        file: str,
        digest: str,
        curves: Sequence[PlacedCurve],
        *,
        settings: Mapping[str, Any] | None = None,
        origin: str = "file",
    ) -> BroughtFile:
        """Keep the curves of a file with the video that is shown; those it brought in before are replaced.

        Raises:
            EditRefusedError: they could not be stored; nothing changes.
        """
        brought = BroughtFile(uuid.uuid4().hex, file, digest, tuple(curves), origin)
        form, packed = _form(brought, self._focus.video_id, settings or {})
        former = {
            id_: one
            for id_, one in self._focus.state.runs.items()
            if is_brought(one) and one.get("video") == self._focus.video_id and one.get("model") == file
        }
        self._ledger.commit(
            "bring in",
            f"runs/{brought.id}",
            {"runs": {**former, brought.id: None}},
            {"runs": {**dict.fromkeys(former), brought.id: form}},
            blobs={(brought.id, name): data for name, data in packed.items()},
        )
        for id_ in former:
            del self._focus.state.runs[id_]
        self._focus.state.runs[brought.id] = form
        self._loaded[brought.id] = brought
        self._tell(Changes(curves=True))
        return brought

    def remove(self, id_: str) -> None:
        """Take the curves of a file away.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        form = self._focus.state.runs.get(id_)
        if not is_brought(form):
            return
        self._ledger.commit("take away", f"runs/{id_}", {"runs": {id_: form}}, {"runs": {id_: None}})
        del self._focus.state.runs[id_]
        self._tell(Changes(curves=True))

    def forget(self) -> None:
        """Another project is open."""
        self._loaded.clear()

    def _load(self, id_: str, form: Mapping[str, Any]) -> BroughtFile | None:
        """From the project; None where it is damaged."""
        store = self._ledger.store
        if store is None:
            return None
        try:
            told = form["curves"]
            check_run_bytes(told)

            def array(name: str, dtype: type) -> NDArray[Any]:
                return unpack_blob(told[name], store.curve(id_, name, told_bytes(told[name])), dtype)

            curves = []
            for number, (name, unit) in enumerate(zip(form["names"], form["units"], strict=True)):
                positions = array(f"positions_{number}", np.int64) / MILLION
                numbers = array(f"numbers_{number}", np.float32)
                if positions.shape != numbers.shape or positions.ndim != 1:
                    return None
                curves.append(PlacedCurve(str(name), str(unit), frozen(positions), numbers))
            origin = str(form["settings"].get("origin", "file"))
            return BroughtFile(id_, str(form["model"]), str(form["model_digest"]), tuple(curves), origin)
        except MALFORMED:
            return None


def _form(brought: BroughtFile, video: str, settings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Form for the table of runs, with the keys that every run has, and the packed arrays."""
    arrays: dict[str, NDArray[Any]] = {}
    for number, curve in enumerate(brought.curves):
        arrays[f"positions_{number}"] = np.rint(curve.positions * MILLION).astype(np.int64)
        arrays[f"numbers_{number}"] = curve.numbers.astype(np.float32)
    packed = {name: pack_blob(array) for name, array in arrays.items()}
    form: dict[str, Any] = {
        "id": brought.id,
        "kind": KIND,
        "model": brought.file,
        "model_digest": brought.digest,
        "settings": json_form({"origin": brought.origin, "file": brought.file, **settings}),
        "names": [curve.name for curve in brought.curves],
        "units": [curve.unit for curve in brought.curves],
        "versions": {},
        "timings": {},
        "video": video,
        "rate": 0.0,
        "notes": [],
        "restless": [],
        "proposals": [],
        "curves": {name: told for name, (told, _data) in packed.items()},
    }
    return form, {name: data for name, (_told, data) in packed.items()}
