"""What two coders, or a coder and a model, both missed: their marks matched over all videos, and an estimate.

Of a model only those proposals count that somebody accepted, for the others may be no events at all; of a coder who is
compared with it only what they marked without seeing its marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.evaluation.agreement import VideoPair, match_events
from engine.evaluation.missed_events import DEPENDENCE, MissedEvents, missed_events

# Odds ratio where both had the same proposals in view: what the model missed both tend to miss. No study gives it; the
# range is an assumption that is told with the figure, four times as wide as that of people who look by themselves.
SHARED_VIEW = (1.0, 20.0)


@dataclass(frozen=True, slots=True)
class BothMissed:
    """Two lists of events of the same videos.

    Attributes:
        first, second: whose; the second is empty for the model.
        both, only_first, only_second: events in both, in one only.
        shared_view: whether both had the same proposals in view.
        found: events in neither; None where they share none, so that nothing bounds it.
    """

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    shared_view: bool
    found: MissedEvents | None


def both_missed(first: str, second: str, pairs: Sequence[VideoPair], *, shared_view: bool = False) -> BothMissed:
    """Count the events of two lists, and estimate those in neither.

    Args:
        first: name of one.
        second: name of the other; empty: the model.
        pairs: marks of both on each video that both looked through.
        shared_view: whether both had the same proposals in view.
    """
    events = [event for pair in pairs for event in match_events(pair)]
    both = sum(event.first is not None and event.second is not None for event in events)
    only_first = sum(event.second is None for event in events)
    only_second = sum(event.first is None for event in events)
    found = missed_events(both, only_first, only_second, dependence=SHARED_VIEW if shared_view else DEPENDENCE)
    return BothMissed(first, second, both, only_first, only_second, shared_view, found)
