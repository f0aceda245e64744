"""What lies behind the rates: false alarms per minute, reviewed candidates, overlap, duration and class."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.datasets import Record
from engine.evaluation.grouping import VideoKey, by_video
from engine.evaluation.matching import iou, span_of
from engine.evaluation.protocols import evaluate
from engine.evaluation.rates import Report
from engine.evaluation.recognition_metrics import ratio

SWEEP = tuple(step / 20 for step in range(1, 20))  # IoU 0.05 to 0.95
LENGTHS = (
    8,
    15,
    30,
    60,
)  # frames; CAS(ME)^3: 5 %, 25 %, 75 % and 90 % of its micro-expressions end below (evaluation spec 4)


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """False positives per minute of video.

    Attributes:
        fp, minutes: over all videos of known length.
        fp_without, minutes_without: over those among them without any event.
        n_videos, n_without: their numbers.
        n_unknown: videos of the report whose length is not known; they are in neither.
    """

    fp: int
    minutes: float
    fp_without: int
    minutes_without: float
    n_videos: int
    n_without: int
    n_unknown: int

    @property
    def rate(self) -> float:
        """False alarms a minute over all videos."""
        return ratio(self.fp, self.minutes)

    @property
    def rate_without(self) -> float:
        """False alarms a minute over the videos without events."""
        return ratio(self.fp_without, self.minutes_without)


@dataclass(frozen=True, slots=True)
class Share:
    """Events of one sort: how many there are, how many were found, how many of these got the right class."""

    name: str
    n: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """Found events over all."""
        return ratio(self.found, self.n)


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """Counts at one IoU threshold."""

    iou_threshold: float
    tp: int
    fp: int
    fn: int
    f1: float


def false_alarms(report: Report, minutes: Mapping[VideoKey, float]) -> FalseAlarms:
    """False positives per minute, over all analysed videos and over those without events.

    Args:
        report: of any protocol; videos without events are in it where `evaluate` was told of them.
        minutes: length by (subject, video).
    """
    known = [video for video in report.videos if (video.subject, video.video) in minutes]
    without = [video for video in known if not video.n_truth]
    return FalseAlarms(
        fp=sum(video.fp for video in known),
        minutes=sum(minutes[video.subject, video.video] for video in known),
        fp_without=sum(video.fp for video in without),
        minutes_without=sum(minutes[video.subject, video.video] for video in without),
        n_videos=len(known),
        n_without=len(without),
        n_unknown=len(report.videos) - len(known),
    )


def review_curve(
    truth: Sequence[Record], predictions: Sequence[Record], *, iou_threshold: float = 0.5
) -> tuple[tuple[int, int], ...]:
    """Events found after reviewing the best 1, 2, 3, ... candidates of all videos together.

    Candidates are taken by falling ``score`` (those without one last, in list order); an event counts as found from
    its first candidate on that overlaps it enough, each candidate finding at most one.

    Returns:
        (number reviewed, events found), beginning with (0, 0).
    """
    events = {key: list(records) for key, records in by_video(truth).items()}
    candidates = [one for records in by_video(predictions).values() for one in records]
    candidates.sort(key=score_of, reverse=True)
    found = 0
    curve = [(0, 0)]
    for number, candidate in enumerate(candidates, start=1):
        free = events.get((candidate.subject, candidate.video), [])
        span = span_of(candidate)
        best = max(free, key=lambda event: iou(span, span_of(event)), default=None)
        if best is not None and iou(span, span_of(best)) >= iou_threshold:
            free.remove(best)
            found += 1
        curve.append((number, found))
    return tuple(curve)


def score_of(record: Record) -> float:
    """Its ``score`` column, or minus infinity where there is none."""
    try:
        value = float(record.extra.get("score", ""))
    except ValueError:
        return float("-inf")
    return value if value == value else float("-inf")


def iou_sweep(report: Report, truth: Sequence[Record], predictions: Sequence[Record]) -> tuple[SweepPoint, ...]:
    """Counts under a report's protocol and over its videos, at IoU 0.05, 0.1, ..., 0.95."""
    videos = [(video.subject, video.video) for video in report.videos]
    reports = [
        evaluate(
            truth,
            predictions,
            protocol=report.protocol,
            iou_threshold=threshold,
            drop_neutral=report.drop_neutral,
            videos=videos,
        )
        for threshold in SWEEP
    ]
    return tuple(SweepPoint(one.iou_threshold, one.tp, one.fp, one.fn, one.f1) for one in reports)


def by_length(report: Report, truth: Sequence[Record]) -> tuple[Share, ...]:
    """Events by their number of frames."""
    return _shares(report, truth, _length_name, [_length_name(edge) for edge in (1, *(edge + 1 for edge in LENGTHS))])


def _length_name(event: Record | int) -> str:
    frames = event if isinstance(event, int) else event.offset - event.onset + 1
    low = 1
    for edge in LENGTHS:
        if frames <= edge:
            return f"{low} to {edge} frames"
        low = edge + 1
    return f"{low} frames and more"


def by_class(report: Report, truth: Sequence[Record]) -> tuple[Share, ...]:
    """Events by their class of the four; those without one are "no class"."""
    order = ["negative", "positive", "surprise", "others", "no class"]
    return _shares(report, truth, lambda event: event.group or "no class", order)


def by_word(report: Report, truth: Sequence[Record]) -> tuple[Share, ...]:
    """Events by the data set's own emotion word, the most frequent first."""
    words = Counter(_word(event) for records in by_video(truth).values() for event in records)
    return _shares(report, truth, _word, [word for word, _ in words.most_common()])


def _word(event: Record) -> str:
    return (event.emotion or "").strip().lower() or "no emotion"


def _shares(
    report: Report, truth: Sequence[Record], name: Callable[[Record], str], order: Sequence[str]
) -> tuple[Share, ...]:
    events = by_video(truth)
    cells: dict[str, list[int]] = {}
    for video in report.videos:
        records = events.get((video.subject, video.video), [])
        hits = dict(video.hits)
        for position, event in enumerate(records):
            cell = cells.setdefault(name(event), [0, 0, 0])
            cell[0] += 1
            cell[1] += position in hits
            cell[2] += hits.get(position, False)
    names = [*order, *(one for one in cells if one not in order)]
    return tuple(Share(one, *cells[one]) for one in names if one in cells)
