"""`metst features`: the ROI flow features of every window."""

import argparse
from pathlib import Path

import numpy as np

from engine.cli import options
from engine.cli.terminal import say
from engine.errors import AnalysisError
from engine.face import LICENCE_NOTICE
from engine.pipeline import Window, resolve_features, sample_frames, stream_windows
from engine.video import open_source

HELP = "Write the ROI optical-flow features of every window to an npz file."
EXAMPLE = "metst features interview.mp4 --out features.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", metavar="SOURCE", type=Path, help="video file or folder of images")
    parser.add_argument("--out", type=Path, required=True, help="npz file to write")
    parser.add_argument(
        "--fps", type=float, default=None, help="frame rate of an image folder, or of a video file in place of its own"
    )
    parser.add_argument("--channels", type=int, choices=(10, 36), default=10, help="36: the regions of BoostingVRME")
    options.add_feature_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write `features` float64 [windows, channels, k], `mask` uint8 [windows, k] and `frames` int64 [windows, k]."""
    from tqdm import tqdm

    config = resolve_features(options.feature_config(arguments), "robust")
    with open_source(arguments.source, fps=arguments.fps) as source:
        frames, _ = sample_frames(source.info, config.rate)
        windows: list[Window] = []
        with tqdm(total=len(frames), disable=None, unit="frame") as bar:
            for step in stream_windows(source, frames, config, channels=arguments.channels):
                if isinstance(step, Window):
                    windows.append(step)
                else:
                    bar.update(step.done - bar.n)
    if not windows:
        raise AnalysisError(f"“{arguments.source.name}” is shorter than one window of {config.k} samples.")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.out,
        features=np.stack([window.features.features for window in windows]),
        mask=np.stack([window.features.mask for window in windows]),
        frames=np.stack([frames[window.start : window.start + config.k] for window in windows]),
    )
    if config.landmarks == "dlib":
        say(f"note: {LICENCE_NOTICE}")
    say(f"{len(windows)} windows of {config.k} samples -> {arguments.out}")
