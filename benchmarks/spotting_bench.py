"""How well does a spotting model find injected movements, and how often does it raise a false alarm?

A development bench: 160 injected movements on faces, fields, time courses and heads that training never saw
(`benchmarks/bench_clips.py`), minutes without any, and the real clips of `../shared/footage`. It says nothing about
real micro-expressions. The classical spotter is shown at its own threshold and at the threshold that gives it the same
false alarms as the model.

Run:  python -m benchmarks.spotting_bench --portraits PORTRAITS [--weights NAME_OR_PATH ...] [--cache bench_cache]
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.bench_clips import LEVELS, BenchClip, bench
from engine.config import DecoderConfig
from engine.decoding import decode
from engine.evaluation.matching import iou, match
from engine.spotters import SpottingModel, load_spotter
from engine.spotters.joining import JoinedScores
from engine.types import Curves, Proposal


@dataclass(frozen=True)
class Result:
    """Counts over the bench at one threshold."""

    threshold: float
    hits: int
    loose: int
    events: int
    proposals: int
    by_level: dict[float, tuple[int, int]]
    alarms: dict[str, tuple[int, float]]
    classes: tuple[int, int]

    @property
    def recall(self) -> float:
        """Found at IoU 0.5, of all events."""
        return self.hits / max(1, self.events)

    @property
    def f1(self) -> float:
        """F1 at IoU 0.5 on the injected clips."""
        return 2 * self.hits / max(1, self.events + self.proposals)

    @property
    def f1_loose(self) -> float:
        """F1 at IoU 0.2."""
        return 2 * self.loose / max(1, self.events + self.proposals)

    @property
    def visible_recall(self) -> tuple[int, int]:
        """Hits at IoU 0.2 and events of at least 1 px ROI response."""
        chosen = [counts for level, counts in self.by_level.items() if level >= 1.0]
        return sum(hit for hit, _ in chosen), sum(n for _, n in chosen)

    def per_minute(self, kind: str) -> float:
        """False alarms a minute on one kind of clip."""
        count, minutes = self.alarms.get(kind, (0, 0.0))
        return count / minutes if minutes else float("nan")

    def to_dict(self) -> dict[str, object]:
        """JSON-able form."""
        found, visible = self.visible_recall
        return {
            "threshold": self.threshold,
            "n_events": self.events,
            "n_proposals_injected": self.proposals,
            "f1_iou_0.5": round(self.f1, 3),
            "f1_iou_0.2": round(self.f1_loose, 3),
            "recall_iou_0.5": round(self.recall, 3),
            "recall_at_1px_or_more_iou_0.2": f"{found}/{visible}",
            "recall_by_response_px_iou_0.2": {str(k): f"{a}/{b}" for k, (a, b) in self.by_level.items()},
            "false_alarms_per_minute": {k: round(self.per_minute(k), 2) for k in self.alarms},
            "minutes": {k: round(m, 2) for k, (_, m) in self.alarms.items()},
            "class_right_on_hits": f"{self.classes[0]}/{self.classes[1]}",
        }


def curves_of(clip: BenchClip, model: SpottingModel) -> Curves:
    """Curves by the same steps as the product's pipeline."""
    scores = JoinedScores(model, clip.n, clip.features.shape[2])
    for start, window, mask in zip(clip.starts, clip.features, clip.mask, strict=True):
        scores.add(int(start), window.astype(np.float64), mask)
    joined, mask = scores.score.result()
    classes = scores.emotion.result()[0] if scores.emotion is not None else None
    return Curves(np.arange(clip.n), model.finish(joined, mask), classes, mask, clip.rate)


def evaluate(clips: list[BenchClip], curves: list[Curves], decoder: DecoderConfig) -> Result:
    """Counts at the decoder's threshold."""
    hits = loose = events = proposals = right = named = 0
    by_level = {level: [0, 0] for level in LEVELS}
    alarms: dict[str, list[float]] = {}
    for clip, curve in zip(clips, curves, strict=True):
        found = decode(curve, config=decoder, n_frames=clip.n)
        if clip.kind != "injected":
            for kind in (clip.kind, clip.name) if clip.kind == "real" else (clip.kind,):
                count = alarms.setdefault(kind, [0, 0.0])
                count[0] += len(found)
                count[1] += np.isfinite(curve.score).sum() / clip.rate / 60
            continue
        truth = [(event[0], event[1]) for event in clip.truth]
        events += len(truth)
        proposals += len(found)
        strict = match(truth, _intervals(found), iou_threshold=0.5)
        hits += sum(event >= 0 for event in strict)
        lenient = match(truth, _intervals(found), iou_threshold=0.2)
        loose += sum(event >= 0 for event in lenient)
        for number, event in enumerate(clip.truth):
            by_level[event[2]][0] += number in lenient
            by_level[event[2]][1] += 1
        for proposal, event in zip(found, lenient, strict=True):
            if event >= 0 and proposal.emotion is not None:
                named += 1
                right += str(proposal.emotion) == clip.truth[event][3]
    return Result(
        decoder.threshold,
        hits,
        loose,
        events,
        proposals,
        {level: (a, b) for level, (a, b) in by_level.items()},
        {kind: (int(count), minutes) for kind, (count, minutes) in alarms.items()},
        (right, named),
    )


