"""Are the figures that METST tells of itself right? Everything is simulated with known truth.

* missed events: how often the 90 % interval of `engine.evaluation.missed_events` holds what two coders missed, for
  independent coders and for coders who find the same easy events.
* chance: calibration error, and how often the 90 % interval of the acceptances in the rest of a queue holds.
* label check: share of planted faults among the first 20 doubts where 5 % of the labels are wrong.
* similar movements: share of the movements of the same action units among the ten most alike.

Run:  python -m benchmarks.honesty [--seed 0]
"""

import argparse
import json
from dataclasses import replace

import numpy as np

from engine.estimates.acceptance import AcceptanceChance, Traits
from engine.evaluation.missed_events import missed_events
from engine.explain.label_check import CheckedLabel, doubts
from engine.explain.similar import PatternReader, most_similar
from engine.planted.places import draw_movements, planted_features
from engine.planted.responses import responses
from engine.types import AnalysisRun, Curves, Emotion, RunEvidence, frozen

RATE, K = 30.0, 50
Generator = np.random.Generator


def two_coders(rng: Generator, *, dependent: bool) -> tuple[int, int, int, int]:
    """Counts of both, first only, second only and neither, of some 60 events."""
    n = int(rng.integers(30, 90))
    ease = rng.normal(0, 1.0, n) if dependent else np.zeros(n)
    skill = rng.normal(0.8, 0.4, 2)
    first, second = (rng.random(n) < 1 / (1 + np.exp(-(one + ease))) for one in skill)
    return (int((first & second).sum()), int((first & ~second).sum()), int((~first & second).sum()),
            int((~first & ~second).sum()))  # fmt: skip


def capture_recapture(rng: Generator, times: int = 300) -> dict[str, float]:
    """Coverage of the interval, by kind of coders and by what the interval assumes."""
    found = {}
    for name, dependent in (("independent", False), ("dependent", True)):
        for range_name, odds in (("assumed independent", (1.0, 1.0)), ("default", (1.0, 5.0))):
            held, width = 0, 0.0
            for _ in range(times):
                both, one, two, neither = two_coders(rng, dependent=dependent)
                answer = missed_events(both, one, two, dependence=odds)
                assert answer is not None
                held += answer.low <= neither <= answer.high
                width += answer.high - answer.low
            found[f"{name} coders, {range_name}: coverage"] = round(held / times, 3)
            found[f"{name} coders, {range_name}: mean width"] = round(width / times, 1)
    return found


def queue(rng: Generator, n: int) -> tuple[list[float], list[bool]]:
    """Scores and verdicts of proposals whose chance is known."""
    scores, verdicts, _ = known_queue(rng, n)
    return scores, verdicts


def known_queue(rng: Generator, n: int) -> tuple[list[float], list[bool], np.ndarray]:
    """Scores, verdicts, and the chance of each proposal float64 [n], which nobody but the simulation knows."""
    scores = rng.beta(4, 2, n)
    steep, level = rng.uniform(0.5, 2.0), rng.uniform(-2.5, -0.5)
    chance = 1 / (1 + np.exp(-(level + steep * np.log(scores / (1 - scores)))))
    return scores.tolist(), (rng.random(n) < chance).tolist(), chance


def acceptance(rng: Generator, times: int = 60) -> dict[str, float]:
    """Calibration and the stop rule: 80 verdicts, 60 proposals left in order of score.

    Beside the rule's error stands that of who knows every chance: what luck alone makes of it.
    """
    errors, held, off, luck = [], 0, [], []
    for _ in range(times):
        scores, verdicts, chance = known_queue(rng, 140)
        traits = [Traits(one) for one in scores]
        known = AcceptanceChance(traits[:80], verdicts[:80])
        errors.append(known.calibration_error())
        rest = [80 + int(i) for i in np.argsort(scores[80:])[::-1][20:]]
        expected = known.expected([traits[i] for i in rest])
        truth = sum(verdicts[i] for i in rest)
        held += expected.low <= truth <= expected.high
        off.append(abs(truth - expected.value))
        luck.append(abs(truth - float(chance[rest].sum())))
    return {"calibration error, mean (n 80)": round(float(np.mean(errors)), 3),
            "stop rule: 90 % interval holds": round(held / times, 3),
            "stop rule: mean error of the count": round(float(np.mean(off)), 2),
            "the same by the true chances": round(float(np.mean(luck)), 2)}  # fmt: skip


