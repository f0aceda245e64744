"""Does learning from the first half of a reviewed subject rank the second half better, and are random verdicts refused?

The subjects are those of the development bench (`benchmarks/bench_clips.py`). Each trial takes one subject and gives it
a habit: a twitch of its own, as quick as a micro-expression, that its reviewer knows and rejects (its measured response
is added to the cached features, which are linear in small movements). Proposals at a low threshold get the verdict the
truth gives them; a random half of the clips is learnt from, and the ranking (AUC) of the proposals in the other half is
compared before and after. A poisoned review has verdicts thrown by a coin. ``--no-habit`` leaves the subjects as they
are: then there is nothing about them that the model does not know, and the guard should keep the old model.

Run:  python -m benchmarks.fine_tuning --portraits PORTRAITS --cache bench_cache [--weights NAME_OR_PATH] [--trials 10]
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from benchmarks.bench_clips import RECIPES, BenchClip, bench, bench_subjects, course_of, field_of
from benchmarks.spotting_bench import curves_of
from engine.data import WEIGHTS
from engine.decoding import decode
from engine.errors import AnalysisError
from engine.evaluation.matching import iou
from engine.spotters import NetworkSpotter, SpottingModel
from engine.synthesis.clips import Camera, Motion, Scene, pictures
from engine.synthesis.courses import Course
from engine.synthesis.scenes import PROBE_PX, extract
from engine.synthesis.subject import Subject, varied
from engine.training.finetune import ReviewedProposal, ReviewedVideo, TuneResult, auc
from tests.kit.tuning import fine_tune

LOW = 0.25  # threshold of the proposals that are reviewed
HABITS = 2  # twitches in a clip
GAP = 8  # frames between a twitch and an event


def twitch_of(subject: Subject, rng: np.random.Generator) -> np.ndarray:
    """Channels at the largest response 1 of a random movement of this face, float64 [10]."""
    face = varied(subject, rng, side=240.0)
    full = Course(np.array([0.0, 1.0]), 0, 1, 1, 1)
    while True:
        field = field_of(face, list(RECIPES)[rng.integers(len(RECIPES))], rng)
        scene = Scene(face, 2, np.zeros((2, 6)), (Motion(field, PROBE_PX, full),), np.zeros(2))
        features, _ = extract(list(pictures(scene, Camera(noise=0.0), np.random.default_rng(0))), [0], k=2)
        seen = features[0, :, 1].astype(np.float64)
        largest = float(np.hypot(seen[0::2], seen[1::2]).max())
        if largest > 0.15 * PROBE_PX:
            return np.asarray(seen / largest, np.float64)


def with_habit(clip: BenchClip, twitch: np.ndarray, rng: np.random.Generator) -> BenchClip:
    """The clip with `HABITS` twitches of 0.8 to 2 px away from its events."""
    busy = np.zeros(clip.n, bool)
    for event in clip.truth:
        busy[max(0, event[0] - GAP) : event[1] + GAP] = True
    features = clip.features.astype(np.float64)
    done = 0
    for _ in range(40):
        course = course_of(rng, int(rng.integers(5, clip.n - 30)))
        span = slice(course.onset, course.offset + 1)
        if done == HABITS or course.offset >= clip.n or busy[span].any():
            continue
        busy[max(0, course.onset - GAP) : course.offset + GAP] = True
        level = course.over(clip.n) * np.exp(rng.uniform(np.log(0.8), np.log(2.0)))
        vector = twitch * np.exp(rng.normal(0, 0.1, 10))
        for window, start in zip(features, clip.starts.tolist(), strict=True):
            part = level[start : start + window.shape[1]]
            window += vector[:, None] * (part - part[0]) * window.any(axis=0)
        done += 1
    return replace(clip, features=features.astype(np.float32))


def reviewed(clip: BenchClip, model: SpottingModel) -> tuple[ReviewedVideo, np.ndarray]:
    """The clip with the verdicts its truth gives, and the score of each proposal."""
    curves = curves_of(clip, model)
    found = decode(curves, config=replace(model.card.decoder, threshold=LOW), n_frames=clip.n)
    decisions = tuple(
        ReviewedProposal(p.onset, p.offset, any(iou((p.onset, p.offset), event[:2]) >= 0.2 for event in clip.truth))
        for p in found
    )
    return ReviewedVideo(clip.starts, clip.features, clip.n, decisions), highest(curves.score, decisions)


def highest(score: np.ndarray, decisions: Sequence[ReviewedProposal]) -> np.ndarray:
    """Highest score within each proposal."""
    curve = np.nan_to_num(score)
    return np.array([float(curve[d.first : d.last + 1].max()) for d in decisions])


def verdicts(reviews: Sequence[ReviewedVideo]) -> np.ndarray:
    """1 for accepted, 0 for rejected."""
    return np.array([float(d.accepted) for review in reviews for d in review.decisions])


def tuned(weights: Path, reviews: list[ReviewedVideo], seed: int, target: Path) -> TuneResult:
    """Result of one fine-tuning; too few verdicts leave the old model."""
    try:
        *_, result = fine_tune(weights, reviews, target, seed=seed)
    except AnalysisError as error:
        return TuneResult(False, str(error), 0.5, 0.5, float("nan"))
    assert isinstance(result, TuneResult)
    return result


def randomly_judged(review: ReviewedVideo, rng: np.random.Generator) -> ReviewedVideo:
    """The same proposals with verdicts thrown by a coin."""
    thrown = (replace(decision, accepted=bool(rng.random() < 0.5)) for decision in review.decisions)
    return replace(review, decisions=tuple(thrown))


def trial(number: int, clips: list[BenchClip], weights: Path, model: SpottingModel, folder: Path) -> Counter[str]:
    """One trial on a subject's clips; counts of what came out."""
    rng = np.random.default_rng([10, number])
    order = rng.permutation(len(clips))
    found = [reviewed(clip, model) for clip in clips]
    half = len(order) // 2
    first, second = ([found[i] for i in part] for part in (order[:half], order[half:]))
    reviews = [review for review, _ in first]
    labels = verdicts([review for review, _ in second])
    before = after = auc(np.concatenate([scores for _, scores in second]), labels)
    target = folder / f"tuned-{number}.safetensors"
    result = tuned(weights, reviews, number, target)
    if result.kept:
        new = NetworkSpotter.load(target)
        scores = [
            highest(curves_of(clips[i], new).score, review.decisions)
            for i, (review, _) in zip(order[half:], second, strict=True)
        ]
        after = auc(np.concatenate(scores), labels)
    thrown = [randomly_judged(review, rng) for review in reviews]
    refusal = tuned(weights, thrown, 100 + number, folder / f"tuned-{100 + number}.safetensors")
    given = verdicts(reviews)
    print(
        f"trial {number} {clips[0].subject[:16]:16s} verdicts {int(given.sum())}+ {int((1 - given).sum())}-  "
        f"second half ({len(labels)}) AUC {before:.3f} -> {after:.3f} ({'kept' if result.kept else 'refused'}: "
        f"{result.auc_before:.2f} -> {result.auc_after:.2f})  poisoned: {'KEPT' if refusal.kept else 'refused'}",
        flush=True,
    )
    return Counter(better=after > before, worse=after < before, kept=result.kept, refused=not refusal.kept)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"))
    parser.add_argument("--weights", default="metst-synth-v1")
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--no-habit", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    weights = Path(arguments.weights)
    if not weights.is_file():
        weights = WEIGHTS / f"{arguments.weights}.safetensors"
    model = NetworkSpotter.load(weights)
    clips = [clip for clip in bench(arguments.portraits, arguments.cache) if clip.kind != "real"]
    people = {subject.name: subject for subject in bench_subjects(arguments.portraits)}
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.trials):
            name = sorted(people)[number % len(people)]
            own = [clip for clip in clips if clip.subject == name]
            if not arguments.no_habit:
                rng = np.random.default_rng([11, number])
                twitch = twitch_of(people[name], rng)
                own = [with_habit(clip, twitch, rng) for clip in own]
            total += trial(number, own, weights, model, Path(folder))
    n = arguments.trials
    print(
        f"better {total['better']}/{n}, worse {total['worse']}/{n}, kept {total['kept']}/{n}, "
        f"poisoned refused {total['refused']}/{n}"
    )


if __name__ == "__main__":
    main()
