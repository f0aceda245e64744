"""Rows of the queue, from the document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.estimates.estimate import Estimate
from engine.explain.label_check import LabelDoubt
from engine.types import Int64, Proposal, VideoInfo
from metst_gui.desk.selection import Item, ItemKind
from metst_gui.document.annotation import Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.matching import without_decided
from metst_gui.models import CLASS_NAME
from metst_gui.wording.duration import duration_ms
from metst_gui.wording.emotion_text import row_emotion

FILTERS: tuple[str, ...] = ("open", "accepted", "rejected", "unsure", "mine", "near", "second")


# Not frozen, as a frozen one takes more than twice as long to make: all rows are made anew at every verdict.
@dataclass(slots=True)
class QueueItem:
    """One row; it is not changed once it is made.

    Attributes:
        kind: ``"proposal"`` or ``"annotation"``.
        id: of the proposal or annotation.
        onset, offset: frame indices, inclusive.
        time_s: time of the onset in seconds.
        score: spotting score 0..1 of a proposal; None for an annotation.
        verdict: of a proposal; None for an annotation.
        emotion: label, or “none” where a human said so; None: not set.
        quality: `engine.types.Mask` bits; 0 is good.
        margin: spotting score above the threshold; None: unknown.
        doubt: share of the interval that is doubtful or marked as an artefact, 0..1.
        agreed: whether a second model finds it too; None: there is none.
        near: True for a near miss, which is no proposal yet.
        second: True for what only the second run proposes.
        hint: what the emotion is where nobody set or confirmed it; empty where somebody did.
        apex: frame index; None: not marked.
        length_s: from the onset to the end of the offset's frame, in seconds; None: unknown.
        reason: why a proposal was rejected; empty: not said, or it was not.
        point: whether it is a point label, whose length nobody knows.
        look_again: why the annotation looks wrong; None: it does not.
        chance: of being accepted; None: too little is known, or it is an annotation.
        item: what the row stands for.
    """

    kind: ItemKind
    id: str
    onset: int
    offset: int
    time_s: float
    score: float | None = None
    verdict: Verdict | None = None
    emotion: str | None = None
    quality: int = 0
    margin: float | None = None
    doubt: float = 0.0
    agreed: bool | None = None
    near: bool = False
    second: bool = False
    hint: str = ""
    apex: int | None = None
    length_s: float | None = None
    reason: str = ""
    point: bool = False
    look_again: LabelDoubt | None = None
    chance: Estimate | None = None
    item: Item = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.item = Item(self.kind, self.id)

    @property
    def is_aside(self) -> bool:
        """Whether it is no proposal of the run under review, and becomes one when it is decided."""
        return self.near or self.second


def filter_of(item: QueueItem) -> str:
    """Filter chip a row belongs to."""
    if item.kind == "annotation":
        return "mine"
    if item.is_aside:
        return "near" if item.near else "second"
    return "open" if item.verdict in (None, Verdict.PENDING) else str(item.verdict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What proposals are measured against.

    Attributes:
        threshold: height a peak must reach; None: unknown.
        doubtful: int64 [F + 1], number of doubtful frames before each frame; empty: none is.
        others: proposals of a second model; None: there is no second model.
        hint: what an emotion of the model is that nobody set or confirmed.
        chances: of being accepted, by id of the proposal; those that are not known are left out.
        doubted: why annotations look wrong, by id of the annotation.
    """

    threshold: float | None = None
    doubtful: Int64 = field(default_factory=lambda: np.zeros(0, np.int64))
    others: tuple[Proposal, ...] | None = None
    hint: str = CLASS_NAME
    chances: Mapping[str, Estimate] = field(default_factory=dict)
    doubted: Mapping[str, LabelDoubt] = field(default_factory=dict)

    def doubts(self, proposals: Sequence[Proposal]) -> list[float]:
        """Share of the frames that are doubtful, of each proposal, 0..1."""
        if not len(self.doubtful):
            return [0.0] * len(proposals)
        onsets = np.array([one.onset for one in proposals], np.int64)
        ends = np.array([one.offset + 1 for one in proposals], np.int64)
        found = self.doubtful[np.minimum(ends, len(self.doubtful) - 1)] - self.doubtful[onsets]
        shares: list[float] = (found / (ends - onsets)).tolist()
        return shares


