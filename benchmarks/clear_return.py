"""What the clear return alone finds (`engine.patches.clear_returns`), and what each of its parts gives.

No network, nothing learned: peaks of the return in people that training uses, in recordings as they are and with
micro-expressions put into their pictures; with `--bench` also in the people of the development bench.

Run:  python -m benchmarks.clear_return --footage FOOTAGE [--ground FOLDER] [--bench bench_cache]
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.real_clips import CALM, TALKING, takes
from engine.patches import (
    Covariances,
    PatchMeasurement,
    clear_return,
    clear_returns,
    covariances,
    mirrored,
    pooled,
    whitening,
)
from engine.training.ground import Ground, GroundPlan, Piece, pieces
from engine.training.patch_training import RETURN_FROM, PatchRecipe

ALARMS_A_MINUTE = (1, 2, 4, 8)
# Two peaks lie at least so far apart; a peak belongs to an event if it is at most so many samples beside it.
APART_SECONDS, BESIDE = 0.5, 2
LONGEST_SECONDS, LEAST_PX = 0.6, 0.9
# Parts of the return: the constant that says how much they count, and its value where they do not.
PARTS: dict[str, tuple[str, object]] = {
    "beside the direction": ("OFF_WEIGHT", 0.0),
    "before and after": ("AROUND_WEIGHT", 0.0),
    "skin on bone": ("STILL_WEIGHT", 0.0),
    "the moment left out of the video": ("APART_SECONDS", -1e3),
    "raised lids": ("OF_HEAD", ((clear_returns.OF_BROWS,), (clear_returns.OF_MOUTH,))),
}


@dataclass(frozen=True, eq=False)
class Look:
    """A pass: what was measured, which samples count for alarms, and (onset, offset) of the events that count."""

    measured: PatchMeasurement
    counted: np.ndarray
    events: tuple[tuple[int, int], ...]
    plain: bool


def trained_on(made: list[Piece]) -> list[Look]:
    """The recordings of the training ground, as they are and with events in their pictures."""
    found = []
    for piece in made:
        if piece.kind in ("plain", "injected"):
            longest = LONGEST_SECONDS * piece.measured.rate
            events = tuple((e.onset, e.offset) for e in piece.events
                           if e.upper and e.level >= LEAST_PX and e.offset - e.onset < longest)  # fmt: skip
            found.append(Look(piece.measured, piece.measured.measured, events, piece.kind == "plain"))
    return found


def never_seen(cache: Path, kind: str) -> list[Look]:
    """The takes of the development bench, one kind of span of them."""
    found = []
    for take in takes(cache, "as is"):
        events = tuple((e.onset, e.offset) for e in take.events if e.upper and e.level >= LEAST_PX and e.span == kind)
        counted = take.patches.measured & (take.spans == kind)
        found.append(Look(take.patches, counted, events, not take.events))
    return found


def peaks(values: np.ndarray, rate: float) -> Iterator[tuple[int, float]]:
    """Samples and values of the peaks above 0, the highest first."""
    taken, apart = np.zeros(len(values), bool), round(APART_SECONDS * rate)
    for at in np.argsort(-values):
        if values[at] <= 0:
            return
        if not taken[max(0, at - apart) : at + apart + 1].any():
            yield int(at), float(values[at])
        taken[at] = True


def found_of(looks: list[Look], prior: Covariances) -> tuple[list[float], list[float]]:
    """For each of `ALARMS_A_MINUTE` the share of events found, and the logit it takes."""
    alarms: list[float] = []
    events: list[float] = []
    minutes = 0.0
    for look in looks:
        m = look.measured
        values = clear_return(m, whitening(covariances(m), prior, m))
        if look.plain:
            minutes += np.count_nonzero(look.counted) / m.rate / 60
            alarms += [value for at, value in peaks(values, m.rate) if look.counted[at]]
        events += [float(values[max(0, first - BESIDE) : last + BESIDE + 1].max()) for first, last in look.events]
    ordered = np.sort([*alarms, *[0.0] * 99])[::-1]
    limits = [float(ordered[int(rate * minutes)]) for rate in ALARMS_A_MINUTE]
    weight = PatchRecipe().returns
    return [float((np.array(events) > limit).mean()) for limit in limits], [
        weight * (limit - RETURN_FROM) for limit in limits
    ]


def row(name: str, looks: list[Look], prior: Covariances) -> None:
    """Print one row."""
    found, logits = found_of(looks, prior)
    shares = "  ".join(f"{share:.2f}" for share in found)
    print(
        f"{name:42s} {shares}   mean {np.mean(found):.2f}   logits " + "  ".join(f"{x:5.2f}" for x in logits),
        flush=True,
    )


def without(names: list[str]) -> Callable[[], None]:
    """Take parts of `engine.patches.clear_returns` away; call the result to set them back."""
    patches = [patch.object(clear_returns, *PARTS[name]) for name in names]
    for one in patches:
        one.start()

    def back() -> None:
        for one in patches:
            one.stop()

    return back


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--ground", type=Path, default=Path("ground"))
    parser.add_argument("--bench", type=Path, default=None)
    arguments = parser.parse_args()
    ground = Ground(arguments.footage, None, arguments.ground)
    plan = GroundPlan(worse=0, worse_injected=0, portraits=0, portraits_injected=0)
    made = list(pieces(ground, plan.passes(ground.recordings)))
    by_person: dict[str, list[Covariances]] = {}
    for piece in made:
        if piece.kind == "plain":
            own = by_person.setdefault(piece.person, [])
            own += [covariances(piece.measured), covariances(mirrored(piece.measured))]
    prior = pooled([pooled(own) for own in by_person.values()])
    groups = {"people trained on": trained_on(made)}
    if arguments.bench:
        groups |= {f"bench, {kind}": never_seen(arguments.bench, kind) for kind in (TALKING, CALM)}
    for group, looks in groups.items():
        print(f"{group}: {sum(len(look.events) for look in looks)} events; share found at "
              f"{', '.join(map(str, ALARMS_A_MINUTE))} alarms a minute")  # fmt: skip
        row("  all", looks, prior)
        for names in (*([name] for name in PARTS), list(PARTS)):
            back = without(names)
            row(f"  without {' nor '.join(names) if len(names) == 1 else 'any'}", looks, prior)
            back()


if __name__ == "__main__":
    main()
