"""`metst loso`: leave-one-subject-out training and evaluation on a labelled data set."""

import argparse
import json
from pathlib import Path

from engine.cli import options
from engine.cli.progress import say_notes
from engine.cli.terminal import say
from engine.datasets import Record, read_records
from engine.evaluation import Report

HELP = "Train one model for each subject on the others and print the paper's Tables III and IV."
EXAMPLE = "metst loso DATASET --labels labels.xlsx --work loso --preset casme3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("data", metavar="DATASET", type=Path, help="folder <subject>/<video>/color/, or of video files")
    parser.add_argument("--labels", type=Path, required=True, help="label table (METST CSV or CAS(ME)^3 xlsx)")
    parser.add_argument("--work", type=Path, default=Path("loso"), help="folder for features, states, logs and results")
    parser.add_argument(
        "--recipe", choices=("paper", "successor", "plus"), default="paper", help="how to train and predict"
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
    plan = options.published_plan(arguments)
    config = options.published_features(options.feature_config(arguments))
    truth = [
        record for record in read_records(arguments.labels).records if record.extra.get("kind", "micro") == "micro"
    ]
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
