"""`metst reproduce`: ME-TST's post-processing as released, from stored network outputs."""

import argparse
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cli import tables
from engine.cli.options import UsageError
from engine.cli.terminal import line_text, name_text
from engine.config import PRESET_BATCH, PRESET_K_P, Synergy
from engine.decoding.released import NO_CLASS, Compat, ReleasedVideo, released_videos
from engine.errors import DatasetError
from engine.types import CLASSES

HELP = "Print the intervals ME-TST's released code predicts, to reproduce published numbers."
EXAMPLE = "metst reproduce s1_a.outputs.npz s1_b.outputs.npz --compat --subject s1 > predictions.csv"
COLUMNS = ("subject", "video", "onset", "apex", "offset", "emotion")
STRATEGIES: dict[str, Synergy] = {"0": "none", "1": "recognition_led", "2": "spotting_led"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "outputs",
        metavar="OUTPUTS.npz",
        nargs="+",
        type=Path,
        help="files of metst infer on parity features: the videos of one subject, in the order of the data set",
    )
    parser.add_argument("--preset", choices=sorted(PRESET_K_P), default="casme3", help="data set: batch size and k_p")
    parser.add_argument("--compat", action="store_true", help="with the released bugs of joining windows")
    parser.add_argument("--k-p", type=int, default=None, help="half-length of an expression in samples")
    parser.add_argument("--p", type=float, default=0.55, help="share of the way from mean to maximum")
    parser.add_argument("--strategy", choices=sorted(STRATEGIES), default="2", help="the released recognition strategy")
    parser.add_argument("--subject", default="", help="subject name")


def run(arguments: argparse.Namespace) -> None:
    """Print METST CSV in samples: frames where every frame is a sample, else every n-th frame of the recording."""
    k_p = PRESET_K_P[arguments.preset] if arguments.k_p is None else arguments.k_p
    if k_p < 1:
        raise UsageError(f"--k-p must be at least 1, not {k_p}.")
    found = released_videos(
        [read_outputs(path) for path in arguments.outputs],
        k_p=k_p,
        p=arguments.p,
        synergy=STRATEGIES[arguments.strategy],
        compat=Compat(PRESET_BATCH[arguments.preset]) if arguments.compat else None,
    )
    rows = [
        row
        for path, video in zip(arguments.outputs, found, strict=True)
        for row in _rows(video, [arguments.subject, line_text(name_text(path)).split(".")[0]])
    ]
    sys.stdout.write(tables.csv_text(COLUMNS, rows))


def _rows(video: ReleasedVideo, names: list[str]) -> list[list[str]]:
    return [
        [*names, str(onset), str(peak), str(offset), "" if label == NO_CLASS else str(CLASSES[label])]
        for (onset, offset, peak), label in zip(video.intervals.tolist(), video.classes.tolist(), strict=True)
    ]


def read_outputs(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    """Arrays `spotting` [W, k] and `logits` [W, k, 5] of an npz file.

    Raises:
        DatasetError: the file is missing, no npz file, or holds other shapes.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            spotting, logits = np.asarray(data["spotting"]), np.asarray(data["logits"])
    except FileNotFoundError as error:
        raise DatasetError(f"“{path}” does not exist; write it with metst infer.") from error
    except (ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        raise DatasetError(f"“{path.name}” holds no `spotting` and `logits`; write it with metst infer.") from error
    is_even = spotting.ndim == 2 and len(spotting) > 0 and spotting.shape[1] >= 4 and spotting.shape[1] % 2 == 0
    if not is_even or logits.shape != (*spotting.shape, len(CLASSES)):
        raise DatasetError(f"“{path.name}” must hold `spotting` [W, k] and `logits` [W, k, 5] with an even k.")
    if not (np.isfinite(spotting).all() and np.isfinite(logits).all()):
        raise DatasetError(f"“{path.name}” holds values that are no numbers; write it again with metst infer.")
    return spotting, logits
