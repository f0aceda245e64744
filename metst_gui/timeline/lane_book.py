"""What the lanes of the timeline hold, lane by lane: intervals, names, counts and tool tips."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.coding_scheme import Tier
from engine.types import Float64, Proposal
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.own_marks import TierMark
from metst_gui.language import tr
from metst_gui.models import CLASS_NAME
from metst_gui.timeline.gutter import GutterLine
from metst_gui.timeline.intervals import ASIDE_STYLES, MARKS, MINE_LANE, MODEL_LANE, STYLES, Lane, build_lane
from metst_gui.timeline.rows import (
    MARK_WORDS,
    NO_MARKS,
    Marks,
    annotation_hint,
    annotation_lane,
    near_hint,
    proposal_hint,
    proposal_lane,
    second_hint,
)
from metst_gui.timeline.tier_rows import tier_hint, tier_lane
from metst_gui.widgets.theme import VERDICT_GLYPHS

_ASIDE = [STYLES.index(one) for one in ASIDE_STYLES]
_SHORT = {"open": VERDICT_GLYPHS["pending"]}


@dataclass(frozen=True, slots=True)
class OtherLayer:
    """The marks of another annotator, to look at only.

    Attributes:
        name: whose.
        annotations: in order of onset.
    """

    name: str
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class TierLane:
    """The own marks on one tier of the project's own.

    Attributes:
        tier: the tier.
        marks: by id, in order of time.
        begun: frame index where an interval began that is not ended yet; None: none did.
    """

    tier: Tier
    marks: Mapping[str, TierMark]
    begun: int | None = None


@dataclass(slots=True)
class LaneBook:
    """The data behind the lanes of one video.

    Attributes:
        times: float64 [F], seconds of each frame.
        lanes: model lane, own lane, one for each of `others`, and one for each of `tiers`.
        others: layers shown beside the own one.
        tiers: the project's own.
        marks: what a comparison says of proposals and annotations, by id.
        remark: what else may explain a proposal.
        class_name: what an emotion of the model is called.
    """

    times: Float64 = field(default_factory=lambda: np.zeros(0))
    lanes: list[Lane] = field(default_factory=lambda: [build_lane(()), build_lane(())])
    others: tuple[OtherLayer, ...] = ()
    tiers: tuple[TierLane, ...] = ()
    marks: Marks = field(default_factory=lambda: NO_MARKS)
    remark: Callable[[int, int], str] = lambda _onset, _offset: ""
    class_name: str = CLASS_NAME
    _items: Sequence[tuple[Proposal, Verdict]] = ()
    _near: Sequence[Proposal] = ()
    _second: Sequence[Proposal] = ()
    _annotations: tuple[Annotation, ...] = ()

    def start_over(self, times: Float64) -> None:
        """Another video: nothing is marked."""
        self.times = times
        self.others, self.tiers, self.marks = (), (), NO_MARKS
        self.set_proposals((), ())
        self.set_annotations(())
        del self.lanes[MINE_LANE + 1 :]

    def set_proposals(
        self, items: Sequence[tuple[Proposal, Verdict]], near: Sequence[Proposal], second: Sequence[Proposal] = ()
    ) -> None:
        """Take these proposals, near misses, and what only the second run proposes."""
        self._items, self._near, self._second = items, near, second
        self.lanes[MODEL_LANE] = proposal_lane(items, (near, second), len(self.times), self.marks)

    def set_annotations(self, items: Sequence[Annotation]) -> bool:
        """Take the own annotations; False where they are those already shown."""
        if tuple(items) == self._annotations:
            return False
        self._annotations = tuple(items)
        self.lanes[MINE_LANE] = annotation_lane(items, len(self.times), self.marks)
        return True

    def set_others(self, others: Sequence[OtherLayer]) -> bool:
        """Take other layers; False where they are those already shown."""
        if tuple(others) == self.others:
            return False
        self.others = tuple(others)
        self._build_others()
        return True

    def set_tiers(self, tiers: Sequence[TierLane]) -> bool:
        """Take the marks on own tiers; False where they are those already shown."""
        if tuple(tiers) == self.tiers:
            return False
        self.tiers = tuple(tiers)
        self._build_others()
        return True

    def set_marks(self, marks: Marks) -> bool:
        """Take what a comparison says; False where it says what it said."""
        if marks == self.marks:
            return False
        self.marks = dict(marks)
        self.set_proposals(self._items, self._near, self._second)
        self.lanes[MINE_LANE] = annotation_lane(self._annotations, len(self.times), self.marks)
        self._build_others()
        return True

    def _build_others(self) -> None:
        self.lanes[MINE_LANE + 1 :] = [
            *(annotation_lane(one.annotations, len(self.times), self.marks, style="other") for one in self.others),
            *(tier_lane(one.marks, len(self.times)) for one in self.tiers),
        ]

    def gutter(self) -> list[GutterLine]:
        """One line a lane: its name, and how many intervals it has or how many of them are right and wrong."""
        names = [tr("model"), tr("mine"), *(one.name.removeprefix("labels: ") for one in self.others)]
        begun = {len(names) + number for number, one in enumerate(self.tiers) if one.begun is not None}
        names += [one.tier.name for one in self.tiers]
        return [
            GutterLine(name, ("● " if number in begun else "") + self._count(lane), at=(number + 0.5) / len(names))
            for number, (name, lane) in enumerate(zip(names, self.lanes, strict=True))
        ]

    def names(self) -> str:
        """Names of the other lanes, in full, and what the marks of a comparison mean."""
        names = [
            tr("lane {number}: {name}", number=number, name=one.name) for number, one in enumerate(self.others, start=3)
        ]
        said = set(self.marks.values())
        return "\n".join([*names, *(tr(words) for mark, words in MARK_WORDS.items() if mark in said)])

    def _count(self, lane: Lane) -> str:
        if not self.marks:
            return str(_counted(lane))
        marked = np.bincount(lane.mark, minlength=len(MARKS)).tolist()
        told = [f"{_SHORT.get(name, name)} {marked[code]}" for code, name in enumerate(MARKS) if code and marked[code]]
        macro = sum(self.marks.get(id_) == "macro" for id_ in lane.ids)
        told += [tr("macro {count}", count=macro)] if macro else []
        return " ".join(told) or str(_counted(lane))

    def hint(self, number: int, id_: str) -> str:
        """Tool tip of an interval of a lane."""
        text = self._hint(number, id_)
        mark = self.marks.get(id_)
        return f"{text}\n{tr(MARK_WORDS[mark])}" if mark and text else text

    def _hint(self, number: int, id_: str) -> str:
        if number == MODEL_LANE:
            return self._proposal_hint(id_)
        below = number - MINE_LANE - 1
        if below >= len(self.others):
            one = self.tiers[below - len(self.others)]
            return tier_hint(one.tier, one.marks[id_], self.times) if id_ in one.marks else ""
        other = self.others[below] if number > MINE_LANE else None
        known = self._annotations if other is None else other.annotations
        found = next((one for one in known if one.id == id_), None)
        owner = "" if other is None else other.name
        return "" if found is None else annotation_hint(found, self.times, owner=owner, class_name=self.class_name)

    def _proposal_hint(self, id_: str) -> str:
        near = next((one for one in self._near if one.id == id_), None)
        if near is not None:
            return near_hint(near, self.times)
        second = next((one for one in self._second if one.id == id_), None)
        if second is not None:
            return second_hint(second, self.times)
        found = next((item for item in self._items if item[0].id == id_), None)
        if found is None:
            return ""
        hint = proposal_hint(*found, self.times, class_name=self.class_name)
        told = self.remark(found[0].onset, found[0].offset)
        return f"{hint}\n⚠ {told}" if told else hint


def _counted(lane: Lane) -> int:
    """How many intervals of a lane are none beside the run under review."""
    return int((~np.isin(lane.style, _ASIDE)).sum())
