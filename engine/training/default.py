"""The default weights from nothing: portraits, clips, hybrid windows, training, weights and model card."""

import json
import platform
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.cards.stored import HINTS
from engine.executors import Done, Named
from engine.files import replace_file
from engine.synthesis.examples import VERSION as CLIPS_VERSION
from engine.synthesis.examples import WindowSet, cached_clip, clip_path, kept_clip
from engine.synthesis.sources import SOURCES
from engine.synthesis.subject import Subject, subjects
from engine.training.plan import Plan, PlannedSource, planned_digest, scene_options
from engine.training.trainer import StepReport, Trainer, run_training, with_idle_blocks
from engine.types import Float32
from engine.weights import Shape, write_safetensors

NAME = "metst-synth-v1"
SETTLE_BATCHES = 64
VERSIONED = ("metst", "numpy", "torch", "opencv-python-headless", "av", "numba")

STATEMENT = (
    "Synthetic default model (metst-synth-v1). Trained only on computer-made movements of {people} portraits. It has "
    "NOT been validated on real micro-expressions. Proposals are candidates for human review, not evidence. The class "
    "is a rule-of-thumb reading of which facial region moved, not a measurement of emotion. Do not use for decisions "
    "about people."
)
# Inference defaults. Threshold, level and views were chosen on the development bench (benchmarks/spotting_bench.py).
DECODER: dict[str, Any] = {
    "name": "half_max",
    "threshold": 0.6,
    "level": 0.25,
    "min_samples": 4,
    "max_seconds": 1.3,
    "apex_share": 0.3,
}
VIEWS = ["mirror", "reverse"]


ClipTask = tuple[Path | None, Path, int]


def clip_tasks(portraits: Path | None, folder: Path, count: int) -> list[Named[ClipTask]]:
    """The clips of a training as tasks for `render_clip`."""
    return [Named(f"clip {number}", (portraits, folder, number)) for number in range(count)]


def render_clip(task: ClipTask) -> Done[None]:
    """Render a clip and extract its windows into the folder, where it does not hold them yet."""
    import cv2

    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    portraits, folder, number = task
    path = clip_path(folder, _people(portraits), scene_options(number), number)
    before = kept_clip(path) is not None
    cached_clip(folder, _people(portraits), scene_options(number), number)
    return Done(None, before=before)


def rendered_clips(portraits: Path | None, folder: Path, count: int) -> list[WindowSet]:
    """The windows of the clips in the folder, clip by clip; what is not there is made."""
    return [cached_clip(folder, _people(portraits), scene_options(number), number) for number in range(count)]


@cache
def _people(portraits: Path | None) -> tuple[Subject, ...]:
    return subjects(portraits, "training")


def train_default(
    clips: Sequence[WindowSet], plan: Plan, folder: Path
) -> Generator[StepReport, None, dict[str, Float32]]:
    """Train by a plan, resuming from the folder's state.

    Yields:
        a report after every step.

    Returns:
        parameters by their released names.
    """
    import torch

    torch.set_num_threads(1)  # the compiled scan is one thread, and spinning others only slow it down
    trainer = Trainer(plan.recipe, PlannedSource(plan, clips).batch, shape=Shape(), data=planned_digest(plan, clips))
    yield from run_training(trainer, folder)
    return with_idle_blocks(trainer.weights(settle=SETTLE_BATCHES), Shape().blocks)


def write_model(
    target: Path, state: dict[str, Float32], *, plan: Plan, portraits: Path | None, windows: int, seconds: float
) -> str:
    """Write the weights and the model card beside them.

    Args:
        target: weights file (``.safetensors``).
        state: parameters.
        plan: how they were made.
        portraits: where the pictures came from; None: the bundled portrait alone.
        windows: rendered windows trained on.
        seconds: wall time of the whole making.

    Returns:
        sha256 hex of the weights.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = write_safetensors(target, state, about={"format": "pt", "model": target.stem})
    people = [s for s in SOURCES if s.role == "training" and (portraits or s.name == "astronaut")]
    card = {
        "title": f"Synthetic default model ({target.stem})",
        "statement": STATEMENT.format(people=len(people)),
        "features": "robust",
        "stitch": "centred",
        "views": VIEWS,
        "view_mean": "logit",
        "far_end": True,
        "between": 3,
        "decoder": DECODER,
        "sha256": digest,
        "architecture": "ME-TST, 12 blocks (those beyond the trained ones add nothing), released state-dict names; "
        "blocks_recog and norm2 (unused) left out",
        "input": "robust features, windows of 50 samples at 30 a second",
        "training": {
            "data": f"{plan.clips} rendered clips of 150 frames ({windows} windows), and hybrid windows made of them",
            "clips_version": CLIPS_VERSION,
            "recipe": plan.recipe.to_dict(),
            "parts": [asdict(part) for part in plan.parts],
            "wall_seconds": round(seconds),
            "processor": platform.processor() or platform.machine(),
            "versions": versions(),
        },
        "portraits": [
            {"name": source.name, "package": source.package, "file": source.path, "licence": source.licence}
            for source in people
        ],
        **LIMITS,
    }
    replace_file(target.with_suffix(".json"), json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    return digest


LIMITS: dict[str, Any] = {
    "needs": "one near-still, near-frontal face, crop box of 120 px or more, 24 to 30 frames a second, little "
    "compression, no speech",
    "blind": "symmetric AU 14, 18, 20, 24, and AU 6 and 7 hardly move the five regions and are not found; responses of "
    "0.4 px and less mostly are not",
    "not_assessed": "real micro-expressions; skin tone, age, glasses, beards, make-up; wrinkles and 3-D skin motion; "
    "profile views; other cameras and codecs than H.264 and JPEG",
    "classes": HINTS,
    "class_accuracy": "circular: training and bench use similar tables from action units to classes, and even perfect "
    "action units give the right class of four for 62 % of CAS(ME)^3 only",
    "licence": "MIT, as METST; the weights hold no picture",
}


def versions() -> dict[str, str]:
    """Versions of what decides the numbers."""
    found = {"python": platform.python_version()}
    for name in VERSIONED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def clock() -> float:
    """Seconds of a clock that never goes back."""
    return time.monotonic()
