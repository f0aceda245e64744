"""The annotators of a project: a layer each, one of which is in use; stored at once, and not undone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import overload

from typing_extensions import override

from engine.messages import Said
from metst_gui.document.changes import Changes
from metst_gui.document.file.forms import layer_to, topic_key
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger, utc_now
from metst_gui.document.perspective import EVERYTHING
from metst_gui.document.project import Layer
from metst_gui.document.statement import ANNOTATOR


class Annotators(Sequence[Layer]):
    """All annotators' layers, in the order they were added.

    Args:
        focus: the project, and who works on it.
        ledger: stores every change.
        tell: told of every change.
    """

    def __init__(self, focus: Focus, ledger: Ledger, tell: Callable[[Changes], None]) -> None:
        self._focus = focus
        self._ledger = ledger
        self._tell = tell
        self._first: list[Callable[[], None]] = []

    @override
    def __iter__(self) -> Iterator[Layer]:
        return iter(tuple(self._focus.state.layers.values()))

    @override
    def __len__(self) -> int:
        return len(self._focus.state.layers)

    @overload
    def __getitem__(self, index: int) -> Layer: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Layer]: ...

    @override
    def __getitem__(self, index: int | slice) -> Layer | Sequence[Layer]:
        return tuple(self._focus.state.layers.values())[index]

    def before_change(self, act: Callable[[], None]) -> None:
        """Call this before another annotator works, to store first what is still waiting."""
        self._first.append(act)

    def add(self, name: str, *, blind: bool, labels: str = "") -> str:
        """Add an annotator and let them work from now on.

        Args:
            name: who; no other layer may have it.
            blind: hide the model's and the others' marks until they are revealed.
            labels: name of the label file that the layer stands for; empty: a person works in it.

        Returns:
            id of the layer.

        Raises:
            ValueError: the name is taken or empty, or it could not be stored.
        """
        if not name.strip():
            raise ValueError(Said("Type the annotator's name."))
        if any(one.name == name for one in self):
            raise ValueError(Said("There is an annotator “{name}” already: choose another name.", name=name))
        id_ = str(1 + max(int(one.id) for one in self))
        self._put("add annotator", Layer(id_, name, blind=blind, labels=labels))
        self.use(id_)
        return id_

    def use(self, id_: str) -> None:
        """Let another annotator work; each has an own layer and an own undo history.

        Raises:
            ValueError: there is no such layer, or it could not be stored.
        """
        self._finish()
        state = self._focus.state
        if id_ not in state.layers:
            raise ValueError(Said("There is no such annotator."))
        if id_ == self._focus.layer_id:
            return
        if not self._ledger.read_only:
            key = topic_key(ANNOTATOR)
            before = {"settings": {key: state.statements.get(ANNOTATOR)}}
            self._ledger.commit("change annotator", f"layers/{id_}", before, {"settings": {key: id_}})
            state.statements[ANNOTATOR] = id_
        self._focus.layer_id = id_
        self._tell(replace(EVERYTHING, layer=True))

    def rename(self, name: str) -> None:
        """Correct the name of the annotator in use.

        Raises:
            EditRefusedError: it could not be stored.
        """
        layer = self._focus.layer
        if name != layer.name:
            self._finish()
            self._put("name annotator", replace(layer, name=name))
            self._tell(Changes(layer=True))

    def reveal(self) -> None:
        """End blind work for the annotator in use; it cannot be taken back, and the journal tells when it was.

        Raises:
            ValueError: it could not be stored.
        """
        layer = self._focus.layer
        if layer.blind:
            self._finish()
            self._put("reveal", replace(layer, blind=False, revealed=utc_now()))
            self._tell(replace(EVERYTHING, layer=True))

    def _finish(self) -> None:
        """Keep what waits to be stored: whoever hears of another layer reads what is stored."""
        for act in self._first:
            act()

    def _put(self, action: str, layer: Layer) -> None:
        before = self._focus.state.layers.get(layer.id)
        forms = {layer.id: None if before is None else layer_to(before)}
        self._ledger.commit(action, f"layers/{layer.id}", {"layers": forms}, {"layers": {layer.id: layer_to(layer)}})
        self._focus.state.layers[layer.id] = layer
