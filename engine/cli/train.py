"""`metst train`: the synthetic default model, or one from a labelled data set by the published recipes."""

import argparse
from pathlib import Path

from engine.cli import options
from engine.cli.batch import TaskBatch, batch_options, training_options
from engine.cli.progress import say_notes, shown
from engine.cli.terminal import say
from engine.config import FeatureMode
from engine.content import content_digest
from engine.errors import EngineError

HELP = "Train the synthetic default model, or a model on a labelled data set."
EXAMPLE = "metst train DATASET --labels labels.xlsx --recipe paper --out mine.safetensors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "data",
        metavar="DATASET",
        nargs="?",
        type=Path,
        help="for paper, successor and plus: folder <subject>/<video>/color/, or of video files",
    )
    parser.add_argument(
        "--recipe",
        choices=("default", "patches", "paper", "successor", "plus"),
        default="default",
        help="default: synthetic movements on portraits; patches: in recordings as well; the others: "
        "published ones, on DATASET",
    )
    parser.add_argument("--out", type=Path, required=True, help="weights file to write (.safetensors); card beside it")
    parser.add_argument("--work", type=Path, default=Path("training"), help="folder for data, state, log and curves")
    parser.add_argument("--seed", type=int, default=1, help="of initial values and batches")
    made = parser.add_argument_group("default and patches recipes")
    made.add_argument("--portraits", type=Path, default=None, help="folder of package archives with the portraits")
    made.add_argument("--footage", type=Path, default=None, help="patches: folder of recordings (weights/README.md)")
    made.add_argument("--quick", action="store_true", help="a run of about a minute that only shows that it works")
    labelled = parser.add_argument_group("paper, successor and plus recipes")
    labelled.add_argument("--labels", type=Path, help="label table (METST CSV or CAS(ME)^3 xlsx)")
    options.add_published_options(labelled)
    options.add_batch_options(parser, resume=False)
    options.add_device_option(parser)
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Train, resuming where a run was stopped; write weights and card."""
    if arguments.out.suffix != ".safetensors":
        raise EngineError("--out must end in .safetensors.")
    if arguments.recipe == "default":
        _default(arguments)
    elif arguments.recipe == "patches":
        _patches(arguments)
    else:
        _labelled(arguments)


def _default(arguments: argparse.Namespace) -> None:
    """Make the data that is missing, and train on them."""
    from engine.training import default
    from engine.training.plan import default_plan, quick_plan

    if arguments.data is not None or arguments.labels is not None:
        raise EngineError("A data set is trained on with --recipe paper, successor or plus.")
    began = default.clock()
    plan = (quick_plan if arguments.quick else default_plan)(arguments.seed)
    batch = TaskBatch(batch_options(arguments), arguments.work, unit="clip", apart=False)
    portraits = None if arguments.portraits is None else batch.reached(arguments.portraits)
    clips = batch.reached(arguments.work / "clips")
    if batch.some(default.render_clip, default.clip_tasks(portraits, clips, plan.clips)) is None:
        _say_part(batch)
        return
    made = default.rendered_clips(portraits, clips, plan.clips)
    folder = arguments.work / f"{plan.recipe.name}-{arguments.seed}"
    state = shown(default.train_default(made, plan, folder), "steps", plan.recipe.total)
    digest = default.write_model(
        arguments.out,
        state,
        plan=plan,
        portraits=arguments.portraits,
        windows=sum(len(clip.features) for clip in made),
        seconds=default.clock() - began,
    )
    _say(arguments.out, digest, folder)


def _patches(arguments: argparse.Namespace) -> None:
    """Measure what is missing of recordings and portraits, and train the patch network on it."""
    from engine.training import default, patch_default
    from engine.training.ground import Ground, measure_piece, piece_tasks, pieces

    if arguments.data is not None or arguments.labels is not None:
        raise EngineError("A data set is trained on with --recipe paper, successor or plus.")
    began = default.clock()
    plan, recipe, mix = patch_default.plans(arguments.seed, quick=arguments.quick)
    batch = TaskBatch(batch_options(arguments), arguments.work, unit="pass", apart=False)
    footage, portraits = (
        None if one is None else batch.reached(one) for one in (arguments.footage, arguments.portraits)
    )
    ground = Ground(footage, portraits, batch.reached(arguments.work / "ground"), plan.limit)
    passes = plan.passes(ground.recordings)
    if batch.some(measure_piece, piece_tasks(ground, passes)) is None:
        _say_part(batch)
        return
    made = list(pieces(ground, passes))
    state = shown(patch_default.train(made, recipe, mix), "steps", recipe.steps * recipe.members)
    seconds = default.clock() - began
    digest = patch_default.write_model(
        arguments.out, state, ground=ground, made=made, recipe=recipe, mix=mix, seconds=seconds
    )
    _say(arguments.out, digest, arguments.work)


def _labelled(arguments: argparse.Namespace) -> None:
    """Extract features (once), and train on all subjects."""
    import time

    import torch

    from engine.datasets import read_records
    from engine.training import labelled
    from engine.training.dataset import labelled_video, measure_video, video_tasks

    if arguments.data is None or arguments.labels is None:
        raise EngineError("Give the data set's folder and its label table: metst train DATASET --labels FILE …")
    where, device = training_options(arguments)
    batch = TaskBatch(where, arguments.work, unit="video", apart=False)
    torch.set_num_threads(1)
    plan = options.published_plan(arguments)
    config = options.published_features(options.feature_config(arguments))
    truth = [
        record for record in read_records(arguments.labels).records if record.extra.get("kind", "micro") == "micro"
    ]
    began = time.monotonic()
    features = batch.reached(arguments.work / "features")
    tasks = video_tasks(batch.reached(arguments.data), truth, config, features, channels=plan.channels)
    kept = batch.some(measure_video, tasks)
    if kept is None:
        _say_part(batch)
        return
    videos = [labelled_video(one) for one in kept]
    say_notes(note for video in videos for note in video.notes)
    mode: FeatureMode = "parity" if config.features == "parity" else "robust"
    labels = arguments.labels.name, content_digest(arguments.labels)
    how = labelled.LabelledPlan(plan, device, labels[0], mode, labels[1])
    folder = arguments.work / f"{arguments.recipe}-{arguments.seed}"
    total = plan.recipe(plan.sampler(videos)).total
    state = shown(labelled.train_labelled(videos, how, folder), "steps", total)
    seconds = time.monotonic() - began
    digest = labelled.write_labelled(arguments.out, state, videos, truth, plan=how, seconds=seconds)
    _say(arguments.out, digest, folder)


def _say_part(batch: TaskBatch) -> None:
    say(f"Part {batch.options.part} is measured; when all parts are, the same command without --shard trains on them.")


def _say(out: Path, digest: str, folder: Path) -> None:
    say(f"{out} (sha256 {digest[:12]}) and its model card; log and curves in {folder}")
