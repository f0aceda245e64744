"""Does learning from the first half of a reviewed subject rank the second half better, and are random verdicts refused?

Clips of the development bench are split by subject; proposals at a low threshold get the verdict the truth gives them.
Each trial takes one subject and a random half of its clips to learn from; the ranking (AUC) of the proposals in the
other half is compared before and after. A poisoned review has random verdicts.

Run:  python -m benchmarks.fine_tuning --portraits PORTRAITS --cache bench_cache [--weights NAME_OR_PATH] [--trials 10]
"""

import argparse
import tempfile
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
import torch

from benchmarks.bench_clips import BenchClip, bench
from benchmarks.spotting_bench import curves_of
from engine.decoding import decode
from engine.evaluation.matching import iou
from engine.spotters import NetworkSpotter, SpottingModel
from engine.training.finetune import Decision, ReviewedVideo, TuneResult, auc, fine_tune

LOW = 0.25  # threshold of the proposals that are reviewed


def reviewed(clip: BenchClip, model: SpottingModel) -> ReviewedVideo:
    """The clip with the verdicts its truth gives."""
    found = decode(curves_of(clip, model), config=replace(model.card.decoder, threshold=LOW), n_frames=clip.n)
    decisions = tuple(
        Decision(p.onset, p.offset, any(iou((p.onset, p.offset), event[:2]) >= 0.2 for event in clip.truth))
        for p in found
    )
    return ReviewedVideo(clip.starts, clip.features, clip.n, decisions)


def ranking(clips: list[BenchClip], reviews: list[ReviewedVideo], model: SpottingModel) -> float:
    """AUC of the reviewed proposals by the model's highest score within each."""
    scores, labels = [], []
    for clip, review in zip(clips, reviews, strict=True):
        curve = np.nan_to_num(curves_of(clip, model).score)
        for decision in review.decisions:
            scores.append(float(curve[decision.first : decision.last + 1].max()))
            labels.append(float(decision.accepted))
    return auc(np.array(scores), np.array(labels))


def tuned(weights: Path, reviews: list[ReviewedVideo], seed: int, folder: Path) -> TuneResult:
    """Result of one fine-tuning."""
    *_, result = fine_tune(weights, reviews, folder / f"tuned-{seed}.safetensors", seed=seed)
    assert isinstance(result, TuneResult)
    return result


def randomly_judged(review: ReviewedVideo, rng: np.random.Generator) -> ReviewedVideo:
    """The same proposals with verdicts thrown by a coin."""
    thrown = (replace(decision, accepted=bool(rng.random() < 0.5)) for decision in review.decisions)
    return replace(review, decisions=tuple(thrown))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"))
    parser.add_argument("--weights", default="metst-synth-v1")
    parser.add_argument("--trials", type=int, default=10)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    weights = Path(arguments.weights)
    if not weights.is_file():
        weights = Path(str(resources.files("weights"))) / f"{arguments.weights}.safetensors"
    model = NetworkSpotter.load(weights)
    clips = [clip for clip in bench(arguments.portraits, arguments.cache) if clip.kind != "real"]
    subjects = sorted({clip.subject for clip in clips})
    every = {subject: [clip for clip in clips if clip.subject == subject] for subject in subjects}
    done = {subject: [reviewed(clip, model) for clip in every[subject]] for subject in subjects}
    better = refused = kept = 0
    with tempfile.TemporaryDirectory() as folder:
        for trial in range(arguments.trials):
            subject = subjects[trial % len(subjects)]
            rng = np.random.default_rng([9, trial])
            order = rng.permutation(len(every[subject]))
            first, second = order[: len(order) // 2], order[len(order) // 2 :]
            reviews = [done[subject][i] for i in first]
            held = [every[subject][i] for i in second], [done[subject][i] for i in second]
            result = tuned(weights, reviews, trial, Path(folder))
            before = ranking(*held, model)
            after = ranking(*held, NetworkSpotter.load(result.weights)) if result.weights else before
            better += after > before
            kept += result.kept
            poisoned = [randomly_judged(review, rng) for review in reviews]
            refusal = tuned(weights, poisoned, 100 + trial, Path(folder))
            refused += not refusal.kept
            n = sum(len(review.decisions) for review in reviews)
            print(
                f"trial {trial} {subject[:16]:16s} verdicts {n:3d}  second half AUC {before:.3f} -> {after:.3f} "
                f"({'kept' if result.kept else 'refused'}: {result.auc_before:.2f} -> {result.auc_after:.2f})  "
                f"poisoned: {'refused' if not refusal.kept else 'KEPT'}",
                flush=True,
            )
    print(f"better {better}/{arguments.trials}, kept {kept}, poisoned refused {refused}/{arguments.trials}")


if __name__ == "__main__":
    main()
