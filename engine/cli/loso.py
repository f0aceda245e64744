"""`metst loso`: leave-one-subject-out training and evaluation on a labelled data set."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from engine.cli import options
from engine.cli.progress import say_notes
from engine.cli.terminal import say
from engine.config import MODEL_RECIPES
from engine.datasets import Record, read_records
from engine.evaluation import Report

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
        help=f"count several by one protocol, for Tables I and III: {', '.join(MODEL_RECIPES)}, of-fd, classical, or "
        "a plug-in's",
    )
    options.add_published_options(parser)
    parser.add_argument("--only-with-synergy", action="store_true", help="leave out Table IV's other row")
    parser.add_argument("--json", action="store_true", help="print the reports as JSON")
    options.add_device_option(parser)
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Extract features (once), train every fold, write predictions and print the tables."""
    import torch
    from tqdm import tqdm

    from engine.datasets import write_records
    from engine.training import dataset, labelled, loso

    torch.set_num_threads(1)
    truth = [
        record for record in read_records(arguments.labels).records if record.extra.get("kind", "micro") == "micro"
    ]
    if arguments.model:
        _side_by_side(arguments, truth)
        return
    plan = options.published_plan(arguments)
    config = options.published_features(options.feature_config(arguments))
    loaded = dataset.load_dataset(arguments.data, truth, config, arguments.work / "features", channels=plan.channels)
    videos = list(tqdm(loaded, desc="features", unit="video", disable=None))
    say_notes(note for video in videos for note in video.notes)
    results: dict[str, Report] = {}
    for variant in plan.variants[int(arguments.only_with_synergy) :]:
        found: list[Record] = []
        steps = loso.leave_one_subject_out(
            videos,
            plan,
            arguments.work,
            variant=variant,
            device=labelled.torch_device(arguments.device),
        )
        with tqdm(desc=variant.name, unit="step", disable=None) as bar:
            for step in steps:
                if isinstance(step, loso.FoldDone):
                    found += step.predictions
                else:
                    bar.update()
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


def _side_by_side(arguments: argparse.Namespace, truth: Sequence[Record]) -> None:
    """Count each named model by one protocol, and print Tables I and III with what each row is."""
    from engine.evaluation.tables import as_text, table_1, table_3
    from engine.training.side_by_side import SideBySide, counted

    config = options.published_features(options.feature_config(arguments))
    settings = SideBySide(
        folder=arguments.data,
        truth=tuple(truth),
        config=config,
        work=arguments.work,
        preset=arguments.preset,
        epochs=arguments.epochs,
        blocks=arguments.blocks,
        device=arguments.device,
    )
    rows = {name: counted(name, settings) for name in dict.fromkeys(arguments.model)}
    reports = {row.title: row.report for row in rows.values()}
    if arguments.json:
        print(json.dumps({name: row.to_dict() for name, row in rows.items()}, indent=2))
        return
    print(as_text(table_1(reports)))
    say("")
    print(as_text(table_3(reports)))
    say("")
    for row in rows.values():
        say(f"{row.title}: {row.statement}")
    say("No subject was in its own training set, and no video of a fold has the content of one it was trained on.")
