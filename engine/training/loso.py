"""Leave one subject out: a model for each subject, trained on the others; one report over all (field R20, R27, R28).

The last epoch's weights count; nothing is chosen on the subject left out. Counting is in samples, as released: where a
preset skips frames, labels and predictions are both numbered by the frames that were kept.
"""

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import torch

from engine.config import PRESET_BATCH
from engine.datasets import Record
from engine.datasets.records import EXTENT, POINT
from engine.decoding.released import NO_CLASS, Compat, released_videos
from engine.errors import DatasetError
from engine.evaluation import Report, evaluate
from engine.executors import Done, Named
from engine.network import Network
from engine.training.dataset import KeptVideo, LabelledVideo, labelled_video
from engine.training.digests import arrays_digest
from engine.training.methods import Measured, MethodFold, refuse_leaks
from engine.training.published import Published, Variant, half_length
from engine.training.saved_fold import SavedFold, fold_key, folder_name, save_fold, saved_fold
from engine.training.trainer import STATE_RULES, StepReport, Trainer, run_training
from engine.types import CLASSES, Float32


@dataclass(frozen=True, slots=True)
class FoldTask:
    """A fold to be trained and predicted.

    Attributes:
        subject: the one left out.
        videos: the whole data set, as it was measured.
        plan: how to train and to predict.
        variant: row of Table IV.
        folder: for the fold's state, log and predictions.
        device: torch device.
        resume: whether a fold that is there already is kept.
        draws: whether a progress bar is drawn.
    """

    subject: str
    videos: tuple[KeptVideo, ...]
    plan: Published
    variant: Variant
    folder: Path
    device: str = "cpu"
    resume: bool = True
    draws: bool = True

    @property
    def key(self) -> str:
        """Identity of the fold: of all that decides its predictions."""
        plan = asdict(self.plan) | {"deviations": sorted(self.plan.deviations)}
        videos = [[one.subject, one.video, one.digest, one.events] for one in self.videos]
        rules = {"state": STATE_RULES, "plan": plan, "variant": asdict(self.variant), "device": self.device}
        return fold_key({**rules, "subject": self.subject, "videos": videos})


def fold_tasks(
    videos: Sequence[KeptVideo],
    plan: Published,
    folder: Path,
    *,
    variant: Variant,
    device: str = "cpu",
    resume: bool = True,
    draws: bool = True,
) -> list[Named[FoldTask]]:
    """One task a subject; each fold's files are kept in ``<folder>/<variant>/<subject>``.

    Args:
        videos: the whole data set, as it was measured.
        plan: how to train and to predict.
        folder: of the work.
        variant: row of Table IV.
        device: torch device.
        resume: whether folds that are there already are kept.
        draws: whether progress bars are drawn.

    Raises:
        DatasetError: fewer than two subjects, or a fold would be trained on what it is tested on.
    """
    subjects = sorted({video.subject for video in videos})
    if len(subjects) < 2:
        raise DatasetError("Leave-one-subject-out needs at least two subjects; add videos of another one.")
    measured = [(one.subject, one.video, one.digest) for one in videos]
    tasks = []
    for subject in subjects:
        others = tuple(one for one in measured if one[0] != subject)
        refuse_leaks(MethodFold(subject, others, tuple(one for one in measured if one[0] == subject), ()))
        own = folder / variant.name.replace(" ", "-") / folder_name(subject)
        task = FoldTask(subject, tuple(videos), plan, variant, own, device, resume, draws)
        tasks.append(Named(f"fold {plan.name} {variant.name} {subject}", task))
    return tasks


def run_fold(task: FoldTask) -> Generator[StepReport, None, Done[SavedFold]]:
    """Train and predict a fold, or find that this was done before.

    Yields:
        the steps of the training.

    Raises:
        DatasetError: a video that is too short for the plan, or one whose features are gone.
    """
    before = saved_fold(task.folder, task.key) if task.resume else None
    if before is not None:
        return Done(before, before=True)
    if not task.resume:
        (task.folder / "state.npz").unlink(missing_ok=True)
    torch.set_num_threads(1)  # the compiled scan is one thread, and the sums of several depend on their number
    plan, variant = task.plan, task.variant
    videos = _loaded(task.videos)
    check_lengths(videos, plan)
    others = [video for video in videos if video.subject != task.subject]
    sampler = plan.sampler(others)
    recipe = plan.recipe(sampler, neutral=variant.neutral)
    trainer = Trainer(recipe, sampler.batch, shape=plan.shape, device=task.device, data=sampler.digest())
    yield from run_training(trainer, task.folder)
    own = [video for video in videos if video.subject == task.subject]
    k_p = half_length(others if "k-p-of-others" in plan.deviations else videos, median=plan.name == "successor")
    weights = trainer.weights()
    found = predict(own, weights, plan, variant, k_p=k_p)
    return Done(save_fold(task.folder, task.key, task.subject, found, weights=arrays_digest(weights)))


