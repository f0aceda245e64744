"""One model from a labelled data set: the published recipes over all of its subjects, with a card that says so."""

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.config import Device, FeatureMode
from engine.datasets import Record
from engine.errors import AnalysisError
from engine.files import replace_file
from engine.training.dataset import LabelledVideo
from engine.training.published import Published
from engine.training.trainer import StepReport, Trainer, run_training
from engine.types import Float32
from engine.weights import write_safetensors

STATEMENT = (
    "Trained on {videos} videos of {subjects} subjects with {events} labelled micro-expressions ({labels}). How often "
    "it errs on other people was not measured: metst loso measures it. Proposals are candidates for human review, not "
    "evidence. The class is a guess from facial movement, not a measurement of emotion. Do not use for decisions about "
    "people."
)


@dataclass(frozen=True, slots=True)
class LabelledPlan:
    """How to train on a data set.

    Attributes:
        published: how.
        device: torch device.
        labels: name of the label table, for the card.
        labels_sha256: its digest, for the card.
        features: feature mode, for the card.
    """

    published: Published
    device: str
    labels: str = ""
    features: FeatureMode = "robust"
    labels_sha256: str = ""


def torch_device(device: Device) -> str:
    """Where to train: CUDA where there is one and nothing else is asked for.

    Raises:
        AnalysisError: CUDA is asked for and not there.
    """
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise AnalysisError("No CUDA device can be used here: leave --device out to train on the processor.")
    return "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"


def train_labelled(
    videos: Sequence[LabelledVideo], plan: LabelledPlan, folder: Path
) -> Generator[StepReport, None, dict[str, Float32]]:
    """Train on all videos, resuming from the folder's state.

    Yields:
        a report after every step.

    Returns:
        parameters by their released names.
    """
    sampler = plan.published.sampler(videos)
    recipe = plan.published.recipe(sampler)
    trainer = Trainer(recipe, sampler.batch, shape=plan.published.shape, device=plan.device, data=sampler.digest())
    yield from run_training(trainer, folder)
    return trainer.weights()


def write_labelled(
    path: Path,
    state: dict[str, Float32],
    videos: Sequence[LabelledVideo],
    truth: Sequence[Record],
    *,
    plan: LabelledPlan,
    seconds: float,
) -> str:
    """Write weights and card.

    Args:
        path: weights file; the card lies beside it.
        state: parameters.
        videos: what was trained on.
        truth: its micro-expressions.
        plan: how it was trained.
        seconds: how long it took.

    Returns:
        sha256 hex of the weights.
    """
    digest = write_safetensors(path, state, about={"format": "pt", "model": path.stem})
    decoder = plan.published.decoder(videos)
    subjects = sorted({video.subject for video in videos})
    card: dict[str, Any] = {
        "title": f"{path.stem} ({plan.published.name} recipe)",
        "statement": STATEMENT.format(
            videos=len(videos), subjects=len(subjects), events=len(truth), labels=plan.labels
        ),
        "features": plan.features,
        "stitch": "second_half",
        "decoder": {"name": decoder.name, "k_p": decoder.k_p},
        "sha256": digest,
        "training": {
            "labels": plan.labels,
            "labels_sha256": plan.labels_sha256,
            "subjects": subjects,
            "recipe": plan.published.recipe(plan.published.sampler(videos)).to_dict(),
            "deviations": sorted(plan.published.deviations),
            "negatives_a_positive": plan.published.ratio,
            "device": plan.device,
            "wall_seconds": round(seconds),
        },
        "not_assessed": "error rates: no subject was held back",
    }
    replace_file(path.with_suffix(".json"), json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    return digest
