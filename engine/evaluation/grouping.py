"""Records by video and by kind, as every protocol needs them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from engine.datasets import Record

VideoKey = tuple[str, str]  # subject, video


def by_video(records: Iterable[Record], kinds: Sequence[str] = ("micro",)) -> dict[VideoKey, list[Record]]:
    """Records of the named kinds (no kind is micro), by (subject, video) in order of first mention."""
    videos: dict[VideoKey, list[Record]] = {}
    for record in records:
        if kind_of(record) in kinds:
            videos.setdefault((record.subject, record.video), []).append(record)
    return videos


def kind_of(record: Record) -> str:
    """Its ``kind``; a record without one is a micro-expression."""
    return record.extra.get("kind", "micro")


def left_out(records: Iterable[Record]) -> dict[str, int]:
    """Number of records of each kind that is not micro."""
    kinds = Counter(kind_of(record) for record in records)
    return {kind: count for kind, count in sorted(kinds.items()) if kind != "micro"}
