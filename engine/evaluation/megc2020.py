"""The MEGC 2020 spotting baseline's counting rules (evaluation spec 2.5): whole data base, ME, MaE and overall.

Every pair of a prediction and an event that overlap enough is counted; the reported F1 uses the events that were hit
("small"). Its overlap adds the 1 after the cut at 0, so that neighbours share a frame and a single frame overlaps
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.datasets import Record
from engine.evaluation.grouping import VideoKey
from engine.evaluation.matching import UNMATCHED, Interval, Moment, VideoMatches, iou, span_of
from engine.evaluation.recognition_metrics import ratio


@dataclass(frozen=True, slots=True)
class Megc2020Counts:
    """Counts over all videos.

    Attributes:
        n_clips: predictions.
        n_correct_clips: pairs of a prediction and an event that overlap enough.
        n_labels: events.
        n_find_labels: events that some prediction overlaps enough.
        videos: the best event of each prediction, or -1.
    """

    n_clips: int
    n_correct_clips: int
    n_labels: int
    n_find_labels: int
    videos: tuple[VideoMatches, ...] = ()

    def published(self) -> dict[str, float]:
        """The baseline's own numbers, under its own names."""
        recall = ratio(self.n_find_labels, self.n_labels)
        large, small = ratio(self.n_correct_clips, self.n_clips), ratio(self.n_find_labels, self.n_clips)
        return {
            "N_clips": self.n_clips,
            "N_correct_clips": self.n_correct_clips,
            "N_labels": self.n_labels,
            "N_find_labels": self.n_find_labels,
            "recall": recall,
            "precision_large": large,
            "precision_small": small,
            "F1_large": ratio(2 * recall * large, recall + large),
            "F1_small": ratio(2 * recall * small, recall + small),
        }


def baseline_iou(first: Interval, second: Interval) -> float:
    """The baseline's overlap of two inclusive intervals; 0 for one that is a single frame or reversed."""
    shared = max(0, min(first[1], second[1]) - max(first[0], second[0])) + 1
    union = (first[1] - first[0] + 1) + (second[1] - second[0] + 1) - shared
    if first[1] <= first[0] or second[1] <= second[0] or union <= 0:
        return 0.0
    return shared / union


def _overlap(guess: Interval, event: Interval) -> float:
    return iou(guess, event) if isinstance(event, Moment) or isinstance(guess, Moment) else baseline_iou(guess, event)


def megc2020_counts(
    keys: Iterable[VideoKey],
    events: Mapping[VideoKey, Sequence[Record]],
    guesses: Mapping[VideoKey, Sequence[Record]],
    *,
    iou_threshold: float,
) -> Megc2020Counts:
    """Counts over the videos `keys`."""
    clips = correct = labels = found = 0
    videos: list[VideoMatches] = []
    for key in keys:
        truth = [span_of(event) for event in events.get(key, ())]
        hit: set[int] = set()
        matches: list[int] = []
        for guess in guesses.get(key, ()):
            overlaps = [_overlap(span_of(guess), event) for event in truth]
            enough = [position for position, overlap in enumerate(overlaps) if overlap >= iou_threshold]
            correct += len(enough)
            hit.update(enough)
            matches.append(max(enough, key=overlaps.__getitem__) if enough else UNMATCHED)
        clips, labels, found = clips + len(matches), labels + len(truth), found + len(hit)
        false = len(matches) - len(hit)
        hits = tuple((position, False) for position in sorted(hit))
        videos.append(VideoMatches(*key, len(truth), tuple(matches), tp=len(hit), fp=false, hits=hits))
    return Megc2020Counts(clips, correct, labels, found, tuple(videos))
