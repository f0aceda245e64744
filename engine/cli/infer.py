"""`metst infer`: the spotting model alone, on stored features."""

import argparse
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.cli import options
from engine.cli.terminal import say
from engine.errors import DatasetError
from engine.files import keep_apart, replace_file
from engine.spotters import infer_windows
from engine.types import Float64

HELP = "Run a model on stored window features."
EXAMPLE = "metst infer --features features.npz --weights checkpoint.pkl --out outputs.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--features", type=Path, required=True, help="npz file with an array `features` [W, 10 or 36, k]"
    )
    parser.add_argument("--weights", required=True, help="path of a checkpoint, or “classical”")
    parser.add_argument("--out", type=Path, required=True, help="npz file to write")
    parser.add_argument("--jobs", type=options.at_least_one, default=1, help="windows computed at the same time")
    options.add_device_option(parser)
    options.add_reference_option(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write `spotting` float32 [W, k] and, where the model infers emotion, `logits` float32 [W, k, 5]."""
    keep_apart(arguments.out, arguments.features, Path(arguments.weights))
    features = read_features(arguments.features)
    spotting, logits = infer_windows(
        arguments.weights,
        features,
        device=arguments.device,
        reference=arguments.reference,
        threads=arguments.jobs,
    )
    outputs: dict[str, Any] = {"spotting": spotting}
    if logits is not None:
        outputs["logits"] = logits
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **outputs)
    replace_file(arguments.out, buffer.getvalue())
    say(f"{len(features)} windows -> {arguments.out}")


def read_features(path: Path) -> Float64:
    """Array `features` of an npz file: float64 [W, C, k] with C 10 (ME-TST) or 36 (METST_SF).

    Raises:
        DatasetError: the file is missing, no npz file, or holds another shape.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            features = np.asarray(data["features"], dtype=np.float64)
    except FileNotFoundError as error:
        raise DatasetError(f"“{path}” does not exist; write it with metst features.") from error
    except (ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        raise DatasetError(f"“{path.name}” holds no array `features`; write it with metst features.") from error
    if features.ndim != 3 or features.shape[1] not in (10, 36) or not np.isfinite(features).all():
        raise DatasetError(f"“{path.name}” must hold finite features of shape [windows, 10 or 36, k].")
    return features
