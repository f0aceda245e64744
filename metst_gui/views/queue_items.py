"""Rows of the queue, from the document."""

from engine.types import VideoInfo
from metst_gui.document.annotation import Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.views.queue_panel import QueueItem


def queue_items(document: AnnotationDocument, info: VideoInfo | None) -> list[QueueItem]:
    """One row per proposal (an accepted one shows its annotation's bounds) and per annotation without a proposal."""
    rows = []
    shown = set()
    for proposal in document.proposals:
        annotation = document.annotation_of(proposal.id)
        if annotation is not None:
            shown.add(annotation.id)
        bounds = annotation or proposal
        rows.append(
            QueueItem(
                kind="proposal",
                id=proposal.id,
                onset=bounds.onset,
                offset=bounds.offset,
                time_s=_time(info, bounds.onset),
                score=proposal.score,
                verdict=document.verdict(proposal.id),
                emotion=annotation.emotion if annotation is not None else proposal.emotion,
                quality=proposal.quality,
            )
        )
    rows.extend(
        QueueItem(
            kind="annotation",
            id=one.id,
            onset=one.onset,
            offset=one.offset,
            time_s=_time(info, one.onset),
            score=None,
            verdict=None,
            emotion=one.emotion,
            quality=0,
        )
        for one in document.annotations
        if one.id not in shown
    )
    return sorted(rows, key=lambda row: (row.onset, row.offset, row.id))


def decided(document: AnnotationDocument) -> int:
    """Number of proposals with a verdict."""
    return sum(document.verdict(one.id) is not Verdict.PENDING for one in document.proposals)


def _time(info: VideoInfo | None, frame: int) -> float:
    if info is None or not 0 <= frame < info.n_frames:
        return 0.0
    return float(info.times[frame])
