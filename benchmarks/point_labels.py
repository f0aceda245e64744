"""How much does a network lose that learns from one frame an expression (a point label) instead of onset and offset?

A data set is generated (`metst synthesize`: one drawn portrait, varied for each subject). The same small network is
trained on half of the subjects and counted on the other half, both ways round and from several initial values, with the
labels whole; with a point at the apex or anywhere in the expression, for which training takes the interval of the
movement measured there (`engine.training.point_labels`); with the usual interval around the point, whatever moved; and
with the point alone, five samples long. Counted are hits at IoU 0.5 with the whole labels, and hits by point: the apex
inside a proposal. Behind each F1 stands its 95 % interval, and how much it is above that with whole labels, with the
interval of that difference: videos are resampled, the same ones for both.

What the figures do not say: how real faces and real annotators' points would do; the movements are generated, and all
faces are variants of one portrait.

Run:  python -m benchmarks.point_labels [--subjects 16] [--videos 8] [--steps 200] [--seeds 2] [--folder DIR]
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from engine.config import AnalysisConfig
from engine.datasets import Record, read_records
from engine.datasets.records import EXTENT, POINT
from engine.evaluation import evaluate
from engine.synthesis.dataset import LABELS, write_dataset
from engine.synthesis.scenes import SceneOptions
from engine.synthesis.subject import subjects
from engine.training.dataset import KeptVideo, LabelledVideo, labelled_video, measure_video, read_arrays, video_tasks
from engine.training.loso import predict
from engine.training.point_labels import pseudo_interval
from engine.training.published import Published, half_length
from engine.training.trainer import Trainer, run_training

CLEAN = frozenset({"one-pass", "fresh-negatives", "leave-out-unscored", "k-p-of-others", "clean-joining"})
BLOCKS, BATCH = 2, 64
RESAMPLES, TAILS = 2000, (0.025, 0.975)
Counts = NDArray[np.float64]
Relabel = Callable[[KeptVideo, tuple[int, int, int, int]], tuple[int, int]]


def data(folder: Path, people: int, videos: int) -> list[KeptVideo]:
    """The measured videos of a generated data set."""
    if not (folder / LABELS).is_file():
        options = SceneOptions(n=150, micros=3.0, responses=(1.0, 2.8))
        work = write_dataset(folder, subjects(None, "training"), options, subjects=people, videos=videos, seed=7)
        for _ in work:
            pass
    config = AnalysisConfig(features="robust", landmarks="mesh")
    records = read_records(folder / LABELS).records
    return [measure_video(one.task).result for one in video_tasks(folder, records, config, folder / "features")]


def drawn(kept: KeptVideo, event: tuple[int, int, int, int]) -> int:
    """A frame of the event that an annotator might click, anywhere inside."""
    rng = np.random.default_rng([len(kept.subject), ord(kept.video[0]), *map(abs, event)])
    return int(rng.integers(event[0], event[2] + 1))


def measured(kept: KeptVideo, moment: int) -> tuple[int, int]:
    """The interval training takes for a point."""
    arrays = read_arrays(kept)
    return pseudo_interval(arrays, moment, float(arrays["rate"]))


def usual(moment: int) -> tuple[int, int]:
    """The usual interval, whatever moved there."""
    return pseudo_interval({"starts": np.zeros(0, np.int64)}, moment, 30.0)


class Asked(NamedTuple):
    """Length of a training, and its initial values."""

    steps: int
    seed: int


LABELLINGS: dict[str, Relabel] = {
    "whole labels": lambda _, event: (event[0], event[2]),
    "point at the apex, measured": lambda kept, event: measured(kept, event[1]),
    "point anywhere, measured": lambda kept, event: measured(kept, drawn(kept, event)),
    "point at the apex, usual": lambda _, event: usual(event[1]),
    "point anywhere, usual": lambda kept, event: usual(drawn(kept, event)),
    "point at the apex alone": lambda _, event: (event[1] - 2, event[1] + 2),
}


def relabelled(kept: KeptVideo, relabel: Relabel) -> LabelledVideo:
    """The video with other bounds for its events."""
    n = len(read_arrays(kept)["frames"])
    events = []
    for event in kept.events:
        onset, offset = relabel(kept, event)
        events.append((max(0, onset), event[1], min(n - 1, offset), event[3]))
    return labelled_video(replace(kept, events=tuple(events)))


def trained(
    videos: Sequence[LabelledVideo], tested: Sequence[LabelledVideo], asked: Asked, folder: Path
) -> list[Record]:
    """What a network trained on some videos finds in others, in samples."""
    plan = Published("paper", "casme3", epochs=1, blocks=BLOCKS, deviations=CLEAN, seed=asked.seed)
    sampler = plan.sampler(videos)
    recipe = replace(plan.recipe(sampler), steps=(asked.steps,), batch=BATCH, max_lr=(1e-3,))
    trainer = Trainer(recipe, sampler.batch, shape=plan.shape, device="cpu", data=sampler.digest())
    for _ in run_training(trainer, folder):
        pass
    return predict(tested, trainer.weights(), plan, plan.variants[1], k_p=half_length(videos))


def counted(truth: Sequence[LabelledVideo], found: Sequence[Record], *, points: bool) -> Counts:
    """Hits, false alarms and events of each video, at IoU 0.5 with the whole labels or with a point at each apex."""
    records = []
    for video in truth:
        for onset, apex, offset, _ in video.events:
            bounds = (apex, apex, apex) if points else (onset, apex, offset)
            records.append(
                Record(video.subject, video.video, *bounds, "others", extra={EXTENT: POINT} if points else {})
            )
    names = tuple((video.subject, video.video) for video in truth)
    rows = {(one.subject, one.video): one for one in evaluate(records, found, videos=names).videos}
    return np.array([(rows[name].tp, rows[name].fp, rows[name].n_truth) for name in names], np.float64)


def f1(counts: Counts) -> Counts:
    """F1 [...] of pooled hits, false alarms and events [..., 3]."""
    hits, alarms, events = np.moveaxis(counts, -1, 0)
    return np.asarray(2 * hits / np.maximum(hits + alarms + events, 1))


def cell(counts: Counts, whole: Counts) -> str:
    """F1 of counts [V, 3] with its interval, and its difference to that of `whole` with the interval of the pairs."""
    n = len(counts)
    weights = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    drawn, drawn_whole = f1(weights @ counts), f1(weights @ whole)
    low, high = np.quantile(drawn, TAILS)
    text = f"{f1(counts.sum(axis=0)):.3f} [{low:.3f}, {high:.3f}]"
    if counts is whole:
        return text
    low, high = np.quantile(drawn - drawn_whole, TAILS)
    return f"{text} {f1(counts.sum(axis=0)) - f1(whole.sum(axis=0)):+.3f} [{low:+.3f}, {high:+.3f}]"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subjects", type=int, default=16)
    parser.add_argument("--videos", type=int, default=8)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None, help="keeps the data between runs")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as scratch:
        kept = data(arguments.folder or Path(scratch) / "data", arguments.subjects, arguments.videos)
        names = sorted({one.subject for one in kept})
        halves = names[::2], names[1::2]
        whole = [labelled_video(one) for one in kept]
        events = sum(len(one.events) for one in kept)
        print(
            f"{len(names)} subjects, {len(kept)} videos, {events} events, {arguments.seeds} trainings each", flush=True
        )
        print(
            f"{'labels of the training half':28s}  {'F1 at IoU 0.5, above whole labels':49s}  F1 by point", flush=True
        )
        first: list[Counts] = []
        for title, relabel in LABELLINGS.items():
            sums = [np.zeros((len(whole), 3)) for _ in range(2)]
            for seed in range(arguments.seeds):
                found: list[Record] = []
                for half in halves:
                    learnt = [relabelled(one, relabel) for one in kept if one.subject not in half]
                    tested = [one for one in whole if one.subject in half]
                    with tempfile.TemporaryDirectory(dir=scratch) as folder:
                        found += trained(learnt, tested, Asked(arguments.steps, seed), Path(folder))
                for counts, points in zip(sums, (False, True), strict=True):
                    counts += counted(whole, found, points=points)
            first = first or sums
            cells = [cell(counts, reference) for counts, reference in zip(sums, first, strict=True)]
            print(f"{title:28s}  {cells[0]:49s}  {cells[1]}", flush=True)


if __name__ == "__main__":
    main()
