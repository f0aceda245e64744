"""What the project codes, and the marks of the annotator in use on its own tiers; every change can be undone."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.coding_scheme import CASME3_SCHEME, CodingScheme, Tier
from engine.messages import Said
from metst_gui.document.annotation import new_id
from metst_gui.document.edit import Edit, Step
from metst_gui.document.focus import Focus
from metst_gui.document.history import History
from metst_gui.document.own_marks import TierMark
from metst_gui.document.perspective import HIDDEN, Perspective
from metst_gui.document.statement import SCHEME, OwnMark, Topic

NO_TIER = Said("The coding scheme has no such tier: open Review, Own tiers, Coding scheme….")


class Coding:
    """Scheme and marks.

    Args:
        focus: the project, and the video that is shown.
        history: takes what can be undone.
        view: says who states it.
    """

    def __init__(self, focus: Focus, history: History, view: Perspective) -> None:
        self._focus = focus
        self._history = history
        self._view = view

    @property
    def scheme(self) -> CodingScheme:
        """What the project codes; that of CAS(ME)^3 where nobody chose another."""
        found = self._focus.state.statements.get(SCHEME)
        return found if isinstance(found, CodingScheme) else CASME3_SCHEME

    def set_scheme(self, scheme: CodingScheme) -> None:
        """Choose what the project codes, as one edit; what was said in other words before stays as it is.

        Raises:
            ValueError: a tier that has marks would be gone.
            EditRefusedError: it could not be stored; nothing changes.
        """
        if scheme == self.scheme:
            return
        kept = {one.id for one in scheme.tiers}
        for tier in self.scheme.tiers:
            if tier.id not in kept and (n := self.used(tier.id)):
                raise ValueError(
                    Said(
                        "The tier “{name}” still has marks in this project ({n}): delete them first, or keep the tier.",
                        name=tier.name,
                        n=n,
                    )
                )
        self._make("set coding scheme", {SCHEME: None if scheme == CASME3_SCHEME else scheme})

    def used(self, tier: str) -> int:
        """How many marks there are on a tier, of all annotators in all videos."""
        return sum(isinstance(one, TierMark) and one.tier == tier for one in self._focus.state.statements.values())

    @property
    def marks(self) -> dict[str, TierMark]:
        """The own marks in the current video by id, in order of time."""
        return self.marks_of(*self._focus.scope)

    def marks_of(self, video: str, layer: str) -> dict[str, TierMark]:
        """Marks of an annotator in a video by id, in order of time; none of another one's while working blind.

        Raises:
            ValueError: they are hidden from the annotator in use.
        """
        if self._view.blind and layer != self._focus.layer_id:
            raise ValueError(HIDDEN)
        found = {
            topic.id: value
            for topic, value in self._focus.state.statements.items()
            if isinstance(topic, OwnMark) and (topic.video, topic.layer) == (video, layer)
        }
        return dict(sorted(found.items(), key=lambda one: (one[1].first, one[1].last, one[0])))

    def add(self, tier: Tier, first: int, last: int, code: str = "") -> str:
        """Mark an interval, or a point, on a tier.

        Args:
            tier: one of the scheme's.
            first: frame index.
            last: frame index, inclusive; a point takes `first` alone.
            code: one of the tier's codes, or empty.

        Returns:
            id of the mark.

        Raises:
            ValueError: it lies outside the video, or the scheme has no such tier; nothing changes.
        """
        id_, hand = new_id(), self._view.hand()
        mark = TierMark(tier.id, first, first if tier.kind == "point" else last, code, by=hand.by)
        self._put(f"mark {tier.name}", id_, mark)
        return id_

    def take(self, marks: Iterable[TierMark]) -> int:
        """Add marks of a label file as one edit; those that are there already are left out.

        Returns:
            number of those added.
        """
        known = {(one.tier, one.first, one.last, one.code) for one in self.marks.values()}
        new = [one for one in marks if (one.tier, one.first, one.last, one.code) not in known]
        if new:
            self._make("import marks", {OwnMark(*self._focus.scope, new_id()): one for one in new})
        return len(new)

    def change(self, id_: str, **fields: Any) -> None:
        """Change fields of a mark: ``first``, ``last``, ``code`` or ``note``.

        Raises:
            ValueError: there is no such mark, or it would lie outside the video; nothing changes.
        """
        before = self._existing(id_)
        after = replace(before, **fields)
        if after != before:
            self._put("change mark", id_, replace(after, by=self._view.hand().by))

    def delete(self, id_: str) -> None:
        """Delete a mark.

        Raises:
            ValueError: there is no such mark.
        """
        self._existing(id_)
        self._make("delete mark", {OwnMark(*self._focus.scope, id_): None})

    def _existing(self, id_: str) -> TierMark:
        found: TierMark | None = self._focus.state.statements.get(OwnMark(*self._focus.scope, id_))
        if found is None:
            raise ValueError(Said("This mark was deleted: undo to bring it back."))
        return found

    def _put(self, text: str, id_: str, mark: TierMark) -> None:
        n_frames = self._view.hand().n_frames
        if self.scheme.tier(mark.tier) is None:
            raise ValueError(NO_TIER)
        if n_frames is not None and mark.last >= n_frames:
            raise ValueError(Said("The mark ends behind the last frame ({n_frames}).", n_frames=n_frames - 1))
        self._make(text, {OwnMark(*self._focus.scope, id_): mark})

    def _make(self, text: str, statements: dict[Topic, Any]) -> None:
        self._history.make(Step(text, Edit(self._focus.scope, statements=statements)))