def queue_items(
    document: AnnotationDocument, info: VideoInfo | None, standing: Standing | None = None
) -> list[QueueItem]:
    """One row per proposal (an accepted one shows its annotation's bounds) and per annotation without a proposal."""
    standing = standing or Standing()
    proposals = document.view.proposals
    annotations = document.view.shown_annotations
    made = {one.proposal_id: one for one in annotations if one.proposal_id is not None}
    alone = None if standing.others is None else {one.id for one in without_decided(proposals, standing.others)}
    verdicts = document.view.verdicts
    rows = []
    shown = set()
    for proposal, doubt in zip(proposals, standing.doubts(proposals), strict=True):
        annotation = made.get(proposal.id)
        if annotation is not None:
            shown.add(annotation.id)
        bounds, record = annotation or proposal, verdicts.get(proposal.id)
        rows.append(
            QueueItem(
                kind="proposal",
                id=proposal.id,
                onset=bounds.onset,
                offset=bounds.offset,
                time_s=_time(info, bounds.onset),
                score=proposal.score,
                verdict=Verdict.PENDING if record is None else record.verdict,
                emotion=row_emotion(annotation) if annotation is not None else proposal.emotion,
                hint=standing.hint if annotation is None or annotation.default_emotion else "",
                quality=proposal.quality,
                margin=None if standing.threshold is None else proposal.score - standing.threshold,
                doubt=doubt,
                agreed=None if alone is None else proposal.id not in alone,
                apex=bounds.apex,
                length_s=_length(info, bounds.onset, bounds.offset),
                reason="" if record is None else record.reason,
                chance=standing.chances.get(proposal.id),
                look_again=None if annotation is None else standing.doubted.get(annotation.id),
            )
        )
    rows.extend(_aside(one, info, standing, near=True) for one in document.view.near_misses)
    rows.extend(_aside(one, info, standing, near=False) for one in document.view.only_second)
    rows.extend(
        QueueItem(
            *("annotation", one.id, one.onset, one.offset, _time(info, one.onset)),
            emotion=row_emotion(one),
            apex=one.apex,
            length_s=_length(info, one.onset, one.offset),
            point=one.point,
            look_again=standing.doubted.get(one.id),
        )
        for one in annotations
        if one.id not in shown
    )
    return sorted(rows, key=lambda row: (row.onset, row.offset, row.id))


def _aside(one: Proposal, info: VideoInfo | None, standing: Standing, *, near: bool) -> QueueItem:
    """A row of a near miss, or of what only the second run proposes, whose threshold is another."""
    return QueueItem(
        kind="proposal",
        id=one.id,
        onset=one.onset,
        offset=one.offset,
        time_s=_time(info, one.onset),
        score=one.score,
        verdict=Verdict.PENDING,
        emotion=one.emotion,
        hint=standing.hint if near else CLASS_NAME,
        quality=one.quality,
        margin=one.score - standing.threshold if near and standing.threshold is not None else None,
        near=near,
        second=not near,
        chance=standing.chances.get(one.id) if near else None,
        agreed=None if near else False,
        apex=one.apex,
        length_s=_length(info, one.onset, one.offset),
    )


def decided(document: AnnotationDocument) -> int:
    """Number of proposals with a verdict."""
    return sum(document.view.verdict(one.id) is not Verdict.PENDING for one in document.view.proposals)


def _time(info: VideoInfo | None, frame: int) -> float:
    if info is None or not 0 <= frame < info.n_frames:
        return 0.0
    return float(info.times[frame])


def _length(info: VideoInfo | None, onset: int, offset: int) -> float | None:
    if info is None or not 0 <= onset <= offset < info.n_frames:
        return None
    return duration_ms(onset, offset, info.times) / 1000