def _intervals(found: tuple[Proposal, ...]) -> list[tuple[int, int]]:
    return [(proposal.onset, proposal.offset) for proposal in found]


def stray_alarms(clips: list[BenchClip], curves: list[Curves], decoder: DecoderConfig) -> float:
    """Proposals a minute in injected clips that touch no event."""
    count, minutes = 0, 0.0
    for clip, curve in zip(clips, curves, strict=True):
        if clip.kind == "injected":
            minutes += clip.minutes
            for proposal in decode(curve, config=decoder, n_frames=clip.n):
                count += all(iou((proposal.onset, proposal.offset), event[:2]) == 0 for event in clip.truth)
    return count / max(minutes, 1e-9)


def at_alarms(clips: list[BenchClip], curves: list[Curves], decoder: DecoderConfig, wanted: float) -> Result:
    """The result at the lowest threshold with at most `wanted` false alarms a minute on clips without events."""
    for threshold in np.arange(0.30, 0.99, 0.01):
        result = evaluate(clips, curves, replace(decoder, threshold=float(threshold)))
        if result.per_minute("free") <= wanted:
            return result
    return evaluate(clips, curves, replace(decoder, threshold=0.99))


HEADER = (
    f"{'model':34s} {'thr':>5s} {'F1@.5':>6s} {'F1@.2':>6s} {'rec@.5':>6s} {'rec>=1px':>9s} {'free/min':>8s} "
    f"{'real/min':>8s} {'class':>8s}  recall by response (IoU .2)"
)


def row(name: str, result: Result) -> str:
    """One line of the table."""
    found, visible = result.visible_recall
    levels = " ".join(f"{level}:{a}/{b}" for level, (a, b) in result.by_level.items())
    return (
        f"{name[:34]:34s} {result.threshold:5.2f} {result.f1:6.3f} {result.f1_loose:6.3f} {result.recall:6.3f} "
        f"{found:3d}/{visible:3d}={found / max(1, visible):.2f} {result.per_minute('free'):6.2f} "
        f"{result.per_minute('real'):8.2f} {result.classes[0]:4d}/{result.classes[1]:3d}  {levels}"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True, help="folder of package archives")
    parser.add_argument("--weights", nargs="+", default=["metst-synth-v1"], help="models to measure")
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"), help="folder for the rendered clips")
    parser.add_argument("--sweep", action="store_true", help="also print other thresholds")
    parser.add_argument("--json", type=Path, default=None, help="write the first model's result here")
    arguments = parser.parse_args()
    clips = bench(arguments.portraits, arguments.cache)
    subjects = sorted({clip.subject for clip in clips if clip.kind == "injected"})
    minutes = {kind: sum(c.minutes for c in clips if c.kind == kind) for kind in ("injected", "free", "real")}
    print(f"subjects {subjects}; minutes: " + ", ".join(f"{kind} {value:.2f}" for kind, value in minutes.items()))
    print(HEADER)
    classical = load_spotter("classical", device="cpu")
    rival = [curves_of(clip, classical) for clip in clips]
    print(row("classical (own threshold)", evaluate(clips, rival, classical.card.decoder)))
    for number, weights in enumerate(arguments.weights):
        model = load_spotter(weights, device="cpu")
        curves = [curves_of(clip, model) for clip in clips]
        result = evaluate(clips, curves, model.card.decoder)
        print(row(weights[-34:], result))
        if arguments.sweep:
            for threshold in np.arange(0.3, 0.9, 0.05):
                print(row("  ", evaluate(clips, curves, replace(model.card.decoder, threshold=float(threshold)))))
        equal = at_alarms(clips, rival, classical.card.decoder, result.per_minute("free"))
        print(row("classical (same alarms as above)", equal))
        print(f"  stray in injected clips: {stray_alarms(clips, curves, model.card.decoder):.2f}/min")
        if number == 0 and arguments.json:
            arguments.json.write_text(json.dumps(result.to_dict(), indent=2) + "\n")


if __name__ == "__main__":
    main()
