"""`metst loso`: leave-one-subject-out training and evaluation on a labelled data set."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli import options
from engine.datasets import Record, read_records
from engine.evaluation import Report

if TYPE_CHECKING:
    from engine.training.dataset import LabelledVideo
    from engine.training.recipe import Recipe

HELP = "Train one model for each subject on the others and print the paper's Tables III and IV."
EXAMPLE = "metst loso DATASET --labels labels.xlsx --work loso --preset casme3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("data", metavar="DATASET", type=Path, help="folder <subject>/<video>/color/, or of video files")
    parser.add_argument("--labels", type=Path, required=True, help="label table (METST CSV or CAS(ME)^3 xlsx)")
    parser.add_argument("--work", type=Path, default=Path("loso"), help="folder for features, states, logs and results")
    parser.add_argument("--recipe", choices=("paper", "successor"), default="paper", help="how to train")
    parser.add_argument("--epochs", type=int, default=None, help="instead of the recipe's (30 and 50)")
    parser.add_argument("--blocks", type=int, default=12, help="blocks of the network")
    parser.add_argument("--only-with-synergy", action="store_true", help="leave out Table IV's other row")
    parser.add_argument("--json", action="store_true", help="print the reports as JSON")
    options.add_device_option(parser)
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Extract features (once), train every fold, write predictions and print the tables."""
    from tqdm import tqdm

    from engine.datasets import write_records
    from engine.training import dataset, labelled, loso

    config = options.feature_config(arguments)
    truth = [
        record for record in read_records(arguments.labels).records if record.extra.get("kind", "micro") == "micro"
    ]
    videos = list(tqdm(dataset.load_dataset(arguments.data, truth, config, arguments.work / "features"), disable=None))
    results: dict[str, Report] = {}
    for variant in loso.VARIANTS[int(arguments.only_with_synergy) :]:
        recipe = _recipe(arguments, videos)
        found: list[Record] = []
        steps = loso.leave_one_subject_out(
            videos,
            truth,
            recipe,
            arguments.work,
            variant=variant,
            ratio=dataset.RATIOS[arguments.preset],
            device=labelled.torch_device(arguments.device),
        )
        with tqdm(desc=variant.name, unit="step", disable=None) as bar:
            for step in steps:
                if isinstance(step, loso.FoldDone):
                    found += step.predictions
                else:
                    bar.update()
        results[variant.name] = loso.report(truth, found)
        write_records(arguments.work / f"{variant.name.replace(' ', '-')}.predictions.csv", found, format="csv")
    if arguments.json:
        print(json.dumps({name: result.to_dict() for name, result in results.items()}, indent=2))
        return
    print(loso.tables(results))


def _recipe(arguments: argparse.Namespace, videos: "list[LabelledVideo]") -> "Recipe":
    import torch

    from engine.training import dataset, labelled

    torch.set_num_threads(1)
    windows = dataset.WindowSampler(videos, ratio=dataset.RATIOS[arguments.preset], seed=0).windows
    return labelled.published_recipe(
        arguments.recipe,
        windows,
        preset=arguments.preset,
        epochs=arguments.epochs,
        blocks=arguments.blocks,
        seed=100,
    )
