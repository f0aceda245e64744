"""How the events of a label file overlap: pairs by kind, videos, nesting, and how many run at the same frame."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.datasets.records import Issue, Record
from engine.messages import Said

VideoKey = tuple[str, str]
# Onset, offset, kind, position in the file.
_Event = tuple[int, int, str, int]
_Videos = Mapping[VideoKey, Sequence[_Event]]


@dataclass(slots=True)
class _Pairs:
    """Pairs of events of a video that share frames.

    Attributes:
        more: number by kinds of those that share more than one boundary frame.
        edge: number by kinds of those that share exactly that.
        videos: where the pairs of `more` are.
        nested: how many pairs of `more` are nested, with or without a common end.
        micros: positions of the micro-expressions that share frames with a macro-expression.
        micros_more: those of `micros` that share more than one boundary frame.
    """

    more: Counter[str] = field(default_factory=Counter)
    edge: Counter[str] = field(default_factory=Counter)
    videos: set[VideoKey] = field(default_factory=set)
    nested: int = 0
    micros: set[int] = field(default_factory=set)
    micros_more: set[int] = field(default_factory=set)

    def add(self, video: VideoKey, first: _Event, second: _Event) -> None:
        """Count one pair; `first` does not begin later than `second`."""
        more = min(first[1], second[1]) > second[0]
        kinds = "-".join(sorted((first[2], second[2])))
        (self.more if more else self.edge)[kinds] += 1
        if more:
            self.videos.add(video)
            self.nested += second[1] <= first[1] or first[0] == second[0]
        if kinds == "macro-micro":
            micro = first[3] if first[2] == "micro" else second[3]
            self.micros.add(micro)
            if more:
                self.micros_more.add(micro)


def overlap_issues(events: Sequence[Record], blinks: Sequence[Record] = ()) -> Iterable[Issue]:
    """Sentences about events that share frames, by their kinds; ends are inclusive, reversed rows are left out.

    Args:
        events: expressions; a record without a kind is a micro-expression.
        blinks: no pairs are made with them; they count among what happens at the same frame.
    """
    videos = _by_video(events)
    pairs = _pairs(videos)
    if pairs.more:
        total, where = pairs.more.total(), len(pairs.videos)
        yield Issue(
            None,
            "",
            Said(
                "{total} pairs of events share more than a boundary frame ({named})",
                total=total,
                named=_named(pairs.more),
            ),
        )
        yield Issue(
            None,
            "",
            Said(
                "these pairs of events are in {where} videos, and {nested} of them are nested",
                where=where,
                nested=pairs.nested,
            ),
        )
    if pairs.edge:
        total = pairs.edge.total()
        yield Issue(
            None,
            "",
            Said(
                "{total} pairs of events share exactly one boundary frame ({named})",
                total=total,
                named=_named(pairs.edge),
            ),
        )
    if pairs.micros:
        micros, more = len(pairs.micros), len(pairs.micros_more)
        yield Issue(
            None,
            "",
            Said(
                "{micros} micro-expressions share frames with a macro-expression, {more} of them more than a boundary",
                micros=micros,
                more=more,
            ),
        )
    if pairs.more or pairs.edge:
        yield from _crowds(videos, _by_video(blinks))


def _by_video(records: Sequence[Record]) -> _Videos:
    videos: dict[VideoKey, list[_Event]] = defaultdict(list)
    for number, one in enumerate(records):
        if one.onset <= one.offset:
            videos[one.subject, one.video].append((one.onset, one.offset, one.extra.get("kind", "micro"), number))
    return videos


def _pairs(videos: _Videos) -> _Pairs:
    pairs = _Pairs()
    for key, events in videos.items():
        running: list[_Event] = []
        for event in sorted(events):
            running = [one for one in running if one[1] >= event[0]]
            for other in running:
                pairs.add(key, other, event)
            running.append(event)
    return pairs


def _named(counts: Counter[str]) -> str:
    return ", ".join(f"{kinds} {count}" for kinds, count in sorted(counts.items()))


def _crowds(videos: _Videos, blinks: _Videos) -> Iterable[Issue]:
    kinds = sorted({one[2] for events in videos.values() for one in events})
    most = max(_most(events) for events in videos.values())
    by_kind = Counter(
        {kind: max(_most([one for one in events if one[2] == kind]) for events in videos.values()) for kind in kinds}
    )
    yield Issue(
        None, "", Said("at most {most} events run at the same frame ({named})", most=most, named=_named(by_kind))
    )
    if blinks:
        crowd = max(_most([*events, *blinks.get(key, ())]) for key, events in videos.items())
        yield Issue(None, "", Said("at most {crowd} events run at the same frame when blinks are counted", crowd=crowd))


def _most(events: Sequence[_Event]) -> int:
    """Largest number of events at one frame; of two that share only a boundary frame one follows the other."""
    steps = sorted([(one[0], 1) for one in events] + [(max(one[1], one[0] + 1), -1) for one in events])
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most
