"""What the rows of the case board amount to: time by what became of it, and what was said of each subject."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metst_gui.desk.case_board import BoardRow
from metst_gui.document.case_entries import CaseEntry


@dataclass(frozen=True, slots=True)
class CaseTotals:
    """Sums over all videos.

    Attributes:
        recorded, analysed: seconds of the videos, and of those with a run.
        judged: seconds in which some part of the face could be judged; None: hidden, or not all is read yet.
        looked: seconds that the annotator in use looked at.
        finalised, videos: number of videos they finalised, and of all.
        proposals, open: numbers of their proposals; None: hidden.
    """

    recorded: float
    analysed: float
    judged: float | None
    looked: float
    finalised: int
    videos: int
    proposals: int | None
    open: int | None


@dataclass(frozen=True, slots=True)
class SubjectTotals:
    """What was said of one subject.

    Attributes:
        subject: name; empty: the videos without one.
        videos: number of their videos. seconds: length of these.
        open: number of open proposals of the annotator in use; None: hidden.
        emotions: emotion -> number of annotations; None: without an emotion.
    """

    subject: str
    videos: int
    seconds: float
    open: int | None
    emotions: Mapping[str | None, int]


def totals(rows: Sequence[BoardRow], layer: str) -> CaseTotals:
    """Sums over rows.

    Args:
        rows: of the board.
        layer: id of the annotator in use.
    """
    analysed = [row for row in rows if row.video.run is not None]
    known = [row.shares for row in analysed]
    judged = None
    if all(one is not None for one in known):
        judged = sum(row.video.seconds * row.shares.any for row in analysed if row.shares is not None)
    own = [(row.video, one) for row in rows for one in row.video.reviews if one.layer == layer]
    hidden = any(row.video.proposals is None for row in analysed)
    return CaseTotals(
        recorded=sum(row.video.seconds for row in rows),
        analysed=sum(row.video.seconds for row in analysed),
        judged=judged,
        looked=sum(video.seconds * min(1.0, one.looked / max(1, video.n_frames)) for video, one in own),
        finalised=sum(one.finalised for _, one in own),
        videos=len(rows),
        proposals=None if hidden else sum(row.video.proposals or 0 for row in analysed),
        open=None if hidden else sum(row.video.open or 0 for row in analysed),
    )


def by_subject(rows: Sequence[BoardRow], entries: Sequence[CaseEntry], layer: str) -> tuple[SubjectTotals, ...]:
    """Sums by subject, in the order of their videos.

    Args:
        rows: of the board.
        entries: all that was said.
        layer: id of the layer whose annotations are counted.
    """
    of_video = {row.video.id: row.video.subject for row in rows}
    counts: dict[str, Counter[str | None]] = {subject: Counter() for subject in of_video.values()}
    for one in entries:
        if one.layer == layer and one.kind == "annotation" and one.video in of_video:
            counts[of_video[one.video]][one.emotion] += 1
    found = []
    for subject, emotions in counts.items():
        videos = [row.video for row in rows if row.video.subject == subject]
        open_ = [one.open for one in videos if one.open is not None]
        hidden = not open_ and any(one.run is not None for one in videos)
        seconds = sum(one.seconds for one in videos)
        found.append(SubjectTotals(subject, len(videos), seconds, None if hidden else sum(open_), dict(emotions)))
    return tuple(found)
