"""Annotators: whose layer is in use, who works blind, and what is shown of the others."""

from collections.abc import Mapping
from dataclasses import replace

from engine.types import AnalysisRun, Proposal
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.core import DocumentBase, in_order
from metst_gui.document.ledger import utc_now
from metst_gui.document.project import Decision, Layer
from metst_gui.document.state import Book

Judged = tuple[AnalysisRun, Mapping[str, VerdictRecord], tuple[Annotation, ...]]
VEILED = "The model's marks are hidden: B shows them."
HIDDEN = "You work blind: reveal the other marks first (Review, Reveal…)."


class LayeredDocument(DocumentBase):
    """A document with one layer an annotator.

    While the annotator in use works blind, neither the model's nor another annotator's marks can be had from here.
    """

    @property
    def hidden_reason(self) -> str:
        """Why the model's marks are not shown, as a sentence; empty where they are."""
        return HIDDEN if self.layer.blind else VEILED if self.focus.veiled else ""

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
            raise ValueError("Type the annotator's name.")
        if any(one.name == name for one in self.layers):
            raise ValueError(f"There is an annotator “{name}” already: choose another name.")
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
            raise ValueError("There is no such annotator.")
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

    def annotations_of(self, layer: str, video: str | None = None) -> tuple[Annotation, ...]:
        """Annotations of any annotator, in order of onset.

        Args:
            layer: id of the layer.
            video: id of the video; None: the current one.

        Raises:
            ValueError: they are hidden from the annotator in use.
        """
        if self.layer.blind and layer != self.focus.layer_id:
            raise ValueError(HIDDEN)
        return in_order(self.focus.state.books.get((self.focus.video_id if video is None else video, layer), Book()))

    def proposals_of(self, video: str) -> tuple[Proposal, ...] | None:
        """Proposals of any video's run: as shown for the current video, else as its run decoded them.

        None: the video was not analysed, or its marks are hidden.

        Args:
            video: id of the video.
        """
        if self.hides:
            return None
        if video == self.focus.video_id:
            return self.proposals if self.run is not None else None
        run = self._run_of(next((one for one in self.videos if one.id == video), None))
        return None if run is None else run.proposals

    def decided_in(self, video: str) -> frozenset[str]:
        """Ids of the proposals of a video the annotator in use accepted or rejected."""
        verdicts = self.focus.state.books.get((video, self.focus.layer_id), Book()).verdicts
        final = (Verdict.ACCEPTED, Verdict.REJECTED)
        return frozenset(id_ for id_, record in verdicts.items() if record.verdict in final)

    def judged_runs(self) -> list[Judged]:
        """Runs of all videos with the verdicts and annotations of the annotator in use; none while they work blind."""
        if self.layer.blind:
            return []
        found: list[Judged] = []
        for video in self.videos:
            book, run = self.focus.state.books.get((video.id, self.focus.layer_id), Book()), self._run_of(video)
            if run is not None and book.verdicts:
                found.append((run, dict(book.verdicts), in_order(book)))
        return found

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Adjudications of the current video; none while the annotator works blind."""
        return tuple(one for one in self.all_decisions if one.video == self.focus.video_id)

    @property
    def all_decisions(self) -> tuple[Decision, ...]:
        """Adjudications of all videos, in the order of the videos; none while the annotator works blind."""
        if self.layer.blind:
            return ()
        order = {one.id: number for number, one in enumerate(self.videos)}
        return tuple(sorted(self.focus.state.decisions.values(), key=lambda one: order.get(one.video, len(order))))


def _annotator(id_: str | None) -> dict[str, dict[str, str | None]]:
    return {"settings": {"annotator": id_}}
