"""`metst train`: the synthetic default model."""

import argparse
from pathlib import Path

from engine.cli.progress import shown
from engine.errors import EngineError

HELP = "Train the synthetic default model (on a labelled data set of your own: metst loso)."
EXAMPLE = "metst train --recipe default --portraits PORTRAITS --work training --out metst-synth-v1.safetensors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--recipe", choices=("default",), default="default", help="what to train")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write (.safetensors); card beside it")
    parser.add_argument("--work", type=Path, default=Path("training"), help="folder for clips, features, state and log")
    parser.add_argument("--portraits", type=Path, default=None, help="folder of package archives with the portraits")
    parser.add_argument("--quick", action="store_true", help="a run of about a minute that only shows that it works")
    parser.add_argument("--seed", type=int, default=1, help="of initial values and batches")
    parser.add_argument("--jobs", type=int, default=2, help="processes that render clips")


def run(arguments: argparse.Namespace) -> None:
    """Make the data that is missing, train (resuming where a run was stopped), write weights and card."""
    from engine.training import default
    from engine.training.plan import default_plan, quick_plan

    if arguments.out.suffix != ".safetensors":
        raise EngineError("--out must end in .safetensors.")
    began = default.clock()
    plan = (quick_plan if arguments.quick else default_plan)(arguments.seed)
    clips = default.make_clips(arguments.portraits, arguments.work / "clips", plan.clips, jobs=arguments.jobs)
    made = shown(clips, "clips", plan.clips)
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
    print(f"{arguments.out} (sha256 {digest[:12]}) and its model card; log in {folder / 'log.csv'}")
