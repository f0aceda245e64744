"""What is said of trials, in words."""

from typing import TYPE_CHECKING

from engine.journal.trial_rows import TrialAnswer
from metst_gui.language import mark, tr

if TYPE_CHECKING:
    from engine.estimates.estimate import Estimate
    from engine.planted.trials import TrialTally

OPENING = mark(
    "You will see short clips of this face, one after the other, and say of each whether a movement of the face is in "
    "it; blinks, speech and movements of the head do not count. Some are planted: a small movement is rendered into "
    "frames of this video. As many are calm places of this video, and some are open proposals; both are shown as they "
    "are. In the end you are told which was which, your hit rate and your false alarms."
)
NO_LABELS = mark(
    "Your answers are kept in the journal and told in the report. They are no labels: no export, no table, no "
    "agreement, no hand-over and no training set holds any of them, and nothing in this video is changed."
)
UPPER_BOUND = mark(
    "A calm place is one where nothing is proposed or marked: what you saw there may be real, so the rate of false "
    "alarms is the most there can be."
)
REMINDER = mark("Some clips are planted. Your answers are trials, never labels.")
KINDS = {
    "planted": mark("planted"),
    "calm": mark("calm place"),
    "proposal": mark("proposal"),
}


def rate_text(k: int, n: int, share: "Estimate") -> str:
    """A share in words: ``"6 of 8 (75 %; 90 % interval 45 to 91 %)"``."""
    if n == 0:
        return tr("none was shown")
    return tr(
        "{k} of {n} ({share:.0%}; 90 % interval {low:.0%} to {high:.0%})",
        k=k,
        n=n,
        share=share.value,
        low=share.low,
        high=share.high,
    )


def tally_lines(found: "TrialTally") -> list[str]:
    """Hits and false alarms, a sentence each."""
    lines = [tr("Hits, planted movements seen: {rate}.", rate=rate_text(found.hits, found.planted, found.hit_rate))]
    if found.planted:
        (weak, of_weak), (strong, of_strong) = found.weak, found.strong
        lines[0] += " " + tr(
            "Below 2 px: {weak} of {of_weak}; from 2 px on: {strong} of {of_strong}.",
            weak=weak,
            of_weak=of_weak,
            strong=strong,
            of_strong=of_strong,
        )
    rate = rate_text(found.alarms, found.calm, found.alarm_rate)
    lines.append(tr("False alarms, a movement seen in a calm place: {rate}.", rate=rate))
    return lines


def answer_text(answer: TrialAnswer) -> str:
    """What was answered, and whether that is right where somebody knows."""
    said = tr("movement") if answer.seen else tr("no movement")
    if answer.kind == "proposal":
        return said
    right = answer.seen == (answer.kind == "planted")
    return f"✓ {said}" if right else f"✗ {said}"
