"""What a decoder found in the video that is shown, beside what was decided of it before."""

from operator import attrgetter

from engine.types import Proposal
from metst_gui.document.focus import Focus
from metst_gui.document.matching import with_known_ids, without_decided


class DecodedProposals:
    """Proposals and near misses; nobody is asked here what the annotator in use may see of them.

    Args:
        focus: whose verdicts say what was decided.
    """

    def __init__(self, focus: Focus) -> None:
        self._focus = focus
        self._found: tuple[Proposal, ...] = ()
        self._near: tuple[Proposal, ...] = ()
        self._shown: dict[str, Proposal] | None = None
        self._near_shown: tuple[tuple[Proposal, ...], dict[str, Proposal], tuple[Proposal, ...]] | None = None

    def take(self, proposals: tuple[Proposal, ...], near: tuple[Proposal, ...] = (), *, anew: bool = False) -> None:
        """Take what a decoder found.

        Args:
            proposals: those found; one in the place of an undecided proposal shown before keeps its id.
            near: what would be found a little below the threshold.
            anew: whether nothing was shown before.
        """
        self._found = proposals if anew else with_known_ids(proposals, self._found)
        self._near = near
        self.forget()

    def forget(self) -> None:
        """Other proposals may have been decided: look again."""
        self._shown = None

    @property
    def proposals(self) -> dict[str, Proposal]:
        """By id, in order of apex: the decided ones as they were decided, and those found that are none of them.

        Kept until the decoded or the decided ones change. What is not shown is not forgotten: when a verdict is taken
        back, the decoded proposal in its place is there again.
        """
        if self._shown is None:
            decided = {key: record.proposal for key, record in self._focus.book.verdicts.items()}
            found = {one.id: one for one in without_decided(self._found, decided.values())} | decided
            self._shown = {one.id: one for one in sorted(found.values(), key=attrgetter("apex", "id"))}
        return self._shown

    @property
    def near_misses(self) -> tuple[Proposal, ...]:
        """Candidates just below the threshold that are no proposals; one that is decided becomes a proposal."""
        shown = self.proposals
        if self._near_shown is None or self._near_shown[0] is not self._near or self._near_shown[1] is not shown:
            self._near_shown = self._near, shown, without_decided(self._near, shown.values())
        return self._near_shown[2]
