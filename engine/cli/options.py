"""Options several commands share, and the configuration they make."""

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from engine.cli.terminal import name_text
from engine.config import (
    PRESET_K_P,
    PRESETS,
    AnalysisConfig,
    Context,
    DecoderConfig,
    DecoderName,
    Deviation,
    Device,
    FeatureChoice,
    IntervalRule,
    LandmarkChoice,
    Synergy,
)
from engine.content import source_name
from engine.datasets.hints import Hints
from engine.datasets.text.numbers import decimal
from engine.errors import EngineError

if TYPE_CHECKING:
    from engine.datasets.timelines.timed import Medium

if TYPE_CHECKING:
    from engine.training.published import Published

DEVIATIONS = get_args(Deviation)


def add_emotion_options(parser: argparse.ArgumentParser) -> None:
    """What becomes of emotions that a label format cannot carry, or that nobody set."""
    parser.add_argument(
        "--missing-emotion",
        choices=("refuse", "skip", "others"),
        default="refuse",
        help="what to do with annotations whose emotion the format cannot carry",
    )
    parser.add_argument(
        "--hints",
        choices=get_args(Hints),
        default="refuse",
        help="what to do with emotions of a model that nobody set or confirmed; METST CSV and JSON keep them marked",
    )


def medium_of(path: Path) -> "Medium":
    """The video of label files, with its exact times.

    Raises:
        SourceError: it cannot be opened.
    """
    from engine.clock import medium_clock
    from engine.datasets.timelines.timed import Medium
    from engine.video.source import open_source

    with open_source(path) as source:
        return Medium(medium_clock(source.info), None if path.is_dir() else path)


class UsageError(EngineError):
    """An option has a value that cannot be used."""


def refuse_clashing_names(sources: list[Path]) -> None:
    """Refuse sources whose results would have the same names.

    Raises:
        UsageError: two have the same name.
    """
    stems = [source_name(source.resolve()) for source in sources]
    clash = next((stem for stem in stems if stems.count(stem) > 1), None)
    if clash is not None:
        raise UsageError(f"Two sources are named “{name_text(Path(clash))}”: analyse them into two --out folders.")


def positive(text: str) -> float:
    """A number above 0, with a point or a comma before its decimals.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    value = decimal(text)
    if value is None or value <= 0:
        raise argparse.ArgumentTypeError(f"“{text}” is no number above 0")
    return value


def at_least_one(text: str) -> int:
    """A whole number from 1 on.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 1 on")
    return value


def add_feature_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--preset``, ``--k``, ``--features``, ``--landmarks``, ``--landmark-file`` and ``--face``."""
    parser.add_argument("--preset", choices=sorted(PRESETS), default="casme3", help="window length and frame rate")
    parser.add_argument("--k", type=int, default=None, help="window length in samples (even); default: the preset's")
    parser.add_argument(
        "--features",
        choices=get_args(FeatureChoice),
        default="auto",
        help="feature mode; auto: what the model was made for",
    )
    parser.add_argument(
        "--landmarks",
        choices=get_args(LandmarkChoice),
        default="auto",
        help="landmark model; auto: dlib for parity features if installed",
    )
    parser.add_argument("--landmark-file", type=Path, default=None, help="dlib's 68-point file, where not installed")
    parser.add_argument(
        "--face", default="1", metavar="N|X,Y", help="face to follow: 1 is the largest, 2 the next; or a point in px"
    )


def add_decoder_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--decoder``, ``--threshold``, ``--p``, ``--k-p``, ``--rule`` and ``--synergy``."""
    parser.add_argument("--decoder", choices=get_args(DecoderName), default=None, help="default: the model card's")
    parser.add_argument("--threshold", type=float, default=None, help="absolute threshold in [0, 1] (half_max)")
    parser.add_argument("--p", type=float, default=None, help="relative threshold (paper, anchored, prior_guided)")
    parser.add_argument("--k-p", type=int, default=None, help="half-length of an expression in samples")
    parser.add_argument("--rule", choices=get_args(IntervalRule), default=None, help="bounds of prior_guided")
    parser.add_argument("--synergy", choices=get_args(Synergy), default="spotting_led", help="use of recognition")


def add_batch_options(parser: argparse.ArgumentParser, *, resume: bool = True) -> None:
    """Add ``--jobs``, ``--executor``, ``--shard`` and, where it can be refused, ``--resume``."""
    parser.add_argument(
        "--jobs",
        type=at_least_one,
        default=None,
        help="tasks at the same time; default: as many as this machine has cores for",
    )
    parser.add_argument(
        "--executor",
        default="local",
        metavar="NAME",
        help="where: local, dask, dask=ADDRESS, slurm or slurm=PARTITION (the extra metst[cluster]); same results",
    )
    parser.add_argument(
        "--shard",
        default="",
        metavar="I/N",
        help="do every N-th task only, from the I-th on; afterwards the command without it collects all",
    )
    if not resume:
        return
    parser.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="leave out what was done before: of the same bytes, model and settings",
    )


