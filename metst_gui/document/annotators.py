"""Annotators: whose layer is in use, who works blind, and what is shown of the others."""

from dataclasses import replace

from engine.messages import Said
from metst_gui.document.core import DocumentBase
from metst_gui.document.ledger import utc_now
from metst_gui.document.project import Decision, Layer


class LayeredDocument(DocumentBase):
    """A document with one layer an annotator.

    While the annotator in use works blind, neither the model's nor another annotator's marks can be had from here.
    """

    def add_annotator(self, name: str, *, blind: bool, labels: str = "") -> str:
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
        if any(one.name == name for one in self.layers):
            raise ValueError(Said("There is an annotator “{name}” already: choose another name.", name=name))
        id_ = str(1 + max(int(one.id) for one in self.layers))
        self._put_layer("add annotator", Layer(id_, name, blind=blind, labels=labels))
        self.use_annotator(id_)
        return id_

    def use_annotator(self, id_: str) -> None:
        """Let another annotator work; each has an own layer and an own undo history.

        Raises:
            ValueError: there is no such layer, or it could not be stored.
        """
        if id_ not in self.focus.state.layers:
            raise ValueError(Said("There is no such annotator."))
        if id_ == self.focus.layer_id:
            return
        if not self.ledger.read_only:
            before = self.focus.state.settings.get("annotator")
            self.ledger.commit("change annotator", f"layers/{id_}", _annotator(before), _annotator(id_))
            self.focus.state.settings["annotator"] = id_
        self.focus.layer_id = id_
        self._announce()
        self.layer_changed.emit()

    def reveal(self) -> None:
        """End blind work for the annotator in use; it cannot be taken back, and the journal tells when it was.

        Raises:
            ValueError: it could not be stored.
        """
        if self.layer.blind:
            self._put_layer("reveal", replace(self.layer, blind=False, revealed=utc_now()))
            self._announce()
            self.layer_changed.emit()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Adjudications of the current video; none while the annotator works blind."""
        return tuple(one for one in self.all_decisions if one.video == self.focus.video_id)

    @property
    def all_decisions(self) -> tuple[Decision, ...]:
        """Adjudications of all videos, in the order of the videos; none while the annotator works blind."""
        if self.view.blind:
            return ()
        order = {one.id: number for number, one in enumerate(self.videos)}
        return tuple(sorted(self.focus.state.decisions.values(), key=lambda one: order.get(one.video, len(order))))


def _annotator(id_: str | None) -> dict[str, dict[str, str | None]]:
    return {"settings": {"annotator": id_}}
