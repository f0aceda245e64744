"""What the annotator in use may see: blind work and the blind look are decided here, and nowhere else."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.messages import Said
from engine.types import AnalysisRun, Origin, OriginKind, Proposal
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.changes import Changes
from metst_gui.document.decoded import DecodedProposals
from metst_gui.document.edits import Hand
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger, utc_now
from metst_gui.document.matching import without_decided
from metst_gui.document.project import Layer, Video
from metst_gui.document.runs import Runs
from metst_gui.document.state import Book, in_order
from metst_gui.document.statement import Artefacts, Spans

Judged = tuple[Video, AnalysisRun, Mapping[str, VerdictRecord], tuple[Annotation, ...]]
VEILED = Said("The model's marks are hidden: B shows them.")
HIDDEN = Said("You work blind: reveal the other marks first (Review, Annotators, Reveal…).")
# Of the video that is shown, everything may look different.
EVERYTHING = Changes(annotations=True, verdicts=True, proposals=True, run=True, decisions=True)


class Perspective:
    """A project as the annotator in use sees it, and above all the video that is shown.

    While they work blind, neither the model's nor another annotator's marks can be had from here.

    Args:
        focus: which project, which video, and who.
        runs: what the models found.
        decoded: what a decoder made of it in the video that is shown.
        ledger: tells when marks were hidden and shown again.
        tell: told when other things may be seen.
    """

    def __init__(
        self, focus: Focus, runs: Runs, decoded: DecodedProposals, ledger: Ledger, tell: Callable[[Changes], None]
    ) -> None:
        self._focus = focus
        self._runs = runs
        self._decoded = decoded
        self._ledger = ledger
        self._tell = tell
        self._alone: tuple[dict[str, Proposal], str, tuple[Proposal, ...]] | None = None

    # What is hidden.

    @property
    def blind(self) -> bool:
        """Whether the annotator in use works blind: sees neither the model's nor anybody else's marks."""
        return self._focus.layer.blind

    @property
    def veiled(self) -> bool:
        """Whether the model's marks are hidden for a blind look."""
        return self._focus.veiled

    @property
    def hides(self) -> bool:
        """Whether the model's marks are hidden: from one who works blind, or for a blind look."""
        return self.blind or self.veiled

    @property
    def hidden_reason(self) -> str:
        """Why the model's marks are not shown, as a sentence; empty where they are."""
        return HIDDEN if self.blind else VEILED if self.veiled else ""

    def hand(self) -> Hand:
        """Who edits what from here, now."""
        focus, video = self._focus, self._focus.video
        by = Origin(OriginKind.HUMAN, focus.layer.name, utc_now(), self.hides)
        return Hand(focus.state, focus.scope, by, None if video is None else video.ref.n_frames)

    def veil(self, hidden: bool, *, frame: int) -> None:
        """Hide the model's marks from everybody at this window, or show them again; the journal tells when.

        Args:
            hidden: whether they are hidden from now on; it is not stored, a project opens with them in view.
            frame: frame index shown now, for the journal.

        Raises:
            EditRefusedError: the journal could not tell of it; nothing changes.
        """
        if hidden == self.veiled:
            return
        if not self._ledger.read_only:
            self._ledger.note("hide the model's marks" if hidden else "show the model's marks", {"frame": frame})
        self._focus.veiled = hidden
        self._tell(EVERYTHING)

    # The annotator's own.

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The own annotations of the current video, in order of onset."""
        return in_order(self._focus.book)

    @property
    def shown_annotations(self) -> tuple[Annotation, ...]:
        """The own annotations as they may be shown: without what the model set while its marks are hidden."""
        found = self.annotations
        return tuple(one.without_model() for one in found) if self.hides else found

    def annotation(self, id_: str) -> Annotation | None:
        """Annotation by id."""
        return self._focus.book.annotations.get(id_)

    def annotation_of(self, proposal_id: str) -> Annotation | None:
        """The annotation an accepted proposal became."""
        return self._focus.book.annotation_of(proposal_id)

    @property
    def verdicts(self) -> Mapping[str, VerdictRecord]:
        """Verdicts by proposal id; pending ones are absent."""
        return MappingProxyType(self._focus.book.verdicts)

    def verdict(self, proposal_id: str) -> Verdict:
        """Verdict on a proposal."""
        return self._focus.book.verdict(proposal_id)

    def decided_in(self, video: str) -> frozenset[str]:
        """Ids of the proposals of a video the annotator in use accepted or rejected."""
        verdicts = self._book_of(video).verdicts
        final = (Verdict.ACCEPTED, Verdict.REJECTED)
        return frozenset(id_ for id_, record in verdicts.items() if record.verdict in final)

    # The model's.

    @property
    def run(self) -> AnalysisRun | None:
        """The analysis run of the current video; None while it is hidden."""
        return None if self.hides else self._runs.of(self._focus.video)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """In order of apex: the decided ones as they were decided, and the decoded ones that are none of them.

        None while the model's marks are hidden.
        """
        return () if self.hides else tuple(self._decoded.proposals.values())

    @property
    def near_misses(self) -> tuple[Proposal, ...]:
        """Candidates just below the threshold that are no proposals; one that is decided becomes a proposal."""
        return () if self.hides else self._decoded.near_misses

    def proposal(self, id_: str) -> Proposal | None:
        """Proposal, near miss or proposal of the second run by id; None: none, or the model's marks are hidden."""
        if self.hides:
            return None
        found = self._decoded.proposals.get(id_)
        aside = (*self._decoded.near_misses, *self.only_second)
        return found if found is not None else next((one for one in aside if one.id == id_), None)

    @property
    def only_second(self) -> tuple[Proposal, ...]:
        """What the run that was chosen to stand beside the current one proposes alone; decided, it is a proposal."""
        run, shown = self.run, self._decoded.proposals
        beside = () if run is None else self._runs.beside(run)
        if not beside:
            return ()
        if self._alone is None or self._alone[0] is not shown or self._alone[1] != self._runs.second:
            self._alone = shown, self._runs.second, without_decided(beside, shown.values())
        return self._alone[2]

    def proposals_of(self, video: str) -> tuple[Proposal, ...] | None:
        """Proposals of any video's run: as shown for the current video, else as its run decoded them.

        None: the video was not analysed, or its marks are hidden.

        Args:
            video: id of the video.
        """
        if self.hides:
            return None
        if video == self._focus.video_id:
            return self.proposals if self.run is not None else None
        run = self._runs.of(self._focus.state.videos.get(video))
        return None if run is None else run.proposals

    # Everybody's.

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that may be seen, in the order they were added: the own one alone while working blind."""
        layers = tuple(self._focus.state.layers.values())
        return tuple(one for one in layers if one.id == self._focus.layer_id) if self.blind else layers

    @property
    def artefacts(self) -> Spans:
        """Spans of the current video marked as artefacts: (first, last) frame index, inclusive, in order."""
        if self.blind:
            return ()
        found: Spans = self._focus.state.statements.get(Artefacts(self._focus.video_id), ())
        return found

    def annotations_of(self, layer: str, video: str | None = None) -> tuple[Annotation, ...]:
        """Annotations of any annotator, in order of onset.

        Args:
            layer: id of the layer.
            video: id of the video; None: the current one.

        Raises:
            ValueError: they are hidden from the annotator in use.
        """
        if self.blind and layer != self._focus.layer_id:
            raise ValueError(HIDDEN)
        return in_order(self._focus.state.books.get((self._focus.video_id if video is None else video, layer), Book()))

    def judged_runs(self) -> list[Judged]:
        """Analysed videos with run, verdicts and annotations of the annotator in use; none while they work blind."""
        if self.blind:
            return []
        found: list[Judged] = []
        for video in self._focus.videos:
            book, run = self._book_of(video.id), self._runs.of(video)
            if run is not None and (book.verdicts or book.annotations):
                found.append((video, run, dict(book.verdicts), in_order(book)))
        return found

    def _book_of(self, video: str) -> Book:
        return self._focus.state.books.get((video, self._focus.layer_id), Book())
