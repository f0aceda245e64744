"""What a report tells of planted trials: a paragraph for each annotator and video, and no row of any table."""

from collections.abc import Iterable

from engine.estimates.estimate import Estimate
from engine.journal.trial_rows import TrialAnswer, TrialRow, trial_answers
from engine.planted.trials import TRIAL_STRENGTHS, TrialTally, tally

ABOUT = (
    "Annotators may ask to be tested: clips of the face are shown in which a small movement was rendered into frames "
    "of the video ({low:g} to {high:g} px of the 320 px crop at the apex at most), among calm places as they are and "
    "open proposals. What was planted, and what was answered, stands in the journal only: it is in no table and no "
    "picture of this report, and in no export or agreement. Nobody knows that nothing is in a calm place, so the rate "
    "of false alarms is an upper bound. Intervals are 90 % (Wilson)."
)


def about_trials() -> str:
    """What planted trials are."""
    return ABOUT.format(low=TRIAL_STRENGTHS[0], high=TRIAL_STRENGTHS[1])


def trial_sentences(rows: Iterable[TrialRow]) -> list[str]:
    """One sentence for each annotator and video, in the order of the journal."""
    groups: dict[tuple[str, str], list[TrialAnswer]] = {}
    for one in trial_answers(rows):
        groups.setdefault((one.annotator, one.video), []).append(one)
    return [_sentence(annotator, found) for (annotator, _video), found in groups.items()]


def _sentence(annotator: str, found: list[TrialAnswer]) -> str:
    counted: TrialTally = tally(found)
    sessions = len({one.session for one in found})
    return (
        f"{annotator or '(no name given)'} on {found[-1].name}, {sessions} "
        f"{'session' if sessions == 1 else 'sessions'}: of {counted.planted} planted movements "
        f"{_share(counted.hits, counted.planted, counted.hit_rate)} seen; in {counted.calm} calm places "
        f"{_share(counted.alarms, counted.calm, counted.alarm_rate)} a movement that was not planted."
    )


def _share(k: int, n: int, share: Estimate) -> str:
    return f"{k}" if not n else f"{k} ({share.value:.0%}; {share.low:.0%} to {share.high:.0%})"
