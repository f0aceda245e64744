"""`metst loso`: leave-one-subject-out training and evaluation on a labelled data set."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli import options
from engine.cli.batch import TaskBatch, training_options
from engine.cli.progress import say_notes, shown
from engine.cli.terminal import say
from engine.config import MODEL_RECIPES
from engine.datasets import Record, read_records
from engine.evaluation import Report

if TYPE_CHECKING:
    from engine.executors import Done
    from engine.training.loso import FoldTask
    from engine.training.saved_fold import SavedFold

HELP = "Train one model for each subject on the others and print the paper's tables."
EXAMPLE = "metst loso DATASET --labels labels.xlsx --work loso --preset casme3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("data", metavar="DATASET", type=Path, help="folder <subject>/<video>/color/, or of video files")
    parser.add_argument("--labels", type=Path, required=True, help="label table (METST CSV or CAS(ME)^3 xlsx)")
    parser.add_argument("--work", type=Path, default=Path("loso"), help="folder for features, states, logs and results")
    parser.add_argument(
        "--recipe", choices=("paper", "successor", "plus"), default="paper", help="how to train and predict"
    )
    parser.add_argument(
        "--model",
        nargs="+",
        metavar="NAME",
        help=f"count several by one protocol, for Tables I to III: {', '.join(MODEL_RECIPES)}, of-fd, classical, or "
        "a plug-in's",
    )
    options.add_published_options(parser)
    options.add_batch_options(parser)
    parser.add_argument("--only-with-synergy", action="store_true", help="leave out Table IV's other row")
    parser.add_argument("--json", action="store_true", help="print the reports as JSON")
    options.add_device_option(parser)
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Extract features, train every fold, write predictions and print the tables; what was done before is kept."""
    truth = [
        record for record in read_records(arguments.labels).records if record.extra.get("kind", "micro") == "micro"
    ]
    where, device = training_options(arguments)
    batch = TaskBatch(where, arguments.work, apart=False)
    if arguments.model:
        _side_by_side(arguments, truth, batch, device)
    else:
        _one_recipe(arguments, truth, batch, device)


def _one_recipe(arguments: argparse.Namespace, truth: Sequence[Record], batch: TaskBatch, device: str) -> None:
    """Both rows of Table IV by one recipe."""
    from engine.datasets import write_records
    from engine.training import loso
    from engine.training.dataset import labelled_video, measure_video, video_tasks

    plan, work = options.published_plan(arguments), batch.reached(arguments.work)
    config = options.published_features(options.feature_config(arguments))
    features = video_tasks(
        batch.reached(arguments.data),
        truth,
        config,
        work / "features",
        channels=plan.channels,
        resume=arguments.resume,
    )
    batch.expect([task.name for task in batch.own(features)])
    kept = batch.every(measure_video, features)
    say_notes(note for video in kept for note in video.notes)
    variants = plan.variants[int(arguments.only_with_synergy) :]
    folds = [
        loso.fold_tasks(
            kept, plan, work, variant=variant, device=device, resume=arguments.resume, draws=batch.shows_one
        )
        for variant in variants
    ]
    done = batch.some(_fold, [fold for of_variant in folds for fold in of_variant])
    if done is None:
        _say_part(batch)
        return
    videos = [labelled_video(one) for one in kept]
    results: dict[str, Report] = {}
    for number, variant in enumerate(variants):
        own = done[number * len(folds[0]) : (number + 1) * len(folds[0])]
        found = [record for fold in own for record in fold.predictions]
        results[variant.name] = loso.report(videos, found, plan, variant)
        file = arguments.work / f"{variant.name.replace(' ', '-')}.predictions.csv"
        write_records(file, loso.in_frames(found, videos), format="csv")
    if arguments.json:
        print(json.dumps({name: result.to_dict() for name, result in results.items()}, indent=2))
        return
    print(loso.tables(results))
    say(
        f"Recipe {plan.name}, features {config.features}, deviations from the released code: "
        f"{', '.join(sorted(plan.deviations)) or 'none'}"
    )


def _fold(task: "FoldTask") -> "Done[SavedFold]":
    from engine.training.loso import run_fold

    return shown(run_fold(task), "steps", 0, title=f"{task.variant.name}, {task.subject}", draws=task.draws)


def _say_part(batch: TaskBatch) -> None:
    say(
        f"Part {batch.options.part} is done; when all parts are, the same command without --shard collects the folds "
        "and prints the tables."
    )


def _side_by_side(arguments: argparse.Namespace, truth: Sequence[Record], batch: TaskBatch, device: str) -> None:
    """Count each named model by one protocol, and print Tables I to III with what each row is."""
    from engine.evaluation.tables import as_text, table_1, table_2, table_3
    from engine.training.side_by_side import SideBySide, counted

    config = options.published_features(options.feature_config(arguments))
    settings = SideBySide(
        folder=batch.reached(arguments.data),
        truth=tuple(truth),
        config=config,
        work=batch.reached(arguments.work),
        preset=arguments.preset,
        epochs=arguments.epochs,
        blocks=arguments.blocks,
        torch_device=device,
        resume=arguments.resume,
    )
    rows = {name: counted(name, settings, batch) for name in dict.fromkeys(arguments.model)}
    whole = {name: row for name, row in rows.items() if row is not None}
    if len(whole) < len(rows):
        _say_part(batch)
        return
    reports = {row.title: row.report for row in whole.values()}
    if arguments.json:
        print(json.dumps({name: row.to_dict() for name, row in whole.items()}, indent=2))
        return
    for table in (table_1, table_2, table_3):
        print(as_text(table(reports)))
        say("")
    for row in whole.values():
        say(f"{row.title}: {row.statement}")
    say("No subject was in its own training set, and no video of a fold has the content of one it was trained on.")