def add_published_options(parser: "argparse._ActionsContainer") -> None:
    """Add ``--epochs``, ``--blocks`` and ``--deviate`` of the published recipes."""
    parser.add_argument("--epochs", type=int, default=None, help="instead of the recipe's (30 and 50)")
    parser.add_argument(
        "--blocks", type=int, default=None, help="blocks of the network (12; successor and plus: 4 a stage)"
    )
    parser.add_argument(
        "--deviate",
        nargs="+",
        choices=DEVIATIONS,
        default=(),
        metavar="NAME",
        help=f"do not follow the released code in: {', '.join(DEVIATIONS)} (docs/method.md)",
    )


def published_plan(arguments: argparse.Namespace) -> "Published":
    """What ``--recipe``, ``--preset`` and the options of `add_published_options` ask for.

    Raises:
        UsageError: no epochs or no blocks.
    """
    from engine.training.published import SEED, published

    for name in ("epochs", "blocks"):
        if getattr(arguments, name) is not None and getattr(arguments, name) < 1:
            raise UsageError(f"--{name} must be at least 1.")
    return published(
        arguments.recipe,
        preset=arguments.preset,
        epochs=arguments.epochs,
        blocks=arguments.blocks,
        deviations=arguments.deviate,
        seed=getattr(arguments, "seed", SEED),
    )


def published_features(config: AnalysisConfig) -> AnalysisConfig:
    """The released feature geometry unless another one was asked for: published means published."""
    return replace(config, features="parity") if config.features == "auto" else config


def add_device_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--device``."""
    parser.add_argument("--device", choices=get_args(Device), default="auto", help="where the network runs")


def add_context_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--context``."""
    parser.add_argument(
        "--context",
        choices=get_args(Context),
        default="windows",
        help="windows: as the networks were trained; full: one pass over the whole video, another use of the weights",
    )


def add_reference_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--reference``."""
    parser.add_argument(
        "--reference", action="store_true", help="run the network in float64 numpy: slow, for checking the fast one"
    )


def feature_config(arguments: argparse.Namespace) -> AnalysisConfig:
    """Configuration from the options of `add_feature_options`.

    Raises:
        UsageError: an odd or too short window.
    """
    base = PRESETS[arguments.preset]
    k = base.k if arguments.k is None else arguments.k
    if k < 4 or k % 2:
        raise UsageError(f"--k must be an even number of at least 4, not {k}.")
    if arguments.landmark_file is not None and not arguments.landmark_file.is_file():
        raise UsageError(f"--landmark-file: there is no file “{name_text(arguments.landmark_file)}”.")
    face, face_at = _face(arguments.face)
    return replace(
        base,
        k=k,
        features=arguments.features,
        landmarks=arguments.landmarks,
        landmark_file=str(arguments.landmark_file or ""),
        face=face,
        face_at=face_at,
    )


def _face(text: str) -> tuple[int, tuple[float, float] | None]:
    """Rank and point of ``--face``: ``"2"`` or ``"640,300"``."""
    try:
        if "," not in text:
            rank, point = int(text), None
        else:
            x, y = map(float, text.split(","))
            rank, point = 1, (x, y)
    except ValueError:
        rank, point = 0, None
    if rank < 1 or (point is not None and not all(map(math.isfinite, point))):
        raise UsageError(f"--face must be a number from 1 on, or a point like 640,300; not “{text}”.")
    return rank, point


def decoder_config(arguments: argparse.Namespace, base: DecoderConfig, preset: str) -> DecoderConfig:
    """`base` (the model card's decoder) with what the options override."""
    chosen = base
    if arguments.decoder is not None and arguments.decoder != base.name:
        chosen = replace(base, name=arguments.decoder, k_p=PRESET_K_P[preset])
    given = {name: getattr(arguments, name) for name in ("threshold", "p", "k_p", "rule")}
    chosen = replace(chosen, **{name: value for name, value in given.items() if value is not None})
    if not 0 <= chosen.p <= 1:
        raise UsageError(f"--p must lie in [0, 1], not {chosen.p:g}.")
    if not 0 <= chosen.threshold <= 1:
        raise UsageError(f"--threshold must lie in [0, 1], not {chosen.threshold:g}.")
    if chosen.k_p < 1:
        raise UsageError(f"--k-p must be at least 1, not {chosen.k_p}.")
    return chosen