def run_with(rng: Generator, seconds: int) -> tuple[AnalysisRun, list[CheckedLabel], list[str]]:
    """A run with planted movements, their right labels and action units; blinks lie between."""
    n = int(seconds * RATE)
    whole = rng.normal(0, 0.06, (10, n))
    starts = np.arange(0, n - K + 1, K // 2).astype(np.int64)
    windows = np.stack([whole[:, s : s + K] - whole[:, s : s + 1] for s in starts.tolist()])
    eyes = np.full(n, 0.3, np.float32) + rng.normal(0, 0.003, n).astype(np.float32)
    masks = np.zeros((len(starts), K), np.uint8)
    evidence = RunEvidence(
        frozen(starts), frozen(windows.astype(np.float16)), frozen(masks), frozen(eyes), frozen(np.zeros(n, np.float32))
    )
    free = np.zeros(n, bool)
    free[15 : int(starts[-1]) + K - 15] = True
    movements = [replace(one, strength=float(rng.uniform(0.8, 2.5))) for one in draw_movements(free, RATE, rng)]
    evidence = replace(evidence, features=frozen(planted_features(evidence, movements).astype(np.float16)))
    curves = Curves(frozen(np.arange(n)), frozen(np.zeros(n, np.float32)), None, frozen(np.zeros(n, np.uint8)), RATE)
    run = AnalysisRun("r", "m", "", {}, curves, (), evidence=evidence)
    emotion = {"brows": Emotion.NEGATIVE, "nose": Emotion.NEGATIVE, "mouth": Emotion.OTHERS}
    labels, units = [], []
    for number, one in enumerate(movements):
        named = Emotion.POSITIVE if one.units in ("12", "6+12") else emotion[one.region]
        named = Emotion.SURPRISE if one.units in ("1+2", "2") else named
        course = one.course
        labels.append(CheckedLabel(f"e{number}", "c", course.onset, course.apex, course.offset, named, one.units))
        units.append(one.units)
    return run, labels, units


def spoilt(label: CheckedLabel, run: AnalysisRun, labels: list[CheckedLabel], rng: Generator) -> CheckedLabel:
    """A label with one of the faults that annotators make."""
    kind = int(rng.integers(5))
    length = label.offset - label.onset
    if kind == 0:  # moved to where nothing happens
        taken = np.zeros(len(run.curves.frames), bool)
        for one in labels:
            taken[max(0, one.onset - 3) : one.offset + 4] = True
        for _ in range(200):
            at = int(rng.integers(20, len(taken) - 60))
            if not taken[at : at + length + 1].any():
                apex = None if label.apex is None else at + label.apex - label.onset
                return replace(label, onset=at, apex=apex, offset=at + length)
    if kind == 1:
        against = {Emotion.POSITIVE: Emotion.NEGATIVE}.get(label.emotion or Emotion.OTHERS, Emotion.POSITIVE)
        return replace(label, emotion=against)
    if kind == 2:  # apex at the offset's end, long after the movement
        return replace(label, offset=label.offset + 12, apex=label.offset + 12)
    if kind == 4 and label.apex is not None:  # right in itself, and some frames late
        return replace(label, onset=label.onset + 5, apex=label.apex + 5, offset=label.offset + 5)
    other = labels[int(rng.integers(len(labels)))]
    return replace(other, key=label.key, onset=other.onset + 1, offset=other.offset + 1)


def label_check(rng: Generator, cases: int = 4) -> dict[str, float]:
    """Precision of the first 20 doubts where a twentieth of the labels is wrong."""
    precision, recall, wrong_all = [], [], 0
    for _ in range(cases):
        run, labels, _ = run_with(rng, 600)
        wrong = set(rng.choice(len(labels), max(1, round(0.05 * len(labels))), replace=False).tolist())
        mixed = [spoilt(one, run, labels, rng) if place in wrong else one for place, one in enumerate(labels)]
        first = [one.key for one in doubts(mixed, run)][:20]
        names = {f"e{place}" for place in wrong}
        precision.append(np.mean([key in names for key in first]) if first else 0.0)
        recall.append(np.mean([key in first for key in names]))
        wrong_all += len(wrong)
    return {"precision at 20": round(float(np.mean(precision)), 3), "recall at 20": round(float(np.mean(recall)), 3),
            "wrong labels": wrong_all}  # fmt: skip


def similar(rng: Generator) -> dict[str, float]:
    """Share of movements of the same action units among the ten most alike, beside what chance would give."""
    run, labels, units = run_with(rng, 600)
    reader = PatternReader(run)
    patterns = [reader.pattern(one.key, one.onset, one.apex, one.offset) for one in labels]
    region = {one.units: one.region for one in responses()}
    same, same_region, chance = [], [], []
    for place, one in enumerate(patterns):
        if one is None:
            continue
        alike = most_similar(one, [each for each in patterns if each is not None])[:10]
        names = [units[int(each.key[1:])] for each in alike]
        same.append(np.mean([name == units[place] for name in names]))
        same_region.append(np.mean([region[name] == region[units[place]] for name in names]))
        chance.append(units.count(units[place]) / len(units))
    return {"same action units among 10": round(float(np.mean(same)), 3), "by chance": round(float(np.mean(chance)), 3),
            "same region among 10": round(float(np.mean(same_region)), 3), "movements": len(labels)}  # fmt: skip


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    for name, measure in (("missed events", capture_recapture), ("chance", acceptance), ("label check", label_check),
                          ("similar movements", similar)):  # fmt: skip
        print(json.dumps({name: measure(np.random.default_rng([seed, 3]))}), flush=True)


if __name__ == "__main__":
    main()
