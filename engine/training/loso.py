"""Leave one subject out: a model for each subject, trained on the others; one report over all (paper R20, R27, R28).

The last epoch's weights count; nothing is chosen on the subject left out. k_p is the mean half-length of the other
subjects' expressions (the released code takes it over all subjects, which leaks a little).
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.config import DecoderConfig, Synergy
from engine.datasets import Record
from engine.decoding import decode
from engine.errors import DatasetError
from engine.evaluation import Report, evaluate
from engine.network import Network
from engine.spotters.metst import softmax
from engine.training.dataset import LabelledVideo, WindowSampler
from engine.training.recipe import Recipe
from engine.training.trainer import StepReport, Trainer, run_training
from engine.types import Curves, Float32
from engine.weights import Shape
from engine.windows import Stitcher


@dataclass(frozen=True, slots=True)
class FoldDone:
    """One subject's fold is finished.

    Attributes:
        subject: the one left out.
        predictions: proposals in its videos.
    """

    subject: str
    predictions: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of Table IV.

    Attributes:
        name: ``"without synergy"`` or ``"with synergy"``.
        neutral: factor on the neutral class in training (0: it does not count).
        synergy: how recognition and spotting are combined.
    """

    name: str
    neutral: float
    synergy: Synergy


# Table IV: without synergy neutral frames do not count in training and every class may win; with it they count six-fold
# and the most probable expression wins ("spotting mainly", the released default).
VARIANTS = (Variant("without synergy", 0.0, "none"), Variant("with synergy", 6.0, "spotting_led"))


def leave_one_subject_out(
    videos: Sequence[LabelledVideo],
    truth: Sequence[Record],
    recipe: Recipe,
    folder: Path,
    *,
    variant: Variant,
    ratio: float,
    device: str = "cpu",
) -> Generator[StepReport | FoldDone, None, None]:
    """Train and predict fold after fold; each fold's state and log are kept in ``<folder>/<variant>/<subject>``.

    Args:
        videos: the whole data set.
        truth: its micro-expressions.
        recipe: how to train; its neutral factor is the variant's.
        folder: for logs and states.
        variant: row of Table IV.
        ratio: negative windows for one positive.
        device: torch device.

    Yields:
        the steps of every training, and `FoldDone` after each.

    Raises:
        DatasetError: fewer than two subjects.
    """
    subjects = sorted({video.subject for video in videos})
    if len(subjects) < 2:
        raise DatasetError("Leave-one-subject-out needs at least two subjects; add videos of another one.")
    for subject in subjects:
        others = [video for video in videos if video.subject != subject]
        sampler = WindowSampler(others, ratio=ratio, seed=recipe.seed)
        trainer = Trainer(replace(recipe, neutral=variant.neutral), sampler.batch, shape=Shape(), device=device)
        yield from run_training(trainer, folder / variant.name.replace(" ", "-") / _safe(subject))
        decoder = DecoderConfig(name="paper", k_p=half_length([r for r in truth if r.subject != subject]))
        found = [
            record
            for video in videos
            if video.subject == subject
            for record in predict(video, trainer.weights(), decoder, variant.synergy)
        ]
        yield FoldDone(subject, tuple(found))


def half_length(events: Sequence[Record]) -> int:
    """k_p: ``int((mean(offset - onset) + 1) / 2)`` samples, at least 1 (paper; feature spec 1.11)."""
    lengths = [event.offset - event.onset for event in events]
    return max(1, int((float(np.mean(lengths)) + 1) / 2)) if lengths else 1


def predict(video: LabelledVideo, state: dict[str, Float32], decoder: DecoderConfig, synergy: Synergy) -> list[Record]:
    """Proposals in one video as records, by the windows' second halves (released rule)."""
    n, k = len(video.frames), video.features.shape[2]
    spots, logits = Network(state).windows(video.features)
    score, emotion = Stitcher(n, k, "second_half"), Stitcher(n, k, "second_half")
    for row, start in enumerate(video.starts.tolist()):
        score.add(start, spots[row], video.mask[row])
        emotion.add(start, softmax(logits[row].astype(np.float32)), video.mask[row])
    values, mask = score.result()
    curves = Curves(video.frames, values, emotion.result()[0], mask, video.rate)
    found = decode(curves, config=decoder, n_frames=video.n_frames, synergy=synergy)
    return [
        Record(video.subject, video.video, p.onset, p.apex, p.offset, str(p.emotion) if p.emotion else None)
        for p in found
    ]


def report(truth: Sequence[Record], predictions: Sequence[Record]) -> Report:
    """Result over all folds, with the paper's counting (a dummy prediction in a video without any)."""
    return evaluate(truth, predictions, protocol="metst")


def tables(results: dict[str, Report]) -> str:
    """Tables III and IV of the paper for these results, with the counts behind every rate.

    Args:
        results: report of each variant of `VARIANTS` that was run.
    """
    last = list(results.values())[-1]
    lines = [
        "Table III (joint spotting and recognition)",
        f"  subjects {last.n_subjects}, videos {last.n_videos}, micro-expressions {last.n_truth}",
        f"  {_row(last)}",
        "Table IV (synergy)",
    ]
    lines += [f"  {name}: {_row(result)}" for name, result in results.items()]
    return "\n".join(lines)


def _row(result: Report) -> str:
    recognised = result.recognition
    return (
        f"STRS {result.strs:.4f}, spotting F1 {result.f1:.4f} (TP {result.tp}, FP {result.fp}, FN {result.fn}), "
        f"recognition F1 {recognised.f1:.4f} (n {recognised.n_pairs}, {recognised.n_right} right)"
    )


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)
