"""All videos of a project at a glance, as the annotator in use may see them. Qt-free."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.journal.reader import MALFORMED
from engine.project.run_form import proposal_from
from engine.types import Proposal
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.document.focus import Focus
from metst_gui.document.matching import with_known_ids, without_decided
from metst_gui.document.perspective import Perspective
from metst_gui.document.project import Layer, Video, is_labels
from metst_gui.document.state import Book
from metst_gui.document.statement import Artefacts, Finalised, Looked, Spans


@dataclass(frozen=True, slots=True)
class CaseReview:
    """How far one annotator is with one video.

    Attributes:
        layer: id of the annotator's layer.
        decided: number of proposals they accepted or rejected.
        of: number of proposals they have; None: not analysed, or hidden.
        annotations: number of intervals they stand for.
        looked: number of frames they looked at.
        finalised: whether they stated that nothing else is in the video.
    """

    layer: str
    decided: int
    of: int | None
    annotations: int
    looked: int
    finalised: bool


@dataclass(frozen=True, slots=True)
class CaseVideo:
    """One video of a project at a glance.

    Attributes:
        id: of the video.
        name, subject: as exports call them; the name is that of the file where none was given.
        path: where it was last seen.
        content: its fast digest, or what stands for that in projects of older versions.
        n_frames: number of frame indices.
        seconds: its length at its mean rate.
        run: id of its analysis run; None: it was not analysed.
        proposals, accepted, rejected, open: numbers of proposals of the annotator in use, by verdict; open are those
            without a verdict and those marked unsure. None: not analysed, or hidden.
        reviews: one for each annotator whose work may be seen, in the order of `Case.annotators`.
    """

    id: str
    name: str
    subject: str
    path: Path
    content: str
    n_frames: int
    seconds: float
    run: str | None
    proposals: int | None
    accepted: int | None
    rejected: int | None
    open: int | None
    reviews: tuple[CaseReview, ...]


class Case:
    """What is known of all videos; what is hidden from the annotator in use is not in it.

    Args:
        focus: the project, and who works.
        view: says what they may see, and what is shown of the current video.
    """

    def __init__(self, focus: Focus, view: Perspective) -> None:
        self._focus = focus
        self._view = view
        # By run: the form that was read, and what it holds.
        self._stored: dict[str, tuple[Any, tuple[Proposal, ...]]] = {}
        self._kept: dict[str, tuple[Video, CaseVideo]] = {}
        # By video: with which options, and what was found.
        self._anew: dict[str, tuple[Hashable, tuple[Proposal, ...]]] = {}

    @property
    def annotators(self) -> tuple[Layer, ...]:
        """The persons whose work may be seen: the one in use alone while they work blind."""
        return tuple(one for one in self._view.layers if not is_labels(one))

    def videos(self) -> tuple[CaseVideo, ...]:
        """All videos in the order they were added; what did not change since is not counted again."""
        layers, kept = self.annotators, self._kept
        # What is decoded of the one that is shown changes while a threshold is dragged.
        kept.pop(self._focus.video_id, None)
        self._kept = {}
        for one in self._focus.videos:
            known = kept.get(one.id)
            # A video that got another run or another name is another object.
            same = known is not None and known[0] is one
            self._kept[one.id] = known if known and same else (one, self._at_a_glance(one, layers))
        return tuple(row for _, row in self._kept.values())

    def note(self, changes: Changes) -> None:
        """Something changed: count those videos again that it may be of."""
        scope = changes.scope
        if changes == Changes(videos=True):
            return
        if scope is None or changes.layer or changes.statements or changes.run:
            self.forget()
        else:
            self._kept.pop(scope[0], None)

    def forget(self) -> None:
        """Count everything again."""
        self._kept = {}

    def proposals_of(self, video: str) -> tuple[Proposal, ...]:
        """Proposals of any video as the annotator in use has them, in order of apex; none where they are hidden.

        Args:
            video: id of the video.
        """
        if self._view.hides:
            return ()
        if video == self._focus.video_id:
            return self._view.proposals
        found = self._focus.state.videos.get(video)
        return () if found is None else _with_decided(self._decoded(found), self._book(video, self._focus.layer_id))

    def open_in(self, video: str) -> tuple[Proposal, ...]:
        """Proposals of any video without a verdict, or marked unsure, in order of apex."""
        book = self._book(video, self._focus.layer_id)
        return tuple(one for one in self.proposals_of(video) if book.verdict(one.id) not in _FINAL)

    @property
    def to_decode(self) -> tuple[str, ...]:
        """Ids of the videos whose stored proposals are not what is shown of them: `take` tells what is.

        Another decoder was chosen for them, or artefacts are marked in them. None while the model's marks are hidden.
        """
        if self._view.hides:
            return ()
        options = ((one, self.options(one)) for one in self._focus.videos if one.id != self._focus.video_id)
        return tuple(one.id for one, key in options if key is not None and self._anew.get(one.id, _NONE)[0] != key)

    def options(self, video: Video) -> Hashable | None:
        """What a video is decoded with, where that is not as its run was; None: it is."""
        artefacts = self.artefacts(video.id)
        if video.run is None or (video.decoder is None and not artefacts):
            return None
        return video.run, json.dumps(dict(video.decoder or {}), sort_keys=True, default=str), artefacts

    def artefacts(self, video: str) -> Spans:
        """Spans of any video marked as artefacts; none while working blind.

        Args:
            video: id of the video.
        """
        found: Spans = () if self._view.blind else self._focus.state.statements.get(Artefacts(video), ())
        return found

    def take(self, video: str, proposals: tuple[Proposal, ...]) -> None:
        """Take what the options of a video find in its curves; one in the place of a stored one keeps its id.

        Args:
            video: id of the video.
            proposals: in order of apex.
        """
        found = self._focus.state.videos.get(video)
        key = None if found is None else self.options(found)
        if found is not None and key is not None:
            self._kept.pop(video, None)
            self._anew[video] = key, with_known_ids(proposals, self._of_run(found))

    def _at_a_glance(self, video: Video, layers: tuple[Layer, ...]) -> CaseVideo:
        hidden = self._view.hides or video.run is None
        own = self._book(video.id, self._focus.layer_id)
        n = None if hidden else len(self.proposals_of(video.id))
        accepted, rejected = (_count(own, verdict) for verdict in _FINAL)
        return CaseVideo(
            id=video.id,
            name=video.name or video.ref.path.name,
            subject=video.subject,
            path=video.ref.path,
            content=video.ref.fast or f"{video.ref.size_bytes} {video.ref.path}",
            n_frames=video.ref.n_frames,
            seconds=video.ref.n_frames / video.ref.fps if video.ref.fps > 0 else 0.0,
            run=video.run,
            proposals=n,
            accepted=None if hidden else accepted,
            rejected=None if hidden else rejected,
            open=None if n is None else n - accepted - rejected,
            reviews=tuple(self._review(video, one.id, n) for one in layers),
        )

    def _review(self, video: Video, layer: str, own: int | None) -> CaseReview:
        book, statements = self._book(video.id, layer), self._focus.state.statements
        of = own
        if own is not None and layer != self._focus.layer_id:
            of = len(_with_decided(self._decoded(video), book))
        return CaseReview(
            layer=layer,
            decided=sum(_count(book, verdict) for verdict in _FINAL),
            of=of,
            annotations=len(book.annotations),
            looked=sum(last - first + 1 for first, last in statements.get(Looked(video.id, layer), ())),
            finalised=statements.get(Finalised(video.id, layer)) is not None,
        )

    def _book(self, video: str, layer: str) -> Book:
        return self._focus.state.books.get((video, layer), _EMPTY)

    def _decoded(self, video: Video) -> tuple[Proposal, ...]:
        """What was found in a video with the options it has, as far as that is known."""
        key, found = self._anew.get(video.id, _NONE)
        return found if key is not None and key == self.options(video) else self._of_run(video)

    def _of_run(self, video: Video) -> tuple[Proposal, ...]:
        """What the run of a video proposed, without its curves; none where it cannot be read."""
        if video.run is None:
            return ()
        form = self._focus.state.runs.get(video.run)
        known = self._stored.get(video.run)
        if known is None or known[0] is not form:
            try:
                found = tuple(proposal_from(one) for one in form["proposals"]) if isinstance(form, Mapping) else ()
            except MALFORMED:
                found = ()
            known = self._stored[video.run] = form, found
        return known[1]


_FINAL = (Verdict.ACCEPTED, Verdict.REJECTED)
_EMPTY = Book()
_NONE: tuple[Hashable, tuple[Proposal, ...]] = None, ()


def _count(book: Book, verdict: Verdict) -> int:
    return sum(record.verdict is verdict for record in book.verdicts.values())


def _with_decided(decoded: tuple[Proposal, ...], book: Book) -> tuple[Proposal, ...]:
    """As `DecodedProposals` shows them: the decided ones as they were decided, and those that are none of them."""
    decided = {id_: record.proposal for id_, record in book.verdicts.items()}
    found = {one.id: one for one in without_decided(decoded, decided.values())} | decided
    return tuple(sorted(found.values(), key=lambda one: (one.apex, one.id)))