@lru_cache(maxsize=1)
def _loaded(videos: tuple[KeptVideo, ...]) -> tuple[LabelledVideo, ...]:
    """The data set; a process that trains one fold after the other reads it once."""
    return tuple(labelled_video(one) for one in videos)


def check_lengths(videos: Sequence[LabelledVideo], plan: Published) -> None:
    """Refuse videos on which the released rules stop with an error, before anything is trained.

    Raises:
        DatasetError: the successor's intervals need ``2 k_p`` samples.
    """
    least = 2 * half_length(videos, median=True) if plan.name == "successor" else 0
    for video in videos:
        if len(video.frames) < least:
            raise DatasetError(
                f"“{video.subject}/{video.video}” has {len(video.frames)} samples; the successor's intervals need "
                f"{least} (twice k_p). Leave it out, or use --recipe paper."
            )


def predict(
    videos: Sequence[LabelledVideo], state: dict[str, Float32], plan: Published, variant: Variant, *, k_p: int
) -> list[Record]:
    """What a fold's network finds in the videos of one subject, in samples.

    Args:
        videos: of one subject, in the order of the label table (the released joining depends on it).
        state: the fold's parameters.
        plan: how to predict.
        variant: row of Table IV.
        k_p: half-length of an expression in samples.
    """
    network = Network(state)
    outputs = []
    for video in videos:
        k = video.features.shape[2]
        whole = video.starts % (k // 2) == 0  # the released code knows no tail window
        outputs.append(network.windows(video.features[whole]))
    compat = None if "clean-joining" in plan.deviations else Compat(PRESET_BATCH[plan.preset])
    found = released_videos(
        outputs, k_p=k_p, synergy=variant.synergy, compat=compat, successor=plan.name == "successor"
    )
    return [
        Record(video.subject, video.video, onset, peak, offset, None if number == NO_CLASS else str(CLASSES[number]))
        for video, result in zip(videos, found, strict=True)
        for (onset, offset, peak), number in zip(result.intervals.tolist(), result.classes.tolist(), strict=True)
        if number != NO_CLASS  # the protocol adds the dummy itself
    ]


def truth_in_samples(videos: Sequence[LabelledVideo | Measured | KeptVideo]) -> list[Record]:
    """The micro-expressions of all videos, in samples; of a point label only its moment."""
    found = []
    for video in videos:
        for at, (onset, apex, offset, number) in enumerate(video.events):
            is_moment = at in video.points
            bounds = (apex, apex, apex) if is_moment else (onset, apex, offset)
            extra = {EXTENT: POINT} if is_moment else {}
            found.append(Record(video.subject, video.video, *bounds, str(CLASSES[number]), extra=extra))
    return found


def in_frames(predictions: Sequence[Record], videos: Sequence[LabelledVideo]) -> list[Record]:
    """Predictions in samples as frame indices, cut to the video."""
    frames = {(video.subject, video.video): video.frames for video in videos}

    def frame(record: Record, sample: int) -> int:
        known = frames[record.subject, record.video]
        return int(known[min(max(sample, 0), len(known) - 1)])

    return [
        Record(
            one.subject,
            one.video,
            frame(one, one.onset),
            None if one.apex is None else frame(one, one.apex),
            frame(one, one.offset),
            one.emotion,
        )
        for one in predictions
    ]


def report(videos: Sequence[LabelledVideo], predictions: Sequence[Record], plan: Published, variant: Variant) -> Report:
    """Result over all folds, counted as the released code does.

    ME-TST adds a dummy prediction to a video without any; the successor does not. Where recognition leads, neutral
    predictions are removed after matching.
    """
    return evaluate(
        truth_in_samples(videos),
        predictions,
        protocol="metst" if plan.dummy else "metst_no_dummy",
        drop_neutral=variant.synergy == "recognition_led",
        videos=tuple(dict.fromkeys((video.subject, video.video) for video in videos)),
    )


def tables(results: dict[str, Report]) -> str:
    """Tables III and IV of the paper for these results, with the counts behind every rate.

    Args:
        results: report of each variant that was run.
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
